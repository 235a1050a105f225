// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/file.h"
#include "tests/support/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace Qt::StringLiterals;

// The command line from outside: what a script sees.
class tst_Program : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    const QString m_fleet = QStringLiteral(SOURCE "/tests/support/fleet.kubeconfig");

private Q_SLOTS:
    void versionNamesTheLibrariesThatRun()
    {
        Program program(m_home.path());
        const auto ended = program.run({u"version"_s, u"-o"_s, u"json"_s});
        QCOMPARE(ended.status, 0);
        const auto document = QJsonDocument::fromJson(ended.out);
        QCOMPARE(document["apiVersion"_L1].toString(), u"fluxgate/v1"_s);
        QCOMPARE(document["qt"_L1].toString(), QString::fromLatin1(qVersion()));
        for (const QString &name : {u"version"_s, u"libcurl"_s, u"simdjson"_s, u"yaml-cpp"_s})
            QVERIFY2(document[name].toString().contains(u'.'), qPrintable(name));
        for (const QJsonValue &item : document["items"_L1].toArray())
            QVERIFY2(!item["licence"_L1].toString().isEmpty(), qPrintable(item["name"_L1].toString()));
        QCOMPARE(program.run({u"version"_s}).out.count('\n'), qsizetype(document["items"_L1].toArray().size()));
    }

    void getClustersContactsNothingAndListsAll()
    {
        Program program(m_home.path());
        const auto ended = program.run({u"get"_s, u"clusters"_s, u"--kubeconfig"_s, m_fleet, u"-o"_s, u"json"_s});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.err, QByteArray());
        const auto document = QJsonDocument::fromJson(ended.out);
        QCOMPARE(document["kind"_L1].toString(), u"ClusterList"_s);
        const QJsonArray items = document["items"_L1].toArray();
        QCOMPARE(items.size(), 7);
        QStringList names;
        for (const QJsonValue &item : items) {
            names.append(item["name"_L1].toString());
            for (const auto cell : {"Server"_L1, "User"_L1, "Namespace"_L1, "File"_L1})
                QVERIFY(!item["cells"_L1][cell].toString().isEmpty());
        }
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        QCOMPARE(items.last()["name"_L1].toString(), u"old-lab"_s);
        QCOMPARE(items.last()["tone"_L1].toString(), u"bad"_s);
    }

    void tablesFilterSortAndName()
    {
        Program program(m_home.path());
        const QStringList base{u"get"_s, u"clusters"_s, u"--kubeconfig"_s, m_fleet};
        const auto filtered = program.run(base + QStringList{u"--filter"_s, u"PROD westeurope"_s, u"-o"_s, u"name"_s});
        QCOMPARE(filtered.out, QByteArray("cluster/aks-prod-weu-1\n"));
        const auto sorted = program.run(base + QStringList{u"--sort"_s, u"namespace"_s, u"-o"_s, u"name"_s});
        QCOMPARE(sorted.out.split('\n').first(), QByteArray("cluster/aks-stg-weu-1"));
        const auto table = program.run(base);
        QVERIFY(table.out.startsWith("STATUS "));
        QCOMPARE(table.out.count('\n'), 8);
        const auto wrong = program.run(base + QStringList{u"--sort"_s, u"colour"_s});
        QCOMPARE(wrong.status, 2);
        QVERIFY(wrong.err.startsWith("error: no column colour: --sort: use one of Status, Cluster"));
        const auto none = program.run({u"get"_s, u"clusters"_s, u"nobody"_s, u"--kubeconfig"_s, m_fleet});
        QCOMPARE(none.status, 2);
        QVERIFY(none.err.startsWith("error: no context nobody: "));
    }

    void withoutAKubeconfigThereAreNone()
    {
        Program program(m_home.path());
        const auto ended = program.run({u"get"_s, u"clusters"_s, u"-o"_s, u"json"_s});
        QCOMPARE(ended.status, 0);
        QCOMPARE(QJsonDocument::fromJson(ended.out)["items"_L1].toArray().size(), 0);
    }

    // An error beats what was found, and what was found is printed all the same. Nothing in it commands the terminal.
    void aBrokenFileIsOneLineOnStderr()
    {
        const QString broken = m_home.filePath(u"bro\x1b[31mken"_s);
        QVERIFY(core::writeFile(broken, "clusters: [\n", core::Access::Private));
        Program program(m_home.path());
        program.set(u"KUBECONFIG"_s, broken + u':' + m_fleet);
        const auto ended = program.run({u"get"_s, u"clusters"_s, u"-o"_s, u"name"_s});
        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.out.count('\n'), 7);
        QCOMPARE(ended.err.count('\n'), 1);
        QVERIFY2(ended.err.startsWith("error: A configuration file cannot be read: "), ended.err.constData());
        QVERIFY(!ended.err.contains('\x1b'));
    }

    void everyPaneHasItsPicture()
    {
        Program program(m_home.path());
        const QString out = m_home.filePath(u"pictures"_s);
        const auto ended = program.run({u"screenshots"_s, u"--out"_s, out, u"--kubeconfig"_s, m_fleet, u"--theme"_s,
            u"light,dark,contrast"_s, u"--size"_s, u"1200x800"_s});
        QVERIFY2(ended.status == 0, ended.err.constData());
        const auto read = core::readFile(out + u"/index.json"_s, 1'000'000);
        const QJsonArray index = QJsonDocument::fromJson(*read).array();
        QCOMPARE(index.size(), 8 * 3); // clusters, settings, keys, palette
        QSet<QByteArray> different;
        for (const QJsonValue &entry : index) {
            const QImage picture(out + u'/' + entry["file"_L1].toString());
            QCOMPARE(picture.size(), QSize(1200, 800));
            const auto bytes = core::readFile(out + u'/' + entry["file"_L1].toString(), 10'000'000);
            different.insert(*bytes);
        }
        QCOMPARE(different.size(), index.size());
    }

    void noWidgetTakesMarkup()
    {
        Program program(m_home.path());
        const QString out = m_home.filePath(u"widgets"_s);
        QCOMPARE(program.run({u"screenshots"_s, u"--out"_s, out, u"--kubeconfig"_s, m_fleet, u"--theme"_s, u"light"_s})
                     .status,
            0);
        const QJsonArray widgets =
            QJsonDocument::fromJson(*core::readFile(out + u"/widgets.json"_s, 10'000'000)).array();
        QVERIFY(widgets.size() > 100);
        for (const QJsonValue &each : widgets) {
            const QString format = each["textFormat"_L1].toString();
            QVERIFY2(format.isEmpty() || format == u"PlainText", qPrintable(each["text"_L1].toString()));
            if (each["focusable"_L1].toBool())
                QVERIFY2(!each["accessibleName"_L1].toString().isEmpty() || !each["text"_L1].toString().isEmpty(),
                    qPrintable(each["class"_L1].toString() + each["objectName"_L1].toString()));
        }
    }

    void withoutClustersTheFirstPageSaysWhere()
    {
        Program program(m_home.path());
        const QString out = m_home.filePath(u"empty"_s);
        const auto ended =
            program.run({u"screenshots"_s, u"--out"_s, out, u"--state"_s, u"empty"_s, u"--pane"_s, u"start"_s});
        QVERIFY2(ended.status == 0, ended.err.constData());
        QVERIFY(QFile::exists(out + u"/start-empty-dark.png"_s));
        const auto wrong = program.run({u"screenshots"_s, u"--out"_s, out, u"--pane"_s, u"logs"_s});
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains("error: no pane logs: --pane: use one of "), wrong.err.constData());
    }

    void theScaleMultipliesPixels()
    {
        Program program(m_home.path());
        const QString out = m_home.filePath(u"scaled"_s);
        QCOMPARE(program
                     .run({u"screenshots"_s, u"--out"_s, out, u"--pane"_s, u"keys"_s, u"--theme"_s, u"dark"_s,
                         u"--size"_s, u"1200x800"_s, u"--scale"_s, u"1.5"_s})
                     .status,
            0);
        QCOMPARE(QImage(out + u"/keys-dark.png"_s).size(), QSize(1800, 1200));
    }

    void aSignalEndsTheWindowWithinASecond_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void aSignalEndsTheWindowWithinASecond()
    {
        QFETCH(int, number);
        Program program(m_home.path());
        program.set(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        program.set(u"QT_LOGGING_RULES"_s, u"fluxgate.start=true"_s);
        program.process().setProcessChannelMode(QProcess::MergedChannels);
        program.process().start(QStringLiteral(FLUXGATE), {u"--kubeconfig"_s, m_fleet});
        QByteArray said;
        while (!said.contains("window shown") && program.process().waitForReadyRead(20'000))
            said += program.process().readAll();
        QVERIFY2(said.contains("window shown"), said.constData());
        QElapsedTimer clock;
        clock.start();
        ::kill(pid_t(program.process().processId()), number);
        QVERIFY(program.process().waitForFinished(5'000));
        QVERIFY2(clock.elapsed() < 1'000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(program.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.process().exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_Program)
#include "tst_program.moc"
