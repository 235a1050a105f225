// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/folding.h"
#include "models/manifest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace models;
using namespace Qt::StringLiterals;

class tst_Manifest : public QObject {
    Q_OBJECT

    const core::Resource m_object{
        QJsonObject{{u"apiVersion"_s, u"kustomize.toolkit.fluxcd.io/v1"_s}, {u"kind"_s, u"Kustomization"_s},
            {u"metadata"_s,
                QJsonObject{{u"name"_s, u"apps"_s}, {u"namespace"_s, u"prod"_s}, {u"uid"_s, u"1"_s},
                    {u"managedFields"_s, QJsonArray{QJsonObject{{u"manager"_s, u"kubectl"_s}}}}}},
            {u"spec"_s, QJsonObject{{u"path"_s, u"./apps"_s}, {u"prune"_s, true}}},
            {u"status"_s, QJsonObject{{u"note"_s, u"\u202eno\x1b[31m"_s}}}}};

private Q_SLOTS:
    void partsAreShownAsAsked()
    {
        const QStringList lines = manifestOf(m_object, {.status = false});
        QCOMPARE(lines.first(), u"apiVersion: kustomize.toolkit.fluxcd.io/v1"_s);
        QVERIFY2(lines.contains(u"  path: ./apps"_s), qPrintable(lines.join(u'\n')));
        QVERIFY(!lines.contains(u"status:"_s));
        const QString all = manifestOf(m_object, {.status = true, .managedFields = true}).join(u'\n');
        QVERIFY(all.contains(u"status:"_s) && all.contains(u"managedFields:"_s));
        QVERIFY(!manifestOf(m_object, {}).join(u'\n').contains(u"managedFields"_s));
    }

    void linesAreInert()
    {
        for (const QString &line : manifestOf(m_object, {})) {
            for (const QChar c : line)
                QVERIFY(c >= u' ' && c != QChar(0x202e));
        }
    }

    void whatCannotBeReadIsShownAsItCame()
    {
        QCOMPARE(manifestOf(core::Resource::fromJson("{broken"), {}), QStringList{u"{broken"_s});
    }

    void case074()
    {
        QFile input(QStringLiteral(SHARED "/data/cases/074-last-applied-in-secret/live.json"));
        if (!input.open(QIODevice::ReadOnly))
            QSKIP("no ../shared here");
        QJsonObject secret = QJsonDocument::fromJson(input.readAll()).object();
        QJsonObject metadata = secret[u"metadata"_s].toObject();
        metadata.insert(u"uid"_s, u"1"_s);
        secret.insert(u"metadata"_s, metadata);
        QVERIFY(QJsonDocument(secret).toJson().contains("CANARY"));
        const QString text = manifestOf(core::Resource(secret), {.status = true, .managedFields = true}).join(u'\n');
        QVERIFY2(!text.contains(u"CANARY"_s) && text.contains(u"••••"_s), qPrintable(text));
    }

    void foldsEndWhereTheirBlockEnds()
    {
        const QStringList lines{u"kind: A"_s, u"metadata:"_s, u"  name: x"_s, u"spec:"_s, u"  list:"_s, u"  - a: 1"_s,
            u"    b: 2"_s, u"  - a: 3"_s, u"  text: |"_s, u"    one"_s, QString(), u"    two"_s, u"status: {}"_s};
        QCOMPARE(foldEnds(lines), (QList<int>{0, 2, 2, 11, 7, 6, 6, 7, 11, 9, 10, 11, 12}));
        QVERIFY(foldEnds({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Manifest)
#include "tst_manifest.moc"
