// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"

#include "app/contexts.h"
#include "app/panes.h"
#include "app/preferences.h"
#include "app/version.h"
#include "app/workspace.h"
#include "models/clusters.h"
#include "services/core/printable.h"
#include "ui/pages/keyspage.h"
#include "ui/pages/objectspage.h"
#include "ui/pages/settingspage.h"
#include "ui/pages/startpage.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/theme/button.h"
#include "ui/views/emptystate.h"
#include "ui/views/note.h"
#include "ui/views/resourcetable.h"

#include <QAction>
#include <QFileDialog>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace app {

namespace {
const auto start = "start"_L1;
const auto clusters = "clusters"_L1;
const auto kustomizations = "kustomizations"_L1;
const auto keys = "keys"_L1;
const auto settings = "settings"_L1;
const auto palette = "palette"_L1; // no page, but a picture
}

Console::Console(const ui::Theme &theme, Preferences &preferences, Contexts &contexts, Workspace &workspace)
    : m_theme(theme)
    , m_preferences(preferences)
    , m_contexts(contexts)
    , m_workspace(workspace)
    , m_clusterTable(models::clusterTable(), contexts.store())
    , m_window(std::make_unique<ui::MainWindow>(theme))
    , m_menu(std::make_unique<QMenu>())
{
    m_window->setWindowTitle(tr("Fluxgate"));
    m_window->setStripShown(false); // nothing that runs yet
    m_window->scopeBar()->setLockShown(false); // nothing that writes yet
    addPages();
    addActions();
    fillSidebar();
    fillKeys();

    const auto follow = [this](ui::ObjectsPage *page) {
        connect(m_window->scopeBar(), &ui::ScopeBar::filterChanged, page, &ui::ObjectsPage::setFilter);
        connect(page, &ui::ObjectsPage::filterCleared, m_window->scopeBar(), &ui::ScopeBar::clearFilter);
    };
    follow(m_clusters);
    for (const models::ObjectPage &page : m_workspace.pages())
        follow(m_panes->page(page.table.id));
    connect(m_window->scopeBar(), &ui::ScopeBar::namespaceChosen, m_panes.get(), &Panes::setNamespace);
    connect(m_panes.get(), &Panes::clusterWanted, this, &Console::chooseCluster);
    connect(m_panes.get(), &Panes::changed, this, &Console::showScope);
    connect(m_window.get(), &ui::MainWindow::pageShown, this, &Console::showScope);
    connect(m_window->scopeBar(), &ui::ScopeBar::menuRequested, this, &Console::showMenu);
    connect(m_window->scopeBar(), &ui::ScopeBar::clusterChooserRequested, this, &Console::chooseCluster);
    connect(m_clusters, &ui::ObjectsPage::openedElsewhere, this, [this](const QString &id) {
        openClusters({m_clusterTable.resourceAt(m_clusterTable.rowOf(id)).name()});
        show(kustomizations);
    });
    connect(m_window.get(), &ui::MainWindow::narrowed, m_clusters, &ui::ObjectsPage::setNarrow);
    connect(m_window->statusLine(), &ui::StatusLine::shortcutsRequested, this, [this] { show(keys); });
    connect(&m_contexts, &Contexts::changed, this, &Console::showContexts);
    connect(&m_preferences, &Preferences::changed, this, &Console::showPreferences);
    m_window->palettePopup()->setPrefixes(
        {{u'@', tr("Clusters"), tr("cluster")}, {u'>', tr("Commands"), tr("commands only")}});
    showPreferences();
    showContexts();
}

Console::~Console() = default;

void Console::addPages()
{
    m_clusters = new ui::ObjectsPage(m_theme, models::clusterPage(), m_clusterTable);
    m_clusters->setOpensElsewhere(tr("Open"));
    QList<ui::SettingsPage::Fact> about;
    for (const core::Component &each : components())
        about.append({each.name, u"%1  ·  %2"_s.arg(each.version, each.licence)});
    m_settings = new ui::SettingsPage(m_theme, about);
    m_keys = new ui::KeysPage(m_theme);
    m_window->addPage(clusters, m_clusters);
    m_panes = std::make_unique<Panes>(m_theme, m_workspace, *m_window);
    m_window->addPage(settings, m_settings, ui::MainWindow::Filter::Absent);
    m_window->addPage(keys, m_keys, ui::MainWindow::Filter::Absent);
    connect(m_settings, &ui::SettingsPage::appearanceChosen, &m_preferences, &Preferences::setAppearance);
    connect(m_settings, &ui::SettingsPage::densityChosen, &m_preferences, &Preferences::setDensity);
}

void Console::add(Group group, const QString &icon, const QString &title, const QList<QKeySequence> &shortcuts,
    const std::function<void()> &run)
{
    auto *action = new QAction(title, m_window.get());
    action->setShortcuts(shortcuts);
    connect(action, &QAction::triggered, this, run);
    m_window->addAction(action);
    m_entries.append({group, icon, action});
}

void Console::addActions()
{
    ui::MainWindow *window = m_window.get();
    add(Group::GoTo, u"nav-clusters"_s, tr("Clusters"), {QKeySequence(u"Ctrl+2"_s)}, [this] { show(clusters); });
    for (const models::ObjectPage &page : m_workspace.pages())
        add(Group::GoTo, page.icon, page.title,
            page.key.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{QKeySequence(page.key)},
            [this, id = page.table.id] { show(id); });
    add(Group::GoTo, u"act-settings"_s, tr("Settings"), {QKeySequence(u"Ctrl+,"_s)}, [this] { show(settings); });
    add(Group::GoTo, u"act-command"_s, tr("Shortcuts"), {QKeySequence(u"?"_s)}, [this] { show(keys); });
    add(Group::GoTo, u"act-back"_s, tr("Back"), {QKeySequence(u"Alt+Left"_s)}, [window] { window->back(); });
    add(Group::GoTo, u"act-forward"_s, tr("Forward"), {QKeySequence(u"Alt+Right"_s)}, [window] { window->forward(); });
    add(Group::Window, u"act-command"_s, tr("Every command by name"), {QKeySequence(u"Ctrl+K"_s)}, [this] {
        fillPalette();
        m_window->showPalette({});
    });
    add(Group::Window, u"act-filter"_s, tr("Filter this list"), {QKeySequence(u"/"_s), QKeySequence(u"Ctrl+F"_s)},
        [window] { window->scopeBar()->focusFilter(); });
    add(Group::Commands, u"act-open"_s, tr("Open a kubeconfig file"), {QKeySequence(u"Ctrl+O"_s)},
        [this] { openKubeconfig(); });
    add(Group::Commands, u"act-refresh"_s, tr("Read the kubeconfig again"), {QKeySequence(u"F5"_s)},
        [this] { m_contexts.reload(); });
    add(Group::Commands, u"act-refresh"_s, tr("Connect again"), {QKeySequence(u"Shift+F5"_s)},
        [this] { m_workspace.retry(); });
    add(Group::Commands, u"nav-clusters"_s, tr("Choose a cluster"), {}, [this] { chooseCluster(); });
    add(Group::Commands, u"nav-clusters"_s, tr("Open every cluster"), {}, [this] {
        QStringList all;
        for (const kube::Context &context : m_contexts.config().contexts)
            all.append(context.name);
        openClusters(all);
    });
    add(Group::Window, u"act-menu"_s, tr("Menu"), {QKeySequence(u"F10"_s)}, [this] { showMenu(); });
    add(Group::Window, u"act-right"_s, tr("Next region"), {QKeySequence(u"F6"_s)},
        [window] { window->moveToRegion(1); });
    add(Group::Window, u"act-back"_s, tr("Previous region"), {QKeySequence(u"Shift+F6"_s)},
        [window] { window->moveToRegion(-1); });
    add(Group::Commands, u"act-menu"_s, tr("Fold or unfold the sidebar"), {QKeySequence(u"Ctrl+B"_s)},
        [this] { m_preferences.setRail(!m_preferences.settings().rail); });
    const auto theme = [this](const QString &title, ui::Appearance appearance) {
        add(Group::Commands, u"act-settings"_s, title, {},
            [this, appearance] { m_preferences.setAppearance(appearance); });
    };
    theme(tr("Theme: as the system"), ui::Appearance::System);
    theme(tr("Theme: light"), ui::Appearance::Light);
    theme(tr("Theme: dark"), ui::Appearance::Dark);
    theme(tr("Theme: high contrast"), ui::Appearance::Contrast);
    add(Group::Commands, u"act-close"_s, tr("Quit"), {QKeySequence(u"Ctrl+Q"_s)}, [window] { window->close(); });
}

void Console::fillSidebar()
{
    m_window->sidebar()->beginGroup(tr("Fleet"));
    m_window->sidebar()->add(clusters, u"nav-clusters"_s, tr("Clusters"));
    m_window->sidebar()->beginGroup(tr("GitOps"));
    for (const QString &id : {u"sources"_s, u"kustomizations"_s, u"helmreleases"_s})
        m_panes->addToSidebar(id);
    m_window->sidebar()->beginGroup(tr("Investigate"));
    m_panes->addToSidebar(u"events"_s);
    m_window->sidebar()->addAtFoot(settings, u"act-settings"_s, tr("Settings"));
    connect(m_window->sidebar(), &ui::Sidebar::chosen, this, &Console::show);
}

void Console::fillPalette()
{
    QList<models::PaletteEntry> entries;
    const auto addGroup = [&](Group group, const QString &title) {
        for (const Entry &each : std::as_const(m_entries)) {
            if (each.group == group)
                entries.append({.group = title,
                    .icon = each.icon,
                    .title = each.action->text(),
                    .key = each.action->shortcut().toString(),
                    .run = [action = each.action] { action->activate(QAction::Trigger); }});
        }
    };
    addGroup(Group::GoTo, tr("Go to"));
    for (int row = 0; row < m_clusterTable.rowCount(); ++row) {
        const auto about = models::clusterOverview(m_clusterTable.resourceAt(row));
        entries.append({.group = tr("Clusters"),
            .icon = u"nav-clusters"_s,
            .title = about.title,
            .detail = about.where,
            .run = [this, name = m_clusterTable.resourceAt(row).name()] {
                const QString page = m_window->currentPage();
                openClusters({name});
                if (!m_panes->page(page))
                    show(kustomizations);
            }});
    }
    addGroup(Group::Commands, tr("Commands"));
    m_window->palettePopup()->setEntries(entries);
}

void Console::fillKeys()
{
    QList<ui::KeysPage::Key> all;
    for (const Group group : {Group::GoTo, Group::Window, Group::Commands}) {
        for (const Entry &each : std::as_const(m_entries)) {
            QStringList names;
            for (const QKeySequence &key : each.action->shortcuts())
                names.append(key.toString());
            if (each.group == group && !names.isEmpty())
                all.append({group == Group::GoTo ? tr("Go to")
                        : group == Group::Window ? tr("In the window")
                                                 : tr("Commands"),
                    names.join(u", "_s), each.action->text()});
        }
    }
    const QString list = tr("In a list");
    for (const ui::ResourceTable::Key &key : ui::ResourceTable::keys())
        all.append({list, key.key, key.does});
    all.append({tr("In a detail"), u"Esc"_s, tr("Back to the list; once more closes the detail")});
    m_keys->setKeys(all);
}

void Console::showMenu()
{
    m_menu->clear();
    Group last = Group::GoTo;
    for (const Entry &each : std::as_const(m_entries)) {
        if (each.group == Group::Window)
            continue;
        if (each.group != last)
            m_menu->addSeparator();
        last = each.group;
        m_menu->addAction(each.action);
    }
    m_menu->popup(m_window->scopeBar()->belowMenu());
}

QStringList Console::panes() const
{
    return m_window->pages() << palette;
}

void Console::show(const QString &pane)
{
    if (pane == palette) {
        fillPalette();
        m_window->showPalette({});
        return;
    }
    m_window->showPage(pane);
    if (auto *page = m_window->findChild<QWidget *>(pane); page && pane != settings)
        page->setFocus(Qt::MouseFocusReason); // no ring before the first key
}

// Not modal for the program, and no event loop of its own: the answer comes as a signal.
void Console::openKubeconfig()
{
    auto *dialog = new QFileDialog(m_window.get(), tr("Open a kubeconfig file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &m_contexts, &Contexts::open);
    dialog->open();
}

QWidget *Console::startPage()
{
    const bool none = m_contexts.problems().isEmpty();
    const QString found = none
        ? tr("No context in %1").arg(m_contexts.places())
        : u"%1: %2"_s.arg(m_contexts.problems().first().summary(), m_contexts.problems().first().detail());
    return new ui::StartPage(m_theme,
        {{u"nav-clusters"_s, tr("Kubeconfig: clusters you already reach"),
            tr("Reads files only. The current context of your terminal stays as it is."), core::printable(found),
            none ? models::State::Unknown : models::State::Failed, tr("Open a kubeconfig file"),
            [this] { openKubeconfig(); }}},
        {{u"Ctrl+K"_s, tr("every command")}, {u"/"_s, tr("filter the list")}, {u"?"_s, tr("all shortcuts")}});
}

// Without a context there is nothing to navigate: the first page then says where clusters can come from. Before the files
// have been looked at, the empty list stands there: a page that flashes by is worse than a moment of nothing.
void Console::showContexts()
{
    const bool any = m_contexts.count() > 0;
    const bool none = m_contexts.isRead() && !any;
    m_window->sidebar()->item(clusters)->setEnabled(any);
    m_window->sidebar()->item(clusters)->setCount(any ? m_contexts.count() : -1);
    m_window->statusLine()->setIdentity(tr("Not signed in"));
    openClusters(m_workspace.opened()); // those that are still there
    for (const models::ObjectPage &page : m_workspace.pages())
        m_window->sidebar()->item(page.table.id)->setEnabled(any);
    m_clusters->setPlaceholder(none ? noClusters() : nullptr);
    showProblem();

    const QString current = m_window->currentPage();
    const bool onStart = current.isEmpty() || current == start || current == clusters;
    if (std::exchange(m_hasStart, none)) // it says what was found, so it is made anew
        m_window->removePage(start);
    if (none)
        m_window->addPage(start, startPage(), ui::MainWindow::Filter::Absent);
    // Showing a page gives it the focus, which whoever types into the filter keeps.
    const bool typing = any && current == clusters && m_window->scopeBar()->isAncestorOf(m_window->focusWidget());
    if (onStart && !typing)
        show(none ? start : clusters);
}

void Console::openClusters(const QStringList &contexts)
{
    // The kinds whose failures the sidebar counts are followed from the start; others when somebody looks.
    for (const auto &id : {u"sources"_s, u"kustomizations"_s, u"helmreleases"_s})
        m_workspace.want(id);
    m_workspace.open(contexts);
    showScope();
}

void Console::chooseCluster()
{
    fillPalette();
    m_window->showPalette({});
    m_window->palettePopup()->setTyped(u"@"_s);
}

// Which clusters the pages show, how well they are heard, and what can be filtered here.
void Console::showScope()
{
    const QStringList opened = m_workspace.opened();
    const bool any = m_contexts.count() > 0;
    ui::ScopeBar *bar = m_window->scopeBar();
    bar->setCluster(opened.size() == 1 ? core::printable(opened.first())
            : !opened.isEmpty()        ? tr("%1 clusters").arg(opened.size())
            : any                      ? tr("Choose a cluster")
                                       : tr("No cluster"),
        {}, false);
    const QString current = m_window->currentPage();
    const auto *table = m_panes->table(current);
    bar->setNamespaces(m_panes->namespaces());
    bar->setNamespacesShown(table && !opened.isEmpty());
    QString hint = models::clusterPage().filterHint;
    for (const models::ObjectPage &page : m_workspace.pages())
        hint = page.table.id == current ? page.filterHint : hint;
    bar->setFilterHint(hint);

    int dark = 0;
    for (const kube::ClusterNews &news : m_workspace.news())
        dark += news.trouble.has_value();
    m_window->setWindowTitle(
        opened.size() == 1 ? tr("%1 - Fluxgate").arg(core::printable(opened.first())) : tr("Fluxgate"));
    if (!opened.isEmpty())
        m_window->statusLine()->setLights(models::Light::Off, tr("not connected"),
            dark == 0                  ? models::Light::Live
                : dark < opened.size() ? models::Light::Stale
                                       : models::Light::Dark,
            dark == 0 ? tr("live") : tr("%1 of %2 dark").arg(dark).arg(opened.size()));
    m_window->statusLine()->setFacts(!table
            ? (any ? m_contexts.summary() : QString())
            : tr("%1 of %2 shown").arg(table->rowCount()).arg(m_workspace.store(current).resources().size()));
}

// What could be read is shown; what could not is a banner above it.
void Console::showProblem()
{
    if (m_problem)
        m_window->removeBanner(std::exchange(m_problem, nullptr));
    if (m_contexts.count() == 0 || m_contexts.problems().isEmpty())
        return;
    const core::Error &first = m_contexts.problems().first();
    const qsizetype more = m_contexts.problems().size() - 1;
    const QString detail = first.detail() + u": "_s + first.help() + (more > 0 ? tr(". %1 more").arg(more) : QString());
    m_problem = ui::note(
        m_theme, ui::Note::Form::Banner, models::State::Unreachable, first.summary(), {{core::printable(detail)}});
    m_window->addBanner(m_problem);
}

QWidget *Console::noClusters()
{
    auto *empty = new ui::EmptyState(m_theme, u"nav-clusters"_s, ui::Token::Muted, tr("No clusters yet"),
        tr("No context in %1.").arg(m_contexts.places()));
    connect(empty->setAction(tr("Open a kubeconfig file")), &ui::Button::clicked, this, &Console::openKubeconfig);
    return empty;
}

void Console::showPreferences()
{
    m_settings->setAppearance(m_preferences.settings().appearance);
    m_settings->setDensity(m_preferences.settings().density);
    m_window->setRail(m_preferences.settings().rail);
    if (!m_preferences.kept())
        m_settings->setKeptIn(models::State::Failed,
            core::printable(u"%1: %2: %3"_s.arg(m_preferences.kept().error().summary(),
                m_preferences.kept().error().detail(), m_preferences.kept().error().help())));
    else if (!m_preferences.file().isEmpty())
        m_settings->setKeptIn(models::State::Ready, tr("Kept in %1").arg(m_preferences.file()));
}

} // namespace app
