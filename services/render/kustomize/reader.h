// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/limits.h"
#include "services/render/kustomize/resource.h"

#include <QByteArray>

namespace render {

// The resources of one file, in kustomize's order (kustomize.md 6): documents split at "---" lines, aliases and merge
// keys written out, lists taken apart. name: how messages call the file; "" for inline text. An Error of detail
// "malformed" is one of the YAML itself.
core::Result<std::vector<std::shared_ptr<Resource>>> readResources(
    QByteArray bytes, const std::string &name, Budget &budget);
bool isMalformedYaml(const core::Error &error);

// What every resource must have, at reading and at the end of a build: a kind, and a name unless it is a list.
core::Result<> checkIdentity(const Node *root);

} // namespace render
