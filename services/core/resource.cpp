// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/resource.h"

#include "services/core/ondemand.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace core {
namespace json = simdjson::ondemand;

Path::Path(QStringView text)
{
    for (const QStringView part : text.split(u'.')) {
        const auto bracket = part.indexOf(u'[');
        if (bracket < 0) {
            m_steps.append({part.toUtf8(), {}, {}});
            continue;
        }
        const auto match = part.mid(bracket + 1).chopped(1);
        const auto equals = match.indexOf(u'=');
        m_steps.append({part.left(bracket).toUtf8(), match.left(equals).toUtf8(), match.mid(equals + 1).toUtf8()});
    }
}

// Walks forward through the bytes, which is the only way On-Demand goes; whatever is missing or broken is Undefined.
struct PathWalk {
    const QList<Path::Step> &steps;

    QJsonValue from(json::object object, qsizetype step) const
    {
        json::value value;
        if (object.find_field_unordered(view(steps[step].name)).get(value))
            return QJsonValue::Undefined;
        if (steps[step].matchKey.isEmpty())
            return step + 1 == steps.size() ? leaf(value) : into(value, step + 1);
        json::array items;
        if (value.get_array().get(items))
            return QJsonValue::Undefined;
        for (auto item : items) {
            json::object candidate;
            std::string_view text;
            if (item.get_object().get(candidate))
                return QJsonValue::Undefined;
            if (candidate.find_field_unordered(view(steps[step].matchKey)).get_string().get(text)
                || text != view(steps[step].matchValue))
                continue;
            if (candidate.reset().error())
                return QJsonValue::Undefined;
            return step + 1 == steps.size() ? tree(candidate) : from(candidate, step + 1);
        }
        return QJsonValue::Undefined;
    }

private:
    static std::string_view view(const QByteArray &bytes) { return {bytes.constData(), size_t(bytes.size())}; }

    QJsonValue into(json::value value, qsizetype step) const
    {
        json::object object;
        return value.get_object().get(object) ? QJsonValue(QJsonValue::Undefined) : from(object, step);
    }

    template<typename Container>
    static QJsonValue tree(Container container)
    {
        std::string_view raw;
        if (container.raw_json().get(raw))
            return QJsonValue::Undefined;
        const auto document = QJsonDocument::fromJson(QByteArray(raw.data(), qsizetype(raw.size())));
        return document.isArray() ? QJsonValue(document.array())
            : document.isObject() ? QJsonValue(document.object())
                                  : QJsonValue(QJsonValue::Undefined);
    }

    static QJsonValue leaf(json::value value)
    {
        json::json_type type;
        if (value.type().get(type))
            return QJsonValue::Undefined;
        switch (type) {
        case json::json_type::object: {
            json::object object;
            return value.get_object().get(object) ? QJsonValue(QJsonValue::Undefined) : tree(object);
        }
        case json::json_type::array: {
            json::array array;
            return value.get_array().get(array) ? QJsonValue(QJsonValue::Undefined) : tree(array);
        }
        case json::json_type::string: {
            std::string_view text;
            return value.get_string().get(text) ? QJsonValue(QJsonValue::Undefined)
                                                : QJsonValue(QString::fromUtf8(text.data(), qsizetype(text.size())));
        }
        case json::json_type::boolean: {
            bool truth = false;
            return value.get_bool().get(truth) ? QJsonValue(QJsonValue::Undefined) : QJsonValue(truth);
        }
        case json::json_type::null: return QJsonValue::Null;
        case json::json_type::number: break;
        }
        if (int64_t whole = 0; !value.get_int64().get(whole))
            return qint64(whole);
        double number = 0;
        return value.get_double().get(number) ? QJsonValue(QJsonValue::Undefined) : QJsonValue(number);
    }
};

QJsonValue Path::in(const QByteArray &bytes) const
{
    return readJson(
        withRoom(bytes), [this](json::object root) { return PathWalk{m_steps}.from(root, 0); },
        [](const QString &) { return QJsonValue(QJsonValue::Undefined); });
}

namespace {

QString text(json::value value)
{
    std::string_view view;
    return value.get_string().get(view) ? QString() : QString::fromUtf8(view.data(), qsizetype(view.size()));
}

// Reads to the end, so that an object which stops making sense half way is found out here.
QString readIdentity(json::object root, ResourceKey &key, QString &version)
{
    for (auto field : root) {
        std::string_view name;
        json::value value;
        if (field.unescaped_key().get(name) || field.value().get(value))
            return u"it is not readable JSON"_s;
        if (name == "apiVersion") {
            key.apiVersion = text(value);
        } else if (name == "kind") {
            key.kind = text(value);
        } else if (name == "metadata") {
            json::object metadata;
            if (value.get_object().get(metadata))
                return u"its metadata is not an object"_s;
            for (auto inner : metadata) {
                json::value detail;
                if (inner.unescaped_key().get(name) || inner.value().get(detail))
                    return u"its metadata is not readable JSON"_s;
                if (name == "name")
                    key.name = text(detail);
                else if (name == "namespace")
                    key.space = text(detail);
                else if (name == "uid")
                    key.uid = text(detail);
                else if (name == "resourceVersion")
                    version = text(detail);
            }
        }
    }
    return key.uid.isEmpty() || key.name.isEmpty() ? u"it has no name or no uid"_s : QString();
}

} // namespace

Resource Resource::fromJson(QByteArrayView json, const ResourceKey &context)
{
    const auto data = std::make_shared<Data>();
    data->key.apiVersion = context.apiVersion;
    data->key.kind = context.kind;
    data->key.cluster = context.cluster;
    data->json = padded(json);
    data->problem = readJson(
        data->json, [&](json::object root) { return readIdentity(root, data->key, data->version); },
        [](const QString &why) { return why; });
    if (data->key.uid.isEmpty()) // still told apart from the others, and the same again next time
        data->key.uid = u"unreadable-"_s
            + QString::fromLatin1(QCryptographicHash::hash(data->json, QCryptographicHash::Sha1).toHex());
    data->id = context.cluster.isEmpty() ? data->key.uid : context.cluster + u'/' + data->key.uid;
    Resource resource;
    resource.m_data = data;
    return resource;
}

Resource::Resource(const QJsonObject &json)
    : Resource(fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)))
{
}

QJsonObject Resource::json() const
{
    return QJsonDocument::fromJson(m_data->json).object();
}

const std::shared_ptr<const Resource::Data> &Resource::nothing()
{
    static const std::shared_ptr<const Data> nothing = std::make_shared<Data>();
    return nothing;
}

} // namespace core
