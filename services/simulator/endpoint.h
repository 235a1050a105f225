// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/connection.h"

#include <QTcpServer>

namespace simulator {

// The port of one cluster, and everybody who has come in there. It lives on the server's thread.
class Endpoint : public QTcpServer {
    Q_OBJECT

public:
    static constexpr qsizetype MostConnections = 256;

    Endpoint(Cluster &cluster, Site site);

    core::Result<> open(); // the same port each time
    void shut(); // and hang up on everybody
    void closeWatches();
    quint16 port() const { return m_port; }

protected:
    void incomingConnection(qintptr handle) override;

private:
    Site m_site;
    quint16 m_port = 0;
    QList<Connection *> m_connections;
};

} // namespace simulator
