// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/objectpage.h"
#include "services/core/async.h"
#include "services/kube/discovery.h"
#include "services/kube/resourcestore.h"

namespace app {

// What is asked of the clusters, once.
struct Question {
    QString what; // the name of a page or of a kind that discovery offers
    std::optional<QString> space = {}; // a namespace; empty: all; none: that of the context, else flux-system
    std::chrono::milliseconds timeout{}; // of each request
};

// Reads objects of one page from several clusters at the same time, once and without trying again. What cannot be read
// is an error beside the rest.
class Gathering : public QObject {
    Q_OBJECT

public:
    Gathering(Question question, const QList<kube::Context> &contexts, QObject *parent = nullptr);
    ~Gathering() override;

    void start();

    // Known once it is finished; of a kind without a page of its own, a page like any other.
    const models::ObjectPage &page() const { return m_page; }
    // Of the list: that of its objects, or the page's word for all of its kinds.
    QString kind() const;
    const kube::ResourceStore &store() const { return m_store; }
    // In the order of the contexts.
    QList<core::Error> errors() const;
    // Where was looked: "namespace apps of prod", "all namespaces of 3 clusters".
    QString places() const;

Q_SIGNALS:
    void finished();

private:
    struct Cluster;

    core::Async<> read(Cluster *cluster);
    void readKinds(Cluster &cluster);
    void readKind(Cluster &cluster, const kube::ApiResource &resource);
    QList<kube::ApiResource> kindsIn(Cluster &cluster);
    std::optional<core::Error> problemOfPage(const Cluster &cluster) const;
    QString spaceOf(const Cluster &cluster) const;
    void endIfDone();

    Question m_question;
    models::ObjectPage m_page;
    QString m_kind; // of what is asked, once a cluster has said it
    bool m_ownPage = false; // the question names a page, not a kind
    core::SystemClock m_clock;
    net::IoThread m_io;
    kube::ResourceStore m_store;
    std::vector<std::unique_ptr<Cluster>> m_clusters;
    int m_running = 0;
    core::TaskScope m_tasks; // last, so that it is gone before anything its tasks touch
};

} // namespace app
