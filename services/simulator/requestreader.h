// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/listoptions.h"

#include <QByteArray>
#include <QStringList>

namespace simulator {

// One request of HTTP/1.1, whole.
struct HttpRequest {
    QByteArray verb;
    QByteArray target; // as it came
    QStringList path; // segments, decoded; a slash at the end is forgotten
    Query query;
    QList<std::pair<QByteArray, QByteArray>> headers; // names in lower case
    QByteArray body;

    QByteArray header(const QByteArray &name) const;
    bool wantsClose() const;
};

// Takes requests out of a stream of bytes. Strict, because whoever sends what RFC 9112 forbids is not a client of ours;
// limited, because anybody on this machine can connect. After a failure nothing more is to be read from that stream.
class RequestReader {
public:
    static constexpr qsizetype MostHead = 64 * 1024;
    static constexpr qsizetype MostBody = 3 * 1024 * 1024; // kube-apiserver's

    enum class State { Wanting, Continue, Ready, Failed }; // Continue: the client waits for "100 Continue"

    State feed(const QByteArray &bytes);
    State next(); // looks at what is there already; Continue and Ready are said once for each request

    HttpRequest take();
    int failure() const { return m_failure; } // the status to answer with
    bool isBegun() const { return m_headRead || !m_buffer.isEmpty(); } // a request that is not whole yet

private:
    State fail(int status);
    State readHead(qsizetype end);
    bool readRequestLine(const QByteArray &line);
    bool readTarget();
    bool readHeader(const QByteArray &line);
    bool understandBody();

    QByteArray m_buffer;
    HttpRequest m_request;
    bool m_headRead = false;
    qsizetype m_length = 0;
    int m_failure = 0;
};

} // namespace simulator
