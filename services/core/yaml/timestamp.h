// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core::yaml {

// The timestamps of go-yaml: a date alone, or with a time after T, t (then with a zone) or a blank (then without), parts
// of one or two digits. The answer is how encoding/json writes that time: RFC 3339.
std::optional<std::string> timestamp(std::string_view text);

} // namespace core::yaml
