// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"
#include "services/simulator/authority.h"
#include "services/simulator/cluster.h"
#include "services/simulator/ledger.h"

#include <QThread>
#include <QUrl>

namespace simulator {

class Endpoint;

// How the API server of a cluster behaves.
struct Service {
    bool aggregatedDiscovery = true; // off: as before Kubernetes 1.26
    std::chrono::milliseconds bookmarks = std::chrono::seconds(60);
};

// API servers for clusters, over TLS on 127.0.0.1, each on a port of its own, on one thread. Used from the thread that
// made it. Clusters and the clock outlive it; the clock is asked from the server's thread.
class Server {
public:
    explicit Server(core::Clock &clock);
    Q_DISABLE_COPY_MOVE(Server)
    ~Server();

    void serve(Cluster &cluster, Service service = {}); // before start()
    core::Result<> start();
    void stop(); // hangs up on everybody, and is quick about it; a stopped server does not start again

    // A file for kubectl and for ourselves: one context for each cluster, named like it.
    QByteArray kubeconfig() const;
    const QByteArray &authority() const { return m_authority.certificate; } // PEM
    const core::Secret &token() const { return m_token; } // of a bearer
    QUrl url(const QString &cluster) const;

    // What was asked of a cluster.
    QList<Asked> requests(const QString &cluster) const;
    qint64 requestCount(const QString &cluster) const;

    // Faults. They have happened when the call returns.
    void setReachable(const QString &cluster, bool reachable); // off: connections are cut, new ones refused
    void failNext(const QString &cluster, int count, int status); // the next requests get this status
    void setSilent(const QString &cluster, bool silent); // requests that come from now on are never answered
    void closeWatches(const QString &cluster); // as when their time is up

private:
    struct Serving {
        Cluster *cluster = nullptr;
        Service service;
        std::unique_ptr<Ledger> ledger;
        std::unique_ptr<Endpoint> endpoint;
        quint16 port = 0;
    };
    const Serving *servingOf(const QString &cluster) const;
    void onThread(const std::function<void()> &work); // and waits for it
    core::Result<> open();

    core::Clock &m_clock;
    Authority m_authority;
    core::Secret m_token;
    std::vector<Serving> m_serving;
    QThread m_thread;
    QObject m_desk; // lives on the thread
};

} // namespace simulator
