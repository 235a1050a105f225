// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class IconField;

// Every key of the program by place, to be searched. The list is made from the actions themselves, so it cannot be wrong.
class KeysPage : public QWidget {
    Q_OBJECT

public:
    struct Key {
        QString place; // keys of one place stand together
        QString key;
        QString does;
    };

    explicit KeysPage(const Theme &theme, QWidget *parent = nullptr);

    void setKeys(const QList<Key> &keys);

private:
    void show(const QString &words);

    const Theme &m_theme;
    QList<Key> m_keys;
    IconField *m_search;
    QWidget *m_list;
    QVBoxLayout *m_rows;
};

} // namespace ui
