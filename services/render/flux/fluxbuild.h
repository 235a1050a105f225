// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/flux/substitution.h"
#include "services/render/flux/version.h"
#include "services/render/kustomize/build.h"

#include <optional>

namespace render::flux {

struct Options {
    Version version = Version::V2_7;
    // What spec.postBuild.substituteFrom names, already fetched: later references win. spec.postBuild.substitute wins
    // over them; line breaks in values are dropped.
    Variables variables = {};
    // The controller's gate StrictPostBuildSubstitutions; unset: on from 2.9, off before (flux.md 2.5).
    std::optional<bool> isStrict = {};
    Limits limits = {};
    std::stop_token stop = {};
};

struct Build {
    std::vector<Rendered>
        objects; // as they are applied, but for what the API server's types make of them (flux.md 2.8)
    QStringList warnings;
    // Indexes of objects of which SOPS has encrypted something: only their metadata and keys can be compared.
    std::vector<size_t> encrypted;
    QByteArray digest; // "sha256:...", as status.history of the Flux object has it (2.7 and newer)
};

// What kustomize-controller would apply for a Kustomization (kustomize.toolkit.fluxcd.io) whose source is this artifact:
// steps 6 to 16 of flux.md 2.2, without keys to decrypt and without remote bases. The artifact holds no links and nothing
// that is ignored: see Artifact. An Error has the controller's words, or is a refusal of ours.
core::Result<Build> build(
    std::shared_ptr<const core::FileTree> artifact, const core::yaml::Node &kustomization, const Options &options = {});

} // namespace render::flux
