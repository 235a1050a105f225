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

QJsonObject maskedSecret(QJsonObject secret)
{
    const QString hidden = u"••••"_s;
    for (const auto part : {"data"_L1, "stringData"_L1}) {
        QJsonObject values = secret[part].toObject();
        for (auto each = values.begin(); each != values.end(); ++each)
            each.value() = hidden;
        if (secret.contains(part))
            secret[part] = values;
    }
    QJsonObject metadata = secret["metadata"_L1].toObject();
    QJsonObject annotations = metadata["annotations"_L1].toObject();
    for (auto each = annotations.begin(); each != annotations.end(); ++each) {
        // kubectl's copy; and whatever else looks like one, since tools of all kinds keep the object there.
        if (each.key() == u"kubectl.kubernetes.io/last-applied-configuration"
            || each.value().toString().contains(u"\"data\""_s) || each.value().toString().contains(u"\"stringData\""_s))
            each.value() = hidden;
    }
    if (!annotations.isEmpty()) {
        metadata["annotations"_L1] = annotations;
        secret["metadata"_L1] = metadata;
    }
    return secret;
}

} // namespace core
