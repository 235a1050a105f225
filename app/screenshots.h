// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "ui/theme/tokens.h"

#include <QJsonArray>
#include <QObject>

#include <memory>

namespace ui {
class Theme;
}

namespace app {

class Console;
class Contexts;
class Preferences;
class Workspace;

// Draws every pane in every theme into files, one after the other, with index.json and widgets.json beside them
// (cli.md). The same window as a person gets; only the fonts are those of the design's pictures where they are installed.
class Screenshots : public QObject {
    Q_OBJECT

public:
    // All of them outlive it.
    Screenshots(
        ui::Theme &theme, Contexts &contexts, Workspace &workspace, TakeScreenshots wanted, QObject *parent = nullptr);
    ~Screenshots() override;

    // The fonts of the pictures. Before the theme is made, because the theme measures them.
    static void chooseFonts();
    void start();

Q_SIGNALS:
    // The number of pictures, or why there are no more.
    void finished(const core::Result<int> &taken);

private:
    struct Shot {
        QString pane;
        QString theme;
    };

    void next();
    void take();
    core::Result<> write(const QString &name, const QByteArray &bytes) const;
    void describe(const QString &pane);
    void finish();

    ui::Theme &m_theme;
    const Contexts &m_contexts;
    TakeScreenshots m_wanted;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<Console> m_console;
    QList<Shot> m_shots;
    qsizetype m_at = 0;
    QJsonArray m_index;
    QJsonArray m_widgets;
};

} // namespace app
