// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusters.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace models {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("clusters", text);
}

// How one signs in, by the order in which client-go looks (rest/transport.go): a token beats a plugin beats a password;
// a certificate goes along with each.
QString wayIn(const kube::UserEntry &user)
{
    if (!user.token.isEmpty())
        return tr("token in the file");
    if (!user.tokenFile.isEmpty())
        return tr("token in %1").arg(user.tokenFile);
    if (user.exec)
        return tr("program %1").arg((QStringList{user.exec->command} + user.exec->arguments).join(u' '));
    if (!user.certificateFile.isEmpty())
        return tr("client certificate %1").arg(user.certificateFile);
    if (!user.certificateData.isEmpty())
        return tr("client certificate in the file");
    if (!user.password.isEmpty())
        return tr("name %1 and password").arg(user.name);
    if (!user.authProvider.isEmpty())
        return tr("auth provider %1").arg(user.authProvider);
    return tr("anonymous");
}

QString belief(const kube::ClusterEntry &cluster)
{
    if (cluster.insecure)
        return tr("TLS not verified");
    if (QUrl(cluster.server).scheme() == u"http")
        return tr("no TLS");
    if (!cluster.authorityData.isEmpty())
        return tr("authority in the file");
    return cluster.authorityFile.isEmpty() ? tr("authorities of this system") : cluster.authorityFile;
}

State stateOf(const core::Resource &cluster)
{
    return textAt(cluster, u"problem").isEmpty() ? State::Unknown : State::Failed;
}

Cell status(const core::Resource &cluster)
{
    const State state = stateOf(cluster);
    const QString problem = textAt(cluster, u"problem");
    return {.text = wordOf(state),
        .sortKey = int(state),
        .tone = toneOf(state),
        .hint = problem.isEmpty() ? tr("Not contacted yet") : problem,
        .state = state};
}

Cell server(const core::Resource &cluster)
{
    const QString address = textAt(cluster, u"server");
    const bool doubtful = cluster.at(core::Path(u"doubtful")).toBool();
    return {.text = address,
        .sortKey = address,
        .tone = doubtful ? Tone::Bad : Tone::Neutral,
        .hint = doubtful ? textAt(cluster, u"belief") : QString()};
}

} // namespace

core::Resource asResource(const kube::Context &context)
{
    const bool plain = QUrl(context.cluster.server).scheme() == u"http";
    return core::Resource(QJsonObject{{u"apiVersion"_s, u"fluxgate/v1"_s}, {u"kind"_s, u"Cluster"_s},
        {u"metadata"_s, QJsonObject{{u"name"_s, context.name}, {u"uid"_s, u"context/"_s + context.name}}},
        {u"server"_s, context.cluster.server}, {u"user"_s, context.userName},
        {u"namespace"_s, context.space.isEmpty() ? u"default"_s : context.space}, {u"file"_s, context.file},
        {u"cluster"_s, context.clusterName}, {u"wayIn"_s, wayIn(context.user)}, {u"belief"_s, belief(context.cluster)},
        {u"doubtful"_s, context.cluster.insecure || plain}, {u"proxy"_s, context.cluster.proxyForDisplay()},
        {u"tlsName"_s, context.cluster.tlsServerName}, {u"problem"_s, context.problem},
        {u"notes"_s, context.notes.join(u'\n')}});
}

TableSpec clusterTable()
{
    return {u"clusters"_s,
        {
            {QT_TRANSLATE_NOOP("columns", "Status"), Kind::Status, "Unreachable", status},
            column::text(QT_TRANSLATE_NOOP("columns", "Cluster"), u"metadata.name", Kind::Name, "aks-prod-weu-1"),
            {QT_TRANSLATE_NOOP("columns", "Server"), Kind::Text, "", server},
            column::text(
                QT_TRANSLATE_NOOP("columns", "User"), u"user", Kind::Text, "clusterUser_rg-prod_aks-prod-weu-1", 2),
            column::text(QT_TRANSLATE_NOOP("columns", "Namespace"), u"namespace", Kind::Text, "flux-system", 3),
            column::text(QT_TRANSLATE_NOOP("columns", "File"), u"file", Kind::Code, "/home/user/.kube/config", 1),
        }};
}

Overview clusterOverview(const core::Resource &cluster)
{
    Overview about{cluster.name(), tr("Context in %1").arg(textAt(cluster, u"file")), stateOf(cluster)};
    if (const QString problem = textAt(cluster, u"problem"); !problem.isEmpty()) {
        about.verdict = tr("This context cannot be used");
        about.verdictDetail = problem;
    }
    Overview::Section place{tr("Where it leads"), {{tr("Server"), textAt(cluster, u"server"), Kind::Code}}};
    const bool doubtful = cluster.at(core::Path(u"doubtful")).toBool();
    place.properties.append({tr("Verified by"), textAt(cluster, u"belief"), doubtful ? Kind::Status : Kind::Text,
        doubtful ? State::Failed : State::None});
    if (const QString name = textAt(cluster, u"tlsName"); !name.isEmpty())
        place.properties.append({tr("TLS name"), name, Kind::Code});
    if (const QString proxy = textAt(cluster, u"proxy"); !proxy.isEmpty())
        place.properties.append({tr("Proxy"), proxy, Kind::Code});
    place.properties.append({tr("Namespace"), textAt(cluster, u"namespace")});
    about.sections = {place,
        {tr("Who you are there"),
            {{tr("User"), textAt(cluster, u"user")}, {tr("Signs in with"), textAt(cluster, u"wayIn")}}},
        {tr("Where it is written"),
            {{tr("File"), textAt(cluster, u"file"), Kind::Code}, {tr("Cluster"), textAt(cluster, u"cluster")}}}};
    for (const QString &note : textAt(cluster, u"notes").split(u'\n', Qt::SkipEmptyParts))
        about.sections.last().properties.append({tr("Shadowed"), note, Kind::Status, State::Unreachable});
    return about;
}

ObjectPage clusterPage()
{
    return {tr("Clusters"), u"nav-clusters"_s, tr("context"), tr("contexts"), tr("Filter clusters by any word"),
        clusterTable(), clusterOverview};
}

} // namespace models
