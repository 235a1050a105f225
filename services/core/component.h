// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace core {

// One thing that the program is made of, in the version that runs now.
struct Component {
    QString name;
    QString version;
    QString licence; // SPDX identifier
};

// The libraries behind this room.
QList<Component> components();

} // namespace core
