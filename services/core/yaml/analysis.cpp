// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/analysis.h"

namespace core::yaml {

size_t characterWidth(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

bool isBreak(std::string_view text, size_t at)
{
    const char c = text[at];
    if (c == '\n' || c == '\r')
        return true;
    const std::string_view here = text.substr(at, 3);
    return c == '\xC2' ? here.substr(0, 2) == "\xC2\x85"
                       : c == '\xE2' && (here == "\xE2\x80\xA8" || here == "\xE2\x80\xA9");
}

bool isPrintable(std::string_view text, size_t at)
{
    const auto byte = [&](size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return lead == '\n' || (lead >= 0x20 && lead < 0x7F);
    if (lead == 0xC2)
        return byte(1) >= 0xA0;
    if (lead == 0xED)
        return byte(1) < 0xA0;
    if (lead == 0xEF) // neither a byte order mark nor U+FFFE, U+FFFF
        return !(byte(1) == 0xBB && byte(2) == 0xBF) && !(byte(1) == 0xBF && byte(2) >= 0xBE);
    return lead <= 0xEE;
}

namespace {

bool isBlank(std::string_view text, size_t at)
{
    return text[at] == ' ' || text[at] == '\t';
}

// Something that YAML takes for syntax outside flow collections if it stands plain.
bool isIndicator(std::string_view text, size_t at, bool blankBefore, bool blankAfter)
{
    switch (text[at]) {
    case ':': return blankAfter;
    case '?':
    case '-': return at == 0 && blankAfter;
    case '#': return at == 0 || blankBefore;
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case '\'':
    case '"':
    case '%':
    case '@':
    case '`': return at == 0;
    default: return false;
    }
}

} // namespace

Analysis::Analysis(std::string_view text, bool tabsAreSpecial)
{
    if (text.empty()) {
        block = false;
        return;
    }
    bool indicators = text.starts_with("---") || text.starts_with("...");
    bool special = false;
    bool tabs = false;
    bool edge = false; // a space or a break at one of its ends
    bool breakSpace = false;
    bool spaceBreak = false;
    bool previousSpace = false;
    bool previousBreak = false;
    bool blankBefore = true;
    for (size_t i = 0; i < text.size();) {
        const size_t next = i + characterWidth(text[i]);
        const bool isLast = next >= text.size();
        indicators = indicators || isIndicator(text, i, blankBefore, isLast || isBlank(text, next));
        if (text[i] == '\t' && !tabsAreSpecial)
            tabs = true;
        else if (!isPrintable(text, i))
            special = true;
        const bool space = text[i] == ' ';
        const bool lineBreak = !space && isBreak(text, i);
        if (space || lineBreak) {
            edge = edge || i == 0 || isLast;
            breakSpace = breakSpace || (space && previousBreak);
            spaceBreak = spaceBreak || (lineBreak && previousSpace);
            isMultiline = isMultiline || lineBreak;
            block = block && !(space && isLast);
        }
        previousSpace = space;
        previousBreak = lineBreak;
        blankBefore = space || text[i] == '\t' || lineBreak;
        i = next;
    }
    plain = !(edge || breakSpace || spaceBreak || special || tabs || isMultiline || indicators);
    singleQuoted = !(breakSpace || spaceBreak || special || tabs);
    block = block && !spaceBreak && !special;
}

} // namespace core::yaml
