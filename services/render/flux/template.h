// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace render::flux {

// A text with "${...}" in it, taken apart as Flux's envsubst does (flux.md 2.5).
struct Piece {
    bool isVariable = false;
    std::string text; // or the name of the variable
    std::string operation; // "", "#", ":", "^^", "//", ":=", ...
    std::vector<Piece> arguments;
};

// Error::summary() has envsubst's words: "missing closing brace", "unable to parse variable name", "bad substitution".
core::Result<std::vector<Piece>> parseTemplate(std::string_view text);

} // namespace render::flux
