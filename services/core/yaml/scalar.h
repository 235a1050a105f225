// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/yaml/parse.h"

#include <string>
#include <string_view>

namespace core::yaml {

// What a scalar means to go-yaml (kustomize.md 17.1).
struct Meaning {
    enum class Type { String, Null, Boolean, Integer, Float, Timestamp, Merge };
    Type type = Type::String;
    // As encoding/json would write it: "true", "420", "1e+21", the time in RFC 3339; of a string the text itself.
    // Empty for .nan and .inf, which JSON cannot say.
    std::string text;
};

// A plain text without a tag, or with one of !!int, !!float, !!bool, !!null, !!timestamp as its hint.
Meaning resolve(std::string_view text, Schema schema, std::string_view tag = {});
// Its tag alone: "!!str", "!!int", ... Cheap for what is plainly a string.
std::string_view resolvedTag(std::string_view text, Schema schema);

// Whether YAML 1.1 readers take this text for something else than a string, so that it has to be quoted (17.3).
bool needsQuotes(std::string_view text);

} // namespace core::yaml
