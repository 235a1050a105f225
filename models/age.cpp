// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/age.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace models {

QString ageText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const auto tr = [](const char *text) { return QCoreApplication::translate("ages", text); };
    const qint64 seconds = time.secsTo(now);
    const qint64 away = qAbs(seconds);
    const auto said = [](qint64 number, const QString &unit) { return QString::number(number) + QChar(0x2009) + unit; };
    const QString text = away < 60 ? said(away, tr("s"))
        : away < 3600              ? said(away / 60, tr("min"))
        : away < 48 * 3600         ? said(away / 3600, tr("h"))
                                   : said(away / 86400, tr("d"));
    return seconds < 0 ? tr("in %1").arg(text) : text;
}

} // namespace models
