// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/exchange.h"
#include "services/net/tlsidentity.h"

#include <curl/curl.h>

#include <memory>

class QObject;

namespace net {

// One curl easy handle and what its callbacks need. Lives on the I/O thread.
class Transfer {
public:
    Transfer(const Route &route, std::shared_ptr<Exchange> exchange, QObject *desk, CURLSH *pool);
    Q_DISABLE_COPY_MOVE(Transfer)
    ~Transfer();

    CURL *handle() const { return m_easy; }
    CURLSH *pool() const { return m_pool; }
    bool isMultiplexed() const; // on a connection that it may share with others

    void resume();
    bool flush(); // makes libcurl send what it has queued for the connection; says whether it could
    core::Result<> outcome(CURLcode code) const;
    void finish(core::Result<> outcome);

    // Deadlines that libcurl does not keep: until the head, and between two pieces of the body.
    std::optional<std::chrono::milliseconds> timeLeft() const;
    core::Error overdue() const;

private:
    using Time = std::chrono::steady_clock::time_point;

    void address(const Request &request);
    void protect(const TlsIdentity &identity);
    void route(const Proxy &proxy);
    void tell(bool wanted);

    static size_t onHeader(char *data, size_t size, size_t count, void *self);
    static size_t onBody(char *data, size_t size, size_t count, void *self);
    bool readHeader(QByteArrayView line);

    CURL *m_easy;
    CURLSH *m_pool;
    curl_slist *m_headers = nullptr;
    curl_slist *m_way = nullptr; // another address than the URL's
    Route m_route;
    std::shared_ptr<Exchange> m_exchange;
    QObject *m_desk;
    char m_words[CURL_ERROR_SIZE] = {};

    ResponseHead m_head;
    bool m_headDone = false;
    bool m_paused = false;
    qsizetype m_headBytes = 0;
    qsizetype m_bodyBytes = 0;
    Time m_begun = std::chrono::steady_clock::now();
    Time m_heard = m_begun;
    std::optional<core::Error> m_verdict; // why we ended it ourselves
};

} // namespace net
