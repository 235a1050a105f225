// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/cluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <random>

using namespace simulator;
using namespace Qt::StringLiterals;

namespace {

const QString Flux = u"kustomize.toolkit.fluxcd.io/v1"_s;

QJsonObject object(const QString &apiVersion, const QString &kind, const QString &name, const QJsonObject &rest = {})
{
    QJsonObject result = rest;
    auto metadata = rest["metadata"_L1].toObject();
    metadata[u"name"_s] = name;
    result[u"apiVersion"_s] = apiVersion;
    result[u"kind"_s] = kind;
    result[u"metadata"_s] = metadata;
    return result;
}
QJsonObject configMap(const QString &name, const QString &value)
{
    return object(u"v1"_s, u"ConfigMap"_s, name, {{u"data"_s, QJsonObject{{u"value"_s, value}}}});
}
QDateTime fixedDay()
{
    return QDateTime::fromString(u"2026-11-25T09:32:52Z"_s, Qt::ISODate);
}
QString at(const QJsonObject &object, QLatin1StringView name)
{
    return object["metadata"_L1][name].toString();
}
QStringList namesOf(const std::optional<Cluster::Snapshot> &snapshot)
{
    QStringList names;
    for (const auto &stored : snapshot ? snapshot->objects : std::vector<Stored>())
        names << QString::fromUtf8(stored->key());
    return names;
}

} // namespace

class tst_Cluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfFluxIsServed()
    {
        // As resources/kinds says it; the definitions themselves are the judge where they are there.
        QDir definitions(QStringLiteral(SHARED "/data/flux/crds"));
        const auto files = definitions.entryList({u"*.yaml"_s});
        if (files.isEmpty())
            QSKIP("no definitions of Flux here");
        for (const QString &name : files) {
            const auto group = name.section(u'_', 0, 0);
            const auto plural = name.section(u'_', 1).section(u'.', 0, 0);
            const auto versions = Kinds::shipped().versions(group);
            QVERIFY2(std::any_of(versions.begin(), versions.end(),
                         [&](const QString &version) { return Kinds::shipped().served(group, version, plural); }),
                qPrintable(name));
        }
        QCOMPARE(files.size(), 15);
    }

    void whatIsCreatedGetsWhatAServerGives()
    {
        Cluster cluster(u"a"_s, fixedDay);
        QSignalSpy changed(&cluster, &Cluster::changed);
        const auto before = cluster.version();
        const auto made = cluster.create(object(Flux, u"Kustomization"_s, u"apps"_s,
            {{u"metadata"_s, QJsonObject{{u"namespace"_s, u"default"_s}}},
                {u"spec"_s, QJsonObject{{u"suspend"_s, false}}}}));
        QVERIFY(made);
        QCOMPARE(at(*made, "creationTimestamp"_L1), u"2026-11-25T09:32:52Z"_s);
        QCOMPARE(at(*made, "resourceVersion"_L1), QString::number(before + 1));
        QCOMPARE(at(*made, "uid"_L1).size(), 36);
        QCOMPARE((*made)["metadata"_L1]["generation"_L1].toInt(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(*cluster.object(Flux, u"Kustomization"_s, u"default"_s, u"apps"_s), *made);
    }

    void refusalsAreTheServersWords()
    {
        Cluster cluster(u"a"_s);
        QVERIFY(cluster.create(configMap(u"p0"_s, u"x"_s)));
        const auto again = cluster.create(configMap(u"p0"_s, u"x"_s));
        QVERIFY(!again);
        QCOMPARE(again.error().kind(), core::Error::Kind::Conflict);
        QCOMPARE(QJsonDocument::fromJson(again.error().detail().toUtf8()).object(),
            QJsonObject({{u"kind"_s, u"Status"_s}, {u"apiVersion"_s, u"v1"_s}, {u"metadata"_s, QJsonObject()},
                {u"status"_s, u"Failure"_s}, {u"message"_s, u"configmaps \"p0\" already exists"_s},
                {u"reason"_s, u"AlreadyExists"_s}, {u"code"_s, 409},
                {u"details"_s, QJsonObject{{u"name"_s, u"p0"_s}, {u"kind"_s, u"configmaps"_s}}}}));
        auto elsewhere = configMap(u"p0"_s, u"x"_s);
        elsewhere[u"metadata"_s] = QJsonObject{{u"name"_s, u"p0"_s}, {u"namespace"_s, u"nope"_s}};
        QCOMPARE(cluster.create(elsewhere).error().summary(), u"namespaces \"nope\" not found"_s);
        auto old = configMap(u"p0"_s, u"y"_s);
        old[u"metadata"_s] = QJsonObject{{u"name"_s, u"p0"_s}, {u"resourceVersion"_s, u"1"_s}};
        QCOMPARE(cluster.replace(old).error().summary(),
            u"Operation cannot be fulfilled on configmaps \"p0\": the object has been modified; please apply your changes to the latest version and try again"_s);
        QCOMPARE(cluster.replace(configMap(u"p1"_s, u"x"_s)).error().kind(), core::Error::Kind::NotFound);
        QCOMPARE(cluster.create(object(u"v7"_s, u"ConfigMap"_s, u"x"_s)).error().kind(), core::Error::Kind::NotFound);
        QCOMPARE(cluster.create(configMap(QString(), u"x"_s)).error().summary(),
            u"ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"_s);
        QVERIFY(!cluster.create(configMap(u"../../etc"_s, u"x"_s)));
        QVERIFY(!cluster.remove(u"v1"_s, u"ConfigMap"_s, u"default"_s, u"nope"_s));
    }

    void generationCountsWhatIsAskedFor()
    {
        Cluster cluster(u"a"_s);
        auto kustomization = *cluster.create(
            object(Flux, u"Kustomization"_s, u"apps"_s, {{u"spec"_s, QJsonObject{{u"interval"_s, u"1m"_s}}}}));
        kustomization[u"status"_s] = QJsonObject{{u"observedGeneration"_s, 1}};
        kustomization = *cluster.replace(kustomization);
        QCOMPARE(kustomization["metadata"_L1]["generation"_L1].toInt(), 1);
        kustomization[u"spec"_s] = QJsonObject{{u"interval"_s, u"2m"_s}};
        const auto uid = at(kustomization, "uid"_L1);
        kustomization = *cluster.replace(kustomization);
        QCOMPARE(kustomization["metadata"_L1]["generation"_L1].toInt(), 2);
        QCOMPARE(at(kustomization, "uid"_L1), uid);
        // A write that changes nothing is none.
        const auto version = cluster.version();
        QCOMPARE(*cluster.replace(kustomization), kustomization);
        QCOMPARE(cluster.version(), version);
        // Kinds without a generation, and one without a status of its own.
        QVERIFY(!(*cluster.create(configMap(u"c"_s, u"x"_s)))["metadata"_L1].toObject().contains("generation"_L1));
        auto alert = *cluster.create(object(u"notification.toolkit.fluxcd.io/v1beta3"_s, u"Alert"_s, u"a"_s));
        alert[u"status"_s] = QJsonObject{{u"x"_s, 1}};
        QCOMPARE((*cluster.replace(alert))["metadata"_L1]["generation"_L1].toInt(), 2);
    }

    void finalizersHoldWhatIsRemoved()
    {
        Cluster cluster(u"a"_s, fixedDay);
        const QJsonObject held{{u"finalizers"_s, QJsonArray{u"finalizers.fluxcd.io"_s}}};
        QVERIFY(cluster.create(object(Flux, u"Kustomization"_s, u"apps"_s, {{u"metadata"_s, held}})));
        QVERIFY(cluster.remove(Flux, u"Kustomization"_s, u"default"_s, u"apps"_s));
        auto marked = cluster.object(Flux, u"Kustomization"_s, u"default"_s, u"apps"_s);
        QVERIFY(marked);
        QCOMPARE(at(*marked, "deletionTimestamp"_L1), u"2026-11-25T09:32:52Z"_s);
        QCOMPARE((*marked)["metadata"_L1]["generation"_L1].toInt(), 2);
        auto metadata = (*marked)["metadata"_L1].toObject();
        metadata.remove("finalizers"_L1);
        (*marked)[u"metadata"_s] = metadata;
        QVERIFY(cluster.replace(*marked));
        QVERIFY(!cluster.object(Flux, u"Kustomization"_s, u"default"_s, u"apps"_s));
    }

    void aNamespaceTakesItsObjectsAlong()
    {
        Cluster cluster(u"a"_s);
        QVERIFY(cluster.create(object(u"v1"_s, u"Namespace"_s, u"team"_s)));
        auto inside = configMap(u"c"_s, u"x"_s);
        inside[u"metadata"_s] = QJsonObject{{u"name"_s, u"c"_s}, {u"namespace"_s, u"team"_s}};
        QVERIFY(cluster.create(inside));
        QVERIFY(cluster.remove(u"v1"_s, u"Namespace"_s, {}, u"team"_s));
        QVERIFY(!cluster.object(u"v1"_s, u"ConfigMap"_s, u"team"_s, u"c"_s));
    }

    void keysAreSortedAsEtcdDoes()
    {
        Cluster cluster(u"a"_s);
        for (const auto &space : {u"a"_s, u"a-b"_s}) {
            QVERIFY(cluster.create(object(u"v1"_s, u"Namespace"_s, space)));
            auto inside = configMap(u"x"_s, u"x"_s);
            inside[u"metadata"_s] = QJsonObject{{u"name"_s, u"x"_s}, {u"namespace"_s, space}};
            QVERIFY(cluster.create(inside));
        }
        const auto *kind = cluster.kinds().named(u"v1"_s, u"ConfigMap"_s);
        QCOMPARE(namesOf(cluster.snapshot(*kind, {})), QStringList({u"a-b/x"_s, u"a/x"_s}));
        QCOMPARE(namesOf(cluster.snapshot(*kind, u"a"_s)), QStringList({u"a/x"_s}));
    }

    void eventsAreTwoKindsOfOne()
    {
        Cluster cluster(u"a"_s);
        const auto renewed = u"events.k8s.io/v1"_s;
        const QJsonObject about{{u"kind"_s, u"Pod"_s}, {u"name"_s, u"x"_s}};
        QVERIFY(cluster.create(object(u"v1"_s, u"Event"_s, u"e"_s,
            {{u"involvedObject"_s, about}, {u"message"_s, u"hello"_s}, {u"count"_s, 3},
                {u"reportingComponent"_s, u"c"_s}})));
        const auto seen = cluster.object(renewed, u"Event"_s, u"default"_s, u"e"_s);
        QVERIFY(seen);
        QCOMPARE((*seen)["apiVersion"_L1].toString(), renewed);
        QCOMPARE((*seen)["regarding"_L1].toObject(), about);
        QCOMPARE((*seen)["note"_L1].toString(), u"hello"_s);
        QCOMPARE((*seen)["deprecatedCount"_L1].toInt(), 3);
        QVERIFY(!seen->contains("involvedObject"_L1) && !seen->contains("message"_L1));
        QVERIFY(cluster.create(object(renewed, u"Event"_s, u"f"_s, {{u"regarding"_s, about}, {u"note"_s, u"n"_s}})));
        const auto core = cluster.object(u"v1"_s, u"Event"_s, u"default"_s, u"f"_s);
        QVERIFY(core);
        QCOMPARE((*core)["message"_L1].toString(), u"n"_s);
        QCOMPARE((*core)["apiVersion"_L1].toString(), u"v1"_s);
    }

    // Every version that is remembered is what it was, on random histories.
    void snapshotsGoBack()
    {
        Cluster cluster(u"a"_s, fixedDay, Kinds::shipped(), 100);
        const auto *kind = cluster.kinds().named(u"v1"_s, u"ConfigMap"_s);
        std::minstd_rand random(7);
        std::map<qint64, QMap<QString, QString>> truth;
        QMap<QString, QString> now;
        for (int i = 0; i < 400; ++i) {
            const auto name = u"c%1"_s.arg(random() % 12);
            const auto value = QString::number(random() % 3);
            if (random() % 4 == 0) {
                QCOMPARE(bool(cluster.remove(u"v1"_s, u"ConfigMap"_s, u"default"_s, name)), now.remove(name) == 1);
            } else {
                QVERIFY(cluster.upsert(configMap(name, value)));
                now[name] = value;
            }
            truth[cluster.version()] = now;
        }
        int remembered = 0;
        for (const auto &[version, objects] : truth) {
            const auto snapshot = cluster.snapshot(*kind, u"default"_s, version);
            if (!snapshot)
                continue;
            ++remembered;
            QMap<QString, QString> found;
            for (const auto &stored : snapshot->objects)
                found[stored->name] = stored->json["data"_L1]["value"_L1].toString();
            QCOMPARE(found, objects);
        }
        QCOMPARE(remembered, 101);
        QVERIFY(!cluster.snapshot(*kind, {}, cluster.version() + 1));
        cluster.compact();
        QVERIFY(cluster.snapshot(*kind, {}, cluster.version()));
        QVERIFY(!cluster.snapshot(*kind, {}, cluster.version() - 1));
        const auto changes = cluster.changesAfter(cluster.version() - 1, 10);
        QVERIFY(changes.list.empty() && changes.oldest == cluster.version());
    }

    void manyThreadsWrite()
    {
        Cluster cluster(u"a"_s);
        const auto before = cluster.version();
        std::vector<std::unique_ptr<QThread>> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back(QThread::create([&cluster, t] {
                for (int i = 0; i < 200; ++i)
                    [[maybe_unused]] const auto made = cluster.create(configMap(u"t%1-%2"_s.arg(t).arg(i), u"x"_s));
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            QVERIFY(thread->wait(20'000));
        QCOMPARE(cluster.version(), before + 800);
        const auto *kind = cluster.kinds().named(u"v1"_s, u"ConfigMap"_s);
        QCOMPARE(cluster.snapshot(*kind, u"default"_s)->objects.size(), 800u);
    }
};

QTEST_GUILESS_MAIN(tst_Cluster)
#include "tst_cluster.moc"
