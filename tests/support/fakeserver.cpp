// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeserver.h"

#include <QSslCertificate>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

FakeServer::FakeServer()
{
    listen(QHostAddress::LocalHost);
}

FakeServer::FakeServer(const QSslConfiguration &tls)
    : m_tls(tls)
{
    listen(QHostAddress::LocalHost);
}

QUrl FakeServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3")
                    .arg(m_tls ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(serverPort())
                    .arg(path));
}

bool FakeServer::push(const QByteArray &path, const QByteArray &line)
{
    return pushRaw(path, line + '\n');
}

bool FakeServer::pushRaw(const QByteArray &path, const QByteArray &bytes)
{
    auto *socket = m_streams.value(path);
    return socket && socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n") > 0
        && socket->flush();
}

void FakeServer::hangUp(const QByteArray &path)
{
    if (auto *socket = std::exchange(m_streams[path], nullptr)) {
        socket->write("0\r\n\r\n");
        socket->disconnectFromHost();
    }
}

void FakeServer::cut(const QByteArray &path)
{
    if (auto *socket = std::exchange(m_streams[path], nullptr))
        socket->abort();
}

int FakeServer::count(const QByteArray &part) const
{
    return int(
        std::count_if(m_seen.begin(), m_seen.end(), [&part](const Seen &seen) { return seen.line.contains(part); }));
}

void FakeServer::incomingConnection(qintptr handle)
{
    QTcpSocket *socket = nullptr;
    if (m_tls) {
        auto *secure = new QSslSocket(this);
        secure->setSslConfiguration(*m_tls);
        secure->setSocketDescriptor(handle);
        secure->startServerEncryption();
        socket = secure;
    } else {
        socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
    }
    ++m_open;
    const int connection = ++m_connections;
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        --m_open;
        socket->deleteLater();
    });
    connect(socket, &QTcpSocket::readyRead, this,
        [this, socket, connection, buffer = QByteArray()]() mutable { read(socket, connection, buffer); });
}

void FakeServer::read(QTcpSocket *socket, int connection, QByteArray &buffer)
{
    buffer += socket->readAll();
    for (;;) {
        const auto end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const auto lines = buffer.left(end).split('\n');
        Seen request{lines.first().trimmed(), {}, {}, {}, connection};
        for (const QByteArray &line : lines.mid(1))
            request.headers[line.left(line.indexOf(':')).toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
        const auto length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        if (const auto *secure = qobject_cast<QSslSocket *>(socket))
            request.peer = secure->peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0);
        m_seen.append(request);
        respond(socket, request);
        Q_EMIT asked();
    }
}

void FakeServer::respond(QTcpSocket *socket, const Seen &request)
{
    const auto path = request.target().split('?').first();
    if (m_streaming && request.target().contains("watch=1") && m_streams.contains(path)) {
        m_streams[path] = socket;
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        connect(socket, &QTcpSocket::disconnected, this, [this, path, socket] {
            if (m_streams.value(path) == socket)
                m_streams[path] = nullptr;
        });
        return;
    }
    auto answer = m_rule ? m_rule(request) : std::nullopt;
    for (const auto &key : {request.target(), path}) {
        if (!answer && m_answers.contains(key))
            answer = m_answers[key];
    }
    if (!answer)
        return;
    socket->write("HTTP/1.1 " + QByteArray::number(answer->status) + " x\r\n" + answer->headers
        + "Content-Length: " + QByteArray::number(answer->body.size()) + "\r\n\r\n");
    if (!request.line.startsWith("HEAD"))
        socket->write(answer->body);
}
