// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace net {

// A PEM document, by content or by the name of the file that holds it.
class Pem {
public:
    Pem() = default;
    static Pem content(QByteArray bytes) { return Pem(std::move(bytes), false); }
    static Pem file(const QString &path) { return Pem(path.toUtf8(), true); }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    bool isFile() const { return m_file; }
    const QByteArray &bytes() const { return m_bytes; }

private:
    Pem(QByteArray bytes, bool file)
        : m_bytes(std::move(bytes))
        , m_file(file)
    {
    }

    QByteArray m_bytes;
    bool m_file = false;
};

// Who we are towards a server, and whom we believe. Without authorities the system's are asked; with them, only they.
struct TlsIdentity {
    enum class Verify { Peer, Nothing };

    Pem certificate = {};
    Pem key = {};
    Pem authorities = {};
    Verify verify = Verify::Peer;
    QByteArray serverName = {}; // the name that the server's certificate must have; empty: the URL's host
};

// The way to a server: HTTPS_PROXY and NO_PROXY decide, or it is said here and they are not asked.
class Proxy {
public:
    static Proxy fromEnvironment() { return Proxy({}, true); }
    static Proxy none() { return Proxy({}, false); }
    static Proxy at(QByteArray url) { return Proxy(std::move(url), false); }

    bool isFromEnvironment() const { return m_environment; }
    const QByteArray &url() const { return m_url; }

private:
    Proxy(QByteArray url, bool environment)
        : m_url(std::move(url))
        , m_environment(environment)
    {
    }

    QByteArray m_url;
    bool m_environment;
};

// Everything but the origin that two requests must have in common to share a connection.
struct Route {
    TlsIdentity identity = {};
    Proxy proxy = Proxy::fromEnvironment();
};

} // namespace net
