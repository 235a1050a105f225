// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/yaml/node.h"

#include <string>

namespace render {

// A node as it was written, keys in their order and in its style, for messages: what kyaml's String() shows.
std::string excerpt(const core::yaml::Node *node);

} // namespace render
