// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/component.h"

namespace app {

// Fluxgate first, then the libraries that it is linked to.
QList<core::Component> components();

// For people, a line each; and as a document of cli.md: {apiVersion, kind: "Version", version, qt, libcurl, …, items}.
QString versionText();
QByteArray versionJson();

} // namespace app
