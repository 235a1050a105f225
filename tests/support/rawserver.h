// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QUrl>

class Certificates;

// rawserver.py in a process of its own: servers that misbehave byte by byte, one for each name.
class RawServer : public QObject {
    Q_OBJECT

public:
    explicit RawServer(const Certificates *certificates = nullptr);
    ~RawServer() override;

    bool isRunning() const { return !m_ports.isEmpty(); }
    QUrl url(const QString &mode, const QString &path = QStringLiteral("/")) const;
    int port(const QString &mode) const { return m_ports[mode].toInt(); }
    // What the servers have told: {"mode": ..., "event": ..., ...}
    const QList<QJsonObject> &told() const { return m_told; }
    QList<QJsonObject> told(const QString &mode, const QString &event) const;

private:
    void read();

    QProcess m_process;
    QJsonObject m_ports;
    QList<QJsonObject> m_told;
};
