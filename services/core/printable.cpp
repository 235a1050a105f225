// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/printable.h"

namespace core {

namespace {
bool turnsDirection(QChar c)
{
    const char16_t code = c.unicode();
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E)
        || (code >= 0x2066 && code <= 0x2069);
}

QString inert(QString line)
{
    for (QChar &c : line) {
        if (turnsDirection(c) || (!c.isPrint() && !c.isSurrogate()))
            c = QChar::ReplacementCharacter;
    }
    return line;
}
}

QString printable(const QString &text)
{
    return inert(text.simplified());
}

QString printableCode(const QString &line)
{
    return inert(QString(line).replace(u'\t', QStringLiteral("    ")));
}

} // namespace core
