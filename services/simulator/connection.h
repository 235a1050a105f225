// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"
#include "services/core/secret.h"
#include "services/simulator/ledger.h"
#include "services/simulator/watch.h"

#include <QSslConfiguration>
#include <QSslSocket>

namespace simulator {

// What all connections to one cluster share. It outlives them.
struct Site {
    const Cluster &cluster;
    Api api;
    Ledger &ledger;
    core::Clock &clock;
    core::Secret token;
    std::chrono::milliseconds bookmarks;
    QSslConfiguration tls;
};

// One client: its requests one after the other, its watch as long as it lasts. It lives on the server's thread.
//
// What waits to be sent is bounded: past that it takes neither requests nor changes, and a client that then takes
// nothing for a minute is cut off.
class Connection : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 MostWaiting = 1024 * 1024;

    Connection(qintptr handle, Site &site, QObject *parent);
    ~Connection() override { m_socket.disconnect(this); }

    void tell(); // the cluster has changed
    void endWatch();
    void cut();

Q_SIGNALS:
    void closed();

private:
    // A watch that is being told, and the timers that belong to it.
    struct Telling : QObject {
        Telling(const Cluster &cluster, WatchPlan plan)
            : watch(cluster, std::move(plan))
        {
        }
        Watch watch;
        std::chrono::milliseconds end{};
        bool lastBookmark = false; // is arranged
    };

    void receive();
    void serve(RequestReader::State state);
    void timeRequest();
    void answer(const HttpRequest &request);
    Reply replyTo(const HttpRequest &request) const;
    bool isAuthorised(const HttpRequest &request) const;
    void send(const Answer &answer, bool bodyToo = true);
    void refuse(int status);
    void sendHead(int status, const QByteArray &type, const QByteArray &rest);
    void sendChunk(const QByteArray &bytes);

    void begin(WatchPlan plan);
    void scheduleBookmark();
    qint64 waiting() const;
    void goOn();
    void watchOver();
    void dropWatch();

    Site &m_site;
    QSslSocket m_socket;
    RequestReader m_reader;
    std::unique_ptr<Telling> m_telling;
    qint64 m_taken = 0; // bytes that the client has taken so far
    qint64 m_requests = 0;
    bool m_guarded = false;
    bool m_timed = false;
    bool m_closing = false;
    bool m_silent = false;
};

} // namespace simulator
