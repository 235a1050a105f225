// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"
#include "tests/support/look.h"
#include "tests/support/rowtable.h"
#include "ui/views/cellpaint.h"
#include "ui/views/codeview.h"
#include "ui/views/diffview.h"
#include "ui/views/listpage.h"
#include "ui/views/logview.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {
constexpr int many = 20'000;

models::ResourceTableModel *hugeTable(QObject *parent)
{
    using models::Cell;
    using models::State;
    const auto state = [](int row) { return State(1 + row % 11); };
    return new RowTable(
        {
            {"Status", models::Kind::Status, "Reconciling",
                [state](int row) { return Cell{.text = models::wordOf(state(row)), .state = state(row)}; }},
            {"Name", models::Kind::Name, "platform-infra-controllers",
                [](int row) { return Cell{.text = u"kustomization-%1"_s.arg(row)}; }},
            {"Revision", models::Kind::Revision, "main@8f3c2a1", [](int) { return Cell{.text = u"main@8f3c2a1"_s}; }},
            {"Drift", models::Kind::Count, "99",
                [](int row) {
                    return Cell{.text = QString::number(row % 7), .state = row % 7 ? State::Drifted : State::None};
                }},
            {"Applied", models::Kind::Age, "59 min", [](int row) { return Cell{.text = u"%1 min"_s.arg(row % 60)}; }},
            {"Message", models::Kind::Text, "",
                [](int row) {
                    return Cell{.text = u"Health check failed after 5m0s: timeout waiting for number %1"_s.arg(row)};
                }},
        },
        many, parent);
}

// Rows that fit, and one more that is cut at the edge.
int rowsOnScreen(const RowArea &view, int rowHeight)
{
    return view.viewport()->height() / rowHeight + 2;
}
}

class tst_Views : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Without a column that takes the rest, the names do: no row ends before the list does.
    void rowsReachTheEndOfTheList()
    {
        Look look;
        ResourceTable table(look.theme, u"list"_s);
        kube::ResourceStore store;
        models::ResourceTableModel model({u"t"_s,
                                             {models::column::text("Name", u"metadata.name", models::Kind::Name, "abc"),
                                                 models::column::text("Other", u"kind", models::Kind::Text, "abc")}},
            store);
        table.setTable(&model);
        present(table, {900, 300});
        QCOMPARE(table.columnViewportPosition(1) + table.columnWidth(1), table.viewport()->width());
    }

    void codeFoldsByKeyAndMouseAndSearchUnfolds()
    {
        Look look;
        CodeView view(look.theme, u"YAML"_s);
        view.setFoldable(true);
        view.setLines({u"a: 1"_s, u"spec:"_s, u"  b: 2"_s, u"  c: 3"_s, u"d: 4"_s});
        present(view, {400, 300});
        QCOMPARE(view.rowCount(), 5);
        view.setCurrentRow(1);
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.rowCount(), 3);
        QCOMPARE(view.rowText(2), u"d: 4"_s);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.rowCount(), 5);
        const QRect row = view.rowRect(1);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(6, row.center().y()));
        QCOMPARE(view.rowCount(), 3);
        QCOMPARE(view.setSearch(u"c: 3"_s), 1);
        QCOMPARE(view.findNext(false), 1);
        QCOMPARE(view.rowText(view.currentRow()), u"  c: 3"_s); // what hid it is unfolded
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(6, view.rowRect(1).center().y()));
        view.setLines({u"a: 1"_s, u"spec:"_s, u"  b: 9"_s, u"d: 4"_s});
        QCOMPARE(view.rowCount(), 3); // a change keeps the fold
        QTest::keyClick(&view, Qt::Key_Asterisk);
        QCOMPARE(view.rowCount(), 4);
    }

    void modelIsWellBehaved()
    {
        const std::unique_ptr<models::ResourceTableModel> model(gallery::kustomizations(nullptr));
        const QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(
            model->index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Failed, apps-podinfo, main at 5d10b7e"_s);
    }

    // The width comes from a sample; a wide font or a big scale must not cut the word that says what is wrong.
    void noStateIsElided_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<double>("scale");
        for (const QString &family : {u"DejaVu Sans"_s, u"Inter"_s}) {
            for (const double scale : {1.0, 1.25, 1.5})
                QTest::addRow("%s at %g", qPrintable(family), scale) << family << scale;
        }
    }

    void noStateIsElided()
    {
        QFETCH(QString, family);
        QFETCH(double, scale);
        if (!QFontDatabase::hasFamily(family))
            QSKIP("The font is not installed");
        const QFont before = QApplication::font();
        QFont font(family);
        font.setPointSizeF(9.75 * scale);
        QApplication::setFont(font);
        {
            const Look look;
            ListPage page(look.theme, u"Kustomizations"_s);
            page.table()->setTable(hugeTable(&page));
            page.resize(1000, 600);
            const ElideCache cache;
            const int room = page.table()->columnWidth(0) - look.theme.metric().us(6);
            for (int state = 1; state <= int(models::State::Ready); ++state) {
                const QString word = models::wordOf(models::State(state));
                const int left = room
                    - (cellWidth(look.theme, word, models::Kind::Status)
                        - textWidth(look.theme.font(Type::Body), word));
                // "Reconciling" is the longest ordinary word and the sample; all others have to fit as well.
                QCOMPARE(cache.elided(word, look.theme.font(Type::Body), left, Qt::ElideRight), word);
            }
        }
        QApplication::setFont(before);
    }

    void nameKeepsItsRoomWhenTheWindowIsNarrow()
    {
        const Look look;
        ListPage page(look.theme, u"Kustomizations"_s);
        page.table()->setTable(hugeTable(&page));
        page.resize(420, 600);
        page.show();
        QVERIFY(page.table()->columnWidth(1) >= look.theme.metric().ems(12));
    }

    void aHundredThousandRowsPaintOneFrame()
    {
        const Look look;
        ListPage page(look.theme, u"Kustomizations"_s);
        page.table()->setTable(hugeTable(&page));
        present(page, {1200, 900});
        page.grab();
        QElapsedTimer timer;
        timer.start();
        constexpr int frames = 20;
        for (int frame = 0; frame < frames; ++frame) {
            page.table()->verticalScrollBar()->setValue(frame * 20'000);
            page.table()->viewport()->grab();
        }
        qInfo("table, %d rows: %.2f ms per frame", many, double(timer.nsecsElapsed()) / 1e6 / frames);
    }

    void keysMoveInTheTable()
    {
        const Look look;
        ListPage page(look.theme, u"Kustomizations"_s);
        page.table()->setTable(hugeTable(&page));
        present(page, {1200, 900});
        QSignalSpy opened(page.table(), &ResourceTable::opened);
        page.table()->setFocus();
        QTest::keyClicks(page.table(), u"jjk"_s);
        QCOMPARE(page.table()->currentIndex().row(), 1);
        QTest::keyClick(page.table(), Qt::Key_G, Qt::ShiftModifier);
        QCOMPARE(page.table()->currentIndex().row(), many - 1);
        QTest::keyClick(page.table(), Qt::Key_G);
        QTest::keyClick(page.table(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toInt(), 0);
    }

    void codePaintsOnlyWhatIsSeen()
    {
        const Look look;
        QStringList lines;
        for (int i = 0; i < many; ++i)
            lines.append(u"  key-%1: value"_s.arg(i));
        int highlighted = 0;
        CodeView view(look.theme, u"YAML"_s);
        view.setHighlighter([&](const QString &) {
            ++highlighted;
            return QList<CodeSpan>();
        });
        QElapsedTimer timer;
        timer.start();
        view.setLines(lines);
        qInfo("code, %d lines: %lld ms to set", many, timer.elapsed());
        present(view, {800, 600});
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        highlighted = 0;
        timer.restart();
        view.viewport()->grab();
        qInfo("code: %.2f ms per frame", double(timer.nsecsElapsed()) / 1e6);
        QVERIFY(view.paintedRows() > 10);
        QVERIFY(view.paintedRows() <= rowsOnScreen(view, codeLineHeight(look.theme)));
        QCOMPARE(highlighted, view.paintedRows());
    }

    void diffPaintsOnlyWhatIsSeen()
    {
        const Look look;
        QList<models::DiffRow> rows;
        for (int i = 0; i < many; ++i)
            rows.append({i % 9 ? models::DiffRow::Kind::Same : models::DiffRow::Kind::Changed, {i + 1, u"left: 1"_s},
                {i + 1, u"left: 2"_s, {{6, 1}}}});
        DiffView view(look.theme, u"Diff"_s);
        view.setRows(rows);
        present(view, {1000, 600});
        view.viewport()->grab();
        QVERIFY(view.paintedRows() <= rowsOnScreen(view, codeLineHeight(look.theme)));
        QCOMPARE(view.changeCount(), (many + 8) / 9);
    }

    void diffGoesFromChangeToChange()
    {
        const Look look;
        DiffView view(look.theme, u"Diff"_s);
        view.setRows(gallery::diffRows());
        present(view, {1000, 600});
        view.setFocus();
        view.setCurrentRow(0);
        QStringList seen;
        for (int i = 0; i < view.changeCount(); ++i) {
            QTest::keyClick(&view, Qt::Key_N);
            seen.append(view.rowText(view.currentRow()).trimmed());
        }
        QCOMPARE(seen.first(), u"Only right:     contoso.example/cost-centre: 4711"_s);
        QCOMPARE(seen.last(), u"Only left:           failureThreshold: 3"_s);
    }

    void logPaintsOnlyWhatIsSeen()
    {
        const Look look;
        QList<models::LogRow> rows;
        for (int i = 0; i < many / 24; ++i)
            rows.append(gallery::logRows());
        LogView view(look.theme, u"Log"_s);
        view.setRows(rows);
        view.setSearch(u"podinfo"_s);
        present(view, {1200, 700});
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 3);
        view.viewport()->grab();
        QVERIFY(view.paintedRows() > 10);
        QVERIFY(view.paintedRows() <= rowsOnScreen(view, look.theme.metric().em()));
    }
};

QTEST_MAIN(tst_Views)
#include "tst_views.moc"
