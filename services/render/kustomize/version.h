// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace render {

// The kustomize that is spoken: Flux 2.6 has 5.6.0, 2.7 has 5.7.1, 2.8 and 2.9 have 5.8.1 (architecture.md 7).
enum class Version { V5_6_0, V5_7_1, V5_8_1 };

} // namespace render
