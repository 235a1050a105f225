// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"
#include "services/render/kustomize/knowledge.h"

#include <QByteArrayView>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace render {

using TextMap = std::map<std::string, std::string>;

// A kustomization file as kustomize decodes it (kustomize.md 5): YAML 1.1, unknown fields refused, names in any case.
struct Selector {
    std::string group, version, kind, name, nspace; // anchored regular expressions; "" is any
    std::string labelSelector, annotationSelector;
};

struct Patch {
    std::string path, patch;
    std::optional<Selector> target;
    bool allowNameChange = false;
    bool allowKindChange = false;
    const core::yaml::Node *node = nullptr; // as it stands in the file, for messages
};

struct Image {
    std::string name, newName, newTag, digest, tagSuffix;
};

struct Replica {
    std::string name;
    std::string count; // digits
};

struct Label {
    TextMap pairs;
    bool includeSelectors = false;
    bool includeTemplates = false;
    std::vector<FieldSpec> fields;
};

struct GeneratorOptions {
    TextMap labels, annotations;
    bool disableNameSuffixHash = false;
    bool immutable = false;
};

struct Generator {
    bool isSecret = false;
    std::string name, nspace, behavior, type;
    std::vector<std::string> envs, literals, files;
    GeneratorOptions options;
};

struct SortOptions {
    std::string order;
    std::optional<std::vector<std::string>> orderFirst, orderLast; // unset without legacySortOptions
};

struct Settings {
    core::yaml::Document document; // that the nodes live in
    std::string kind = "Kustomization";
    std::string apiVersion;
    std::string namePrefix, nameSuffix, nspace;
    TextMap commonLabels, commonAnnotations;
    std::vector<Label> labels;
    std::vector<std::string> patchesStrategicMerge;
    std::vector<Patch> patchesJson6902, patches;
    std::vector<Image> images;
    std::vector<Replica> replicas;
    std::optional<SortOptions> sortOptions;
    std::vector<std::string> resources, components;
    std::vector<Generator> generators; // ConfigMaps, then Secrets, global options already in them
    std::vector<std::string> buildMetadata;
    std::vector<std::string> deprecated; // fields that kustomize warns of
};

// bytes: of the kustomization. folder and file: as messages call them. Refuses what this engine cannot do, by name.
core::Result<Settings> parseSettings(QByteArrayView bytes, const std::string &folder, const std::string &file);

} // namespace render
