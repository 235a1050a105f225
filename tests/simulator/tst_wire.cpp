// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/serverworld.h"

#include "tests/support/loop.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// Bytes that no client of ours would send, and readers that do not read.
class tst_Wire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsInOneBreathAreAnsweredInOrder()
    {
        ServerWorld w;
        RawClient client(w);
        QVERIFY(client.isEncrypted());
        client.say(client.request(u"/readyz"_s) + client.request(u"/version"_s)
            + client.request(u"/livez"_s, "Connection: close\r\n"));
        QVERIFY(client.isHungUpOn());
        QCOMPARE(client.heard().count("HTTP/1.1 200 OK\r\n"), 3);
        QVERIFY(client.heard().indexOf("gitVersion") > client.heard().indexOf("\r\n\r\nok"));
        QVERIFY(client.heard().endsWith("\r\n\r\nok"));
    }

    void nonsenseIsRefusedAndTheConnectionClosed()
    {
        ServerWorld w;
        for (const QByteArray nonsense :
            {"\x16\x03\x01 hello\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"}) {
            RawClient client(w);
            QVERIFY(client.isEncrypted());
            client.say(nonsense);
            QVERIFY(client.isHungUpOn());
            QVERIFY2(client.heard().startsWith("HTTP/1.1 400 Bad Request\r\n"), client.heard().constData());
            QVERIFY(client.heard().contains("Connection: close\r\n"));
        }
        RawClient endless(w);
        QVERIFY(endless.isEncrypted());
        endless.say("GET / HTTP/1.1\r\nA: " + QByteArray(200'000, 'a'));
        QVERIFY(endless.hears("HTTP/1.1 431 "));
        w.time.advance(5s);
        QVERIFY(endless.isHungUpOn());
        QCOMPARE(w.get(u"/readyz"_s), "ok");
    }

    void aClientThatWaitsToSendIsToldTo()
    {
        ServerWorld w;
        RawClient client(w);
        QVERIFY(client.isEncrypted());
        client.say("POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(client.hears("HTTP/1.1 100 Continue\r\n\r\n"));
        client.say("{}");
        QVERIFY(client.hears("HTTP/1.1 405 Method Not Allowed\r\n"));
    }

    void aWatchEndsAndTheNextRequestGoesOn()
    {
        ServerWorld w;
        RawClient client(w);
        QVERIFY(client.isEncrypted());
        client.say(client.request(Maps + u"?watch=1&timeoutSeconds=5"_s) + client.request(u"/readyz"_s));
        QVERIFY(client.hears("Transfer-Encoding: chunked\r\n"));
        w.put(u"a"_s);
        QVERIFY(client.hears("ADDED"));
        QVERIFY(!client.heard().contains("\r\n\r\nok"));
        w.time.advance(5s);
        QVERIFY(client.hears("\r\n0\r\n\r\n"));
        QVERIFY(client.hears("\r\n\r\nok"));
    }

    void whoIsKeptWaitingIsNotCutOff()
    {
        ServerWorld w;
        RawClient client(w);
        QVERIFY(client.isEncrypted());
        client.say(client.request(u"/readyz"_s) + "GET /rea");
        QVERIFY(client.hears("\r\n\r\nok"));
        w.time.advance(30s);
        client.say("dyz HTTP/1.1\r\nHost: x\r\n\r\n" + client.request(Maps + u"?watch=1"_s) + "GET /li");
        QVERIFY(client.hears("Transfer-Encoding: chunked\r\n"));
        w.time.advance(200s);
        w.put(u"a"_s);
        QVERIFY(client.hears("ADDED"));
        w.server.closeWatches(u"one"_s);
        QVERIFY(client.hears("\r\n0\r\n\r\n"));
        w.time.advance(120s);
        QVERIFY(client.isHungUpOn());
    }

    void whoDoesNotFinishIsCutOff()
    {
        ServerWorld w;
        RawClient slow(w);
        QVERIFY(slow.isEncrypted());
        slow.say(slow.request(u"/readyz"_s) + "GET /li");
        QVERIFY(slow.hears("\r\n\r\nok"));
        QTcpSocket silent; // never shakes hands
        silent.connectToHost(u"127.0.0.1"_s, quint16(w.server.url(u"one"_s).port()));
        QTRY_COMPARE(silent.state(), QAbstractSocket::ConnectedState);
        QCOMPARE(w.get(u"/readyz"_s), "ok"); // by now the server knows it
        w.time.advance(10s);
        QTRY_COMPARE(silent.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(!slow.isClosed());
        w.time.advance(50s);
        QVERIFY(slow.isHungUpOn());
    }

    void aReaderThatStallsCostsLittleAndIsCutOff()
    {
        ServerWorld w;
        constexpr int Changes = 400;
        constexpr qsizetype Size = 64 * 1024;
        RawClient client(w, Size);
        QVERIFY(client.isEncrypted());
        client.say(client.request(Maps + u"?watch=1"_s));
        QTRY_COMPARE(w.watches(), 1);
        for (int i = 0; i < Changes; ++i)
            w.put(u"big"_s, QString(Size, QChar(u'a' + i % 26)));
        QCOMPARE(w.get(u"/readyz"_s), "ok"); // it has been told of all of them, and has not sent them
        giveTimeFor(50ms);
        w.time.advance(60s);
        w.time.advance(60s); // the first minute may have begun before the last byte was taken
        QCOMPARE(w.get(u"/readyz"_s), "ok");
        qint64 taken = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                taken = client.heard().size();
                return client.isClosed();
            },
            20'000));
        // What the kernel holds for both ends, and our own megabyte; not the twenty-five that there were.
        QVERIFY2(taken < Changes * Size * 2 / 3, qPrintable(QString::number(taken)));
    }

    void aReaderThatPausesMissesNothing()
    {
        ServerWorld w;
        constexpr int Changes = 200;
        constexpr qsizetype Size = 64 * 1024;
        RawClient client(w, Size);
        QVERIFY(client.isEncrypted());
        client.say(client.request(Maps + u"?watch=1"_s));
        QTRY_COMPARE(w.watches(), 1);
        for (int i = 0; i < Changes; ++i)
            w.put(u"big"_s, QString(Size, QChar(u'a' + i % 26)));
        QCOMPARE(w.get(u"/readyz"_s), "ok");
        QVERIFY(QTest::qWaitFor([&] { return client.heard().size() > Changes * Size; }, 20'000));
        QTRY_COMPARE(
            client.heard().count("\"type\":\"ADDED\"") + client.heard().count("\"type\":\"MODIFIED\""), Changes);
    }

    void onlySoManyComeIn()
    {
        ServerWorld w;
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 300; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(u"127.0.0.1"_s, quint16(w.server.url(u"one"_s).port()));
        }
        QTRY_COMPARE(std::count_if(sockets.begin(), sockets.end(),
                         [](const auto &socket) { return socket->state() == QAbstractSocket::ConnectedState; }),
            256);
        sockets.clear();
        QTRY_COMPARE(w.get(u"/readyz"_s), "ok");
    }
};

QTEST_GUILESS_MAIN(tst_Wire)
#include "tst_wire.moc"
