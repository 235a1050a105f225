// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandaction.h"

#include <QCoreApplication>

namespace ui {

CommandAction::CommandAction(models::Command command, QObject *parent)
    : QAction(QCoreApplication::translate("commands", command.title), parent)
    , m_command(std::move(command))
{
    setObjectName(m_command.id);
    connect(this, &QAction::triggered, this, &CommandAction::start);
    refresh();
}

void CommandAction::setSelection(const QList<core::Resource> &selection)
{
    m_selection = selection;
    refresh();
}

void CommandAction::start()
{
    m_tasks.run(m_command.run(m_selection), [this](const core::Result<> &result) {
        refresh();
        if (!result)
            Q_EMIT failed(result.error());
    });
    refresh();
}

void CommandAction::refresh()
{
    const bool idle = m_tasks.isIdle();
    setEnabled(idle && !m_selection.isEmpty() && m_command.applies(m_selection));
    setText(QCoreApplication::translate("commands", idle ? m_command.title : m_command.busy));
}

} // namespace ui
