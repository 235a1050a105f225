// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/kubeconfig.h"
#include "services/core/file.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace kube;
using namespace Qt::StringLiterals;

namespace {

Kubeconfig one(const QByteArray &yaml)
{
    return mergeKubeconfigs({{u"/k/config"_s, yaml}});
}

Context named(const Kubeconfig &config, const QString &name)
{
    for (const Context &context : config.contexts) {
        if (context.name == name)
            return context;
    }
    return {};
}

QByteArray small(const QByteArray &context, const QByteArray &server)
{
    return "clusters: [{name: c, cluster: {server: '" + server
        + "'}}]\nusers: [{name: u, user: {token: T}}]\ncontexts: [{name: " + context
        + ", context: {cluster: c, user: u}}]\ncurrent-context: " + context + "\n";
}

// Sets KUBECONFIG for as long as it lives.
class Environment {
public:
    explicit Environment(const QStringList &files) { qputenv("KUBECONFIG", files.join(u':').toUtf8()); }
    ~Environment() { qunsetenv("KUBECONFIG"); }
    Q_DISABLE_COPY_MOVE(Environment)
};

QJsonObject json(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(source.readAll()).object() : QJsonObject();
}

} // namespace

class tst_Kubeconfig : public QObject {
    Q_OBJECT

    const QString m_cases = QStringLiteral(SHARED "/data/cases");

private Q_SLOTS:
    // To leave them out would give the rights of oneself instead (client-go refuses such a file too).
    void groupsWithoutAUserAreRefused()
    {
        const auto config = mergeKubeconfigs({{u"/c"_s,
            "{apiVersion: v1, kind: Config, clusters: [{name: c, cluster: {server: 'https://c.example'}}], users: "
            "[{name: u, "
            "user: {as-groups: [dev]}}], contexts: [{name: x, context: {cluster: c, user: u}}]}"}});
        QCOMPARE(config.contexts.size(), 1);
        QVERIFY2(config.contexts.first().problem.contains(u"without impersonating a user"_s),
            qPrintable(config.contexts.first().problem));
    }

    void readsAnEntryWhole()
    {
        const auto config =
            one("apiVersion: v1\n"
                "kind: Config\n"
                "clusters:\n"
                "- name: c\n"
                "  cluster: {server: 'https://h:6443', certificate-authority: ../ca.crt, tls-server-name: inner, "
                "proxy-url: 'http://me:pw@proxy:1'}\n"
                "users:\n"
                "- name: u\n"
                "  user:\n"
                "    tokenFile: t/token\n"
                "    client-certificate-data: Q0VSVA==\n"
                "    client-key-data: S0VZ\n"
                "    username: bob\n"
                "    password: hush\n"
                "    exec: {apiVersion: client.authentication.k8s.io/v1, command: kubelogin, args: [get-token, --x], "
                "env: [{name: A, value: B}], interactiveMode: Never}\n"
                "    as: carol\n"
                "    as-uid: '7'\n"
                "    as-groups: [g, h]\n"
                "    as-user-extra: {k: [v]}\n"
                "contexts:\n"
                "- {name: x, context: {cluster: c, user: u, namespace: apps}}\n"
                "current-context: x\n");
        QCOMPARE(config.problems.size(), 0);
        QCOMPARE(config.currentContext, u"x"_s);
        const Context x = named(config, u"x"_s);
        QCOMPARE(x.problem, QString());
        QCOMPARE(x.space, u"apps"_s);
        QCOMPARE(x.cluster.server, u"https://h:6443"_s);
        QCOMPARE(x.cluster.authorityFile, u"/ca.crt"_s);
        QCOMPARE(x.cluster.tlsServerName, u"inner"_s);
        QVERIFY(!x.cluster.proxyForDisplay().contains(u"pw"_s));
        QCOMPARE(x.user.tokenFile, u"/k/t/token"_s);
        QCOMPARE(x.user.certificateData, QByteArray("CERT"));
        QCOMPARE(x.user.keyData, Secret("KEY"));
        QCOMPARE(x.user.password, Secret("hush"));
        QCOMPARE(x.user.exec->command, u"kubelogin"_s);
        QCOMPARE(x.user.exec->environment.value(u"A"_s), u"B"_s);
        QCOMPARE(x.user.exec->interactiveMode, u"Never"_s);
        QCOMPARE(x.user.as.user + x.user.as.uid, u"carol7"_s);
        QCOMPARE(x.user.as.groups, (QStringList{u"g"_s, u"h"_s}));
        QCOMPARE(x.user.as.extra.value(u"k"_s), QStringList{u"v"_s});
        QCOMPARE(x.user.exec->arguments, (QStringList{u"get-token"_s, u"--x"_s}));
    }

    void aContextThatLeadsNowhereStaysAndSaysSo_data()
    {
        QTest::addColumn<QByteArray>("cluster");
        QTest::addColumn<QByteArray>("context");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no cluster") << QByteArray("{server: 'https://h'}") << QByteArray("{cluster: gone, user: u}")
                                    << u"cluster \"gone\" does not exist"_s;
        QTest::newRow("no user") << QByteArray("{server: 'https://h'}") << QByteArray("{cluster: c, user: gone}")
                                 << u"user \"gone\" does not exist"_s;
        QTest::newRow("unnamed cluster") << QByteArray("{server: 'https://h'}") << QByteArray("{user: u}")
                                         << u"the context names no cluster"_s;
        QTest::newRow("no server") << QByteArray("{}") << QByteArray("{cluster: c}")
                                   << u"cluster \"c\" has no server"_s;
        QTest::newRow("odd server") << QByteArray("{server: 'file:///etc/passwd'}") << QByteArray("{cluster: c}")
                                    << u"the server of cluster \"c\" is not an http or https address"_s;
        QTest::newRow("anonymous is fine")
            << QByteArray("{server: 'https://h'}") << QByteArray("{cluster: c}") << QString();
    }
    void aContextThatLeadsNowhereStaysAndSaysSo()
    {
        QFETCH(QByteArray, cluster);
        QFETCH(QByteArray, context);
        QFETCH(QString, problem);
        const auto config = one("clusters: [{name: c, cluster: " + cluster
            + "}]\nusers: [{name: u, user: {}}]\ncontexts: "
              "[{name: x, context: "
            + context + "}]\n");
        QCOMPARE(named(config, u"x"_s).problem, problem);
    }

    // Each of these makes kubectl refuse the file; here the context stays, unusable, and no other file takes its place.
    void aBrokenEntryKeepsItsName_data()
    {
        QTest::addColumn<QByteArray>("cluster");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *cluster, const char *user, const QString &problem) {
            QTest::addRow("%s%s", cluster, user) << QByteArray(cluster) << QByteArray(user) << problem;
        };
        row("certificate-authority-data: 'Q0-VSVA=='", "",
            u"cluster \"c\": certificate-authority-data is not base64"_s);
        row("certificate-authority-data: '%%%'", "", u"cluster \"c\": certificate-authority-data is not base64"_s);
        row("certificate-authority-data: Q0VSVA", "", u"cluster \"c\": certificate-authority-data is not base64"_s);
        row("certificate-authority-data: [Q0VSVA==]", "", u"cluster \"c\": certificate-authority-data is not base64"_s);
        row("insecure-skip-tls-verify: yEs", "",
            u"cluster \"c\": insecure-skip-tls-verify is neither true nor false"_s);
        row("insecure-skip-tls-verify: 'true'", "",
            u"cluster \"c\": insecure-skip-tls-verify is neither true nor false"_s);
        row("", "client-key-data: S0V", u"user \"u\": client-key-data is not base64"_s);
    }
    void aBrokenEntryKeepsItsName()
    {
        QFETCH(QByteArray, cluster);
        QFETCH(QByteArray, user);
        QFETCH(QString, problem);
        const auto config = mergeKubeconfigs(
            {{u"/k/a"_s,
                 "clusters: [{name: c, cluster: {server: 'https://mine', " + cluster + "}}]\nusers: [{name: u, user: {"
                     + user + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"},
                {u"/k/b"_s, small("y", "https://other")}});
        QCOMPARE(config.problems.size(), 1);
        QVERIFY(config.problems.first().detail().startsWith(u"/k/a:"_s));
        QVERIFY(config.problems.first().detail().endsWith(problem));
        for (const QString &name : {u"x"_s, u"y"_s}) {
            QCOMPARE(named(config, name).problem, problem);
            QCOMPARE(named(config, name).cluster.server, u"https://mine"_s);
            QVERIFY(!named(config, name).cluster.insecure);
        }
    }

    void pathsOfPluginsAreResolvedAndNamesAreNot()
    {
        for (const auto &[command, expected] : {std::pair("./bin/x", u"/k/bin/x"_s), std::pair("../x", u"/x"_s),
                 std::pair("/opt/x", u"/opt/x"_s), std::pair("kubelogin", u"kubelogin"_s)}) {
            const auto config =
                one("clusters: [{name: c, cluster: {server: 'https://h'}}]\nusers: [{name: u, user: {exec: {command: "
                    + QByteArray(command) + "}}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n");
            QCOMPARE(named(config, u"x"_s).user.exec->command, expected);
        }
    }

    // client-go: only an unset or empty variable leads to ~/.kube/config; a file that is listed twice is read once.
    void theListOfFiles()
    {
        {
            const Environment environment({u"a"_s, {}, u"b"_s, u"a"_s});
            QCOMPARE(kubeconfigFiles({}), (QStringList{u"a"_s, u"b"_s}));
            QCOMPARE(kubeconfigFiles(u"c"_s), QStringList{u"c"_s});
        }
        {
            const Environment environment({{}, {}});
            QCOMPARE(kubeconfigFiles({}), QStringList());
        }
        const Environment environment(QStringList{});
        QVERIFY(kubeconfigFiles({}).value(0).endsWith(u"/.kube/config"_s));
    }

    void oneBadFileCostsOnlyItself()
    {
        const auto config =
            mergeKubeconfigs({{u"/k/broken"_s, "clusters: [\n"}, {u"/k/list"_s, "- a\n"}, {u"/k/empty"_s, ""},
                {u"/k/good"_s, small("x", "https://h")}, {u"/k/odd"_s, "clusters: 7\ncontexts: [{context: {}}, 5]\n"}});
        QCOMPARE(config.contexts.size(), 1);
        QCOMPARE(config.contexts.first().file, u"/k/good"_s);
        QCOMPARE(config.problems.size(), 5);
        QVERIFY(config.problems[0].detail().startsWith(u"/k/broken:"_s));
        QVERIFY(config.problems[1].detail().startsWith(u"/k/list:1"_s));
        QVERIFY(config.problems[2].detail().startsWith(u"/k/odd:1"_s));
    }

    void filesAreBounded()
    {
        QTemporaryDir folder;
        const QString huge = folder.filePath(u"huge"_s);
        QVERIFY(writeFile(huge, QByteArray(9 * 1024 * 1024, '#'), Access::Private));
        const auto config = readKubeconfig(huge);
        QCOMPARE(config.problems.size(), 1);
        QCOMPARE(config.problems.first().kind(), Error::Kind::TooLarge);
    }

    void anExplicitFileMustExist()
    {
        const auto config = readKubeconfig(u"/nowhere/config"_s);
        QCOMPARE(config.problems.size(), 1);
        QCOMPARE(config.problems.first().kind(), Error::Kind::NotFound);
        QCOMPARE(config.problems.first().detail(), u"/nowhere/config"_s);
    }

    // The cases of data/cases that are about reading and merging; 052 is about running a plugin.
    void sharedCases()
    {
        if (!QDir(m_cases).exists())
            QSKIP("shared data absent: ../shared/data/cases");
        QStringList found;
        for (const QString &name : QDir(m_cases).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (json(u"%1/%2/case.json"_s.arg(m_cases, name))["kind"_L1] == u"kubeconfig"_s)
                found.append(name);
        }
        QCOMPARE(found, (QStringList{u"048-merge-first-wins"_s, u"050-proxy-url"_s, u"052-wrong-kubelogin"_s}));
    }

    void mergeFirstWins()
    {
        const QDir folder(m_cases + u"/048-merge-first-wins"_s);
        if (!folder.exists())
            QSKIP("shared data absent: ../shared/data/cases");
        const QJsonObject expected = json(folder.filePath(u"expected.json"_s));
        QStringList files;
        for (const QString &name : expected["KUBECONFIG"_L1].toString().split(u':'))
            files.append(name.isEmpty() ? QString() : folder.filePath(name));
        const Environment environment(files);
        const auto config = readKubeconfig({});
        QCOMPARE(config.problems.size(), 0); // neither for the missing file nor for the empty entry
        QCOMPARE(config.currentContext, expected["current_context"_L1].toString());
        const QJsonObject contexts = expected["contexts"_L1].toObject();
        QCOMPARE(config.contexts.size(), contexts.size());
        QStringList notes;
        for (const Context &context : config.contexts) {
            QCOMPARE(context.cluster.server, contexts[context.name]["server"_L1].toString());
            QCOMPARE(context.space, contexts[context.name]["namespace"_L1].toString());
            QCOMPARE(context.cluster.authorityFile, QDir::cleanPath(folder.absoluteFilePath(u"ca.crt"_s)));
            QVERIFY(context.user.certificateFile.endsWith(u"/one.crt"_s));
            QVERIFY(context.user.token.isEmpty()); // the entry of the second file is discarded whole
            notes += context.notes;
        }
        QCOMPARE(notes.size(), expected["warnings"_L1].toArray().size());
        const auto twice = readKubeconfig(folder.filePath(u"twice.yaml"_s));
        QCOMPARE(twice.contexts.size(), 0);
        QVERIFY(twice.problems.first().detail().contains(u"duplicate name \"c\" in list"_s));
    }

    void proxies()
    {
        const QDir folder(m_cases + u"/050-proxy-url"_s);
        if (!folder.exists())
            QSKIP("shared data absent: ../shared/data/cases");
        const auto config = readKubeconfig(folder.filePath(u"config"_s));
        const QJsonObject contexts = json(folder.filePath(u"expected.json"_s))["contexts"_L1].toObject();
        QCOMPARE(named(config, u"socks"_s).cluster.proxyUrl, contexts["socks"_L1]["proxy"_L1].toString());
        QCOMPARE(u"unusable: "_s + named(config, u"ftp"_s).problem, contexts["ftp"_L1].toString());
        QVERIFY(named(config, u"direct"_s).cluster.proxyUrl.isEmpty());
        QVERIFY(named(config, u"direct"_s).problem.isEmpty()); // no user: anonymous
    }

    // kubectl itself is the judge of what a merge gives.
    void mergesAsKubectlDoes()
    {
        const QString kubectl = QStandardPaths::findExecutable(u"kubectl"_s);
        if (kubectl.isEmpty())
            QSKIP("no kubectl on the PATH");
        QTemporaryDir folder;
        const QList<QByteArray> contents{small("a", "https://one"), small("b", "https://two"),
            "contexts: [{name: a, context: {cluster: later, namespace: apps}}]\nclusters: [{name: later, cluster: "
            "{server: 'https://three', "
            "insecure-skip-tls-verify: true}}]\n",
            "", "current-context: b\n",
            "clusters: [{name: later, cluster: {server: 'https://four', tls-server-name: t}}]\ncontexts: [{name: d, "
            "context: {cluster: "
            "later, user: none}}]\n"};
        QStringList files;
        for (qsizetype i = 0; i < contents.size(); ++i) {
            files.append(folder.filePath(QString::number(i)));
            QVERIFY(writeFile(files.last(), contents[i], Access::Private));
        }
        int compared = 0;
        for (const QString &first : std::as_const(files)) {
            for (const QString &second : std::as_const(files)) {
                const Environment environment({first, folder.filePath(u"missing"_s), second});
                QProcess process;
                process.start(kubectl, {u"config"_s, u"view"_s, u"--raw"_s, u"-o"_s, u"json"_s});
                QVERIFY(process.waitForFinished(20'000));
                QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
                const auto judge = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
                compare(readKubeconfig({}), judge);
                ++compared;
            }
        }
        QCOMPARE(compared, 36);
    }

private:
    static void compare(const Kubeconfig &ours, const QJsonObject &judge)
    {
        QCOMPARE(ours.currentContext, judge["current-context"_L1].toString());
        const QJsonArray contexts = judge["contexts"_L1].toArray();
        QCOMPARE(ours.contexts.size(), contexts.size());
        for (const QJsonValue &each : contexts) {
            const Context mine = named(ours, each["name"_L1].toString());
            QCOMPARE(mine.clusterName, each["context"_L1]["cluster"_L1].toString());
            QCOMPARE(mine.userName, each["context"_L1]["user"_L1].toString());
            QCOMPARE(mine.space, each["context"_L1]["namespace"_L1].toString());
            for (const QJsonValue &cluster : judge["clusters"_L1].toArray()) {
                if (cluster["name"_L1] != mine.clusterName)
                    continue;
                QCOMPARE(mine.cluster.server, cluster["cluster"_L1]["server"_L1].toString());
                QCOMPARE(mine.cluster.insecure, cluster["cluster"_L1]["insecure-skip-tls-verify"_L1].toBool());
                QCOMPARE(mine.cluster.tlsServerName, cluster["cluster"_L1]["tls-server-name"_L1].toString());
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_Kubeconfig)
#include "tst_kubeconfig.moc"
