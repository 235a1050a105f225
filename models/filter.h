// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"

namespace models {

// Shows the objects in which every word is found, in any column and in any case. No words: an empty filter.
ResourceTableModel::Filter everyWordIn(const QList<Column> &columns, const QString &words);

} // namespace models
