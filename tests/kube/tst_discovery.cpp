// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/discovery.h"
#include "tests/support/await.h"
#include "tests/support/fakeserver.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace core;
using namespace kube;
using namespace Qt::StringLiterals;

namespace {

const QByteArray aggregatedApis = R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
 {"metadata":{"name":"helm.toolkit.fluxcd.io"},"versions":[
  {"version":"v2","freshness":"Current","resources":[{"resource":"helmreleases","responseKind":{"group":"","version":"","kind":"HelmRelease"},"scope":"Namespaced","singularResource":"helmrelease","shortNames":["hr"],"verbs":["get","list","watch"],"subresources":[{"subresource":"status","verbs":["get"]}]}]},
  {"version":"v2beta2","resources":[{"resource":"helmreleases","responseKind":{"kind":"HelmRelease"},"scope":"Namespaced","verbs":["list"]}]}]},
 {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]})";
const QByteArray aggregatedCore =
    R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","resources":[
 {"resource":"pods","responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod","shortNames":["po"],"verbs":["list","watch"]},
 {"resource":"bindings","responseKind":{"kind":"Binding"},"scope":"Namespaced","verbs":["create"]},
 {"resource":"nodes","responseKind":{"kind":"Node"},"scope":"Cluster","singularResource":"node","verbs":["list"]}]}]}]})";
const QByteArray legacyGroups = R"({"kind":"APIGroupList","apiVersion":"v1","groups":[
 {"name":"helm.toolkit.fluxcd.io","versions":[{"groupVersion":"helm.toolkit.fluxcd.io/v2beta2","version":"v2beta2"},{"groupVersion":"helm.toolkit.fluxcd.io/v2","version":"v2"}],"preferredVersion":{"groupVersion":"helm.toolkit.fluxcd.io/v2","version":"v2"}},
 {"name":"broken.example.io","versions":[{"groupVersion":"broken.example.io/v1","version":"v1"}],"preferredVersion":{"groupVersion":"broken.example.io/v1","version":"v1"}}]})";
const QByteArray legacyHelm = R"({"kind":"APIResourceList","groupVersion":"helm.toolkit.fluxcd.io/%","resources":[
 {"name":"helmreleases","singularName":"helmrelease","namespaced":true,"kind":"HelmRelease","verbs":["get","list","watch"],"shortNames":["hr"]},
 {"name":"helmreleases/status","singularName":"","namespaced":true,"kind":"HelmRelease","verbs":["get"]}]})";

Context contextTo(const QUrl &url)
{
    Context context;
    context.name = u"fake"_s;
    context.cluster.server = url.toString();
    return context;
}

} // namespace

class tst_Discovery : public QObject {
    Q_OBJECT

    SystemClock m_clock;

    Result<Catalog> found(FakeServer &server, int *asked = nullptr)
    {
        net::IoThread io;
        const auto api = ApiServer::through(contextTo(server.url(u""_s)), io, m_clock);
        const auto catalog = outcomeOf(discover(**api));
        if (asked)
            *asked = int(server.seen().size());
        return catalog.value_or(Error(Error::Kind::Timeout, u"it never ended"_s));
    }

private Q_SLOTS:
    void aggregatedTakesTwoRequests()
    {
        FakeServer server;
        server.answer("/api", 200, aggregatedCore);
        server.answer("/apis", 200, aggregatedApis);
        int asked = 0;
        const auto catalog = found(server, &asked);
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().summary()));
        QCOMPARE(asked, 2);
        QVERIFY(server.seen().first().headers.value("accept").contains("g=apidiscovery.k8s.io;v=v2;"));
        QCOMPARE(catalog->problems().size(), 1); // metrics.k8s.io is stale, and costs only itself
        const auto *helm = catalog->ofKind(u"helm.toolkit.fluxcd.io"_s, u"HelmRelease"_s);
        QVERIFY(helm);
        QCOMPARE(helm->apiVersion(), u"helm.toolkit.fluxcd.io/v2"_s);
        QCOMPARE(helm->path(u"apps"_s), u"/apis/helm.toolkit.fluxcd.io/v2/namespaces/apps/helmreleases"_s);
        QCOMPARE(helm->path({}), u"/apis/helm.toolkit.fluxcd.io/v2/helmreleases"_s);
        QCOMPARE(
            helm->path(u"a/../b?c"_s), u"/apis/helm.toolkit.fluxcd.io/v2/namespaces/a%2F..%2Fb%3Fc/helmreleases"_s);
        {
            net::IoThread io;
            const auto api = ApiServer::through(contextTo(QUrl(u"http://127.0.0.1:1/base"_s)), io, m_clock);
            QCOMPARE((*api)->at(helm->path(u"a/b"_s)).toEncoded(),
                "http://127.0.0.1:1/base/apis/helm.toolkit.fluxcd.io/v2/namespaces/a%2Fb/helmreleases");
        }
        QCOMPARE(catalog->named(u"nodes"_s)->path(u"apps"_s), u"/api/v1/nodes"_s); // has no namespaces
    }

    void wordsAreUnderstoodAsKubectlDoes()
    {
        const auto core = parseAggregated(aggregatedCore);
        const auto apis = parseAggregated(aggregatedApis);
        QVERIFY(core && apis);
        const Catalog catalog(core->resources() + apis->resources(), {});
        for (const auto &word : {u"hr"_s, u"HelmRelease"_s, u"helmreleases"_s, u"HELMRELEASE"_s,
                 u"helmreleases.helm.toolkit.fluxcd.io"_s, u"helmrelease.helm.toolkit.fluxcd.io"_s})
            QVERIFY2(catalog.named(word) && catalog.named(word)->version == u"v2", qPrintable(word));
        QCOMPARE(catalog.named(u"helmreleases.v2beta2.helm.toolkit.fluxcd.io"_s)->version, u"v2beta2"_s);
        QVERIFY(!catalog.named(u"nothing"_s));
        QVERIFY(!catalog.named(u""_s));
        QVERIFY(!catalog.named(u"bindings"_s)); // cannot be listed
    }

    void anOldServerIsAskedForEachVersion()
    {
        FakeServer server;
        server.answer("/api", 200, R"({"kind":"APIVersions","versions":["v1"]})");
        server.answer("/apis", 200, legacyGroups);
        server.answer("/api/v1", 200,
            R"({"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["list"]},{"name":"pods/log","namespaced":true,"kind":"Pod","verbs":["get"]}]})");
        server.answer("/apis/helm.toolkit.fluxcd.io/v2", 200, QByteArray(legacyHelm).replace("%", "v2"));
        server.answer("/apis/helm.toolkit.fluxcd.io/v2beta2", 200, QByteArray(legacyHelm).replace("%", "v2beta2"));
        server.answer("/apis/broken.example.io/v1", 503, "service unavailable");
        const auto catalog = found(server);
        QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().summary()));
        QCOMPARE(catalog->problems().size(), 1);
        QCOMPARE(catalog->resources().size(), 3);
        QCOMPARE(catalog->ofKind(u"helm.toolkit.fluxcd.io"_s, u"HelmRelease"_s)->version, u"v2"_s);
    }

    void whatIsNoApiServerSaysSo_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("says");
        QTest::newRow("a page") << QByteArray("<html><body>Sign in</body></html>") << u"not JSON"_s;
        QTest::newRow("other JSON") << QByteArray("{\"hello\":1}") << u"not API discovery"_s;
        QTest::newRow("cut") << aggregatedCore.left(100) << u"not API discovery"_s;
        QTest::newRow("nothing") << QByteArray() << u"not API discovery"_s;
    }
    void whatIsNoApiServerSaysSo()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, says);
        FakeServer server;
        server.answer("/api", 200, body);
        const auto catalog = found(server);
        QVERIFY(!catalog);
        QVERIFY2(catalog.error().summary().contains(says), qPrintable(catalog.error().summary()));
        QCOMPARE(catalog.error().place(), u"127.0.0.1:%1"_s.arg(server.serverPort()));
    }
};

QTEST_GUILESS_MAIN(tst_Discovery)
#include "tst_discovery.moc"
