// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/apiworld.h"

#include <QSet>

using namespace simulator;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

} // namespace

// What the API server of a cluster says, held against what kube-apiserver 1.36.3 said to the same requests.
class tst_Api : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusals_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("message");
        const auto row = [](const QByteArray &target, int code, const char *reason, const char *message) {
            QTest::newRow(target.constData())
                << target << code << QString::fromUtf8(reason) << QString::fromUtf8(message);
        };
        const char *nothing = "the server could not find the requested resource";
        row("/api/v1/nopes", 404, "NotFound", nothing);
        row("/api/v2", 404, "NotFound", nothing);
        row("/apis/apps/v9/deployments", 404, "NotFound", nothing);
        row("/api/v1/configmaps/p0", 404, "NotFound", nothing);
        row("/api/v1/namespaces/default/nodes", 404, "NotFound", nothing);
        row("/api/v1//namespaces", 404, "NotFound", nothing);
        row(Maps + "/p0/status", 404, "NotFound", nothing);
        row(Maps + "/nope", 404, "NotFound", "configmaps \"nope\" not found");
        row("/api/v1/namespaces/nope", 404, "NotFound", "namespaces \"nope\" not found");
        row("/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/x/kustomizations/nope", 404, "NotFound",
            "kustomizations.kustomize.toolkit.fluxcd.io \"nope\" not found");
        row(Maps + "?labelSelector=app%3D%3D%3D", 400, "BadRequest",
            "unable to parse requirement: found '=', expected: identifier");
        row(Maps + "?labelSelector=a+in+(x", 400, "BadRequest",
            "unable to parse requirement: found '', expected: ',' or ')'");
        row(Maps + "?labelSelector=(", 400, "BadRequest", "found '(', expected: !, identifier, or 'end of string'");
        row(Maps + "?labelSelector=app+in", 400, "BadRequest", "unable to parse requirement: found '' expected: '('");
        row(Maps + "?labelSelector=app+foo", 400, "BadRequest",
            "unable to parse requirement: found 'foo', expected: in, notin, =, ==, !=, gt, lt");
        row(Maps + "?labelSelector=/a", 400, "BadRequest",
            "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty");
        row(Maps + "?fieldSelector=%3Dx", 400, "BadRequest",
            "\"\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        row(Maps + "?limit=", 400, "BadRequest", "strconv.ParseInt: parsing \"\": invalid syntax");
        row("/apis/apps/v1/namespaces/x/deployments/y/scale", 404, "NotFound", "deployments.apps \"y\" not found");
        row(Maps + "?fieldSelector=data.x%3Dp1", 400, "BadRequest",
            "\"data.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        row(Maps + "?fieldSelector=metadata.name", 400, "BadRequest",
            "invalid selector: 'metadata.name'; can't understand 'metadata.name'");
        row("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations?fieldSelector=spec.suspend%3Dtrue", 400, "BadRequest",
            "field label not supported: spec.suspend");
        row("/api/v1/namespaces?fieldSelector=metadata.namespace%3Ddefault", 400, "BadRequest",
            "field label not supported: metadata.namespace");
        row(Maps + "?resourceVersion=abc", 400, "BadRequest",
            "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": "
            "invalid syntax");
        row(Maps + "?watch=1&resourceVersion=abc", 500, "",
            "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax");
        row(Maps + "?limit=abc", 400, "BadRequest", "strconv.ParseInt: parsing \"abc\": invalid syntax");
        row(Maps + "?timeoutSeconds=x&watch=1", 400, "BadRequest", "strconv.ParseInt: parsing \"x\": invalid syntax");
        const QByteArray wrong = "ListOptions.meta.k8s.io \"\" is invalid: ";
        const auto invalid = [&](const QByteArray &query, const QByteArray &message) {
            row(Maps + query, 422, "Invalid", (wrong + message).constData());
        };
        invalid("?resourceVersionMatch=Exact",
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
        invalid("?resourceVersion=0&resourceVersionMatch=Exact",
            "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        invalid("?resourceVersion=5&resourceVersionMatch=Foo",
            "resourceVersionMatch: Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
        invalid("?watch=1&sendInitialEvents=true",
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        invalid("?sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
            "[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, "
            "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list]");
        invalid("?watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=0",
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is "
            "provided");
        invalid("?watch=1&sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=1",
            "[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to "
            "NotOlderThan, "
            "resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]");
        invalid("?watch=1&continue=abc",
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided");
    }
    void refusals()
    {
        QFETCH(QByteArray, target);
        World w;
        const auto answer = w.get(target);
        QTEST(answer.status, "code");
        const auto status = QJsonDocument::fromJson(answer.body).object();
        QCOMPARE(status["kind"_L1].toString(), u"Status"_s);
        QCOMPARE(status["status"_L1].toString(), u"Failure"_s);
        QCOMPARE(status["code"_L1].toInt(), answer.status);
        QTEST(status["reason"_L1].toString(), "reason");
        QTEST(status["message"_L1].toString(), "message");
    }

    void pathsThatAreNone()
    {
        World w;
        for (const QByteArray path :
            {"/apis/kustomize.toolkit.fluxcd.io/v2", "/apis/kustomize.toolkit.fluxcd.io/v1/nopes",
                "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations/x", "/livez/nope"})
            QCOMPARE(w.get(path).body, "404 page not found\n");
        QCOMPARE(w.get("/apis/apps", "text/html").status, 406);
        for (const QByteArray path : {"/nope", "/apis/nope/v1", "/apis/nope/v1/things", "/"}) {
            const auto answer = w.get(path);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.body, "404 page not found\n");
            QCOMPARE(answer.type, "text/plain; charset=utf-8");
        }
        for (const QByteArray verb : {"PUT", "POST", "DELETE", "HEAD", "PATCH"}) {
            QCOMPARE(w.get(Maps, {}, verb).status, 405);
            QCOMPARE(w.get("/version", {}, verb).status, 405);
        }
        QCOMPARE(w.get(Maps, "text/html").status, 406);
        for (const QByteArray accept : {"*/*", "", "application/vnd.kubernetes.protobuf,application/json",
                 "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"})
            QCOMPARE(w.get(Maps, accept).status, 200);
        QCOMPARE(w.get(Maps + "/p0/").status, 200);
        QCOMPARE(w.get("/readyz").body, "ok");
        QCOMPARE(w.get("/livez").body, "ok");
        QVERIFY(w.json("/version")["gitVersion"_L1].toString().startsWith(u"v1."_s));
    }

    void discoveryOfBothKindsSaysTheSame()
    {
        World w;
        w.api.setPort(4711);
        QCOMPARE(w.json("/api")["versions"_L1].toArray(), QJsonArray{u"v1"_s});
        QSet<QString> legacy;
        const auto collect = [&](const QString &groupVersion, const QByteArray &path) {
            const auto list = w.json(path);
            QCOMPARE(list["kind"_L1].toString(), u"APIResourceList"_s);
            QCOMPARE(list["groupVersion"_L1].toString(), groupVersion);
            const auto resources = list["resources"_L1].toArray();
            for (const auto &resource : resources)
                legacy << groupVersion + u' ' + resource["name"_L1].toString();
        };
        collect(u"v1"_s, "/api/v1");
        const auto groups = w.json("/apis")["groups"_L1].toArray();
        for (const auto &group : groups) {
            QCOMPARE(group["preferredVersion"_L1], group["versions"_L1][0]);
            const auto versions = group["versions"_L1].toArray();
            for (const auto &version : versions) {
                const auto text = version["groupVersion"_L1].toString();
                collect(text, "/apis/" + text.toUtf8());
            }
        }
        QSet<QString> aggregated;
        for (const QByteArray root : {"/api", "/apis"}) {
            QCOMPARE(w.get(root, Aggregated).type, Aggregated);
            const auto items = w.json(root, Aggregated)["items"_L1].toArray();
            for (const auto &item : items) {
                const auto name = item["metadata"_L1]["name"_L1].toString();
                const auto versions = item["versions"_L1].toArray();
                for (const auto &version : versions) {
                    const auto prefix =
                        (name.isEmpty() ? QString() : name + u'/') + version["version"_L1].toString() + u' ';
                    const auto resources = version["resources"_L1].toArray();
                    for (const auto &resource : resources) {
                        const auto plural = prefix + resource["resource"_L1].toString();
                        aggregated << plural;
                        const auto below = resource["subresources"_L1].toArray();
                        for (const auto &subresource : below)
                            aggregated << plural + u'/' + subresource["subresource"_L1].toString();
                    }
                }
            }
        }
        QCOMPARE(aggregated, legacy);
        QVERIFY(legacy.contains(u"kustomize.toolkit.fluxcd.io/v1 kustomizations/status"_s));
        QVERIFY(legacy.contains(u"clusterconfig.azure.com/v1alpha1 fluxconfigs"_s));
        QVERIFY(legacy.contains(u"apps/v1 deployments/scale"_s));
    }

    void anOldServerKnowsNoAggregation()
    {
        World w;
        const Api old(w.cluster, false);
        const auto only = old.reply(World::request("/apis", Aggregated, "GET"));
        QCOMPARE(std::get<Answer>(only).status, 406);
        const auto either = old.reply(World::request("/apis", Aggregated + ",application/json", "GET"));
        QCOMPARE(QJsonDocument::fromJson(std::get<Answer>(either).body)["kind"_L1].toString(), u"APIGroupList"_s);
    }

    void listsAsTheRealOneWritesThem()
    {
        World w;
        QCOMPARE(w.get("/api/v1/namespaces/nope/configmaps").body,
            "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
                + w.version().toLatin1() + "\"},\"items\":[]}\n");
        QCOMPARE(w.get("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations").body,
            "{\"apiVersion\":\"kustomize.toolkit.fluxcd.io/"
            "v1\",\"items\":[],\"kind\":\"KustomizationList\",\"metadata\":{"
            "\"continue\":\"\",\"resourceVersion\":\""
                + w.version().toLatin1() + "\"}}\n");
        const auto item = w.json(Maps)["items"_L1][0].toObject();
        QVERIFY(!item.contains("kind"_L1) && !item.contains("apiVersion"_L1));
        const auto partial = w.json(Maps, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        QCOMPARE(partial["kind"_L1].toString(), u"PartialObjectMetadataList"_s);
        QCOMPARE(partial["items"_L1][0]["kind"_L1].toString(), u"PartialObjectMetadata"_s);
        QCOMPARE(partial["items"_L1][0]["metadata"_L1], w.json(Maps)["items"_L1][0]["metadata"_L1]);
        QCOMPARE(partial["items"_L1][0].toObject().size(), 3);
    }

    void pagesSeeOneVersion()
    {
        World w;
        w.put(configMap(u"z"_s, {}, u"kube-system"_s));
        for (const QByteArray &place : {Maps, QByteArray("/api/v1/configmaps")}) {
            const auto whole = namesIn(w.json(place));
            const auto first = w.json(place + "?limit=2");
            const auto version = first["metadata"_L1]["resourceVersion"_L1].toString();
            QCOMPARE(first["metadata"_L1]["remainingItemCount"_L1].toInt(), whole.size() - 2);
            QStringList names = namesIn(first);
            auto next = first["metadata"_L1]["continue"_L1].toString();
            // What happens between two pages is not seen.
            w.drop(u"p3"_s);
            w.put(configMap(u"p2b"_s, u"x"_s));
            int pages = 1;
            for (; !next.isEmpty() && pages < 10; ++pages) {
                const auto page = w.json(place + "?limit=2&continue=" + next.toLatin1());
                QCOMPARE(page["metadata"_L1]["resourceVersion"_L1].toString(), version);
                names += namesIn(page);
                next = page["metadata"_L1]["continue"_L1].toString();
            }
            QCOMPARE(names, whole);
            QCOMPARE(pages, 3);
            w.put(configMap(u"p3"_s, u"x"_s));
            w.drop(u"p2b"_s);
        }
        QVERIFY(!w.json(Maps + "?limit=2&labelSelector=app%3Dx")["metadata"_L1].toObject().contains(
            "remainingItemCount"_L1));
    }

    void aPageThatIsTooOldCanGoOnAnyway()
    {
        World w;
        const auto next = w.json(Maps + "?limit=2")["metadata"_L1]["continue"_L1].toString().toLatin1();
        w.drop(u"p2"_s);
        w.cluster.compact();
        const auto answer = w.get(Maps + "?limit=2&continue=" + next);
        QCOMPARE(answer.status, 410);
        const auto status = QJsonDocument::fromJson(answer.body);
        QCOMPARE(status["reason"_L1].toString(), u"Expired"_s);
        QVERIFY(status["message"_L1].toString().startsWith(
            u"The provided continue parameter is too old to display a consistent list result. You can start"_s));
        const auto anyway = status["metadata"_L1]["continue"_L1].toString().toLatin1();
        QCOMPARE(namesIn(w.json(Maps + "?continue=" + anyway)), QStringList({u"p3"_s, u"p4"_s}));
        const auto exact = w.get(Maps + "?resourceVersion=3&resourceVersionMatch=Exact");
        QCOMPARE(exact.status, 410);
        QCOMPARE(QJsonDocument::fromJson(exact.body)["message"_L1].toString(),
            u"The resourceVersion for the provided list is too old."_s);
        // A token that somebody made up.
        for (const QByteArray token : {"abc", "e30", "%00", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTksInN0YXJ0IjoiYSJ9"})
            QCOMPARE(w.get(Maps + "?continue=" + token).status, 400);
    }

    void versionsOfLists()
    {
        World w;
        const auto before = w.version();
        w.drop(u"p0"_s);
        const auto v = [&](const QByteArray &query) { return w.json(Maps + query); };
        QCOMPARE(namesIn(v("?resourceVersion=0&limit=1")).size(), 4); // from the cache, which knows no pages
        QCOMPARE(namesIn(v("?resourceVersion=0&limit=1&resourceVersionMatch=NotOlderThan")).size(), 4);
        QCOMPARE(namesIn(v("?resourceVersion=" + before.toLatin1())).size(), 4); // not older than
        QCOMPARE(namesIn(v("?resourceVersionMatch=Exact&resourceVersion=" + before.toLatin1())).size(), 5);
        const auto exactly = v("?limit=9&resourceVersion=" + before.toLatin1());
        QCOMPARE(namesIn(exactly).size(), 5);
        QCOMPARE(exactly["metadata"_L1]["resourceVersion"_L1].toString(), before);
        const auto future = w.get(Maps + "?resourceVersion=99999999");
        QCOMPARE(future.status, 504);
        QCOMPARE(QJsonDocument::fromJson(future.body)["message"_L1].toString(),
            u"Timeout: Too large resource version: 99999999, current: %1"_s.arg(w.version()));
    }

    void selectors_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("names");
        const auto row = [](const QByteArray &query, const char *names) {
            QTest::newRow(query.constData()) << query << QString::fromUtf8(names);
        };
        row("labelSelector=app%3Dx", "p1 p3");
        row("labelSelector=app%3D%3Dx", "p1 p3");
        row("labelSelector=app!%3Dx", "none p0 p2 p4");
        row("labelSelector=app", "p0 p1 p2 p3 p4");
        row("labelSelector=!app", "none");
        row("labelSelector=app+in+(x,+z)", "p1 p3");
        row("labelSelector=app+notin+(x)", "none p0 p2 p4");
        row("labelSelector=app,app!%3Dy", "p1 p3");
        row("labelSelector=app%3D", "");
        row("fieldSelector=metadata.name%3Dp1", "p1");
        row("fieldSelector=metadata.name!%3Dp1,metadata.namespace%3D%3Ddefault", "none p0 p2 p3 p4");
        row("fieldSelector=metadata.namespace%3Dkube-system", "");
        row("labelSelector=app%3Dx&fieldSelector=metadata.name%3Dp3", "p3");
    }
    void selectors()
    {
        QFETCH(QByteArray, query);
        World w;
        w.put(configMap(u"none"_s, {}));
        QTEST(namesIn(w.json(Maps + '?' + query)).join(u' '), "names");
    }

    void eventsAreSelectedByWhatTheyAreAbout()
    {
        World w;
        for (const auto &kind : {u"Pod"_s, u"Kustomization"_s})
            w.put({{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Event"_s},
                {u"metadata"_s, QJsonObject{{u"name"_s, kind.toLower()}}}, {u"type"_s, u"Normal"_s},
                {u"source"_s, QJsonObject{{u"component"_s, u"c"_s}}},
                {u"involvedObject"_s, QJsonObject{{u"kind"_s, kind}, {u"name"_s, u"apps"_s}}}});
        QCOMPARE(namesIn(w.json("/api/v1/events?fieldSelector=involvedObject.kind%3DPod,type%3DNormal,source%3Dc")),
            QStringList(u"pod"_s));
        const auto renewed =
            w.json("/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=regarding.kind%3DKustomization");
        QCOMPARE(namesIn(renewed), QStringList(u"kustomization"_s));
        QCOMPARE(renewed["items"_L1][0]["regarding"_L1]["name"_L1].toString(), u"apps"_s);
        QCOMPARE(w.json("/apis/events.k8s.io/v1/namespaces/default/events/pod")["apiVersion"_L1].toString(),
            u"events.k8s.io/v1"_s);
        QCOMPARE(w.get("/api/v1/events?fieldSelector=regarding.kind%3DPod").status, 400);
    }

    void theSameObjectInEveryServedVersion()
    {
        World w;
        w.put({{u"apiVersion"_s, u"clusterconfig.azure.com/v1alpha1"_s}, {u"kind"_s, u"FluxConfig"_s},
            {u"metadata"_s, QJsonObject{{u"name"_s, u"c"_s}}}});
        for (const QByteArray version : {"clusterconfig.azure.com/v1alpha1", "clusterconfig.azure.com/v1beta1"}) {
            const auto list = w.json("/apis/" + version + "/fluxconfigs");
            QCOMPARE(list["apiVersion"_L1].toString().toLatin1(), version);
            QCOMPARE(list["items"_L1][0]["apiVersion"_L1].toString().toLatin1(), version);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Api)
#include "tst_api.moc"
