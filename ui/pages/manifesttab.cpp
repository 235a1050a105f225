// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/manifesttab.h"

#include "models/manifest.h"
#include "ui/views/codeview.h"
#include "ui/views/iconfield.h"
#include "ui/views/label.h"
#include "ui/views/segments.h"
#include "ui/views/syntax.h"

#include <QKeyEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

ManifestTab::ManifestTab(const Theme &theme, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_field(new IconField(theme, u"act-search"_s, tr("Search in YAML")))
    , m_found(new Label(theme, {}, Type::Caption, Token::TextMuted))
    , m_parts(new Segments(theme, tr("Parts"), {tr("Without status"), tr("All")}))
    , m_code(new CodeView(theme, tr("YAML of %1").arg(name)))
{
    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_field, 1);
    bar->addWidget(m_found);
    bar->addWidget(m_parts);
    column->addLayout(bar);
    column->addWidget(m_code, 1);
    m_field->setPlaceholderText(tr("Search"));
    m_field->installEventFilter(this);
    m_code->setHighlighter(syntaxOf(u"YAML"_s));
    m_code->setFoldable(true);
    connect(m_field, &QLineEdit::textChanged, this, &ManifestTab::search);
    connect(m_parts, &Segments::currentChanged, this, &ManifestTab::refill);
    theme.follow(this, [this, bar] {
        const Metric &m = m_theme.metric();
        bar->setContentsMargins(m.us(4), m.us(2), m.us(4), m.us(2));
        bar->setSpacing(m.us(2));
    });
}

void ManifestTab::show(const core::Resource &object)
{
    if (object == m_object)
        return;
    m_object = object;
    refill();
}

void ManifestTab::refill()
{
    models::ManifestParts parts;
    parts.status = m_parts->current() == 1;
    parts.managedFields = parts.status;
    m_code->setLines(models::manifestOf(m_object, parts));
    search();
}

void ManifestTab::search()
{
    m_matches = m_code->setSearch(m_field->text());
    say(m_field->text().isEmpty() ? QString() : m_matches == 0 ? tr("not found") : tr("%1 lines").arg(m_matches));
}

void ManifestTab::findNext(bool backwards)
{
    if (const int at = m_code->findNext(backwards); at > 0)
        say(tr("%1 of %2").arg(at).arg(m_matches));
}

// Never cut: the field beside it gives way.
void ManifestTab::say(const QString &found)
{
    m_found->setText(found);
    m_found->setMinimumWidth(m_found->sizeHint().width());
}

bool ManifestTab::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        findNext(key->modifiers() & Qt::ShiftModifier);
        return true;
    }
    if (key->key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
        m_field->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
