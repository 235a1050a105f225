// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"
#include "ui/shell/mainwindow.h"

#include <QKeySequence>

class QAction;
class QMenu;

namespace ui {
class KeysPage;
class ObjectsPage;
class SettingsPage;
}

namespace app {

class Contexts;
class Panes;
class Preferences;
class Workspace;

// The window with its pages and commands, put together. Every command is an action; menu, palette, shortcuts and the
// page of keys are made from that one list.
class Console : public QObject {
    Q_OBJECT

public:
    // All of them outlive it.
    Console(const ui::Theme &theme, Preferences &preferences, Contexts &contexts, Workspace &workspace);
    ~Console() override;

    ui::MainWindow &window() { return *m_window; }
    // What pictures are taken of, by the names of cli.md. Besides the pages: the palette.
    QStringList panes() const;
    void show(const QString &pane);
    // Makes these contexts what all pages show, and contacts them.
    void openClusters(const QStringList &contexts);

private:
    // Where an action stands in menu and palette; Window: only a key, because it moves about in the window itself.
    enum class Group { GoTo, Commands, Window };
    struct Entry {
        Group group;
        QString icon;
        QAction *action;
    };

    void addPages();
    void addActions();
    void add(Group group, const QString &icon, const QString &title, const QList<QKeySequence> &keys,
        const std::function<void()> &run);
    QWidget *startPage();
    void fillSidebar();
    void fillPalette();
    void fillKeys();
    void showMenu();
    void openKubeconfig();
    void showContexts();
    void showScope();
    void chooseCluster();
    void showProblem();
    QWidget *noClusters();
    void showPreferences();

    const ui::Theme &m_theme;
    Preferences &m_preferences;
    Contexts &m_contexts;
    Workspace &m_workspace;
    models::ResourceTableModel m_clusterTable;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<Panes> m_panes;
    ui::ObjectsPage *m_clusters = nullptr;
    ui::SettingsPage *m_settings = nullptr;
    ui::KeysPage *m_keys = nullptr;
    bool m_hasStart = false;
    QWidget *m_problem = nullptr; // the banner about what could not be read
    std::unique_ptr<QMenu> m_menu;
    QList<Entry> m_entries;
};

} // namespace app
