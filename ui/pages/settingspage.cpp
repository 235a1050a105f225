// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingspage.h"

#include "ui/views/chips.h"
#include "ui/views/detailpanel.h"
#include "ui/views/label.h"
#include "ui/views/propertylist.h"
#include "ui/views/prose.h"
#include "ui/views/segments.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

SettingsPage::SettingsPage(const Theme &theme, const QList<Fact> &about, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_appearance(new Segments(theme, tr("Theme"), {tr("System"), tr("Light"), tr("Dark"), tr("High contrast")}))
    , m_density(new Segments(theme, tr("Density"), {tr("Comfortable"), tr("Compact")}))
    , m_kept(new QWidget)
{
    m_appearance->setObjectName(u"appearance"_s);
    m_density->setObjectName(u"density"_s);
    auto *facts = new PropertyList(theme, 12);
    for (const Fact &fact : about)
        facts->add(fact.name, fact.value);

    auto *content = new QWidget;
    auto *rows = new QVBoxLayout(content);
    rows->setSpacing(0);
    const auto section = [&](const QString &title) { return new Label(theme, title, Type::Section, Token::Text2); };
    auto *aboutTitle = section(tr("About"));
    rows->addWidget(section(tr("Appearance")));
    rows->addWidget(choice(tr("Theme"), m_appearance, tr("System follows the desktop, also while the program runs.")));
    rows->addWidget(choice(tr("Density"), m_density, tr("Compact makes the rows of lists lower.")));
    m_kept->setLayout(new QHBoxLayout);
    rows->addWidget(m_kept);
    rows->addWidget(aboutTitle);
    rows->addWidget(facts);
    rows->addStretch();

    auto *title = new Label(theme, tr("Settings"), Type::PageTitle);
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(DetailPanel::scrolling(theme, content), 1);
    setFocusProxy(m_appearance);
    connect(m_appearance, &Segments::currentChanged, this,
        [this](int index) { Q_EMIT appearanceChosen(Appearance(index)); });
    connect(m_density, &Segments::currentChanged, this, [this](int index) { Q_EMIT densityChosen(Density(index)); });
    theme.follow(this, [this, head, title, aboutTitle] {
        const Metric &m = m_theme.metric();
        title->setFixedHeight(m.control());
        head->setContentsMargins(m.us(4), m.us(2.5), m.us(4), m.us(2.5));
        aboutTitle->setContentsMargins(0, m.us(6), 0, m.us(2));
        m_kept->layout()->setContentsMargins(m.ems(12) + m.us(3), m.us(2), 0, 0);
        m_kept->layout()->setSpacing(m.us(1.5));
    });
}

QWidget *SettingsPage::choice(const QString &name, Segments *segments, const QString &hint)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    auto *label = new Label(m_theme, name, Type::Body, Token::TextMuted);
    line->addWidget(label);
    line->addWidget(segments);
    line->addWidget(new Label(m_theme, hint, Type::Caption, Token::TextMuted));
    line->addStretch();
    m_theme.follow(row, [this, line, label] {
        const Metric &m = m_theme.metric();
        label->setFixedWidth(m.ems(12));
        line->setSpacing(m.us(3));
        line->setContentsMargins(0, m.us(2), 0, 0);
    });
    return row;
}

void SettingsPage::setAppearance(Appearance appearance)
{
    m_appearance->setCurrent(int(appearance));
}

void SettingsPage::setDensity(Density density)
{
    m_density->setCurrent(int(density));
}

void SettingsPage::setKeptIn(models::State state, const QString &sentence)
{
    qDeleteAll(m_kept->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    auto *line = static_cast<QHBoxLayout *>(m_kept->layout());
    line->addWidget(new IconLabel(m_theme, state, &Metric::countIcon), 0, Qt::AlignVCenter);
    line->addWidget(new Prose(m_theme, {{sentence}}, Type::Caption, Token::TextMuted), 1);
}

} // namespace ui
