// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <optional>

class QTcpSocket;

// A web server of canned answers, with or without TLS. A path without an answer is held open, which is how tests make a
// request hang; a path that is kept open is a watch that the test feeds.
class FakeServer : public QTcpServer {
    Q_OBJECT

public:
    struct Seen {
        QByteArray line; // GET /path?query HTTP/1.1
        QHash<QByteArray, QByteArray> headers; // names in lower case
        QByteArray body;
        QString peer; // common name of the client's certificate
        int connection; // counted from 1
        QByteArray target() const { return line.split(' ').value(1); }
    };
    struct Answer {
        int status = 200;
        QByteArray body;
        QByteArray headers; // whole lines
    };

    FakeServer();
    explicit FakeServer(const QSslConfiguration &tls);

    QUrl url(const QString &path = QStringLiteral("/")) const;

    void answer(const QByteArray &path, int status, const QByteArray &body, const QByteArray &headers = {})
    {
        m_answers[path] = {status, body, headers};
    }
    void answerWith(std::function<std::optional<Answer>(const Seen &)> rule) { m_rule = std::move(rule); }

    void keepOpen(const QByteArray &path) { m_streams[path] = nullptr; } // requests with watch=1 only
    void setStreams(bool on) { m_streaming = on; } // off: such requests are answered like others
    bool isFollowed(const QByteArray &path) const { return m_streams.value(path); }
    bool push(const QByteArray &path, const QByteArray &line);
    bool pushRaw(const QByteArray &path, const QByteArray &bytes); // a chunk that need not be a line
    void hangUp(const QByteArray &path); // the end as agreed
    void cut(const QByteArray &path); // the end without warning

    int open() const { return m_open; }
    int connections() const { return m_connections; }
    const QList<Seen> &seen() const { return m_seen; }
    int count(const QByteArray &part) const;

Q_SIGNALS:
    void asked();

protected:
    void incomingConnection(qintptr handle) override;

private:
    void read(QTcpSocket *socket, int connection, QByteArray &buffer);
    void respond(QTcpSocket *socket, const Seen &request);

    std::optional<QSslConfiguration> m_tls;
    QHash<QByteArray, Answer> m_answers;
    std::function<std::optional<Answer>(const Seen &)> m_rule;
    QHash<QByteArray, QTcpSocket *> m_streams;
    QList<Seen> m_seen;
    bool m_streaming = true;
    int m_open = 0;
    int m_connections = 0;
};
