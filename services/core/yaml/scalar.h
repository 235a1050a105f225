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

// A plain text without a tag.
Meaning resolve(std::string_view text, Schema schema);
// Its tag alone: "!!str", "!!int", ... Cheap for what is plainly a string.
std::string_view resolvedTag(std::string_view text, Schema schema);

// Where a scalar stands when go-yaml prints it: an empty null in a flow collection or as a key becomes "" (17.2).
enum class Place { Block, Flow, Key };
// A scalar node as go-yaml understands it after it has printed it (Manifest) or as it stands there (Settings).
// Error::detail(): "cannot decode !!str `abc` as a !!int", "!!binary value contains invalid base64 data".
Result<Meaning> meaningOf(const Node &scalar, Schema schema, Place place = Place::Block);

// Whether YAML 1.1 readers take this text for something else than a string, so that it has to be quoted (17.3).
bool needsQuotes(std::string_view text);

// A number as encoding/json writes a float64: shortest, 1e21 and up or below 1e-6 with an exponent.
std::string jsonNumber(double number);
// A number in JSON as go-yaml v2 prints it: integers of 64 bits as they are, others as Go's %g.
std::string yamlNumber(std::string_view json);

} // namespace core::yaml
