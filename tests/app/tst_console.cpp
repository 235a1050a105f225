// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"
#include "app/contexts.h"
#include "app/preferences.h"
#include "app/workspace.h"
#include "services/core/file.h"
#include "tests/support/look.h"
#include "ui/pages/keyspage.h"
#include "ui/pages/objectspage.h"
#include "ui/pages/settingspage.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/palettelist.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/theme/button.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/iconbutton.h"
#include "ui/views/note.h"
#include "ui/views/prose.h"
#include "ui/views/resourcetable.h"
#include "ui/views/segments.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace app;
using namespace Qt::StringLiterals;

namespace {

// The whole window over the kubeconfigs of a test, as a user has it.
struct Desk {
    explicit Desk(const QString &kubeconfig, const QString &settings = {})
        : preferences(look.theme, nullptr, settings)
        , contexts(kubeconfig)
        , workspace(contexts)
        , console(look.theme, preferences, contexts, workspace)
    {
        present(console.window(), {1440, 900});
        QSignalSpy changed(&contexts, &Contexts::changed);
        contexts.reload();
        changed.wait();
        settle();
    }

    // The store gathers changes for 50 ms before it tells the table.
    void settle() { QTRY_COMPARE(table()->model()->rowCount(), contexts.count()); }

    ui::MainWindow &window() { return console.window(); }
    ui::ResourceTable *table() { return window().findChild<ui::ObjectsPage *>(u"clusters"_s)->table(); }
    ui::DetailPanel *detail() { return window().findChild<ui::DetailPanel *>(u"detail"_s); }
    QLineEdit *filter() { return window().findChild<QLineEdit *>(u"filter"_s); }
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window(), Qt::Key(key), modifiers);
    }

    Look look;
    Preferences preferences;
    Contexts contexts;
    Workspace workspace;
    Console console;
};

QString cellAt(ui::ResourceTable *table, int row, int column)
{
    return table->model()->index(row, column).data().toString();
}

// Where a person would click to select a row.
void clickRow(ui::ResourceTable *table, int row)
{
    QTest::mouseClick(
        table->viewport(), Qt::LeftButton, {}, QPoint(40, table->rowViewportPosition(row) + table->rowHeight(row) / 2));
}

} // namespace

class tst_Console : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const QString m_fleet = QStringLiteral(SOURCE "/tests/support/fleet.kubeconfig");

private Q_SLOTS:
    void nothingIsSaidBeforeTheFilesAreRead()
    {
        Look look;
        Preferences preferences(look.theme, nullptr, {});
        Contexts contexts(m_fleet);
        Workspace workspace(contexts);
        Console console(look.theme, preferences, contexts, workspace);
        QCOMPARE(console.window().currentPage(), u"clusters"_s);
        QVERIFY(!console.window().pages().contains(u"start"_s));
    }

    void contextsAreListedWorstFirst()
    {
        Desk desk(m_fleet);
        QCOMPARE(desk.window().currentPage(), u"clusters"_s);
        QCOMPARE(desk.table()->model()->rowCount(), 7);
        QCOMPARE(cellAt(desk.table(), 0, 1), u"old-lab"_s);
        QCOMPARE(desk.window().sidebar()->item(u"clusters"_s)->accessibleName(), u"Clusters, 7"_s);
    }

    void aClickShowsTheDetailAndEscapeClosesIt()
    {
        Desk desk(m_fleet);
        clickRow(desk.table(), 0);
        QTRY_VERIFY(desk.detail());
        QVERIFY(desk.table()->hasFocus()); // the detail never takes it
        QVERIFY(desk.detail()->findChild<ui::Note *>()); // it says why old-lab cannot be used
        desk.press(Qt::Key_J);
        QTRY_VERIFY(desk.detail() && !desk.detail()->findChild<ui::Note *>());
        desk.press(Qt::Key_D);
        QTRY_VERIFY(desk.detail() && desk.detail()->isAncestorOf(QApplication::focusWidget()));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.table()->hasFocus());
        QVERIFY(desk.detail());
        desk.press(Qt::Key_Escape);
        QTRY_VERIFY(!desk.detail());
    }

    void theCrossClosesTheDetail()
    {
        Desk desk(m_fleet);
        clickRow(desk.table(), 2);
        QTRY_VERIFY(desk.detail());
        for (auto *button : desk.detail()->findChildren<ui::IconButton *>()) {
            if (button->accessibleName() == u"Close the detail") {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        }
        QTRY_VERIFY(!desk.detail());
    }

    void theFilterHidesSaysSoAndIsCleared()
    {
        Desk desk(m_fleet);
        desk.press('/');
        QVERIFY(desk.filter()->hasFocus());
        QTest::keyClicks(desk.filter(), u"prod neu"_s);
        QCOMPARE(desk.table()->model()->rowCount(), 1);
        QTest::keyClicks(desk.filter(), u" nothing"_s);
        QTRY_VERIFY(!desk.table()->isVisible());
        const auto shown = [&]() -> ui::EmptyState * {
            for (auto *each : desk.window().findChildren<ui::EmptyState *>()) {
                if (each->isVisible())
                    return each;
            }
            return nullptr;
        };
        QTRY_VERIFY(shown());
        QTest::mouseClick(shown()->findChild<ui::Button *>(), Qt::LeftButton);
        QTRY_VERIFY(desk.table()->isVisible());
        QCOMPARE(desk.filter()->text(), QString());
        QCOMPARE(desk.table()->model()->rowCount(), 7);
    }

    // The object that is looked at is filtered away while its detail is open.
    void theFilterKeepsTheFocusWhenTheDetailGoes()
    {
        Desk desk(m_fleet);
        clickRow(desk.table(), 0);
        QTRY_VERIFY(desk.detail());
        desk.press('/');
        QTest::keyClicks(desk.filter(), u"no such cluster"_s);
        QTRY_VERIFY(!desk.detail());
        QVERIFY(desk.filter()->hasFocus());
        QCOMPARE(desk.filter()->text(), u"no such cluster"_s);
    }

    void aResetKeepsWhatIsLookedAt()
    {
        QByteArray many = "clusters: [{name: c, cluster: {server: 'https://h'}}]\ncontexts:\n";
        for (int i = 1000; i < 1400; ++i)
            many += "- {name: k" + QByteArray::number(i) + ", context: {cluster: c}}\n";
        const QString file = m_folder.filePath(u"many.yaml"_s);
        QVERIFY(core::writeFile(file, many, core::Access::Private));
        Desk desk(file);
        desk.table()->setFocus();
        desk.table()->selectRow(300);
        QTRY_VERIFY(desk.detail());
        QSignalSpy reset(desk.table()->model(), &QAbstractItemModel::modelReset);
        // Every second one is gone: far more runs than are told one by one.
        QByteArray half = many;
        for (int i = 1001; i < 1400; i += 2)
            half.replace("- {name: k" + QByteArray::number(i) + ", context: {cluster: c}}\n", "");
        QVERIFY(core::writeFile(file, half, core::Access::Private));
        desk.press(Qt::Key_F5);
        QTRY_COMPARE(desk.table()->model()->rowCount(), 200);
        QVERIFY(!reset.isEmpty());
        QCOMPARE(cellAt(desk.table(), desk.table()->currentIndex().row(), 1), u"k1300"_s);
        QVERIFY(desk.table()->visualRect(desk.table()->currentIndex()).isValid());
        QVERIFY(desk.detail());
    }

    void aHeaderSortsTurnsAndGoesBack()
    {
        Desk desk(m_fleet);
        QHeaderView *header = desk.table()->horizontalHeader();
        const auto click = [&] {
            const QPoint at(header->sectionViewportPosition(1) + 20, header->height() / 2);
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        };
        click();
        QCOMPARE(cellAt(desk.table(), 0, 1), u"aks-dev-weu-1"_s);
        click();
        QCOMPARE(cellAt(desk.table(), 0, 1), u"old-lab"_s);
        QCOMPARE(cellAt(desk.table(), 1, 1), u"kind-lab"_s);
        click();
        QCOMPARE(cellAt(desk.table(), 1, 1), u"aks-dev-weu-1"_s); // worst first, then the name
    }

    void keysGoToPagesAndBack()
    {
        Desk desk(m_fleet);
        desk.press('?');
        QCOMPARE(desk.window().currentPage(), u"keys"_s);
        QVERIFY(!desk.filter()->isVisible());
        desk.press(Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(desk.window().currentPage(), u"settings"_s);
        desk.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(desk.window().currentPage(), u"keys"_s);
        desk.press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(desk.window().currentPage(), u"clusters"_s);
        desk.press(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(desk.window().currentPage(), u"keys"_s);
    }

    void keysAreFoundByWhatTheyDo()
    {
        Desk desk(m_fleet);
        desk.press('?');
        auto *search = desk.window().findChild<QLineEdit *>(u"keySearch"_s);
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, u"sidebar"_s);
        const auto rows = [&] {
            QStringList names;
            for (const QWidget *row : desk.window().findChild<ui::KeysPage *>()->findChildren<QWidget *>()) {
                if (row->isVisible() && row->accessibleName().contains(u": "_s))
                    names.append(row->accessibleName());
            }
            return names;
        };
        QTRY_COMPARE(rows(), QStringList{u"Ctrl+B: Fold or unfold the sidebar"_s});
    }

    void thePaletteCoversTheWindowAndRuns()
    {
        Desk desk(m_fleet);
        desk.press('?'); // a page whose layout had not settled once left the palette without a size
        desk.window()
            .grab(); // delivers what hidden children have waiting: showing the palette then tells it nothing new
        desk.press(Qt::Key_K, Qt::ControlModifier);
        auto *palette = desk.window().palettePopup();
        QVERIFY(palette->isVisible());
        QCOMPARE(palette->geometry(), desk.window().rect());
        QTRY_VERIFY(palette->list()->height() > 12 * desk.look.theme.metric().row()); // as tall as what it offers
        QTest::keyClicks(palette->field(), u"theme: dark"_s);
        desk.press(Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(desk.look.theme.scheme(), ui::Scheme::Dark);
    }

    void aPrefixNarrowsThePalette()
    {
        Desk desk(m_fleet);
        desk.press(Qt::Key_K, Qt::ControlModifier);
        auto *palette = desk.window().palettePopup();
        QTest::keyClicks(palette->field(), u"@lab"_s);
        QCOMPARE(palette->list()->current()->title, u"old-lab"_s);
        desk.press(Qt::Key_Down);
        QCOMPARE(palette->list()->current()->title, u"kind-lab"_s);
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.workspace.opened(), QStringList{u"kind-lab"_s});
        QCOMPARE(desk.window().currentPage(), u"kustomizations"_s);
        desk.press(Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(palette->field(), u">lab"_s);
        QVERIFY(!palette->list()->current()); // no command of that name, and the list says so
        QCOMPARE(palette->list()->rowCount(), 1);
    }

    void settingsAreChosenWithTheMouseAndKept()
    {
        const QString file = m_folder.filePath(u"settings.json"_s);
        Desk desk(m_fleet, file);
        QTest::mouseClick(desk.window().sidebar()->item(u"settings"_s), Qt::LeftButton);
        QCOMPARE(desk.window().currentPage(), u"settings"_s);
        auto *appearance = desk.window().findChild<ui::Segments *>(u"appearance"_s);
        QTest::mouseClick(appearance, Qt::LeftButton, {}, QPoint(appearance->width() - 10, appearance->height() / 2));
        QCOMPARE(desk.look.theme.scheme(), ui::Scheme::Contrast);
        desk.press(Qt::Key_B, Qt::ControlModifier);
        QVERIFY(desk.window().isRail());
        const auto kept = loadSettings(file);
        QVERIFY(kept);
        QCOMPARE(*kept, (Settings{ui::Appearance::Contrast, ui::Density::Comfortable, true}));
    }

    void regionsAreWalkedWithF6()
    {
        Desk desk(m_fleet);
        desk.press('/');
        const auto inside = [&](const QWidget *region) { return region->isAncestorOf(QApplication::focusWidget()); };
        QVERIFY(inside(desk.window().scopeBar()));
        desk.press(Qt::Key_F6);
        QVERIFY(inside(desk.window().sidebar()));
        desk.press(Qt::Key_F6);
        QVERIFY(desk.table()->hasFocus());
        desk.press(Qt::Key_F6);
        QVERIFY(inside(desk.window().scopeBar()));
        desk.press(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(desk.table()->hasFocus());
    }

    void theMenuHoldsTheCommands()
    {
        Desk desk(m_fleet);
        desk.press(Qt::Key_F10);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QStringList titles;
        for (const QAction *action : menu->actions())
            titles.append(action->text());
        QVERIFY(titles.contains(u"Open a kubeconfig file"_s));
        QVERIFY(titles.contains(u"Quit"_s));
        QTest::keyClick(menu, Qt::Key_Escape);
        QVERIFY(!QApplication::activePopupWidget());
    }

    void withoutClustersTheFirstPageSaysWhereToGetThem()
    {
        const QString empty = m_folder.filePath(u"empty.yaml"_s);
        QVERIFY(core::writeFile(empty, "", core::Access::Private));
        Desk desk(empty);
        QCOMPARE(desk.window().currentPage(), u"start"_s);
        QVERIFY(!desk.window().sidebar()->item(u"clusters"_s)->isEnabled());
        QVERIFY(desk.window().sidebar()->item(u"settings"_s)->isEnabled());
        // A file with contexts is opened: the page gives way.
        QSignalSpy changed(&desk.contexts, &Contexts::changed);
        desk.contexts.open(m_fleet);
        QVERIFY(changed.wait());
        QCOMPARE(desk.window().currentPage(), u"clusters"_s);
        QVERIFY(!desk.window().pages().contains(u"start"_s));
        QVERIFY(desk.window().sidebar()->item(u"clusters"_s)->isEnabled());
    }

    void theFirstPageNamesTheFileThatCannotBeRead()
    {
        const QString broken = m_folder.filePath(u"broken.yaml"_s);
        QVERIFY(core::writeFile(broken, "clusters: [\n", core::Access::Private));
        Desk desk(broken);
        QCOMPARE(desk.window().currentPage(), u"start"_s);
        QStringList said;
        for (const auto *prose : desk.window().findChildren<ui::Prose *>())
            said.append(prose->plainText());
        QVERIFY2(said.join(u'\n').contains(broken + u':'), qPrintable(said.join(u'\n')));
    }

    // Reading again is no reason to go on typing elsewhere, or to leave an empty list without a word.
    void readingAgainLeavesFilterAndFocus()
    {
        Desk desk(m_fleet);
        desk.press('/');
        QTest::keyClicks(desk.filter(), u"no such cluster"_s);
        QTRY_VERIFY(!desk.table()->isVisible());
        QSignalSpy changed(&desk.contexts, &Contexts::changed);
        desk.press(Qt::Key_F5);
        QVERIFY(changed.wait());
        QVERIFY(desk.filter()->hasFocus());
        QVERIFY(!desk.table()->isVisible());
    }

    void whatCannotBeReadIsABannerAboveTheRest()
    {
        const QString mixed = m_folder.filePath(u"mixed.yaml"_s);
        QVERIFY(core::writeFile(mixed,
            "clusters: [{name: c, cluster: {server: 'https://h'}}, {cluster: {}}]\n"
            "contexts: [{name: good, context: {cluster: c}}]\n",
            core::Access::Private));
        Desk desk(mixed);
        QCOMPARE(desk.table()->model()->rowCount(), 1);
        const auto banner = [&] {
            for (auto *note : desk.window().findChildren<ui::Note *>()) {
                if (note->isVisible())
                    return note;
            }
            return static_cast<ui::Note *>(nullptr);
        };
        QVERIFY(banner());
        // Mended, it goes by itself.
        QVERIFY(core::writeFile(mixed,
            "clusters: [{name: c, cluster: {server: 'https://h'}}]\ncontexts: [{name: good, context: {cluster: c}}]\n",
            core::Access::Private));
        QSignalSpy changed(&desk.contexts, &Contexts::changed);
        desk.press(Qt::Key_F5);
        QVERIFY(changed.wait());
        QTRY_VERIFY(!banner());
    }

    void namesOfOthersAreNeverMarkup()
    {
        const QString hostile = m_folder.filePath(u"hostile.yaml"_s);
        QVERIFY(core::writeFile(hostile,
            "clusters: [{name: c, cluster: {server: 'https://h'}}]\n"
            "contexts: [{name: \"<img src='/etc/hostname'>\\u202e<b>x</b>\", context: {cluster: c}}]\n",
            core::Access::Private));
        Desk desk(hostile);
        clickRow(desk.table(), 0);
        QTRY_VERIFY(desk.detail());
        for (const QLabel *label : desk.window().findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(desk.table()->model()->index(0, 0).data(Qt::ToolTipRole).toString().startsWith(u"<qt>"_s));
    }

    void theCornerLeadsToTheKeys()
    {
        Desk desk(m_fleet);
        auto *line = desk.window().statusLine();
        QTest::mouseClick(line, Qt::LeftButton, {}, QPoint(line->width() - 30, line->height() / 2));
        QCOMPARE(desk.window().currentPage(), u"keys"_s);
    }

    void aNarrowWindowKeepsEverything()
    {
        Desk desk(m_fleet);
        clickRow(desk.table(), 0);
        QTRY_VERIFY(desk.detail());
        const int em = desk.look.theme.metric().em();
        desk.window().resize(64 * em, 44 * em);
        QTRY_COMPARE(desk.window().width(), 64 * em);
        QTRY_VERIFY(
            desk.detail()->mapTo(&desk.window(), QPoint()).y() > desk.table()->mapTo(&desk.window(), QPoint()).y());
    }
};

QTEST_MAIN(tst_Console)
#include "tst_console.moc"
