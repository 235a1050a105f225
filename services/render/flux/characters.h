// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace render::flux {

// One character of UTF-8 as Go decodes it: a byte that fits nowhere is U+FFFD and one byte wide.
struct Character {
    char32_t value = 0;
    size_t width = 0;
    bool isValid = true;
};
Character firstCharacter(std::string_view text); // of a text that is not empty
void append(std::string &text, char32_t character);

} // namespace render::flux
