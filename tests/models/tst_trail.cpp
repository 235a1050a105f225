// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/trail.h"

#include <QTest>

using namespace models;
using namespace Qt::StringLiterals;

class tst_Trail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesBackAndForward()
    {
        Trail trail;
        QVERIFY(!trail.canGoBack() && !trail.canGoForward());
        for (const QString &place : {u"a"_s, u"b"_s, u"b"_s, u"c"_s})
            trail.visit(place);
        QCOMPARE(trail.back(), u"b"_s);
        QCOMPARE(trail.back(), u"a"_s);
        QVERIFY(!trail.canGoBack());
        QCOMPARE(trail.back(), QString());
        QCOMPARE(trail.forward(), u"b"_s);
        trail.visit(u"d"_s);
        QVERIFY(!trail.canGoForward());
        QCOMPARE(trail.back(), u"b"_s);
    }

    void forgetsAPlaceThatIsGone()
    {
        Trail trail;
        for (const QString &place : {u"start"_s, u"a"_s, u"start"_s, u"b"_s})
            trail.visit(place);
        trail.forget(u"start"_s);
        QCOMPARE(trail.back(), u"a"_s);
        QVERIFY(!trail.canGoBack());
        QCOMPARE(trail.forward(), u"b"_s);
    }

    // The only place is forgotten, and the next one is the first again.
    void forgetsTheLast()
    {
        Trail trail;
        trail.visit(u"start"_s);
        trail.forget(u"start"_s);
        QVERIFY(!trail.canGoBack() && !trail.canGoForward());
        trail.visit(u"a"_s);
        QVERIFY(!trail.canGoBack());
        trail.visit(u"b"_s);
        QCOMPARE(trail.back(), u"a"_s);
    }

    void staysBounded()
    {
        Trail trail;
        for (int i = 0; i < 1000; ++i)
            trail.visit(QString::number(i));
        int steps = 0;
        while (trail.canGoBack()) {
            trail.back();
            ++steps;
        }
        QCOMPARE(steps, 99);
    }
};

QTEST_GUILESS_MAIN(tst_Trail)
#include "tst_trail.moc"
