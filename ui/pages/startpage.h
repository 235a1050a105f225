// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class Button;

// What one sees before there is a cluster: where clusters can come from, what was found there, and the keys to know.
// It contacts nothing.
class StartPage : public QWidget {
    Q_OBJECT

public:
    // One place that clusters can come from, and what was found there already.
    struct Source {
        QString icon;
        QString title;
        QString what;
        QString found; // said with the shape of state
        models::State state = models::State::None;
        QString verb; // of its button; the first source has the primary one
        std::function<void()> choose;
    };
    struct Key {
        QString key;
        QString does;
    };

    StartPage(const Theme &theme, const QList<Source> &sources, const QList<Key> &keys, QWidget *parent = nullptr);

private:
    QWidget *sourceList(const QList<Source> &sources);
    QWidget *sourceRow(const Source &source, bool first);
    QWidget *keysToKnow(const QList<Key> &keys);

    const Theme &m_theme;
};

} // namespace ui
