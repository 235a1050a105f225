// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/fields.h"

namespace render {

// kyaml's merge2 (kustomize.md 11), flaws included: patch is changed and becomes part of the document, so it must be of
// the document's arena and its own. Returns the new root; null: the patch deletes the resource.
core::Result<Node *> mergeStrategically(const Document &document, Node *target, Node *patch);

} // namespace render
