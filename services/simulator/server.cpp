// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/server.h"

#include "services/simulator/endpoint.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/crypto.h>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

constexpr int TokenBytes = 32;

QSslConfiguration tlsOf(const Authority &authority)
{
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(authority.serverCertificate));
    tls.setPrivateKey(QSslKey(authority.serverKey.reveal(), QSsl::Ec));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show a token, not a certificate
    tls.setCaCertificates({}); // else each connection would load all of the system's
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setAllowedNextProtocols({"http/1.1"});
    return tls;
}

} // namespace

Server::Server(core::Clock &clock)
    : m_clock(clock)
{
    m_thread.setObjectName(u"simulator"_s);
    m_desk.moveToThread(&m_thread);
}

Server::~Server()
{
    stop();
}

void Server::serve(Cluster &cluster, Service service)
{
    m_serving.push_back({&cluster, service, std::make_unique<Ledger>(), nullptr, 0});
}

core::Result<> Server::start()
{
    auto authority = Authority::made();
    if (!authority)
        return authority.error();
    m_authority = *std::move(authority);
    auto token = randomToken(TokenBytes);
    if (!token)
        return token.error();
    m_token = *std::move(token);
    m_thread.start();
    auto opened = core::Result<>();
    onThread([&] { opened = open(); });
    if (!opened)
        stop();
    return opened;
}

core::Result<> Server::open()
{
    const auto tls = tlsOf(m_authority);
    if (tls.localCertificate().isNull() || tls.privateKey().isNull())
        return core::Error(core::Error::Kind::Certificate, u"Qt does not take the simulator's certificate."_s);
    for (auto &serving : m_serving) {
        serving.endpoint = std::make_unique<Endpoint>(*serving.cluster,
            Site{*serving.cluster, Api(*serving.cluster, serving.service.aggregatedDiscovery), *serving.ledger, m_clock,
                m_token, serving.service.bookmarks, tls});
        auto opened = serving.endpoint->open();
        if (!opened)
            return opened;
        serving.port = serving.endpoint->port();
    }
    return {};
}

void Server::stop()
{
    if (!m_thread.isRunning())
        return;
    onThread([this] {
        for (auto &serving : m_serving) {
            if (serving.endpoint)
                serving.endpoint->shut();
            serving.endpoint.reset();
        }
        // wait() returns before the thread's own destructors have run, and in a process that ends they never do.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        OPENSSL_thread_stop();
    });
    m_thread.quit();
    m_thread.wait();
}

// The desk is only a place to stand on: the work itself touches what belongs to the thread.
void Server::onThread(const std::function<void()> &work)
{
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(&m_desk, work, Qt::BlockingQueuedConnection);
}

QByteArray Server::kubeconfig() const
{
    const auto user = u"simulator"_s;
    QJsonArray clusters;
    QJsonArray contexts;
    for (const auto &serving : m_serving) {
        const auto &name = serving.cluster->name();
        const QJsonObject place{{u"server"_s, url(name).toString()},
            {u"certificate-authority-data"_s, QString::fromLatin1(authority().toBase64())}};
        clusters.append(QJsonObject{{u"name"_s, name}, {u"cluster"_s, place}});
        contexts.append(
            QJsonObject{{u"name"_s, name}, {u"context"_s, QJsonObject{{u"cluster"_s, name}, {u"user"_s, user}}}});
    }
    const QJsonObject token{{u"token"_s, QString::fromLatin1(m_token.reveal())}};
    return QJsonDocument(
        QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Config"_s}, {u"clusters"_s, clusters},
            {u"contexts"_s, contexts}, {u"users"_s, QJsonArray{QJsonObject{{u"name"_s, user}, {u"user"_s, token}}}},
            {u"current-context"_s, contexts.at(0)["name"_L1].toString()}})
        .toJson(QJsonDocument::Indented);
}

const Server::Serving *Server::servingOf(const QString &cluster) const
{
    const auto found = std::find_if(m_serving.begin(), m_serving.end(),
        [&cluster](const Serving &serving) { return serving.cluster->name() == cluster; });
    return found == m_serving.end() ? nullptr : &*found;
}

QUrl Server::url(const QString &cluster) const
{
    const auto *serving = servingOf(cluster);
    return serving ? QUrl(u"https://127.0.0.1:%1"_s.arg(serving->port)) : QUrl();
}

QList<Asked> Server::requests(const QString &cluster) const
{
    const auto *serving = servingOf(cluster);
    return serving ? serving->ledger->requests() : QList<Asked>();
}

qint64 Server::requestCount(const QString &cluster) const
{
    const auto *serving = servingOf(cluster);
    return serving ? serving->ledger->count() : 0;
}

void Server::setReachable(const QString &cluster, bool reachable)
{
    const auto *serving = servingOf(cluster);
    onThread([serving, reachable] {
        if (!serving || !serving->endpoint)
            return;
        if (!reachable)
            serving->endpoint->shut();
        else if (const auto opened = serving->endpoint->open(); !opened)
            qWarning("%s", qPrintable(opened.error().summary()));
    });
}

void Server::failNext(const QString &cluster, int count, int status)
{
    if (const auto *serving = servingOf(cluster))
        serving->ledger->failNext(count, status);
}

void Server::setSilent(const QString &cluster, bool silent)
{
    if (const auto *serving = servingOf(cluster))
        serving->ledger->setSilent(silent);
}

void Server::closeWatches(const QString &cluster)
{
    const auto *serving = servingOf(cluster);
    onThread([serving] {
        if (serving && serving->endpoint)
            serving->endpoint->closeWatches();
    });
}

} // namespace simulator
