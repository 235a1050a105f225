// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/backoff.h"

#include <QTest>

using namespace net;
using namespace std::chrono_literals;

class tst_Backoff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void backoffGrowsAndRecovers()
    {
        for (quint32 seed = 1; seed < 200; ++seed) {
            Backoff backoff(seed);
            std::chrono::milliseconds now = 0ms;
            auto base = 800ms;
            for (int i = 0; i < 40; ++i) {
                const auto pause = backoff.next(now);
                QVERIFY(pause >= base && pause < 2 * base);
                base = std::min<std::chrono::milliseconds>(2 * base, 30s);
                now += pause + 1s;
            }
            QVERIFY(backoff.next(now + 2min) < 1600ms);
        }
    }

    void retryAfterInAllItsForms_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("milliseconds"); // -1: none
        QTest::newRow("seconds") << QByteArray("Retry-After") << QByteArray("7") << 7000;
        QTest::newRow("zero") << QByteArray("retry-after") << QByteArray("0") << 0;
        QTest::newRow("milliseconds") << QByteArray("x-ms-retry-after-ms") << QByteArray("250") << 250;
        QTest::newRow("date") << QByteArray("Retry-After") << QByteArray("Sun, 06 Nov 1994 08:50:07 GMT") << 30'000;
        QTest::newRow("past date") << QByteArray("Retry-After") << QByteArray("Sun, 06 Nov 1994 08:00:00 GMT") << 0;
        QTest::newRow("1e9") << QByteArray("Retry-After") << QByteArray("1000000000") << 600'000;
        QTest::newRow("far too much") << QByteArray("Retry-After") << QByteArray("9223372036854775807") << 600'000;
        for (const char *nonsense : {"-5", "soon", "", "1e3", "9999999999999999999999", "Sun, 99 Nov 1994"})
            QTest::newRow(*nonsense ? nonsense : "empty") << QByteArray("Retry-After") << QByteArray(nonsense) << -1;
    }
    void retryAfterInAllItsForms()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(int, milliseconds);
        const auto pause = retryAfter({{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {name, value}});
        QCOMPARE(pause ? int(pause->count()) : -1, milliseconds);
    }
};

QTEST_GUILESS_MAIN(tst_Backoff)
#include "tst_backoff.moc"
