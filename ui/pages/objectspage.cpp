// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/objectspage.h"

#include "models/age.h"
#include "models/filter.h"
#include "models/roles.h"
#include "services/core/printable.h"
#include "ui/theme/button.h"
#include "ui/views/chips.h"
#include "ui/views/conditionlist.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/label.h"
#include "ui/views/listpage.h"
#include "ui/views/note.h"
#include "ui/views/propertylist.h"
#include "ui/views/quickfilters.h"
#include "ui/views/splitter.h"

#include <QKeyEvent>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ui {

namespace {
QList<ConditionList::Condition> shownConditions(const QList<models::Overview::Condition> &conditions)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<ConditionList::Condition> shown;
    QString before;
    for (const models::Overview::Condition &each : conditions) {
        // The same sentence under each condition tells nothing more.
        const QString message = each.message == before ? QString() : core::printable(each.message);
        before = each.message;
        shown.append({each.state, core::printable(each.type), core::printable(each.value), core::printable(each.reason),
            models::ageText(each.since, now), message});
    }
    return shown;
}
}

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
        return;
    }
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
    connect(empty->setAction(tr("Clear the filter")), &Button::clicked, this, &ObjectsPage::filterCleared);
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
    const auto about = m_page.overview(current.data(models::ResourceRole).value<core::Resource>());
    const bool hadFocus = m_detail && m_detail->isAncestorOf(focusWidget());
    delete m_detail;
    m_detail = new DetailPanel(m_theme, m_page.icon, core::printable(about.title),
        about.state == models::State::None ? nullptr : new ChipLabel(m_theme, about.state, about.stateWord),
        new Prose(m_theme, {{core::printable(about.where)}}, Type::Caption, Token::TextMuted));
    m_detail->setObjectName(u"detail"_s);
    if (!m_opens.isEmpty()) {
        auto *open = m_detail->addAction(new Button(m_theme, m_opens, {}, Button::Emphasis::Primary));
        const QString id = current.data(models::ResourceRole).value<core::Resource>().id();
        connect(open, &Button::clicked, this, [this, id] { Q_EMIT openedElsewhere(id); });
    }
    m_detail->addTab(tr("Overview"), overview(about));
    m_detail->setPlace(m_narrow ? DetailPanel::Place::Below : DetailPanel::Place::Right);
    connect(
        m_detail, &DetailPanel::closed, this, &ObjectsPage::closeDetail, Qt::QueuedConnection); // from its own button
    m_split->addWidget(m_detail);
    m_split->setDetailWidth(30);
    if (hadFocus)
        enterDetail();
}

QWidget *ObjectsPage::overview(const models::Overview &about)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setSpacing(0);
    if (!about.verdict.isEmpty()) {
        column->addWidget(note(m_theme, Note::Form::Boxed, about.state, about.verdict,
            {{core::printable(about.verdictDetail), Span::Style::Plain}}));
        column->addSpacing(m_theme.metric().us(3.5));
    }
    const auto heading = [&](const QString &title) {
        column->addWidget(new Label(m_theme, title, Type::Section, Token::Text2));
        column->addSpacing(m_theme.metric().u());
    };
    if (!about.conditions.isEmpty()) {
        heading(tr("Conditions"));
        column->addWidget(new ConditionList(m_theme, shownConditions(about.conditions)));
        column->addSpacing(m_theme.metric().us(3.5));
    }
    for (const models::Overview::Section &section : about.sections) {
        heading(section.title);
        auto *list = new PropertyList(m_theme);
        for (const models::Overview::Property &each : section.properties) {
            if (each.kind == models::Kind::Status)
                list->addState(each.name, each.state, each.value);
            else if (each.kind == models::Kind::Revision)
                list->addRevision(each.name, each.value, {}, {});
            else if (each.kind == models::Kind::Age)
                list->add(each.name, models::ageText(each.time, QDateTime::currentDateTimeUtc()));
            else if (each.kind == models::Kind::Code)
                list->add(each.name, core::printable(each.value), Type::Mono);
            else
                list->addProse(each.name, new Prose(m_theme, {{core::printable(each.value)}}, Type::Body, Token::Text));
        }
        column->addWidget(list);
        column->addSpacing(m_theme.metric().us(3.5));
    }
    column->addStretch();
    return DetailPanel::scrolling(m_theme, content);
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
    m_detail->hide();
    m_detail->deleteLater();
    m_detail = nullptr;
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
