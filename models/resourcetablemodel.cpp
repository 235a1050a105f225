// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resourcetablemodel.h"

#include "models/age.h"
#include "models/roles.h"
#include "services/core/printable.h"
#include "services/kube/resourcestore.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace models {

namespace {

// Past this many runs a view does more work for the signals than for a reset.
constexpr int MostRuns = 64;

struct SortKey {
    double number = 0;
    QString text;

    explicit SortKey(const QVariant &value)
    {
        if (value.typeId() == QMetaType::QString)
            text = value.toString().toCaseFolded();
        else
            number = value.toDouble();
    }
    bool operator==(const SortKey &) const = default;
    int compare(const SortKey &other) const
    {
        return number < other.number ? -1 : number > other.number ? 1 : text.compare(other.text);
    }
};

// A tool tip takes what looks like HTML as HTML, so plain text has to be asked for.
QString asToolTip(const QString &text)
{
    return text.isEmpty() ? text : u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
}

// An object that cannot be read is a row like any other, and says so wherever there is room.
Cell unreadable(const core::Resource &resource, const Column &column)
{
    const QString sentence =
        QCoreApplication::translate("columns", "This object cannot be displayed: %1.").arg(resource.problem());
    Cell cell{.tone = Tone::Bad, .hint = sentence};
    if (column.kind == Kind::Status) {
        cell.state = State::Unknown;
        cell.text = wordOf(cell.state);
        cell.sortKey = int(cell.state);
    } else if (column.kind == Kind::Name) {
        cell.text = resource.name().isEmpty() ? resource.uid() : resource.name();
        cell.sortKey = cell.text;
    } else if (column.kind == Kind::Text && column.sample.isEmpty()) {
        cell.text = sentence;
        cell.sortKey = sentence;
    }
    return cell;
}

} // namespace

struct ResourceTableModel::Row {
    explicit Row(core::Resource object)
        : resource(std::move(object))
    {
    }

    core::Resource resource;
    SortKey key{{}};
    int number = 0; // where it stands in m_order
    mutable std::vector<std::optional<Cell>> cells; // filled when first asked for
};

struct ResourceTableModel::Changes {
    Rows gone;
    Rows added; // in m_rows already, not yet in m_order
    std::vector<std::pair<Row *, core::Resource>> changed;
};

ResourceTableModel::ResourceTableModel(TableSpec spec, const kube::ResourceStore &store, QObject *parent)
    : QAbstractTableModel(parent)
    , m_spec(std::move(spec))
    , m_store(store)
{
    apply({.upserted = store.resources(), .removed = {}});
    connect(&store, &kube::ResourceStore::changed, this, &ResourceTableModel::apply);
}

ResourceTableModel::~ResourceTableModel() = default;

int ResourceTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int ResourceTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_spec.columns.size());
}

const core::Resource &ResourceTableModel::resourceAt(int row) const
{
    return m_order[size_t(row)]->resource;
}

int ResourceTableModel::rowOf(const QString &id) const
{
    const auto found = m_rows.find(id);
    return found == m_rows.end() ? -1 : found->second->number;
}

QVariant ResourceTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = *m_order[size_t(index.row())];
    const Column &column = m_spec.columns[index.column()];
    switch (role) {
    case Qt::DisplayRole: return shownCell(row, index.column()).text;
    case Qt::ToolTipRole: return asToolTip(shownCell(row, index.column()).hint);
    case Qt::TextAlignmentRole: return QVariant(alignmentOf(column.kind));
    case Qt::AccessibleTextRole: return column.kind == Kind::Status ? spoken(row) : shownCell(row, index.column()).text;
    case SortRole: return cellOf(row, index.column()).sortKey;
    case CellRole: return QVariant::fromValue(shownCell(row, index.column()));
    case KindRole: return int(column.kind);
    case ResourceRole: return QVariant::fromValue(row.resource);
    default: return {};
    }
}

// An age is other words every second, so it is never kept.
Cell ResourceTableModel::shownCell(const Row &row, int column) const
{
    const Cell &kept = cellOf(row, column);
    if (m_spec.columns[column].kind != Kind::Age || !kept.detail.isValid())
        return kept;
    Cell cell = kept;
    const QDateTime time = kept.detail.toDateTime();
    cell.text = ageText(time, m_now ? m_now() : QDateTime::currentDateTimeUtc());
    cell.hint = time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss t"_s);
    return cell;
}

QVariant ResourceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_spec.columns[section];
    switch (role) {
    case Qt::DisplayRole: return titleOf(column);
    case Qt::TextAlignmentRole: return QVariant(alignmentOf(column.kind));
    default: return {};
    }
}

// A state alone tells a listener nothing: "Failed, apps-podinfo, main at 8f3c2a1".
QString ResourceTableModel::spoken(const Row &row) const
{
    QStringList parts;
    for (int i = 0; i < m_spec.columns.size(); ++i) {
        const Kind kind = m_spec.columns[i].kind;
        if (kind == Kind::Revision)
            parts.append(QString(cellOf(row, i).text).replace(u"@"_s, tr(" at ")));
        else if (kind == Kind::Status || kind == Kind::Name)
            parts.append(cellOf(row, i).text);
    }
    return parts.join(u", "_s);
}

void ResourceTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount() || (column == m_sortColumn && order == m_sortOrder))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const auto before = persistentIndexList();
    std::vector<const Row *> held;
    for (const QModelIndex &index : before)
        held.push_back(m_order[size_t(index.row())]);

    m_sortOrder = order;
    if (std::exchange(m_sortColumn, column) != column) {
        for (Row *row : m_order)
            row->key = SortKey(cellOf(*row, column).sortKey);
    }
    std::sort(m_order.begin(), m_order.end(), [this](const Row *a, const Row *b) { return precedes(a, b); });
    renumber(0, m_order.size());

    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(held[size_t(i)]->number, before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void ResourceTableModel::setFilter(Filter filter)
{
    m_filter = std::move(filter);
    apply({.upserted = m_store.resources(), .removed = {}});
}

void ResourceTableModel::apply(const core::Delta &delta)
{
    auto changes = compare(delta);
    if (runsIn(changes) > MostRuns)
        applyAtOnce(std::move(changes));
    else
        applyInRuns(std::move(changes));
}

ResourceTableModel::Changes ResourceTableModel::compare(const core::Delta &delta)
{
    Changes changes;
    for (const QString &id : delta.removed) {
        if (const auto found = m_rows.find(id); found != m_rows.end())
            changes.gone.push_back(found->second.get());
    }
    for (const core::Resource &resource : delta.upserted) {
        const bool shown = !m_filter || m_filter(resource);
        const auto found = m_rows.find(resource.id());
        if (found == m_rows.end()) {
            if (!shown)
                continue;
            auto *row = m_rows.emplace(resource.id(), std::make_unique<Row>(resource)).first->second.get();
            row->key = SortKey(cellOf(*row, m_sortColumn).sortKey);
            changes.added.push_back(row);
        } else if (!shown) {
            changes.gone.push_back(found->second.get());
        } else if (found->second->resource != resource) {
            changes.changed.emplace_back(found->second.get(), resource);
        }
    }
    const auto byNumber = [](const Row *a, const Row *b) { return a->number < b->number; };
    std::sort(changes.gone.begin(), changes.gone.end(), byNumber);
    std::sort(
        changes.added.begin(), changes.added.end(), [this](const Row *a, const Row *b) { return precedes(a, b); });
    return changes;
}

int ResourceTableModel::runsIn(const Changes &changes) const
{
    int runs = 0;
    for (size_t i = 0; i < changes.gone.size(); ++i)
        runs += i == 0 || changes.gone[i]->number != changes.gone[i - 1]->number + 1;
    if (m_order.empty())
        return runs + !changes.added.empty();
    const Row *next = nullptr;
    bool first = true;
    for (const Row *row : changes.added) {
        const auto place = std::lower_bound(
            m_order.begin(), m_order.end(), row, [this](const Row *a, const Row *b) { return precedes(a, b); });
        const Row *follower = place == m_order.end() ? nullptr : *place;
        runs += std::exchange(first, false) || follower != next;
        next = follower;
    }
    for (const auto &[row, resource] : changes.changed) {
        const Row after(resource);
        runs += SortKey(cellOf(after, m_sortColumn).sortKey) != row->key;
    }
    return runs;
}

void ResourceTableModel::applyAtOnce(Changes changes)
{
    beginResetModel();
    std::erase_if(m_order, [&changes](Row *row) {
        return std::binary_search(changes.gone.begin(), changes.gone.end(), row,
            [](const Row *a, const Row *b) { return a->number < b->number; });
    });
    for (const Row *row : changes.gone)
        m_rows.erase(QString(row->resource.id()));
    for (auto &[row, resource] : changes.changed) {
        *row = Row(resource);
        row->key = SortKey(cellOf(*row, m_sortColumn).sortKey);
    }
    m_order.insert(m_order.end(), changes.added.begin(), changes.added.end());
    std::sort(m_order.begin(), m_order.end(), [this](const Row *a, const Row *b) { return precedes(a, b); });
    renumber(0, m_order.size());
    endResetModel();
}

void ResourceTableModel::applyInRuns(Changes changes)
{
    takeOut(changes.gone);
    Rows changed;
    for (auto &[row, resource] : changes.changed) {
        row->resource = resource;
        row->cells.clear();
        place(row);
        changed.push_back(row);
    }
    putIn(changes.added);
    announce(changed);
}

// From the bottom up, one signal for each run of neighbours, so that earlier rows keep their numbers meanwhile.
void ResourceTableModel::takeOut(const Rows &rows)
{
    for (size_t end = rows.size(); end > 0;) {
        size_t first = end - 1;
        while (first > 0 && rows[first - 1]->number == rows[first]->number - 1)
            --first;
        const auto top = size_t(rows[first]->number);
        beginRemoveRows({}, int(top), rows[end - 1]->number);
        m_order.erase(m_order.begin() + long(top), m_order.begin() + long(top + end - first));
        renumber(top, m_order.size());
        for (size_t i = first; i < end; ++i)
            m_rows.erase(QString(rows[i]->resource.id()));
        endRemoveRows();
        end = first;
    }
}

void ResourceTableModel::putIn(const Rows &rows)
{
    for (auto end = rows.end(); end != rows.begin();) {
        const auto at = placeFor(*(end - 1)) - m_order.begin();
        auto first = end - 1;
        while (first != rows.begin() && (at == 0 || precedes(m_order[size_t(at - 1)], *(first - 1))))
            --first;
        beginInsertRows({}, int(at), int(at + (end - first) - 1));
        m_order.insert(m_order.begin() + at, first, end);
        renumber(size_t(at), m_order.size());
        endInsertRows();
        end = first;
    }
}

// Gives a row its new key and moves it where that belongs. All others stand right, so two searches are enough.
void ResourceTableModel::place(Row *row)
{
    row->key = SortKey(cellOf(*row, m_sortColumn).sortKey);
    const auto old = m_order.begin() + row->number;
    const auto before = [this](const Row *a, const Row *b) { return precedes(a, b); };
    auto target = std::lower_bound(m_order.begin(), old, row, before);
    if (target == old)
        target = std::lower_bound(old + 1, m_order.end(), row, before);
    if (target == old + 1)
        return;
    beginMoveRows({}, row->number, row->number, {}, int(target - m_order.begin()));
    if (target < old)
        std::rotate(target, old, old + 1);
    else
        std::rotate(old, old + 1, target);
    renumber(size_t(std::min(target, old) - m_order.begin()), size_t(std::max(target, old + 1) - m_order.begin()));
    endMoveRows();
}

void ResourceTableModel::announce(const Rows &rows)
{
    std::vector<int> numbers;
    for (const Row *row : rows)
        numbers.push_back(row->number);
    std::sort(numbers.begin(), numbers.end());
    std::vector<std::pair<int, int>> runs;
    for (const int number : numbers) {
        if (!runs.empty() && runs.back().second + 1 == number)
            runs.back().second = number;
        else
            runs.emplace_back(number, number);
    }
    if (runs.size() > MostRuns) // a view repaints no more of it than it shows
        runs = {{runs.front().first, runs.back().second}};
    for (const auto &[first, last] : runs)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

const Cell &ResourceTableModel::cellOf(const Row &row, int column) const
{
    row.cells.resize(size_t(m_spec.columns.size()));
    auto &cell = row.cells[size_t(column)];
    if (!cell) {
        const Column &shown = m_spec.columns[column];
        cell = row.resource.problem().isEmpty() ? shown.cell(row.resource) : unreadable(row.resource, shown);
        cell->text = core::printable(cell->text); // it comes from whoever may write objects
        cell->hint = core::printable(cell->hint);
    }
    return *cell;
}

// A strict order of all rows: equal keys are told apart by name, then by uid, so that rows do not dance on every update.
bool ResourceTableModel::precedes(const Row *a, const Row *b) const
{
    const int order = a->key.compare(b->key);
    if (order == 0) {
        const int names = a->resource.name().compare(b->resource.name());
        return names != 0 ? names < 0 : a->resource.id() < b->resource.id();
    }
    return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
}

ResourceTableModel::Rows::iterator ResourceTableModel::placeFor(const Row *row)
{
    return std::lower_bound(
        m_order.begin(), m_order.end(), row, [this](const Row *a, const Row *b) { return precedes(a, b); });
}

void ResourceTableModel::renumber(size_t first, size_t end)
{
    for (; first < end; ++first)
        m_order[first]->number = int(first);
}

} // namespace models
