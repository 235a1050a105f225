// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include <QTest>

using namespace app;
using namespace Qt::StringLiterals;

namespace {
core::Result<CommandLine> parsed(const QString &line)
{
    return parseCommandLine(u"fluxgate "_s.append(line).split(u' ', Qt::SkipEmptyParts));
}
}

class tst_CommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutACommandTheWindow()
    {
        const auto line = parsed(u"--kubeconfig /k"_s);
        QVERIFY(line);
        QVERIFY(std::holds_alternative<OpenWindow>(line->command));
        QCOMPARE(line->kubeconfig, u"/k"_s);
    }

    void getTakesItsOptions()
    {
        const auto line = parsed(u"get clusters dev --filter prod -o json --sort Server"_s);
        QVERIFY(line);
        const auto get = std::get<Get>(line->command);
        QCOMPARE(get.name, u"dev"_s);
        QCOMPARE(get.filter, u"prod"_s);
        QCOMPARE(get.sort, u"Server"_s);
        QCOMPARE(get.format, Format::Json);
    }

    void screenshotsTakeTheirs()
    {
        const auto line = parsed(
            u"screenshots --out d --pane clusters,keys --theme dark --size 1024x700 --scale 1.5 --state empty"_s);
        QVERIFY(line);
        const auto shots = std::get<TakeScreenshots>(line->command);
        QCOMPARE(shots.panes, (QStringList{u"clusters"_s, u"keys"_s}));
        QCOMPARE(shots.themes, QStringList{u"dark"_s});
        QCOMPARE(shots.size, QSize(1024, 700));
        QCOMPARE(shots.scale, 1.5);
        QCOMPARE(shots.state, u"empty"_s);
    }

    void wrongUsageNamesTheCure_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("what");
        for (const auto &[line, what] : {std::pair(u"frob"_s, u"no command frob"_s),
                 {u"--frob"_s, u"Unknown option 'frob'"_s}, {u"version --out d"_s, u"version does not take --out"_s},
                 {u"--out d"_s, u"the window does not take --out"_s},
                 {u"version x"_s, u"version takes no argument x"_s}, {u"version -o yaml"_s, u"yaml is not a format"_s},
                 {u"get"_s, u"get what"_s}, {u"get clusters a b"_s, u"b is one argument too many"_s},
                 {u"screenshots"_s, u"no folder for the pictures"_s},
                 {u"screenshots --out d --theme pink"_s, u"pink is not a theme"_s},
                 {u"screenshots --out d --size 3x"_s, u"3x is not a size"_s},
                 {u"screenshots --out d --scale nan"_s, u"nan is not a scale"_s},
                 {u"screenshots --out d --state sad"_s, u"sad is not a state"_s}})
            QTest::newRow(qPrintable(line)) << line << what;
    }
    void wrongUsageNamesTheCure()
    {
        QFETCH(QString, line);
        QFETCH(QString, what);
        const auto result = parsed(line);
        QVERIFY(!result);
        QCOMPARE(result.error().summary(), what);
        QVERIFY(!result.error().help().isEmpty());
    }

    // A command that is not built is absent, and one that is built is named.
    void helpNamesWhatThereIs()
    {
        const auto help = parsed(u"--help"_s);
        QVERIFY(help);
        const QString text = std::get<ShowHelp>(help->command).text;
        for (const QString &name : {u"get"_s, u"render"_s, u"screenshots"_s, u"version"_s})
            QVERIFY2(text.contains(u"\n  "_s + name + u' '), qPrintable(name));
        for (const QString &name : {u"diff"_s, u"logs"_s, u"demo"_s, u"bench"_s})
            QVERIFY2(!text.contains(name), qPrintable(name));
        const auto own = parsed(u"screenshots --help"_s);
        QVERIFY(std::get<ShowHelp>(own->command).text.contains(u"--scale"_s));
    }
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
