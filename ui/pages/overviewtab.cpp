// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewtab.h"

#include "models/age.h"
#include "services/core/printable.h"
#include "ui/views/conditionlist.h"
#include "ui/views/detailpanel.h"
#include "ui/views/label.h"
#include "ui/views/note.h"
#include "ui/views/propertylist.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

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

OverviewTab::OverviewTab(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
}

void OverviewTab::show(const models::Overview &about)
{
    const int scrolled = m_area ? m_area->verticalScrollBar()->value() : 0;
    delete m_area;
    m_area = static_cast<QScrollArea *>(DetailPanel::scrolling(m_theme, content(about)));
    layout()->addWidget(m_area);
    m_area->verticalScrollBar()->setValue(scrolled);
}

QWidget *OverviewTab::content(const models::Overview &about) const
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
    return content;
}

} // namespace ui
