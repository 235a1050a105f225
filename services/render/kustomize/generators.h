// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/loader.h"
#include "services/render/kustomize/resource.h"
#include "services/render/kustomize/settings.h"

namespace render {

// The ConfigMap or Secret of one generator (kustomize.md 7). file: the kustomization.
core::Result<std::shared_ptr<Resource>> generate(
    const Generator &generator, const Loader &loader, const std::string &file);

// Puts a generated resource among the others: created, merged or replacing, as its behaviour says.
core::Result<> absorb(std::shared_ptr<Resource> generated, ResourceList &into, Version version);

// Ten letters that change with the data (kustomize.md 7): of a ConfigMap, a Secret, or any other object.
core::Result<std::string> contentHash(const Resource &resource);

// Lines of an environment file, and one literal; also used alone by tests.
using Pairs = std::vector<std::pair<std::string, std::string>>;
core::Result<Pairs> environmentPairs(const QByteArray &bytes);
core::Result<std::pair<std::string, std::string>> literalPair(const std::string &literal);

} // namespace render
