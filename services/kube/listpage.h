// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

namespace kube {

// One page of a list, taken apart without losing the rest to one bad object: that one becomes a Resource with a problem.
struct ListPage {
    QList<core::Resource> items;
    QString version;
    QString next; // the token that asks for the following page; empty on the last one
};

// Pure, for any thread. An Error unless the bytes are a whole list of exactly this kind.
core::Result<ListPage> parseListPage(const QByteArray &json, const core::ResourceKey &kind);

} // namespace kube
