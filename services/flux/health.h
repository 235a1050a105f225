// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

#include <QDateTime>

namespace flux {

// How an object of any kind is doing, by the rules of kstatus as kustomize-controller applies them (contracts/flux.md 1.7).
struct Health {
    enum class State { Current, InProgress, Failed, Terminating };

    State state = State::Current;
    QString message = {}; // why, in the words of kstatus; empty for most of what is current
};

// now: for a pod that finds no node, which counts as failed after 15 s.
Health healthOf(const core::Resource &object, const QDateTime &now);

} // namespace flux
