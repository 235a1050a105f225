// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/jsonpatch.h"
#include "services/render/kustomize/loader.h"
#include "services/render/kustomize/reader.h"
#include "services/render/kustomize/settings.h"

namespace render {

// An entry of patches, patchesStrategicMerge or patchesJson6902, read and checked (kustomize.md 10).
struct PreparedPatch {
    std::vector<std::shared_ptr<Resource>> merges; // strategic
    std::optional<JsonPatch> json;
    std::optional<Selector> target;
    std::string source; // "[path: "p.yaml"]"
    bool allowNameChange = false;
    bool allowKindChange = false;
    // patchesStrategicMerge: no target of its own, and the patch is normalised nevertheless (quirk Q8).
    bool isOldMerge = false;
    bool isOldJson = false; // patchesJson6902 remembers no id
    bool crashesBehindDeletion = false; // kustomize before 5.7 looks at what a patch of the same file has deleted
};

core::Result<PreparedPatch> preparePatch(const Patch &patch, const Loader &loader, Version version, Budget &budget);
core::Result<PreparedPatch> prepareOldMerges(
    const std::vector<std::string> &entries, const Loader &loader, Budget &budget);
core::Result<PreparedPatch> prepareOldJson(const Patch &patch, const Loader &loader);

core::Result<> applyPatch(ResourceList &resources, const PreparedPatch &patch);

} // namespace render
