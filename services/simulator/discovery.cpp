// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/discovery.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace simulator::discovery {

namespace {

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonArray array(const QStringList &list)
{
    return QJsonArray::fromStringList(list);
}

QString groupVersion(const QString &group, const QString &version)
{
    return group.isEmpty() ? version : group + u'/' + version;
}

QJsonArray verbsOf(const QString &subresource)
{
    return subresource == u"log"_s ? QJsonArray{u"get"_s} : QJsonArray{u"get"_s, u"patch"_s, u"update"_s};
}

void name(QJsonObject &entry, const Kind &kind)
{
    if (!kind.shortNames.isEmpty())
        entry[u"shortNames"_s] = array(kind.shortNames);
    if (!kind.categories.isEmpty())
        entry[u"categories"_s] = array(kind.categories);
}

QJsonObject groupEntry(const Kinds &kinds, const QString &group)
{
    QJsonArray versions;
    const auto served = kinds.versions(group);
    for (const QString &version : served)
        versions.append(QJsonObject{{u"groupVersion"_s, groupVersion(group, version)}, {u"version"_s, version}});
    return {{u"name"_s, group}, {u"versions"_s, versions}, {u"preferredVersion"_s, versions.first()}};
}

QJsonObject answeredKind(const Kind &kind, const QString &version, const QString &subresource)
{
    if (subresource == u"scale"_s)
        return {{u"group"_s, u"autoscaling"_s}, {u"version"_s, u"v1"_s}, {u"kind"_s, u"Scale"_s}};
    // Built-in kinds leave the group and the version empty, where they are those of the list.
    return {{u"group"_s, kind.custom ? kind.group : QString()}, {u"version"_s, kind.custom ? version : QString()},
        {u"kind"_s, kind.kind}};
}

QJsonObject aggregatedEntry(const Kind &kind, const QString &version)
{
    QJsonObject entry{{u"resource"_s, kind.plural}, {u"responseKind"_s, answeredKind(kind, version, {})},
        {u"scope"_s, kind.namespaced ? u"Namespaced"_s : u"Cluster"_s}, {u"singularResource"_s, kind.singular},
        {u"verbs"_s, array(kind.verbs)}};
    name(entry, kind);
    QJsonArray subresources;
    for (const QString &subresource : kind.subresources)
        subresources.append(QJsonObject{{u"subresource"_s, subresource},
            {u"responseKind"_s, answeredKind(kind, version, subresource)}, {u"verbs"_s, verbsOf(subresource)}});
    if (!subresources.isEmpty())
        entry[u"subresources"_s] = subresources;
    return entry;
}

} // namespace

QByteArray versions(quint16 port)
{
    const QJsonObject address{{u"clientCIDR"_s, u"0.0.0.0/0"_s}, {u"serverAddress"_s, u"127.0.0.1:%1"_s.arg(port)}};
    return bytes({{u"kind"_s, u"APIVersions"_s}, {u"versions"_s, QJsonArray{u"v1"_s}},
        {u"serverAddressByClientCIDRs"_s, QJsonArray{address}}});
}

QByteArray groups(const Kinds &kinds)
{
    QJsonArray list;
    const auto names = kinds.groups();
    for (const QString &group : names) {
        if (!group.isEmpty())
            list.append(groupEntry(kinds, group));
    }
    return bytes({{u"kind"_s, u"APIGroupList"_s}, {u"apiVersion"_s, u"v1"_s}, {u"groups"_s, list}});
}

QByteArray group(const Kinds &kinds, const QString &group)
{
    auto entry = groupEntry(kinds, group);
    entry[u"kind"_s] = u"APIGroup"_s;
    entry[u"apiVersion"_s] = u"v1"_s;
    return bytes(entry);
}

QByteArray resources(const Kinds &kinds, const QString &group, const QString &version)
{
    QJsonArray list;
    for (const Kind &kind : kinds.all()) {
        if (kind.group != group || !kind.versions.contains(version))
            continue;
        QJsonObject entry{{u"name"_s, kind.plural}, {u"singularName"_s, kind.singular},
            {u"namespaced"_s, kind.namespaced}, {u"kind"_s, kind.kind}, {u"verbs"_s, array(kind.verbs)}};
        name(entry, kind);
        list.append(entry);
        for (const QString &subresource : kind.subresources) {
            QJsonObject below{{u"name"_s, QString(kind.plural + u'/' + subresource)}, {u"singularName"_s, QString()},
                {u"namespaced"_s, kind.namespaced}, {u"kind"_s, kind.kind}, {u"verbs"_s, verbsOf(subresource)}};
            if (subresource == u"scale"_s) {
                below[u"group"_s] = u"autoscaling"_s;
                below[u"version"_s] = u"v1"_s;
                below[u"kind"_s] = u"Scale"_s;
            }
            list.append(below);
        }
    }
    QJsonObject answer{
        {u"kind"_s, u"APIResourceList"_s}, {u"groupVersion"_s, groupVersion(group, version)}, {u"resources"_s, list}};
    if (!group.isEmpty()) // the real one leaves it out for the core group
        answer[u"apiVersion"_s] = u"v1"_s;
    return bytes(answer);
}

QByteArray aggregated(const Kinds &kinds, bool core)
{
    QJsonArray items;
    const auto names = kinds.groups();
    for (const QString &group : names) {
        if (group.isEmpty() != core)
            continue;
        QJsonArray versions;
        const auto served = kinds.versions(group);
        for (const QString &version : served) {
            QJsonArray list;
            for (const Kind &kind : kinds.all()) {
                if (kind.group == group && kind.versions.contains(version))
                    list.append(aggregatedEntry(kind, version));
            }
            versions.append(
                QJsonObject{{u"version"_s, version}, {u"resources"_s, list}, {u"freshness"_s, u"Current"_s}});
        }
        const QJsonObject metadata = core ? QJsonObject() : QJsonObject{{u"name"_s, group}};
        items.append(QJsonObject{{u"metadata"_s, metadata}, {u"versions"_s, versions}});
    }
    return bytes({{u"kind"_s, u"APIGroupDiscoveryList"_s}, {u"apiVersion"_s, u"apidiscovery.k8s.io/v2"_s},
        {u"metadata"_s, QJsonObject()}, {u"items"_s, items}});
}

QByteArray release()
{
    return bytes({{u"major"_s, u"1"_s}, {u"minor"_s, u"36"_s}, {u"gitVersion"_s, u"v1.36.3+fluxgate-simulator"_s},
        {u"gitCommit"_s, u"none"_s}, {u"gitTreeState"_s, u"clean"_s}, {u"buildDate"_s, u"1970-01-01T00:00:00Z"_s},
        {u"goVersion"_s, u"none"_s}, {u"compiler"_s, u"gcc"_s}, {u"platform"_s, u"linux/amd64"_s}});
}

} // namespace simulator::discovery
