// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/glob.h"

#include "services/render/flux/characters.h"

namespace render::flux {

namespace {

// A character of a class in brackets, with its backslash.
std::optional<char32_t> classCharacter(std::string_view &pattern)
{
    if (pattern.empty() || pattern[0] == '-' || pattern[0] == ']')
        return {};
    if (pattern[0] == '\\')
        pattern.remove_prefix(1);
    if (pattern.empty())
        return {};
    const Character character = firstCharacter(pattern);
    pattern.remove_prefix(character.width);
    if (!character.isValid || pattern.empty()) // a class has to end
        return {};
    return character.value;
}

// "[...]" at the front of the pattern, against one character.
std::optional<bool> matchesClass(std::string_view &pattern, char32_t character)
{
    pattern.remove_prefix(1);
    const bool isNegated = pattern.starts_with('^');
    pattern.remove_prefix(isNegated ? 1 : 0);
    bool isIn = false;
    for (bool isFirst = true;; isFirst = false) {
        if (!isFirst && pattern.starts_with(']'))
            break;
        const auto low = classCharacter(pattern);
        if (!low)
            return {};
        auto high = low;
        if (pattern[0] == '-') {
            pattern.remove_prefix(1);
            high = classCharacter(pattern);
            if (!high)
                return {};
        }
        isIn = isIn || (*low <= character && character <= *high);
    }
    pattern.remove_prefix(1);
    return isIn != isNegated;
}

// A piece without "*" at the front of a name; takes from the name what it matches.
std::optional<bool> takesChunk(std::string_view chunk, std::string_view &name)
{
    while (!chunk.empty()) {
        if (name.empty())
            return false;
        if (chunk[0] == '[' || chunk[0] == '?') {
            const Character character = firstCharacter(name);
            name.remove_prefix(character.width);
            if (chunk[0] == '?') {
                chunk.remove_prefix(1);
                continue;
            }
            const auto isIn = matchesClass(chunk, character.value);
            if (!isIn || !*isIn)
                return isIn;
            continue;
        }
        if (chunk[0] == '\\') {
            chunk.remove_prefix(1);
            if (chunk.empty())
                return {};
        }
        if (chunk[0] != name[0])
            return false;
        chunk.remove_prefix(1);
        name.remove_prefix(1);
    }
    return true;
}

// Where the next "*" outside of a class stands.
size_t chunkEnd(std::string_view pattern)
{
    bool inClass = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\')
            ++i;
        else if (pattern[i] == '[' || pattern[i] == ']')
            inClass = pattern[i] == '[';
        else if (pattern[i] == '*' && !inClass)
            return i;
    }
    return pattern.size();
}

} // namespace

std::optional<bool> matchesGlob(std::string_view pattern, std::string_view name)
{
    while (!pattern.empty()) {
        const size_t stars = std::min(pattern.find_first_not_of('*'), pattern.size());
        pattern.remove_prefix(stars);
        if (stars > 0 && pattern.empty())
            return true;
        const std::string_view chunk = pattern.substr(0, chunkEnd(pattern));
        pattern.remove_prefix(chunk.size());
        // The first place that fits will do: a later "*" takes whatever is between. The last piece has to end the name.
        bool found = false;
        for (size_t skip = 0; !found && skip <= (stars > 0 ? name.size() : 0); ++skip) {
            std::string_view rest = name.substr(skip);
            const auto taken = takesChunk(chunk, rest);
            if (!taken)
                return {};
            if (*taken && (rest.empty() || !pattern.empty())) {
                name = rest;
                found = true;
            }
        }
        if (!found)
            return false;
    }
    return name.empty();
}

} // namespace render::flux
