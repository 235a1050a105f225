// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"
#include "tests/ui/gallery/pages.h"

#include "ui/shell/operationstrip.h"
#include "ui/theme/button.h"
#include "ui/theme/style.h"
#include "ui/views/cellpaint.h"
#include "ui/views/chips.h"
#include "ui/views/emptystate.h"
#include "ui/views/iconfield.h"
#include "ui/views/label.h"
#include "ui/views/note.h"
#include "ui/views/pane.h"
#include "ui/views/prose.h"
#include "ui/views/runbars.h"
#include "ui/views/segments.h"

#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gallery {

using models::Cell;
using models::Kind;
using models::Light;
using models::State;
using models::Tone;
using ui::Button;
using ui::Span;
using ui::Token;
using ui::Type;

namespace {
// One cell of a table, without the table.
class CellSample : public QWidget {
public:
    CellSample(const ui::Theme &theme, Cell cell, Kind kind, double ems)
        : m_theme(theme)
        , m_cell(std::move(cell))
        , m_kind(kind)
    {
        setFixedSize(theme.metric().ems(ems), theme.metric().smallControl());
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const ui::ElideCache cache;
        ui::paintCell(painter, {m_theme, cache}, rect(), m_cell, m_kind);
    }

private:
    const ui::Theme &m_theme;
    Cell m_cell;
    Kind m_kind;
};

// A column of sections with their headings.
class Gallery {
public:
    explicit Gallery(const ui::Theme &theme)
        : m_theme(theme)
        , m_column(new QVBoxLayout)
    {
        m_column->setSpacing(0);
    }

    void section(const QString &title)
    {
        m_column->addSpacing(m_theme.metric().us(4));
        m_column->addWidget(new ui::Label(m_theme, title, Type::Section, Token::Text2));
        m_column->addSpacing(m_theme.metric().us(1.5));
    }

    void row(const QList<QWidget *> &widgets, double spacing = 2)
    {
        auto *row = new QHBoxLayout;
        row->setSpacing(m_theme.metric().us(spacing));
        for (QWidget *widget : widgets)
            row->addWidget(widget, 0, Qt::AlignVCenter);
        row->addStretch();
        m_column->addLayout(row);
    }

    void add(QWidget *widget) { m_column->addWidget(widget); }
    void space(double us) { m_column->addSpacing(m_theme.metric().us(us)); }
    QVBoxLayout *finished()
    {
        m_column->addStretch();
        return m_column;
    }

private:
    const ui::Theme &m_theme;
    QVBoxLayout *m_column;
};

ui::Label *caption(const ui::Theme &theme, const QString &text)
{
    return new ui::Label(theme, text, Type::Caption, Token::TextMuted);
}

Cell statusCell(State state)
{
    return {.text = models::wordOf(state), .state = state};
}

QVBoxLayout *states(const ui::Theme &theme)
{
    Gallery gallery(theme);
    gallery.section(u"Status in a list, status as a chip"_s);
    for (const State state : {State::Ready, State::Reconciling, State::Waiting, State::Pending, State::Failed,
             State::Stalled, State::Suspended, State::Drifted, State::Missing, State::Unknown}) {
        gallery.row({new CellSample(theme, statusCell(state), Kind::Status, 7.75), new ui::ChipLabel(theme, state)});
        gallery.space(1);
    }
    gallery.section(u"Difference classes"_s);
    using models::Difference;
    const auto difference = [&](Difference each) {
        auto *box = new QWidget;
        box->setFixedSize(theme.metric().ems(7.4), theme.metric().smallControl());
        auto *row = new QHBoxLayout(box);
        row->setSpacing(theme.metric().us(1.5));
        row->addWidget(new ui::IconLabel(theme, each, &ui::Metric::statusIcon));
        row->addWidget(new ui::Label(theme, models::wordOf(each)), 1);
        return box;
    };
    gallery.row({difference(Difference::Changed), difference(Difference::Missing)}, 0);
    gallery.row({difference(Difference::ToBePruned), difference(Difference::ExtraOwned)}, 0);
    gallery.row({difference(Difference::Conflict), difference(Difference::LiveOnly)}, 0);
    gallery.row({difference(Difference::Ignored), difference(Difference::Unchanged)}, 0);
    gallery.section(u"Two lights"_s);
    const auto lights = [&](const models::Lamp &arm, const models::Lamp &api, const QString &meaning) {
        gallery.row(
            {new CellSample(theme, {.detail = QVariant::fromValue(models::Lights{arm, api})}, Kind::Lights, 8.6),
                caption(theme, meaning)});
    };
    lights({Light::Live, u"40 s"_s}, {Light::Live, u"2 s"_s}, u"both planes live"_s);
    lights({Light::Stale, u"17 min"_s}, {Light::Dark, u"14:03"_s}, u"Azure stale, API down"_s);
    lights({Light::Live, u"40 s"_s}, {Light::Off, u"stopped"_s}, u"stopped on purpose"_s);
    lights({Light::Off, u"none"_s}, {Light::Live, u"2 s"_s}, u"kubeconfig only"_s);
    gallery.section(u"Age"_s);
    const auto age = [&](const QString &text, Tone tone, const QString &meaning) {
        gallery.row({new CellSample(theme, {.text = text, .tone = tone}, Kind::Age, 4.4), caption(theme, meaning)});
    };
    age(u"2 s"_s, Tone::Neutral, u"live"_s);
    age(u"12 min"_s, Tone::Neutral, u"fresh: within two intervals"_s);
    age(u"17 min"_s, Tone::Warning, u"stale: tone warn"_s);
    age(u"31 h"_s, Tone::Bad, u"past half of a documented limit"_s);
    age(u"–"_s, Tone::Muted, u"not known; never 0 or now"_s);
    return gallery.finished();
}

QWidget *progressRow(
    const ui::Theme &theme, const QString &what, double share, const QString &progress, const QString &wayOut)
{
    const ui::Metric &m = theme.metric();
    auto *box = new QWidget;
    box->setFixedHeight(m.control());
    auto *row = new QHBoxLayout(box);
    row->setSpacing(m.us(3));
    auto *title = new ui::Label(theme, what);
    title->setFixedWidth(m.ems(8));
    auto *line = new ui::ProgressLine(theme, 5.6);
    if (share < 0)
        line->setUnknown(0.35);
    else
        line->setShare(share);
    auto *count = new ui::Label(theme, progress, Type::Body, Token::TextMuted);
    count->setFixedWidth(m.ems(5.4));
    row->addWidget(new ui::IconLabel(theme, State::Reconciling, &ui::Metric::statusIcon));
    row->addWidget(title);
    row->addWidget(line);
    row->addWidget(count);
    row->addWidget(new ui::Prose(theme, {{wayOut, Span::Style::Link}}), 0, Qt::AlignVCenter);
    row->addStretch();
    return box;
}

QWidget *toast(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto *pane = new ui::Pane(theme, Token::Surface);
    pane->setBoxed(m.popupRadius());
    pane->setFrameColor(Token::BorderStrong);
    pane->setFixedWidth(m.ems(21.25));
    auto *grid = new QGridLayout(pane);
    grid->setContentsMargins(m.us(3), m.us(2.5), m.us(3), m.us(2.5));
    grid->setHorizontalSpacing(m.us(2));
    grid->setVerticalSpacing(m.us(0.5));
    auto *title = new ui::Label(theme, u"Suspended legacy-portal until 28 Nov"_s);
    title->setWeight(QFont::DemiBold);
    grid->addWidget(new ui::IconLabel(theme, State::Ready, &ui::Metric::icon), 0, 0);
    grid->addWidget(title, 0, 1);
    grid->addWidget(new ui::IconLabel(theme, u"act-close"_s, &ui::Metric::statusIcon, Token::TextMuted), 0, 2);
    grid->addWidget(new ui::Prose(theme,
                        {{u"Azure accepted it in 3.2 s. "_s}, {u"Undo"_s, Span::Style::Link}, {u" · "_s},
                            {u"Journal entry"_s, Span::Style::Link}}),
        1, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    return pane;
}

// A real menu, painted by the style, embedded so that a picture can show it.
QWidget *copyMenu(const ui::Theme &theme)
{
    auto *menu = new QMenu;
    menu->setWindowFlags(Qt::Widget);
    menu->setAccessibleName(u"Copy as"_s);
    for (const auto &[text, key] : {std::pair(u"Name"_s, u"c n"_s), {u"kubectl command"_s, u"c k"_s},
             {u"flux command"_s, u"c f"_s}, {u"az command"_s, u"c a"_s}})
        menu->addAction(text + u'\t' + key);
    menu->addSeparator();
    for (const auto &[text, key] : {std::pair(u"YAML without status"_s, u"c y"_s), {u"JSON"_s, u"c j"_s},
             {u"Bicep"_s, u"c b"_s}, {u"Resource id"_s, u"c i"_s}, {u"Fluxgate link"_s, u"Ctrl+L"_s}})
        menu->addAction(text + u'\t' + key);
    menu->setActiveAction(menu->actions().at(1));
    menu->setFixedSize(theme.metric().ems(14.75), menu->sizeHint().height());
    return menu;
}

QVBoxLayout *controls(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    Gallery gallery(theme);
    gallery.section(u"Controls"_s);
    auto *locked = new Button(theme, u"Reconcile"_s);
    locked->lock(u"Read-only. Unlock first (Ctrl+U)"_s);
    gallery.row({new Button(theme, u"Explain"_s, u"act-explain"_s, Button::Emphasis::Primary),
        new Button(theme, u"Diff"_s, u"nav-diff"_s),
        new Button(theme, u"Delete"_s, u"act-delete"_s, Button::Emphasis::Danger), locked,
        new Button(theme, u"Flat"_s, {}, Button::Emphasis::Flat)});
    gallery.space(2);
    const auto field = [&](const QString &text, double ems) {
        auto *result = new ui::IconField(theme, {}, text);
        result->setText(text);
        result->setFixedWidth(m.ems(ems));
        return result;
    };
    auto *focused = field(u"focused"_s, 6);
    focused->setObjectName(u"focused"_s);
    gallery.row({new ui::Segments(theme, u"View"_s, {u"Side by side"_s, u"Unified"_s, u"Fields"_s}),
        field(u"field"_s, 6), focused});
    gallery.space(2);
    auto *wrong = field(u"infra_configs"_s, 12.5);
    ui::setFrame(wrong, ui::Frame::Bad);
    auto *complaint = new ui::Label(theme, u"Use a-z, 0-9 and -"_s, Type::Body, Token::Bad);
    gallery.row({wrong, new ui::IconLabel(theme, State::Failed, &ui::Metric::statusIcon), complaint});
    gallery.section(u"Revision"_s);
    using Box = ui::RevisionChip::Box;
    gallery.row(
        {new ui::RevisionChip(theme, u"main@8f3c2a1"_s, Box::Bare), new ui::RevisionChip(theme, u"main@8f3c2a1"_s),
            new ui::RevisionChip(theme, u"v2.4.0@77e0d12"_s), new ui::RevisionChip(theme, u"1.8.2@d41c09b"_s)},
        3);
    gallery.space(1.5);
    gallery.row({caption(theme, u"main@sha1:8f3c2a1f…, v2.4.0@sha1:77e0d12…, 1.8.2@sha256:d41c09b…"_s)});
    gallery.section(u"Progress, always with a way out"_s);
    gallery.add(progressRow(theme, u"Scanning 42 clusters"_s, 0.38, u"16 of 42 · 9 s"_s, u"Cancel"_s));
    gallery.add(progressRow(theme, u"Waiting for Azure"_s, -1, u"24 s"_s, u"Stop waiting"_s));
    gallery.section(u"Copy as"_s);
    gallery.row({copyMenu(theme)});
    gallery.section(u"Toast: only for what finished well"_s);
    gallery.row({toast(theme)});
    gallery.section(u"Runs and sparkline"_s);
    gallery.row({new ui::RunBars(theme, runs().mid(6)), new ui::Sparkline(theme, trend())}, 6);
    return gallery.finished();
}

QWidget *card(const ui::Theme &theme, const QString &icon, Token color, const QString &title, const QString &why,
    const QString &verb)
{
    auto *pane = new ui::Pane(theme, Token::Surface);
    pane->setBoxed(theme.metric().noteRadius());
    auto *state = new ui::EmptyState(theme, icon, color, title, why, ui::EmptyState::Size::Card);
    state->setAction(verb);
    auto *column = new QVBoxLayout(pane);
    column->addWidget(state);
    return pane;
}

QVBoxLayout *messages(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    Gallery gallery(theme);
    gallery.section(u"Banner: a condition of this page, one per cause, with its action"_s);
    const auto banner = [&](ui::Note *note, const QString &verb) {
        note->addAction(new Button(theme, verb, {}, Button::Emphasis::Normal, Button::Scale::Small));
        gallery.add(note);
        gallery.space(1.5);
    };
    using Form = ui::Note::Form;
    banner(ui::note(theme, Form::OneLine, State::Failed, u"Azure refused the change."_s,
               {{u"Conflict: another operation is running on flux."_s}}),
        u"Try again"_s);
    banner(ui::note(theme, Form::OneLine, State::Unreachable, u"The list is 17 min old."_s,
               {{u"The API server of arc-store-042 does not answer."_s}}),
        u"Try now"_s);
    banner(ui::note(theme, Form::OneLine, State::Reconciling, u"Schema changed."_s,
               {{u"The cluster now serves helm.toolkit v2."_s}}),
        u"Reload"_s);
    banner(new ui::Note(theme, Form::OneLine, u"act-unlock"_s, Token::Production, Token::ProductionBg,
               u"aks-prod-weu-1 is unlocked."_s, {{u"14 min left, reason CHG-2114."_s}}),
        u"Lock now"_s);
    gallery.section(u"Empty, forbidden, disconnected, filtered: what, why, what to do"_s);
    auto *cards = new QWidget;
    auto *grid = new QGridLayout(cards);
    grid->setSpacing(m.us(2.5));
    grid->addWidget(
        card(theme, u"nav-helm"_s, Token::TextMuted, u"No Helm releases in aks-dev-weu-2"_s,
            u"Flux has no HelmRelease here. 16 kustomizations apply plain manifests."_s, u"Show kustomizations"_s),
        0, 0);
    grid->addWidget(
        card(theme, u"act-lock"_s, Token::Muted, u"You may not list Secrets in tenants"_s,
            u"Missing: list on secrets. Everything else on this page is complete."_s, u"Copy request for an admin"_s),
        0, 1);
    grid->addWidget(card(theme, u"light-dark"_s, Token::Bad, u"Events need the API server"_s,
                        u"arc-store-042 does not answer since 14:03. Next try in 23 s."_s, u"Try now"_s),
        1, 0);
    grid->addWidget(card(theme, u"act-filter"_s, Token::TextMuted, u"Nothing matches state:failed ns:shop"_s,
                        u"22 kustomizations are hidden by the filter."_s, u"Clear the filter"_s),
        1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    gallery.add(cards);
    gallery.section(u"Keys in context"_s);
    auto *keys = new ui::Pane(theme, Token::SurfaceRaised);
    keys->setBoxed(m.controlRadius());
    auto *keyRow = new QHBoxLayout(keys);
    keyRow->setContentsMargins(m.us(3), 0, m.us(3), 0);
    keyRow->addWidget(new ui::KeyHints(theme,
        {{u"Enter"_s, u"open"_s}, {u"R"_s, u"reconcile"_s}, {u"T"_s, u"suspend"_s}, {u"D"_s, u"diff"_s},
            {u"l"_s, u"logs"_s}, {u"y"_s, u"YAML"_s}, {u"x"_s, u"explain"_s}, {u"/"_s, u"filter"_s}}));
    keyRow->addStretch();
    gallery.add(keys);
    gallery.section(u"Text sizes"_s);
    gallery.row(
        {new ui::Label(theme, u"1.7 number"_s, Type::Number),
            new ui::Label(theme, u"1.3 page title"_s, Type::PageTitle),
            new ui::Label(theme, u"1.15 object"_s, Type::ObjectTitle), new ui::Label(theme, u"1.0 body"_s),
            new ui::Label(theme, u"0.88 caption"_s, Type::Caption), new ui::Label(theme, u"0.92 mono"_s, Type::Mono)},
        4);
    return gallery.finished();
}
}

std::unique_ptr<QWidget> componentsWindow(const ui::Theme &theme)
{
    const ui::Metric &m = theme.metric();
    auto result = std::make_unique<ui::Pane>(theme, Token::Surface);
    auto *row = new QHBoxLayout(result.get());
    row->setContentsMargins(m.us(6), m.us(2), m.us(6), m.us(2));
    row->setSpacing(m.us(5));
    QWidget *columns[] = {new QWidget, new QWidget, new QWidget};
    columns[0]->setLayout(states(theme));
    columns[1]->setLayout(controls(theme));
    columns[2]->setLayout(messages(theme));
    columns[0]->setFixedWidth(m.ems(18.5));
    columns[1]->setFixedWidth(m.ems(28.5));
    for (QWidget *column : columns)
        row->addWidget(column);
    return result;
}

} // namespace gallery
