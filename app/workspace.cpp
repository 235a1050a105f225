// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workspace.h"

#include "app/contexts.h"

#include <QRandomGenerator>

#include <algorithm>

namespace app {

// A context that is open; without a session, one that cannot be used.
struct Workspace::Cluster {
    kube::Context context; // as it was when it was opened; of one that is in no file only the name
    std::unique_ptr<kube::Session> session = nullptr;
    kube::ClusterNews unusable = {};
};

Workspace::Workspace(const Contexts &contexts, QObject *parent)
    : QObject(parent)
    , m_contexts(contexts)
    , m_pages(models::objectPages())
{
    for (const models::ObjectPage &page : std::as_const(m_pages))
        m_stores.try_emplace(page.table.id);
}

Workspace::~Workspace() = default;

const kube::ResourceStore &Workspace::store(const QString &page) const
{
    return m_stores.at(page);
}

void Workspace::want(const QString &page)
{
    const auto found = std::find_if(
        m_pages.begin(), m_pages.end(), [&](const models::ObjectPage &each) { return each.table.id == page; });
    if (found == m_pages.end() || m_wanted.contains(page))
        return;
    m_wanted.append(page);
    for (const auto &[name, cluster] : m_clusters)
        follow(*cluster, *found);
}

void Workspace::follow(Cluster &cluster, const models::ObjectPage &page)
{
    if (!cluster.session)
        return;
    QList<kube::Session::Kind> kinds;
    for (const models::GroupKind &kind : page.kinds)
        kinds.append({kind.group, kind.kind});
    cluster.session->follow(page.table.id, kinds, m_stores.at(page.table.id));
}

void Workspace::open(const QStringList &contexts)
{
    for (const QString &left : std::as_const(m_opened)) {
        if (!contexts.contains(left))
            close(left);
    }
    m_opened = contexts;
    m_opened.removeDuplicates();
    for (const QString &name : std::as_const(m_opened)) {
        const kube::Context context = contextNamed(name);
        const auto known = m_clusters.find(name);
        if (known != m_clusters.end() && known->second->context == context)
            continue;
        if (known != m_clusters.end()) // the file says something else now
            close(name);
        connectTo(context);
    }
    Q_EMIT changed();
}

// One that is in no file has no server.
kube::Context Workspace::contextNamed(const QString &name) const
{
    for (const kube::Context &context : m_contexts.config().contexts) {
        if (context.name == name)
            return context;
    }
    kube::Context none;
    none.name = name;
    return none;
}

void Workspace::connectTo(const kube::Context &context)
{
    auto &cluster = m_clusters[context.name];
    cluster = std::make_unique<Cluster>(Cluster{context});
    const bool exists = !context.cluster.server.isEmpty() || !context.problem.isEmpty();
    auto server = exists ? kube::ApiServer::through(context, m_io, m_clock)
                         : core::Error(core::Error::Kind::NotFound, tr("There is no context %1.").arg(context.name),
                             m_contexts.places(), tr("Choose one of those in %1.").arg(m_contexts.places()));
    if (!server) {
        cluster->unusable = {context.name, server.error(), QDateTime::currentDateTimeUtc()};
        return;
    }
    cluster->session = std::make_unique<kube::Session>(*server, m_clock, QRandomGenerator::global()->generate());
    connect(cluster->session.get(), &kube::Session::changed, this, &Workspace::changed);
    for (const models::ObjectPage &page : std::as_const(m_pages)) {
        if (m_wanted.contains(page.table.id))
            follow(*cluster, page);
    }
}

void Workspace::close(const QString &context)
{
    m_clusters.erase(context);
    core::ResourceKey all;
    all.cluster = context;
    for (auto &[page, store] : m_stores)
        store.replace({}, all);
}

QList<kube::ClusterNews> Workspace::news() const
{
    QList<kube::ClusterNews> news;
    for (const QString &name : m_opened) {
        const Cluster &cluster = *m_clusters.at(name);
        news.append(cluster.session ? cluster.session->news() : cluster.unusable);
    }
    return news;
}

kube::Session *Workspace::session(const QString &cluster) const
{
    const auto found = m_clusters.find(cluster);
    return found == m_clusters.end() ? nullptr : found->second->session.get();
}

void Workspace::retry()
{
    for (const auto &[name, cluster] : m_clusters) {
        if (cluster->session)
            cluster->session->retry();
    }
}

} // namespace app
