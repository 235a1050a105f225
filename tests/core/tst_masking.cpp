// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/masking.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Masking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordinaryWordsStay()
    {
        QCOMPARE(core::masked(u"Applied revision: main@sha1:8f3c2a1"_s), u"Applied revision: main@sha1:8f3c2a1"_s);
    }

    void theValueThatSopsQuotesIsHidden()
    {
        QCOMPARE(core::masked(u"x: Input string a does not match sops' b does not match sops' data format"_s),
            u"x: Input string <hidden> does not match sops' data format"_s);
        // Cut by whoever kept the message: all that may be the value goes.
        QCOMPARE(core::masked(u"x: Input string CANARY does not ma"_s), u"x: Input string <hidden>"_s);
    }

    void case076()
    {
        const QString folder = QStringLiteral(SHARED "/data/cases/076-secret-in-error-text/");
        QFile input(folder + u"condition.json"_s);
        QFile wanted(folder + u"expected.json"_s);
        if (!input.open(QIODevice::ReadOnly) || !wanted.open(QIODevice::ReadOnly))
            QSKIP("no ../shared here");
        const QString shown = core::masked(QJsonDocument::fromJson(input.readAll())["message"_L1].toString());
        const auto expected = QJsonDocument::fromJson(wanted.readAll());
        QVERIFY(!expected["shown_contains"_L1].toArray().isEmpty());
        for (const auto &part : expected["shown_contains"_L1].toArray())
            QVERIFY2(shown.contains(part.toString()), qPrintable(shown));
        for (const auto &part : expected["must_not_appear"_L1].toArray())
            QVERIFY2(!shown.contains(part.toString()), qPrintable(shown));
    }
};

QTEST_GUILESS_MAIN(tst_Masking)
#include "tst_masking.moc"
