// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {
core::Result<app::CommandLine> parsed(const QStringList &arguments)
{
    return app::parseCommandLine(QStringList{u"fluxgate"_s, u"render"_s} + arguments);
}
}

// `fluxgate render`: what a script sees.
class tst_Rendering : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void init()
    {
        write(u"kustomization.yaml"_s, "resources: [b.yaml, a.yaml]\ncommonLabels: {team: x}\n");
        write(u"a.yaml"_s, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        write(u"b.yaml"_s, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
    }

    void theLastOfAFlagCounts()
    {
        const auto line = parsed({u"--reorder"_s, u"none"_s, u"--reorder"_s, u"legacy"_s, u"d"_s});
        QVERIFY(line);
        QCOMPARE(std::get<app::Render>(line->command).options.reorder, render::Reorder::Legacy);
        const auto version = parsed({u"d"_s, u"--kustomize-version"_s, u"5.7.1"_s});
        QVERIFY(version);
        QCOMPARE(std::get<app::Render>(version->command).options.version, render::Version::V5_7_1);
    }

    void wrongUsageNamesTheCure()
    {
        QVERIFY(!parsed({}));
        QVERIFY(!parsed({u"a"_s, u"b"_s}));
        const auto version = parsed({u"--kustomize-version"_s, u"4"_s, u"d"_s});
        QVERIFY(!version);
        QCOMPARE(version.error().help(), u"use one of 5.6.0, 5.7.1, 5.8.1"_s);
    }

    void printsManifestsAndNothingElse()
    {
        Program program(m_folder.path());
        const auto ended = program.run({u"render"_s, m_folder.path()});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out,
            QByteArray("apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    team: x\n  name: a\n---\n"
                       "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    team: x\n  name: b\n"));
        QVERIFY2(ended.err.startsWith("warning: 'commonLabels' is deprecated: "), ended.err.constData());
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void aBrokenFolderIsOneLineOfError()
    {
        write(u"a.yaml"_s, "a: [\n");
        Program program(m_folder.path());
        const auto ended = program.run({u"render"_s, m_folder.path()});
        QCOMPARE(ended.status, 2);
        QVERIFY(ended.out.isEmpty());
        QVERIFY2(ended.err.startsWith("error: accumulating resources: "), ended.err.constData());
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void whatIsNotBuiltYetIsRefusedByName()
    {
        write(u"kustomization.yaml"_s, "resources: [a.yaml]\nreplacements: [{path: r.yaml}]\n");
        Program program(m_folder.path());
        const auto ended = program.run({u"render"_s, m_folder.path()});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.err.startsWith("error: not supported yet: replacements in "), ended.err.constData());
    }
};

QTEST_GUILESS_MAIN(tst_Rendering)
#include "tst_rendering.moc"
