// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"

namespace app {

// `fluxgate get`: what a pane shows, as text. Returns the exit status.
int get(const CommandLine &line, const Get &wanted, int argc, char **argv);

} // namespace app
