// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace ui {

class Segments;

// How the program looks, and what it is made of.
class SettingsPage : public QWidget {
    Q_OBJECT

public:
    struct Fact {
        QString name;
        QString value;
    };

    SettingsPage(const Theme &theme, const QList<Fact> &about, QWidget *parent = nullptr);

    void setAppearance(Appearance appearance);
    void setDensity(Density density);
    // Where the choices are kept, or why they are not.
    void setKeptIn(models::State state, const QString &sentence);

Q_SIGNALS:
    void appearanceChosen(ui::Appearance appearance);
    void densityChosen(ui::Density density);

private:
    QWidget *choice(const QString &name, Segments *segments, const QString &hint);

    const Theme &m_theme;
    Segments *m_appearance;
    Segments *m_density;
    QWidget *m_kept;
};

} // namespace ui
