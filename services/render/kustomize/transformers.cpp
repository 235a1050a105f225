// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/transformers.h"

#include "services/render/kustomize/problem.h"

#include <algorithm>

namespace render {

using core::yaml::Kind;

namespace {
SetValue setEntry(const Document &document, const std::string &key, const std::string &value)
{
    return [&document, &key, &value](Node *node) -> core::Result<> {
        if (!node->isMapping())
            return wrongKind(Kind::Mapping, node);
        setField(node, key, document.string(value));
        return {};
    };
}

SetValue setText(const std::string &value, std::string_view tag)
{
    return [&value, tag](Node *node) -> core::Result<> {
        if (!node->isScalar())
            return wrongKind(Kind::Scalar, node);
        setScalar(node, value, tag);
        return {};
    };
}

core::Result<> applyMap(ResourceList &resources, const TextMap &map, const std::vector<FieldSpec> &fields)
{
    for (const auto &each : resources.items) {
        const Id id = each->id();
        for (const auto &[key, value] : map) {
            const SetValue set = setEntry(each->document, key, value);
            for (const FieldSpec &field : fields) {
                if (auto done = applyFieldSpec(field, each->document, id, Kind::Mapping, set); !done)
                    return done;
            }
        }
    }
    return {};
}

// Service accounts named "default" follow the namespace at once, others when names are repaired.
core::Result<> moveDefaultSubjects(Resource &binding, const SetValue &set)
{
    const Node *subjects = binding.root()->find("subjects");
    if (isMissingOrNull(subjects))
        return {};
    if (!subjects->isSequence())
        return wrongKind(Kind::Sequence, subjects);
    for (Node *subject : subjects->items()) {
        const Node *name = subject->find("name");
        if (!name || !name->isScalar() || name->text() != "default")
            continue;
        Node *nspace = subject->find("namespace");
        if (!nspace) {
            nspace = binding.document.scalar("");
            subject->set("namespace", nspace);
        }
        if (auto done = set(nspace); !done)
            return done;
    }
    return {};
}

core::Result<> moveToNamespace(Resource &resource, const std::string &nspace)
{
    resource.rememberId();
    const Id id = resource.id();
    const SetValue set = setText(nspace, "!!str");
    if (!id.gvk.isClusterScoped()) {
        const FieldSpec field{{}, "metadata/namespace", true};
        if (auto done = applyFieldSpec(field, resource.document, id, Kind::Scalar, set); !done)
            return done;
    }
    if (id.gvk.kind == "RoleBinding" || id.gvk.kind == "ClusterRoleBinding") {
        if (auto done = moveDefaultSubjects(resource, set); !done)
            return done;
    }
    for (const FieldSpec &field : knowledge().namespaces) {
        // A Namespace of another API group is no namespace.
        if (field.gvk.kind == "Namespace" && id.gvk.apiVersion() != "v1")
            continue;
        if (auto done = applyFieldSpec(field, resource.document, id, Kind::Scalar, set); !done)
            return done;
    }
    return {};
}

bool keepsName(const Id &original)
{
    const auto &kinds = knowledge().keepName;
    return std::any_of(kinds.begin(), kinds.end(), [&](const Gvk &each) { return original.gvk.isSelectedBy(each); });
}

core::Result<> rename(ResourceList &resources, const std::string &prefix, const std::string &suffix)
{
    const FieldSpec field{{}, "metadata/name", false};
    for (const auto &each : resources.items) {
        if (keepsName(each->originalId()))
            continue;
        if (!prefix.empty())
            each->prefixes.push_back(prefix);
        if (!suffix.empty())
            each->suffixes.push_back(suffix);
        each->rememberId();
        const SetValue set = [&](Node *node) -> core::Result<> {
            if (!node->isScalar())
                return wrongKind(Kind::Scalar, node);
            setScalar(node, prefix + std::string(node->text()) + suffix, {});
            return {};
        };
        if (auto done = applyFieldSpec(field, each->document, each->id(), Kind::Scalar, set); !done)
            return done;
    }
    resources.identitiesChanged();
    return {};
}
}

core::Result<> applyNamespace(ResourceList &resources, const std::string &nspace)
{
    if (nspace.empty())
        return {};
    for (const auto &each : resources.items) {
        if (auto done = moveToNamespace(*each, nspace); !done)
            return done;
    }
    resources.identitiesChanged();
    if (const Resource *conflict = resources.conflicting())
        return problem("namespace transformation produces ID conflict: " + conflict->id().text());
    return {};
}

core::Result<> applyNamePrefix(ResourceList &resources, const std::string &prefix)
{
    return prefix.empty() ? core::Result<>() : rename(resources, prefix, {});
}

core::Result<> applyNameSuffix(ResourceList &resources, const std::string &suffix)
{
    return suffix.empty() ? core::Result<>() : rename(resources, {}, suffix);
}

core::Result<std::vector<FieldSpec>> labelFields(const Label &label)
{
    std::vector<FieldSpec> fields = label.fields;
    const auto &known = knowledge();
    if (label.includeTemplates && !label.includeSelectors) {
        if (const auto merged = mergeFieldSpecs(fields, known.templateLabels); !merged)
            return wrapped("failed to merge template fieldSpec", merged.error());
    }
    const auto merged = mergeFieldSpecs(fields, label.includeSelectors ? known.commonLabels : known.metadataLabels);
    if (!merged)
        return wrapped("failed to merge labels", merged.error());
    return fields;
}

core::Result<> applyLabels(ResourceList &resources, const TextMap &labels, const std::vector<FieldSpec> &fields)
{
    return applyMap(resources, labels, fields);
}

core::Result<> applyAnnotations(ResourceList &resources, const TextMap &annotations)
{
    return applyMap(resources, annotations, knowledge().annotations);
}

core::Result<> applyReplicas(ResourceList &resources, const Replica &replica)
{
    bool found = false;
    std::string kinds;
    for (const FieldSpec &field : knowledge().replicas) {
        kinds += (kinds.empty() ? "" : " ") + field.gvk.text();
        const auto isMeant = [&](const Id &id) { return id.name == replica.name && id.gvk.isSelectedBy(field.gvk); };
        for (const auto &each : resources.items) {
            const std::vector<Id> before = each->previousIds();
            if (each->isEmpty() || (!std::any_of(before.begin(), before.end(), isMeant) && !isMeant(each->id())))
                continue;
            found = true;
            const SetValue set = setText(replica.count, "!!int");
            if (auto done = applyFieldSpec(field, each->document, each->id(), Kind::Scalar, set); !done)
                return done;
        }
    }
    if (!found)
        return problem(
            "resource with name " + replica.name + " does not match a config with the following GVK [" + kinds + ']');
    return {};
}

} // namespace render
