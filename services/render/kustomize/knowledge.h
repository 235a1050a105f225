// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/id.h"
#include "services/render/kustomize/version.h"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace render {

// One field that a transformer writes, and the kinds that have it (kustomize.md 8).
struct FieldSpec {
    Gvk gvk;
    std::string path; // "spec/template/metadata/labels"; "\/" is a slash within a name
    bool create = false;
    Version since = Version::V5_6_0;

    bool operator==(const FieldSpec &) const = default;
};

// Fields that hold the name of a resource of this kind.
struct NameReference {
    Gvk target;
    std::vector<FieldSpec> referrers;
};

// What a strategic merge knows of a type: its fields that are merged as lists, or that lead to such (kustomize.md 20.3).
struct MergeType {
    struct Field {
        bool isMergedList = false;
        std::vector<std::string> keys; // empty: scalars
        const MergeType *type = nullptr; // of the field, or of an element of the list
    };
    std::map<std::string, Field, std::less<>> fields;
};

// The tables of resources/kustomize, read once.
struct Knowledge {
    std::unordered_set<std::string> clusterScoped; // "apps/v1 Deployment"
    std::vector<Gvk> keepName; // of which namePrefix and nameSuffix keep away
    std::vector<std::string> orderFirst;
    std::vector<std::string> orderLast;

    std::vector<FieldSpec> metadataLabels;
    std::vector<FieldSpec> templateLabels; // and metadataLabels
    std::vector<FieldSpec> commonLabels; // and selectors
    std::vector<FieldSpec> annotations;
    std::vector<FieldSpec> namespaces;
    std::vector<FieldSpec> images;
    std::vector<FieldSpec> replicas;
    std::vector<NameReference> nameReferences;

    const MergeType *mergeType(std::string_view apiVersion, std::string_view kind) const; // null: not built in

    std::map<std::string, MergeType, std::less<>> types;
    std::unordered_map<std::string, const MergeType *> kinds;
};

const Knowledge &knowledge();

} // namespace render
