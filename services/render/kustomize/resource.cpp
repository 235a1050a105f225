// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/resource.h"

#include "services/core/yaml/print.h"
#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <array>

namespace render {

namespace {
// kustomize.md 3 (a): gone from every result, whoever wrote them.
constexpr std::array OwnAnnotations{
    std::string_view("config.kubernetes.io/origin"),
    std::string_view("alpha.config.kubernetes.io/transformations"),
    std::string_view("config.kubernetes.io/index"),
    std::string_view("config.kubernetes.io/path"),
    std::string_view("config.kubernetes.io/id"),
    std::string_view("kustomize.config.k8s.io/helm-generated"),
    std::string_view("internal.config.kubernetes.io/index"),
    std::string_view("internal.config.kubernetes.io/path"),
    std::string_view("internal.config.kubernetes.io/id"),
    std::string_view("internal.config.kubernetes.io/seqindent"),
    std::string_view("internal.config.kubernetes.io/annotations-migration-resource-id"),
    std::string_view("internal.config.kubernetes.io/previousKinds"),
    std::string_view("internal.config.kubernetes.io/previousNames"),
    std::string_view("internal.config.kubernetes.io/previousNamespaces"),
    std::string_view("internal.config.kubernetes.io/prefixes"),
    std::string_view("internal.config.kubernetes.io/suffixes"),
    std::string_view("internal.config.kubernetes.io/allowNameChange"),
    std::string_view("internal.config.kubernetes.io/allowKindChange"),
    std::string_view("internal.config.kubernetes.io/refBy"),
    std::string_view("internal.config.kubernetes.io/generatorBehavior"),
    std::string_view("internal.config.kubernetes.io/needsHashSuffix"),
};

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        text += text.empty() ? part : ',' + part;
    return text;
}
}

namespace {
// As yaml.Marshal writes upstream's struct; every line but the first is indented.
std::string shown(const Origin &origin, const std::string &indent)
{
    std::string text;
    const auto line = [&](const char *name, const std::string &value, const std::string &inner) {
        const Document document;
        Node *entry = document.mapping();
        entry->set(name, document.string(value));
        if (const auto printed = core::yaml::print(*entry))
            text += (text.empty() ? "" : indent) + inner + printed->toStdString();
    };
    if (!origin.path.empty())
        line("path", origin.path, "");
    if (!origin.configuredIn.empty()) {
        line("configuredIn", origin.configuredIn, "");
        text += indent + "configuredBy:\n";
        line("apiVersion", "builtin", "  ");
        line("kind", origin.configuredBy, "  ");
    }
    return text;
}
}

Resource::Resource(Document tree, std::string from)
    : document(std::move(tree))
    , file(std::move(from))
    , line(document.root() ? document.root()->line() : 0)
{
}

bool Resource::isEmpty() const
{
    return isMissingOrNull(root()) || (!root()->isScalar() && root()->isEmpty());
}

Gvk Resource::gvk() const
{
    const Node *apiVersion = lookup(root(), {"apiVersion"}); // a null is the text that it is written with
    return Gvk::of(apiVersion ? apiVersion->text() : std::string_view(), textOf(root(), {"kind"}));
}

std::string Resource::name() const
{
    return textOf(root(), {"metadata", "name"});
}

std::string Resource::nspace() const
{
    return textOf(root(), {"metadata", "namespace"});
}

Id Resource::id() const
{
    return {gvk(), name(), nspace()};
}

std::vector<Id> Resource::previousIds() const
{
    std::vector<Id> ids;
    const Gvk now = gvk();
    for (const Previous &each : m_previous)
        ids.push_back({{now.group, now.version, each.kind}, each.name, each.nspace});
    return ids;
}

Id Resource::originalId() const
{
    return m_previous.empty() ? id() : previousIds().front();
}

bool Resource::hasAnyId(const Id &wanted) const
{
    if (isEmpty())
        return false;
    const std::vector<Id> before = previousIds();
    return std::any_of(before.begin(), before.end(), [&](const Id &each) { return each.isSameAs(wanted); })
        || id().isSameAs(wanted);
}

void Resource::rememberId()
{
    const Id now = id();
    m_previous.push_back({now.name, now.effectiveNamespace(), now.gvk.kind});
}

bool Resource::isTraceable() const
{
    qsizetype names = 0;
    qsizetype namespaces = 0;
    qsizetype kinds = 0;
    for (const Previous &each : m_previous) {
        names += std::count(each.name.begin(), each.name.end(), ',');
        namespaces += std::count(each.nspace.begin(), each.nspace.end(), ',');
        kinds += std::count(each.kind.begin(), each.kind.end(), ',');
    }
    return names == namespaces && names == kinds;
}

void Resource::inherit(const Resource &other)
{
    m_previous = other.m_previous;
    prefixes = other.prefixes;
    suffixes = other.suffixes;
    behavior = other.behavior;
    needsHash = needsHash && other.needsHash;
    generated = other.generated;
}

Node *Resource::metadata()
{
    Node *found = root()->find("metadata");
    if (!found || !found->isMapping()) {
        found = document.mapping();
        root()->set("metadata", found);
    }
    return found;
}

void Resource::setName(std::string_view name)
{
    setField(metadata(), "name", document.scalar(name));
}

void Resource::setNamespace(std::string_view nspace)
{
    if (!nspace.empty())
        setField(metadata(), "namespace", document.scalar(nspace));
    else if (Node *found = root()->find("metadata"); found && found->isMapping())
        found->remove("namespace");
}

void Resource::setKind(std::string_view kind)
{
    setField(root(), "kind", document.scalar(kind));
}

std::map<std::string, std::string> textMap(const Node *mapping)
{
    std::map<std::string, std::string> map;
    if (!mapping || !mapping->isMapping())
        return map;
    for (size_t i = 0; i < mapping->size(); ++i)
        map[std::string(mapping->key(i)->text())] = mapping->value(i)->text();
    return map;
}

std::map<std::string, std::string> Resource::metadataMap(std::string_view field) const
{
    return textMap(lookup(root(), {"metadata", field}));
}

void Resource::setMetadataMap(std::string_view field, const std::map<std::string, std::string> &map)
{
    metadata()->remove(field);
    if (map.empty())
        return;
    Node *mapping = document.mapping();
    for (const auto &[key, value] : map)
        setField(mapping, key, document.string(value));
    metadata()->set(field, mapping);
}

void Resource::makeAnnotations()
{
    const bool remembers = !m_previous.empty() || !prefixes.empty() || !suffixes.empty() || generated || origin;
    const Node *found = root()->find("metadata");
    if (remembers && found && found->isMapping() && isMissingOrNull(found->find("annotations")))
        metadata()->set("annotations", document.mapping());
}

void Resource::makeTextKeys()
{
    for (size_t i = 0; i < root()->size(); ++i) {
        if (Node *key = root()->key(i); key->isScalar() && !isTaggedNull(key))
            key->setTag("!!str");
    }
}

Document Resource::withBookkeeping() const
{
    Resource copy(document.copy(), file);
    std::map<std::string, std::string> all = annotations();
    const std::string prefix = "internal.config.kubernetes.io/";
    for (const Previous &each : m_previous) {
        const auto add = [&](const char *name, const std::string &value) {
            std::string &text = all[prefix + name];
            text += text.empty() ? value : ',' + value;
        };
        add("previousKinds", each.kind);
        add("previousNames", each.name);
        add("previousNamespaces", each.nspace);
    }
    if (!prefixes.empty())
        all[prefix + "prefixes"] = joined(prefixes);
    if (!suffixes.empty())
        all[prefix + "suffixes"] = joined(suffixes);
    if (!all.empty())
        copy.setAnnotations(all);
    return copy.document;
}

void Resource::finish(bool withOrigin, bool withTransformations)
{
    makeTextKeys();
    std::map<std::string, std::string> all = annotations();
    for (const std::string_view name : OwnAnnotations)
        all.erase(std::string(name));
    if (withOrigin && origin)
        all["config.kubernetes.io/origin"] = shown(*origin, "");
    std::string changes;
    for (const Origin &each : transformations)
        changes += "- " + shown(each, "  ");
    if (withTransformations && !changes.empty())
        all["alpha.config.kubernetes.io/transformations"] = changes;
    setAnnotations(all);
}

core::Result<> ResourceList::append(std::shared_ptr<Resource> resource)
{
    if (!m_known) {
        m_known.emplace();
        for (const auto &each : items)
            m_known->insert(each->id().key());
    }
    const Id id = resource->id();
    if (!m_known->insert(id.key()).second)
        return problem("may not add resource with an already registered id: " + id.text());
    items.push_back(std::move(resource));
    return {};
}

core::Result<> ResourceList::appendAll(ResourceList &&other)
{
    for (auto &each : other.items) {
        if (auto done = append(std::move(each)); !done)
            return done;
    }
    return {};
}

void ResourceList::dropEmpty()
{
    std::erase_if(items, [](const auto &each) { return each->isEmpty(); });
}

const Resource *ResourceList::conflicting() const
{
    std::unordered_set<std::string> seen;
    for (const auto &each : items) {
        if (!seen.insert(each->id().key()).second)
            return each.get();
    }
    return nullptr;
}

std::vector<Resource *> ResourceList::withAnyId(const Id &id) const
{
    std::vector<Resource *> found;
    for (const auto &each : items) {
        if (each->hasAnyId(id))
            found.push_back(each.get());
    }
    return found;
}

core::Result<Resource *> ResourceList::one(const Id &id) const
{
    const std::vector<Resource *> found = withAnyId(id);
    if (found.size() == 1)
        return found.front();
    const std::string head = found.empty() ? "no matches for Id " : "multiple matches for Id ";
    return problem(head + id.text() + "; failed to find unique target for patch " + id.text());
}

} // namespace render
