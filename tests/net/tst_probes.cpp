// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curlclient.h"
#include "services/net/linestream.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/fakeserver.h"
#include "tests/support/rawserver.h"

#include <random>

using namespace core;
using namespace net;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// The eleven probes by which the transport was chosen (reliability.md 0.15), and what belongs beside them.
class tst_Probes : public QObject {
    Q_OBJECT

    Certificates m_certificates;
    std::unique_ptr<RawServer> m_raw;
    std::unique_ptr<IoThread> m_io;

    static Async<int> countLines(HttpClient &http, Request request)
    {
        auto body = co_await http.open(request);
        LineStream lines(std::move(body));
        for (int count = 0;; ++count) {
            const auto line = co_await lines.next();
            if (!line)
                co_return line.error();
            if (!*line)
                co_return count;
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_certificates.isValid());
        m_raw = std::make_unique<RawServer>(&m_certificates);
        QVERIFY(m_raw->isRunning());
    }
    void init() { m_io = std::make_unique<IoThread>(); }
    void cleanup() { m_io.reset(); }

    // 1: no credential goes to another origin.
    void redirects_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("target");
        for (const int status : {301, 302, 303, 307, 308}) {
            for (const char *target : {"host", "port", "scheme", "slashes"})
                QTest::addRow("%d to another %s", status, target) << status << QString::fromLatin1(target);
        }
    }
    void redirects()
    {
        QFETCH(int, status);
        QFETCH(QString, target);
        FakeServer other;
        other.answer("/stolen", 200, "thanks");
        FakeServer server;
        const QUrl place = target == u"host" ? QUrl(u"http://localhost:%1/stolen"_s.arg(server.serverPort()))
            : target == u"scheme"            ? QUrl(u"https://127.0.0.1:%1/stolen"_s.arg(server.serverPort()))
                                             : other.url(u"/stolen"_s);
        const auto spelled = target == u"slashes" ? place.toString(QUrl::RemoveScheme).toUtf8() : place.toEncoded();
        server.answer("/a", status, "", "Location: " + spelled + "\r\n");
        CurlClient http(*m_io);
        for (const QByteArray verb : {"GET", "POST"}) {
            const auto error = failureOf(http.send(Request(verb, server.url(u"/a"_s))
                                                       .with("Authorization", "Bearer TOKENSECRET")
                                                       .with("Cookie", "c=d")
                                                       .with("x-ms-authorization-auxiliary", "Bearer OTHERSECRET")));
            QCOMPARE(error.kind(), Error::Kind::Redirected);
            QVERIFY2(error.summary().contains(place.toString()), qPrintable(error.summary()));
        }
        QCOMPARE(other.seen().size(), 0);
        QCOMPARE(server.count("stolen"), 0);
    }

    void redirectsWithinTheOriginAreFollowed()
    {
        FakeServer server;
        server.answer("/a", 302, "", "Location: b\r\n");
        server.answer("/b", 307, "", "Location: " + server.url(u"/c"_s).toEncoded() + "\r\n");
        server.answer("/c", 301, "", "Location: /d?x=1\r\n");
        server.answer("/d", 200, "here");
        server.answer("/loop", 302, "", "Location: /loop\r\n");
        server.answer("/lost", 302, "");
        CurlClient http(*m_io);
        const auto response = outcomeOf(http.send(Request::get(server.url(u"/a"_s)).with("Authorization", "Bearer t")));
        QVERIFY(response && *response);
        QCOMPARE((*response)->body(), "here");
        QCOMPARE(server.seen().last().headers.value("authorization"), "Bearer t");
        QCOMPARE(failureOf(http.send(Request::get(server.url(u"/loop"_s)))).kind(), Error::Kind::Redirected);
        QCOMPARE(server.count("/loop"), 4);
        QCOMPARE(failureOf(http.send(Request::get(server.url(u"/lost"_s)))).kind(), Error::Kind::Redirected);
        QCOMPARE(failureOf(http.send(Request::patch(server.url(u"/a"_s), "{}"))).kind(), Error::Kind::Redirected);
    }

    // 2: three people at one server, mixed at random, each always answered as himself.
    void identitiesAreNotMixedUp()
    {
        FakeServer server(m_certificates.server());
        server.answerWith([](const FakeServer::Seen &seen) { return FakeServer::Answer{200, seen.peer.toUtf8(), {}}; });
        std::vector<std::pair<QByteArray, std::unique_ptr<CurlClient>>> users;
        for (const auto &name : {u"alice"_s, u"bob"_s, u"carol"_s})
            users.emplace_back(name.toUtf8(), std::make_unique<CurlClient>(*m_io, Route{m_certificates.user(name)}));
        users.emplace_back(QByteArray(), std::make_unique<CurlClient>(*m_io, Route{m_certificates.trusting()}));

        std::minstd_rand random(1);
        int right = 0;
        int wrong = 0;
        TaskScope tasks;
        for (int i = 0; i < 1000; ++i) {
            const auto &[name, http] = users[random() % users.size()];
            tasks.run(
                http->send(Request::get(server.url(u"/me"_s))), [&, expected = name](const Result<Response> &response) {
                    const bool fits = response && response->body() == expected;
                    if (!fits)
                        qWarning() << expected
                                   << (response ? QString::fromUtf8(response->body())
                                                : response.error().summary() + response.error().detail());
                    ++(fits ? right : wrong);
                });
            QTRY_VERIFY_WITH_TIMEOUT(i + 1 - right - wrong < 24, 30'000); // this one thread is the server too
        }
        QTRY_COMPARE_WITH_TIMEOUT(right + wrong, 1000, 60'000);
        QCOMPARE(wrong, 0);
    }

    void requestsThatHangDoNotHoldUpOthers()
    {
        FakeServer server(m_certificates.server());
        server.answer("/a", 200, "a");
        CurlClient http(*m_io, {m_certificates.trusting()});
        TaskScope tasks;
        for (int i = 0; i < 20; ++i)
            tasks.run(http.send(Request::get(server.url(u"/hangs"_s))), [](const Result<Response> &) {});
        const auto response = outcomeOf(http.send(Request::get(server.url(u"/a"_s))), 5s);
        QVERIFY(response && *response);
    }

    void certificatesFromFiles()
    {
        FakeServer server(m_certificates.server());
        server.answerWith([](const FakeServer::Seen &seen) { return FakeServer::Answer{200, seen.peer.toUtf8(), {}}; });
        CurlClient http(*m_io,
            {{Pem::file(m_certificates.file(u"bob.crt"_s)), Pem::file(m_certificates.file(u"bob.key"_s)),
                Pem::file(m_certificates.file(u"ca.crt"_s)), TlsIdentity::Verify::Peer}});
        const auto response = outcomeOf(http.send(Request::get(server.url())));
        QVERIFY(response && *response);
        QCOMPARE((*response)->body(), "bob");
        CurlClient broken(*m_io,
            {{Pem::content("nonsense"), Pem::content("nonsense"), Pem::content(m_certificates.content(u"ca.crt"_s)),
                TlsIdentity::Verify::Peer}});
        const auto error = failureOf(broken.send(Request::get(server.url())));
        QCOMPARE(error.kind(), Error::Kind::Certificate);
        QVERIFY2(error.summary().contains(u"client certificate"_s), qPrintable(error.summary() + error.detail()));
    }

    // 3: what was agreed without looking is not used by those who look.
    void verifiedNeverRidesUnverified()
    {
        FakeServer server(m_certificates.server());
        server.answer("/a", 200, "a");
        CurlClient reckless(*m_io, {Certificates::reckless()});
        CurlClient careful(*m_io);
        CurlClient wrong(
            *m_io, {{{}, {}, Pem::content(m_certificates.content(u"otherca.crt"_s)), TlsIdentity::Verify::Peer}});
        CurlClient right(*m_io, {m_certificates.trusting()});
        for (int i = 0; i < 5; ++i) {
            QVERIFY(*outcomeOf(reckless.send(Request::get(server.url(u"/a"_s)))));
            for (auto *http : {&careful, &wrong}) {
                const auto error =
                    failureOf(http->send(Request::get(server.url(u"/a"_s)).with("Authorization", "Bearer t")));
                QCOMPARE(error.kind(), Error::Kind::Certificate);
                QVERIFY2(error.summary().contains(u"not trusted"_s), qPrintable(error.summary()));
            }
            QVERIFY(*outcomeOf(right.send(Request::get(server.url(u"/a"_s)))));
        }
        QCOMPARE(server.count("/a"), 10);
        QVERIFY(std::none_of(server.seen().begin(), server.seen().end(),
            [](const auto &seen) { return seen.headers.contains("authorization"); }));
    }

    void theNameMustFit()
    {
        FakeServer server(m_certificates.server(u"elsewhere"_s));
        server.answer("/a", 200, "a");
        CurlClient http(*m_io, {m_certificates.trusting()});
        QCOMPARE(failureOf(http.send(Request::get(server.url(u"/a"_s)))).kind(), Error::Kind::Certificate);
        QCOMPARE(server.seen().size(), 0);
    }

    void connectionsEndWithTheirClient()
    {
        FakeServer server(m_certificates.server());
        server.answer("/a", 200, "a");
        auto http = std::make_unique<CurlClient>(*m_io, Route{m_certificates.trusting()});
        QVERIFY(*outcomeOf(http->send(Request::get(server.url(u"/a"_s)))));
        QCOMPARE(server.open(), 1);
        http.reset();
        QTRY_COMPARE(server.open(), 0);
    }

    // 4 to 11: answers that are not whole are not answers.
    void damagedAnswers_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("4 shorter than Content-Length") << u"short"_s << Error::Kind::Truncated;
        QTest::newRow("5 shorter than content-length, HTTP/2") << u"h2short"_s << Error::Kind::Truncated;
        QTest::newRow("6 HTTP/2 session destroyed") << u"h2kill"_s << Error::Kind::Truncated;
        QTest::newRow("7 chunk of 16 EiB") << u"hugechunk"_s << Error::Kind::Truncated;
        QTest::newRow("8 Content-Length -5") << u"negative"_s << Error::Kind::Malformed;
        QTest::newRow("9 two Content-Lengths") << u"twolengths"_s << Error::Kind::Truncated;
        QTest::newRow("10 200 MB of headers") << u"manyheaders"_s << Error::Kind::TooLarge;
        QTest::newRow("11 a header of 300 MB") << u"longheader"_s << Error::Kind::TooLarge;
        QTest::newRow("another protocol") << u"ssh"_s << Error::Kind::Malformed;
    }
    void damagedAnswers()
    {
        QFETCH(QString, mode);
        QFETCH(Error::Kind, kind);
        CurlClient http(*m_io, {m_certificates.trusting()});
        const auto before = residentBytes();
        for (int way = 0; way < 2; ++way) {
            const auto request = Request::get(m_raw->url(mode));
            const auto error = way == 0 ? failureOf(http.send(request)) : failureOf(countLines(http, request));
            QVERIFY2(error.kind() == kind, qPrintable(error.summary() + u" / "_s + error.detail()));
            QVERIFY(error.summary().contains(u"127.0.0.1:%1"_s.arg(m_raw->port(mode))));
        }
        QVERIFY(residentBytes() - before < 8 * 1024 * 1024);
    }
};

QTEST_GUILESS_MAIN(tst_Probes)
#include "tst_probes.moc"
