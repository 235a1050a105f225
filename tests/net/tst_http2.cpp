// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/sleep.h"
#include "services/net/curlclient.h"
#include "services/net/linestream.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/rawserver.h"
#include "tests/support/loop.h"

#include <QElapsedTimer>

using namespace core;
using namespace net;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
constexpr qint64 MiB = 1024 * 1024;
}

// HTTP/2 against a server that is written frame by frame, and readers that stop reading.
class tst_Http2 : public QObject {
    Q_OBJECT

    Certificates m_certificates;
    std::unique_ptr<RawServer> m_raw;
    std::unique_ptr<IoThread> m_io;

    // Opens a stream, reads one line and then nothing until told to go on.
    static Async<qint64> stall(HttpClient &http, Request request, bool &goOn, qint64 enough)
    {
        auto body = co_await http.open(request);
        LineStream lines(std::move(body));
        const auto first = co_await lines.next();
        if (!first)
            co_return first.error();
        SystemClock clock;
        qint64 bytes = 0;
        while (bytes < enough) {
            co_await sleepUntil(goOn, clock);
            const auto line = co_await lines.next();
            if (!line)
                co_return line.error();
            bytes += (*line)->size() + 1;
        }
        co_return bytes;
    }
    static Async<> sleepUntil(const bool &flag, Clock &clock)
    {
        while (!flag) {
            co_await sleepFor(clock, 5ms);
        }
        co_return {};
    }

    QList<QJsonObject> told(const QString &mode, const QString &event) const { return m_raw->told(mode, event); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_certificates.isValid());
        m_raw = std::make_unique<RawServer>(&m_certificates);
        QVERIFY(m_raw->isRunning());
    }
    void init() { m_io = std::make_unique<IoThread>(); }
    void cleanup() { m_io.reset(); }

    void requestsShareOneConnection()
    {
        CurlClient http(*m_io, {m_certificates.trusting()});
        int done = 0;
        QElapsedTimer clock;
        clock.start();
        TaskScope tasks;
        QSet<QByteArray> connections;
        for (int i = 0; i < 50; ++i) {
            tasks.run(http.send(Request::get(m_raw->url(u"h2slow"_s))), [&](const Result<Response> &response) {
                QVERIFY2(response, qPrintable(response ? QString() : response.error().summary()));
                connections.insert(response->body().left(response->body().indexOf(" stream")));
                ++done;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(done, 50, 20'000);
        QCOMPARE(connections.size(), 1);
        QVERIFY2(clock.elapsed() < 50 * 200 / 2, "they were answered one after the other");
    }

    void otherIdentitiesDoNot()
    {
        CurlClient alice(*m_io, {m_certificates.user(u"alice"_s)});
        CurlClient bob(*m_io, {m_certificates.user(u"bob"_s)});
        CurlClient reckless(*m_io, {Certificates::reckless()});
        CurlClient careful(*m_io);
        QSet<QByteArray> seen;
        for (auto *http : {&reckless, &alice, &bob}) {
            QSet<QByteArray> own;
            for (int i = 0; i < 5; ++i) {
                const auto response = outcomeOf(http->send(Request::get(m_raw->url(u"h2plain"_s))));
                QVERIFY(response && *response);
                own.insert((*response)->body().left((*response)->body().indexOf(" stream")));
            }
            QCOMPARE(own.size(), 1);
            QVERIFY(!seen.intersects(own));
            seen.unite(own);
        }
        QCOMPARE(failureOf(careful.send(Request::get(m_raw->url(u"h2plain"_s)))).kind(), Error::Kind::Certificate);
    }

    void twoHundredStreamsAndAQuickQuestion()
    {
        CurlClient http(*m_io, {m_certificates.trusting()});
        bool goOn = false;
        TaskScope tasks;
        for (int i = 0; i < 200; ++i)
            tasks.run(stall(http, Request::get(m_raw->url(u"h2hold"_s)).within({.total = 0ms}), goOn, 1),
                [](const Result<qint64> &) {});
        QTRY_COMPARE_WITH_TIMEOUT(told(u"h2hold"_s, u"request"_s).size(), 200, 20'000);
        QElapsedTimer clock;
        clock.start();
        const auto response = outcomeOf(http.send(Request::get(m_raw->url(u"h2plain"_s))));
        QVERIFY(response && *response);
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        QSet<int> connections;
        for (const auto &request : told(u"h2hold"_s, u"request"_s))
            connections.insert(request["connection"_L1].toInt());
        qInfo() << "200 streams took" << connections.size() << "connections";
        tasks.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(told(u"h2hold"_s, u"closed"_s).size(), connections.size(), 10'000);
    }

    void losingInterestResetsTheStreamOnly()
    {
        CurlClient http(*m_io, {m_certificates.trusting()});
        const auto resets = told(u"h2hold"_s, u"reset"_s).size();
        const auto closed = told(u"h2hold"_s, u"closed"_s).size();
        const auto asked = told(u"h2hold"_s, u"request"_s).size();
        bool goOn = false;
        TaskScope neighbour;
        neighbour.run(stall(http, Request::get(m_raw->url(u"h2hold"_s)), goOn, 1),
            [](const Result<qint64> &) { QFAIL("it has been disturbed"); });
        QTRY_COMPARE(told(u"h2hold"_s, u"request"_s).size(), asked + 1);
        QElapsedTimer clock;
        {
            TaskScope tasks;
            tasks.run(stall(http, Request::get(m_raw->url(u"h2hold"_s)), goOn, 1), [](const Result<qint64> &) {});
            QTRY_COMPARE(told(u"h2hold"_s, u"request"_s).size(), asked + 2);
            giveTimeFor(100ms);
            clock.start();
        }
        QTRY_COMPARE(told(u"h2hold"_s, u"reset"_s).size(), resets + 1);
        QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(told(u"h2hold"_s, u"closed"_s).size(), closed);
        neighbour.cancel(); // nobody is left who could carry the reset
        QTRY_COMPARE(told(u"h2hold"_s, u"closed"_s).size(), closed + 1);
        QVERIFY(*outcomeOf(http.send(Request::get(m_raw->url(u"h2plain"_s)))));
    }

    // HTTP/1.1: the server would send 1 GiB, the reader stops after a line.
    void aStalledReaderHoldsTheSender_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<qint64>("growth");
        QTest::newRow("HTTP/1.1") << u"endless"_s << 32 * MiB;
        QTest::newRow("HTTP/2") << u"h2endless"_s << 64 * MiB; // 32 MiB of window, and what goes with it
    }
    void aStalledReaderHoldsTheSender()
    {
        QFETCH(QString, mode);
        QFETCH(qint64, growth);
        CurlClient http(*m_io, {m_certificates.trusting()});
        bool goOn = false;
        std::optional<Result<qint64>> read;
        const auto before = residentBytes();
        qint64 peak = 0;
        TaskScope tasks;
        tasks.run(stall(http, Request::get(m_raw->url(mode)).within({.silence = 2s, .total = 0ms}), goOn, 200 * MiB),
            [&](Result<qint64> result) { read = std::move(result); });
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 4000) { // longer than the silence that is allowed: it is we who are silent
            giveTimeFor(50ms);
            peak = std::max(peak, residentBytes() - before);
        }
        QVERIFY(!read);
        qInfo().noquote() << mode << "grew by" << peak / 1024 << "KiB while the reader stood still";
        QVERIFY2(peak <= growth, qPrintable(QString::number(peak)));

        if (mode == u"h2endless") { // others on the same connection go on meanwhile
            const auto response = outcomeOf(http.send(Request::get(m_raw->url(mode))), 5s);
            QVERIFY(response);
            QVERIFY2(*response, qPrintable(*response ? QString() : response->error().summary()));
            QCOMPARE((*response)->body().left(10), "connection");
        }
        goOn = true;
        QTRY_VERIFY_WITH_TIMEOUT(read, 60'000);
        QVERIFY2(*read, qPrintable(*read ? QString() : read->error().summary()));
        QVERIFY(**read >= 200 * MiB);
        QTRY_VERIFY(!told(mode, mode.startsWith("h2"_L1) ? u"reset"_s : u"closed"_s).isEmpty());
        QVERIFY(
            told(mode, mode.startsWith("h2"_L1) ? u"reset"_s : u"closed"_s).last()["sent"_L1].toDouble() < 300. * MiB);
    }
};

QTEST_GUILESS_MAIN(tst_Http2)
#include "tst_http2.moc"
