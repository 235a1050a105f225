// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/parse.h"

#include <QByteArray>

namespace core::yaml {

// A resource as kustomize prints it (kustomize.md 17.2, 17.3): keys sorted, no comments, no style, ends in a line break.
// Error::detail(): go-yaml's words for a key that stands there twice, a key that is no string, a tag that does not fit
// its text, .nan, .inf and control characters, without the Go dump in front.
Result<QByteArray> print(const Node &node);

// The same value as Go's encoding/json writes it, compact with sorted keys and <, >, & escaped: what is hashed.
Result<QByteArray> toJson(const Node &node);

// The same value as a new tree: tags only !!str, !!int, !!float, !!bool, !!null, texts as JSON has them, string keys,
// sorted by bytes. What kyaml's MarshalJSON hands on; JSON patches work on it.
Result<Document> toValues(const Node &node);

// A JSON text as a tree: tags as in toValues, numbers keep their text, keys keep their order, strings are DoubleQuoted.
// Reads JSON only, not YAML. Limits: bytes, depth and nodes.
Result<Document> fromJson(QByteArrayView json, const Limits &limits = {});

} // namespace core::yaml
