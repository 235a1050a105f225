// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/resource.h"
#include "services/render/kustomize/settings.h"

namespace render {

// "the field 'sortOptions.order' must be one of [fifo, legacy]" and the like (kustomize.md 16).
core::Result<> checkSortOptions(const SortOptions &options);

// Kinds that others need first, webhooks last; lists of kinds that are not given are kustomize's.
void sortLegacy(ResourceList &resources, const SortOptions &options);

} // namespace render
