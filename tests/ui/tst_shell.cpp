// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/pages.h"
#include "models/fuzzy.h"
#include "tests/support/look.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/palettelist.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/writesheet.h"
#include "ui/theme/button.h"
#include "ui/views/resourcetable.h"
#include "tests/support/loop.h"

#include <QAccessible>
#include <QFocusFrame>
#include <QLineEdit>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {
using Make = std::unique_ptr<QWidget> (*)(const Theme &);
constexpr Make pages[]{gallery::kustomizationsWindow, gallery::paletteWindow, gallery::writeSheetWindow,
    gallery::disconnectedWindow, gallery::diffWindow, gallery::logsWindow, gallery::componentsWindow};

// Every place where Tab stops, once around.
QList<QWidget *> tabStops(QWidget &window)
{
    QList<QWidget *> stops;
    for (int i = 0; i < 200; ++i) {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, Qt::Key_Tab);
        QWidget *now = QApplication::focusWidget();
        if (!now || stops.contains(now))
            break;
        stops.append(now);
    }
    return stops;
}

template<typename T>
qsizetype firstInside(const QList<QWidget *> &stops, const T *region)
{
    for (qsizetype i = 0; i < stops.size(); ++i) {
        if (stops[i] == region || region->isAncestorOf(stops[i]))
            return i;
    }
    return -1;
}
}

class tst_Shell : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFocusableControlHasAName()
    {
        const Look look;
        for (const Make make : pages) {
            const std::unique_ptr<QWidget> window = make(look.theme);
            present(*window, {1440, 900});
            for (QWidget *widget : window->findChildren<QWidget *>()) {
                if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() || !widget->isVisible())
                    continue;
                const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(accessible);
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        }
    }

    void tabWalksScopeSidebarListDetail()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        present(*window, {1440, 900});
        const auto *main = qobject_cast<MainWindow *>(window.get());
        main->scopeBar()->focusFilter();
        const QList<QWidget *> stops = tabStops(*window);
        const auto *table = window->findChild<ResourceTable *>();
        const qsizetype sidebar = firstInside(stops, main->sidebar());
        const qsizetype list = stops.indexOf(table);
        const auto explain = std::find_if(stops.cbegin(), stops.cend(), [](const QWidget *stop) {
            const auto *button = qobject_cast<const Button *>(stop);
            return button && button->text() == u"Explain";
        });
        QVERIFY(sidebar >= 0);
        QVERIFY(sidebar < list);
        QVERIFY(list < explain - stops.cbegin());
        // The sidebar is one stop, however many pages it has.
        QCOMPARE(std::count_if(stops.cbegin(), stops.cend(),
                     [&](const QWidget *stop) { return main->sidebar()->isAncestorOf(stop); }),
            1);
    }

    // Wherever Tab stops, the picture changes: either the ring beside the control or the one inside a view.
    void theFocusIsAlwaysVisible()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        present(*window, {1440, 900});
        qobject_cast<MainWindow *>(window.get())->scopeBar()->focusFilter();
        const QColor focus = look.theme.color(Token::Focus);
        for (QWidget *stop : tabStops(*window)) {
            stop->setFocus(Qt::TabFocusReason);
            processPending();
            const QRect around = QRect(stop->mapTo(window.get(), QPoint()), stop->size()).adjusted(-4, -4, 4, 4);
            const QImage with = window->grab(around).toImage();
            stop->clearFocus();
            processPending();
            const QImage without = window->grab(around).toImage();
            QVERIFY2(pixelsOf(with, focus) > pixelsOf(without, focus) + 8, stop->metaObject()->className());
        }
    }

    void aClickShowsNoRing()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        present(*window, {1440, 900});
        const auto buttons = window->findChildren<Button *>();
        const auto explain = std::find_if(
            buttons.cbegin(), buttons.cend(), [](const Button *button) { return button->text() == u"Explain"; });
        (*explain)->setFocus(Qt::MouseFocusReason);
        QVERIFY(!FocusRing::isShownFor(*explain));
        QTest::keyClick(*explain, Qt::Key_Shift);
        QVERIFY(FocusRing::isShownFor(*explain));
    }

    void theSidebarIsWalkedWithArrows()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        present(*window, {1440, 900});
        auto *sidebar = qobject_cast<MainWindow *>(window.get())->sidebar();
        sidebar->item(u"kustomizations"_s)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), sidebar->item(u"helm"_s));
        QSignalSpy chosen(sidebar, &Sidebar::chosen);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
    }

    void aNarrowWindowPutsTheDetailBelow()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        const int em = look.theme.metric().em();
        present(*window, {90 * em, 56 * em});
        window->resize(64 * em, 44 * em);
        QTRY_COMPARE(window->width(), 64 * em);
        const auto *table = window->findChild<ResourceTable *>();
        QTRY_VERIFY(table->width() > 50 * em);
        QVERIFY(qobject_cast<MainWindow *>(window.get())->sidebar()->width() < 4 * em);
    }

    void fuzzyPrefersBeginnings()
    {
        QVERIFY(
            models::fuzzyMatch(u"Reconcile"_s, u"rec"_s)->score > models::fuzzyMatch(u"Corrected"_s, u"rec"_s)->score);
        QVERIFY(models::fuzzyMatch(u"Corrected"_s, u"rec"_s)->score
            > models::fuzzyMatch(u"remote cluster"_s, u"rec"_s)->score);
        QVERIFY(!models::fuzzyMatch(u"Diff"_s, u"rec"_s));
        QCOMPARE(models::fuzzyMatch(u"apps-recommendations"_s, u"rec"_s)->ranges.first().start, 5);
    }

    void thePaletteFiltersAndReturns()
    {
        const Look look;
        const auto window = gallery::kustomizationsWindow(look.theme);
        present(*window, {1440, 900});
        auto *table = window->findChild<ResourceTable *>();
        table->setFocus();
        auto *main = qobject_cast<MainWindow *>(window.get());
        main->showPalette(u"apps-podinfo"_s);
        QCOMPARE(QApplication::focusWidget(), main->palettePopup()->field());
        QTest::keyClicks(main->palettePopup()->field(), u"recon"_s);
        QCOMPARE(
            main->palettePopup()->list()->current()->title, u"Explain why it fails"_s); // blocked ones are passed over
        QTest::keyClick(main->palettePopup()->field(), Qt::Key_Up);
        QCOMPARE(main->palettePopup()->list()->current()->title, u"Reconcile with source"_s);
        QTest::keyClick(main->palettePopup()->field(), Qt::Key_Escape);
        QVERIFY(!main->palettePopup()->isVisible());
        QCOMPARE(QApplication::focusWidget(), table);
    }

    void theSheetAsksForTheNameAndKeepsTheFocus()
    {
        const Look look;
        const auto window = gallery::writeSheetWindow(look.theme);
        present(*window, {1440, 900});
        auto *sheet = window->findChild<WriteSheet *>();
        QSignalSpy confirmed(sheet, &WriteSheet::confirmed);
        QVERIFY(!sheet->confirmButton()->isEnabled());
        sheet->nameField()->setFocus();
        QTest::keyClicks(sheet->nameField(), u"orts"_s);
        QVERIFY(sheet->confirmButton()->isEnabled());
        QTest::keyClick(sheet->nameField(), Qt::Key_Return);
        QCOMPARE(confirmed.size(), 0); // Enter never confirms
        for (int i = 0; i < 20; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(sheet->isAncestorOf(QApplication::focusWidget()));
        }
        QTest::mouseClick(sheet->confirmButton(), Qt::LeftButton);
        QCOMPARE(confirmed.size(), 1);
    }
};

QTEST_MAIN(tst_Shell)
#include "tst_shell.moc"
