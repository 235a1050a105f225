// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/async.h"
#include "services/core/resource.h"

#include <functional>

namespace models {

// Something the user can do to the selected resources. Menus, buttons, shortcuts and the palette all come from these.
struct Command {
    QString id;
    const char *title;
    const char *busy; // in place of the title while it runs
    std::function<bool(const QList<core::Resource> &)> applies;
    std::function<core::Async<>(const QList<core::Resource> &)> run;
};

// One thing the palette offers: a command, a place or an object.
struct PaletteEntry {
    QString group;
    QString icon;
    QString title;
    QString detail = {};
    QString key = {};
    QString keywords = {}; // found, but not shown
    QString blocked = {}; // why it cannot run now; running it opens the cure
    std::function<void()> run = {};
};

// A first letter that narrows the palette to one group: ">" to the commands.
struct PalettePrefix {
    QChar letter;
    QString group;
    QString word; // beside the letter, at the foot
};

} // namespace models
