// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "ui/theme/metric.h"
#include "ui/theme/tokens.h"

namespace app {

// What a user has chosen about the program itself. Nothing here is secret.
struct Settings {
    ui::Appearance appearance = ui::Appearance::System;
    ui::Density density = ui::Density::Comfortable;
    bool rail = false; // the sidebar as a row of shapes

    bool operator==(const Settings &) const = default;
};

// $XDG_CONFIG_HOME/fluxgate/settings.json, or where the system keeps such files.
QString settingsFile();

// The choices of a file; without a file, the defaults. A file that cannot be understood is an Error and stays as it is;
// values that are not known count as not chosen, because a newer version may have written them.
core::Result<Settings> loadSettings(const QString &file);
// Keeps what else is in the file, for the same reason.
core::Result<> saveSettings(const QString &file, const Settings &settings);

} // namespace app
