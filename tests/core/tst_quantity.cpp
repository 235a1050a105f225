// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/quantity.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

QJsonDocument json(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(source.readAll()) : QJsonDocument();
}

QString text(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble()) : value.toString();
}

QString compared(const QString &left, const QString &right)
{
    const auto a = Quantity::parsed(left);
    const auto b = Quantity::parsed(right);
    if (!a || !b)
        return u"error"_s;
    if ((*a == *b) != (*a <=> *b == 0))
        return u"equality and order differ"_s;
    return *a < *b ? u"<"_s : *a > *b ? u">"_s : u"="_s;
}

} // namespace

class tst_Quantity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each row was asked of apimachinery v0.36.3; wild exponents, which it cannot compute, are the exception.
    void comparesByValue_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("relation");
        QTest::addColumn<QString>("right");
        const auto row = [](const char *left, const char *relation, const char *right) {
            QTest::addRow("%s %s %s", left, relation, right)
                << QString::fromLatin1(left) << QString::fromLatin1(relation) << QString::fromLatin1(right);
        };
        row("100m", "=", "0.1");
        row("1Gi", "=", "1024Mi");
        row("1.5Gi", "=", "1536Mi");
        row("1e3", "=", "1k");
        row("1E3", "=", "1000");
        row("1E", "=", "1e18"); // a lone E is a suffix, not an exponent
        row("+.5", "=", "0.50");
        row("1.G", "=", "1G");
        row("-0", "=", "0");
        row("007", "=", "7");
        row("1e-3", "=", "1m");
        row("1G", "<", "1Gi");
        row("1000Mi", "<", "1Gi");
        row("2", ">", "1999m");
        row("-1", "<", "0");
        row("-2", "<", "-1");
        row("-1Ki", "<", "-1k");
        row("10", ">", "9");
        row("99", "<", "100");
        row("12", "<", "123");
        row("18446744073709551616", "<", "18446744073709551617"); // decimals have no upper end
        row("8Ei", "=", "9223372036854775807"); // binary ones have
        row("-9Ei", "=", "-9223372036854775807");
        row("7.9Ei", "<", "8Ei");
        row("0.9n", "=", "1n"); // never rounded to nothing
        row("-0.1n", "=", "-1n");
        row("1.0000000001", "=", "1000000001n");
        row("9.9999999999", "=", "10");
        row("0.0000000001Ki", "=", "103n");
        row("+", "=", "0");
        row("k", "=", "0");
        row("Ti", "=", "0");
        row("0Ei", "=", "0");
        row("1e2000000000", ">", "1e1999999999");
        row("1e-2000000000", "=", "1n");
    }
    void comparesByValue()
    {
        QFETCH(QString, left);
        QFETCH(QString, relation);
        QFETCH(QString, right);
        QCOMPARE(compared(left, right), relation);
        QCOMPARE(compared(right, left), relation == u"<" ? u">"_s : relation == u">" ? u"<"_s : relation);
    }

    void refusesWhatIsNone()
    {
        const QStringList texts{{}, u" 1"_s, u"1 "_s, u"1.2.3"_s, u"--1"_s, u"1,5"_s, u"1K"_s, u"1ki"_s, u"1gi"_s,
            u"1Gb"_s, u"1e"_s + u"+"_s, u"1e1.5"_s, u"1e 1"_s, u"1mm"_s, u"0x10"_s, u"1_000"_s, u"NaN"_s, u"Inf"_s,
            u"Ei"_s, u"Pi"_s, u"e-10"_s, u"١"_s, u"1²"_s, u"1e"_s, u"1e4294967296"_s, u"1e99999999999999999999"_s};
        for (const QString &each : texts) {
            const auto quantity = Quantity::parsed(each);
            QVERIFY2(!quantity, qPrintable(each));
            QCOMPARE(quantity.error().kind(), Error::Kind::Malformed);
            QCOMPARE(quantity.error().detail(), each);
        }
    }

    void lengthCostsNothing()
    {
        const QString nines(2'000'000, u'9');
        QCOMPARE(compared(nines, nines + u'0'), u"<"_s);
        QCOMPARE(compared(nines + u"Ki"_s, u"8Ei"_s), u"="_s);
        const auto refused = Quantity::parsed(nines + u'x');
        QVERIFY(!refused);
        QCOMPARE(refused.error().detail().size(), 64);
    }

    // Case 034: the same amount in another spelling is no drift.
    void sharedCase()
    {
        const QString folder = QStringLiteral(SHARED "/data/cases/034-quantities/");
        const QJsonArray rows = json(folder + u"rows.json"_s).array();
        if (rows.isEmpty())
            QSKIP("shared data absent: ../shared/data/cases/034-quantities");
        const QJsonArray verdicts = json(folder + u"expected.json"_s)["rows"_L1].toArray();
        QCOMPARE(rows.size(), 12);
        QCOMPARE(verdicts.size(), rows.size());
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QString relation = compared(text(rows[i]["desired"_L1]), text(rows[i]["live"_L1]));
            QVERIFY(relation != u"error");
            QCOMPARE(relation == u"=" ? u"same"_s : u"drift"_s, verdicts[i].toString());
        }
    }
};

QTEST_GUILESS_MAIN(tst_Quantity)
#include "tst_quantity.moc"
