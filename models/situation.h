// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/objectpage.h"
#include "services/kube/following.h"

namespace models {

// One thing that a page has to say about its rows.
struct Notice {
    State state = State::None;
    QString title; // one sentence without its full stop
    QString detail = {}; // why, and what to do
    bool operator==(const Notice &) const = default;
};

// What a page says besides its rows: in their place when there are none, and above them.
struct Situation {
    std::optional<Notice> instead = {};
    QList<Notice> above = {};
};

// rows: that there are without a filter.
Situation situationOf(const ObjectPage &page, const QList<kube::ClusterNews> &clusters, int rows);

} // namespace models
