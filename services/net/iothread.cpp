// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/iothread.h"

#include "services/net/engine.h"

namespace net {

Link::Link(std::shared_ptr<Inbox> inbox, Route route)
    : m_inbox(std::move(inbox))
    , m_route(std::move(route))
{
}

Link::~Link()
{
    m_inbox->post([link = this](Engine &engine) { engine.hangUp(link); });
}

Call::Call(std::shared_ptr<const Link> link, Request request, Exchange::Body body)
    : m_link(std::move(link))
    , m_exchange(std::make_shared<Exchange>(std::move(request), body))
{
    m_link->inbox().post([link = m_link.get(), route = m_link->route(), exchange = m_exchange](
                             Engine &engine) { engine.start(link, route, exchange); });
}

Call::~Call()
{
    m_exchange->onNews({});
    m_link->inbox().post([exchange = m_exchange.get()](Engine &engine) { engine.cancel(exchange); });
}

QByteArray Call::take()
{
    auto bytes = m_exchange->take();
    if (m_exchange->resumes())
        m_link->inbox().post([exchange = m_exchange.get()](Engine &engine) { engine.resume(exchange); });
    return bytes;
}

IoThread::IoThread()
    : m_inbox(std::make_shared<Inbox>())
{
    static const auto global = curl_global_init(CURL_GLOBAL_ALL); // once, before any thread uses it
    Q_UNUSED(global)
    auto engine = std::make_unique<Engine>(m_inbox, &m_desk);
    m_thread = std::thread([engine = std::move(engine)]() mutable {
        engine->run();
        engine.reset();
    });
}

IoThread::~IoThread()
{
    m_inbox->quit();
    m_thread.join();
}

} // namespace net
