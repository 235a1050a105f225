// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/limits.h"
#include "services/render/kustomize/resource.h"

namespace render {

// Writes the new names of resources into the fields of others that had the old ones (kustomize.md 13).
core::Result<> repairNameReferences(ResourceList &resources, const Budget &budget);

} // namespace render
