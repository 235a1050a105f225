// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/health.h"

#include "services/flux/status.h"

#include <QJsonArray>

#include <limits>

using namespace Qt::StringLiterals;

namespace flux {

namespace {

using State = Health::State;

Health inProgress(const QString &message)
{
    return {State::InProgress, message};
}

// The values that rules ask for, read once: walking the bytes for each would cost more than a tree.
struct Facts {
    explicit Facts(const core::Resource &object)
        : json(object.json())
        , spec(json["spec"_L1].toObject())
        , status(json["status"_L1].toObject())
        , conditions(conditionsOf(object))
    {
    }
    qint64 count(QLatin1StringView field) const { return status[field].toInteger(); }
    qint64 wanted() const { return spec.contains("replicas"_L1) ? spec["replicas"_L1].toInteger() : 1; }
    const Condition *condition(QLatin1StringView type) const
    {
        for (const Condition &each : conditions) {
            if (each.type == type)
                return &each;
        }
        return nullptr;
    }
    bool is(QLatin1StringView type, const QString &value = u"True"_s) const
    {
        const Condition *found = condition(type);
        return found && found->status == value;
    }

    const QJsonObject json;
    const QJsonObject spec;
    const QJsonObject status;
    const QList<Condition> conditions;
};

Health deployment(const Facts &facts)
{
    const Condition *progressing = facts.condition("Progressing"_L1);
    if (progressing && progressing->reason == u"ProgressDeadlineExceeded")
        return {State::Failed, u"Progress deadline exceeded"_s};
    const qint64 wanted = facts.wanted();
    const qint64 there = facts.count("replicas"_L1);
    const qint64 updated = facts.count("updatedReplicas"_L1);
    const qint64 available = facts.count("availableReplicas"_L1);
    const qint64 ready = facts.count("readyReplicas"_L1);
    if (wanted > there)
        return inProgress(u"replicas: %1/%2"_s.arg(there).arg(wanted));
    if (wanted > updated)
        return inProgress(u"Updated: %1/%2"_s.arg(updated).arg(wanted));
    if (there > wanted)
        return inProgress(u"Pending termination: %1"_s.arg(there - wanted));
    if (updated > available)
        return inProgress(u"Available: %1/%2"_s.arg(available).arg(updated));
    if (wanted > ready)
        return inProgress(u"Ready: %1/%2"_s.arg(ready).arg(wanted));
    const QJsonValue deadline = facts.spec["progressDeadlineSeconds"_L1];
    const bool watched = deadline.isDouble() && deadline.toInteger() != std::numeric_limits<qint32>::max();
    if (watched && !(progressing && progressing->status == u"True" && progressing->reason == u"NewReplicaSetAvailable"))
        return inProgress(u"ReplicaSet not available"_s);
    if (!facts.is("Available"_L1))
        return inProgress(u"Deployment not available"_s);
    return {State::Current, u"Ready: %1/%2"_s.arg(ready).arg(wanted)};
}

Health statefulSet(const Facts &facts)
{
    const QJsonValue strategy = facts.spec["updateStrategy"_L1];
    if (strategy["type"_L1].toString() == u"OnDelete")
        return {State::Current, {}};
    const qint64 wanted = facts.wanted();
    const qint64 there = facts.count("replicas"_L1);
    const qint64 ready = facts.count("readyReplicas"_L1);
    if (wanted > there)
        return inProgress(u"Replicas: %1/%2"_s.arg(there).arg(wanted));
    if (wanted > ready)
        return inProgress(u"Ready: %1/%2"_s.arg(ready).arg(wanted));
    if (there > wanted)
        return inProgress(u"Pending termination: %1"_s.arg(there - wanted));
    if (const qint64 partition = strategy["rollingUpdate"_L1]["partition"_L1].toInteger(-1); partition > 0) {
        const qint64 updated = facts.count("updatedReplicas"_L1);
        if (updated < wanted - partition)
            return inProgress(u"updated: %1/%2"_s.arg(updated).arg(wanted - partition));
        return {State::Current, u"Partition rollout complete"_s};
    }
    const qint64 current = facts.count("currentReplicas"_L1);
    if (wanted > current)
        return inProgress(u"current: %1/%2"_s.arg(current).arg(wanted));
    if (facts.status["currentRevision"_L1] != facts.status["updateRevision"_L1])
        return inProgress(u"Waiting for updated revision to match current"_s);
    return {State::Current, u"Ready: %1/%2"_s.arg(ready).arg(wanted)};
}

Health daemonSet(const Facts &facts)
{
    const QJsonValue generation = facts.json["metadata"_L1]["generation"_L1];
    if (!generation.isDouble() || !facts.status["observedGeneration"_L1].isDouble())
        return inProgress(u"The controller has not looked at it yet"_s);
    const qint64 wanted =
        facts.status.contains("desiredNumberScheduled"_L1) ? facts.count("desiredNumberScheduled"_L1) : -1;
    if (wanted == -1)
        return inProgress(u"Missing .status.desiredNumberScheduled"_s);
    const auto behind = [&](QLatin1StringView field, const QString &word) {
        return wanted > facts.count(field) ? u"%1: %2/%3"_s.arg(word).arg(facts.count(field)).arg(wanted) : QString();
    };
    for (const QString &text :
        {behind("currentNumberScheduled"_L1, u"Current"_s), behind("updatedNumberScheduled"_L1, u"Updated"_s),
            behind("numberAvailable"_L1, u"Available"_s), behind("numberReady"_L1, u"Ready"_s)}) {
        if (!text.isEmpty())
            return inProgress(text);
    }
    return {State::Current, u"Ready: %1/%2"_s.arg(facts.count("numberReady"_L1)).arg(wanted)};
}

Health replicaSet(const Facts &facts)
{
    if (facts.is("ReplicaFailure"_L1))
        return inProgress(u"Replica Failure condition"_s);
    const qint64 wanted = facts.wanted();
    const auto behind = [&](QLatin1StringView field) { return wanted > facts.count(field); };
    if (behind("fullyLabeledReplicas"_L1) || behind("availableReplicas"_L1) || behind("readyReplicas"_L1))
        return inProgress(u"Ready: %1/%2"_s.arg(facts.count("readyReplicas"_L1)).arg(wanted));
    if (facts.count("replicas"_L1) > wanted)
        return inProgress(u"Pending termination: %1"_s.arg(facts.count("replicas"_L1) - wanted));
    return {State::Current, u"Ready: %1/%2"_s.arg(facts.count("readyReplicas"_L1)).arg(wanted)};
}

bool crashes(const Facts &facts, QString &container)
{
    for (const auto &each : facts.status["containerStatuses"_L1].toArray()) {
        if (each["state"_L1]["waiting"_L1]["reason"_L1].toString() == u"CrashLoopBackOff") {
            container = each["name"_L1].toString();
            return true;
        }
    }
    return false;
}

Health pod(const Facts &facts, const QDateTime &now)
{
    const QString phase = facts.status["phase"_L1].toString();
    QString container;
    if (phase == u"Succeeded")
        return {State::Current, u"Pod has completed successfully"_s};
    if (phase == u"Failed")
        return {State::Current, u"Pod has completed, but not successfully"_s};
    if (phase == u"Running") {
        if (facts.is("Ready"_L1))
            return {State::Current, {}};
        if (crashes(facts, container))
            return {State::Failed, u"Container %1 is in CrashLoopBackOff"_s.arg(container)};
        return inProgress(u"Pod is running but is not Ready"_s);
    }
    const Condition *scheduled = facts.condition("PodScheduled"_L1);
    if (phase == u"Pending" && scheduled && scheduled->status == u"False" && scheduled->reason == u"Unschedulable") {
        const auto created =
            QDateTime::fromString(facts.json["metadata"_L1]["creationTimestamp"_L1].toString(), Qt::ISODate);
        if (created.isValid() && created.secsTo(now) > 15)
            return {State::Failed, u"Pod could not be scheduled"_s};
        return inProgress(u"Pod has not been scheduled"_s);
    }
    return inProgress(u"Pod is in the phase %1"_s.arg(phase.isEmpty() ? u"unknown"_s : phase));
}

// As kustomize-controller reads it, not as kstatus does: current when it is complete.
Health job(const Facts &facts)
{
    if (const Condition *failed = facts.condition("Failed"_L1); failed && failed->status == u"True")
        return {State::Failed, u"Job failed: %1"_s.arg(failed->message)};
    if (facts.is("Complete"_L1))
        return {State::Current, u"Job completed"_s};
    if (facts.is("Suspended"_L1) || facts.spec["suspend"_L1].toBool())
        return {State::Current, u"Job is suspended"_s};
    return inProgress(u"Job in progress"_s);
}

Health definition(const Facts &facts)
{
    const Condition *names = facts.condition("NamesAccepted"_L1);
    if (names && names->status == u"False")
        return {State::Failed, names->message};
    const Condition *established = facts.condition("Established"_L1);
    if (established && established->status == u"False" && established->reason != u"Installing")
        return {State::Failed, established->message};
    if (established && established->status == u"True")
        return {State::Current, {}};
    return inProgress(u"Install in progress"_s);
}

// What has conditions says itself how it is; the rest is current.
Health anything(const Facts &facts)
{
    const Condition *ready = facts.condition("Ready"_L1);
    if (!ready || ready->status == u"True")
        return {State::Current, {}};
    return inProgress(ready->message);
}

std::optional<Health> builtIn(const QString &kind, const Facts &facts, const QDateTime &now)
{
    static const QStringList always{u"/Secret"_s, u"/ConfigMap"_s, u"batch/CronJob"_s, u"policy/PodDisruptionBudget"_s};
    if (always.contains(kind))
        return Health{};
    if (kind == u"apps/Deployment")
        return deployment(facts);
    if (kind == u"apps/StatefulSet")
        return statefulSet(facts);
    if (kind == u"apps/DaemonSet")
        return daemonSet(facts);
    if (kind == u"apps/ReplicaSet")
        return replicaSet(facts);
    if (kind == u"/Pod")
        return pod(facts, now);
    if (kind == u"batch/Job")
        return job(facts);
    if (kind == u"apiextensions.k8s.io/CustomResourceDefinition")
        return definition(facts);
    if (kind == u"/PersistentVolumeClaim")
        return facts.status["phase"_L1].toString() == u"Bound"
            ? Health{}
            : inProgress(u"PVC is not Bound. phase: %1"_s.arg(facts.status["phase"_L1].toString()));
    if (kind == u"/Service")
        return facts.spec["type"_L1].toString() == u"LoadBalancer" && facts.spec["clusterIP"_L1].toString().isEmpty()
            ? inProgress(u"ClusterIP not set. Service type: LoadBalancer"_s)
            : Health{};
    return {};
}

} // namespace

Health healthOf(const core::Resource &object, const QDateTime &now)
{
    const Facts facts(object);
    const QJsonValue metadata = facts.json["metadata"_L1];
    if (!metadata["deletionTimestamp"_L1].toString().isEmpty())
        return {State::Terminating, u"Resource scheduled for deletion"_s};
    const QJsonValue generation = metadata["generation"_L1];
    const QJsonValue observed = facts.status["observedGeneration"_L1];
    if (generation.isDouble() && observed.isDouble() && generation.toInteger() != observed.toInteger())
        return inProgress(u"%1 generation is %2, but latest observed generation is %3"_s.arg(object.key().kind)
                              .arg(generation.toInteger())
                              .arg(observed.toInteger()));
    for (const Condition &each : facts.conditions) { // the first of the two decides
        if (each.type == u"Reconciling" && each.status == u"True")
            return inProgress(each.message);
        if (each.type == u"Stalled" && each.status == u"True")
            return {State::Failed, each.message};
    }
    const QString &version = object.key().apiVersion;
    const QString group = version.contains(u'/') ? version.section(u'/', 0, 0) : QString();
    return builtIn(group + u'/' + object.key().kind, facts, now).value_or(anything(facts));
}

} // namespace flux
