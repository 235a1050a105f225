// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/filetree.h"
#include "services/core/yaml/node.h"
#include "services/render/flux/version.h"
#include "services/render/kustomize/limits.h"

namespace render::flux {

// The kustomization that Flux puts into spec.path: the one that stands there or one that it makes of all manifests
// below, and the fields of the Flux object on top (flux.md 2.3).
struct Overlay {
    std::string file; // from the root of the tree
    QByteArray content;
    bool isGenerated = false;
};

// folder: spec.path, cleaned; spec: of the Flux object.
core::Result<Overlay> makeOverlay(const core::FileTree &tree, const std::string &folder, const core::yaml::Node *spec,
    Version version, Budget &budget);

} // namespace render::flux
