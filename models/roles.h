// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace models {

// Cell hands a delegate all it needs in one call; a frame asks for a few hundred of them.
enum Role : int { SortRole = Qt::UserRole, CellRole, KindRole, ResourceRole };

} // namespace models
