// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/objectpage.h"
#include "services/kube/resourcestore.h"
#include "services/kube/session.h"

#include <map>

namespace app {

class Contexts;

// The clusters that are open, and what is known of them: one store for each page, fed by all.
class Workspace : public QObject {
    Q_OBJECT

public:
    // Outlived by the contexts.
    explicit Workspace(const Contexts &contexts, QObject *parent = nullptr);
    ~Workspace() override;

    const QList<models::ObjectPage> &pages() const { return m_pages; }
    const kube::ResourceStore &store(const QString &page) const;
    // The rows of a page are wanted from now on, in every open cluster.
    void want(const QString &page);
    // Contacts these contexts and no others; the rows of those that are left go. One that the files now describe
    // otherwise is connected anew. A context that does not exist or cannot be used is news.
    void open(const QStringList &contexts);
    QStringList opened() const { return m_opened; }
    QList<kube::ClusterNews> news() const;
    // Null for a cluster that is not open or cannot be used.
    kube::Session *session(const QString &cluster) const;
    core::Clock &clock() { return m_clock; }
    // Asks at once what is down, instead of when it would have.
    void retry();

Q_SIGNALS:
    void changed();

private:
    struct Cluster;

    void follow(Cluster &cluster, const models::ObjectPage &page);
    void close(const QString &context);
    kube::Context contextNamed(const QString &name) const;
    void connectTo(const kube::Context &context);

    const Contexts &m_contexts;
    QList<models::ObjectPage> m_pages;
    QStringList m_wanted;
    QStringList m_opened;
    core::SystemClock m_clock;
    net::IoThread m_io;
    std::map<QString, kube::ResourceStore> m_stores; // before the sessions, which write into them
    std::map<QString, std::unique_ptr<Cluster>> m_clusters;
};

} // namespace app
