// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/status.h"

#include "services/core/masking.h"
#include "services/flux/duration.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace flux {

namespace {

QDateTime timeOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

const Condition *find(const QList<Condition> &conditions, QLatin1StringView type)
{
    const auto found = std::find_if(
        conditions.begin(), conditions.end(), [type](const Condition &condition) { return condition.type == type; });
    return found == conditions.end() ? nullptr : &*found;
}

bool isStatic(const core::Resource &object)
{
    static const core::Path type(u"spec.type");
    const QString &kind = object.key().kind;
    const QString group = object.key().apiVersion.section(u'/', 0, 0);
    if (group == u"notification.toolkit.fluxcd.io")
        return kind == u"Provider" || kind == u"Alert";
    return kind == u"HelmRepository" && object.at(type).toString() == u"oci";
}

bool isWaiting(const Condition &ready)
{
    return ready.reason == u"DependencyNotReady" || ready.reason == u"SourceNotReady"
        || ready.message.contains(u"retrying in"_s);
}

Status from(Phase phase, const Condition &condition)
{
    return {phase, condition.reason, condition.message, condition.since, condition.status == u"True"};
}

// In the order of the contract's table, for an object that is neither going away, suspended nor static.
Status fromConditions(const core::Resource &object, const QList<Condition> &conditions)
{
    static const core::Path generation(u"metadata.generation");
    static const core::Path observed(u"status.observedGeneration");
    const Condition *ready = find(conditions, "Ready"_L1);
    if (const auto *stalled = find(conditions, "Stalled"_L1); stalled && stalled->status == u"True")
        return from(Phase::Stalled, ready && !ready->message.isEmpty() ? *ready : *stalled);
    const auto *reconciling = find(conditions, "Reconciling"_L1);
    if (reconciling && reconciling->status == u"True" && reconciling->reason == u"Progressing")
        return from(Phase::Progressing, *reconciling);
    if (!ready)
        return {};
    if (ready->status == u"Unknown")
        return from(Phase::Progressing, *ready);
    if (ready->status == u"False")
        return from(isWaiting(*ready) ? Phase::Waiting : Phase::Failed, *ready);
    const QJsonValue seen = object.at(observed);
    if (seen.isDouble() && seen.toInteger() != object.at(generation).toInteger())
        return from(Phase::Pending, *ready);
    return from(Phase::Ready, *ready);
}

} // namespace

QList<Condition> conditionsOf(const core::Resource &object)
{
    static const core::Path path(u"status.conditions");
    QList<Condition> conditions;
    for (const auto &each : object.at(path).toArray())
        conditions.append({each["type"_L1].toString(), each["status"_L1].toString(), each["reason"_L1].toString(),
            core::masked(each["message"_L1].toString().trimmed()), timeOf(each["lastTransitionTime"_L1])});
    return conditions;
}

Status statusOf(const core::Resource &object)
{
    static const core::Path deleted(u"metadata.deletionTimestamp");
    static const core::Path suspend(u"spec.suspend");
    const QList<Condition> conditions = conditionsOf(object);
    const Condition *ready = find(conditions, "Ready"_L1);
    const auto said = [&](Phase phase) { return ready ? from(phase, *ready) : Status{phase}; };
    if (const QDateTime since = timeOf(object.at(deleted)); since.isValid()) {
        Status status = said(Phase::Deleting);
        status.since = since;
        return status;
    }
    if (object.at(suspend).toBool())
        return said(Phase::Suspended);
    if (isStatic(object))
        return {Phase::Static};
    return fromConditions(object, conditions);
}

QDateTime lastApplied(const core::Resource &object)
{
    static const core::Path history(u"status.history");
    const QJsonValue last = object.at(history).toArray().first();
    for (const auto field : {"lastReconciled"_L1, "lastDeployed"_L1}) { // of a Kustomization, of a HelmRelease
        if (const QDateTime time = timeOf(last[field]); time.isValid())
            return time;
    }
    const QList<Condition> conditions = conditionsOf(object);
    const Condition *ready = find(conditions, "Ready"_L1);
    return ready && ready->status == u"True" ? ready->since : QDateTime();
}

QDateTime nextRun(const core::Resource &object)
{
    static const core::Path interval(u"spec.interval");
    static const core::Path history(u"status.history");
    const QDateTime last = timeOf(object.at(history).toArray().first()["lastReconciled"_L1]);
    const auto every = goDuration(object.at(interval).toString());
    return last.isValid() && every ? last.addMSecs(every->count()) : QDateTime();
}

} // namespace flux
