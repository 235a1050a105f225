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
#include "ui/views/splitter.h"

#include <QKeyEvent>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace ui {

namespace {
// In which direction a condition is good news (contracts/flux.md 1.4): Ready and its like when true, Stalled when not.
models::State stateOf(const models::Overview::Condition &condition)
{
    static const QStringList normal{u"Ready"_s, u"Healthy"_s, u"ArtifactInStorage"_s, u"SourceVerified"_s, u"Released"_s,
        u"TestSuccess"_s, u"Available"_s, u"Established"_s, u"NamesAccepted"_s};
    using models::State;
    if (condition.type == u"Reconciling" && condition.value == u"True")
        return State::Reconciling;
    if (condition.value != u"True" && condition.value != u"False")
        return State::Unknown;
    if (!normal.contains(condition.type))
        return condition.value == u"True" && condition.type == u"Stalled" ? State::Stalled : State::None;
    return condition.value == u"True" ? State::Ready : State::Failed;
}

QList<ConditionList::Condition> shownConditions(const QList<models::Overview::Condition> &conditions)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<ConditionList::Condition> shown;
    QString before;
    for (const models::Overview::Condition &each : conditions) {
        // The same sentence under each condition tells nothing more.
        const QString message = each.message == before ? QString() : core::printable(each.message);
        before = each.message;
        shown.append({stateOf(each), core::printable(each.type), core::printable(each.value),
            core::printable(each.reason), models::ageText(each.since, now), message});
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
    connect(m_list->table(), &ResourceTable::opened, this, &ObjectsPage::enterDetail);
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
    m_model.setFilter(models::everyWordIn(m_model.columns(), words));
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
    if (m_model.rowCount() > 0 || m_words.trimmed().isEmpty())
        return m_list->setPlaceholder(nullptr);
    auto *empty = new EmptyState(m_theme, u"act-filter"_s, Token::Muted,
        tr("The filter hides every %1").arg(m_page.one), tr("No %1 holds “%2”.").arg(m_page.one, m_words.trimmed()));
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
    m_detail = new DetailPanel(m_theme, m_page.icon, core::printable(about.title), new ChipLabel(m_theme, about.state),
        new Prose(m_theme, {{core::printable(about.where)}}, Type::Caption, Token::TextMuted));
    m_detail->setObjectName(u"detail"_s);
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
        column->addWidget(
            note(m_theme, Note::Form::Boxed, about.state, about.verdict, {{core::printable(about.verdictDetail), Span::Style::Plain}}));
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
