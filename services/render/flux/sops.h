// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/yaml/node.h"

namespace render::flux {

// Whether kustomize-controller would decrypt something of it: an object with sops.mac, or a Secret of which a value
// holds a marker of SOPS (flux.md 2.6).
bool isEncrypted(const core::yaml::Node &object);

} // namespace render::flux
