// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"
#include "app/contexts.h"
#include "app/preferences.h"
#include "app/workspace.h"
#include "services/simulator/server.h"
#include "tests/support/look.h"
#include "ui/pages/objectspage.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/sidebar.h"
#include "ui/theme/button.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/note.h"
#include "ui/views/quickfilters.h"
#include "ui/views/resourcetable.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <algorithm>

using namespace app;
using namespace Qt::StringLiterals;

namespace {

QJsonObject kustomization(const QString &name, const QString &ready, const QString &space = u"flux-system"_s)
{
    return {{u"apiVersion"_s, u"kustomize.toolkit.fluxcd.io/v1"_s}, {u"kind"_s, u"Kustomization"_s},
        {u"metadata"_s, QJsonObject{{u"name"_s, name}, {u"namespace"_s, space}}},
        {u"spec"_s, QJsonObject{{u"interval"_s, u"5m"_s}, {u"path"_s, u"./"_s}}},
        {u"status"_s,
            QJsonObject{{u"observedGeneration"_s, 1},
                {u"conditions"_s,
                    QJsonArray{QJsonObject{{u"type"_s, u"Ready"_s}, {u"status"_s, ready}, {u"reason"_s, u"Because"_s},
                        {u"message"_s, u"it is so"_s}}}}}}};
}

// Two simulated clusters and the whole window over them.
struct Fleet {
    core::SystemClock clock;
    simulator::Cluster east{u"east"_s};
    simulator::Cluster west{u"west"_s};
    simulator::Server server{clock};
    QTemporaryDir folder;

    explicit Fleet(simulator::Service service = {})
    {
        for (auto *cluster : {&east, &west}) {
            make(*cluster,
                QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Namespace"_s},
                    {u"metadata"_s, QJsonObject{{u"name"_s, u"flux-system"_s}}}});
            server.serve(*cluster, service);
        }
        const auto started = server.start();
        if (!started)
            qFatal("%s", qPrintable(started.error().summary()));
        QFile file(kubeconfig());
        if (!file.open(QIODevice::WriteOnly) || file.write(server.kubeconfig()) <= 0)
            qFatal("no kubeconfig");
    }
    QString kubeconfig() const { return folder.filePath(u"config"_s); }
    static void make(simulator::Cluster &cluster, const QJsonObject &object)
    {
        const auto made = cluster.upsert(object);
        if (!made)
            qFatal("%s", qPrintable(made.error().summary()));
    }
};

struct Desk {
    explicit Desk(const Fleet &fleet)
        : preferences(look.theme, nullptr, {})
        , contexts(fleet.kubeconfig())
        , workspace(contexts)
        , console(look.theme, preferences, contexts, workspace)
    {
        present(console.window(), {1440, 900});
        contexts.readNow();
    }
    ui::ObjectsPage *page(const QString &id) { return console.window().findChild<ui::ObjectsPage *>(id); }
    QAbstractItemModel *rows(const QString &id) { return page(id)->table()->model(); }
    QStringList names(const QString &id)
    {
        QStringList names;
        for (int row = 0; row < rows(id)->rowCount(); ++row)
            names.append(rows(id)->index(row, 1).data().toString());
        return names;
    }
    QList<ui::Note *> banners() { return console.window().findChildren<ui::Note *>(u"banner"_s); }
    ui::EmptyState *placeholder(const QString &id) { return page(id)->findChild<ui::EmptyState *>(); }

    Look look;
    Preferences preferences;
    Contexts contexts;
    Workspace workspace;
    Console console;
};

const auto ks = u"kustomizations"_s;

} // namespace

// The panes over simulated clusters: everything they show has come over TLS.
class tst_Workspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsContactedBeforeAClusterIsChosen()
    {
        Fleet fleet;
        Desk desk(fleet);
        desk.console.show(ks);
        QVERIFY(desk.placeholder(ks)); // it says what to do
        QCOMPARE(fleet.server.requestCount(u"east"_s), 0);
        QCOMPARE(fleet.server.requestCount(u"west"_s), 0);
    }

    void rowsComeOverTheSocketOnceAndThenFollow()
    {
        Fleet fleet;
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"False"_s));
        Fleet::make(fleet.east, kustomization(u"infra"_s, u"True"_s));
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        QTRY_COMPARE(desk.names(ks), (QStringList{u"apps"_s, u"infra"_s}));
        QTRY_COMPARE(desk.console.window().sidebar()->item(ks)->accessibleName(), u"Kustomizations, Failed 1"_s);

        Fleet::make(fleet.east, kustomization(u"apps"_s, u"True"_s));
        Fleet::make(fleet.east, kustomization(u"zebra"_s, u"False"_s));
        QTRY_COMPARE(desk.names(ks), (QStringList{u"zebra"_s, u"apps"_s, u"infra"_s}));
        QVERIFY(
            fleet.east.remove(u"kustomize.toolkit.fluxcd.io/v1"_s, u"Kustomization"_s, u"flux-system"_s, u"infra"_s));
        QTRY_COMPARE(desk.names(ks), (QStringList{u"zebra"_s, u"apps"_s}));

        int lists = 0;
        int watches = 0;
        for (const auto &asked : fleet.server.requests(u"east"_s)) {
            if (QString::fromLatin1(asked.target).contains(u"/kustomizations"_s))
                ++(asked.isWatch() ? watches : lists);
        }
        QCOMPARE(lists, 1); // the rest came through the watch
        QCOMPARE(watches, 1);
        QCOMPARE(fleet.server.requestCount(u"west"_s), 0);
    }

    void aHistoryThatIsForgottenCostsOneList()
    {
        Fleet fleet;
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"True"_s));
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        QTRY_COMPARE(desk.names(ks), QStringList{u"apps"_s});
        fleet.server.setReachable(u"east"_s, false);
        Fleet::make(fleet.east, kustomization(u"later"_s, u"True"_s));
        fleet.east.compact();
        fleet.server.setReachable(u"east"_s, true);
        QTRY_COMPARE_WITH_TIMEOUT(desk.names(ks), (QStringList{u"apps"_s, u"later"_s}), 15'000);
    }

    void oldServersWork()
    {
        simulator::Service old;
        old.aggregatedDiscovery = false;
        Fleet fleet(old);
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"True"_s));
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        QTRY_COMPARE_WITH_TIMEOUT(desk.names(ks), QStringList{u"apps"_s}, 15'000);
    }

    void oneDarkClusterIsABannerAndTheOthersStay()
    {
        Fleet fleet;
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"True"_s));
        Fleet::make(fleet.west, kustomization(u"apps"_s, u"True"_s));
        fleet.server.setReachable(u"west"_s, false);
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s, u"west"_s});
        desk.console.show(ks);
        QTRY_COMPARE(desk.names(ks), QStringList{u"apps"_s});
        QTRY_COMPARE(desk.banners().size(), 1);
        QVERIFY2(desk.banners().first()->accessibleName().contains(u"west"_s),
            qPrintable(desk.banners().first()->accessibleName()));
        fleet.server.setReachable(u"west"_s, true);
        QTRY_COMPARE_WITH_TIMEOUT(desk.names(ks), (QStringList{u"apps"_s, u"apps"_s}), 15'000);
        QTRY_COMPARE(desk.banners().size(), 0); // gone with its cause
        QVERIFY(!desk.page(ks)->table()->isColumnHidden(2)); // the column Cluster tells them apart

        desk.console.openClusters({u"west"_s});
        QTRY_COMPARE(desk.rows(ks)->rowCount(), 1);
        QTRY_VERIFY(desk.page(ks)->table()->isColumnHidden(2));
    }

    void quickFiltersNamespacesAndWords()
    {
        Fleet fleet;
        Fleet::make(fleet.east,
            QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Namespace"_s},
                {u"metadata"_s, QJsonObject{{u"name"_s, u"team-a"_s}}}});
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"False"_s));
        Fleet::make(fleet.east, kustomization(u"infra"_s, u"True"_s));
        Fleet::make(fleet.east, kustomization(u"mine"_s, u"True"_s, u"team-a"_s));
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        QTRY_COMPARE(desk.rows(ks)->rowCount(), 3);
        QTRY_VERIFY(desk.page(ks)->findChild<ui::QuickFilterBar *>());
        auto *bar = desk.page(ks)->findChild<ui::QuickFilterBar *>();
        QTRY_VERIFY(bar->findChildren<ui::QuickFilter *>().size() == 3); // All, Failed, Ready
        for (auto *filter : bar->findChildren<ui::QuickFilter *>()) {
            if (filter->state() == models::State::Failed)
                QTest::mouseClick(filter, Qt::LeftButton);
        }
        QCOMPARE(desk.names(ks), QStringList{u"apps"_s});
        Fleet::make(fleet.east, kustomization(u"apps"_s, u"True"_s)); // the filtered state is gone: it says so
        QTRY_COMPARE(desk.rows(ks)->rowCount(), 0);
        QVERIFY(desk.placeholder(ks));
        QTest::mouseClick(bar->findChildren<ui::QuickFilter *>().first(), Qt::LeftButton);
        QCOMPARE(desk.rows(ks)->rowCount(), 3);

        auto *spaces = desk.console.window().scopeBar()->findChild<QComboBox *>();
        QTRY_COMPARE(spaces->count(), 3); // all, flux-system, team-a
        spaces->setFocus();
        QTest::keyClick(spaces, Qt::Key_End);
        QCOMPARE(desk.names(ks), QStringList{u"mine"_s});

        // One button shows everything again, whatever has hidden it.
        for (auto *filter : bar->findChildren<ui::QuickFilter *>()) {
            if (filter->state() == models::State::Failed)
                QTest::mouseClick(filter, Qt::LeftButton);
        }
        QTest::keyClicks(desk.console.window().findChild<QLineEdit *>(u"filter"_s), u"nothing has this"_s);
        QCOMPARE(desk.rows(ks)->rowCount(), 0);
        QTRY_VERIFY(desk.placeholder(ks) && desk.placeholder(ks)->findChild<ui::Button *>());
        QTest::mouseClick(desk.placeholder(ks)->findChild<ui::Button *>(), Qt::LeftButton);
        QTRY_COMPARE(desk.rows(ks)->rowCount(), 3);
        QCOMPARE(spaces->currentIndex(), 0);
        QVERIFY(!desk.page(u"helmreleases"_s)->findChild<ui::QuickFilterBar *>()); // "All 0" tells nothing
    }

    void whatIsWrittenByOthersIsInert()
    {
        Fleet fleet;
        QJsonObject evil = kustomization(u"evil"_s, u"False"_s);
        QJsonObject status = evil[u"status"_s].toObject();
        status.insert(u"conditions"_s,
            QJsonArray{QJsonObject{{u"type"_s, u"Ready"_s}, {u"status"_s, u"False"_s}, {u"reason"_s, u"<b>x</b>"_s},
                {u"message"_s, u"<img src='/etc/hostname'>\u202e\x1b[31m two\nlines"_s}}});
        evil.insert(u"status"_s, status);
        Fleet::make(fleet.east, evil);
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        QTRY_COMPARE(desk.rows(ks)->rowCount(), 1);
        desk.page(ks)->select(0);
        QTRY_VERIFY(desk.console.window().findChild<ui::DetailPanel *>(u"detail"_s));
        for (const QLabel *label : desk.console.window().findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        for (int column = 0; column < desk.rows(ks)->columnCount(); ++column) {
            const QString text = desk.rows(ks)->index(0, column).data().toString();
            QVERIFY2(std::none_of(text.begin(), text.end(), [](QChar c) { return c < u' ' || c == QChar(0x202e); }),
                qPrintable(text));
        }
    }

    void aContextThatIsNotThereIsSaid()
    {
        Fleet fleet;
        Desk desk(fleet);
        desk.console.openClusters({u"nowhere"_s});
        desk.console.show(ks);
        QTRY_VERIFY(desk.placeholder(ks));
        const auto said = desk.workspace.news();
        QCOMPARE(said.size(), 1);
        QVERIFY2(said.first().trouble->summary().contains(u"nowhere"_s), qPrintable(said.first().trouble->summary()));
    }

    // Whoever mends a kubeconfig and reads it again is connected as it says now; what is the same goes on.
    void aChangedContextIsOpenedAnew()
    {
        Fleet fleet;
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s, u"west"_s});
        QTRY_VERIFY(
            desk.workspace.session(u"east"_s)->isDiscovered() && desk.workspace.session(u"west"_s)->isDiscovered());
        const auto *east = desk.workspace.session(u"east"_s);
        const auto *west = desk.workspace.session(u"west"_s);
        QJsonObject config = QJsonDocument::fromJson(fleet.server.kubeconfig()).object();
        QJsonArray contexts = config[u"contexts"_s].toArray();
        for (auto each : contexts) {
            if (each.toObject()[u"name"_s].toString() != u"east")
                continue;
            QJsonObject entry = each.toObject();
            QJsonObject context = entry[u"context"_s].toObject();
            context.insert(u"namespace"_s, u"team-a"_s);
            entry.insert(u"context"_s, context);
            each = entry;
        }
        config.insert(u"contexts"_s, contexts);
        QFile file(fleet.kubeconfig());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(config).toJson()) > 0);
        file.close();
        desk.contexts.readNow();
        QVERIFY(desk.workspace.session(u"east"_s) != east);
        QCOMPARE(desk.workspace.session(u"west"_s), west);
        QCOMPARE(desk.workspace.session(u"east"_s)->server().space(), u"team-a"_s);
    }

    void aSilentServerHoldsNothing()
    {
        Fleet fleet;
        fleet.server.setSilent(u"east"_s, true);
        QElapsedTimer time;
        {
            Desk desk(fleet);
            desk.console.openClusters({u"east"_s});
            desk.console.show(ks);
            QTRY_VERIFY(fleet.server.requestCount(u"east"_s) > 0);
            QVERIFY(desk.placeholder(ks)); // "Connecting to east"
            time.start();
        }
        QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed())));
    }

    void eventsAreReadWhenSomebodyLooks()
    {
        Fleet fleet;
        Desk desk(fleet);
        desk.console.openClusters({u"east"_s});
        desk.console.show(ks);
        const auto asked = [&] {
            const auto all = fleet.server.requests(u"east"_s);
            return std::count_if(all.begin(), all.end(),
                [](const auto &each) { return QString::fromLatin1(each.target).contains(u"/events"_s); });
        };
        QTRY_VERIFY(desk.placeholder(ks) && fleet.server.requestCount(u"east"_s) > 6);
        QCOMPARE(asked(), 0);
        desk.console.show(u"events"_s);
        QTRY_VERIFY(asked() >= 2);
    }
};

QTEST_MAIN(tst_Workspace)
#include "tst_workspace.moc"
