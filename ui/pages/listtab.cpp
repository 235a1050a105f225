// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/listtab.h"

#include "services/core/printable.h"
#include "ui/views/emptystate.h"
#include "ui/views/resourcetable.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

ListTab::ListTab(const Theme &theme, const QString &name, models::ResourceTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(model)
    , m_column(new QVBoxLayout(this))
    , m_table(new ResourceTable(theme, name))
{
    m_column->setSpacing(0);
    m_column->addWidget(m_table);
    m_table->setCompact(true);
    m_table->setTable(&model);
    connect(&model, &QAbstractItemModel::modelReset, this, &ListTab::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ListTab::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ListTab::refresh);
}

void ListTab::setNotice(const models::Notice &notice)
{
    if (notice == m_notice)
        return;
    m_notice = notice;
    delete m_empty;
    m_empty = nullptr;
    refresh();
}

void ListTab::refresh()
{
    const bool empty = m_model.rowCount() == 0 && !m_notice.title.isEmpty();
    if (empty && !m_empty) {
        const QString icon = m_notice.state == models::State::None ? u"act-filter"_s : iconOf(m_notice.state);
        m_empty = new EmptyState(m_theme, icon, Token::Muted, core::printable(m_notice.title),
            core::printable(m_notice.detail), EmptyState::Size::Card);
        m_column->addWidget(m_empty);
    }
    if (m_empty)
        m_empty->setVisible(empty);
    m_table->setVisible(!empty);
}

void ListTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_seen, true))
        Q_EMIT firstShown();
}

} // namespace ui
