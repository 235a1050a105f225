// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/situation.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace models {
class ResourceTableModel;
}

namespace ui {

class ResourceTable;

// A list as a side of a detail: events, inventory. What it shows is fetched only when somebody looks.
class ListTab : public QWidget {
    Q_OBJECT

public:
    // The model outlives the tab, or goes with it.
    ListTab(const Theme &theme, const QString &name, models::ResourceTableModel &model, QWidget *parent = nullptr);

    // Said for as long as there are no rows.
    void setNotice(const models::Notice &notice);
    ResourceTable *table() const { return m_table; }

Q_SIGNALS:
    void firstShown();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    models::ResourceTableModel &m_model;
    QVBoxLayout *m_column;
    ResourceTable *m_table;
    models::Notice m_notice;
    QWidget *m_empty = nullptr;
    bool m_seen = false;
};

} // namespace ui
