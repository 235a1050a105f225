// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/resource.h"
#include "services/render/kustomize/settings.h"

namespace render {

// The resources that a patch's target means (kustomize.md 10): anchored regular expressions, old or new name and
// namespace, selectors of labels and annotations.
core::Result<std::vector<Resource *>> select(const ResourceList &resources, const Selector &selector);

// Kubernetes' grammar: "a=b, c!=d, e in (f, g), h notin (i), j, !k, l>1"; comma is and; "" matches all.
core::Result<bool> matchesLabels(const std::string &selector, const std::map<std::string, std::string> &labels);

} // namespace render
