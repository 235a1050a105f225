// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"

#include <cstdio>

namespace app {

// Exit status of every command (cli.md).
enum Exit : int { Done = 0, Finding = 1, Failed = 2 };

// Does what the line asks for and returns the exit status. argc and argv are main()'s, for Qt's own arguments. Only the
// window and the pictures need Qt's GUI; every other command works without a display and without its platform plugins.
int run(const CommandLine &line, int argc, char **argv);

void print(FILE *stream, const QByteArray &bytes);

// "error: WHAT: WHERE: CURE" on stderr, in one line, with nothing in it that a terminal would obey. Returns Failed.
int complain(const core::Error &error);

} // namespace app
