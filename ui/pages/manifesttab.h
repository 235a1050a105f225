// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace ui {

class CodeView;
class IconField;
class Label;
class Segments;

// An object as YAML, with a search field above it: Enter finds the next match, Shift+Enter the one before, Escape ends it.
class ManifestTab : public QWidget {
    Q_OBJECT

public:
    ManifestTab(const Theme &theme, const QString &name, QWidget *parent = nullptr);

    void show(const core::Resource &object);
    CodeView *code() const { return m_code; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refill();
    void search();
    void findNext(bool backwards);
    void say(const QString &found);

    const Theme &m_theme;
    core::Resource m_object;
    IconField *m_field;
    Label *m_found;
    Segments *m_parts;
    CodeView *m_code;
    int m_matches = 0;
};

} // namespace ui
