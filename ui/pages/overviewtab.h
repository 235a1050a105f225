// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/overview.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QScrollArea;

namespace ui {

// The first side of a detail: what is wrong in a sentence, conditions, and the facts in groups.
class OverviewTab : public QWidget {
    Q_OBJECT

public:
    explicit OverviewTab(const Theme &theme, QWidget *parent = nullptr);

    // Where one has scrolled to stays.
    void show(const models::Overview &about);

private:
    QWidget *content(const models::Overview &about) const;

    const Theme &m_theme;
    QScrollArea *m_area = nullptr;
};

} // namespace ui
