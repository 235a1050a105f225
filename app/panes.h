// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"
#include "models/situation.h"
#include "models/tally.h"
#include "ui/pages/detailtab.h"

#include <map>

namespace ui {
class MainWindow;
class ObjectsPage;
class Theme;
}

namespace app {

class Workspace;

// The pages of objects that live in clusters: their tables, what stands above or in place of the rows, and the counts in
// the sidebar. All are made from the workspace's list of pages.
class Panes : public QObject {
    Q_OBJECT

public:
    // All three outlive it, or go with it. Adds its pages to the window and to the sidebar's open group.
    Panes(const ui::Theme &theme, Workspace &workspace, ui::MainWindow &window, QObject *parent = nullptr);
    ~Panes() override;

    ui::ObjectsPage *page(const QString &id) const;
    const models::ResourceTableModel *table(const QString &id) const;
    // Into the sidebar, in the group that is open there.
    void addToSidebar(const QString &id);
    // In every list; empty: all namespaces.
    void setNamespace(const QString &space);
    // Of all rows that are there.
    QStringList namespaces() const;

Q_SIGNALS:
    void clusterWanted(); // the page has nothing to show before one is chosen
    void changed(); // rows, and so namespaces and counts, may be others

private:
    struct Pane;

    QList<ui::DetailTab> tabsOf(const QString &id, const core::Resource &object);
    void shown(const QString &id);
    void refresh();
    void refresh(Pane &pane);
    void showBanners();
    QWidget *placeholder(const models::Notice &notice, const QString &icon);

    const ui::Theme &m_theme;
    Workspace &m_workspace;
    ui::MainWindow &m_window;
    std::map<QString, std::unique_ptr<Pane>> m_panes;
    QList<models::Notice> m_above; // as the banners show them
    QList<QWidget *> m_banners;
    QTimer m_refresh;
};

} // namespace app
