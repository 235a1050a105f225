// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

#include <QDateTime>

namespace flux {

// One entry of status.conditions.
struct Condition {
    QString type;
    QString status; // "True", "False", "Unknown"
    QString reason;
    QString message; // trimmed, secrets masked
    QDateTime since; // lastTransitionTime; invalid when absent
};

QList<Condition> conditionsOf(const core::Resource &object);

// What a person should know first about an object of Flux; the first that applies in this order (contracts/flux.md 1.7).
enum class Phase {
    Deleting, // it has a deletionTimestamp
    Suspended,
    Static, // has no status by design: Provider, Alert, HelmRepository of type oci
    Stalled, // no further try until its spec, its source or the controller changes
    Progressing,
    Waiting, // on a dependency, or between two tries
    Failed,
    Pending, // not looked at yet in this generation
    Ready
};

struct Status {
    Phase phase = Phase::Pending;
    QString reason = {};
    QString message = {}; // of the condition that decided; empty when there is nothing to add
    QDateTime since = {};
    bool ready = false; // Ready=True, whatever else: the subtitle of a suspended object
};

Status statusOf(const core::Resource &object);

// When the controller last finished with it as its spec wants it: status.history (Flux 2.7 and later), else the time at
// which Ready became true, which does not move from run to run. Invalid: never, or not known.
QDateTime lastApplied(const core::Resource &object);
// When it is due again: the last run and spec.interval. Invalid when either is not known.
QDateTime nextRun(const core::Resource &object);

} // namespace flux
