// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"
#include "services/render/kustomize/knowledge.h"

#include <functional>
#include <initializer_list>

namespace render {

using core::yaml::Document;
using core::yaml::Node;

// kyaml asks the tag alone: a node without one is never null, whatever it reads as (kustomize.md 3, 11).
inline bool isTaggedNull(const Node *node)
{
    return node && node->isScalar() && node->tag() == "!!null";
}
inline bool isMissingOrNull(const Node *node)
{
    return !node || isTaggedNull(node);
}

// What a chain of fields leads to, or null.
Node *lookup(const Node *node, std::initializer_list<std::string_view> path);
std::string textOf(const Node *node, std::initializer_list<std::string_view> path); // "" where there is no scalar

// FieldSetter of kyaml on a mapping (kustomize.md 3): null removes; an old value's style stays; a text that YAML 1.1 takes
// for something else is quoted where nothing says a style.
void setField(Node *mapping, std::string_view name, Node *value);
// The same on the scalar itself.
void setScalar(Node *scalar, std::string_view text, std::string_view tag);

// "wrong node kind: ...", with the node as YAML.
core::Error wrongKind(core::yaml::Kind expected, const Node *got);

using SetValue = std::function<core::Result<>(Node *)>;

// Calls set for every node that the path leads to (kustomize.md 8); makes the way there if the row says so. leaf: what
// the last part is made as. Only for a resource that the row selects: see FieldSpec::gvk.
core::Result<> applyFieldSpec(
    const FieldSpec &spec, const Document &document, const Id &id, core::yaml::Kind leaf, const SetValue &set);

// FsSlice.MergeOne: adds what is not there yet; the same field with another create is an error.
core::Result<> mergeFieldSpecs(std::vector<FieldSpec> &into, const std::vector<FieldSpec> &more);

} // namespace render
