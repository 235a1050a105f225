// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/version.h"

namespace render::flux {

// The Flux whose rules apply: that of the kustomize-controller's image (flux.md 0.1, 2.12). 2.7 is the default, because
// the newest extension of Azure has it.
enum class Version { V2_6, V2_7, V2_8, V2_9 };

constexpr render::Version kustomizeOf(Version version)
{
    switch (version) {
    case Version::V2_6: return render::Version::V5_6_0;
    case Version::V2_7: return render::Version::V5_7_1;
    case Version::V2_8:
    case Version::V2_9: break;
    }
    return render::Version::V5_8_1;
}

} // namespace render::flux
