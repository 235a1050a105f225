// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace core::yaml {

// Characters as libyaml's emitter sees them, at a byte of valid UTF-8.
size_t characterWidth(char lead);
bool isBreak(std::string_view text, size_t at); // CR, LF, NEL, LS, PS
bool isPrintable(std::string_view text, size_t at); // nothing above U+FFFF is

// Which styles can hold a text: libyaml's analyze_scalar, as go-yaml has it, outside flow collections.
struct Analysis {
    explicit Analysis(std::string_view text, bool tabsAreSpecial = true); // to v2 they are, to v3 not

    bool isMultiline = false;
    bool plain = true;
    bool singleQuoted = true;
    bool block = true; // literal and folded
};

} // namespace core::yaml
