// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace render {

// Group, version and kind. As a selector, an empty part stands for any.
struct Gvk {
    std::string group;
    std::string version;
    std::string kind;

    static Gvk of(std::string_view apiVersion, std::string_view kind); // "apps/v1", split at the first "/"
    std::string apiVersion() const;
    bool isSelectedBy(const Gvk &selector) const;
    // Only of the kinds that kustomize's frozen schema knows; others count as namespaced (kustomize.md 20.4).
    bool isClusterScoped() const;
    std::string text() const; // "Deployment.v1.apps", blanks as [noKind] [noVer] [noGrp]

    bool operator==(const Gvk &) const = default;
};

// What names a resource within one build (kustomize.md 3).
struct Id {
    Gvk gvk;
    std::string name;
    std::string nspace;

    // "" and "default" are one namespace; a cluster-scoped kind has "_non_namespaceable_".
    std::string effectiveNamespace() const;
    // Equal to kustomize: kind, name and effective namespace.
    bool isSameAs(const Id &other) const;
    std::string key() const; // equal for what isSameAs
    std::string text() const; // "Deployment.v1.apps/web.[noNs]"

    bool operator==(const Id &) const = default;
};

} // namespace render
