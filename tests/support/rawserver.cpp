// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rawserver.h"

#include "tests/support/certificates.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

RawServer::RawServer(const Certificates *certificates)
{
    QStringList arguments{QString::fromLatin1(SUPPORT "/rawserver.py")};
    if (certificates)
        arguments << certificates->file(u"server.crt"_s) << certificates->file(u"server.key"_s);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &RawServer::read);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QString::fromLatin1(PYTHON), arguments);
    [this] { QTRY_VERIFY_WITH_TIMEOUT(isRunning(), 20'000); }();
}

RawServer::~RawServer()
{
    m_process.disconnect(this);
    m_process.kill();
    m_process.waitForFinished(5'000);
}

QUrl RawServer::url(const QString &mode, const QString &path) const
{
    const bool secure = mode.startsWith("h2"_L1) || mode.startsWith("tls"_L1);
    return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(secure ? u"https"_s : u"http"_s).arg(port(mode)).arg(path));
}

QList<QJsonObject> RawServer::told(const QString &mode, const QString &event) const
{
    QList<QJsonObject> found;
    std::copy_if(m_told.begin(), m_told.end(), std::back_inserter(found),
        [&](const QJsonObject &told) { return told["mode"_L1] == mode && told["event"_L1] == event; });
    return found;
}

void RawServer::read()
{
    while (m_process.canReadLine()) {
        const auto told = QJsonDocument::fromJson(m_process.readLine()).object();
        if (m_ports.isEmpty())
            m_ports = told;
        else
            m_told.append(told);
    }
}
