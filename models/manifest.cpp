// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/manifest.h"

#include "services/core/masking.h"
#include "services/core/printable.h"
#include "services/core/yaml/print.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace models {

namespace {

// The text goes through a tree of bytes, so that a number is shown as the server wrote it.
core::Result<QByteArray> yamlOf(const QByteArray &json, ManifestParts parts)
{
    const auto document = core::yaml::fromJson(json);
    if (!document)
        return document.error();
    core::yaml::Node *root = document->root();
    if (root->isMapping()) {
        if (!parts.status)
            root->remove("status");
        if (core::yaml::Node *metadata = root->find("metadata");
            metadata && metadata->isMapping() && !parts.managedFields)
            metadata->remove("managedFields");
    }
    return core::yaml::print(*root);
}

} // namespace

QStringList manifestOf(const core::Resource &object, ManifestParts parts)
{
    const bool secret = object.key().kind == u"Secret" && object.key().apiVersion == u"v1";
    const QByteArray json =
        secret ? QJsonDocument(core::maskedSecret(object.json())).toJson(QJsonDocument::Compact) : object.bytes();
    const auto yaml = yamlOf(json, parts);
    QString text = QString::fromUtf8(yaml ? *yaml : secret ? QByteArray() : object.bytes());
    if (text.endsWith(u'\n'))
        text.chop(1);
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = core::printableCode(line);
    return lines;
}

} // namespace models
