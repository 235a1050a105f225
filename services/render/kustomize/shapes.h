// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"

#include <string_view>

namespace render {

// What encoding/json would say of a kustomization that does not fit kustomize's structs: "json: unknown field "x"",
// "json: cannot unmarshal bool into Go struct field Kustomization.namespace of type string". The first offence in the
// order of sorted keys, as the file reaches that decoder (kustomize.md 5).
core::Result<> checkShape(const core::yaml::Node *kustomization);

// The field of a struct: by its name, else whatever the case of its letters.
const core::yaml::Node *fieldOf(const core::yaml::Node *object, std::string_view name);

} // namespace render
