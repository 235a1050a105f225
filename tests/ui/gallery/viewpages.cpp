// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"
#include "tests/ui/gallery/difflist.h"
#include "tests/ui/gallery/pages.h"

#include "ui/shell/operationstrip.h"
#include "ui/shell/scopebar.h"
#include "ui/shell/statusline.h"
#include "ui/theme/button.h"
#include "ui/views/syntax.h"
#include "ui/views/boxbutton.h"
#include "ui/views/chips.h"
#include "ui/views/diffview.h"
#include "ui/views/iconbutton.h"
#include "ui/views/iconfield.h"
#include "ui/views/label.h"
#include "ui/views/logview.h"
#include "ui/views/pane.h"
#include "ui/views/propertylist.h"
#include "ui/views/prose.h"
#include "ui/views/segments.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gallery {

using models::State;
using ui::Button;
using ui::Span;
using ui::Token;
using ui::Type;
using Weight = ui::BoxButton::Part::Weight;

namespace {
QHBoxLayout *pageHead(const ui::Theme &theme, const QString &title)
{
    const ui::Metric &m = theme.metric();
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m.us(4), m.us(2.5), m.us(4), m.us(2.5));
    row->setSpacing(m.us(2));
    row->addWidget(new ui::Label(theme, title, Type::PageTitle));
    return row;
}

ui::BoxButton *chooser(
    const ui::Theme &theme, const QString &name, const QString &icon, const QList<ui::BoxButton::Part> &parts)
{
    auto *box = new ui::BoxButton(theme, name);
    box->setIcon(icon);
    box->setParts(parts);
    box->setArrow(u"act-down"_s);
    return box;
}

Button *small(const ui::Theme &theme, const QString &text, const QString &icon)
{
    return new Button(theme, text, icon, Button::Emphasis::Normal, Button::Scale::Small);
}

QWidget *objectBar(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto *bar = new ui::Pane(theme, Token::SurfaceRaised, Qt::BottomEdge);
    bar->setFixedHeight(m.tabBar());
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(m.us(3), 0, m.us(3), 1);
    row->setSpacing(m.us(2));
    row->addWidget(new ui::IconLabel(theme, u"class-changed"_s, &ui::Metric::statusIcon, Token::Warn));
    row->addWidget(
        new ui::Prose(theme, {{u"Deployment "_s, Span::Style::Muted}, {u"catalog/api"_s, Span::Style::Strong}}), 0,
        Qt::AlignVCenter);
    auto *origin =
        new ui::Label(theme, u"from apps/catalog/base/deployment.yaml, patched by overlays/production/api-patch.yaml"_s,
            Type::Caption, Token::TextMuted);
    origin->setElideMode(Qt::ElideRight);
    row->addWidget(origin, 1);
    row->addWidget(new ui::IconButton(theme, u"act-up"_s, u"Previous change (p)"_s));
    row->addWidget(new ui::Label(theme, u"change 1 of 6"_s));
    row->addWidget(new ui::IconButton(theme, u"act-down"_s, u"Next change (n)"_s));
    auto *revert = small(theme, u"Revert now"_s, {});
    revert->lock(u"Read-only. Unlock aks-prod-weu-1 first (Ctrl+U)"_s);
    row->addWidget(revert);
    row->addWidget(small(theme, u"Adopt into Git"_s, u"doc-git"_s));
    row->addWidget(small(theme, u"Ignore"_s, u"class-ignored"_s));
    row->addWidget(new ui::IconButton(theme, u"act-more"_s, u"More actions"_s));
    return bar;
}

QWidget *foot(const ui::Theme &theme, const QList<ui::KeyHints::Hint> &hints)
{
    auto *bar = new ui::Pane(theme, Token::SurfaceRaised, Qt::TopEdge);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(theme.metric().us(3), 1, theme.metric().us(3), 0);
    row->addWidget(new ui::KeyHints(theme, hints));
    row->addStretch();
    return bar;
}
}

std::unique_ptr<QWidget> diffWindow(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto result = window(theme, u"diff"_s);
    result->scopeBar()->setFilterHint(u"Filter objects"_s);

    auto *head = pageHead(theme, u"Diff"_s);
    head->addWidget(chooser(theme, u"Left side: Git, main at 8f3c2a1, apps/catalog"_s, u"nav-sources"_s,
        {{u"Git"_s, Weight::Muted}, {u"main@8f3c2a1"_s, Weight::Revision}, {u"apps/catalog"_s, Weight::Muted}}));
    head->addWidget(new ui::IconButton(theme, u"act-swap"_s, u"Swap the sides"_s));
    head->addWidget(chooser(theme, u"Right side: live, aks-prod-weu-1"_s, u"plane-api"_s,
        {{u"Live"_s, Weight::Muted}, {u"aks-prod-weu-1"_s}}));
    head->addWidget(new ui::ChipLabel(theme, u"act-lock"_s, u"Ownership engine, read-only"_s, models::Tone::Muted));
    head->addStretch();
    head->addWidget(new ui::Segments(theme, u"View"_s, {u"Side by side"_s, u"Unified"_s, u"Fields"_s}));

    auto *objects = new ui::Pane(theme, Token::Surface, Qt::TopEdge | Qt::RightEdge);
    objects->setFixedWidth(m.ems(14.75));
    auto *objectColumn = new QVBoxLayout(objects);
    objectColumn->setContentsMargins(0, 1, 1, 0);
    objectColumn->setSpacing(0);
    auto *filter = new ui::IconField(theme, u"act-filter"_s, u"Kind, namespace, class"_s);
    filter->setSmall();
    ui::setFrame(filter, ui::Frame::Quiet);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(m.us(3), m.us(1.5), m.us(3), m.us(1.5));
    filterRow->addWidget(filter);
    objectColumn->addLayout(filterRow);
    objectColumn->addWidget(new DiffList(theme), 1);

    auto *view = new ui::DiffView(theme, u"Deployment catalog/api, Git against live"_s);
    view->setObjectName(u"diffView"_s);
    view->setHighlighter(ui::syntaxOf(u"YAML"_s));
    view->setTitles(
        {u"Git, rendered"_s, u"desired"_s}, {u"Live"_s, u"read 2 s ago; spec.replicas by kubectl-edit 41 min ago"_s});
    view->setRows(diffRows());
    auto *right = new ui::Pane(theme, Token::Surface, Qt::TopEdge);
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 1, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(objectBar(theme));
    rightColumn->addWidget(view, 1);
    rightColumn->addWidget(foot(theme,
        {{u"n"_s, u"next change"_s}, {u"p"_s, u"previous"_s}, {u"]"_s, u"next object"_s},
            {u"["_s, u"previous object"_s}, {u"/"_s, u"search both sides"_s}, {u"e"_s, u"open source file"_s},
            {u"c"_s, u"copy path"_s}, {u"x"_s, u"export"_s}}));

    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setSpacing(0);
    column->addLayout(head);
    auto *split = new QHBoxLayout;
    split->setSpacing(0);
    split->addWidget(objects);
    split->addWidget(right, 1);
    column->addLayout(split, 1);
    result->addPage(u"diff"_s, page);
    return result;
}

namespace {
QWidget *logFoot(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto *pane = new ui::Pane(theme, Token::Surface, Qt::TopEdge);
    pane->setFixedHeight(m.ems(8.5));
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(m.us(4), m.us(2.5), m.us(4), m.us(2.5));
    column->setSpacing(m.u());
    auto *head = new QHBoxLayout;
    head->setSpacing(m.us(2));
    head->addWidget(new ui::IconLabel(theme, State::Failed, &ui::Metric::statusIcon));
    auto *title = new ui::Label(theme, u"Reconciliation failed after 5m2.122s, next try in 1m0s"_s);
    title->setWeight(QFont::DemiBold);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(small(theme, u"Explain"_s, u"act-explain"_s));
    head->addWidget(small(theme, u"Go to apps-podinfo"_s, u"nav-kustomizations"_s));
    head->addWidget(small(theme, u"Only this run"_s, u"act-filter"_s));
    head->addWidget(small(theme, u"Copy as"_s, u"act-copy"_s));
    column->addLayout(head);
    auto *left = new ui::PropertyList(theme, 5.25);
    left->add(u"Time"_s, u"2026-11-25T14:07:07.240Z"_s, Type::Mono);
    left->addLink(u"Object"_s, u"Kustomization flux-system/apps-podinfo"_s);
    left->add(u"reconcileID"_s, u"b91d20aa-5e0c-4a7e-9c6c-0f6d3b1a2c44"_s, Type::Mono);
    auto *right = new ui::PropertyList(theme, 4);
    right->addProse(u"revision"_s, new ui::RevisionChip(theme, u"main@8f3c2a1"_s, ui::RevisionChip::Box::Bare));
    right->addProse(u"error"_s,
        new ui::Prose(theme,
            {{u"health check failed after 5m0s: timeout waiting for: [Deployment/podinfo/podinfo status: 'InProgress']"_s,
                Span::Style::Mono}},
            Type::Body, Token::Text));
    auto *fields = new QHBoxLayout;
    fields->setSpacing(m.us(10));
    fields->addWidget(left, 1, Qt::AlignTop);
    fields->addWidget(right, 1, Qt::AlignTop);
    column->addLayout(fields, 1);
    return pane;
}

ui::BoxButton *source(const ui::Theme &theme, const QString &name, const QString &pods)
{
    auto *box = new ui::BoxButton(theme, name);
    box->setLight(models::Light::Live);
    box->setParts(pods.isEmpty() ? QList<ui::BoxButton::Part>{{name}}
                                 : QList<ui::BoxButton::Part>{{name}, {pods, Weight::Muted}});
    if (!pods.isEmpty())
        box->setArrow(u"act-close"_s);
    ui::setFrame(box, ui::Frame::Quiet);
    return box;
}
}

std::unique_ptr<QWidget> logsWindow(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto result = window(theme, u"logs"_s);
    result->scopeBar()->setFilterHint(u"Filter lines, for example controller:kustomize level:error"_s);
    result->setStripShown(false);
    result->statusLine()->setFacts(u"48,213 lines · 9 MB on disk · 3 lines/s"_s);

    auto *head = pageHead(theme, u"Logs"_s);
    head->addWidget(source(theme, u"6 controllers"_s, {}));
    head->addWidget(source(theme, u"fluxconfig-agent"_s, {}));
    head->addWidget(source(theme, u"podinfo/*"_s, u"3 pods"_s));
    head->addWidget(new Button(theme, u"Add source"_s, u"act-add"_s, Button::Emphasis::Flat));
    head->addStretch();
    head->addWidget(new ui::Segments(theme, u"Arrange"_s, {u"Lines"_s, u"By run"_s}, 1));
    auto *following = new ui::BoxButton(theme, u"Following"_s);
    following->setLight(models::Light::Live);
    following->setParts({{u"Following"_s}});
    head->addWidget(following);
    head->addWidget(new ui::IconButton(theme, u"act-export"_s, u"Export"_s));

    auto *search = new QHBoxLayout;
    search->setContentsMargins(m.us(4), 0, m.us(4), m.us(2));
    search->setSpacing(m.us(2));
    auto *field = new ui::IconField(theme, u"act-search"_s, u"Search lines"_s);
    field->setMono();
    field->setText(u"podinfo"_s);
    field->setObjectName(u"logSearch"_s);
    search->addWidget(field, 1);
    search->addWidget(new ui::Label(theme, u"match 7 of 128"_s, Type::Body, Token::Text2));
    search->addWidget(new ui::IconButton(theme, u"act-up"_s, u"Previous match (p)"_s));
    search->addWidget(new ui::IconButton(theme, u"act-down"_s, u"Next match (n)"_s));
    search->addWidget(new ui::Segments(theme, u"Level"_s, {u"All"_s, u"Info and above"_s, u"Errors"_s}, 1));
    auto *since = new ui::BoxButton(theme, u"Since 1 h"_s);
    since->setParts({{u"Since 1 h"_s}});
    since->setArrow(u"act-down"_s);
    ui::setFrame(since, ui::Frame::Quiet);
    search->addWidget(since);

    auto *view = new ui::LogView(theme, u"Log lines"_s);
    view->setObjectName(u"logView"_s);
    view->setRows(logRows());
    view->setSearch(u"podinfo"_s);
    view->setCurrentRow(8);

    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(search);
    column->addWidget(view, 1);
    column->addWidget(logFoot(theme));
    result->addPage(u"logs"_s, page);
    return result;
}

} // namespace gallery
