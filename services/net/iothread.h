// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/exchange.h"
#include "services/net/tlsidentity.h"

#include <QObject>

#include <memory>
#include <thread>

namespace net {

class Inbox;

// What a client and its requests share on the I/O thread: who they are, and the connections made in that name. No
// other Link uses these connections, and they are closed with the last request that holds the Link.
class Link {
public:
    Link(std::shared_ptr<Inbox> inbox, Route route);
    Q_DISABLE_COPY_MOVE(Link)
    ~Link();

    const Route &route() const { return m_route; }
    Inbox &inbox() const { return *m_inbox; }

private:
    std::shared_ptr<Inbox> m_inbox;
    const Route m_route;
};

// A request in flight. Destroying it ends the transfer: an HTTP/1.1 connection is closed, an HTTP/2 stream reset.
class Call {
public:
    Call(std::shared_ptr<const Link> link, Request request, Exchange::Body body);
    Q_DISABLE_COPY_MOVE(Call)
    ~Call();

    Exchange &exchange() const { return *m_exchange; }
    QByteArray take(); // and lets a held sender go on

private:
    std::shared_ptr<const Link> m_link;
    std::shared_ptr<Exchange> m_exchange;
};

// The one thread that talks to the network. Clients are used on the thread that made it, and it outlives them.
// Destroying it hangs up everything within a second, whatever the network does.
class IoThread {
public:
    IoThread();
    Q_DISABLE_COPY_MOVE(IoThread)
    ~IoThread();

    std::shared_ptr<const Link> link(Route route) { return std::make_shared<const Link>(m_inbox, std::move(route)); }

private:
    QObject m_desk; // where results are handed over; it lives on the caller's thread
    std::shared_ptr<Inbox> m_inbox;
    std::thread m_thread;
};

} // namespace net
