// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusters.h"
#include "models/filter.h"
#include "models/roles.h"
#include "services/kube/resourcestore.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace kube;
using namespace models;
using namespace Qt::StringLiterals;

namespace {

struct Fleet {
    Fleet()
    {
        const auto config = mergeKubeconfigs({{u"/k/config"_s,
            "clusters:\n"
            "- {name: dev, cluster: {server: 'https://dev:443'}}\n"
            "- {name: raw, cluster: {server: 'https://10.0.0.1:6443', insecure-skip-tls-verify: true}}\n"
            "- {name: ftp, cluster: {server: 'https://old', proxy-url: 'ftp://u:SECRETPW@p'}}\n"
            "users:\n"
            "- {name: me, user: {token: SECRETTOKEN, password: SECRETPW}}\n"
            "contexts:\n"
            "- {name: dev, context: {cluster: dev, user: me, namespace: flux-system}}\n"
            "- {name: raw, context: {cluster: raw}}\n"
            "- {name: \"o\\u202eld<b>\", context: {cluster: ftp, user: me}}\n"}});
        QList<core::Resource> objects;
        for (const Context &context : config.contexts)
            objects.append(asResource(context));
        store.replace(objects);
    }

    core::Resource named(const QString &name) const { return store.resources().value(u"context/"_s + name); }

    ResourceStore store;
};

QString all(const Overview &about)
{
    QString text = about.title + about.where + about.verdict + about.verdictDetail;
    for (const Overview::Section &section : about.sections) {
        for (const Overview::Property &each : section.properties)
            text += each.name + each.value;
    }
    return text;
}

}

class tst_Clusters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWorstIsOnTop()
    {
        Fleet fleet;
        ResourceTableModel model(clusterTable(), fleet.store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, 0).data(CellRole).value<Cell>().state, State::Failed);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"unsupported scheme"_s));
        QCOMPARE(model.index(1, 1).data().toString(), u"dev"_s);
        QCOMPARE(model.index(1, 4).data().toString(), u"flux-system"_s);
        QCOMPARE(model.index(2, 4).data().toString(), u"default"_s);
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(), u"Unknown, dev"_s);
    }

    void insecureTlsIsBad()
    {
        const Fleet fleet;
        ResourceTableModel model(clusterTable(), fleet.store);
        const int row = model.rowOf(u"context/raw"_s);
        QCOMPARE(model.index(row, 2).data(CellRole).value<Cell>().tone, Tone::Bad);
        const auto about = clusterOverview(fleet.named(u"raw"_s));
        QVERIFY(all(about).contains(u"TLS not verified"_s));
        QVERIFY(all(about).contains(u"anonymous"_s));
    }

    void noSecretReachesAView()
    {
        const Fleet fleet;
        for (const core::Resource &each : fleet.store.resources()) {
            QVERIFY(!each.bytes().contains("SECRET"));
            QVERIFY(!all(clusterOverview(each)).contains(u"SECRET"_s));
        }
    }

    void everyWordOfTheFilterCounts()
    {
        Fleet fleet;
        ResourceTableModel model(clusterTable(), fleet.store);
        const auto shown = [&](const QString &words) {
            model.setFilter(everyWordIn(model.columns(), words));
            return model.rowCount();
        };
        QCOMPARE(shown(u"DEV"_s), 1);
        QCOMPARE(shown(u"  me   https "_s), 2);
        QCOMPARE(shown(u"me 10.0"_s), 0);
        QCOMPARE(shown(u"  "_s), 3);
    }
};

QTEST_GUILESS_MAIN(tst_Clusters)
#include "tst_clusters.moc"
