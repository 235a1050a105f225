// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/apiserver.h"
#include "services/kube/collection.h"

namespace kube {

// One kind of object that an API server offers, in one of its versions.
struct ApiResource {
    QString group; // empty for the core
    QString version;
    QString kind;
    QString plural;
    QString singular = {};
    QStringList shortNames = {};
    QStringList verbs = {};
    bool namespaced = true;

    QString apiVersion() const { return group.isEmpty() ? version : group + u'/' + version; }
    // As messages of the API server have it: "kustomizations.kustomize.toolkit.fluxcd.io", "pods".
    QString name() const { return group.isEmpty() ? plural : plural + u'.' + group; }
    // All of it, or that of one namespace.
    QString path(const QString &space) const;
    bool operator==(const ApiResource &) const = default;
};

// What an API server offers. Of a kind that it serves in several versions, the one that the server likes best is first.
class Catalog {
public:
    // A group that could not be asked, for example because its own server is down; the others are there all the same.
    struct Problem {
        QString group;
        core::Error error;
    };

    Catalog() = default;
    Catalog(QList<ApiResource> resources, QList<Problem> problems)
        : m_resources(std::move(resources))
        , m_problems(std::move(problems))
    {
    }

    const QList<ApiResource> &resources() const { return m_resources; }
    const QList<Problem> &problems() const { return m_problems; }
    // Why it is not known what this group has; nothing when it is.
    std::optional<core::Error> problemOf(const QString &group) const;
    // Of those that can be listed: the preferred version, or null.
    const ApiResource *ofKind(const QString &group, const QString &kind) const;
    // As kubectl understands the word of a user: plural, singular, short name or kind, in any case, and
    // "plural.group" or "plural.version.group". Null: no such thing here.
    const ApiResource *named(const QString &word) const;
    Collection collection(const ApiServer &server, const ApiResource &resource, const QString &space) const;

private:
    QList<ApiResource> m_resources;
    QList<Problem> m_problems;
};

// Pure, each for one answer of the API server. An Error unless the bytes are a whole document of that kind.
// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
core::Result<Catalog> parseAggregated(const QByteArray &json); // APIGroupDiscoveryList, v2 and v2beta1
core::Result<QStringList> parseGroups(
    const QByteArray &json); // APIVersions or APIGroupList: "v1", "apps/v1", preferred first
core::Result<QList<ApiResource>> parseResources(const QByteArray &json); // APIResourceList

// Asks the API server: twice where it can aggregate, else once for each group and version.
core::Async<Catalog> discover(ApiServer &server);

} // namespace kube
