// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

namespace models {

// Which parts of an object are shown. managedFields, which nobody reads, is left out unless asked for.
struct ManifestParts {
    bool status = true;
    bool managedFields = false;
};

// An object as YAML for eyes, line by line: keys sorted, values of Secrets hidden. What cannot be read is shown as it came.
QStringList manifestOf(const core::Resource &object, ManifestParts parts);

} // namespace models
