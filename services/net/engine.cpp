// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/engine.h"

#include "services/net/iothread.h"

#include <QMutexLocker>

#include <algorithm>

using namespace std::chrono_literals;

namespace net {

namespace {
// Deadlines end on time without it; it only bounds the harm of a wake-up that got lost.
constexpr std::chrono::milliseconds LongestNap = 10s;
// An idle connection that owes its server a reset is closed after this; the next request would have carried it along.
constexpr std::chrono::milliseconds ResetPatience = 250ms;
}

void Inbox::post(Command command)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_multi || m_quit)
        return;
    m_commands.push_back(std::move(command));
    if (m_commands.size() == 1)
        curl_multi_wakeup(m_multi);
}

void Inbox::quit()
{
    const QMutexLocker lock(&m_mutex);
    m_quit = true;
    curl_multi_wakeup(m_multi);
}

Engine::Engine(std::shared_ptr<Inbox> inbox, QObject *desk)
    : m_inbox(std::move(inbox))
    , m_desk(desk)
    , m_multi(curl_multi_init())
{
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, long(CURLPIPE_MULTIPLEX));
    curl_multi_setopt(
        m_multi, CURLMOPT_MAX_CONCURRENT_STREAMS, 80L); // the API server allows 100; leave some for its own bookkeeping
    const QMutexLocker lock(&m_inbox->m_mutex);
    m_inbox->m_multi = m_multi;
}

Engine::~Engine()
{
    std::vector<Inbox::Command> forgotten; // destroyed after the lock: a command may hold the last reference to a Link
    {
        const QMutexLocker lock(&m_inbox->m_mutex);
        m_inbox->m_multi = nullptr;
        forgotten.swap(m_inbox->m_commands);
    }
    for (const auto &[exchange, transfer] : m_running)
        curl_multi_remove_handle(m_multi, transfer->handle());
    m_running.clear();
    for (const auto &[key, pool] : m_pools)
        curl_share_cleanup(pool);
    curl_multi_cleanup(m_multi);
}

void Engine::run()
{
    while (obey()) {
        int running = 0;
        curl_multi_perform(m_multi, &running);
        reap();
        expire();
        sendResets();
        curl_multi_poll(m_multi, nullptr, 0, patience(), nullptr);
    }
}

bool Engine::obey()
{
    std::vector<Inbox::Command> commands;
    {
        const QMutexLocker lock(&m_inbox->m_mutex);
        if (m_inbox->m_quit)
            return false;
        commands.swap(m_inbox->m_commands);
    }
    for (const auto &command : commands)
        command(*this);
    return true;
}

void Engine::start(const Link *link, const Route &route, std::shared_ptr<Exchange> exchange)
{
    const auto *key = exchange.get();
    auto *connections = pool(link, exchange->request().url());
    const auto added =
        m_running.emplace(key, std::make_unique<Transfer>(route, std::move(exchange), m_desk, connections)).first;
    curl_multi_add_handle(m_multi, added->second->handle());
}

void Engine::cancel(const Exchange *exchange)
{
    const auto found = m_running.find(exchange);
    if (found == m_running.end())
        return;
    if (found->second->isMultiplexed())
        m_unsentResets.emplace(found->second->pool(), std::chrono::steady_clock::now());
    curl_multi_remove_handle(m_multi, found->second->handle());
    m_running.erase(found);
}

// libcurl 7.88 queues RST_STREAM for a removed HTTP/2 handle, but sends it only when something else happens on that
// connection. A neighbour on it makes that happen; without one the connection is closed.
void Engine::sendResets()
{
    std::erase_if(m_unsentResets, [this](const auto &entry) {
        const auto pool = entry.first; // clang 14 cannot capture a structured binding
        const auto since = entry.second;
        for (const auto &[exchange, transfer] : m_running) {
            if (transfer->pool() == pool && transfer->flush())
                return true;
        }
        if (std::chrono::steady_clock::now() - since < ResetPatience)
            return false;
        const auto owner =
            std::find_if(m_pools.begin(), m_pools.end(), [pool](const auto &known) { return known.second == pool; });
        if (owner != m_pools.end() && curl_share_cleanup(pool) == CURLSHE_OK) // else requests are being made on it
            m_pools.erase(owner);
        return true;
    });
}

void Engine::resume(const Exchange *exchange)
{
    if (const auto found = m_running.find(exchange); found != m_running.end())
        found->second->resume();
}

void Engine::hangUp(const Link *link)
{
    std::erase_if(m_pools, [this, link](const auto &entry) {
        if (entry.first.first != link || curl_share_cleanup(entry.second) != CURLSHE_OK)
            return false;
        m_unsentResets.erase(entry.second);
        return true;
    });
}

void Engine::reap()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        Transfer *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        const auto code = message->data.result; // the message is gone once its handle is
        const auto found = std::find_if(m_running.begin(), m_running.end(),
            [transfer](const auto &entry) { return entry.second.get() == transfer; });
        end(found, transfer->outcome(code));
    }
}

void Engine::expire()
{
    for (auto it = m_running.begin(); it != m_running.end();) {
        const auto current = it++;
        if (const auto left = current->second->timeLeft(); left && *left <= 0ms)
            end(current, current->second->overdue());
    }
}

void Engine::end(Running::iterator transfer, core::Result<> outcome)
{
    curl_multi_remove_handle(m_multi, transfer->second->handle());
    transfer->second->finish(std::move(outcome));
    m_running.erase(transfer);
}

int Engine::patience() const
{
    auto nap = m_unsentResets.empty() ? LongestNap : ResetPatience;
    for (const auto &[exchange, transfer] : m_running) {
        if (const auto left = transfer->timeLeft())
            nap = std::clamp(*left, 0ms, nap);
    }
    return int(nap.count());
}

// Connections and TLS sessions live in a share of their own for each Link and origin: one identity can never ride
// another's connection, nor a verified request an unverified one, whatever libcurl compares. The share is used by one
// thread only and needs no locks.
CURLSH *Engine::pool(const Link *link, const QUrl &url)
{
    const QByteArray origin =
        url.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo).toLower();
    auto &share = m_pools[{link, origin}];
    if (!share) {
        share = curl_share_init();
        curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
        curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    }
    return share;
}

} // namespace net
