// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace flux {

// A duration as Go writes it: "1h30m", "10s", "1.5m", "500ms". Nothing for anything else, for a negative one and for more
// than a hundred years. https://pkg.go.dev/time#ParseDuration
std::optional<std::chrono::milliseconds> goDuration(QStringView text);

} // namespace flux
