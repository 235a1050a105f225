// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences.h"

#include "app/systemscheme.h"
#include "ui/theme/theme.h"

namespace app {

Preferences::Preferences(ui::Theme &theme, SystemScheme *system, QString file, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_system(system)
    , m_file(std::move(file))
{
    if (!m_file.isEmpty()) {
        if (const auto loaded = loadSettings(m_file))
            m_settings = *loaded;
        else
            m_kept = loaded.error();
    }
    if (m_system)
        connect(m_system, &SystemScheme::changed, this, &Preferences::apply);
    apply();
}

void Preferences::setAppearance(ui::Appearance appearance)
{
    Settings wanted = m_settings;
    wanted.appearance = appearance;
    change(wanted);
}

void Preferences::setDensity(ui::Density density)
{
    Settings wanted = m_settings;
    wanted.density = density;
    change(wanted);
}

void Preferences::setRail(bool rail)
{
    Settings wanted = m_settings;
    wanted.rail = rail;
    change(wanted);
}

void Preferences::change(const Settings &settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    apply();
    if (!m_file.isEmpty())
        m_kept = saveSettings(m_file, m_settings);
    Q_EMIT changed();
}

void Preferences::apply()
{
    switch (m_settings.appearance) {
    case ui::Appearance::Light: m_theme.setScheme(ui::Scheme::Light); break;
    case ui::Appearance::Dark: m_theme.setScheme(ui::Scheme::Dark); break;
    case ui::Appearance::Contrast: m_theme.setScheme(ui::Scheme::Contrast); break;
    case ui::Appearance::System:
        if (m_system)
            m_theme.setScheme(m_system->scheme());
        break;
    }
    m_theme.setDensity(m_settings.density);
}

} // namespace app
