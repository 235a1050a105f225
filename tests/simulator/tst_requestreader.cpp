// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/requestreader.h"

#include <QTest>

#include <random>

using namespace simulator;
using namespace Qt::StringLiterals;
using State = RequestReader::State;

class tst_RequestReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesRequestsWhateverTheyAreCutInto()
    {
        const QByteArray bytes =
            "GET /api/v1/namespaces?limit=2&labelSelector=a+in+(b%2Cc)&watch HTTP/1.1\r\nHost: x\r\n"
            "Accept:  application/json \r\n\r\n"
            "POST /a%2Fb/ HTTP/1.1\r\nhost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
        for (int size = 1; size < bytes.size(); size += size < 5 ? 1 : 37) {
            RequestReader reader;
            QList<HttpRequest> requests;
            for (qsizetype at = 0; at < bytes.size(); at += size) {
                for (auto state = reader.feed(bytes.mid(at, size)); state != State::Wanting; state = reader.next()) {
                    QCOMPARE(state, State::Ready);
                    requests << reader.take();
                }
            }
            QCOMPARE(requests.size(), 2);
            QCOMPARE(requests[0].path, QStringList({u"api"_s, u"v1"_s, u"namespaces"_s}));
            QCOMPARE(requests[0].query,
                Query({{u"limit"_s, u"2"_s}, {u"labelSelector"_s, u"a in (b,c)"_s}, {u"watch"_s, QString()}}));
            QCOMPARE(requests[0].header("accept"), "application/json");
            QVERIFY(!requests[0].wantsClose());
            QCOMPARE(requests[1].path, QStringList({u"a/b"_s}));
            QCOMPARE(requests[1].body, "hello");
            QVERIFY(requests[1].wantsClose());
            QVERIFY(!reader.isBegun());
        }
    }

    void refusesWhatIsNotARequest_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
            QTest::newRow(name) << bytes << status;
        };
        const QByteArray head = "GET / HTTP/1.1\r\nHost: x\r\n";
        row("no version", "GET /\r\nHost: x\r\n\r\n");
        row("old version", "GET / HTTP/1.0\r\nHost: x\r\n\r\n");
        row("http 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        row("two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n");
        row("no path", "GET x HTTP/1.1\r\nHost: x\r\n\r\n");
        row("absolute", "GET https://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n");
        row("control", QByteArray("GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n"));
        row("percent", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        row("percent at the end", "GET /%2 HTTP/1.1\r\nHost: x\r\n\r\n");
        row("not UTF-8", "GET /?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n");
        row("not UTF-8 in the path", "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n");
        row("no host", "GET / HTTP/1.1\r\n\r\n");
        row("two hosts", head + "Host: y\r\n\r\n");
        row("folded", head + "A: b\r\n c\r\n\r\n");
        row("blank before the colon", head + "A : b\r\n\r\n");
        row("no colon", head + "A\r\n\r\n");
        row("lone line feed", head + "A: b\nC: d\r\n\r\n");
        row("zero byte", head + QByteArray("A: b\0c\r\n\r\n", 11));
        row("two lengths", head + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na");
        row("list of lengths", head + "Content-Length: 1, 1\r\n\r\na");
        row("negative length", head + "Content-Length: -1\r\n\r\n");
        row("signed length", head + "Content-Length: +1\r\n\r\na");
        row("huge length", head + "Content-Length: 99999999999999999999\r\n\r\n");
        row("chunked", head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("both", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("too long a body", head + "Content-Length: 3145729\r\n\r\n", 413);
        row("too long a line", "GET /" + QByteArray(70'000, 'a'), 431);
        row("too long a head", head + "A: " + QByteArray(70'000, 'a') + "\r\n\r\n", 431);
        row("too many headers", head + QByteArray("A: b\r\n").repeated(101) + "\r\n", 431);
    }
    void refusesWhatIsNotARequest()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        RequestReader reader;
        QCOMPARE(reader.feed(bytes), State::Failed);
        QCOMPARE(reader.failure(), status);
        QCOMPARE(reader.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), State::Failed);
    }

    void aClientThatWaitsIsTold()
    {
        RequestReader reader;
        QCOMPARE(reader.feed("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"),
            State::Continue);
        QCOMPARE(reader.next(), State::Wanting);
        QVERIFY(reader.isBegun());
        QCOMPARE(reader.feed("ab"), State::Ready);
        QCOMPARE(reader.take().body, "ab");
    }

    // Damaged requests: refused or taken, never more than that, and never more kept than the limits say.
    void survivesDamage()
    {
        const QByteArray whole = "POST /api/v1/namespaces?limit=2&labelSelector=a%20b HTTP/1.1\r\nHost: x\r\n"
                                 "Content-Length: 3\r\nExpect: 100-continue\r\nAccept: */*\r\n\r\nabc";
        const QByteArray bytes("\r\n\0 :%/?&=#+\xff"
                               "a0Z\t",
            18);
        std::minstd_rand random(3);
        int ready = 0;
        int failed = 0;
        for (int i = 0; i < 20'000; ++i) {
            QByteArray damaged = whole.repeated(2);
            for (auto changes = random() % 4; changes > 0; --changes) {
                const auto at = qsizetype(random() % uint(damaged.size()));
                switch (random() % 3) {
                case 0: damaged[at] = bytes[qsizetype(random() % uint(bytes.size()))]; break;
                case 1: damaged.remove(at, qsizetype(random() % 4)); break;
                default: damaged.insert(at, bytes[qsizetype(random() % uint(bytes.size()))]);
                }
            }
            RequestReader reader;
            const auto cut = qsizetype(random() % uint(damaged.size()));
            for (const QByteArray &part : {damaged.left(cut), damaged.mid(cut)}) {
                auto state = reader.feed(part);
                for (; state == State::Ready || state == State::Continue; state = reader.next())
                    ready += state == State::Ready;
                failed += state == State::Failed;
            }
        }
        QVERIFY(ready > 10'000 && failed > 5'000);
    }

    void aBodyOfTheLimitIsTaken()
    {
        RequestReader reader;
        const QByteArray body(RequestReader::MostBody, 'a');
        QCOMPARE(reader.feed(
                     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"),
            State::Wanting);
        QCOMPARE(reader.feed(body), State::Ready);
        QCOMPARE(reader.take().body.size(), body.size());
    }
};

QTEST_GUILESS_MAIN(tst_RequestReader)
#include "tst_requestreader.moc"
