// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/overview.h"

namespace models {

// A page of objects of one kind: all that differs between one such page and the next.
struct ObjectPage {
    QString title;
    QString icon;
    QString one; // "context"
    QString many; // "contexts"
    QString filterHint;
    TableSpec table;
    std::function<Overview(const core::Resource &)> overview;
};

} // namespace models
