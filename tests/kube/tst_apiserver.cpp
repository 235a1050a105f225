// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/apiserver.h"
#include "services/kube/collection.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace core;
using namespace kube;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// A SOCKS5 proxy (RFC 1928) that needs no credential, remembers what it was asked for, and leads everything to one port.
class SocksServer : public QTcpServer {
public:
    explicit SocksServer(quint16 leadsTo)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, leadsTo] {
            QTcpSocket *client = nextPendingConnection();
            auto *server = new QTcpSocket(client);
            connect(client, &QTcpSocket::readyRead, client, [this, client, server, leadsTo] {
                const QByteArray bytes = client->readAll();
                if (server->state() == QAbstractSocket::ConnectedState) {
                    server->write(bytes);
                } else if (bytes.startsWith("\x05\x01") && bytes.size() > 4) {
                    asked = bytes;
                    server->connectToHost(QHostAddress::LocalHost, leadsTo);
                } else {
                    client->write(QByteArray("\x05\x00", 2));
                }
            });
            connect(server, &QTcpSocket::connected, client,
                [client] { client->write(QByteArray("\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50", 10)); });
            connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
        });
    }
    QByteArray asked;
};

} // namespace

class tst_ApiServer : public QObject {
    Q_OBJECT

    Certificates m_certificates;
    FakeClock m_clock;
    QTemporaryDir m_folder;

    static Context contextTo(const QUrl &url)
    {
        Context context;
        context.name = u"fake"_s;
        context.file = u"/home/me/config"_s;
        context.cluster.server = url.toString();
        return context;
    }
    QString file(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }
    // What the server saw of one request through this context.
    std::optional<FakeServer::Seen> seenBy(FakeServer &server, const Context &context)
    {
        net::IoThread io;
        server.answer("/x", 200, "{}");
        auto api = ApiServer::through(context, io, m_clock);
        if (!api)
            return {};
        const auto answer = outcomeOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
        if (!answer || !*answer || server.seen().isEmpty())
            return {};
        return server.seen().last();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.isValid()); }

    void aTokenOfTheFile()
    {
        FakeServer server;
        Context context = contextTo(server.url(u""_s));
        context.user.token = Secret("in-the-file");
        const auto seen = seenBy(server, context);
        QVERIFY(seen);
        QCOMPARE(seen->headers.value("authorization"), "Bearer in-the-file");
    }

    void aTokenFileIsReadAgainAndBeatsTheToken()
    {
        FakeServer server;
        server.answer("/x", 200, "{}");
        Context context = contextTo(server.url(u""_s));
        context.user.token = Secret("old");
        context.user.tokenFile = file(u"token"_s, "first\n");
        net::IoThread io;
        const auto api = ApiServer::through(context, io, m_clock);
        QVERIFY(api);
        const auto credential = [&] {
            const auto answer = outcomeOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
            return answer && *answer ? server.seen().last().headers.value("authorization") : QByteArray("none");
        };
        QCOMPARE(credential(), "Bearer first");
        file(u"token"_s, "second\n");
        QCOMPARE(credential(), "Bearer first"); // read within the last minute
        m_clock.advance(60s);
        QCOMPARE(credential(), "Bearer second");
        QVERIFY(QFile::remove(context.user.tokenFile));
        m_clock.advance(60s);
        QCOMPARE(credential(), "Bearer second"); // the last good one stays
    }

    void aTokenFileThatIsNotThereIsSaid()
    {
        FakeServer server;
        Context context = contextTo(server.url(u""_s));
        context.user.tokenFile = m_folder.filePath(u"absent"_s);
        net::IoThread io;
        const auto api = ApiServer::through(context, io, m_clock);
        const Error error = failureOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
        QCOMPARE(error.kind(), Error::Kind::Unauthorized);
        QCOMPARE(error.place(), context.user.tokenFile);
        QCOMPARE(server.seen().size(), 0);
    }

    void nameAndPassword()
    {
        FakeServer server;
        Context context = contextTo(server.url(u""_s));
        context.user.name = u"me"_s;
        context.user.password = Secret("pass");
        const auto seen = seenBy(server, context);
        QVERIFY(seen);
        QCOMPARE(seen->headers.value("authorization"), "Basic " + QByteArray("me:pass").toBase64());
    }

    void impersonationIsSent()
    {
        FakeServer server;
        Context context = contextTo(server.url(u""_s));
        context.user.as.user = u"jane"_s;
        context.user.as.uid = u"42"_s;
        context.user.as.groups = {u"dev"_s};
        context.user.as.extra = {{u"acme.com/project"_s, {u"blue"_s}}};
        const auto seen = seenBy(server, context);
        QVERIFY(seen);
        QCOMPARE(seen->headers.value("impersonate-user"), "jane");
        QCOMPARE(seen->headers.value("impersonate-uid"), "42");
        QCOMPARE(seen->headers.value("impersonate-group"), "dev");
        QCOMPARE(seen->headers.value("impersonate-extra-acme.com%2fproject"), "blue");
    }

    void aServerMayHaveAPath()
    {
        FakeServer server;
        server.answer("/k8s/clusters/c-1/x", 200, "{}");
        net::IoThread io;
        const auto api = ApiServer::through(contextTo(server.url(u"/k8s/clusters/c-1/"_s)), io, m_clock);
        const auto answer = outcomeOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
        QVERIFY2(answer && *answer, qPrintable(complaint(answer)));
    }

    void certificatesAsFilesAndAsData_data()
    {
        QTest::addColumn<bool>("files");
        QTest::newRow("files") << true;
        QTest::newRow("data") << false;
    }
    void certificatesAsFilesAndAsData()
    {
        QFETCH(const bool, files);
        FakeServer server(m_certificates.server());
        Context context = contextTo(server.url(u""_s));
        const auto pem = [&](const QString &name) { return m_certificates.content(name); };
        if (files) {
            context.cluster.authorityFile = m_certificates.file(u"ca.crt"_s);
            context.user.certificateFile = m_certificates.file(u"alice.crt"_s);
            context.user.keyFile = m_certificates.file(u"alice.key"_s);
        } else {
            context.cluster.authorityData = pem(u"ca.crt"_s);
            context.user.certificateData = pem(u"alice.crt"_s);
            context.user.keyData = Secret(pem(u"alice.key"_s));
        }
        const auto seen = seenBy(server, context);
        QVERIFY(seen);
        QCOMPARE(seen->peer, u"alice"_s);
    }

    void tlsServerName()
    {
        FakeServer server(m_certificates.server(u"elsewhere"_s)); // its certificate is for elsewhere.example
        Context context = contextTo(server.url(u""_s));
        context.cluster.authorityData = m_certificates.content(u"ca.crt"_s);
        context.user.token = Secret("token-of-mine");
        {
            net::IoThread io;
            const auto api = ApiServer::through(context, io, m_clock);
            const Error error = failureOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
            QCOMPARE(error.kind(), Error::Kind::Certificate);
            QVERIFY2(error.cause().contains(u"wrong name"_s), qPrintable(error.cause() + error.detail()));
            QCOMPARE(server.seen().size(), 0); // no header was sent
        }
        context.cluster.tlsServerName = u"elsewhere.example"_s;
        const auto seen = seenBy(server, context);
        QVERIFY(seen);
        QCOMPARE(seen->headers.value("host"), "127.0.0.1:" + QByteArray::number(server.serverPort()));
    }

    void theCauseOfDistrustIsNamed()
    {
        FakeServer server(m_certificates.server());
        Context context = contextTo(server.url(u""_s));
        context.cluster.authorityData = m_certificates.content(u"otherca.crt"_s);
        net::IoThread io;
        const auto api = ApiServer::through(context, io, m_clock);
        const Error error = failureOf((*api)->send(net::Request::get((*api)->at(u"/x"_s))));
        QVERIFY2(error.cause().contains(u"unknown issuer"_s), qPrintable(error.cause() + error.detail()));
        context.cluster.authorityData.clear();
        context.cluster.insecure = true;
        QVERIFY(seenBy(server, context)); // as the file asks; the console shows it in red
    }

    void socksProxiesLookTheNameUp()
    {
        FakeServer server;
        SocksServer socks(server.serverPort());
        Context context = contextTo(QUrl(u"http://cluster.example:%1"_s.arg(server.serverPort())));
        context.cluster.proxyUrl = u"socks5://127.0.0.1:%1"_s.arg(socks.serverPort());
        QVERIFY(seenBy(server, context));
        QVERIFY2(socks.asked.contains("cluster.example"), socks.asked.toHex(' ').constData());
    }

    void whatCannotBeUsedIsSaidBeforeAnythingIsSent()
    {
        net::IoThread io;
        Context context = contextTo(QUrl(u"https://127.0.0.1:1"_s));
        context.user.exec = ExecPlugin{u"kubelogin"_s};
        const auto plugin = ApiServer::through(context, io, m_clock);
        QVERIFY(!plugin);
        QVERIFY2(plugin.error().cause().contains(u"kubelogin"_s), qPrintable(plugin.error().cause()));
        QCOMPARE(plugin.error().place(), context.file);
        context.user.token = Secret("token"); // beside a program it would make us somebody else
        QVERIFY(!ApiServer::through(context, io, m_clock));
        context.user.exec.reset();
        QVERIFY(ApiServer::through(context, io, m_clock));
        context.problem = u"cluster west is not in any file"_s;
        const auto broken = ApiServer::through(context, io, m_clock);
        QVERIFY(!broken && broken.error().cause().contains(u"west"_s));
    }

    void aMissingRightNamesVerbAndResource()
    {
        FakeServer server;
        server.answer("/apis/g/v1/namespaces/team-c/ks", 403,
            R"({"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"ks.g is forbidden: User u cannot list"})");
        net::IoThread io;
        const auto api = ApiServer::through(contextTo(server.url(u""_s)), io, m_clock);
        const Collection collection(
            (*api)->at(u"/apis/g/v1/namespaces/team-c/ks"_s), {u"g/v1"_s, u"K"_s, u"team-c"_s, {}, {}, {}}, u"ks.g"_s);
        const Error error = failureOf(readCollection(**api, collection, {}));
        QCOMPARE(error.kind(), Error::Kind::Forbidden);
        QCOMPARE(error.cause(), u"forbidden, no right to list ks.g in namespace team-c"_s);
        QVERIFY(error.detail().contains(u"User u cannot list"_s));
    }

    void aTimeoutBoundsTheWholeRequest()
    {
        FakeServer server; // holds what it has no answer for
        net::IoThread io;
        const auto api = ApiServer::through(contextTo(server.url(u""_s)), io, m_clock, 300ms);
        const Error error = failureOf((*api)->send(net::Request::get((*api)->at(u"/held"_s))));
        QCOMPARE(error.kind(), Error::Kind::Timeout);
        QVERIFY2(error.cause().contains(u"no answer"_s) || error.cause().contains(u"within 300 ms"_s),
            qPrintable(error.cause()));
        QCOMPARE(server.seen().size(), 1); // and it is not asked again
    }
};

QTEST_GUILESS_MAIN(tst_ApiServer)
#include "tst_apiserver.moc"
