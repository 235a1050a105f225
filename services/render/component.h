// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/component.h"

namespace render {

// The libraries behind this room.
QList<core::Component> components();

} // namespace render
