// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes.h"

#include "app/feed.h"
#include "app/workspace.h"
#include "services/core/printable.h"
#include "ui/pages/listtab.h"
#include "ui/pages/manifesttab.h"
#include "ui/pages/objectspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidebar.h"
#include "ui/theme/button.h"
#include "ui/views/emptystate.h"
#include "ui/views/note.h"
#include "ui/views/resourcetable.h"

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr qsizetype MostBanners = 2; // look.md section 5

models::TableSpec tableOf(const models::ObjectPage &page)
{
    models::TableSpec table = models::acrossClusters(page.table);
    for (models::Column &column : table.columns)
        column.extra = column.extra || column.title == "Cluster";
    return table;
}

} // namespace

struct Panes::Pane {
    models::ObjectPage about;
    models::ResourceTableModel table;
    ui::ObjectsPage *page = nullptr;
    models::Situation situation = {};
    models::Tally tally = models::Tally();
    bool counted = false; // the tally is on screen
};

Panes::Panes(const ui::Theme &theme, Workspace &workspace, ui::MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_workspace(workspace)
    , m_window(window)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(100ms);
    connect(&m_refresh, &QTimer::timeout, this, qOverload<>(&Panes::refresh));
    const auto soon = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    for (const models::ObjectPage &about : workspace.pages()) {
        const QString id = about.table.id;
        auto &pane = m_panes[id];
        pane.reset(new Pane{about, models::ResourceTableModel(tableOf(about), workspace.store(id))});
        pane->about.table = tableOf(about);
        const auto &columns = about.table.columns;
        pane->tally = models::Tally(*std::find_if(columns.begin(), columns.end(),
            [](const models::Column &column) { return column.kind == models::Kind::Status; }));
        pane->tally.apply({.upserted = workspace.store(id).resources(), .removed = {}});
        pane->page = new ui::ObjectsPage(theme, pane->about, pane->table);
        pane->page->setMoreTabs([this, id](const core::Resource &object) { return tabsOf(id, object); });
        window.addPage(id, pane->page);
        connect(&window, &ui::MainWindow::narrowed, pane->page, &ui::ObjectsPage::setNarrow);
        connect(&workspace.store(id), &kube::ResourceStore::changed, this,
            [each = pane.get(), soon](const core::Delta &delta) {
                each->tally.apply(delta);
                each->counted = false;
                soon();
            });
    }
    connect(&window, &ui::MainWindow::pageShown, this, &Panes::shown);
    connect(&workspace, &Workspace::changed, this, soon);
    refresh();
}

Panes::~Panes() = default;

ui::ObjectsPage *Panes::page(const QString &id) const
{
    const auto found = m_panes.find(id);
    return found == m_panes.end() ? nullptr : found->second->page;
}

const models::ResourceTableModel *Panes::table(const QString &id) const
{
    const auto found = m_panes.find(id);
    return found == m_panes.end() ? nullptr : &found->second->table;
}

void Panes::addToSidebar(const QString &id)
{
    const models::ObjectPage &about = m_panes.at(id)->about;
    m_window.sidebar()->add(id, about.icon, about.title);
}

// Besides the overview: what was applied, what was said about it, and all of it as YAML.
QList<ui::DetailTab> Panes::tabsOf(const QString &id, const core::Resource &object)
{
    QList<ui::DetailTab> tabs;
    if (id == u"kustomizations" || id == u"helmreleases") {
        ui::ListTab *inventory = Feed::inventory(m_theme, m_workspace, object);
        tabs.append({tr("Inventory"), inventory,
            [inventory](const core::Resource &now) { Feed::showInventory(inventory, now); },
            [](const core::Resource &now) { return int(flux::inventoryOf(now).size()); }});
    }
    if (id != u"events")
        tabs.append({tr("Events"), Feed::events(m_theme, m_workspace, object)});
    auto *yaml = new ui::ManifestTab(m_theme, object.name());
    tabs.append({tr("YAML"), yaml, [yaml](const core::Resource &now) { yaml->show(now); }});
    return tabs;
}

void Panes::setNamespace(const QString &space)
{
    for (const auto &[id, pane] : m_panes)
        pane->page->setNamespace(space);
}

QStringList Panes::namespaces() const
{
    QSet<QString> all;
    for (const auto &[id, pane] : m_panes) {
        for (const core::Resource &each : m_workspace.store(id).resources())
            all.insert(each.space());
    }
    all.remove(QString());
    QStringList sorted(all.begin(), all.end());
    sorted.sort();
    return sorted;
}

// What nobody looks at is not fetched, except the kinds whose failures the sidebar counts.
void Panes::shown(const QString &id)
{
    m_workspace.want(id);
    showBanners();
}

void Panes::refresh()
{
    for (const auto &[id, pane] : m_panes)
        refresh(*pane);
    showBanners();
    Q_EMIT changed();
}

void Panes::refresh(Pane &pane)
{
    const QString id = pane.about.table.id;
    const kube::ResourceStore &store = m_workspace.store(id);
    const auto news = m_workspace.news();
    const models::Situation situation = models::situationOf(pane.about, news, int(store.resources().size()));
    if (situation.instead != pane.situation.instead || !pane.situation.instead)
        pane.page->setPlaceholder(situation.instead ? placeholder(*situation.instead, pane.about.icon) : nullptr);
    pane.situation = situation;
    pane.page->table()->setExtraShown("Cluster", news.size() > 1);

    if (std::exchange(pane.counted, true))
        return;
    const models::Tally &tally = pane.tally;
    pane.page->setTally(tally);
    ui::NavItem *item = m_window.sidebar()->item(id);
    if (!item)
        return;
    if (tally.attention() > 0 && id != u"events")
        item->setAttention(tally.worst(), tally.attention());
    else
        item->setCount(tally.total() > 0 ? tally.total() : -1);
}

void Panes::showBanners()
{
    const auto current = m_panes.find(m_window.currentPage());
    const QList<models::Notice> above =
        current == m_panes.end() ? QList<models::Notice>() : current->second->situation.above;
    if (above == m_above)
        return;
    m_above = above;
    for (QWidget *banner : std::exchange(m_banners, {}))
        m_window.removeBanner(banner);
    for (qsizetype i = 0; i < std::min(above.size(), MostBanners); ++i) {
        const models::Notice &notice = above[i];
        const qsizetype more = i + 1 == MostBanners ? above.size() - MostBanners : 0;
        m_banners.append(ui::note(m_theme, ui::Note::Form::Banner, notice.state, core::printable(notice.title),
            {{core::printable(more > 0 ? tr("%1 (%2 more)").arg(notice.detail).arg(more) : notice.detail)}}));
        m_window.addBanner(m_banners.last());
    }
}

QWidget *Panes::placeholder(const models::Notice &notice, const QString &empty)
{
    const bool noCluster = m_workspace.opened().isEmpty();
    const QString icon = noCluster            ? u"nav-clusters"_s
        : notice.state == models::State::None ? QString()
                                              : ui::iconOf(notice.state);
    auto *state = new ui::EmptyState(m_theme, icon.isEmpty() ? empty : icon,
        notice.state == models::State::Unreachable ? ui::Token::Warn : ui::Token::Muted, core::printable(notice.title),
        core::printable(notice.detail));
    if (noCluster)
        connect(state->setAction(tr("Choose a cluster")), &ui::Button::clicked, this, &Panes::clusterWanted);
    else if (notice.state == models::State::Unreachable)
        connect(state->setAction(tr("Try again now")), &ui::Button::clicked, &m_workspace, &Workspace::retry);
    return state;
}

} // namespace app
