// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/objectpage.h"
#include "models/resourcetablemodel.h"
#include "models/tally.h"
#include "ui/pages/detailtab.h"
#include "ui/theme/theme.h"

#include <QPersistentModelIndex>
#include <QTimer>
#include <QWidget>

namespace ui {

class DetailPanel;
class ListPage;
class OverviewTab;
class QuickFilterBar;
class ResourceTable;
class Splitter;

// A list of objects and, beside it, all about the selected one. The detail follows the selection and never takes the
// focus; Enter goes into it, Esc back, a second Esc closes it.
class ObjectsPage : public QWidget {
    Q_OBJECT

public:
    // The model outlives the page.
    ObjectsPage(
        const Theme &theme, models::ObjectPage page, models::ResourceTableModel &model, QWidget *parent = nullptr);

    void setFilter(const QString &words);
    // Only this one; empty: all.
    void setNamespace(const QString &space);
    // What the quick filters count.
    void setTally(const models::Tally &tally);
    // Enter and a double click leave the page for what the object stands for, with a button that says so in the detail.
    void setOpensElsewhere(const QString &verb);
    // More sides of the detail than the overview, made for each object that is selected.
    void setMoreTabs(std::function<QList<DetailTab>(const core::Resource &)> tabs) { m_moreTabs = std::move(tabs); }
    // In place of the list, for example when there is nothing to list; null brings the list back.
    void setPlaceholder(QWidget *placeholder);
    void select(int row);
    // Below the list there is width, beside it height.
    void setNarrow(bool narrow);
    ResourceTable *table() const;

Q_SIGNALS:
    void filterCleared();
    void openedElsewhere(const QString &id); // Resource::id()

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyFilter();
    void openRow(int row);
    void followSelection();
    void showDetail();
    void closeDetail();
    void enterDetail();
    void explainEmptiness();
    void makeDetail(const core::Resource &object, const models::Overview &about);
    void updateDetail(const core::Resource &object, const models::Overview &about);

    const Theme &m_theme;
    models::ObjectPage m_page;
    models::ResourceTableModel &m_model;
    Splitter *m_split;
    ListPage *m_list;
    DetailPanel *m_detail = nullptr;
    OverviewTab *m_overview = nullptr;
    std::function<QList<DetailTab>(const core::Resource &)> m_moreTabs;
    QList<DetailTab> m_tabs; // after the overview
    int m_tab = 0; // stays from one object to the next
    QPersistentModelIndex m_shown;
    QString m_shownId;
    QString m_words;
    QString m_space;
    models::State m_state = models::State::None;
    QString m_opens;
    QuickFilterBar *m_quick = nullptr;
    QTimer m_follow;
    bool m_narrow = false;
    bool m_placeheld = false; // by setPlaceholder, not by the filter
};

} // namespace ui
