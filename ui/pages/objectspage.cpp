// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/objectspage.h"

#include "models/filter.h"
#include "models/roles.h"
#include "services/core/printable.h"
#include "ui/pages/overviewtab.h"
#include "ui/theme/button.h"
#include "ui/views/chips.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/listpage.h"
#include "ui/views/prose.h"
#include "ui/views/quickfilters.h"
#include "ui/views/splitter.h"

#include <QKeyEvent>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ui {

ObjectsPage::ObjectsPage(
    const Theme &theme, models::ObjectPage page, models::ResourceTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_page(std::move(page))
    , m_model(model)
    , m_split(new Splitter(theme, Qt::Horizontal))
    , m_list(new ListPage(theme, m_page.title))
{
    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addWidget(m_split);
    m_split->addWidget(m_list);
    m_list->table()->setTable(&model);
    setFocusProxy(m_list->table());

    // Late enough that walking down a list builds no details on the way, soon enough to seem at once.
    m_follow.setInterval(80ms);
    m_follow.setSingleShot(true);
    connect(&m_follow, &QTimer::timeout, this, &ObjectsPage::showDetail);
    connect(m_list->table(), &ResourceTable::currentRowChanged, this, &ObjectsPage::followSelection);
    connect(m_list->table(), &ResourceTable::opened, this, &ObjectsPage::openRow);
    connect(m_list->table(), &ResourceTable::described, this, &ObjectsPage::enterDetail);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ObjectsPage::explainEmptiness);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ObjectsPage::explainEmptiness);
    connect(&model, &QAbstractItemModel::modelReset, this, &ObjectsPage::explainEmptiness);
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (m_shown.isValid() && m_shown.row() >= first.row() && m_shown.row() <= last.row())
            m_follow.start();
    });
}

ResourceTable *ObjectsPage::table() const
{
    return m_list->table();
}

void ObjectsPage::setFilter(const QString &words)
{
    m_words = words;
    applyFilter();
}

void ObjectsPage::setNamespace(const QString &space)
{
    m_space = space;
    applyFilter();
}

void ObjectsPage::setOpensElsewhere(const QString &verb)
{
    m_opens = verb;
}

void ObjectsPage::setTally(const models::Tally &tally)
{
    QList<QuickFilterBar::Item> items;
    for (const models::State state : tally.states())
        items.append({state, tally.of(state), tally.word(state)});
    if (m_quick) {
        m_quick->setItems(tally.total(), items);
        m_quick->setVisible(tally.total() > 0);
        return;
    }
    if (tally.total() == 0)
        return;
    m_quick = new QuickFilterBar(m_theme, tally.total(), items);
    m_list->setQuickFilters(m_quick);
    connect(m_quick, &QuickFilterBar::chosen, this, [this](models::State state) {
        m_state = state;
        applyFilter();
    });
}

void ObjectsPage::applyFilter()
{
    const auto words = models::everyWordIn(m_model.columns(), m_words);
    const auto &columns = m_model.columns();
    const auto status = std::find_if(columns.begin(), columns.end(),
        [](const models::Column &column) { return column.kind == models::Kind::Status; });
    const bool anyState = m_state == models::State::None || status == columns.end();
    if (!words && m_space.isEmpty() && anyState)
        m_model.setFilter({});
    else
        m_model.setFilter([words, anyState, state = m_state, space = m_space, cell = anyState ? nullptr : status->cell](
                              const core::Resource &each) {
            return (space.isEmpty() || each.space() == space) && (anyState || cell(each).state == state)
                && (!words || words(each));
        });
    explainEmptiness();
}

void ObjectsPage::setPlaceholder(QWidget *placeholder)
{
    m_placeheld = placeholder != nullptr;
    m_list->setPlaceholder(placeholder);
    if (placeholder)
        closeDetail();
    else
        explainEmptiness(); // the filter may still hide everything
}

// A filter that hides everything says so, and how to see it again.
void ObjectsPage::explainEmptiness()
{
    if (m_placeheld)
        return;
    if (m_model.rowCount() > 0 || (m_words.trimmed().isEmpty() && m_space.isEmpty() && m_state == models::State::None))
        return m_list->setPlaceholder(nullptr);
    QStringList conditions;
    if (!m_words.trimmed().isEmpty())
        conditions.append(tr("holds “%1”").arg(m_words.trimmed()));
    if (!m_space.isEmpty())
        conditions.append(tr("is in namespace %1").arg(m_space));
    if (m_state != models::State::None)
        conditions.append(tr("is in the state %1").arg(models::wordOf(m_state)));
    auto *empty = new EmptyState(m_theme, u"act-filter"_s, Token::Muted,
        tr("The filter hides every %1").arg(m_page.one), tr("No %1 %2.").arg(m_page.one, conditions.join(tr(" and "))));
    connect(empty->setAction(tr("Clear the filter")), &Button::clicked, this, [this] {
        if (m_quick)
            m_quick->clear();
        Q_EMIT filterCleared(); // words and namespace belong to all pages
    });
    m_list->setPlaceholder(empty);
    closeDetail();
}

void ObjectsPage::select(int row)
{
    m_list->table()->selectRow(row);
}

void ObjectsPage::setNarrow(bool narrow)
{
    m_narrow = narrow;
    m_split->arrange(narrow ? Qt::Vertical : Qt::Horizontal);
    m_list->table()->setCompact(narrow);
    if (m_detail)
        m_detail->setPlace(narrow ? DetailPanel::Place::Below : DetailPanel::Place::Right);
}

void ObjectsPage::followSelection()
{
    m_follow.start();
}

void ObjectsPage::showDetail()
{
    const QModelIndex current = m_list->table()->currentIndex();
    if (!current.isValid())
        return closeDetail();
    m_shown = current;
    const auto object = current.data(models::ResourceRole).value<core::Resource>();
    const auto about = m_page.overview(object);
    if (!m_detail || m_shownId != object.id())
        makeDetail(object, about);
    updateDetail(object, about);
}

void ObjectsPage::makeDetail(const core::Resource &object, const models::Overview &about)
{
    const bool hadFocus = m_detail && m_detail->isAncestorOf(focusWidget());
    if (m_detail)
        m_tab = m_detail->currentTab();
    delete m_detail;
    m_shownId = object.id();
    m_detail = new DetailPanel(m_theme, m_page.icon, core::printable(about.title), nullptr,
        new Prose(m_theme, {{core::printable(about.where)}}, Type::Caption, Token::TextMuted));
    m_detail->setObjectName(u"detail"_s);
    if (!m_opens.isEmpty()) {
        auto *open = m_detail->addAction(new Button(m_theme, m_opens, {}, Button::Emphasis::Primary));
        connect(open, &Button::clicked, this, [this, id = object.id()] { Q_EMIT openedElsewhere(id); });
    }
    m_overview = new OverviewTab(m_theme);
    m_detail->addTab(tr("Overview"), m_overview);
    m_tabs = m_moreTabs && object.problem().isEmpty() ? m_moreTabs(object) : QList<DetailTab>();
    for (const DetailTab &tab : std::as_const(m_tabs))
        m_detail->addTab(tab.title, tab.widget);
    m_detail->setCurrentTab(m_tab <= m_tabs.size() ? m_tab : 0);
    m_detail->setPlace(m_narrow ? DetailPanel::Place::Below : DetailPanel::Place::Right);
    connect(
        m_detail, &DetailPanel::closed, this, &ObjectsPage::closeDetail, Qt::QueuedConnection); // from its own button
    m_split->addWidget(m_detail);
    m_split->setDetailWidth(30);
    if (hadFocus)
        enterDetail();
}

void ObjectsPage::updateDetail(const core::Resource &object, const models::Overview &about)
{
    m_detail->setChip(
        about.state == models::State::None ? nullptr : new ChipLabel(m_theme, about.state, about.stateWord));
    m_overview->show(about);
    for (int i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs[i].show)
            m_tabs[i].show(object);
        if (m_tabs[i].count)
            m_detail->setTabCount(i + 1, m_tabs[i].count(object));
    }
}

void ObjectsPage::openRow(int row)
{
    if (m_opens.isEmpty())
        enterDetail();
    else
        Q_EMIT openedElsewhere(m_model.resourceAt(row).id());
}

void ObjectsPage::enterDetail()
{
    if (m_follow.isActive() || !m_detail) {
        m_follow.stop();
        showDetail();
    }
    if (m_detail)
        m_detail->takeFocus();
}

void ObjectsPage::closeDetail()
{
    m_shown = QPersistentModelIndex();
    if (!m_detail)
        return;
    const bool hadFocus = m_detail->isAncestorOf(focusWidget());
    m_tab = m_detail->currentTab();
    m_detail->hide();
    m_detail->deleteLater();
    m_detail = nullptr;
    m_tabs.clear();
    if (hadFocus) // whoever types into the filter goes on typing there
        m_list->table()->setFocus(Qt::OtherFocusReason);
}

void ObjectsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || !m_detail)
        return QWidget::keyPressEvent(event);
    if (m_detail->isAncestorOf(focusWidget()))
        m_list->table()->setFocus(Qt::BacktabFocusReason);
    else
        closeDetail();
}

} // namespace ui
