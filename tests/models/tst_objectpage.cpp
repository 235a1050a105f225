// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/age.h"
#include "models/facts.h"
#include "models/objectpage.h"
#include "models/resourcetablemodel.h"
#include "models/roles.h"
#include "models/situation.h"
#include "models/tally.h"
#include "services/kube/resourcestore.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace models;
using namespace Qt::StringLiterals;

namespace {

core::Resource object(const QString &kind, const QString &name, const QJsonObject &more)
{
    QJsonObject json{{u"apiVersion"_s, u"kustomize.toolkit.fluxcd.io/v1"_s}, {u"kind"_s, kind},
        {u"metadata"_s,
            QJsonObject{
                {u"name"_s, name}, {u"namespace"_s, u"flux-system"_s}, {u"uid"_s, kind + name}, {u"generation"_s, 1}}}};
    for (auto each = more.begin(); each != more.end(); ++each)
        json.insert(each.key(), each.value());
    return core::Resource(json);
}

QJsonObject ready(const QString &status, const QString &reason, const QString &message)
{
    return {{u"conditions"_s,
                QJsonArray{QJsonObject{{u"type"_s, u"Ready"_s}, {u"status"_s, status}, {u"reason"_s, reason},
                    {u"message"_s, message}, {u"lastTransitionTime"_s, u"2026-11-25T10:00:00Z"_s}}}},
        {u"lastAppliedRevision"_s, u"main@sha1:8f3c2a1d4e5f60718293a4b5c6d7e8f901234567"_s}};
}

ObjectPage pageOf(const QString &id)
{
    for (const ObjectPage &page : objectPages()) {
        if (page.table.id == id)
            return page;
    }
    return {};
}

kube::ClusterNews news(kube::Following::State state, const QString &space = {})
{
    kube::Following part{u"kustomizations"_s, u"kustomize.toolkit.fluxcd.io"_s, u"Kustomization"_s};
    part.resource = u"kustomizations.kustomize.toolkit.fluxcd.io"_s;
    part.state = state;
    part.space = space;
    return {u"prod"_s, {}, {}, {part}};
}

} // namespace

class tst_ObjectPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A file that names a fact or a kind that does not exist would end the program here.
    void everyPageIsReadable()
    {
        QStringList ids;
        for (const ObjectPage &page : objectPages()) {
            ids.append(page.table.id);
            QVERIFY(!page.kinds.isEmpty() && !page.icon.isEmpty());
            QVERIFY(std::count_if(page.table.columns.begin(), page.table.columns.end(), [](const Column &column) {
                return column.sample.isEmpty() && !column.extra;
            }) <= 1); // at most one column takes the rest
        }
        QCOMPARE(ids, (QStringList{u"sources"_s, u"kustomizations"_s, u"helmreleases"_s, u"events"_s}));
        QVERIFY(!anyObjectPage({u"apps"_s, u"Deployment"_s}, u"deployments"_s).table.columns.isEmpty());
    }

    void aPageThatIsWrongSaysWhat()
    {
        const auto page = [](const QJsonObject &column) {
            return readObjectPage({{u"id"_s, u"x"_s}, {u"columns"_s, QJsonArray{column}}});
        };
        QVERIFY(page({{u"title"_s, u"Name"_s}, {u"path"_s, u"metadata.name"_s}}));
        QCOMPARE(page({{u"title"_s, u"A"_s}, {u"fact"_s, u"nonsense"_s}}).error().summary(), u"nonsense is no fact"_s);
        QVERIFY(page({{u"title"_s, u"A"_s}, {u"kind"_s, u"colour"_s}}).error().summary().contains(u"colour"_s));
        QVERIFY(!page({{u"title"_s, u"A"_s}}));
        QVERIFY(!readObjectPage({}));
    }

    void rowsSayWhatIsWrongAndOverviewsMore()
    {
        kube::ResourceStore store;
        store.upsert(object(u"Kustomization"_s, u"good"_s,
            {{u"status"_s, ready(u"True"_s, u"ReconciliationSucceeded"_s, u"Applied"_s)}}));
        store.upsert(object(u"Kustomization"_s, u"bad"_s,
            {{u"spec"_s,
                 QJsonObject{{u"path"_s, u"./apps"_s},
                     {u"sourceRef"_s, QJsonObject{{u"kind"_s, u"GitRepository"_s}, {u"name"_s, u"fleet"_s}}}}},
                {u"status"_s, ready(u"False"_s, u"BuildFailed"_s, u"line one\nline <b>two</b>\u202e"_s)}}));
        const ObjectPage page = pageOf(u"kustomizations"_s);
        ResourceTableModel model(page.table, store);
        QAbstractItemModelTester tester(&model);
        const auto cell = [&](int row, const QByteArray &title) {
            for (int i = 0; i < model.columnCount(); ++i) {
                if (page.table.columns[i].title == title)
                    return model.index(row, i).data(CellRole).value<Cell>();
            }
            return Cell();
        };
        QCOMPARE(cell(0, "Name").text, u"bad"_s); // the worst is on top
        QCOMPARE(cell(0, "Status").state, State::Failed);
        QCOMPARE(cell(0, "Message").text, u"line one line <b>two</b>\ufffd"_s); // inert, in one line
        QCOMPARE(cell(0, "Source").text, u"GitRepository/flux-system/fleet"_s);
        QCOMPARE(cell(0, "Revision").text, u"main@8f3c2a1"_s);
        QCOMPARE(cell(1, "Message").text, QString()); // quiet when all is well

        model.setNow([] { return QDateTime::fromString(u"2026-11-25T10:41:30Z"_s, Qt::ISODate); });
        QCOMPARE(cell(1, "Applied").text, u"41\u2009min"_s);

        const Overview about = page.overview(model.resourceAt(0));
        QCOMPARE(about.title, u"bad"_s);
        QCOMPARE(about.verdict, u"Failed: BuildFailed"_s);
        QCOMPARE(about.conditions.size(), 1);
        QCOMPARE(about.conditions.first().state, State::Failed);
        QCOMPARE(about.sections.first().properties.first().value, u"main@8f3c2a1"_s);
    }

    void addressesHoldNoCredentials_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"https://github.com/a/b"_s << u"https://github.com/a/b"_s;
        QTest::newRow("name and password") << u"https://me:CANARY@github.com/a/b"_s << u"https://github.com/a/b"_s;
        QTest::newRow("ssh keeps its user") << u"ssh://git@github.com/a/b"_s << u"ssh://git@github.com/a/b"_s;
        QTest::newRow("ssh with a password") << u"ssh://git:CANARY@github.com/a/b"_s << u"ssh://git@github.com/a/b"_s;
        QTest::newRow("signed") << u"https://x.blob.core.windows.net/c?sig=CANARY"_s
                                << u"https://x.blob.core.windows.net/c"_s;
        QTest::newRow("no address at all") << u"https://me:CAN ARY@host:port/x"_s << u"https://host:port/x"_s;
    }
    void addressesHoldNoCredentials()
    {
        QFETCH(const QString, url);
        const Fact fact = factNamed(u"url");
        QTEST(fact(object(u"GitRepository"_s, u"x"_s, {{u"spec"_s, QJsonObject{{u"url"_s, url}}}})).text, "shown");
    }

    void clustersWithTheSameUidsAreToldApart()
    {
        kube::ResourceStore store;
        for (const auto &cluster : {u"one"_s, u"two"_s}) {
            core::ResourceKey context;
            context.cluster = cluster;
            store.upsert(core::Resource::fromJson(
                object(u"Kustomization"_s, u"apps"_s, {}).bytes(), context)); // a restored copy has the same uid
        }
        ResourceTableModel model(acrossClusters(pageOf(u"kustomizations"_s).table), store);
        QCOMPARE(model.rowCount(), 2);
        core::ResourceKey one;
        one.cluster = u"one"_s;
        store.replace({}, one);
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.resourceAt(0).key().cluster, u"two"_s);
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("now") << qint64(0) << u"0\u2009s"_s;
        QTest::newRow("seconds") << qint64(59) << u"59\u2009s"_s;
        QTest::newRow("minutes") << qint64(3599) << u"59\u2009min"_s;
        QTest::newRow("hours") << qint64(47 * 3600) << u"47\u2009h"_s;
        QTest::newRow("days") << qint64(48 * 3600) << u"2\u2009d"_s;
        QTest::newRow("to come") << qint64(-200) << u"in 3\u2009min"_s;
    }
    void ages()
    {
        QFETCH(const qint64, seconds);
        const QDateTime now = QDateTime::fromString(u"2026-11-25T10:00:00Z"_s, Qt::ISODate);
        QTEST(ageText(now.addSecs(-seconds), now), "text");
    }

    void situations()
    {
        using State = kube::Following::State;
        const ObjectPage page = pageOf(u"kustomizations"_s);
        const auto instead = [&](const QList<kube::ClusterNews> &clusters) {
            const Situation situation = situationOf(page, clusters, 0);
            return situation.instead ? situation.instead->title : QString();
        };
        QCOMPARE(instead({}), u"No cluster is open"_s);
        QCOMPARE(instead({news(State::Connecting)}), u"Connecting to prod"_s);
        kube::ClusterNews some = news(State::Reading);
        some.parts.first().read = 400;
        QCOMPARE(instead({some}), u"Reading Kustomizations, 400 so far"_s);
        QCOMPARE(instead({news(State::Live)}), u"No Kustomizations in prod"_s);
        QCOMPARE(instead({news(State::Absent)}), u"prod offers no Kustomizations"_s);
        // 403 names verb and resource, and never says that Flux is not installed.
        const Situation forbidden = situationOf(page, {news(State::Forbidden)}, 0);
        QVERIFY(forbidden.instead->detail.contains(u"list kustomizations.kustomize.toolkit.fluxcd.io"_s));
        QVERIFY(!forbidden.instead->title.contains(u"install"_s) && !forbidden.instead->detail.contains(u"install"_s));
        QVERIFY(forbidden.above.isEmpty());

        kube::ClusterNews dark = news(State::Connecting);
        dark.trouble = core::Error(core::Error::Kind::Network, u"Cannot reach x:1: the connection was refused."_s);
        QVERIFY(instead({dark}).startsWith(u"The API server of prod does not answer since"_s));
        // What was never contacted has not refused anybody.
        kube::ClusterNews unusable = news(State::Connecting);
        unusable.trouble = core::Error(core::Error::Kind::Refused, u"The context prod cannot be used: why."_s);
        QCOMPARE(instead({unusable}), u"The context prod cannot be used: why"_s);
        unusable.trouble = core::Error(core::Error::Kind::Unauthorized, u"no"_s);
        QCOMPARE(instead({unusable}), u"The API server of prod does not let you in"_s);
        // Rows that are there stay there, with a banner above them.
        const Situation both = situationOf(page, {dark, news(State::Live)}, 3);
        QVERIFY(!both.instead);
        QCOMPARE(both.above.size(), 1);
        QVERIFY(situationOf(page, {news(State::Live, u"team-a"_s)}, 1).above.first().title.contains(u"team-a"_s));
    }

    void talliesCountWhatNeedsAPerson()
    {
        kube::ResourceStore store;
        store.upsert(
            object(u"Kustomization"_s, u"a"_s, {{u"status"_s, ready(u"True"_s, {}, {})}, {u"spec"_s, QJsonObject()}}));
        store.upsert(object(u"Kustomization"_s, u"b"_s, {{u"status"_s, ready(u"False"_s, u"X"_s, {})}}));
        store.upsert(object(u"Kustomization"_s, u"c"_s, {{u"spec"_s, QJsonObject{{u"suspend"_s, true}}}}));
        Tally tally(pageOf(u"kustomizations"_s).table.columns.first());
        tally.apply({.upserted = store.resources(), .removed = {}});
        QCOMPARE(tally.total(), 3);
        QCOMPARE(tally.attention(), 1);
        QCOMPARE(tally.worst(), State::Failed);
        QCOMPARE(tally.states(), (QList<State>{State::Failed, State::Suspended, State::Ready}));

        const auto better = object(u"Kustomization"_s, u"b"_s, {{u"status"_s, ready(u"True"_s, {}, {})}});
        tally.apply({.upserted = {{better.id(), better}}, .removed = {u"Kustomizationc"_s, u"never seen"_s}});
        QCOMPARE(tally.total(), 2);
        QCOMPARE(tally.states(), QList<State>{State::Ready});
    }
};

QTEST_GUILESS_MAIN(tst_ObjectPage)
#include "tst_objectpage.moc"
