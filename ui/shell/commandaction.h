// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command.h"

#include <QAction>

namespace ui {

// A Command as Qt Widgets knows it: enabled while it applies, busy while it runs, talkative when it fails.
class CommandAction : public QAction {
    Q_OBJECT

public:
    CommandAction(models::Command command, QObject *parent);

    void setSelection(const QList<core::Resource> &selection);

Q_SIGNALS:
    void failed(const core::Error &error);

private:
    void start();
    void refresh();

    models::Command m_command;
    QList<core::Resource> m_selection;
    core::TaskScope m_tasks;
};

} // namespace ui
