// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/sleep.h"
#include "services/net/curlclient.h"
#include "services/net/linestream.h"
#include "tests/support/await.h"
#include "tests/support/fakeserver.h"
#include "tests/support/rawserver.h"
#include "tests/support/loop.h"

#include <QElapsedTimer>

using namespace core;
using namespace net;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// What a long-running Azure operation looks like: ask, then ask again until it has settled.
Async<QByteArray> pollUntilDone(HttpClient &http, Clock &clock, QUrl url)
{
    for (;;) {
        const auto response = co_await http.send(Request::get(url).with("Accept", "application/json"));
        if (response.body() != "Running")
            co_return response.body();
        co_await sleepFor(clock, 2ms);
    }
}

Async<QByteArrayList> readLines(HttpClient &http, Request request, qsizetype longest)
{
    auto body = co_await http.open(request);
    LineStream stream(std::move(body), longest);
    QByteArrayList lines;
    for (;;) {
        const auto line = co_await stream.next();
        if (!line)
            co_return line.error();
        if (!*line)
            break;
        lines << **line;
    }
    lines << "incomplete " + QByteArray::number(stream.incomplete());
    co_return lines;
}

Deadlines quick()
{
    return {.connect = 300ms, .head = 400ms, .silence = 500ms, .total = 800ms};
}

} // namespace

class tst_HttpClient : public QObject {
    Q_OBJECT

    std::unique_ptr<RawServer> m_raw;
    std::unique_ptr<IoThread> m_io;

private Q_SLOTS:
    void initTestCase()
    {
        m_raw = std::make_unique<RawServer>();
        QVERIFY(m_raw->isRunning());
    }
    void init() { m_io = std::make_unique<IoThread>(); }
    void cleanup()
    {
        QElapsedTimer clock;
        clock.start();
        m_io.reset();
        QVERIFY2(clock.elapsed() < 1000, "the I/O thread took more than a second to end");
    }

    void answers()
    {
        FakeServer server;
        server.answer("/version", 200, "v1.31", "X-Test: yes\r\n");
        CurlClient http(*m_io);
        const auto response =
            outcomeOf(http.send(Request::get(server.url(u"/version"_s)).with("Accept", "text/plain")));
        QVERIFY(response && *response);
        QCOMPARE((*response)->body(), "v1.31");
        QCOMPARE((*response)->header("x-test"), "yes");
        QCOMPARE(server.seen().first().headers.value("accept"), "text/plain");
    }

    void sendsBodiesWithTheVerbThatWasAsked()
    {
        FakeServer server;
        server.answer("/thing", 201, "made");
        CurlClient http(*m_io);
        for (const QByteArray verb : {"POST", "PUT", "PATCH", "DELETE"}) {
            const auto response = outcomeOf(http.send(
                Request(verb, server.url(u"/thing"_s)).carrying("application/json", QByteArray(3'000'000, 'x'))));
            QVERIFY(response && *response);
            QCOMPARE((*response)->status(), 201);
            QCOMPARE(server.seen().last().line, verb + " /thing HTTP/1.1");
            QCOMPARE(server.seen().last().body.size(), 3'000'000);
            QVERIFY(!server.seen().last().headers.contains("expect"));
        }
        QCOMPARE(server.connections(), 1);
        const auto head = outcomeOf(http.send(Request("HEAD", server.url(u"/thing"_s))));
        QVERIFY(head && *head && (*head)->body().isEmpty());
        const auto bare = outcomeOf(http.send(Request("DELETE", server.url(u"/thing"_s))));
        QVERIFY(bare && *bare);
    }

    void mapsTheStatusToASentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("401") << 401 << Error::Kind::Unauthorized;
        QTest::newRow("403") << 403 << Error::Kind::Forbidden;
        QTest::newRow("404") << 404 << Error::Kind::NotFound;
        QTest::newRow("409") << 409 << Error::Kind::Conflict;
        QTest::newRow("410") << 410 << Error::Kind::Gone;
        QTest::newRow("422") << 422 << Error::Kind::Refused;
        QTest::newRow("429") << 429 << Error::Kind::Throttled;
        QTest::newRow("503") << 503 << Error::Kind::Server;
    }
    void mapsTheStatusToASentence()
    {
        QFETCH(int, status);
        QFETCH(Error::Kind, kind);
        FakeServer server;
        server.answer("/gone", status, R"({"message":"words of the server"})", "Retry-After: 7\r\n");
        CurlClient http(*m_io);
        for (int way = 0; way < 2; ++way) {
            const auto request = Request::get(server.url(u"/gone?sig=SASSECRET"_s));
            const auto error = way == 0 ? failureOf(http.send(request)) : failureOf(http.open(request));
            QCOMPARE(error.kind(), kind);
            QVERIFY2(error.summary().contains(u"127.0.0.1:%1"_s.arg(server.serverPort())), qPrintable(error.summary()));
            QVERIFY(error.summary().endsWith(u'.'));
            QVERIFY(error.detail().contains(u"words of the server"));
            QCOMPARE(error.retryAfter(), std::optional<std::chrono::milliseconds>(7s));
        }
    }

    void polls()
    {
        FakeServer server;
        SystemClock clock;
        server.answer("/op", 200, "Running");
        CurlClient http(*m_io);
        QByteArray outcome;
        TaskScope tasks;
        tasks.run(pollUntilDone(http, clock, server.url(u"/op"_s)),
            [&](const Result<QByteArray> &result) { outcome = *result; });
        QTRY_VERIFY(server.seen().size() >= 3);
        server.answer("/op", 200, "Succeeded");
        QTRY_COMPARE(outcome, "Succeeded");
        QCOMPARE(server.connections(), 1);
    }

    void losingInterestHangsUpAtOnce()
    {
        FakeServer server;
        server.keepOpen("/watch");
        CurlClient http(*m_io);
        QElapsedTimer clock;
        {
            TaskScope tasks;
            tasks.run(http.send(Request::get(server.url(u"/hangs"_s))),
                [](const Result<Response> &) { QFAIL("nobody is listening"); });
            tasks.run(readLines(http, Request::get(server.url(u"/watch?watch=1"_s)), 1000),
                [](const Result<QByteArrayList> &) { QFAIL("nobody is listening"); });
            QTRY_COMPARE(server.open(), 2);
            QTRY_VERIFY(server.push("/watch", "line"));
            clock.start();
        }
        QTRY_COMPARE(server.open(), 0);
        QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
    }

    void theClientMayGoFirst()
    {
        FakeServer server;
        auto http = std::make_unique<CurlClient>(*m_io);
        TaskScope tasks;
        QByteArray body;
        tasks.run(http->send(Request::get(server.url(u"/late"_s))),
            [&](const Result<Response> &response) { body = response->body(); });
        QTRY_COMPARE(server.seen().size(), 1);
        http.reset();
        tasks.run(CurlClient(*m_io).send(Request::get(server.url(u"/never"_s))), [&](const Result<Response> &) {});
        QTRY_COMPARE(server.open(), 2);
        tasks.cancel();
        QTRY_COMPARE(server.open(), 0);
    }

    void theThreadMayGoFirst()
    {
        FakeServer server;
        auto io = std::make_unique<IoThread>();
        CurlClient http(*io);
        TaskScope tasks;
        tasks.run(
            http.send(Request::get(server.url(u"/hangs"_s))), [](const Result<Response> &) { QFAIL("cannot be"); });
        QTRY_COMPARE(server.open(), 1);
        io.reset();
        QTRY_COMPARE(server.open(), 0);
    }

    void aCoroutineDestroyedAtEveryMoment()
    {
        FakeServer server;
        server.answer("/a", 200, QByteArray(200'000, 'x'));
        server.keepOpen("/watch");
        CurlClient http(*m_io);
        for (int i = 0; i < 300; ++i) {
            TaskScope tasks;
            tasks.run(http.send(Request::get(server.url(u"/a"_s))), [](const Result<Response> &) {});
            tasks.run(readLines(http, Request::get(server.url(u"/watch?watch=1"_s)), 1000),
                [](const Result<QByteArrayList> &) {});
            for (int turn = 0; turn < i % 7; ++turn) {
                giveTimeFor(0ms);
                server.push("/watch", "x");
            }
        }
        QTRY_VERIFY(server.open() <= 300); // idle ones may stay
        const auto response = outcomeOf(http.send(Request::get(server.url(u"/a"_s))));
        QVERIFY(response && *response);
    }

    void streamsLines()
    {
        FakeServer server;
        server.keepOpen("/log");
        CurlClient http(*m_io);
        std::optional<Result<QByteArrayList>> lines;
        TaskScope tasks;
        tasks.run(readLines(http, Request::get(server.url(u"/log?watch=1"_s)), 1000),
            [&](Result<QByteArrayList> result) { lines = std::move(result); });
        QTRY_VERIFY(server.isFollowed("/log"));
        server.pushRaw("/log", "on");
        server.pushRaw("/log", "e\r\ntwo\n\nfour\nfi");
        giveTimeFor(10ms);
        server.hangUp("/log");
        QTRY_VERIFY(lines);
        QCOMPARE(**lines, (QByteArrayList{"one", "two", "", "four", "incomplete 2"}));
    }

    void aStreamThatIsCutIsAnError()
    {
        CurlClient http(*m_io);
        const auto error = failureOf(readLines(http, Request::get(m_raw->url(u"cutchunk"_s)), 1000));
        QCOMPARE(error.kind(), Error::Kind::Truncated);
    }

    void aLineWithoutEndIsRefused()
    {
        CurlClient http(*m_io);
        const auto error = failureOf(readLines(http, Request::get(m_raw->url(u"endless"_s)), 500));
        QCOMPARE(error.kind(), Error::Kind::TooLarge);
    }

    void deadlines_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("says");
        QTest::newRow("TLS that never begins")
            << u"tlsstall"_s << 300 << u"did not accept the connection within 300 ms"_s;
        QTest::newRow("no answer") << u"silent"_s << 400 << u"no answer came within 400 ms"_s;
        QTest::newRow("half a head") << u"halfhead"_s << 400 << u"no answer came within 400 ms"_s;
        QTest::newRow("half a body") << u"halfbody"_s << 500 << u"fell silent for 500 ms"_s;
        QTest::newRow("a byte now and then") << u"trickle"_s << 800 << u"not complete within 800 ms"_s;
    }
    void deadlines()
    {
        QFETCH(QString, mode);
        QFETCH(int, limit);
        QFETCH(QString, says);
        CurlClient http(*m_io);
        auto url = m_raw->url(mode);
        if (mode == u"tlsstall")
            url.setScheme(u"https"_s);
        else
            QCOMPARE(m_raw->told(mode, u"closed"_s).size(), 0);
        QElapsedTimer clock;
        clock.start();
        const auto error = failureOf(http.send(Request::get(url).within(quick())));
        const auto took = clock.elapsed();
        QCOMPARE(error.kind(), Error::Kind::Timeout);
        QVERIFY2(error.summary().contains(says), qPrintable(error.summary()));
        QVERIFY2(took >= limit - 5 && took <= limit * 11 / 10 + 100, qPrintable(QString::number(took)));
        if (mode != u"tlsstall")
            QTRY_COMPARE(m_raw->told(mode, u"closed"_s).size(), 1); // the socket is closed, not left behind
    }

    void refusedAndUnknown()
    {
        CurlClient http(*m_io);
        quint16 free = 0;
        {
            FakeServer server;
            free = server.serverPort();
        }
        const auto refused =
            failureOf(http.send(Request::get(QUrl(u"http://127.0.0.1:%1/x?sig=SASSECRET"_s.arg(free)))));
        QCOMPARE(refused.summary(), u"Cannot reach 127.0.0.1:%1: the connection was refused."_s.arg(free));
        QVERIFY(!refused.help().isEmpty());
        const auto unknown = failureOf(http.send(Request::get(QUrl(u"http://no.such.name.invalid/"_s))));
        QCOMPARE(unknown.summary(), u"Cannot reach no.such.name.invalid: its name is not known."_s);
        QCOMPARE(failureOf(http.send(Request::get(QUrl(u"ftp://127.0.0.1/"_s)))).kind(), Error::Kind::Malformed);
        QCOMPARE(failureOf(http.send(Request::get(QUrl(u"/relative"_s)))).kind(), Error::Kind::Malformed);
        QCOMPARE(
            failureOf(http.send(Request::get(QUrl(u"http://127.0.0.1/"_s)).with("X-Evil", "a\r\nInjected: b"))).kind(),
            Error::Kind::Malformed);
    }

    void compressedAnswersAreUnpackedUpToALimit()
    {
        CurlClient http(*m_io);
        const auto small = outcomeOf(http.send(Request::get(m_raw->url(u"gzip"_s))));
        QVERIFY(small && *small);
        QCOMPARE((*small)->body(), QByteArray(100'000, 'a'));
        QVERIFY(m_raw->told(u"gzip"_s, u"request"_s)
                    .first()["head"_L1]
                    .toString()
                    .contains(u"Accept-Encoding: gzip, deflate"_s));
        const auto before = residentBytes();
        const auto error = failureOf(http.send(Request::get(m_raw->url(u"bomb"_s)).upTo({.body = 8 * 1024 * 1024})));
        QCOMPARE(error.kind(), Error::Kind::TooLarge);
        QVERIFY2(error.summary().contains(u"larger than 8 MiB"_s), qPrintable(error.summary()));
        QVERIFY(residentBytes() - before < 64 * 1024 * 1024);
    }

    void ownConnectionIsSharedWithNobody()
    {
        FakeServer server;
        server.answer("/a", 200, "a");
        CurlClient http(*m_io);
        for (int i = 0; i < 3; ++i)
            QVERIFY(*outcomeOf(http.send(Request::get(server.url(u"/a"_s)))));
        QCOMPARE(server.connections(), 1);
        for (int i = 0; i < 3; ++i)
            QVERIFY(*outcomeOf(http.send(Request::get(server.url(u"/a"_s)).on(Request::Connection::Own))));
        QCOMPARE(server.connections(), 4);
        QTRY_COMPARE(server.open(), 1);
    }

    void proxies_data()
    {
        QTest::addColumn<QByteArray>("no");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("proxied");
        QTest::newRow("no exception") << QByteArray() << u"cluster.example.com"_s << true;
        QTest::newRow("named") << QByteArray("cluster.example.com") << u"cluster.example.com"_s << false;
        QTest::newRow("suffix") << QByteArray(".example.com") << u"cluster.example.com"_s << false;
        QTest::newRow("other suffix") << QByteArray(".example.org") << u"cluster.example.com"_s << true;
        QTest::newRow("network") << QByteArray("10.0.0.0/8") << u"10.1.2.3"_s << false;
        QTest::newRow("other network") << QByteArray("10.0.0.0/16") << u"10.1.2.3"_s << true;
        QTest::newRow("all") << QByteArray("*") << u"cluster.example.com"_s << false;
    }
    void proxies()
    {
        QFETCH(QByteArray, no);
        QFETCH(QString, host);
        QFETCH(bool, proxied);
        const QByteArray place = "http://user:PROXYSECRET@127.0.0.1:" + QByteArray::number(m_raw->port(u"proxy407"_s));
        qputenv("HTTPS_PROXY", place);
        qputenv("NO_PROXY", no);
        CurlClient http(*m_io);
        const auto asked = m_raw->told(u"proxy407"_s, u"request"_s).size();
        const auto error =
            failureOf(http.send(Request::get(QUrl(u"https://%1/x"_s.arg(host))).within({.connect = 300ms})));
        qunsetenv("HTTPS_PROXY");
        qunsetenv("NO_PROXY");
        QCOMPARE(m_raw->told(u"proxy407"_s, u"request"_s).size() - asked, proxied ? 1 : 0);
        if (proxied)
            QVERIFY2(
                error.summary().contains(u"the proxy answered 407"_s), qPrintable(error.summary() + error.detail()));

        // What the kubeconfig says beats the environment.
        qputenv("NO_PROXY", "*");
        CurlClient told(*m_io, {.proxy = Proxy::at(place)});
        const auto refusal = failureOf(told.send(Request::get(QUrl(u"https://%1/x"_s.arg(host)))));
        qunsetenv("NO_PROXY");
        QVERIFY(refusal.summary().contains(u"the proxy answered 407"_s));
        QVERIFY(refusal.help().contains(u"credentials"_s));
        for (const auto &text : {refusal.summary(), refusal.detail(), refusal.help(), error.summary(), error.detail()})
            QVERIFY2(!text.contains(u"PROXYSECRET"_s), qPrintable(text));
        CurlClient odd(*m_io, {.proxy = Proxy::at("gopher://user:PROXYSECRET@127.0.0.1:1")});
        const auto unusable = failureOf(odd.send(Request::get(QUrl(u"https://%1/x"_s.arg(host)))));
        QVERIFY2(!(unusable.summary() + unusable.detail()).contains(u"PROXYSECRET"_s), qPrintable(unusable.detail()));
    }

    // A server that repeats everything it was told, in every way an answer can fail.
    void noErrorRepeatsASecret()
    {
        FakeServer server;
        server.answerWith([](const FakeServer::Seen &seen) -> std::optional<FakeServer::Answer> {
            const int status = seen.target().mid(1, 3).toInt();
            QByteArray echo = seen.line;
            for (auto it = seen.headers.cbegin(); it != seen.headers.cend(); ++it)
                echo += '\n' + it.key() + ": " + it.value();
            return FakeServer::Answer{status, echo,
                "Location: https://elsewhere.example/" + seen.headers.value("authorization").mid(7)
                    + "?back=" + seen.target() + "\r\n"};
        });
        CurlClient http(*m_io);
        for (const int status : {301, 302, 307, 308, 400, 401, 403, 404, 409, 410, 418, 429, 500, 502, 503}) {
            const auto request =
                Request::get(server.url(u"/%1/x?api-version=1&sig=SASSECRET%2Fx&se=2026-QUERYPART"_s.arg(status)))
                    .with("Authorization", "Bearer TOKENSECRET")
                    .with("Cookie", "session=COOKIESECRET")
                    .with("X-Ms-Auth", "HEADERSECRET")
                    .with("Accept", "application/json");
            for (int way = 0; way < 2; ++way) {
                const auto error = way == 0 ? failureOf(http.send(request)) : failureOf(http.open(request));
                const auto text = error.summary() + error.detail() + error.help();
                QVERIFY(!error.summary().contains(u"never ended"_s) && !error.summary().contains(u"succeeded"_s));
                for (const auto &secret : {u"SASSECRET"_s, u"QUERYPART"_s, u"TOKENSECRET"_s, u"COOKIESECRET"_s,
                         u"HEADERSECRET"_s, u"api-version"_s})
                    QVERIFY2(!text.contains(secret), qPrintable(text));
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_HttpClient)
#include "tst_httpclient.moc"
