// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/server.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace simulator;
using namespace Qt::StringLiterals;

// A client that is not ours: kubectl, from the path or from where the testbed builds its own; skipped without one.
class tst_Kubectl : public QObject {
    Q_OBJECT

    core::SystemClock m_clock;
    Cluster m_cluster{u"new"_s};
    Cluster m_old{u"old"_s};
    Server m_server{m_clock};
    QTemporaryDir m_folder;
    QString m_program;

    struct Said {
        QString out;
        QString error;
        int code = -1;
    };
    std::unique_ptr<QProcess> started(const QStringList &arguments)
    {
        auto process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, m_folder.path()); // it keeps what it discovers there
        for (const auto &name : {u"HTTPS_PROXY"_s, u"https_proxy"_s, u"ALL_PROXY"_s})
            environment.remove(name);
        process->setProcessEnvironment(environment);
        process->start(m_program, QStringList{u"--kubeconfig"_s, m_folder.filePath(u"config"_s)} + arguments);
        return process;
    }
    Said kubectl(const QStringList &arguments)
    {
        const auto process = started(arguments);
        if (!QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, 60'000))
            return {};
        return {QString::fromUtf8(process->readAllStandardOutput()).trimmed(),
            QString::fromUtf8(process->readAllStandardError()).trimmed(), process->exitCode()};
    }
    static QJsonObject object(const QString &apiVersion, const QString &kind, const QString &name)
    {
        return {{u"apiVersion"_s, apiVersion}, {u"kind"_s, kind}, {u"metadata"_s, QJsonObject{{u"name"_s, name}}}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_program = QStandardPaths::findExecutable(u"kubectl"_s);
        const QDir built(QDir::homePath() + u"/.cache/fluxgate/testbed"_s);
        const auto folders = built.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &folder : folders) {
            const auto candidate = built.filePath(folder + u"/bin/kubectl"_s);
            if (QFile::exists(candidate))
                m_program = candidate; // a newer one, and no wrapper
        }
        if (m_program.isEmpty())
            QSKIP("no kubectl here");
        m_server.serve(m_cluster);
        m_server.serve(m_old, {.aggregatedDiscovery = false});
        QVERIFY(m_server.start());
        QFile config(m_folder.filePath(u"config"_s));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write(m_server.kubeconfig()) > 0);
        for (auto *cluster : {&m_cluster, &m_old}) {
            QVERIFY(cluster->create(object(u"kustomize.toolkit.fluxcd.io/v1"_s, u"Kustomization"_s, u"apps"_s)));
            QVERIFY(cluster->create(object(u"source.toolkit.fluxcd.io/v1"_s, u"GitRepository"_s, u"fleet"_s)));
            for (int i = 0; i < 7; ++i)
                QVERIFY(cluster->create(object(u"v1"_s, u"Secret"_s, u"s%1"_s.arg(i))));
            auto event = object(u"v1"_s, u"Event"_s, u"e"_s);
            event[u"involvedObject"_s] = QJsonObject{{u"kind"_s, u"Kustomization"_s}, {u"name"_s, u"apps"_s}};
            QVERIFY(cluster->create(event));
        }
    }

    void getsByShortNames_data()
    {
        QTest::addColumn<QString>("context");
        QTest::newRow("aggregated discovery") << u"new"_s;
        QTest::newRow("legacy discovery") << u"old"_s;
    }
    void getsByShortNames()
    {
        QFETCH(QString, context);
        const auto got =
            kubectl({u"--context"_s, context, u"get"_s, u"ns,ks,gitrepositories"_s, u"-A"_s, u"-o"_s, u"name"_s});
        QCOMPARE(got.error, QString());
        QCOMPARE(got.code, 0);
        QCOMPARE(got.out.split(u'\n'),
            QStringList({u"namespace/default"_s, u"namespace/kube-node-lease"_s, u"namespace/kube-public"_s,
                u"namespace/kube-system"_s, u"kustomization.kustomize.toolkit.fluxcd.io/apps"_s,
                u"gitrepository.source.toolkit.fluxcd.io/fleet"_s}));
        const auto plain = kubectl({u"--context"_s, context, u"get"_s, u"ns,ks,gitrepositories"_s, u"-A"_s});
        QCOMPARE(plain.code, 0);
        QVERIFY2(plain.out.contains(u"apps"_s) && plain.out.contains(u"fleet"_s), qPrintable(plain.out));
        const auto known = kubectl({u"--context"_s, context, u"api-resources"_s, u"-o"_s, u"name"_s}).out.split(u'\n');
        for (const Kind &kind : m_cluster.kinds().all())
            QVERIFY2(known.contains(kind.resource()), qPrintable(kind.resource()));
    }

    void pagesAndSelects()
    {
        const auto before = m_server.requestCount(u"new"_s);
        const auto secrets = kubectl({u"get"_s, u"secrets"_s, u"--chunk-size=3"_s, u"-o"_s, u"name"_s});
        QCOMPARE(secrets.out.split(u'\n').size(), 7);
        QVERIFY(m_server.requestCount(u"new"_s) >= before + 3);
        const auto event = kubectl(
            {u"get"_s, u"events"_s, u"--field-selector"_s, u"involvedObject.kind=Kustomization"_s, u"-o"_s, u"name"_s});
        QCOMPARE(event.out, u"event/e"_s);
        const auto none = kubectl(
            {u"get"_s, u"events.events.k8s.io"_s, u"--field-selector"_s, u"regarding.kind=Pod"_s, u"-o"_s, u"name"_s});
        QCOMPARE(none.out + none.error, QString());
    }

    void saysWhatAServerSays()
    {
        const auto missing = kubectl({u"get"_s, u"secret"_s, u"nope"_s});
        QCOMPARE(missing.error, u"Error from server (NotFound): secrets \"nope\" not found"_s);
        const auto unknown = kubectl({u"get"_s, u"gadgets"_s});
        QCOMPARE(unknown.error, u"error: the server doesn't have a resource type \"gadgets\""_s);
        const auto denied = kubectl({u"--token=wrong"_s, u"get"_s, u"ns"_s});
        QVERIFY2(denied.error.contains(u"Unauthorized"_s), qPrintable(denied.error));
        const auto version = QJsonDocument::fromJson(kubectl({u"version"_s, u"-o"_s, u"json"_s}).out.toUtf8());
        QVERIFY(version["serverVersion"_L1]["gitVersion"_L1].toString().contains(u"simulator"_s));
        const auto yaml = kubectl({u"get"_s, u"ks"_s, u"apps"_s, u"-o"_s, u"yaml"_s}).out;
        QVERIFY2(
            yaml.startsWith(u"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"_s), qPrintable(yaml));
    }

    void watches()
    {
        const auto process = started({u"get"_s, u"configmaps"_s, u"-w"_s, u"-o"_s, u"name"_s});
        QByteArray out;
        const auto says = [&](const QByteArray &text) {
            return QTest::qWaitFor([&] { return (out += process->readAllStandardOutput()).contains(text); }, 30'000);
        };
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto requests = m_server.requests(u"new"_s);
                return std::any_of(
                    requests.begin(), requests.end(), [](const Asked &asked) { return asked.isWatch(); });
            }(),
            30'000);
        QVERIFY(m_cluster.create(object(u"v1"_s, u"ConfigMap"_s, u"first"_s)));
        QVERIFY2(says("configmap/first\n"), out.constData());
        QVERIFY(m_cluster.create(object(u"v1"_s, u"ConfigMap"_s, u"second"_s)));
        QVERIFY2(says("configmap/second\n"), out.constData());
        process->kill();
        QTRY_COMPARE(process->state(), QProcess::NotRunning);
    }
};

QTEST_GUILESS_MAIN(tst_Kubectl)
#include "tst_kubectl.moc"
