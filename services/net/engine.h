// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transfer.h"

#include <QMutex>

#include <map>
#include <unordered_map>
#include <vector>

class QObject;

namespace net {

class Engine;
class Link;

// Where the caller's thread leaves work for the I/O thread. Safe to use after that thread has ended: nothing happens.
class Inbox {
public:
    using Command = std::function<void(Engine &)>;

    void post(Command command);
    void quit();

private:
    friend class Engine;
    QMutex m_mutex;
    std::vector<Command> m_commands;
    CURLM *m_multi = nullptr; // to wake the thread; null once it has ended
    bool m_quit = false;
};

// The I/O thread from inside: one curl multi handle and every transfer it carries. Handles are added, paused, resumed
// and removed here and only here, never inside one of curl's callbacks.
class Engine {
public:
    Engine(std::shared_ptr<Inbox> inbox, QObject *desk);
    Q_DISABLE_COPY_MOVE(Engine)
    ~Engine();

    void run();

    void start(const Link *link, const Route &route, std::shared_ptr<Exchange> exchange);
    void cancel(const Exchange *exchange);
    void resume(const Exchange *exchange);
    void hangUp(const Link *link);

private:
    using Running = std::unordered_map<const Exchange *, std::unique_ptr<Transfer>>;
    using PoolKey = std::pair<const Link *, QByteArray>; // whose connections, to which origin
    using Time = std::chrono::steady_clock::time_point;

    bool obey();
    void reap();
    void expire();
    void end(Running::iterator transfer, core::Result<> outcome);
    void sendResets();
    int patience() const;
    CURLSH *pool(const Link *link, const QUrl &url);

    std::shared_ptr<Inbox> m_inbox;
    QObject *m_desk;
    CURLM *m_multi;
    Running m_running;
    std::map<PoolKey, CURLSH *> m_pools;
    std::map<CURLSH *, Time> m_unsentResets; // pools where a stream was given up, and when
};

} // namespace net
