// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/fields.h"

#include <map>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace render {

// What a generator does where its result exists already (kustomize.md 7).
enum class Behavior { Unspecified, Create, Replace, Merge };

// Where a resource was written, or what has made or changed it: for the annotations of buildMetadata (kustomize.md 16).
// Paths are seen from the root of the build.
struct Origin {
    std::string path;
    std::string configuredIn; // the kustomization, of what is built in
    std::string configuredBy; // "PrefixTransformer"
};

// A manifest and what kustomize remembers of its way through a build. Upstream keeps the memory in annotations
// (kustomize.md 3); here only their visible effects are copied: see finish().
class Resource {
public:
    Resource(Document document, std::string file);

    Document document;
    std::string file; // that it was read from, or the kustomization that generates it
    int line = 0;

    std::vector<std::string> prefixes;
    std::vector<std::string> suffixes;
    bool needsHash = false;
    bool generated = false;
    Behavior behavior = Behavior::Unspecified;
    std::optional<Origin> origin; // only where the build asks for it
    std::vector<Origin> transformations;

    Node *root() const { return document.root(); }
    bool isEmpty() const; // a patch has deleted it
    Gvk gvk() const;
    std::string name() const;
    std::string nspace() const;
    Id id() const;
    Id originalId() const; // the first that was remembered, else id()
    std::vector<Id> previousIds() const; // oldest first, with the current group and version (quirk Q22)
    bool hasAnyId(const Id &id) const; // now or before

    void rememberId();
    // Upstream keeps these ids as lists with commas, and crashes where a name has some of its own, as encrypted ones do.
    bool isTraceable() const;
    // What another resource remembers, for one that takes its place.
    void inherit(const Resource &other);

    void setName(std::string_view name);
    void setNamespace(std::string_view nspace); // "" removes it
    void setKind(std::string_view kind);

    // As kyaml reads them: texts of the scalars, "" for anything else; empty if there is no such mapping.
    std::map<std::string, std::string> labels() const { return metadataMap("labels"); }
    std::map<std::string, std::string> annotations() const { return metadataMap("annotations"); }
    // Replaces them by strings in order of their names; nothing is left of an empty one.
    void setLabels(const std::map<std::string, std::string> &labels) { setMetadataMap("labels", labels); }
    void setAnnotations(const std::map<std::string, std::string> &all) { setMetadataMap("annotations", all); }

    // Upstream's memory is annotations, so that a resource which remembers anything has some: a JSON patch may add to them.
    void makeAnnotations();
    // Go decodes the outermost mapping into one with string keys: "1" there is text, further inside it is an error.
    void makeTextKeys();
    // The resource with the bookkeeping that upstream would show in an error.
    Document withBookkeeping() const;
    // What the end of a build does to annotations: those of kustomize's own are dropped but for those that are asked for,
    // all values become strings.
    void finish(bool withOrigin = false, bool withTransformations = false);

private:
    struct Previous {
        std::string name;
        std::string nspace;
        std::string kind;
    };
    std::map<std::string, std::string> metadataMap(std::string_view field) const;
    void setMetadataMap(std::string_view field, const std::map<std::string, std::string> &map);
    Node *metadata();

    std::vector<Previous> m_previous;
};

// The texts of a mapping of scalars, such as the data of a ConfigMap.
std::map<std::string, std::string> textMap(const Node *mapping);

// Resources in order, with the rule that no two have the same id.
class ResourceList {
public:
    std::vector<std::shared_ptr<Resource>> items;

    core::Result<> append(std::shared_ptr<Resource> resource);
    core::Result<> appendAll(ResourceList &&other);
    void dropEmpty();
    // After transformers: names may have changed.
    void identitiesChanged() { m_known.reset(); }
    // An id that two of them share now.
    const Resource *conflicting() const;

    std::vector<Resource *> withAnyId(const Id &id) const;
    // The one with that id now or before: "no matches for Id ...", "multiple matches for Id ...".
    core::Result<Resource *> one(const Id &id) const;

private:
    std::optional<std::unordered_set<std::string>> m_known; // keys of ids; unset: to be made
};

} // namespace render
