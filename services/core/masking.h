// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace core {

// What is hidden from eyes. It is for display only: a masked text has no way into a request, a patch or a file that is
// applied (field.md 1).

// A message of a controller without the values of secrets that some versions quote in it.
QString masked(const QString &message);

// A Secret (v1) with every value of data and stringData hidden, also where kubectl has put a copy into an annotation.
QJsonObject maskedSecret(QJsonObject secret);

} // namespace core
