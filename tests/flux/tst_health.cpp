// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/health.h"
#include "services/flux/inventory.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace flux;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-11-25T10:00:00Z"_s, Qt::ISODate);

QJsonObject parsed(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

core::Resource object(
    const QString &version, const QString &kind, const char *spec, const char *status, const QJsonObject &metadata = {})
{
    QJsonObject meta{{u"name"_s, u"x"_s}, {u"uid"_s, u"1"_s}};
    for (auto each = metadata.begin(); each != metadata.end(); ++each)
        meta.insert(each.key(), each.value());
    return core::Resource(QJsonObject{{u"apiVersion"_s, version}, {u"kind"_s, kind}, {u"metadata"_s, meta},
        {u"spec"_s, parsed(spec)}, {u"status"_s, parsed(status)}});
}

} // namespace

// The rules of contracts/flux.md 1.7, row by row.
class tst_Health : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data()
    {
        using State = Health::State;
        QTest::addColumn<core::Resource>("resource");
        QTest::addColumn<State>("state");
        const auto row = [](const char *name, State state, const core::Resource &resource) {
            QTest::newRow(name) << resource << state;
        };
        const QString apps = u"apps/v1"_s;
        const QString core = u"v1"_s;
        const QString deployment = u"Deployment"_s;
        const char *up = "{\"replicas\":2,\"updatedReplicas\":2,\"availableReplicas\":2,\"readyReplicas\":2,"
                         "\"conditions\":[{\"type\":\"Available\",\"status\":\"True\"}]}";
        row("going away", State::Terminating,
            object(core, u"ConfigMap"_s, "{}", "{}", {{u"deletionTimestamp"_s, u"2026-11-25T09:00:00Z"_s}}));
        row("older generation", State::InProgress,
            object(u"example.io/v1"_s, u"Thing"_s, "{}", "{\"observedGeneration\":1}", {{u"generation"_s, 2}}));
        row("Reconciling before Stalled", State::InProgress,
            object(u"example.io/v1"_s, u"Thing"_s, "{}",
                "{\"conditions\":[{\"type\":\"Reconciling\",\"status\":\"True\"},{\"type\":\"Stalled\",\"status\":"
                "\"True\"}]}"));
        row("Stalled before Reconciling", State::Failed,
            object(u"example.io/v1"_s, u"Thing"_s, "{}",
                "{\"conditions\":[{\"type\":\"Stalled\",\"status\":\"True\"},{\"type\":\"Reconciling\",\"status\":"
                "\"True\"}]}"));
        row("no conditions", State::Current, object(u"example.io/v1"_s, u"Thing"_s, "{}", "{}"));
        row("Ready False", State::InProgress,
            object(
                u"example.io/v1"_s, u"Thing"_s, "{}", "{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]}"));
        row("secret", State::Current, object(core, u"Secret"_s, "{}", "{}"));
        row("deployment up", State::Current, object(apps, deployment, "{\"replicas\":2}", up));
        row("deployment without replicas wants one", State::InProgress, object(apps, deployment, "{}", "{}"));
        row("deployment rolling", State::InProgress,
            object(apps, deployment, "{\"replicas\":2}",
                "{\"replicas\":3,\"updatedReplicas\":2,\"availableReplicas\":3,\"readyReplicas\":3}"));
        row("deployment not available", State::InProgress, object(apps, deployment, "{\"replicas\":0}", "{}"));
        row("deployment past its deadline", State::Failed,
            object(apps, deployment, "{\"replicas\":2}",
                "{\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\",\"reason\":"
                "\"ProgressDeadlineExceeded\"}]}"));
        row("deployment whose new set is not yet there", State::InProgress,
            object(apps, deployment, "{\"replicas\":2,\"progressDeadlineSeconds\":600}", up));
        row("stateful set on delete", State::Current,
            object(apps, u"StatefulSet"_s, "{\"replicas\":3,\"updateStrategy\":{\"type\":\"OnDelete\"}}", "{}"));
        row("stateful set with a partition", State::Current,
            object(apps, u"StatefulSet"_s, "{\"replicas\":3,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":2}}}",
                "{\"replicas\":3,\"readyReplicas\":3,\"updatedReplicas\":1}"));
        row("stateful set between revisions", State::InProgress,
            object(apps, u"StatefulSet"_s, "{\"replicas\":1}",
                "{\"replicas\":1,\"readyReplicas\":1,\"currentReplicas\":1,\"currentRevision\":\"a\","
                "\"updateRevision\":\"b\"}"));
        row("daemon set never looked at", State::InProgress, object(apps, u"DaemonSet"_s, "{}", "{}"));
        row("daemon set up", State::Current,
            object(apps, u"DaemonSet"_s, "{}",
                "{\"observedGeneration\":1,\"desiredNumberScheduled\":1,\"currentNumberScheduled\":1,"
                "\"updatedNumberScheduled\":1,\"numberAvailable\":1,\"numberReady\":1}",
                {{u"generation"_s, 1}}));
        row("pod that failed is done", State::Current, object(core, u"Pod"_s, "{}", "{\"phase\":\"Failed\"}"));
        row("pod that crashes", State::Failed,
            object(core, u"Pod"_s, "{}",
                "{\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"a\",\"state\":{\"waiting\":{\"reason\":"
                "\"CrashLoopBackOff\"}}}]}"));
        const char *homeless = "{\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\","
                               "\"reason\":\"Unschedulable\"}]}";
        row("pod without a node for 15 s", State::InProgress,
            object(core, u"Pod"_s, "{}", homeless, {{u"creationTimestamp"_s, u"2026-11-25T09:59:45Z"_s}}));
        row("pod without a node for longer", State::Failed,
            object(core, u"Pod"_s, "{}", homeless, {{u"creationTimestamp"_s, u"2026-11-25T09:59:44Z"_s}}));
        row("job that has started is not done", State::InProgress,
            object(u"batch/v1"_s, u"Job"_s, "{}", "{\"startTime\":\"2026-11-25T09:00:00Z\"}"));
        row("job complete", State::Current,
            object(u"batch/v1"_s, u"Job"_s, "{}", "{\"conditions\":[{\"type\":\"Complete\",\"status\":\"True\"}]}"));
        row("job failed", State::Failed,
            object(u"batch/v1"_s, u"Job"_s, "{}", "{\"conditions\":[{\"type\":\"Failed\",\"status\":\"True\"}]}"));
        row("claim unbound", State::InProgress,
            object(core, u"PersistentVolumeClaim"_s, "{}", "{\"phase\":\"Pending\"}"));
        row("load balancer without an address", State::InProgress,
            object(core, u"Service"_s, "{\"type\":\"LoadBalancer\"}", "{}"));
        row("load balancer with a cluster address only", State::Current,
            object(core, u"Service"_s, "{\"type\":\"LoadBalancer\",\"clusterIP\":\"10.0.0.1\"}", "{}"));
        row("definition with taken names", State::Failed,
            object(u"apiextensions.k8s.io/v1"_s, u"CustomResourceDefinition"_s, "{}",
                "{\"conditions\":[{\"type\":\"NamesAccepted\",\"status\":\"False\"}]}"));
        // A kind of that name in another group is not the built-in one.
        row("another Deployment", State::Current, object(u"example.io/v1"_s, deployment, "{\"replicas\":2}", "{}"));
    }
    void rules()
    {
        QFETCH(const core::Resource, resource);
        QTEST(healthOf(resource, now).state, "state");
    }

    void inventoryIds_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("entry"); // namespace|name|group|kind; empty: none
        QTest::newRow("core") << u"default_web__Service"_s << u"default|web||Service"_s;
        QTest::newRow("grouped") << u"a_b_apps_Deployment"_s << u"a|b|apps|Deployment"_s;
        QTest::newRow("no namespace") << u"_my-ns__Namespace"_s << u"|my-ns||Namespace"_s;
        QTest::newRow("colons") << u"_system__controller__x_rbac.authorization.k8s.io_ClusterRole"_s
                                << u"|system:controller:x|rbac.authorization.k8s.io|ClusterRole"_s;
        QTest::newRow("no name") << u"a__apps_Deployment"_s << QString();
        QTest::newRow("no kind") << u"a_b_apps_"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("no underscores") << u"abc"_s << QString();
        // Whoever may write a status must not lead our requests elsewhere, to a proxy of a service for example.
        QTest::newRow("a way out") << u"default/services/http:web:80/proxy/x_b__ConfigMap"_s << QString();
        QTest::newRow("upwards") << u".._b__ConfigMap"_s << QString();
        QTest::newRow("a query") << u"a?watch=1_b__ConfigMap"_s << QString();
    }
    void inventoryIds()
    {
        QFETCH(const QString, id);
        const auto entry = parseInventoryId(id, u"v1"_s);
        const QString found = entry
            ? (QStringList() << entry->space << entry->name << entry->group << entry->kind).join(u'|')
            : QString();
        QTEST(found, "entry");
    }

    void oneBadEntryCostsOnlyItself()
    {
        const auto resource = object(u"kustomize.toolkit.fluxcd.io/v1"_s, u"Kustomization"_s, "{}",
            "{\"inventory\":{\"entries\":[{\"id\":\"a_b__ConfigMap\",\"v\":\"v1\"},{\"id\":5},7,{\"id\":\"c_d__"
            "Secret\",\"v\":\"v1\"}]}}");
        QCOMPARE(inventoryOf(resource).size(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_Health)
#include "tst_health.moc"
