// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QDateTime>

namespace kube {

// How the reading of one kind of object of one cluster is doing.
struct Following {
    enum class State {
        Connecting, // it is not yet known what the server offers
        Reading,
        Live,
        Stale, // what is shown was true when it broke off, and why is in error
        Forbidden,
        Absent // the server does not offer this kind
    };

    QString pane; // for whom
    QString group;
    QString kind; // in whatever version it is served
    QString resource = {}; // "kustomizations.kustomize.toolkit.fluxcd.io" once known
    QString space = {}; // the only namespace that may be read; empty: all
    State state = State::Connecting;
    qsizetype read = 0; // members so far
    std::optional<core::Error> error = {};
    QDateTime since = {}; // of the state
};

// The same of a whole cluster.
struct ClusterNews {
    QString cluster; // its context
    std::optional<core::Error> trouble = {}; // why nothing is known about its API server
    QDateTime since = {}; // of the trouble
    QList<Following> parts = {};
};

} // namespace kube
