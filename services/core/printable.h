// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

// The text in one line, with nothing in it that a terminal or a label would obey: line ends and tabs become spaces, other
// control characters and the marks that turn the direction of text (Unicode Bidi_Control, CVE-2021-42574) become U+FFFD.
QString printable(const QString &text);

// The same for one line of code, whose blanks mean something: they stay as they are, and a tab becomes four.
QString printableCode(const QString &line);

} // namespace core
