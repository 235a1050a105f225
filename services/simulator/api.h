// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/lists.h"
#include "services/simulator/requestreader.h"

namespace simulator {

// A whole answer, or the start of one without end.
struct Answer {
    int status = 200;
    QByteArray type = "application/json";
    QByteArray body;
};
struct WatchPlan {
    Shape shape;
    QString space;
    ListOptions options;
    Selector selector;
};
using Reply = std::variant<Answer, WatchPlan>;

Answer answerOf(const Status &status);

// What the API server of a cluster says to a request. It knows no sockets and no time.
class Api {
public:
    Api(const Cluster &cluster, bool aggregatedDiscovery)
        : m_cluster(cluster)
        , m_aggregated(aggregatedDiscovery)
    {
    }

    void setPort(quint16 port) { m_port = port; } // discovery names it
    // Whether it is answered without a token: liveness and version, as real clusters do.
    static bool isPublic(const HttpRequest &request);
    Reply reply(const HttpRequest &request) const;

private:
    // Where a path leads to.
    struct Target {
        const Kind *kind = nullptr;
        QString version;
        QString space;
        QString name;
        QString subresource;
    };
    std::optional<Answer> discovered(const HttpRequest &request) const;
    std::variant<Target, Answer> targetOf(const QStringList &path) const;
    Reply read(const HttpRequest &request, const Target &target) const;

    const Cluster &m_cluster;
    const bool m_aggregated;
    quint16 m_port = 0;
};

} // namespace simulator
