// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/core/yaml/scalar.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

// What kustomize makes of one document, or the words of its refusal.
QByteArray printed(const QByteArray &text)
{
    auto document = yaml::parseFirst(text);
    if (!document)
        return document.error().detail().toUtf8();
    if (document->isEmpty())
        return {};
    if (const auto merged = yaml::mergeKeys(*document); !merged)
        return merged.error().detail().toUtf8();
    const auto out = yaml::print(*document->root());
    return out ? *out : out.error().detail().toUtf8();
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

class tst_Yaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The table of kustomize v5.8.1: what stands behind "v: " and what it prints there.
    void scalars_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("expected");
        const QList<QByteArray> lines =
            content(QStringLiteral(SHARED "/data/kustomize/probes/scalars.tsv")).split('\n');
        if (lines.size() < 190)
            QSKIP("../shared/data/kustomize is not there");
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype tab = lines[i].indexOf('\t');
            if (tab >= 0)
                QTest::newRow(qPrintable(u"line %1: %2"_s.arg(i + 1).arg(QString::fromUtf8(lines[i].first(tab)))))
                    << lines[i].first(tab) << lines[i].sliced(tab + 1);
        }
    }
    void scalars()
    {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, expected);
        const QByteArray out = printed("spec:\n  v: " + written + "\n");
        if (expected.startsWith("ERROR")) {
            QVERIFY2(out.startsWith("yaml: ") || out.startsWith("json: "), out.constData());
            return;
        }
        const QByteArray begin = "spec:\n  v:";
        QVERIFY2(out.startsWith(begin), out.constData());
        QByteArray value = out.sliced(begin.size()).chopped(1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        // The table shows breaks as "\n" and leaves out empty lines at the end.
        const bool isBlock = value.startsWith('|');
        if (isBlock) {
            value.replace('\n', "\\n");
            while (value.endsWith("\\n"))
                value.chop(2);
        }
        QCOMPARE(value, expected);
    }
};

QTEST_GUILESS_MAIN(tst_Yaml)
#include "tst_yaml.moc"
