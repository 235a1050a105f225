// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/situation.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace models {

namespace {

using Following = kube::Following;

QString tr(const char *text)
{
    return QCoreApplication::translate("situations", text);
}

QString clock(const QDateTime &time)
{
    return time.toLocalTime().toString(u"HH:mm"_s);
}

QString sentences(const core::Error &error)
{
    QStringList parts{error.summary(), error.help()};
    parts.removeAll(QString());
    return parts.join(u' ');
}

Notice unheard(const kube::ClusterNews &news)
{
    const core::Error &trouble = *news.trouble;
    switch (trouble.kind()) {
    case core::Error::Kind::Refused:
    case core::Error::Kind::NotFound: { // nothing was contacted
        const QString sentence = trouble.summary();
        return {State::Unreachable, sentence.endsWith(u'.') ? sentence.chopped(1) : sentence, trouble.help()};
    }
    case core::Error::Kind::Unauthorized:
    case core::Error::Kind::Forbidden:
        return {
            State::Unreachable, tr("The API server of %1 does not let you in").arg(news.cluster), sentences(trouble)};
    default:
        return {State::Unreachable,
            tr("The API server of %1 does not answer since %2").arg(news.cluster, clock(news.since)),
            sentences(trouble)};
    }
}

// What one kind of one cluster has to say; nothing while all is well.
std::optional<Notice> noticeOf(const Following &part, const QString &cluster)
{
    switch (part.state) {
    case Following::State::Stale:
        return Notice{State::Unreachable,
            tr("%1 of %2 are as they were at %3").arg(part.kind, cluster, clock(part.since)),
            part.error ? sentences(*part.error) : QString()};
    case Following::State::Forbidden:
        return Notice{State::Unreachable, tr("%1 cannot be read in %2").arg(part.kind, cluster),
            tr("Missing is the right to list %1. Ask whoever manages %2 for it.").arg(part.resource, cluster)};
    case Following::State::Connecting:
    case Following::State::Reading:
    case Following::State::Live:
        if (!part.space.isEmpty())
            return Notice{State::Unknown, tr("Only namespace %1 of %2 is shown").arg(part.space, cluster),
                tr("Missing is the right to list %1 in all namespaces.").arg(part.resource)};
        break;
    case Following::State::Absent: break;
    }
    return {};
}

QString names(const QList<kube::ClusterNews> &clusters)
{
    return clusters.size() == 1 ? clusters.first().cluster : tr("%1 clusters").arg(clusters.size());
}

Notice nothing(const ObjectPage &page, const QList<kube::ClusterNews> &clusters, const QList<Following> &parts)
{
    const auto all = [&](Following::State state) {
        return std::all_of(parts.begin(), parts.end(), [state](const Following &part) { return part.state == state; });
    };
    const auto any = [&](Following::State state) {
        return std::any_of(parts.begin(), parts.end(), [state](const Following &part) { return part.state == state; });
    };
    if (any(Following::State::Connecting))
        return {State::Reconciling, tr("Connecting to %1").arg(names(clusters))};
    if (any(Following::State::Reading)) {
        qsizetype read = 0;
        for (const Following &part : parts)
            read += part.read;
        return {State::Reconciling,
            read > 0 ? tr("Reading %1, %2 so far").arg(page.many).arg(read) : tr("Reading %1").arg(page.many)};
    }
    if (all(Following::State::Absent))
        return {State::Unknown, tr("%1 offers no %2").arg(names(clusters), page.many),
            tr("Its API server does not serve this kind. It will be shown here once it does; with Flux, that is when "
               "Flux is installed.")};
    return {State::None, tr("No %1 in %2").arg(page.many, names(clusters)),
        tr("What is created there appears here by itself.")};
}

} // namespace

Situation situationOf(const ObjectPage &page, const QList<kube::ClusterNews> &clusters, int rows)
{
    Situation situation;
    if (clusters.isEmpty()) {
        situation.instead = Notice{State::None, tr("No cluster is open"),
            tr("Choose one, and its %1 are listed here. Nothing is contacted before.").arg(page.many)};
        return situation;
    }
    QList<Following> heard;
    for (const kube::ClusterNews &news : clusters) {
        if (news.trouble)
            situation.above.append(unheard(news));
        for (const Following &part : news.parts) {
            if (part.pane != page.table.id)
                continue;
            if (!news.trouble || part.state == Following::State::Live)
                heard.append(part);
            const auto notice = noticeOf(part, news.cluster);
            if (notice && !news.trouble && !situation.above.contains(*notice))
                situation.above.append(*notice);
        }
    }
    if (rows > 0)
        return situation;
    if (heard.isEmpty() || std::all_of(heard.begin(), heard.end(), [](const Following &part) {
            return part.state == Following::State::Forbidden || part.state == Following::State::Stale;
        })) {
        // What would stand above nothing stands in its place.
        if (!situation.above.isEmpty())
            situation.instead = situation.above.takeFirst();
        else
            situation.instead = Notice{State::Reconciling, tr("Connecting to %1").arg(names(clusters))};
        return situation;
    }
    situation.instead = nothing(page, clusters, heard);
    return situation;
}

} // namespace models
