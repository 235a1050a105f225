// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/printable.h"

#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class tst_Printable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codeKeepsItsBlanks()
    {
        QCOMPARE(core::printableCode(QStringLiteral("  a:  b \t\x1b")), QStringLiteral("  a:  b     \ufffd"));
        QCOMPARE(core::printableCode(QStringLiteral("  \u202ex")), QStringLiteral("  \ufffdx"));
    }

    void nothingCommandsATerminal_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"aks-prod-weu-1"_s << u"aks-prod-weu-1"_s;
        QTest::newRow("lines") << u"a\r\nb\tc"_s << u"a b c"_s;
        QTest::newRow("escape") << u"a\x1b[31mred"_s << u"a\uFFFD[31mred"_s;
        QTest::newRow("bell and delete") << u"a\a\x7f"_s << u"a\uFFFD\uFFFD"_s;
        QTest::newRow("turned round") << u"a\u202Egnp.exe\u2066"_s << u"a\uFFFDgnp.exe\uFFFD"_s;
        QTest::newRow("c1") << u"a\u009bb"_s << u"a\uFFFDb"_s;
        QTest::newRow("other scripts") << u"Kluster 数据 🚀 ä"_s << u"Kluster 数据 🚀 ä"_s;
        QTest::newRow("markup stays") << u"<b>x</b>"_s << u"<b>x</b>"_s;
    }
    void nothingCommandsATerminal()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(printable(text), shown);
    }
};

QTEST_GUILESS_MAIN(tst_Printable)
#include "tst_printable.moc"
