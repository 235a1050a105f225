// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resourcetablemodel.h"
#include "models/roles.h"
#include "services/kube/resourcestore.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <random>

using namespace core;
using namespace models;
using namespace kube;
using namespace Qt::StringLiterals;

namespace {

Resource kustomization(const QString &name, const char *ready, const char *reason, int generation = 1)
{
    return Resource::fromJson(
        QStringLiteral(R"({"metadata":{"uid":"u-%1","name":"%1","namespace":"flux-system","generation":%4},
        "status":{"conditions":[{"type":"Ready","status":"%2","reason":"%3","message":"<b>words</b>"}]}})")
            .arg(name, QLatin1String(ready), QLatin1String(reason))
            .arg(generation)
            .toUtf8());
}

// The words of the server beside the state that they stand for.
Column ready()
{
    Column column = column::condition(QT_TRANSLATE_NOOP("columns", "Ready"), u"Ready");
    column.cell = [state = column.cell, reason = Path(u"status.conditions[type=Ready].reason")](
                      const Resource &object) {
        Cell cell = state(object);
        cell.text = object.at(reason).toString();
        return cell;
    };
    return column;
}

TableSpec spec()
{
    return {u"kustomizations"_s,
        {
            column::text(QT_TRANSLATE_NOOP("columns", "Name"), u"metadata.name", Kind::Name),
            ready(),
            column::number(QT_TRANSLATE_NOOP("columns", "Generation"), u"metadata.generation"),
        }};
}

Tone toneAt(const ResourceTableModel &model, int row, int column)
{
    return model.index(row, column).data(CellRole).value<Cell>().tone;
}

QStringList printed(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        lines += cells.join(u" | ");
    }
    return lines;
}

struct Table {
    ResourceStore store;
    ResourceTableModel model{spec(), store};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QSignalSpy inserted{&model, &QAbstractItemModel::rowsInserted};
    QSignalSpy removed{&model, &QAbstractItemModel::rowsRemoved};
    QSignalSpy moved{&model, &QAbstractItemModel::rowsMoved};
    QSignalSpy changed{&model, &QAbstractItemModel::dataChanged};
    QSignalSpy reset{&model, &QAbstractItemModel::modelReset};
    QSignalSpy announced{&store, &ResourceStore::changed};

    void settle(int signal = 1)
    {
        [&] { QTRY_COMPARE(announced.size(), signal); }();
        for (auto *spy : {&inserted, &removed, &moved, &changed, &reset, &announced})
            spy->clear();
    }
};

} // namespace

class tst_ResourceTableModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatTheSpecDeclares()
    {
        Table t;
        t.store.upsert(kustomization(u"apps"_s, "True", "ReconciliationSucceeded", 7));
        t.settle();
        QCOMPARE(printed(t.model), QStringList{u"apps | ReconciliationSucceeded | 7"_s});
        QCOMPARE(toneAt(t.model, 0, 1), Tone::Good);
        QCOMPARE(t.model.index(0, 1).data(Qt::ToolTipRole).toString(), u"<qt>&lt;b&gt;words&lt;/b&gt;</qt>"_s);
        QCOMPARE(t.model.headerData(1, Qt::Horizontal).toString(), u"Ready"_s);
        QCOMPARE(t.model.rowOf(u"u-apps"_s), 0);
        QCOMPARE(t.model.rowOf(u"u-none"_s), -1);
    }

    void aBadObjectIsARowThatSaysSo()
    {
        Table t;
        t.store.replace({kustomization(u"b"_s, "True", "Ok"), Resource::fromJson(R"({"metadata":{"name":"a"}})")});
        t.settle();
        QCOMPARE(printed(t.model), (QStringList{u"a | Unknown | "_s, u"b | Ok | 1"_s}));
        QCOMPARE(toneAt(t.model, 0, 0), Tone::Bad);
        QVERIFY(t.model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"no uid"_s));
    }

    void oneBurstOneSignal()
    {
        Table t;
        for (int i = 0; i < 1000; ++i)
            t.store.upsert(kustomization(u"k%1"_s.arg(i, 4), "True", "Ok"));
        QTRY_COMPARE(t.model.rowCount(), 1000);
        QCOMPARE(t.inserted.size(), 1);
        t.settle();
        for (int i = 100; i < 300; ++i)
            t.store.upsert(kustomization(u"k%1"_s.arg(i, 4), "True", "Ok", 2));
        for (int i = 500; i < 600; ++i)
            t.store.remove(u"u-k%1"_s.arg(i, 4));
        QTRY_COMPARE(t.announced.size(), 1);
        QCOMPARE(t.changed.size(), 1);
        QCOMPARE(t.removed.size(), 1);
        QCOMPARE(t.reset.size(), 0);
    }

    void manyRunsAreOneReset()
    {
        Table t;
        for (int i = 0; i < 1000; ++i)
            t.store.upsert(kustomization(u"k%1"_s.arg(i, 4), "True", "Ok"));
        t.settle();
        for (int i = 0; i < 1000; i += 10)
            t.store.remove(u"u-k%1"_s.arg(i, 4));
        QTRY_COMPARE(t.announced.size(), 1);
        QCOMPARE(t.reset.size(), 1);
        QCOMPARE(t.removed.size(), 0);
        t.settle();
        for (int i = 1; i < 1000; i += 10) // cells that change where they are need no reset
            t.store.upsert(kustomization(u"k%1"_s.arg(i, 4), "False", "Bad"));
        QTRY_COMPARE(t.announced.size(), 1);
        QCOMPARE(t.reset.size(), 0);
        QCOMPARE(t.changed.size(), 1);
    }

    void sortsByEveryColumn()
    {
        Table t;
        t.store.replace({kustomization(u"b"_s, "True", "Ok", 3), kustomization(u"A"_s, "False", "Bad", 20),
            kustomization(u"c"_s, "Unknown", "Busy", 1)});
        t.settle();
        QCOMPARE(printed(t.model), (QStringList{u"A | Bad | 20"_s, u"b | Ok | 3"_s, u"c | Busy | 1"_s}));
        t.model.sort(2, Qt::DescendingOrder);
        QCOMPARE(printed(t.model), (QStringList{u"A | Bad | 20"_s, u"b | Ok | 3"_s, u"c | Busy | 1"_s}));
        t.model.sort(2, Qt::AscendingOrder);
        QCOMPARE(printed(t.model), (QStringList{u"c | Busy | 1"_s, u"b | Ok | 3"_s, u"A | Bad | 20"_s}));
        t.store.upsert(kustomization(u"c"_s, "True", "Ok", 5));
        QTRY_COMPARE(printed(t.model), (QStringList{u"b | Ok | 3"_s, u"c | Ok | 5"_s, u"A | Bad | 20"_s}));
        QCOMPARE(t.moved.size(), 1);
        t.model.sort(7);
        t.model.sort(-1);
        QCOMPARE(t.model.rowOf(u"u-A"_s), 2);
    }

    void filters()
    {
        Table t;
        for (int i = 0; i < 40; ++i)
            t.store.upsert(kustomization(u"k%1"_s.arg(i, 2), "True", "Ok", i % 4));
        t.settle();
        t.model.setFilter(
            [](const Resource &resource) { return resource.at(Path(u"metadata.generation")).toInt() == 3; });
        QCOMPARE(t.model.rowCount(), 10);
        QCOMPARE(t.reset.size(), 0);
        t.store.upsert(kustomization(u"k 0"_s, "True", "Ok", 3));
        t.store.upsert(kustomization(u"k 3"_s, "True", "Ok", 0));
        t.store.remove(u"u-k 7"_s);
        QTRY_COMPARE(t.announced.size(), 1);
        QCOMPARE(t.model.rowCount(), 9);
        t.model.setFilter({});
        QCOMPARE(t.model.rowCount(), 39);
    }

    void keepsTheSelectionAcrossUpdates()
    {
        Table t;
        for (const auto &name : {u"a"_s, u"b"_s, u"c"_s})
            t.store.upsert(kustomization(name, "True", "Ok"));
        t.settle();
        QTableView view;
        view.setModel(&t.model);
        view.setSortingEnabled(true);
        view.sortByColumn(0, Qt::AscendingOrder);
        view.setCurrentIndex(t.model.index(2, 0));
        t.store.remove(u"u-a"_s);
        t.store.upsert(kustomization(u"0"_s, "True", "Ok"));
        t.store.upsert(kustomization(u"1"_s, "True", "Ok"));
        QTRY_COMPARE(t.model.index(0, 0).data().toString(), u"0"_s);
        QCOMPARE(view.currentIndex().data().toString(), u"c"_s);
        view.sortByColumn(0, Qt::DescendingOrder);
        QCOMPARE(view.currentIndex().data().toString(), u"c"_s);
        QCOMPARE(view.currentIndex().row(), 0);
    }

    // Random changes: at every step the model is what sorting and filtering from scratch would give.
    void staysRightUnderRandomChanges()
    {
        std::minstd_rand random(5);
        Table t;
        std::vector<std::pair<QPersistentModelIndex, QString>> kept;
        for (int round = 0; round < 120; ++round) {
            const bool large = round % 10 == 0;
            for (auto i = random() % (large ? 200 : 12) + 1; i > 0; --i) {
                const auto name = u"k%1"_s.arg(random() % 150, 3);
                if (random() % 3 == 0)
                    t.store.remove(u"u-"_s + name);
                else
                    t.store.upsert(kustomization(name, random() % 2 ? "True" : "False", "Ok", int(random() % 5)));
            }
            if (t.announced.isEmpty())
                t.announced.wait(500);
            t.announced.clear();
            if (round % 7 == 0)
                t.model.sort(int(random() % 3), random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
            if (round % 11 == 0) {
                const int least = int(random() % 3);
                t.model.setFilter([least](const Resource &resource) {
                    return resource.at(Path(u"metadata.generation")).toInt() >= least;
                });
            }
            QStringList expected;
            for (int row = 0; row < t.model.rowCount(); ++row) {
                const auto resource = t.model.index(row, 0).data(ResourceRole).value<Resource>();
                QCOMPARE(t.store.resources().value(resource.uid()), resource);
                QCOMPARE(t.model.rowOf(resource.uid()), row);
                expected << resource.uid();
            }
            QCOMPARE(QSet<QString>(expected.begin(), expected.end()).size(), t.model.rowCount());
            for (const auto &[index, uid] : kept) {
                if (index.isValid())
                    QCOMPARE(index.data(ResourceRole).value<Resource>().uid(), uid);
            }
            kept.clear();
            for (int i = 0; i < 5 && t.model.rowCount() > 0; ++i) {
                const auto index = t.model.index(int(random() % quint32(t.model.rowCount())), 0);
                kept.emplace_back(index, index.data(ResourceRole).value<Resource>().uid());
            }
        }
    }

    // ROWS=100000 in a Release build for the figures in README.md.
    void manyRows()
    {
        const int rows = qEnvironmentVariableIsSet("ROWS") ? qEnvironmentVariableIntValue("ROWS") : 5000;
        ResourceStore store;
        QList<Resource> all;
        for (int i = 0; i < rows; ++i)
            all << kustomization(u"pod-%1"_s.arg((i * 7919) % rows), i % 3 ? "True" : "False", "Ok", i % 97);
        QElapsedTimer clock;
        clock.start();
        store.replace(all);
        qInfo() << rows << "rows: replace" << clock.restart() << "ms";
        ResourceTableModel model(spec(), store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        qInfo() << "model" << clock.restart() << "ms";
        model.sort(2);
        qInfo() << "sort by a new column" << clock.restart() << "ms";
        model.sort(2, Qt::DescendingOrder);
        qInfo() << "turn the order" << clock.restart() << "ms";
        model.setFilter([](const Resource &resource) { return resource.name().endsWith(u'7'); });
        qInfo() << "filter" << clock.restart() << "ms";
        store.replace(all);
        qInfo() << "the same list again" << clock.restart() << "ms";
        for (int i = 0; i < rows / 2; ++i)
            store.remove(all[i].uid());
        qInfo() << "half of it removed" << clock.restart() << "ms";
        QVERIFY(model.rowCount() > 0);
    }
};

QTEST_MAIN(tst_ResourceTableModel)
#include "tst_resourcetablemodel.moc"
