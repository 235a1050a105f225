// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/secret.h"

#include <QDebug>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class tst_Secret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingPrintsIt()
    {
        QString text;
        QDebug(&text) << Secret("TOKEN-7") << Secret();
        QVERIFY2(!text.contains(u"TOKEN"_s), qPrintable(text));
        QVERIFY(text.contains(u"••••"_s));
    }

    void comparesBytes()
    {
        QCOMPARE(Secret("abc"), Secret("abc"));
        QVERIFY(!(Secret("abc") == Secret("abd")));
        QVERIFY(!(Secret("abc") == Secret("ab")));
        QVERIFY(Secret().isEmpty());
    }

    // Wiping is for bytes that are ours alone. (That those are gone cannot be looked at: their memory is given back.)
    void aCopyHeldElsewhereStays()
    {
        std::optional<Secret> first(Secret("hidden"));
        std::optional<Secret> second(*first);
        const QByteArray kept = second->reveal();
        first.reset();
        QCOMPARE(second->reveal(), QByteArray("hidden"));
        second.reset();
        QCOMPARE(kept, QByteArray("hidden"));
    }

    void movesAndCopies()
    {
        Secret a("one");
        Secret b("two");
        a = b;
        QCOMPARE(a.reveal(), QByteArray("two"));
        b = Secret("three");
        QCOMPARE(a.reveal(), QByteArray("two"));
        QCOMPARE(b.reveal(), QByteArray("three"));
    }
};

QTEST_GUILESS_MAIN(tst_Secret)
#include "tst_secret.moc"
