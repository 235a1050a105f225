// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"
#include "services/flux/inventory.h"
#include "services/kube/resourcestore.h"
#include "services/kube/session.h"

namespace ui {
class ListTab;
class Theme;
}

namespace app {

class Workspace;

// What one side of a detail shows of a cluster, read for as long as that side exists. It makes the side and lives in it.
class Feed : public QObject {
    Q_OBJECT

public:
    // Events about this object.
    static ui::ListTab *events(const ui::Theme &theme, Workspace &workspace, const core::Resource &object);

    // The objects that a Kustomization or Helm release has applied, as they are now; what is gone has a row that says so.
    static ui::ListTab *inventory(const ui::Theme &theme, Workspace &workspace, const core::Resource &object);
    // The object has changed, and with it perhaps what it has applied.
    static void showInventory(ui::ListTab *tab, const core::Resource &object);

private:
    Feed(Workspace &workspace, const core::Resource &object, const models::TableSpec &table);

    ui::ListTab *makeTab(const ui::Theme &theme, const QString &name, const std::function<void()> &begin);
    bool isReady();
    void follow(const QString &group, const QString &kind, const QString &space, const QString &fields);
    void beginEvents();
    void beginInventory();
    void join();

    Workspace &m_workspace;
    const QString m_id; // "events" or "inventory"
    core::Resource m_object;
    std::shared_ptr<kube::ApiServer> m_server;
    kube::ResourceStore m_live; // as the API server has them
    kube::ResourceStore m_joined; // of an inventory: with rows for what is not there
    models::ResourceTableModel m_table;
    ui::ListTab *m_tab = nullptr;
    QList<flux::InventoryEntry> m_entries;
    QHash<QString, QString> m_unknown; // kinds of which nothing can be said, and why: "group/kind/space"
    QSet<QString> m_heard; // kinds that have been read once
    std::vector<std::unique_ptr<kube::Reflector>> m_reflectors; // last: they write into the stores
};

} // namespace app
