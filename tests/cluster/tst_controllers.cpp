// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"
#include "app/contexts.h"
#include "app/preferences.h"
#include "app/workspace.h"
#include "tests/support/look.h"
#include "tests/support/program.h"
#include "tests/support/testbed.h"
#include "ui/pages/listtab.h"
#include "ui/pages/manifesttab.h"
#include "ui/pages/objectspage.h"
#include "ui/shell/sidebar.h"
#include "ui/views/codeview.h"
#include "ui/views/detailpanel.h"
#include "ui/views/note.h"
#include "ui/views/resourcetable.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>

#include <algorithm>

using namespace app;
using namespace Qt::StringLiterals;

namespace {

int rowNamed(const ui::ResourceTable *table, const QString &name)
{
    const QAbstractItemModel *model = table->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 1).data().toString() == name)
            return row;
    }
    return -1;
}

} // namespace

// The console over real Flux controllers that reconcile podinfo from a real Git server.
class tst_Controllers : public QObject {
    Q_OBJECT

    Testbed m_testbed;
    QTemporaryDir m_home;

    Program::Ended get(const QStringList &arguments, const QString &user = u"admin"_s)
    {
        Program program(m_home.path());
        return program.run(
            QStringList{u"get"_s} + arguments + QStringList{u"--kubeconfig"_s, m_testbed.kubeconfig(user)});
    }
    QJsonObject json(const QStringList &arguments)
    {
        return QJsonDocument::fromJson(get(arguments + QStringList{u"-o"_s, u"json"_s}).out).object();
    }
    QString stateOf(const QString &name)
    {
        for (const auto &item : json({u"ks"_s, u"-n"_s, u"flux-system"_s})["items"_L1].toArray()) {
            if (item["name"_L1].toString() == name)
                return item["cells"_L1]["Status"_L1].toString();
        }
        return u"absent"_s;
    }

    // Inventory with live health, events, and the object as YAML, by the keys of the tab bar.
    void everySideOf(ui::DetailPanel &detail)
    {
        auto *tabs = detail.findChild<QTabBar *>();
        QCOMPARE(tabs->count(), 4);
        QVERIFY(tabs->tabText(1).endsWith(u"3"_s));
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        QAbstractItemModel *inventory = detail.findChild<ui::ListTab *>(u"inventory"_s)->table()->model();
        QTRY_COMPARE_WITH_TIMEOUT(inventory->rowCount(), 3, 10'000);
        const auto word = [&](const QString &object) {
            for (int row = 0; row < inventory->rowCount(); ++row) {
                if (inventory->index(row, 1).data().toString() == object)
                    return inventory->index(row, 0).data().toString();
            }
            return QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(word(u"Deployment/podinfo"_s), u"Ready"_s, 20'000);
        QVERIFY(m_testbed.kubectl({u"-n"_s, u"default"_s, u"delete"_s, u"service"_s, u"podinfo"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(word(u"Service/podinfo"_s), u"Missing"_s, 10'000);
        look(detail, u"inventory"_s);

        QTest::keyClick(tabs, Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(
            detail.findChild<ui::ListTab *>(u"events"_s)->table()->model()->rowCount() > 0, 10'000);
        // All are about this object: its name would only take the room of what is said.
        const auto *events = detail.findChild<ui::ListTab *>(u"events"_s)->table();
        for (int column = 0; column < events->model()->columnCount(); ++column) {
            const QString title = events->model()->headerData(column, Qt::Horizontal).toString();
            QVERIFY(title != u"Object");
            if (title == u"Message")
                QVERIFY(events->columnWidth(column) > events->viewport()->width() / 2);
        }
        look(detail, u"events"_s);

        QTest::keyClick(tabs, Qt::Key_Right);
        auto *yaml = detail.findChild<ui::ManifestTab *>();
        QTRY_VERIFY(yaml->isVisible() && yaml->code()->rowCount() > 10);
        QCOMPARE(yaml->code()->rowText(0), u"apiVersion: kustomize.toolkit.fluxcd.io/v1"_s);
        auto *field = yaml->findChild<QLineEdit *>();
        QTest::keyClicks(field, u"path: ./"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(yaml->code()->rowText(yaml->code()->currentRow()).contains(u"path: ./"_s));
        QVERIFY(yaml->code()->rowText(yaml->code()->currentRow()).startsWith(u"  "_s)); // its place in the tree
        const auto labels = yaml->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text() == u"1 of 1" && label->width() >= label->sizeHint().width();
        }));
        look(detail, u"yaml"_s);
    }
    // For eyes: GRAB=FOLDER keeps a picture.
    static void look(QWidget &widget, const QString &name)
    {
        if (const QString folder = qEnvironmentVariable("GRAB"); !folder.isEmpty())
            widget.window()->grab().save(u"%1/%2.png"_s.arg(folder, name));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = Testbed::absence(); !why.isEmpty() && Testbed::isExcused())
            QSKIP(qPrintable(why));
        else if (!why.isEmpty())
            QFAIL(qPrintable(why));
        const QString podinfo = QStringLiteral(SHARED "/data/samples/podinfo/kustomize");
        if (!QFile::exists(podinfo))
            QSKIP("no ../shared here");
        QVERIFY(m_testbed.up({u"--without"_s, u"helm,notification"_s}));
        QVERIFY(m_testbed.run({u"repo"_s, u"podinfo"_s, podinfo, u"-m"_s, u"podinfo"_s}));
        QFile manifest(QStringLiteral(SOURCE "/tests/cluster/podinfo.yaml"));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        const QByteArray objects =
            manifest.readAll().replace("%1", m_testbed.info()["git"_L1]["url"_L1].toString().toUtf8());
        QVERIFY(m_testbed.kubectl({u"apply"_s, u"-f"_s, u"-"_s}, objects));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"podinfo"_s), u"Ready"_s, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"missing-path"_s), u"Failed"_s, 30'000);
    }

    void kustomizationsAsTheyAre()
    {
        const auto all = json({u"ks"_s, u"-A"_s});
        QCOMPARE(all["kind"_L1].toString(), u"KustomizationList"_s);
        QCOMPARE(all["items"_L1].toArray().size(), 3);
        QCOMPARE(stateOf(u"asleep"_s), u"Suspended"_s);
        const auto podinfo = all["items"_L1][2];
        QCOMPARE(podinfo["name"_L1].toString(), u"podinfo"_s);
        QVERIFY(podinfo["cells"_L1]["Revision"_L1].toString().startsWith(u"main@"_s));
        QCOMPARE(podinfo["cells"_L1]["Objects"_L1].toString(), u"3"_s);
        QVERIFY(podinfo["cells"_L1]["Next"_L1].toString().startsWith(u"in "_s));
    }

    void sourcesOfEveryKindAndEvents()
    {
        QStringList found;
        const auto sources = json({u"sources"_s, u"-A"_s});
        QCOMPARE(sources["kind"_L1].toString(), u"SourceList"_s);
        for (const auto &item : sources["items"_L1].toArray())
            found.append(item["kind"_L1].toString() + u'/' + item["cells"_L1]["Status"_L1].toString());
        QCOMPARE(found, (QStringList{u"GitRepository/Ready"_s, u"HelmRepository/No status by design"_s}));
        const auto events =
            get({u"events"_s, u"-n"_s, u"flux-system"_s, u"--filter"_s, u"missing-path ArtifactFailed"_s});
        QVERIFY2(events.out.contains("kustomization path not found"), events.out.constData());
        QCOMPARE(get({u"helmreleases"_s, u"-A"_s}).status, 0); // served, and none there
    }

    void anyKindThatDiscoveryOffers()
    {
        const auto deployment = json({u"deploy"_s, u"podinfo"_s, u"-n"_s, u"default"_s});
        QCOMPARE(deployment["kind"_L1].toString(), u"DeploymentList"_s);
        QCOMPARE(deployment["items"_L1].toArray().size(), 1);
        QVERIFY(get({u"nodes"_s}).out.contains("node-0"));
    }

    void rightsThatAreMissingAreNamed()
    {
        const auto secrets = get({u"secrets"_s, u"-n"_s, u"flux-system"_s}, u"readonly"_s);
        QCOMPARE(secrets.status, 2);
        QVERIFY2(secrets.err.contains("no right to list secrets in namespace flux-system"), secrets.err.constData());
        const auto all = get({u"ks"_s, u"-A"_s}, u"namespaceOnly"_s);
        QCOMPARE(all.status, 2);
        QVERIFY2(all.err.contains("no right to list kustomizations.kustomize.toolkit.fluxcd.io"), all.err.constData());
        QVERIFY(!all.err.contains("installed"));
        QCOMPARE(get({u"ks"_s, u"-n"_s, u"team-a"_s}, u"namespaceOnly"_s).status, 0);
    }

    // A person opens the cluster, finds the Kustomization, and sees it change without a refresh.
    void theWindowFollows()
    {
        Look look;
        Preferences preferences(look.theme, nullptr, {});
        Contexts contexts(m_testbed.kubeconfig());
        Workspace workspace(contexts);
        Console console(look.theme, preferences, contexts, workspace);
        present(console.window(), {1440, 900});
        QSignalSpy read(&contexts, &Contexts::changed);
        contexts.reload();
        QVERIFY(read.wait());
        auto *clusters = console.window().findChild<ui::ObjectsPage *>(u"clusters"_s)->table();
        QTRY_COMPARE(clusters->model()->rowCount(), 1);
        QVERIFY(workspace.opened().isEmpty()); // nothing is contacted before somebody chooses
        QTest::mouseClick(clusters->viewport(), Qt::LeftButton, {}, QPoint(40, clusters->rowHeight(0) / 2));
        QTest::keyClick(clusters, Qt::Key_Return);
        QCOMPARE(console.window().currentPage(), u"kustomizations"_s);

        auto *page = console.window().findChild<ui::ObjectsPage *>(u"kustomizations"_s);
        QTRY_COMPARE_WITH_TIMEOUT(page->table()->model()->rowCount(), 3, 20'000);
        QTRY_COMPARE(
            console.window().sidebar()->item(u"kustomizations"_s)->accessibleName(), u"Kustomizations, Failed 1"_s);
        QTest::mouseClick(page->table()->viewport(), Qt::LeftButton, {},
            QPoint(40, page->table()->rowViewportPosition(rowNamed(page->table(), u"podinfo"_s)) + 5));
        QTRY_VERIFY(page->findChild<ui::DetailPanel *>(u"detail"_s));
        everySideOf(*page->findChild<ui::DetailPanel *>(u"detail"_s));

        QVERIFY(m_testbed.kubectl({u"-n"_s, u"flux-system"_s, u"patch"_s, u"ks"_s, u"podinfo"_s, u"--type=merge"_s,
            u"-p"_s, u"{\"spec\":{\"suspend\":true}}"_s}));
        const auto state = [&] {
            const int row = rowNamed(page->table(), u"podinfo"_s);
            return row < 0 ? QString() : page->table()->model()->index(row, 0).data().toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), u"Suspended"_s, 5000);
        QVERIFY(m_testbed.kubectl({u"-n"_s, u"flux-system"_s, u"delete"_s, u"ks"_s, u"asleep"_s, u"--wait=false"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(page->table()->model()->rowCount(), 2, 10'000);
    }

    // The rights of the user are enough for one namespace: that one is shown, and said.
    void aNamespaceIsBetterThanNothing()
    {
        QVERIFY(m_testbed.kubectl({u"apply"_s, u"-f"_s, u"-"_s},
            "{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: mine, namespace: "
            "team-a}, "
            "spec: {interval: 5m, path: ./, prune: true, suspend: true, sourceRef: {kind: GitRepository, name: x}}}"));
        Look look;
        Preferences preferences(look.theme, nullptr, {});
        Contexts contexts(m_testbed.kubeconfig(u"namespaceOnly"_s));
        contexts.readNow();
        Workspace workspace(contexts);
        Console console(look.theme, preferences, contexts, workspace);
        console.openClusters({contexts.config().contexts.first().name});
        console.show(u"kustomizations"_s);
        present(console.window(), {1440, 900});
        auto *page = console.window().findChild<ui::ObjectsPage *>(u"kustomizations"_s);
        QTRY_COMPARE_WITH_TIMEOUT(page->table()->model()->rowCount(), 1, 20'000);
        QCOMPARE(page->table()->model()->index(0, 1).data().toString(), u"mine"_s);
        const auto narrowed = [&] {
            const auto parts = workspace.news().first().parts;
            return std::all_of(parts.begin(), parts.end(), [](const kube::Following &part) {
                return part.state == kube::Following::State::Absent || part.space == u"team-a";
            });
        };
        QTRY_VERIFY(narrowed());
        QTRY_COMPARE(console.window().findChildren<ui::Note *>(u"banner"_s).size(), 1); // which says so
    }
};

QTEST_MAIN(tst_Controllers)
#include "tst_controllers.moc"
