// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <string>
#include <string_view>

namespace render {

// An Error whose summary is kustomize's sentence (kustomize.md 18), so that who knows those finds them.
core::Error problem(std::string_view sentence);
// "PREFIX: CAUSE", as kustomize chains its errors. What we refuse or what was cancelled keeps its own words.
core::Error wrapped(std::string_view prefix, const core::Error &cause);
std::string sentence(const core::Error &error);

// What kustomize can do and this engine cannot yet: never skipped, never rendered wrongly.
core::Error unsupported(std::string_view what, std::string_view where);
// A limit of ours, or a cancelled build.
core::Error refused(std::string_view sentence, std::string_view cure = {});
bool isRefusal(const core::Error &error);

} // namespace render
