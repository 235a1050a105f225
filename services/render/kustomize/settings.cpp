// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/settings.h"

#include "services/core/yaml/parse.h"
#include "services/render/kustomize/fields.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/shapes.h"

#include <algorithm>
#include <array>

namespace render {

namespace {
// Fields of kustomize that this engine does not know yet, with the name under which they are refused.
constexpr std::array Unsupported{std::string_view("bases"), std::string_view("imageTags"), std::string_view("vars"),
    std::string_view("replacements"), std::string_view("configurations"), std::string_view("crds"),
    std::string_view("openapi"), std::string_view("helmCharts"), std::string_view("helmGlobals"),
    std::string_view("helmChartInflationGenerator"), std::string_view("generators"), std::string_view("transformers"),
    std::string_view("validators")};
constexpr std::array Deprecated{
    std::string_view("commonLabels"), std::string_view("patchesJson6902"), std::string_view("patchesStrategicMerge")};

std::string text(const Node *object, std::string_view name)
{
    const Node *found = fieldOf(object, name);
    return found ? std::string(found->text()) : std::string();
}

bool flag(const Node *object, std::string_view name)
{
    return text(object, name) == "true";
}

std::vector<std::string> texts(const Node *object, std::string_view name)
{
    std::vector<std::string> list;
    if (const Node *found = fieldOf(object, name)) {
        for (const Node *item : found->items())
            list.push_back(isTaggedNull(item) ? std::string() : std::string(item->text()));
    }
    return list;
}

TextMap map(const Node *object, std::string_view name)
{
    TextMap result;
    if (const Node *found = fieldOf(object, name)) {
        for (size_t i = 0; i < found->size(); ++i)
            result[std::string(found->key(i)->text())] =
                isTaggedNull(found->value(i)) ? std::string() : std::string(found->value(i)->text());
    }
    return result;
}

template<typename Read>
auto objects(const Node *object, std::string_view name, const Read &read)
{
    std::vector<decltype(read(object))> list;
    if (const Node *found = fieldOf(object, name)) {
        for (const Node *item : found->items())
            list.push_back(read(item));
    }
    return list;
}

Patch patchOf(const Node *node)
{
    Patch patch{text(node, "path"), text(node, "patch"), {}, false, false, node};
    if (const Node *target = fieldOf(node, "target"))
        patch.target =
            Selector{text(target, "group"), text(target, "version"), text(target, "kind"), text(target, "name"),
                text(target, "namespace"), text(target, "labelSelector"), text(target, "annotationSelector")};
    const TextMap options = map(node, "options");
    const auto on = [&](const char *name) { return options.contains(name) && options.at(name) == "true"; };
    patch.allowNameChange = on("allowNameChange");
    patch.allowKindChange = on("allowKindChange");
    return patch;
}

Image imageOf(const Node *node)
{
    return {
        text(node, "name"), text(node, "newName"), text(node, "newTag"), text(node, "digest"), text(node, "tagSuffix")};
}

Replica replicaOf(const Node *node)
{
    const std::string count = text(node, "count");
    return {text(node, "name"), count.empty() ? "0" : count};
}

FieldSpec fieldSpecOf(const Node *node)
{
    return {{text(node, "group"), text(node, "version"), text(node, "kind")}, text(node, "path"), flag(node, "create")};
}

Label labelOf(const Node *node)
{
    return {map(node, "pairs"), flag(node, "includeSelectors"), flag(node, "includeTemplates"),
        objects(node, "fields", fieldSpecOf)};
}

// What the generator says itself wins over generatorOptions (kustomize.md 7).
GeneratorOptions optionsOf(const Node *node, const Node *global)
{
    GeneratorOptions options{map(node, "labels"), map(node, "annotations"),
        flag(node, "disableNameSuffixHash") || flag(global, "disableNameSuffixHash"),
        flag(node, "immutable") || flag(global, "immutable")};
    options.labels.merge(map(global, "labels"));
    options.annotations.merge(map(global, "annotations"));
    return options;
}

Generator generatorOf(const Node *node, const Node *global, bool isSecret)
{
    Generator generator{isSecret, text(node, "name"), text(node, "namespace"), text(node, "behavior"),
        text(node, "type"), texts(node, "envs"), texts(node, "literals"), texts(node, "files"),
        optionsOf(fieldOf(node, "options"), global)};
    if (const std::string env = text(node, "env"); !env.empty())
        generator.envs.push_back(env);
    return generator;
}

// Go's reflect.DeepEqual with an empty struct: "" and false are nothing, an empty list is something.
bool saysNothing(const Node *root)
{
    for (size_t i = 0; i < root->size(); ++i) {
        const Node *key = root->key(i);
        const Node *value = root->value(i);
        const bool isZero = value->isScalar() && (isTaggedNull(value) || value->text().empty());
        if (!isZero && value != fieldOf(root, "apiVersion") && value != fieldOf(root, "kind") && key)
            return false;
    }
    return true;
}

core::Result<> checkHeader(const Settings &settings, const std::string &folder)
{
    std::string errors;
    if (settings.kind != "Kustomization" && settings.kind != "Component")
        errors += "\nkind should be Kustomization or Component";
    const std::string wanted =
        settings.kind == "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
    if (!settings.apiVersion.empty() && settings.apiVersion != wanted)
        errors += "\napiVersion for " + settings.kind + " should be " + wanted;
    if (!errors.empty())
        return problem("Failed to read kustomization file under " + folder + ':' + errors);
    return {};
}

core::Result<> checkSupport(const Node *root, const std::string &file)
{
    for (const std::string_view name : Unsupported) {
        const Node *value = fieldOf(root, name);
        if (value && (value->isScalar() || !value->isEmpty()))
            return unsupported(name, file);
    }
    return {};
}

Settings settingsOf(const Node *root)
{
    Settings all;
    if (const std::string kind = text(root, "kind"); !kind.empty())
        all.kind = kind;
    all.apiVersion = text(root, "apiVersion");
    all.namePrefix = text(root, "namePrefix");
    all.nameSuffix = text(root, "nameSuffix");
    all.nspace = text(root, "namespace");
    all.commonLabels = map(root, "commonLabels");
    all.commonAnnotations = map(root, "commonAnnotations");
    all.labels = objects(root, "labels", labelOf);
    all.patchesStrategicMerge = texts(root, "patchesStrategicMerge");
    all.patchesJson6902 = objects(root, "patchesJson6902", patchOf);
    all.patches = objects(root, "patches", patchOf);
    all.images = objects(root, "images", imageOf);
    all.replicas = objects(root, "replicas", replicaOf);
    all.resources = texts(root, "resources");
    all.components = texts(root, "components");
    all.buildMetadata = texts(root, "buildMetadata");
    const Node *global = fieldOf(root, "generatorOptions");
    for (const bool isSecret : {false, true}) {
        for (Generator &each : objects(root, isSecret ? "secretGenerator" : "configMapGenerator",
                 [&](const Node *node) { return generatorOf(node, global, isSecret); }))
            all.generators.push_back(std::move(each));
    }
    if (const Node *sort = fieldOf(root, "sortOptions")) {
        all.sortOptions = SortOptions{text(sort, "order"), {}, {}};
        if (const Node *legacy = fieldOf(sort, "legacySortOptions")) {
            all.sortOptions->orderFirst = texts(legacy, "orderFirst");
            all.sortOptions->orderLast = texts(legacy, "orderLast");
        }
    }
    for (const std::string_view name : Deprecated) {
        if (const Node *value = fieldOf(root, name); value && !value->isEmpty())
            all.deprecated.emplace_back(name);
    }
    return all;
}
}

core::Result<Settings> parseSettings(QByteArrayView bytes, const std::string &folder, const std::string &file)
{
    const auto document = core::yaml::parseSettings(bytes);
    if (!document) {
        const std::string detail = document.error().detail().toStdString();
        return detail.starts_with("yaml:")
            ? problem("invalid Kustomization: " + detail)
            : refused((detail.empty() ? sentence(document.error()) : detail) + " in " + file);
    }
    const Node *root = document->root();
    if (isMissingOrNull(root))
        return problem("kustomization.yaml is empty");
    if (const auto checked = checkShape(root); !checked)
        return wrapped("invalid Kustomization", checked.error());
    if (saysNothing(root))
        return problem("kustomization.yaml is empty");
    Settings settings = settingsOf(root);
    settings.document = *document;
    if (const auto checked = checkHeader(settings, folder); !checked)
        return checked.error();
    if (const auto checked = checkSupport(root, file); !checked)
        return checked.error();
    return settings;
}

} // namespace render
