// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/startpage.h"

#include "ui/theme/button.h"
#include "ui/views/chips.h"
#include "ui/views/label.h"
#include "ui/views/pane.h"
#include "ui/views/prose.h"

#include <QGridLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

StartPage::StartPage(const Theme &theme, const QList<Source> &sources, const QList<Key> &keys, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("First start"));
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(new Label(theme, tr("See what Flux does in your clusters"), Type::Number));
    column->addSpacing(theme.metric().us(1.5));
    column->addWidget(new Prose(theme,
        {{tr("Choose where the clusters come from. Nothing is contacted before you choose, and nothing is written "
             "anywhere.")}}));
    column->addSpacing(theme.metric().us(4.5));
    column->addWidget(sourceList(sources));
    column->addSpacing(theme.metric().us(9));
    column->addWidget(keysToKnow(keys));

    auto *box = new QWidget;
    box->setLayout(column);
    auto *place = new QGridLayout(this);
    place->addWidget(box, 1, 1);
    place->setRowStretch(0, 1);
    place->setRowStretch(2, 6);
    place->setColumnStretch(0, 1);
    place->setColumnStretch(2, 1);
    theme.follow(this, [this, box, place] {
        const Metric &m = m_theme.metric();
        box->setMinimumWidth(m.ems(34));
        box->setMaximumWidth(m.ems(45));
        place->setColumnMinimumWidth(1, m.ems(45));
        place->setContentsMargins(m.us(4), m.us(6), m.us(4), m.us(4));
    });
}

QWidget *StartPage::sourceList(const QList<Source> &sources)
{
    auto *frame = new Pane(m_theme, Token::Surface);
    auto *column = new QVBoxLayout(frame);
    column->setSpacing(0);
    column->setContentsMargins(1, 1, 1, 1);
    for (const Source &source : sources)
        column->addWidget(sourceRow(source, column->count() == 0));
    m_theme.follow(frame, [this, frame] { frame->setBoxed(m_theme.metric().noteRadius()); });
    return frame;
}

QWidget *StartPage::sourceRow(const Source &source, bool first)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->addWidget(new IconLabel(m_theme, source.icon, &Metric::titleIcon, Token::Text2), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    auto *title = new Label(m_theme, source.title);
    title->setWeight(QFont::DemiBold);
    words->addWidget(title);
    words->addWidget(new Prose(m_theme, {{source.what}}));
    if (!source.found.isEmpty()) {
        auto *found = new QHBoxLayout;
        found->addWidget(new IconLabel(m_theme, source.state, &Metric::countIcon), 0, Qt::AlignVCenter);
        found->addWidget(new Prose(m_theme, {{source.found}}, Type::Caption, Token::Text2), 1);
        found->setSpacing(m_theme.metric().us(1.5));
        words->addLayout(found);
    }
    line->addLayout(words, 1);
    auto *button = new Button(m_theme, source.verb, {}, first ? Button::Emphasis::Primary : Button::Emphasis::Normal);
    button->setObjectName(u"source-"_s + source.icon);
    connect(button, &Button::clicked, this, source.choose);
    line->addWidget(button, 0, Qt::AlignVCenter);
    if (first) {
        setFocusProxy(button);
    } else {
        auto *rule = new Pane(m_theme, Token::Surface, Qt::TopEdge);
        auto *inner = new QVBoxLayout(rule);
        inner->setContentsMargins(0, 1, 0, 0);
        inner->addWidget(row);
        row = rule;
    }
    m_theme.follow(line, [this, line, words] {
        const Metric &m = m_theme.metric();
        line->setContentsMargins(m.us(4), m.us(3.5), m.us(4), m.us(3.5));
        line->setSpacing(m.us(3));
        words->setSpacing(m.us(0.5));
    });
    return row;
}

QWidget *StartPage::keysToKnow(const QList<Key> &keys)
{
    constexpr int across = 3;
    auto *panel = new Pane(m_theme, Token::Surface, Qt::TopEdge);
    auto *grid = new QGridLayout(panel);
    grid->addWidget(new Label(m_theme, tr("Keys to know"), Type::Section, Token::Text2), 0, 0, 1, across);
    for (int i = 0; i < keys.size(); ++i)
        grid->addWidget(
            new KeyHints(m_theme, {{keys[i].key, keys[i].does}}), 1 + i / across, i % across, Qt::AlignLeft);
    for (int i = 0; i < across; ++i)
        grid->setColumnStretch(i, 1);
    m_theme.follow(panel, [this, grid] {
        grid->setContentsMargins(0, m_theme.metric().us(4), 0, 0);
        grid->setVerticalSpacing(m_theme.metric().us(1.5));
    });
    return panel;
}

} // namespace ui
