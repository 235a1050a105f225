// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/settings.h"
#include "services/core/result.h"

#include <QObject>

namespace ui {
class Theme;
}

namespace app {

class SystemScheme;

// The user's choices while the program runs: each is applied at once and kept in a file. Without a file (pictures,
// tests) nothing is read or kept, and nothing asks the desktop.
class Preferences : public QObject {
    Q_OBJECT

public:
    // The theme and the system's scheme, which may be null, must outlive it.
    Preferences(ui::Theme &theme, SystemScheme *system, QString file, QObject *parent = nullptr);

    const Settings &settings() const { return m_settings; }
    QString file() const { return m_file; }
    // Whether the choices are kept; if not, why.
    const core::Result<> &kept() const { return m_kept; }

    void setAppearance(ui::Appearance appearance);
    void setDensity(ui::Density density);
    void setRail(bool rail);

Q_SIGNALS:
    void changed();

private:
    void change(const Settings &settings);
    void apply();

    ui::Theme &m_theme;
    SystemScheme *m_system;
    QString m_file;
    Settings m_settings;
    core::Result<> m_kept;
};

} // namespace app
