// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace models {

// For each line of YAML the last line that goes with it: what is indented deeper, and the items of a list that stand
// below its key without being indented. A line with nothing below it ends with itself.
QList<int> foldEnds(const QStringList &lines);

} // namespace models
