// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/discovery.h"

#include "services/core/background.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr qsizetype MostVersions = 1000; // more groups than any cluster has; a legacy server is asked for each

QStringList strings(const QJsonValue &array)
{
    QStringList all;
    for (const auto &each : array.toArray())
        all.append(each.toString());
    return all;
}

core::Error malformed(const QByteArray &json)
{
    const QString what =
        json.trimmed().startsWith('<') ? u"a web page came, not JSON"_s : u"its answer is not API discovery"_s;
    return core::Error(core::Error::Kind::Malformed, u"What the API server offers cannot be read: %1."_s.arg(what), {},
        u"Check that this is the address of a Kubernetes API server, and that no proxy or sign-in page answers for it."_s)
        .about(what, {});
}

core::Result<QJsonObject> documentOf(const QByteArray &json)
{
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(json, &problem);
    if (!document.isObject())
        return malformed(json);
    return document.object();
}

// A resource such as "pods/log" belongs to another one and is no kind of object.
bool isPart(const QString &plural)
{
    return plural.contains(u'/');
}

} // namespace

QString ApiResource::path(const QString &space) const
{
    // One part of the path whatever it holds: a namespace may come from a status that anybody can write.
    const auto part = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    const QString base =
        group.isEmpty() ? u"/api/%1"_s.arg(part(version)) : u"/apis/%1/%2"_s.arg(part(group), part(version));
    return namespaced && !space.isEmpty() ? u"%1/namespaces/%2/%3"_s.arg(base, part(space), part(plural))
                                          : u"%1/%2"_s.arg(base, part(plural));
}

const ApiResource *Catalog::ofKind(const QString &group, const QString &kind) const
{
    const auto found = std::find_if(m_resources.begin(), m_resources.end(), [&](const ApiResource &each) {
        return each.group == group && each.kind == kind && each.verbs.contains(u"list"_s);
    });
    return found == m_resources.end() ? nullptr : &*found;
}

std::optional<core::Error> Catalog::problemOf(const QString &group) const
{
    for (const Problem &problem : m_problems) {
        if (problem.group == group)
            return problem.error;
    }
    return {};
}

const ApiResource *Catalog::named(const QString &word) const
{
    const auto is = [&word](const QString &name) {
        return !name.isEmpty() && name.compare(word, Qt::CaseInsensitive) == 0;
    };
    const auto find = [this](const auto &matches) -> const ApiResource * {
        const auto found = std::find_if(m_resources.begin(), m_resources.end(),
            [&](const ApiResource &each) { return each.verbs.contains(u"list"_s) && matches(each); });
        return found == m_resources.end() ? nullptr : &*found;
    };
    // Full names first; then the core before the groups, as kubectl does, because the server lists it first.
    if (const auto *exact = find([&](const ApiResource &each) {
            return is(each.name()) || is(u"%1.%2.%3"_s.arg(each.plural, each.version, each.group))
                || is(each.singular + u'.' + each.group);
        }))
        return exact;
    if (const auto *plural = find([&](const ApiResource &each) { return is(each.plural) || is(each.singular); }))
        return plural;
    return find([&](const ApiResource &each) {
        return is(each.kind) || std::any_of(each.shortNames.begin(), each.shortNames.end(), is);
    });
}

Collection Catalog::collection(const ApiServer &server, const ApiResource &resource, const QString &space) const
{
    core::ResourceKey members{
        resource.apiVersion(), resource.kind, resource.namespaced ? space : QString(), {}, {}, server.context()};
    return Collection(server.at(resource.path(space)), members, resource.name());
}

core::Result<Catalog> parseAggregated(const QByteArray &json)
{
    const auto document = documentOf(json);
    if (!document)
        return document.error();
    if ((*document)["kind"_L1].toString() != u"APIGroupDiscoveryList")
        return malformed(json);
    QList<ApiResource> resources;
    QList<Catalog::Problem> problems;
    for (const auto &group : (*document)["items"_L1].toArray()) {
        const QString name = group["metadata"_L1]["name"_L1].toString();
        for (const auto &version : group["versions"_L1].toArray()) {
            const QString number = version["version"_L1].toString();
            if (version["freshness"_L1].toString() == u"Stale")
                problems.append({name,
                    core::Error(core::Error::Kind::Server,
                        u"The server of %1/%2 does not answer the API server."_s.arg(name, number))});
            for (const auto &each : version["resources"_L1].toArray())
                resources.append({.group = name,
                    .version = number,
                    .kind = each["responseKind"_L1]["kind"_L1].toString(),
                    .plural = each["resource"_L1].toString(),
                    .singular = each["singularResource"_L1].toString(),
                    .shortNames = strings(each["shortNames"_L1]),
                    .verbs = strings(each["verbs"_L1]),
                    .namespaced = each["scope"_L1].toString() != u"Cluster"});
        }
    }
    return Catalog(std::move(resources), std::move(problems));
}

core::Result<QStringList> parseGroups(const QByteArray &json)
{
    const auto document = documentOf(json);
    if (!document)
        return document.error();
    const QString kind = (*document)["kind"_L1].toString();
    if (kind == u"APIVersions")
        return strings((*document)["versions"_L1]);
    if (kind != u"APIGroupList")
        return malformed(json);
    QStringList all;
    for (const auto &group : (*document)["groups"_L1].toArray()) {
        const QString preferred = group["preferredVersion"_L1]["groupVersion"_L1].toString();
        all.append(preferred);
        for (const auto &version : group["versions"_L1].toArray()) {
            if (const QString name = version["groupVersion"_L1].toString(); name != preferred)
                all.append(name);
        }
    }
    return all;
}

core::Result<QList<ApiResource>> parseResources(const QByteArray &json)
{
    const auto document = documentOf(json);
    if (!document)
        return document.error();
    if ((*document)["kind"_L1].toString() != u"APIResourceList")
        return malformed(json);
    const QStringList name = (*document)["groupVersion"_L1].toString().split(u'/');
    QList<ApiResource> resources;
    for (const auto &each : (*document)["resources"_L1].toArray()) {
        if (isPart(each["name"_L1].toString()))
            continue;
        resources.append({.group = name.size() > 1 ? name.first() : QString(),
            .version = name.last(),
            .kind = each["kind"_L1].toString(),
            .plural = each["name"_L1].toString(),
            .singular = each["singularName"_L1].toString(),
            .shortNames = strings(each["shortNames"_L1]),
            .verbs = strings(each["verbs"_L1]),
            .namespaced = each["namespaced"_L1].toBool()});
    }
    return resources;
}

namespace {

net::Request asking(const QUrl &url)
{
    return net::Request::get(url).with("Accept",
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json");
}

core::Async<QByteArray> read(ApiServer &server, QString path)
{
    auto answer = co_await server.send(asking(server.at(path))).result();
    // A server that takes the header literally is older than the aggregated form.
    if (!answer && answer.error().kind() == core::Error::Kind::Refused)
        answer = co_await server.send(net::Request::get(server.at(path)).with("Accept", "application/json")).result();
    if (!answer)
        co_return answer.error();
    co_return answer->body();
}

// Group by group; one that fails costs only itself.
core::Async<Catalog> readEach(ApiServer &server, QStringList versions)
{
    QList<ApiResource> resources;
    QList<Catalog::Problem> problems;
    for (const QString &version : versions.first(std::min(versions.size(), MostVersions))) {
        const QString path = version.contains(u'/') ? u"/apis/"_s + version : u"/api/"_s + version;
        const auto body = co_await read(server, path).result();
        const auto found = body ? parseResources(*body) : core::Result<QList<ApiResource>>(body.error());
        if (found)
            resources += *found;
        else if (found.error().kind() == core::Error::Kind::Timeout)
            co_return found.error(); // the next would be no faster
        else
            problems.append({version.contains(u'/') ? version.section(u'/', 0, 0) : QString(), found.error()});
    }
    co_return Catalog(std::move(resources), std::move(problems));
}

} // namespace

core::Async<Catalog> discover(ApiServer &server)
{
    QList<ApiResource> resources;
    QList<Catalog::Problem> problems;
    for (const QString &root : {u"/api"_s, u"/apis"_s}) {
        const QByteArray body = co_await read(server, root);
        auto part = co_await core::background(QtConcurrent::run(parseAggregated, body));
        if (!part) {
            const auto versions = parseGroups(body);
            if (!versions)
                co_return core::Error(versions.error()).about(versions.error().cause(), server.place());
            part = co_await readEach(server, *versions).result();
        }
        if (!part)
            co_return part.error();
        resources += part->resources();
        problems += part->problems();
    }
    co_return Catalog(std::move(resources), std::move(problems));
}

} // namespace kube
