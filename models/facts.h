// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/column.h"

namespace models {

// What a table may show that no single path of the object says, by the names that resources/tables uses. A fact that is
// not known is an empty cell.
using Fact = Cell (*)(const core::Resource &object);

// Null for a name that is no fact.
Fact factNamed(QStringView name);

// The state of an object of Flux as every pane shows it: its shape, its word, and why as the hint.
Cell stateCell(const core::Resource &object);

} // namespace models
