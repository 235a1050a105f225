// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/filetree.h"
#include "services/core/yaml/node.h"
#include "services/render/kustomize/id.h"
#include "services/render/kustomize/limits.h"
#include "services/render/kustomize/loader.h"
#include "services/render/kustomize/version.h"

#include <QByteArray>
#include <QStringList>

#include <stop_token>
#include <vector>

namespace render {

// Legacy is the command's default, None Flux's; sortOptions of the kustomization wins over both (kustomize.md 16).
enum class Reorder { None, Legacy };

struct Options {
    Reorder reorder = Reorder::None;
    LoadRestrictor loadRestrictor = LoadRestrictor::RootOnly;
    bool managedByLabel = false;
    Version version = Version::V5_8_1;
    Limits limits = {};
    std::stop_token stop = {};
};

struct Rendered {
    Id id;
    core::yaml::Document document;
    std::string file; // of the tree: where the manifest, or the generator of it, is written
    int line = 0; // of that file; 0: not known
};

struct Build {
    std::vector<Rendered> objects;
    QStringList warnings;
};

// What kustomize makes of the kustomization in that folder of the tree. An Error has kustomize's words; of kind Refused it
// is ours: a limit, a cancelled build, or what this engine cannot do yet ("not supported yet: vars in
// apps/kustomization.yaml"). A pure function of its input.
core::Result<Build> build(const core::FileTree &tree, std::string_view path, const Options &options = {});

// The objects as kustomize prints them: in order, "---" between them.
core::Result<QByteArray> print(const Build &build);

} // namespace render
