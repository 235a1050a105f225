// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

#include <QWidget>

#include <functional>

namespace ui {

// Another side of a detail: made once for a selected object, then told of every change of it.
struct DetailTab {
    QString title;
    QWidget *widget = nullptr;
    std::function<void(const core::Resource &)> show = {};
    std::function<int(const core::Resource &)> count = {}; // beside the title; below zero: none
};

} // namespace ui
