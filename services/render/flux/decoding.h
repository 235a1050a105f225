// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"

#include <QByteArrayView>

namespace render::flux {

// A kustomization as Flux decodes it: not strict as kustomize is, fields in any case of letters, unknown ones dropped,
// texts made of numbers and booleans; apiVersion and kind are there. Error::summary() begins with
// "error converting YAML to JSON: " or "error unmarshaling JSON: ".
core::Result<core::yaml::Document> decodeKustomization(QByteArrayView bytes);

} // namespace render::flux
