// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/resource.h"
#include "services/render/kustomize/settings.h"

namespace render {

// The transformers of a kustomization file that write fields of a table (kustomize.md 9). Each changes all resources.
core::Result<> applyNamespace(ResourceList &resources, const std::string &nspace);
core::Result<> applyNamePrefix(ResourceList &resources, const std::string &prefix);
core::Result<> applyNameSuffix(ResourceList &resources, const std::string &suffix);
core::Result<> applyLabels(ResourceList &resources, const TextMap &labels, const std::vector<FieldSpec> &fields);
core::Result<> applyAnnotations(ResourceList &resources, const TextMap &annotations);
core::Result<> applyReplicas(ResourceList &resources, const Replica &replica);
core::Result<> applyImage(ResourceList &resources, const Image &image, Version version);

// The fields of one entry of labels: "failed to merge labels: conflicting fieldspecs".
core::Result<std::vector<FieldSpec>> labelFields(const Label &label);

// The new reference, or nothing if the image is another one (kustomize.md 9, quirks Q2 and Q3).
std::optional<std::string> changedImage(const std::string &reference, const Image &image);

} // namespace render
