// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/knowledge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QResource>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

// Must stand outside every namespace, and must be called at all: the linker drops the resources of a static library.
static void initialiseResources()
{
    Q_INIT_RESOURCE(kustomize);
}

namespace render {

namespace {
QJsonObject table(const QString &name)
{
    const QResource resource(u":/kustomize/%1.json"_s.arg(name));
    const QJsonObject object = QJsonDocument::fromJson(resource.uncompressedData()).object();
    if (object.isEmpty())
        qFatal("The program was built without its table %s", qPrintable(name));
    return object;
}

std::string text(const QJsonValue &value)
{
    return value.toString().toStdString();
}

std::vector<std::string> texts(const QJsonValue &value)
{
    std::vector<std::string> list;
    for (const QJsonValue &each : value.toArray())
        list.push_back(text(each));
    return list;
}

Gvk gvkOf(const QJsonObject &row)
{
    return {text(row["group"_L1]), text(row["version"_L1]), text(row["kind"_L1])};
}

FieldSpec fieldOf(const QJsonObject &row)
{
    FieldSpec field{gvkOf(row), text(row["path"_L1]), row["create"_L1].toBool()};
    if (row["since"_L1].toString() == u"5.7.1")
        field.since = Version::V5_7_1;
    return field;
}

std::vector<FieldSpec> fieldsOf(const QJsonValue &rows)
{
    std::vector<FieldSpec> fields;
    for (const QJsonValue &row : rows.toArray())
        fields.push_back(fieldOf(row.toObject()));
    return fields;
}

void readKinds(Knowledge &all)
{
    const QJsonObject kinds = table(u"kinds"_s);
    const QJsonObject scoped = kinds["clusterScoped"_L1].toObject();
    for (auto it = scoped.begin(); it != scoped.end(); ++it) {
        for (const std::string &kind : texts(it.value()))
            all.clusterScoped.insert(it.key().toStdString() + ' ' + kind);
    }
    for (const QJsonValue &row : kinds["keepName"_L1].toArray())
        all.keepName.push_back(gvkOf(row.toObject()));
    all.orderFirst = texts(kinds["orderFirst"_L1]);
    all.orderLast = texts(kinds["orderLast"_L1]);
}

void readFieldSpecs(Knowledge &all)
{
    const QJsonObject specs = table(u"fieldspecs"_s);
    all.metadataLabels = fieldsOf(specs["metadataLabels"_L1]);
    all.templateLabels = fieldsOf(specs["templateLabels"_L1]);
    all.commonLabels = all.metadataLabels;
    for (const FieldSpec &field : all.templateLabels)
        all.commonLabels.push_back(field);
    for (const FieldSpec &field : fieldsOf(specs["selectorLabels"_L1]))
        all.commonLabels.push_back(field);
    all.annotations = fieldsOf(specs["annotations"_L1]);
    all.namespaces = fieldsOf(specs["namespace"_L1]);
    all.images = fieldsOf(specs["images"_L1]);
    all.replicas = fieldsOf(specs["replicas"_L1]);
}

// A row of namereferences.json says paths below a pod spec once, for all the kinds that have one.
void readNameReferences(Knowledge &all)
{
    const QJsonObject references = table(u"namereferences"_s);
    const QJsonObject podSpecs = references["podSpecs"_L1].toObject();
    for (const QJsonValue &value : references["references"_L1].toArray()) {
        const QJsonObject row = value.toObject();
        NameReference reference{gvkOf(row), {}};
        const std::vector<std::string> paths = texts(row["podSpec"_L1]);
        for (const QJsonValue &kind : references["groups"_L1][row["podSpecsOf"_L1].toString()].toArray()) {
            Gvk referrer{{}, {}, text(kind)};
            if (referrer.kind == "Pod")
                referrer.version = text(row["podVersion"_L1]);
            for (const std::string &path : paths)
                reference.referrers.push_back({referrer, text(podSpecs[kind.toString()]) + '/' + path});
        }
        for (const FieldSpec &field : fieldsOf(row["fields"_L1]))
            reference.referrers.push_back(field);
        all.nameReferences.push_back(std::move(reference));
    }
    // Upstream sorts its table by the legacy order of kinds, which shows where two rows mean one field.
    const auto rank = [&](const NameReference &each) {
        const auto &first = all.orderFirst;
        const auto found = std::find(first.begin(), first.end(), each.target.kind);
        return std::tuple(found - first.end(), each.target.group.empty() ? "~G" : each.target.group,
            each.target.version.empty() ? "~V" : each.target.version, each.target.kind);
    };
    std::stable_sort(all.nameReferences.begin(), all.nameReferences.end(),
        [&](const NameReference &a, const NameReference &b) { return rank(a) < rank(b); });
}

void readMergeKeys(Knowledge &all)
{
    const QJsonObject merge = table(u"mergekeys"_s);
    const QJsonObject types = merge["types"_L1].toObject();
    for (auto it = types.begin(); it != types.end(); ++it)
        all.types[it.key().toStdString()];
    const auto named = [&](const QJsonValue &name) -> const MergeType * {
        const auto found = all.types.find(text(name));
        return found == all.types.end() ? nullptr : &found->second;
    };
    for (auto it = types.begin(); it != types.end(); ++it) {
        MergeType &type = all.types[it.key().toStdString()];
        const QJsonObject fields = it.value().toObject();
        for (auto field = fields.begin(); field != fields.end(); ++field) {
            const QJsonObject row = field.value().toObject();
            const QJsonValue of = row.contains("of"_L1) ? row["of"_L1]
                : row.contains("items"_L1)              ? row["items"_L1]
                                                        : row["type"_L1];
            type.fields[field.key().toStdString()] = {row.contains("merge"_L1), texts(row["merge"_L1]), named(of)};
        }
    }
    const QJsonObject kinds = merge["kinds"_L1].toObject();
    for (auto version = kinds.begin(); version != kinds.end(); ++version) {
        const QJsonObject row = version.value().toObject();
        for (auto kind = row.begin(); kind != row.end(); ++kind)
            all.kinds[(version.key() + u' ' + kind.key()).toStdString()] = named(kind.value());
    }
}
}

const MergeType *Knowledge::mergeType(std::string_view apiVersion, std::string_view kind) const
{
    const auto found = kinds.find(std::string(apiVersion) + ' ' + std::string(kind));
    return found == kinds.end() ? nullptr : found->second;
}

const Knowledge &knowledge()
{
    static const Knowledge all = [] {
        initialiseResources();
        Knowledge read;
        readKinds(read);
        readFieldSpecs(read);
        readNameReferences(read);
        readMergeKeys(read);
        return read;
    }();
    return all;
}

} // namespace render
