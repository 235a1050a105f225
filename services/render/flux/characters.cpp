// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/characters.h"

namespace render::flux {

Character firstCharacter(std::string_view text)
{
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const size_t width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    char32_t value = lead & (0x7F >> width);
    bool isValid = lead >= 0xC2 && lead <= 0xF4 && width <= text.size();
    for (size_t i = 1; isValid && i < width; ++i) {
        isValid = (byte(i) & 0xC0) == 0x80;
        value = value << 6 | (byte(i) & 0x3F);
    }
    isValid = isValid
        && value >= (width == 4 ? 0x10000u
                   : width == 3 ? 0x800u
                                : 0x80u)
        && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    return isValid ? Character{value, width} : Character{0xFFFD, 1, false};
}

void append(std::string &text, char32_t character)
{
    if (character < 0x80) {
        text += static_cast<char>(character);
        return;
    }
    const int tail = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    text += static_cast<char>((0xF80 >> tail & 0xFF) | character >> (6 * tail));
    for (int i = tail - 1; i >= 0; --i)
        text += static_cast<char>(0x80 | (character >> (6 * i) & 0x3F));
}

} // namespace render::flux
