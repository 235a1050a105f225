// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/keyspage.h"

#include "ui/views/chips.h"
#include "ui/views/detailpanel.h"
#include "ui/views/emptystate.h"
#include "ui/views/iconfield.h"
#include "ui/views/label.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
// Keys in a column of their own, so that what they do lines up.
class KeyRow : public QWidget {
public:
    KeyRow(const Theme &theme, const KeysPage::Key &key)
        : m_theme(theme)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        auto *cap = new KeyHints(theme, {{key.key, {}}});
        auto *does = new Label(theme, key.does);
        row->addWidget(cap, 0, Qt::AlignLeft);
        row->addWidget(does, 1);
        setAccessibleName(u"%1: %2"_s.arg(key.key, key.does));
        theme.follow(this, [this, cap, row] {
            setFixedHeight(m_theme.metric().compactRow());
            cap->setFixedWidth(m_theme.metric().ems(9));
            row->setSpacing(m_theme.metric().us(2));
        });
    }

private:
    const Theme &m_theme;
};
}

KeysPage::KeysPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_search(new IconField(theme, u"act-search"_s, tr("Search keys")))
    , m_list(new QWidget)
    , m_rows(new QVBoxLayout(m_list))
{
    m_search->setObjectName(u"keySearch"_s);
    m_rows->setSpacing(0);
    auto *head = new QHBoxLayout;
    auto *title = new Label(theme, tr("Shortcuts"), Type::PageTitle);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_search);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(DetailPanel::scrolling(theme, m_list), 1);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &KeysPage::show);
    theme.follow(this, [this, head, title] {
        const Metric &m = m_theme.metric();
        title->setFixedHeight(m.control());
        head->setContentsMargins(m.us(4), m.us(2.5), m.us(4), m.us(2.5));
        m_search->setFixedWidth(m.ems(18));
    });
}

void KeysPage::setKeys(const QList<Key> &keys)
{
    m_keys = keys;
    show(m_search->text());
}

void KeysPage::show(const QString &words)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QString place;
    for (const Key &key : std::as_const(m_keys)) {
        const QString line = u"%1 %2 %3"_s.arg(key.key, key.does, key.place);
        if (!line.contains(words.trimmed(), Qt::CaseInsensitive))
            continue;
        if (key.place != place) {
            auto *title = new Label(m_theme, key.place, Type::Section, Token::Text2);
            title->setContentsMargins(0, place.isEmpty() ? 0 : m_theme.metric().us(4), 0, m_theme.metric().u());
            m_rows->addWidget(title);
            place = key.place;
        }
        m_rows->addWidget(new KeyRow(m_theme, key));
    }
    if (m_rows->count() == 0)
        m_rows->addWidget(new EmptyState(m_theme, u"act-search"_s, Token::Muted, tr("No key does “%1”").arg(words),
            tr("Clear the search to see all %1 keys.").arg(m_keys.size())));
    m_rows->addStretch();
}

} // namespace ui
