// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"
#include "tests/ui/gallery/pages.h"

#include "ui/shell/commandpalette.h"
#include "ui/shell/operationstrip.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/shell/writesheet.h"
#include "ui/theme/button.h"
#include "ui/views/syntax.h"
#include "ui/views/chips.h"
#include "ui/views/codeview.h"
#include "ui/views/conditionlist.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/iconbutton.h"
#include "ui/views/iconfield.h"
#include "ui/views/label.h"
#include "ui/views/listpage.h"
#include "ui/views/note.h"
#include "ui/views/propertylist.h"
#include "ui/views/runbars.h"
#include "ui/views/splitter.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gallery {

using models::State;
using ui::Span;
using ui::Token;
using ui::Type;

namespace {
void fillSidebar(ui::Sidebar &sidebar)
{
    const auto add = [&](const QString &page, const QString &title) {
        return sidebar.add(page, u"nav-"_s + page, title);
    };
    sidebar.beginGroup(u"Fleet"_s);
    add(u"fleet"_s, u"Overview"_s);
    add(u"clusters"_s, u"Clusters"_s)->setAttention(State::Unreachable, 2);
    add(u"suspended"_s, u"Suspended"_s)->setCount(11);
    add(u"timeline"_s, u"Timeline"_s);
    sidebar.beginGroup(u"GitOps"_s);
    add(u"configurations"_s, u"Configurations"_s)->setAttention(State::Failed, 1);
    add(u"sources"_s, u"Sources"_s)->setCount(7);
    add(u"kustomizations"_s, u"Kustomizations"_s)->setAttention(State::Failed, 2);
    add(u"helm"_s, u"Helm releases"_s)->setAttention(State::Failed, 1);
    add(u"notifications"_s, u"Notifications"_s)->setCount(5);
    add(u"image-automation"_s, u"Image automation"_s);
    sidebar.beginGroup(u"Investigate"_s);
    add(u"drift"_s, u"Drift"_s)->setAttention(State::Drifted, 10);
    add(u"diff"_s, u"Diff"_s);
    add(u"logs"_s, u"Logs"_s);
    add(u"events"_s, u"Events"_s);
    add(u"ownership"_s, u"Ownership"_s);
    sidebar.beginGroup(u"Platform"_s);
    add(u"extension"_s, u"Extension"_s);
    add(u"policy"_s, u"Policy"_s);
    add(u"journal"_s, u"Journal"_s);
    sidebar.addAtFoot(u"settings"_s, u"act-settings"_s, u"Settings"_s);
}

ui::Label *heading(const ui::Theme &theme, const QString &text)
{
    return new ui::Label(theme, text, Type::Section, Token::Text2);
}

QWidget *overview(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setSpacing(0);
    const auto section = [&](const QString &title, QWidget *body) {
        column->addSpacing(m.us(3.5));
        column->addWidget(heading(theme, title));
        column->addSpacing(m.u());
        column->addWidget(body);
    };
    column->addWidget(
        ui::note(theme, ui::Note::Form::Boxed, State::Failed, u"Deployment podinfo has 1 of 3 pods ready"_s,
            {{u"Container podinfo cannot pull image "_s}, {u"podinfo:6.9.9"_s, Span::Style::Mono},
                {u": not found. Flux retries in 48 s. Two others wait: apps-checkout, apps-search."_s}}));
    section(u"Conditions"_s,
        new ui::ConditionList(theme,
            {{State::Failed, u"Ready"_s, u"False"_s, u"HealthCheckFailed"_s, u"12 min"_s,
                 u"Health check failed after 5m0s: timeout waiting for: [Deployment/podinfo/podinfo status: 'InProgress']"_s},
                {State::Failed, u"Healthy"_s, u"False"_s, u"HealthCheckFailed"_s, u"12 min"_s},
                {State::Reconciling, u"Reconciling"_s, u"True"_s, u"ProgressingWithRetry"_s, u"48 s"_s}}));
    auto *revision = new ui::PropertyList(theme);
    revision->addRevision(u"Applied"_s, u"main@5d10b7e"_s, u"Pin podinfo to 6.9.8"_s, u"1 d"_s);
    revision->addRevision(u"Attempted"_s, u"main@8f3c2a1"_s, u"Raise podinfo to 6.9.9"_s, u"12 min"_s);
    revision->addLink(u"Source"_s, u"GitRepository flux-system/apps"_s);
    revision->add(u"Path"_s, u"./apps/podinfo/overlays/production"_s, Type::Mono);
    revision->addLink(u"Depends on"_s, u"platform-infra-configs"_s, State::Reconciling);
    section(u"Revision and source"_s, revision);
    auto *behaviour = new ui::PropertyList(theme);
    behaviour->add(u"Interval"_s, u"5 min, retry 1 min, timeout 5 min"_s);
    behaviour->add(u"Options"_s, u"Prune on, wait on, force off"_s);
    behaviour->add(u"Applies as"_s, u"flux-applier"_s, Type::Mono);
    section(u"Behaviour"_s, behaviour);
    auto *bars = new QWidget;
    auto *row = new QHBoxLayout(bars);
    row->setSpacing(m.us(4));
    row->addWidget(new ui::RunBars(theme, runs()), 0, Qt::AlignBottom);
    row->addWidget(new ui::Label(theme, u"Bar height: duration, up to 5 min.\nTriangle: failed run."_s, Type::Caption,
                       Token::TextMuted),
        1, Qt::AlignBottom);
    section(u"Last 24 runs"_s, bars);
    column->addStretch();
    return ui::DetailPanel::scrolling(theme, content);
}

ui::Prose *whereItLives(const ui::Theme &theme, const QString &configuration, const QString &rest)
{
    auto *prose = new ui::Prose(theme,
        {{u"Kustomization in flux-system · configuration "_s}, {configuration, Span::Style::Link}, {u" · "_s + rest}},
        Type::Caption, Token::TextMuted);
    return prose;
}

ui::DetailPanel *podinfoDetail(const ui::Theme &theme)
{
    auto *detail = new ui::DetailPanel(theme, u"nav-kustomizations"_s, u"apps-podinfo"_s,
        new ui::ChipLabel(theme, State::Failed), whereItLives(theme, u"apps"_s, u"aks-prod-weu-1"_s));
    detail->addTitleAction(u"act-pin"_s, u"Pin this detail"_s);
    detail->addTitleAction(u"act-more"_s, u"More actions"_s);
    const QString cure = u"Read-only. Unlock aks-prod-weu-1 first (Ctrl+U)"_s;
    detail->addAction(new ui::Button(theme, u"Explain"_s, u"act-explain"_s, ui::Button::Emphasis::Primary));
    detail->addAction(new ui::Button(theme, u"Diff"_s, u"nav-diff"_s));
    detail->addAction(new ui::Button(theme, u"Logs"_s, u"nav-logs"_s));
    detail->addAction(new ui::Button(theme, u"Reconcile"_s))->lock(cure);
    detail->addAction(new ui::Button(theme, u"Suspend"_s))->lock(cure);
    detail->addTab(u"Overview"_s, overview(theme));
    detail->addTab(u"Inventory"_s, new QWidget, 14);
    detail->addTab(u"Events"_s, new QWidget, 9);
    auto *yaml = new ui::CodeView(theme, u"YAML of apps-podinfo"_s);
    yaml->setHighlighter(ui::syntaxOf(u"YAML"_s));
    yaml->setLines({u"apiVersion: kustomize.toolkit.fluxcd.io/v1"_s, u"kind: Kustomization"_s, u"metadata:"_s,
        u"  name: apps-podinfo"_s, u"spec:"_s, u"  prune: true"_s});
    detail->addTab(u"YAML"_s, yaml);
    detail->addTab(u"Variables"_s, new QWidget, 6);
    detail->addTab(u"History"_s, new QWidget);
    return detail;
}

ui::QuickFilterBar *fleetFilters(const ui::Theme &theme)
{
    return new ui::QuickFilterBar(theme, 22,
        {{State::Failed, 1}, {State::Stalled, 1}, {State::Waiting, 2}, {State::Reconciling, 1}, {State::Suspended, 1},
            {State::Drifted, 4}});
}

ui::ListPage *kustomizationList(const ui::Theme &theme)
{
    auto *page = new ui::ListPage(theme, u"Kustomizations"_s);
    page->setQuickFilters(fleetFilters(theme));
    page->addAction(u"act-columns"_s, u"Columns"_s);
    page->addAction(u"act-export"_s, u"Export"_s);
    page->addAction(u"act-refresh"_s, u"Refresh (F5)"_s);
    page->table()->setTable(kustomizations(page));
    page->table()->selectRow(0);
    return page;
}
}

std::unique_ptr<ui::MainWindow> window(const ui::Theme &theme, const QString &page, const QString &cluster)
{
    auto result = std::make_unique<ui::MainWindow>(theme);
    fillSidebar(*result->sidebar());
    result->sidebar()->setCurrent(page);
    result->scopeBar()->setCluster(cluster.isEmpty() ? u"aks-prod-weu-1"_s : cluster, u"Production"_s, true);
    result->scopeBar()->setNamespaces({u"flux-system"_s, u"podinfo"_s});
    result->setProduction(true);
    result->strip()->setIdle();
    result->strip()->setJournal(u"Journal: 23 entries today"_s);
    result->statusLine()->setIdentity(u"platform-ops@contoso.example · tenant Contoso"_s);
    result->statusLine()->setLights(
        models::Light::Live, u"reported 40 s ago"_s, models::Light::Live, u"watching, 2 s ago"_s);
    result->statusLine()->setFacts(u"6 views · 1,284 objects"_s);
    result->palettePopup()->setEntries(paletteEntries());
    return result;
}

std::unique_ptr<QWidget> kustomizationsWindow(const ui::Theme &theme)
{
    auto result = window(theme, u"kustomizations"_s);
    auto *split = new ui::Splitter(theme, Qt::Horizontal);
    auto *list = kustomizationList(theme);
    auto *detail = podinfoDetail(theme);
    split->addWidget(list);
    split->addWidget(detail);
    split->setDetailWidth(30.75);
    QObject::connect(result.get(), &ui::MainWindow::narrowed, split, [split, detail, list](bool narrow) {
        split->arrange(narrow ? Qt::Vertical : Qt::Horizontal);
        detail->setPlace(narrow ? ui::DetailPanel::Place::Below : ui::DetailPanel::Place::Right);
        list->table()->setCompact(narrow);
    });
    result->addPage(u"kustomizations"_s, split);
    result->strip()->setRunning(
        {{u"Reconciling "_s}, {u"platform-infra-configs"_s, Span::Style::Medium}, {u" with its source"_s}}, 0.64,
        u"14 of 22 objects applied · 18 s"_s, u"Stop waiting"_s);
    return result;
}

std::unique_ptr<QWidget> paletteWindow(const ui::Theme &theme)
{
    auto result = kustomizationsWindow(theme);
    auto *main = static_cast<ui::MainWindow *>(result.get());
    main->resize(theme.metric().ems(90), theme.metric().ems(56.25));
    main->showPalette(u"apps-podinfo"_s);
    main->palettePopup()->field()->setText(u"rec"_s);
    return result;
}

std::unique_ptr<QWidget> writeSheetWindow(const ui::Theme &theme)
{
    auto result = window(theme, u"kustomizations"_s);
    auto *list = kustomizationList(theme);
    list->table()->selectRow(1);
    result->addPage(u"kustomizations"_s, list);
    result->scopeBar()->setUnlocked(u"14 min"_s);
    auto *sheet = new ui::WriteSheet(theme, writePlan(), requestColors());
    result->resize(theme.metric().ems(90), theme.metric().ems(56.25));
    result->showSheet(sheet);
    sheet->reasonField()->setText(u"Replaced by reports-v2, CHG-2114"_s);
    sheet->nameField()->setText(u"batch-rep"_s);
    return result;
}

std::unique_ptr<QWidget> disconnectedWindow(const ui::Theme &theme)
{
    auto result = window(theme, u"kustomizations"_s, u"arc-store-042"_s);
    auto *banner = ui::note(theme, ui::Note::Form::Banner, State::Unreachable,
        u"The API server of arc-store-042 does not answer"_s,
        {{u"No connection within 10 s, since 14:03. This list is what Azure reported at 13:50; columns that need the cluster are empty."_s}});
    banner->addAction(new ui::Label(theme, u"next try in 23 s"_s, Type::Body, Token::TextMuted));
    banner->addAction(
        new ui::Button(theme, u"Try now"_s, u"act-refresh"_s, ui::Button::Emphasis::Normal, ui::Button::Scale::Small));
    banner->addAction(new ui::Button(theme, u"Details"_s, {}, ui::Button::Emphasis::Normal, ui::Button::Scale::Small));
    result->addBanner(banner);

    auto *list = new ui::ListPage(theme, u"Kustomizations"_s);
    list->setChip(new ui::ChipLabel(theme, u"plane-arm"_s, u"from Azure, 17 min old"_s, models::Tone::Muted));
    list->setQuickFilters(new ui::QuickFilterBar(theme, 6, {{State::Failed, 1}, {State::Waiting, 1}}));
    list->addAction(u"act-columns"_s, u"Columns"_s);
    list->addAction(u"act-refresh"_s, u"Refresh (F5)"_s);
    list->table()->setTable(edgeKustomizations(list));
    list->table()->selectRow(0);

    auto *detail = new ui::DetailPanel(theme, u"nav-kustomizations"_s, u"edge-store-pos"_s,
        new ui::ChipLabel(theme, State::Failed, u"Failed 17 min ago"_s),
        whereItLives(theme, u"edge-store"_s, u"from Azure"_s));
    detail->addTitleAction(u"act-pin"_s, u"Pin this detail"_s);
    detail->addTitleAction(u"act-more"_s, u"More actions"_s);
    detail->addAction(new ui::Button(theme, u"Explain"_s, u"act-explain"_s, ui::Button::Emphasis::Primary));
    detail->addAction(new ui::Button(theme, u"Diff"_s, u"nav-diff"_s))->setEnabled(false);
    detail->addAction(new ui::Button(theme, u"Logs"_s, u"nav-logs"_s))->setEnabled(false);
    detail->addAction(new ui::Button(theme, u"Suspend in Azure"_s))
        ->lock(u"Read-only. Unlock arc-store-042 first (Ctrl+U)"_s);
    auto *missing = new ui::EmptyState(theme, u"light-dark"_s, Token::Muted, u"Inventory needs the API server"_s,
        u"arc-store-042 does not answer, so the objects and their health cannot be listed. Azure reports only one state per kustomization."_s);
    auto *known = new ui::PropertyList(theme);
    known->addState(u"Ready"_s, State::Failed, u"HealthCheckFailed"_s, Type::Mono);
    known->addProse(u"Message"_s,
        new ui::Prose(theme, {{u"timeout waiting for: [Deployment/pos/pos-gateway status: 'InProgress']"_s}},
            Type::Body, Token::Text));
    known->addProse(u"Last seen here"_s,
        new ui::Prose(theme, {{u"13:59, "_s}, {u"stored inventory of 31 objects"_s, Span::Style::Link}}, Type::Body,
            Token::Text));
    auto *title = heading(theme, u"Known from Azure, 13:50"_s);
    title->setContentsMargins(0, theme.metric().us(3.5), 0, theme.metric().u());
    missing->addContent(title);
    missing->addContent(known);
    for (const QString &tab : {u"Overview"_s, u"Inventory"_s, u"Events"_s, u"YAML"_s, u"Variables"_s, u"History"_s})
        detail->addTab(tab, tab == u"Inventory"_s ? static_cast<QWidget *>(missing) : new QWidget);
    detail->setCurrentTab(1);

    auto *split = new ui::Splitter(theme, Qt::Horizontal);
    split->addWidget(list);
    split->addWidget(detail);
    split->setDetailWidth(30);
    result->addPage(u"kustomizations"_s, split);
    result->sidebar()->item(u"sources"_s)->setCount(2);
    result->sidebar()->item(u"kustomizations"_s)->setAttention(State::Failed, 1);
    result->sidebar()->item(u"helm"_s)->setCount(3);
    for (const QString &page : {u"drift"_s, u"notifications"_s})
        result->sidebar()->item(page)->setCount(-1);
    result->statusLine()->setLights(
        models::Light::Stale, u"reported 17 min ago"_s, models::Light::Dark, u"no answer since 14:03"_s);
    result->statusLine()->setFacts(u"6 objects from Azure"_s);
    return result;
}

} // namespace gallery
