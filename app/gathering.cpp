// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gathering.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

struct Gathering::Cluster {
    kube::Context context;
    std::shared_ptr<kube::ApiServer> server = nullptr;
    kube::Catalog catalog = {};
    QList<core::Error> errors = {};
};

namespace {

const auto defaultSpace = "flux-system"_L1;

// The page of this name, or one of its other names.
std::optional<models::ObjectPage> pageNamed(const QString &what)
{
    for (const models::ObjectPage &page : models::objectPages()) {
        if (page.table.id == what.toLower() || page.words.contains(what.toLower()))
            return page;
    }
    return {};
}

core::Error absent(const QString &what, const QString &place)
{
    return core::Error(core::Error::Kind::NotFound, u"The API server %1 offers no %2."_s.arg(place, what), {},
        u"see what it offers with kubectl api-resources; Flux kinds are there once Flux is installed"_s)
        .about(u"no kind %1 is offered"_s.arg(what), place);
}

} // namespace

Gathering::Gathering(Question question, const QList<kube::Context> &contexts, QObject *parent)
    : QObject(parent)
    , m_question(std::move(question))
{
    if (const auto page = pageNamed(m_question.what)) {
        m_page = *page;
        m_ownPage = true;
    } else {
        m_page = models::anyObjectPage({}, m_question.what);
        m_page.kinds.clear(); // not known before a cluster has said it
    }
    for (const kube::Context &context : contexts)
        m_clusters.push_back(std::make_unique<Cluster>(Cluster{context}));
}

Gathering::~Gathering() = default;

QString Gathering::kind() const
{
    if (!m_kind.isEmpty())
        return m_kind;
    return m_page.kinds.size() == 1 ? m_page.kinds.first().kind : m_page.listKind;
}

QList<core::Error> Gathering::errors() const
{
    QList<core::Error> errors;
    for (const auto &cluster : m_clusters)
        errors += cluster->errors;
    return errors;
}

QString Gathering::places() const
{
    const QString clusters =
        m_clusters.size() == 1 ? m_clusters.front()->context.name : u"%1 clusters"_s.arg(m_clusters.size());
    if (m_question.space == QString())
        return u"all namespaces of %1"_s.arg(clusters);
    const bool several = !m_question.space && m_clusters.size() > 1;
    return several ? u"the namespaces of %1"_s.arg(clusters)
                   : u"namespace %1 of %2"_s.arg(spaceOf(*m_clusters.front()), clusters);
}

QString Gathering::spaceOf(const Cluster &cluster) const
{
    return m_question.space.value_or(cluster.context.space.isEmpty() ? QString(defaultSpace) : cluster.context.space);
}

void Gathering::start()
{
    ++m_running;
    for (const auto &each : m_clusters) {
        Cluster *cluster = each.get();
        auto server = kube::ApiServer::through(cluster->context, m_io, m_clock, m_question.timeout);
        if (!server) {
            cluster->errors.append(server.error());
            continue;
        }
        cluster->server = *server;
        ++m_running;
        m_tasks.run(read(cluster), [this, cluster](const core::Result<> &done) {
            if (!done)
                cluster->errors.append(done.error());
            else
                readKinds(*cluster);
            endIfDone();
        });
    }
    QMetaObject::invokeMethod(this, &Gathering::endIfDone, Qt::QueuedConnection);
}

core::Async<> Gathering::read(Cluster *cluster)
{
    cluster->catalog = co_await kube::discover(*cluster->server);
    co_return {};
}

// Why it is not known whether this cluster has the kinds of the page.
std::optional<core::Error> Gathering::problemOfPage(const Cluster &cluster) const
{
    for (const models::GroupKind &kind : m_page.kinds) {
        if (auto problem = cluster.catalog.problemOf(kind.group))
            return core::Error(*problem).about(problem->cause(), cluster.server->place());
    }
    return {};
}

// Every kind of the page that is served here; one is enough to call it there.
QList<kube::ApiResource> Gathering::kindsIn(Cluster &cluster)
{
    QList<kube::ApiResource> kinds;
    if (m_ownPage) {
        for (const models::GroupKind &kind : std::as_const(m_page.kinds)) {
            if (const auto *resource = cluster.catalog.ofKind(kind.group, kind.kind))
                kinds.append(*resource);
        }
        if (const auto problem = problemOfPage(cluster); problem && kinds.isEmpty()) {
            cluster.errors.append(*problem);
            return kinds;
        }
    } else if (const auto *resource = cluster.catalog.named(m_question.what)) {
        kinds.append(*resource);
        m_kind = resource->kind;
        // The name of a single kind that a page shows among others, such as gitrepositories: in that page's columns.
        for (const models::ObjectPage &page : models::objectPages()) {
            if (std::any_of(page.kinds.begin(), page.kinds.end(), [&](const models::GroupKind &each) {
                    return each.group == resource->group && each.kind == resource->kind;
                }))
                m_page = page;
        }
        if (m_page.kinds.isEmpty())
            m_page = models::anyObjectPage({resource->group, resource->kind}, resource->plural);
    }
    if (kinds.isEmpty())
        cluster.errors.append(absent(m_question.what, cluster.server->place()));
    return kinds;
}

void Gathering::readKinds(Cluster &cluster)
{
    for (const kube::ApiResource &resource : kindsIn(cluster))
        readKind(cluster, resource);
}

void Gathering::readKind(Cluster &cluster, const kube::ApiResource &resource)
{
    const kube::Collection collection = cluster.catalog.collection(*cluster.server, resource, spaceOf(cluster));
    ++m_running;
    m_tasks.run(kube::readCollection(*cluster.server, collection, {}),
        [this, &cluster, collection](const core::Result<kube::Listing> &listing) {
            if (listing)
                m_store.replace(listing->members, collection.kind);
            else
                cluster.errors.append(listing.error());
            endIfDone();
        });
}

void Gathering::endIfDone()
{
    if (--m_running == 0)
        Q_EMIT finished();
}

} // namespace app
