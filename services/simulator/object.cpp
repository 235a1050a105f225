// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/object.h"

#include <QJsonDocument>

#include <array>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

// k8s.io/kubernetes pkg/apis/events/v1/conversion.go
constexpr std::array<std::pair<QLatin1StringView, QLatin1StringView>, 7> EventNames{{
    {"involvedObject"_L1, "regarding"_L1},
    {"message"_L1, "note"_L1},
    {"source"_L1, "deprecatedSource"_L1},
    {"firstTimestamp"_L1, "deprecatedFirstTimestamp"_L1},
    {"lastTimestamp"_L1, "deprecatedLastTimestamp"_L1},
    {"count"_L1, "deprecatedCount"_L1},
    {"reportingComponent"_L1, "reportingController"_L1},
}};

QByteArray bodyOf(QJsonObject json)
{
    json.remove("kind"_L1);
    json.remove("apiVersion"_L1);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray headed(const QString &kind, const QString &apiVersion, const QByteArray &body)
{
    return R"({"kind":")" + kind.toUtf8() + R"(","apiVersion":")" + apiVersion.toUtf8() + R"(",)" + body.mid(1);
}

QByteArray bodyFor(const Object &object, const Shape &shape)
{
    if (shape.metadataOnly)
        return QJsonDocument(QJsonObject{{u"metadata"_s, object.json["metadata"_L1]}}).toJson(QJsonDocument::Compact);
    return shape.kind->storedAs.isEmpty() ? object.body : bodyOf(newEventFrom(object.json));
}

} // namespace

Object::Object(const Kind &stored, QJsonObject content)
    : kind(&stored)
    , json(std::move(content))
    , body(bodyOf(json))
{
    const auto metadata = json["metadata"_L1];
    space = metadata["namespace"_L1].toString();
    name = metadata["name"_L1].toString();
    version = metadata["resourceVersion"_L1].toString().toLongLong();
}

Object Object::at(qint64 later) const
{
    auto content = json;
    auto metadata = content["metadata"_L1].toObject();
    metadata[u"resourceVersion"_s] = QString::number(later);
    content[u"metadata"_s] = metadata;
    return Object(*kind, content);
}

QByteArray Object::key() const
{
    return space.isEmpty() ? name.toUtf8() : space.toUtf8() + '/' + name.toUtf8();
}

QString Shape::apiVersion() const
{
    return metadataOnly ? u"meta.k8s.io/v1"_s : kind->apiVersion(version);
}

QString Shape::kindName() const
{
    return metadataOnly ? u"PartialObjectMetadata"_s : kind->kind;
}

QByteArray wholeJson(const Object &object, const Shape &shape)
{
    return headed(shape.kindName(), shape.apiVersion(), bodyFor(object, shape));
}

QByteArray itemJson(const Object &object, const Shape &shape)
{
    const bool leftOut = !shape.metadataOnly && !shape.kind->custom;
    return leftOut ? bodyFor(object, shape) : wholeJson(object, shape);
}

QJsonObject newEventFrom(const QJsonObject &event)
{
    QJsonObject result = event;
    for (const auto &[old, renewed] : EventNames) {
        result.remove(old);
        if (event.contains(old))
            result[renewed] = event[old];
    }
    result[u"apiVersion"_s] = u"events.k8s.io/v1"_s;
    return result;
}

QJsonObject coreEventFrom(const QJsonObject &event)
{
    QJsonObject result = event;
    for (const auto &[old, renewed] : EventNames) {
        result.remove(renewed);
        if (event.contains(renewed))
            result[old] = event[renewed];
    }
    result[u"apiVersion"_s] = u"v1"_s;
    return result;
}

} // namespace simulator
