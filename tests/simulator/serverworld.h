// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/reflector.h"
#include "services/net/curlclient.h"
#include "services/simulator/server.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/threadclock.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>

inline const QString Maps = QStringLiteral("/api/v1/namespaces/default/configmaps");

inline QJsonObject configMap(const QString &name, const QString &value)
{
    return {{QStringLiteral("apiVersion"), QStringLiteral("v1")}, {QStringLiteral("kind"), QStringLiteral("ConfigMap")},
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("name"), name}}},
        {QStringLiteral("data"), QJsonObject{{QStringLiteral("value"), value}}}};
}

// The product's client with a token, which no room gives it yet.
class BearerClient final : public net::HttpClient {
public:
    BearerClient(net::IoThread &io, const QByteArray &authority, QByteArray token)
        : m_http(io, {{{}, {}, net::Pem::content(authority), net::TlsIdentity::Verify::Peer}, net::Proxy::none()})
        , m_token(std::move(token))
    {
    }
    core::Async<net::Response> send(net::Request request) override { return m_http.send(marked(std::move(request))); }
    core::Async<std::unique_ptr<net::BodyStream>> open(net::Request request) override
    {
        return m_http.open(marked(std::move(request)));
    }

private:
    net::Request marked(net::Request request) const
    {
        return m_token.isEmpty() ? std::move(request) : std::move(request).with("Authorization", "Bearer " + m_token);
    }

    net::CurlClient m_http;
    const QByteArray m_token;
};

// Two clusters behind one server whose time stands still, and a client of ours.
struct ServerWorld {
    ThreadClock time;
    simulator::Cluster cluster{QStringLiteral("one")};
    simulator::Cluster other{QStringLiteral("two")};
    simulator::Server server{time};
    net::IoThread io;
    std::unique_ptr<BearerClient> http;

    explicit ServerWorld(simulator::Service service = {})
    {
        server.serve(cluster, service);
        server.serve(other);
        const auto started = server.start();
        if (!started)
            qFatal("%s", qPrintable(started.error().summary() + started.error().detail()));
        http = std::make_unique<BearerClient>(io, server.authority(), server.token().reveal());
    }
    QUrl at(const QString &path) const { return server.url(QStringLiteral("one")).resolved(QUrl(path)); }
    void put(const QString &name, const QString &value = {})
    {
        const auto done = cluster.upsert(configMap(name, value));
        if (!done)
            qFatal("%s", qPrintable(done.error().summary()));
    }
    QByteArray get(const QString &path)
    {
        const auto answer = outcomeOf(http->send(net::Request::get(at(path))));
        return answer && *answer ? (*answer)->body() : QByteArray();
    }
    int watches() const
    {
        const auto requests = server.requests(QStringLiteral("one"));
        return int(std::count_if(requests.begin(), requests.end(), [](const auto &asked) { return asked.isWatch(); }));
    }
};

// Our reflector and store on a clock that the test moves.
struct Follower {
    FakeClock clock;
    kube::ResourceStore store;
    kube::Reflector reflector;
    QSignalSpy live{&reflector, &kube::Reflector::live};
    QSignalSpy interrupted{&reflector, &kube::Reflector::interrupted};
    QSignalSpy skipped{&reflector, &kube::Reflector::skipped};

    explicit Follower(ServerWorld &world, quint32 seed = 1, const QString &path = Maps)
        : reflector(*world.http, clock,
            {world.at(path), {QStringLiteral("v1"), QStringLiteral("ConfigMap"), {}, {}, {}}}, store, seed)
    {
    }
    core::Error::Kind lastError() const
    {
        return static_cast<const core::Error *>(interrupted.last().first().constData())->kind();
    }
    QMap<QString, QString> values() const
    {
        QMap<QString, QString> values;
        for (const auto &resource : store.resources())
            values[resource.name()] = resource.at(core::Path(u"data.value")).toString();
        return values;
    }
    // Turns its loop until that is true; its pauses cost nothing.
    template<typename Condition>
    bool reaches(Condition condition, int patience = 20'000)
    {
        return QTest::qWaitFor(
            [&] {
                if (!condition())
                    clock.step();
                return condition();
            },
            patience);
    }
};

inline QMap<QString, QString> valuesIn(const simulator::Cluster &cluster)
{
    QMap<QString, QString> values;
    const auto snapshot = cluster.snapshot(
        *cluster.kinds().named(QStringLiteral("v1"), QStringLiteral("ConfigMap")), QStringLiteral("default"));
    for (const auto &stored : snapshot->objects)
        values[stored->name] = stored->json[QLatin1StringView("data")][QLatin1StringView("value")].toString();
    return values;
}

// A client that says what it likes.
class RawClient {
public:
    explicit RawClient(const ServerWorld &world, qint64 readAtOnce = 0)
        : m_token(world.server.token().reveal())
    {
        auto tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromData(world.server.authority()));
        m_socket.setSslConfiguration(tls);
        m_socket.setReadBufferSize(readAtOnce);
        m_socket.connectToHostEncrypted(
            QStringLiteral("127.0.0.1"), quint16(world.server.url(QStringLiteral("one")).port()));
    }
    bool isEncrypted()
    {
        return QTest::qWaitFor([this] { return m_socket.isEncrypted(); }, 10'000);
    }
    void say(const QByteArray &bytes) { m_socket.write(bytes); }
    QByteArray request(const QString &path, const QByteArray &more = {}) const
    {
        return "GET " + path.toLatin1() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_token + "\r\n" + more
            + "\r\n";
    }
    QByteArray heard() { return m_heard += m_socket.readAll(); }
    bool hears(const QByteArray &bytes, int times = 1)
    {
        return QTest::qWaitFor([&] { return heard().count(bytes) >= times; }, 10'000);
    }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool isHungUpOn()
    {
        return QTest::qWaitFor(
            [this] {
                heard();
                return isClosed();
            },
            10'000);
    }

private:
    const QByteArray m_token;
    QSslSocket m_socket;
    QByteArray m_heard;
};
