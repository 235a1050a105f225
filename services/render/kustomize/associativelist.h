// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/fields.h"

#include <functional>

namespace render {

// ElementSetter of kyaml: puts element in the place of every element whose keys have these values, or behind the last one
// if there is none; null removes them. Empty elements go in passing. The key "" means the scalar itself.
void setElement(
    Node *list, const std::vector<std::string> &keys, const std::vector<std::string> &values, Node *element);

// Two lists whose elements are told apart by keys (kustomize.md 11): the algorithm of kyaml's associative_sequence.go
// with its flaws (quirk Q10), because what it loses, kustomize loses.
struct AssociativeList {
    const Document &document;
    Node *target;
    Node *patch; // may be null, or the target itself

    using MergeElements = std::function<core::Result<Node *>(Node *target, Node *patch)>;
    // Elements of the patch come first. keys: empty for a list of scalars.
    core::Result<Node *> merged(const std::vector<std::string> &keys, const MergeElements &merge) const;
};

} // namespace render
