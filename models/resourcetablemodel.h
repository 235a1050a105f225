// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/column.h"

#include <QAbstractTableModel>
#include <QDateTime>

#include <memory>
#include <unordered_map>
#include <vector>

namespace kube {
class ResourceStore;
}

namespace models {

// Any kind of resource as a table; the TableSpec is all that differs between one kind and the next. It sorts and filters
// itself, by keys worked out once per row: a proxy would ask for a cell at every comparison.
class ResourceTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using Filter = std::function<bool(const core::Resource &)>;

    ResourceTableModel(TableSpec spec, const kube::ResourceStore &store, QObject *parent = nullptr);
    ~ResourceTableModel() override;

    const QList<Column> &columns() const { return m_spec.columns; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    // What ages are counted from; the system's clock unless another is given.
    void setNow(std::function<QDateTime()> now) { m_now = std::move(now); }
    void setFilter(Filter filter); // an empty one shows everything
    const core::Resource &resourceAt(int row) const;
    int rowOf(const QString &id) const; // by Resource::id(); -1 when it is not shown

private:
    struct Row;
    struct Changes;
    using Rows = std::vector<Row *>;

    void apply(const core::Delta &delta);
    Changes compare(const core::Delta &delta);
    int runsIn(const Changes &changes) const;
    void applyAtOnce(Changes changes);
    void applyInRuns(Changes changes);
    void takeOut(const Rows &rows);
    void putIn(const Rows &rows);
    void place(Row *row);
    void announce(const Rows &rows);

    const Cell &cellOf(const Row &row, int column) const;
    QString spoken(const Row &row) const;
    bool precedes(const Row *a, const Row *b) const;
    Rows::iterator placeFor(const Row *row);
    void renumber(size_t first, size_t end);

    Cell shownCell(const Row &row, int column) const;

    TableSpec m_spec;
    std::function<QDateTime()> m_now;
    const kube::ResourceStore &m_store;
    Filter m_filter;
    int m_sortColumn = 0;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::unordered_map<QString, std::unique_ptr<Row>> m_rows;
    Rows m_order;
};

} // namespace models
