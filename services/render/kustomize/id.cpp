// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/id.h"

#include "services/render/kustomize/knowledge.h"

namespace render {

namespace {
std::string orBlank(const std::string &text, const char *blank)
{
    return text.empty() ? std::string(blank) : text;
}
}

Gvk Gvk::of(std::string_view apiVersion, std::string_view kind)
{
    const size_t slash = apiVersion.find('/');
    if (slash == std::string_view::npos)
        return {{}, std::string(apiVersion), std::string(kind)};
    return {std::string(apiVersion.substr(0, slash)), std::string(apiVersion.substr(slash + 1)), std::string(kind)};
}

std::string Gvk::apiVersion() const
{
    return group.empty() ? version : group + '/' + version;
}

bool Gvk::isSelectedBy(const Gvk &selector) const
{
    return (selector.group.empty() || selector.group == group)
        && (selector.version.empty() || selector.version == version)
        && (selector.kind.empty() || selector.kind == kind);
}

bool Gvk::isClusterScoped() const
{
    return knowledge().clusterScoped.contains(apiVersion() + ' ' + kind);
}

std::string Gvk::text() const
{
    return orBlank(kind, "[noKind]") + '.' + orBlank(version, "[noVer]") + '.' + orBlank(group, "[noGrp]");
}

std::string Id::effectiveNamespace() const
{
    if (gvk.isClusterScoped())
        return "_non_namespaceable_";
    return nspace.empty() ? "default" : nspace;
}

bool Id::isSameAs(const Id &other) const
{
    return name == other.name && gvk == other.gvk && effectiveNamespace() == other.effectiveNamespace();
}

std::string Id::key() const
{
    const std::string separator(1, '\0');
    return gvk.group + separator + gvk.version + separator + gvk.kind + separator + effectiveNamespace() + separator
        + name;
}

std::string Id::text() const
{
    return gvk.text() + '/' + orBlank(name, "[noName]") + '.' + orBlank(nspace, "[noNs]");
}

} // namespace render
