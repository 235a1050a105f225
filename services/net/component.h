// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/component.h"

namespace net {

// The libraries behind this room: libcurl, and what it has TLS and HTTP/2 from.
QList<core::Component> components();

} // namespace net
