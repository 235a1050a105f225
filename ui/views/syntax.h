// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/codepaint.h"

namespace ui {

// Colours for the lines of a language that KSyntaxHighlighting knows by this name: "YAML", "JSON". Each line is read for
// itself, so what began lines before (a block of text) is not seen. An unknown name colours nothing.
Highlighter syntaxOf(const QString &language);

} // namespace ui
