// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

namespace models {

// "2 s", "41 min", "3 h", "6 d": one unit, with a thin space; of what is to come "in 3 min". Empty for an invalid time.
QString ageText(const QDateTime &time, const QDateTime &now);

} // namespace models
