// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/resourcetable.h"

#include "ui/theme/paint.h"
#include "ui/views/celldelegate.h"
#include "ui/views/cellpaint.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <numeric>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ui {

ResourceTable::ResourceTable(const Theme &theme, const QString &name, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false); // Tab leaves the list; arrows move in it
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new CellDelegate(theme, this));
    viewport()->setAttribute(Qt::WA_Hover);

    // One height for all: the view then never asks a row for its size, however many there are.
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(0, Qt::AscendingOrder); // of State, whose first is the worst
    header->setSectionsClickable(true);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &ResourceTable::sortBy);
    header->setFixedHeight(theme.metric().control());
    header->setFocusPolicy(Qt::NoFocus);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) { Q_EMIT opened(index.row()); });
    m_age.setInterval(1s);
    connect(&m_age, &QTimer::timeout, this, &ResourceTable::updateAges);
    m_age.start();
    theme.follow(this, [this] { restyle(); });
}

void ResourceTable::setExtraShown(const QByteArray &title, bool shown)
{
    if (m_extra.contains(title) == shown)
        return;
    if (shown)
        m_extra.insert(title);
    else
        m_extra.remove(title);
    fitColumns();
}

void ResourceTable::updateAges()
{
    if (!m_table || !isVisible())
        return;
    for (int i = 0; i < m_table->columns().size(); ++i) {
        if (m_table->columns()[i].kind == models::Kind::Age && !isColumnHidden(i))
            viewport()->update(columnViewportPosition(i), 0, columnWidth(i), viewport()->height());
    }
}

void ResourceTable::setTable(models::ResourceTableModel *model)
{
    if (m_table)
        m_table->disconnect(this);
    m_table = model;
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &ResourceTable::keepPlace);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &ResourceTable::findPlace); // after the view's own
    fitColumns();
}

// A model that changes much at once resets; whoever looks at it must not notice.
void ResourceTable::keepPlace()
{
    m_keptUid = currentIndex().isValid() ? m_table->resourceAt(currentIndex().row()).id() : QString();
    m_keptScroll = verticalScrollBar()->value();
}

void ResourceTable::findPlace()
{
    if (const int row = m_table->rowOf(m_keptUid); row >= 0)
        selectRow(row);
    verticalScrollBar()->setValue(m_keptScroll);
}

// A click sorts, a second one turns the order round, a third one goes back to the worst first.
void ResourceTable::sortBy(int column, Qt::SortOrder order)
{
    if (column < 0)
        return horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    if (m_table)
        m_table->sort(column, order);
}

void ResourceTable::setCompact(bool compact)
{
    m_compact = compact;
    restyle();
}

bool ResourceTable::isFirstColumn(int column) const
{
    return horizontalHeader()->visualIndex(column) == 0;
}

bool ResourceTable::isLastColumn(int column) const
{
    for (int visual = horizontalHeader()->count() - 1; visual >= 0; --visual) {
        if (const int logical = horizontalHeader()->logicalIndex(visual); !isColumnHidden(logical))
            return logical == column;
    }
    return false;
}

void ResourceTable::restyle()
{
    const Metric &m = m_theme.metric();
    verticalHeader()->setMinimumSectionSize(m.compactRow());
    verticalHeader()->setDefaultSectionSize(m_compact ? m.compactRow() : m.row());
    horizontalHeader()->setFixedHeight(m.control());
    horizontalHeader()->setMinimumSectionSize(m.ems(2));
    fitColumns();
}

int ResourceTable::naturalWidth(const models::Column &column) const
{
    const Metric &m = m_theme.metric();
    const QString title = titleOf(column);
    const int header = textWidth(m_theme.font(Type::Caption, QFont::DemiBold), title) + m.us(0.75) + m.countIcon();
    const int sample = column.kind == models::Kind::Status
        ? std::max(stateWidth(m_theme), cellWidth(m_theme, sampleOf(column), column.kind))
        : cellWidth(m_theme, sampleOf(column), column.kind);
    return std::max(header, sample) + m.us(4);
}

// At most one column takes what is left. When that is too little for words, columns leave in the order they were given.
void ResourceTable::fitColumns()
{
    if (!m_table)
        return;
    const Metric &m = m_theme.metric();
    const QList<models::Column> &columns = m_table->columns();
    QList<int> widths;
    int flexible = -1;
    for (int i = 0; i < columns.size(); ++i) {
        const bool isFlexible = columns[i].sample.isEmpty();
        if (isFlexible)
            flexible = i;
        int width = isFlexible ? m.ems(12) : naturalWidth(columns[i]);
        if (columns[i].kind == models::Kind::Name)
            width = std::max(width, m.ems(12));
        // The page margin is wider than the padding of a cell.
        const bool off = columns[i].extra && !m_extra.contains(columns[i].title);
        widths.append(off ? 0 : width + (isFirstColumn(i) ? m.us(2) : 0) + (i + 1 == columns.size() ? m.us(2) : 0));
        setColumnHidden(i, off);
    }

    int total = std::accumulate(widths.cbegin(), widths.cend(), 0);
    for (int turn = 1; total > viewport()->width() && turn <= columns.size(); ++turn) {
        for (int i = 0; i < columns.size(); ++i) {
            if (columns[i].hideOrder != turn || isColumnHidden(i))
                continue;
            setColumnHidden(i, true);
            total -= widths[i];
        }
    }
    // First to give way is the flexible column itself; its text is elided and has a tooltip.
    if (flexible >= 0 && !isColumnHidden(flexible)) {
        widths[flexible] = std::max(m.ems(5), widths[flexible] + viewport()->width() - total);
    } else if (total < viewport()->width()) { // a row that ends before the list does looks broken
        const auto name = std::find_if(columns.begin(), columns.end(),
            [](const models::Column &column) { return column.kind == models::Kind::Name; });
        if (name != columns.end())
            widths[name - columns.begin()] += viewport()->width() - total;
    }
    for (int i = 0; i < columns.size(); ++i)
        setColumnWidth(i, widths[i]);
}

void ResourceTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

QList<ResourceTable::Key> ResourceTable::keys()
{
    return {
        {u"J, Down"_s, tr("Next row")},
        {u"K, Up"_s, tr("Previous row")},
        {u"G, Home"_s, tr("First row")},
        {u"Shift+G, End"_s, tr("Last row")},
        {u"Enter"_s, tr("Open: the detail, or the cluster in the list of clusters")},
        {u"D"_s, tr("Open the detail")},
    };
}

void ResourceTable::keyPressEvent(QKeyEvent *event)
{
    const auto forward = [&](Qt::Key key) {
        QKeyEvent translated(event->type(), key, Qt::NoModifier);
        QTableView::keyPressEvent(&translated);
    };
    const bool shifted = event->modifiers() == Qt::ShiftModifier;
    if (event->modifiers() == Qt::NoModifier || shifted) {
        switch (event->key()) {
        case Qt::Key_J: return forward(Qt::Key_Down);
        case Qt::Key_K: return forward(Qt::Key_Up);
        // Home and End of a table stay in the row; here the row is the item.
        case Qt::Key_Home: return selectRow(0);
        case Qt::Key_End: return selectRow(model() ? model()->rowCount() - 1 : -1);
        case Qt::Key_G: return selectRow(shifted && model() ? model()->rowCount() - 1 : 0);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (currentIndex().isValid() && !shifted)
                Q_EMIT opened(currentIndex().row());
            return;
        case Qt::Key_D:
            if (currentIndex().isValid() && !shifted)
                Q_EMIT described(currentIndex().row());
            return;
        default: break;
        }
    }
    QTableView::keyPressEvent(event);
}

bool ResourceTable::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::HoverEnter:
    case QEvent::HoverMove: setHoveredRow(rowAt(int(static_cast<QHoverEvent *>(event)->position().y()))); break;
    case QEvent::HoverLeave: setHoveredRow(-1); break;
    default: break;
    }
    return QTableView::viewportEvent(event);
}

void ResourceTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
    if (current.row() != previous.row())
        Q_EMIT currentRowChanged(current.row());
}

void ResourceTable::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    updateRow(std::exchange(m_hoveredRow, row));
    updateRow(row);
}

void ResourceTable::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

} // namespace ui
