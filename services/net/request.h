// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <chrono>

namespace net {

using Header = std::pair<QByteArray, QByteArray>;

// How long each stage may take; zero is for ever.
struct Deadlines {
    std::chrono::milliseconds connect = std::chrono::seconds(10); // name, TCP, proxy and TLS together
    std::chrono::milliseconds head = std::chrono::seconds(30); // from the start to the answer's head
    std::chrono::milliseconds silence = std::chrono::seconds(60); // between two pieces of the answer
    std::chrono::milliseconds total = std::chrono::seconds(120);
};

// How much an answer may weigh once unpacked.
struct Limits {
    qsizetype head = 256 * 1024;
    qsizetype body = 64 * 1024 * 1024; // a page of 500 large objects; streams have no limit of their own
};

// Host and port as a person writes them; the port only where the address names one.
QString placeOf(const QUrl &url);

// What is asked of a server. A value: it can be kept and sent again.
class Request {
public:
    enum class Connection { Shared, Own }; // Own: HTTP/1.1, nothing else rides on it, closed afterwards

    Request(QByteArray verb, QUrl url)
        : m_verb(std::move(verb))
        , m_url(std::move(url))
    {
    }
    static Request get(QUrl url) { return Request("GET", std::move(url)); }
    static Request patch(QUrl url, QByteArray body)
    {
        return Request("PATCH", std::move(url)).carrying("application/merge-patch+json", std::move(body));
    }

    Request &&with(QByteArray header, QByteArray value) &&
    {
        m_headers.emplaceBack(std::move(header), std::move(value));
        return std::move(*this);
    }
    Request &&carrying(QByteArray type, QByteArray body) &&
    {
        m_body = std::move(body);
        return std::move(*this).with("Content-Type", std::move(type));
    }
    Request &&within(Deadlines deadlines) &&
    {
        m_deadlines = deadlines;
        return std::move(*this);
    }
    Request &&upTo(Limits limits) &&
    {
        m_limits = limits;
        return std::move(*this);
    }
    Request &&on(Connection connection) &&
    {
        m_connection = connection;
        return std::move(*this);
    }
    Request &&to(QUrl url) &&
    {
        m_url = std::move(url);
        return std::move(*this);
    }

    const QByteArray &verb() const { return m_verb; }
    const QUrl &url() const { return m_url; }
    const QByteArray &body() const { return m_body; }
    const QList<Header> &headers() const { return m_headers; }
    const Deadlines &deadlines() const { return m_deadlines; }
    const Limits &limits() const { return m_limits; }
    Connection connection() const { return m_connection; }
    bool isRead() const { return m_verb == "GET" || m_verb == "HEAD"; }

private:
    QByteArray m_verb;
    QUrl m_url;
    QByteArray m_body;
    QList<Header> m_headers;
    Deadlines m_deadlines;
    Limits m_limits;
    Connection m_connection = Connection::Shared;
};

} // namespace net
