// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/masking.h"

using namespace Qt::StringLiterals;

namespace core {

// kustomize-controller 1.5.0 quotes the plain value when SOPS cannot decrypt what is no longer encrypted
// (fluxcd/kustomize-controller#1371). The value may hold anything, so all up to the last of the closing words goes.
QString masked(const QString &message)
{
    const QString open = u"Input string "_s;
    const QString close = u" does not match sops"_s;
    const qsizetype from = message.indexOf(open);
    if (from < 0)
        return message;
    const qsizetype to = message.lastIndexOf(close);
    const qsizetype begin = from + open.size();
    return message.left(begin) + u"<hidden>"_s + (to >= begin ? message.mid(to) : QString());
}

} // namespace core
