// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/endpoint.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace simulator {

Endpoint::Endpoint(Cluster &cluster, Site site)
    : m_site(std::move(site))
{
    setListenBacklogSize(int(MostConnections)); // a window that opens asks for everything at once
    connect(&cluster, &Cluster::changed, this, [this] {
        const auto connections = m_connections; // one of them may go while it is told
        for (auto *connection : connections)
            connection->tell();
    });
}

core::Result<> Endpoint::open()
{
    if (!isListening() && !listen(QHostAddress::LocalHost, m_port))
        return core::Error(core::Error::Kind::Network,
            u"The simulator cannot listen on 127.0.0.1 for %1."_s.arg(m_site.cluster.name()));
    m_port = serverPort();
    m_site.api.setPort(m_port);
    return {};
}

void Endpoint::shut()
{
    close();
    const auto connections = std::exchange(m_connections, {});
    for (auto *connection : connections) {
        connection->disconnect(this);
        connection->cut();
        delete connection;
    }
}

void Endpoint::closeWatches()
{
    for (auto *connection : std::as_const(m_connections))
        connection->endWatch();
}

void Endpoint::incomingConnection(qintptr handle)
{
    if (m_connections.size() >= MostConnections) {
        ::close(int(handle));
        return;
    }
    auto *connection = new Connection(handle, m_site, this);
    m_connections.append(connection);
    connect(connection, &Connection::closed, this, [this, connection] {
        if (m_connections.removeOne(connection))
            connection->deleteLater();
    });
}

} // namespace simulator
