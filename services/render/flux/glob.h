// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace render::flux {

// Go's filepath.Match: "*", "?", "[a-z]", "[^a]" and "\" before a character; nothing for a pattern that is malformed.
// "*" also crosses "/", as in Flux's envsubst; whoever matches names has none in them.
std::optional<bool> matchesGlob(std::string_view pattern, std::string_view name);

} // namespace render::flux
