// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/facts.h"

#include "services/core/masking.h"
#include "services/flux/duration.h"
#include "services/flux/health.h"
#include "services/flux/revision.h"
#include "services/flux/status.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QUrl>

#include <array>

using namespace Qt::StringLiterals;

namespace models {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("facts", text);
}

Cell plain(const QString &text)
{
    return {.text = text, .sortKey = text};
}

Cell number(qint64 value)
{
    return {.text = QString::number(value), .sortKey = value};
}

// The words come with the clock; see ResourceTableModel. The youngest sorts first.
Cell at(const QDateTime &time)
{
    return time.isValid() ? Cell{.sortKey = -time.toMSecsSinceEpoch(), .detail = time} : Cell{.sortKey = 0};
}

QDateTime timeAt(const core::Resource &object, QStringView path)
{
    return QDateTime::fromString(textAt(object, path), Qt::ISODateWithMs);
}

State stateOf(flux::Phase phase)
{
    switch (phase) {
    case flux::Phase::Deleting:
    case flux::Phase::Progressing: return State::Reconciling;
    case flux::Phase::Suspended: return State::Suspended;
    case flux::Phase::Static: return State::None;
    case flux::Phase::Stalled: return State::Stalled;
    case flux::Phase::Waiting: return State::Waiting;
    case flux::Phase::Failed: return State::Failed;
    case flux::Phase::Pending: return State::Pending;
    case flux::Phase::Ready: return State::Ready;
    }
    return State::Unknown;
}

Cell stateFrom(const flux::Status &status)
{
    const State state = stateOf(status.phase);
    Cell cell{
        .text = wordOf(state), .sortKey = int(state), .tone = toneOf(state), .hint = status.message, .state = state};
    if (status.phase == flux::Phase::Deleting)
        cell.text = tr("Deleting");
    if (status.phase == flux::Phase::Static) {
        cell.text = tr("No status by design");
        cell.sortKey = int(State::Ready) + 1;
        cell.tone = Tone::Muted;
    }
    if (status.phase == flux::Phase::Suspended)
        cell.hint = status.message.isEmpty() ? tr("Suspended")
                                             : tr("Before: %1").arg(status.ready ? tr("Ready") : status.message);
    return cell;
}

// Of any kind of object: its conditions where it has them; what has none says nothing.
Cell objectState(const core::Resource &object)
{
    for (const flux::Condition &each : flux::conditionsOf(object)) {
        if (each.type == u"Ready" || each.type == u"Stalled" || each.type == u"Reconciling")
            return stateCell(object);
    }
    return {.sortKey = int(State::Ready) + 1};
}

// What is wrong or going on; nothing for what is as it should be. One line, whatever the controller wrote.
Cell message(const core::Resource &object)
{
    const flux::Status status = flux::statusOf(object);
    const bool quiet = status.phase == flux::Phase::Ready || status.phase == flux::Phase::Static
        || (status.phase == flux::Phase::Suspended && status.ready);
    if (quiet)
        return plain({});
    Cell cell = plain(flux::withShortHashes(status.message));
    cell.hint = status.message;
    return cell;
}

QString refText(const QJsonValue &ref, const core::Resource &object)
{
    const QString name = ref["name"_L1].toString();
    if (name.isEmpty())
        return {};
    const QString space = ref["namespace"_L1].toString();
    return u"%1/%2/%3"_s.arg(ref["kind"_L1].toString(), space.isEmpty() ? object.space() : space, name);
}

Cell source(const core::Resource &object)
{
    for (const QString &path : {u"spec.sourceRef"_s, u"spec.chartRef"_s, u"spec.chart.spec.sourceRef"_s}) {
        if (const QString text = refText(object.at(core::Path(path)), object); !text.isEmpty())
            return plain(text);
    }
    return plain({});
}

Cell attempted(const core::Resource &object)
{
    const QString text = textAt(object, u"status.lastAttemptedRevision");
    if (text == textAt(object, u"status.lastAppliedRevision"))
        return plain({});
    return {.text = flux::shortRevision(text), .sortKey = text, .hint = text};
}

Cell inventory(const core::Resource &object)
{
    const QJsonValue entries = object.at(core::Path(u"status.inventory.entries"));
    return entries.isArray() ? number(entries.toArray().size()) : Cell{.sortKey = -1};
}

Cell dependencies(const core::Resource &object)
{
    QStringList names;
    for (const auto &each : object.at(core::Path(u"spec.dependsOn")).toArray()) {
        const QString space = each["namespace"_L1].toString();
        names.append(space.isEmpty() ? each["name"_L1].toString() : space + u'/' + each["name"_L1].toString());
    }
    return plain(names.join(u", "_s));
}

QString spelled(const QString &duration)
{
    const auto time = flux::goDuration(duration);
    if (!time)
        return duration;
    const qint64 seconds = time->count() / 1000;
    return seconds % 3600 == 0 && seconds > 0 ? tr("%1 h").arg(seconds / 3600)
        : seconds % 60 == 0 && seconds > 0    ? tr("%1 min").arg(seconds / 60)
                                              : tr("%1 s").arg(double(time->count()) / 1000.0);
}

Cell interval(const core::Resource &object)
{
    QStringList parts;
    const auto add = [&](QStringView path, const QString &form) {
        if (const QString text = textAt(object, path); !text.isEmpty())
            parts.append(form.arg(spelled(text)));
    };
    add(u"spec.interval", u"%1"_s);
    add(u"spec.retryInterval", tr("retry %1"));
    add(u"spec.timeout", tr("timeout %1"));
    return plain(parts.join(u", "_s));
}

Cell applyOptions(const core::Resource &object)
{
    const auto is = [&](QStringView path) { return object.at(core::Path(path)).toBool() ? tr("on") : tr("off"); };
    return plain(tr("Prune %1, wait %2, force %3").arg(is(u"spec.prune"), is(u"spec.wait"), is(u"spec.force")));
}

Cell chart(const core::Resource &object)
{
    const QString name = textAt(object, u"spec.chart.spec.chart");
    return plain(name.isEmpty() ? textAt(object, u"spec.chartRef.name") : name);
}

QJsonValue release(const core::Resource &object)
{
    return object.at(core::Path(u"status.history")).toArray().first();
}

Cell chartVersion(const core::Resource &object)
{
    const QString version = release(object)["chartVersion"_L1].toString();
    return plain(version.isEmpty() ? textAt(object, u"status.lastAttemptedRevision") : version);
}

Cell releaseRevision(const core::Resource &object)
{
    const QJsonValue version = release(object)["version"_L1];
    return version.isDouble() ? number(version.toInteger()) : Cell{.sortKey = 0};
}

// Never with the name and password that some people write into it.
Cell url(const core::Resource &object)
{
    const QString bucket = textAt(object, u"spec.bucketName");
    const QString text = textAt(object, u"spec.url");
    if (!bucket.isEmpty())
        return plain(u"%1/%2"_s.arg(textAt(object, u"spec.endpoint"), bucket));
    const QUrl parsed(text);
    if (!parsed.isValid()) { // then all up to the last @ may be a secret
        const qsizetype scheme = text.indexOf(u"://"_s);
        const qsizetype user = text.lastIndexOf(u'@');
        return plain(scheme >= 0 && user > scheme ? text.left(scheme + 3) + text.mid(user + 1) : text);
    }
    const auto credentials = parsed.scheme() == u"ssh" ? QUrl::RemovePassword : QUrl::RemoveUserInfo;
    return plain(parsed.toString(credentials | QUrl::RemoveQuery));
}

Cell reference(const core::Resource &object)
{
    const QJsonObject ref = object.at(core::Path(u"spec.ref")).toObject();
    QStringList parts;
    for (auto each = ref.begin(); each != ref.end(); ++each)
        parts.append(u"%1 %2"_s.arg(each.key(), each.value().toString()));
    return plain(parts.join(u", "_s));
}

Cell signedBy(const core::Resource &object)
{
    for (const flux::Condition &each : flux::conditionsOf(object)) {
        if (each.type == u"SourceVerified") {
            const State state = each.status == u"True" ? State::Ready : State::Failed;
            return {.text = state == State::Ready ? tr("Signed") : tr("Not signed"),
                .sortKey = int(state),
                .tone = toneOf(state),
                .hint = each.message};
        }
    }
    return plain({});
}

Cell artifactSize(const core::Resource &object)
{
    const QJsonValue size = object.at(core::Path(u"status.artifact.size"));
    return size.isDouble() ? Cell{.text = QLocale::c().formattedDataSize(size.toInteger()), .sortKey = size.toInteger()}
                           : Cell{.sortKey = 0};
}

// An Event is counted up in place, or has a series of its own (events.k8s.io); each says its time elsewhere.
Cell eventTime(const core::Resource &object)
{
    for (const QString &path :
        {u"series.lastObservedTime"_s, u"lastTimestamp"_s, u"eventTime"_s, u"metadata.creationTimestamp"_s}) {
        if (const QDateTime time = timeAt(object, path); time.isValid())
            return at(time);
    }
    return at({});
}

Cell eventFirst(const core::Resource &object)
{
    const QDateTime first = timeAt(object, u"firstTimestamp");
    return at(first.isValid() ? first : timeAt(object, u"metadata.creationTimestamp"));
}

Cell eventType(const core::Resource &object)
{
    const QString type = textAt(object, u"type");
    const bool warning = type == u"Warning";
    return {.text = type,
        .sortKey = warning ? 0 : 1,
        .tone = warning ? Tone::Warning : Tone::Neutral,
        .state = warning ? State::Unreachable : State::None};
}

Cell eventObject(const core::Resource &object)
{
    const QJsonValue about = object.at(core::Path(u"involvedObject"));
    return plain(u"%1/%2"_s.arg(about["kind"_L1].toString(), about["name"_L1].toString()));
}

Cell eventMessage(const core::Resource &object)
{
    const QString text = core::masked(textAt(object, u"message").trimmed());
    return {.text = flux::withShortHashes(text), .sortKey = text, .hint = text};
}

Cell eventBy(const core::Resource &object)
{
    const QString reporter = textAt(object, u"reportingComponent");
    return plain(reporter.isEmpty() ? textAt(object, u"source.component") : reporter);
}

Cell eventCount(const core::Resource &object)
{
    const QJsonValue series = object.at(core::Path(u"series.count"));
    const QJsonValue count = series.isDouble() ? series : object.at(core::Path(u"count"));
    return number(count.isDouble() ? count.toInteger() : 1);
}

// Of an object that an inventory names: it may be gone, or not be readable, and then "fluxgate" in it says so.
Cell health(const core::Resource &object)
{
    const QString known = textAt(object, u"fluxgate.state");
    State state = State::Ready;
    QString word;
    QString why = textAt(object, u"fluxgate.why");
    if (known == u"missing") {
        state = State::Missing;
    } else if (!known.isEmpty()) {
        state = State::Unknown;
    } else {
        const flux::Health found = flux::healthOf(object, QDateTime::currentDateTimeUtc());
        why = found.message;
        switch (found.state) {
        case flux::Health::State::Current: break;
        case flux::Health::State::InProgress: state = State::Reconciling; break;
        case flux::Health::State::Failed: state = State::Failed; break;
        case flux::Health::State::Terminating:
            state = State::Reconciling;
            word = tr("Deleting");
            break;
        }
    }
    return {.text = word.isEmpty() ? wordOf(state) : word,
        .sortKey = int(state),
        .tone = toneOf(state),
        .hint = why,
        .state = state};
}

Cell healthMessage(const core::Resource &object)
{
    return plain(health(object).hint);
}

Cell kindAndName(const core::Resource &object)
{
    return plain(u"%1/%2"_s.arg(object.key().kind, object.name()));
}

} // namespace

Cell stateCell(const core::Resource &object)
{
    return stateFrom(flux::statusOf(object));
}

Fact factNamed(QStringView name)
{
    struct Named {
        QStringView name;
        Fact fact;
    };
    static constexpr std::array facts{
        Named{u"state", stateCell},
        Named{u"objectState", objectState},
        Named{u"message", message},
        Named{u"source", source},
        Named{u"attempted", attempted},
        Named{u"inventory", inventory},
        Named{u"dependencies", dependencies},
        Named{u"interval", interval},
        Named{u"applyOptions", applyOptions},
        Named{u"applied", [](const core::Resource &object) { return at(flux::lastApplied(object)); }},
        Named{u"next", [](const core::Resource &object) { return at(flux::nextRun(object)); }},
        Named{u"kind", [](const core::Resource &object) { return plain(object.key().kind); }},
        Named{u"cluster", [](const core::Resource &object) { return plain(object.key().cluster); }},
        Named{u"health", health},
        Named{u"healthMessage", healthMessage},
        Named{u"kindAndName", kindAndName},
        Named{u"chart", chart},
        Named{u"chartVersion", chartVersion},
        Named{u"releaseRevision", releaseRevision},
        Named{u"url", url},
        Named{u"reference", reference},
        Named{u"signed", signedBy},
        Named{u"artifactSize", artifactSize},
        Named{u"eventTime", eventTime},
        Named{u"eventFirst", eventFirst},
        Named{u"eventType", eventType},
        Named{u"eventObject", eventObject},
        Named{u"eventMessage", eventMessage},
        Named{u"eventBy", eventBy},
        Named{u"eventCount", eventCount},
    };
    for (const Named &each : facts) {
        if (each.name == name)
            return each.fact;
    }
    return nullptr;
}

} // namespace models
