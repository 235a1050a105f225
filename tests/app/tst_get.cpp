// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"
#include "tests/support/fakeserver.h"
#include "tests/support/loop.h"
#include "tests/support/program.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

const QByteArray apis =
    R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"kustomize.toolkit.fluxcd.io"},"versions":[
 {"version":"v1","resources":[{"resource":"kustomizations","responseKind":{"kind":"Kustomization"},"scope":"Namespaced","singularResource":"kustomization","shortNames":["ks"],"verbs":["list","watch"]}]}]}]})";
const QByteArray core =
    R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","resources":[
 {"resource":"events","responseKind":{"kind":"Event"},"scope":"Namespaced","singularResource":"event","verbs":["list"]}]}]}]})";
const QByteArray place = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";
const QByteArray listHead =
    R"({"kind":"KustomizationList","apiVersion":"kustomize.toolkit.fluxcd.io/v1","metadata":{"resourceVersion":"9"},"items":[)";
const QByteArray good =
    R"({"metadata":{"name":"good","namespace":"flux-system","uid":"1","generation":1},"spec":{"interval":"5m"},"status":{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True","reason":"ReconciliationSucceeded"}]}})";
const QByteArray bad =
    R"({"metadata":{"name":"bad","namespace":"flux-system","uid":"2","generation":1},"status":{"conditions":[{"type":"Ready","status":"False","reason":"BuildFailed","message":"no such file"}]}})";

} // namespace

// `fluxgate get` from outside, against servers that behave and servers that do not (design/cli.md).
class tst_Get : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    Certificates m_certificates;

    QString kubeconfig(const QList<QUrl> &servers, const QByteArray &authority = {})
    {
        QJsonArray clusters, contexts;
        for (qsizetype i = 0; i < servers.size(); ++i) {
            const QString name = u"c%1"_s.arg(i);
            QJsonObject cluster{{u"server"_s, servers[i].toString()}};
            if (!authority.isEmpty())
                cluster.insert(u"certificate-authority-data"_s, QString::fromLatin1(authority.toBase64()));
            clusters.append(QJsonObject{{u"name"_s, name}, {u"cluster"_s, cluster}});
            contexts.append(
                QJsonObject{{u"name"_s, name}, {u"context"_s, QJsonObject{{u"cluster"_s, name}, {u"user"_s, u"u"_s}}}});
        }
        const QJsonObject user{{u"name"_s, u"u"_s}, {u"user"_s, QJsonObject{{u"token"_s, u"TOKEN-CANARY"_s}}}};
        QFile file(m_home.filePath(u"config"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(
                QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Config"_s}, {u"clusters"_s, clusters},
                    {u"contexts"_s, contexts}, {u"users"_s, QJsonArray{user}}, {u"current-context"_s, u"c0"_s}})
                           .toJson());
        return file.fileName();
    }
    static void serve(FakeServer &server, const QByteArray &items = good + ',' + bad)
    {
        server.answer("/api", 200, core);
        server.answer("/apis", 200, apis);
        server.answer(place, 200, listHead + items + "]}");
    }
    // The program runs beside the server, which lives in this thread.
    Program::Ended run(const QStringList &arguments)
    {
        Program program(m_home.path());
        QProcess &process = program.process();
        process.start(QStringLiteral(FLUXGATE), arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000))
            process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
    }

private Q_SLOTS:
    void aTableWorstFirst()
    {
        FakeServer server;
        serve(server);
        const auto ended = run({u"get"_s, u"ks"_s, u"--kubeconfig"_s, kubeconfig({server.url(u""_s)})});
        QCOMPARE(ended.err, QByteArray());
        QCOMPARE(ended.status, 0);
        const auto lines = ended.out.split('\n');
        QVERIFY(lines[0].startsWith("STATUS"));
        QVERIFY2(lines[1].startsWith("Failed") && lines[1].contains("bad") && lines[1].contains("no such file"),
            lines[1].constData());
        QVERIFY(lines[2].startsWith("Ready"));
        QCOMPARE(server.seen().last().headers.value("authorization"), "Bearer TOKEN-CANARY");
    }

    void jsonIsOneObjectSortedByName()
    {
        FakeServer server;
        serve(server);
        const auto ended = run(
            {u"get"_s, u"kustomizations"_s, u"-o"_s, u"json"_s, u"--kubeconfig"_s, kubeconfig({server.url(u""_s)})});
        const auto document = QJsonDocument::fromJson(ended.out).object();
        QCOMPARE(document["apiVersion"_L1].toString(), u"fluxgate/v1"_s);
        QCOMPARE(document["kind"_L1].toString(), u"KustomizationList"_s);
        QCOMPARE(document["items"_L1].toArray().size(), 2);
        const auto first = document["items"_L1][0];
        QCOMPARE(first["name"_L1].toString(), u"bad"_s);
        QCOMPARE(first["cluster"_L1].toString(), u"c0"_s);
        QCOMPARE(first["tone"_L1].toString(), u"bad"_s);
        QCOMPARE(first["cells"_L1]["Status"_L1].toString(), u"Failed"_s);
    }

    void filterSortAndNames()
    {
        FakeServer server;
        serve(server);
        const QString file = kubeconfig({server.url(u""_s)});
        QCOMPARE(run({u"get"_s, u"ks"_s, u"-o"_s, u"name"_s, u"--sort"_s, u"name"_s, u"--kubeconfig"_s, file}).out,
            "kustomization/bad\nkustomization/good\n");
        QCOMPARE(run({u"get"_s, u"ks"_s, u"-o"_s, u"name"_s, u"--filter"_s, u"ready"_s, u"--kubeconfig"_s, file}).out,
            "kustomization/good\n");
        QCOMPARE(
            run({u"get"_s, u"ks"_s, u"bad"_s, u"-o"_s, u"name"_s, u"--kubeconfig"_s, file}).out, "kustomization/bad\n");
        const auto none = run({u"get"_s, u"ks"_s, u"nope"_s, u"--kubeconfig"_s, file});
        QCOMPARE(none.status, 2);
        QVERIFY2(none.err.startsWith("error: no Kustomization nope: "), none.err.constData());
    }

    void oneBadObjectCostsOneRow()
    {
        FakeServer server;
        serve(server, good + R"(,{"metadata":{"name":5}},)" + bad);
        const auto ended = run({u"get"_s, u"ks"_s, u"--kubeconfig"_s, kubeconfig({server.url(u""_s)})});
        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out.count('\n'), 4);
        QVERIFY2(ended.out.contains("This object cannot be displayed"), ended.out.constData());
    }

    void whatCanBeReadIsPrintedBesideTheError()
    {
        FakeServer server;
        serve(server);
        FakeServer other; // holds its answer back
        QElapsedTimer time;
        time.start();
        const auto ended =
            run({u"get"_s, u"ks"_s, u"--all-contexts"_s, u"--request-timeout"_s, u"2s"_s, u"-o"_s, u"json"_s,
                u"--kubeconfig"_s, kubeconfig({server.url(u""_s), other.url(u""_s), QUrl(u"http://127.0.0.1:1"_s)})});
        QCOMPARE(ended.status, 2);
        QVERIFY2(time.elapsed() < 8000,
            qPrintable(QString::number(time.elapsed()))); // twice 2 s, and a start under sanitizers
        const auto document = QJsonDocument::fromJson(ended.out).object();
        QCOMPARE(document["items"_L1].toArray().size(), 2);
        QCOMPARE(document["errors"_L1].toArray().size(), 2);
        QCOMPARE(document["errors"_L1][0]["where"_L1].toString(), u"127.0.0.1:%1"_s.arg(other.serverPort()));
        QCOMPARE(document["errors"_L1][1]["where"_L1].toString(), u"127.0.0.1:1"_s);
        QCOMPARE(ended.err.count("error: "), 2);
    }

    void errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("what");
        const QByteArray none;
        QTest::newRow("401") << 401
                             << QByteArray(
                                    R"({"kind":"Status","message":"Unauthorized","reason":"Unauthorized","code":401})")
                             << none << QByteArray("unauthorized");
        QTest::newRow("403")
            << 403 << QByteArray(R"({"kind":"Status","message":"no","reason":"Forbidden","code":403})") << none
            << QByteArray("no right to list kustomizations.kustomize.toolkit.fluxcd.io in namespace flux-system");
        QTest::newRow("a page") << 200 << QByteArray("<html>Sign in here</html>") << none << QByteArray("not JSON");
        QTest::newRow("another document")
            << 200 << QByteArray(R"({"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[]})") << none
            << QByteArray("PodList");
        QTest::newRow("cut in an object") << 200 << listHead + good.left(40) << none << QByteArray("cut short");
        QTest::newRow("cut after an object") << 200 << listHead + good + ',' << none << QByteArray("cut short");
        QTest::newRow("elsewhere") << 302 << none << QByteArray("Location: http://localhost:9/login\r\n")
                                   << QByteArray("redirected");
        QTest::newRow("500") << 500 << QByteArray("oops") << none << QByteArray("status 500");
    }
    void errors()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, headers);
        QFETCH(const QByteArray, what);
        FakeServer server;
        serve(server);
        server.answer(place, status, body, headers);
        const auto ended = run({u"get"_s, u"ks"_s, u"--kubeconfig"_s, kubeconfig({server.url(u""_s)})});
        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.err.count('\n'), 1);
        QVERIFY2(ended.err.startsWith("error: ") && ended.err.contains(what), ended.err.constData());
        QVERIFY2(
            ended.err.contains(": 127.0.0.1:" + QByteArray::number(server.serverPort()) + ": "), ended.err.constData());
        QVERIFY(!ended.err.contains("TOKEN-CANARY") && !ended.out.contains("TOKEN-CANARY"));
    }

    void distrust()
    {
        FakeServer server(m_certificates.server());
        serve(server);
        const QString file = kubeconfig({server.url(u""_s)}, m_certificates.content(u"otherca.crt"_s));
        const auto ended = run({u"get"_s, u"ks"_s, u"--kubeconfig"_s, file});
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.err.contains("unknown issuer"), ended.err.constData());
        QCOMPARE(server.seen().size(), 0); // no header left this machine
    }

    void aKindThatIsNotThere()
    {
        FakeServer server;
        serve(server);
        const QString file = kubeconfig({server.url(u""_s)});
        for (const auto &what : {u"nonsense"_s, u"helmreleases"_s}) {
            const auto ended = run({u"get"_s, what, u"--kubeconfig"_s, file});
            QCOMPARE(ended.status, 2);
            QVERIFY2(ended.err.contains("no kind " + what.toUtf8() + " is offered"), ended.err.constData());
        }
    }

    void wrongUse()
    {
        FakeServer server;
        const QString file = kubeconfig({server.url(u""_s)});
        const QList<QStringList> uses{{u"ks"_s, u"--context"_s, u"absent"_s}, {u"ks"_s, u"-A"_s, u"-n"_s, u"x"_s},
            {u"ks"_s, u"--all-contexts"_s, u"--context"_s, u"c0"_s}, {u"ks"_s, u"--request-timeout"_s, u"soon"_s},
            {u"ks"_s, u"-o"_s, u"xml"_s}, {u"ks"_s, u"a"_s, u"b"_s}, {}};
        for (const QStringList &use : uses) {
            const auto ended = run(QStringList{u"get"_s} + use + QStringList{u"--kubeconfig"_s, file});
            QVERIFY2(
                ended.status == 2 && ended.err.startsWith("error: ") && ended.out.isEmpty(), ended.err.constData());
        }
        QCOMPARE(server.seen().size(), 0);
    }

    // SIGTERM ends it within a second, whatever the server does.
    void aSilentServerDoesNotHoldIt()
    {
        FakeServer server;
        Program program(m_home.path());
        QProcess &process = program.process();
        process.start(
            QStringLiteral(FLUXGATE), {u"get"_s, u"ks"_s, u"--kubeconfig"_s, kubeconfig({server.url(u""_s)})});
        QTRY_COMPARE_WITH_TIMEOUT(server.seen().size(), 1, 20'000);
        QElapsedTimer time;
        time.start();
        process.terminate();
        QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 5000));
        QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed())));
        QCOMPARE(process.exitCode(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_Get)
#include "tst_get.moc"
