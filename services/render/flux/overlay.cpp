// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/overlay.h"

#include "services/core/yaml/print.h"
#include "services/render/flux/decoding.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/reader.h"

#include <array>

namespace render::flux {

namespace {

using core::FileTree;
using core::yaml::Document;
using core::yaml::Node;

constexpr std::array kustomizationNames{"kustomization.yaml", "kustomization.yml", "Kustomization"};

std::string joined(const std::string &folder, std::string_view name)
{
    return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

// The kustomization of a folder; "" where it has none.
std::string kustomizationOf(const FileTree &tree, const std::string &folder)
{
    for (const char *name : kustomizationNames) {
        if (const std::string file = joined(folder, name); tree.type(file) == FileTree::Type::File)
            return file;
    }
    return {};
}

// Every manifest and every folder with a kustomization below a folder, in order of names.
class Scan {
public:
    Scan(const FileTree &tree, const std::string &base, Budget &budget)
        : m_tree(tree)
        , m_base(base)
        , m_budget(budget)
    {
    }

    core::Result<> folder(const std::string &path)
    {
        const auto entries = m_tree.list(path);
        if (!entries)
            return entries.error();
        for (const FileTree::Entry &each : *entries) {
            if (const auto going = m_budget.check(); !going)
                return going;
            const std::string inside = joined(path, each.name);
            const auto done = each.type == FileTree::Type::File ? file(inside) : subfolder(inside);
            if (!done)
                return done;
        }
        return {};
    }

    const std::vector<std::string> &found() const { return m_found; }

private:
    core::Result<> subfolder(const std::string &path)
    {
        if (kustomizationOf(m_tree, path).empty())
            return folder(path);
        add(path);
        return {};
    }

    core::Result<> file(const std::string &path)
    {
        if (!path.ends_with(".yaml") && !path.ends_with(".yml"))
            return {};
        const auto bytes = m_tree.read(path);
        if (!bytes)
            return bytes.error();
        if (const auto done = m_budget.takeBytes(bytes->size()); !done)
            return done;
        if (const auto resources = readResources(*bytes, {}, m_budget); !resources)
            return wrapped("failed to decode Kubernetes YAML from " + m_tree.shown(path), resources.error());
        add(path);
        return {};
    }

    void add(const std::string &path) { m_found.push_back("./" + path.substr(m_base.empty() ? 0 : m_base.size() + 1)); }

    const FileTree &m_tree;
    const std::string m_base;
    Budget &m_budget;
    std::vector<std::string> m_found;
};

// As generator.IsLocalRelativePath.
bool isLocal(std::string_view path)
{
    std::string lower(path);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    for (const std::string_view prefix :
        {"git::", "gh:", "ssh://", "https://", "http://", "git@", "github.com:", "github.com/"}) {
        if (lower.size() > prefix.size() && lower.starts_with(prefix))
            return false;
    }
    const std::string_view rest =
        lower.starts_with("file://") ? std::string_view(lower).substr(7) : std::string_view(lower);
    return !path.starts_with('/') && !rest.starts_with('/');
}

// Puts the fields of the Flux object into a kustomization.
class Overlayer {
public:
    Overlayer(Document document, const Node *spec, Version version)
        : m_document(std::move(document))
        , m_root(*m_document.root())
        , m_spec(spec)
        , m_version(version)
    {
    }

    core::Result<QByteArray> apply(const FileTree &tree, const std::string &folder)
    {
        replaceText("targetNamespace", "namespace");
        replaceText("namePrefix", "namePrefix");
        replaceText("nameSuffix", "nameSuffix");
        for (const Node *patch : listOf("patches"))
            list("patches")->append(object(*patch, {"patch", "target"}));
        if (const auto done = addComponents(tree, folder); !done)
            return done.error();
        if (const auto done = addOldPatches(); !done)
            return done.error();
        for (const Node *image : listOf("images"))
            addImage(*image);
        if (const auto metadata = listOf("buildMetadata"); m_version >= Version::V2_9 && !metadata.empty()) {
            Node *all = m_document.sequence();
            for (const Node *each : metadata)
                all->append(text(each->text()));
            m_root.set("buildMetadata", all);
        }
        return core::yaml::toJson(m_root);
    }

private:
    const Node *field(const char *name) const
    {
        const Node *found = m_spec ? m_spec->find(name) : nullptr;
        return found && !found->isNull() ? found : nullptr;
    }
    std::span<Node *const> listOf(const char *name) const
    {
        const Node *found = field(name);
        return found ? found->items() : std::span<Node *const>();
    }
    Node *text(std::string_view content) const
    {
        return m_document.scalar(content, "!!str", core::yaml::Style::DoubleQuoted);
    }

    Node *list(std::string_view name)
    {
        Node *found = m_root.find(name);
        if (!found || !found->isSequence()) {
            found = m_document.sequence();
            m_root.set(name, found);
        }
        return found;
    }

    // Of an object the fields that Flux knows, texts and objects of texts.
    Node *object(const Node &from, std::initializer_list<std::string_view> names) const
    {
        Node *result = m_document.mapping();
        for (const std::string_view name : names) {
            const Node *value = from.find(name);
            if (value && value->isMapping())
                result->set(name,
                    object(*value,
                        {"group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector"}));
            else if (value && value->isScalar() && !value->isNull())
                result->set(name, text(value->text()));
        }
        return result;
    }

    void replaceText(const char *from, std::string_view to)
    {
        if (const Node *value = field(from))
            m_root.set(to, text(value->text()));
    }

    core::Result<> addComponents(const FileTree &tree, const std::string &folder)
    {
        const Node *ignore = m_version >= Version::V2_7 ? field("ignoreMissingComponents") : nullptr;
        for (const Node *each : listOf("components")) {
            const std::string path(each->text());
            if (!isLocal(path))
                return problem("component path '" + path + "' must be local and relative");
            const bool isThere = tree.type(core::joinPath(folder, path)) != FileTree::Type::Missing;
            if (isThere || !ignore || ignore->text() != "true")
                list("components")->append(text(path));
        }
        return {};
    }

    // Of API versions that are no longer served.
    core::Result<> addOldPatches()
    {
        for (const Node *patch : listOf("patchesStrategicMerge")) {
            const auto json = core::yaml::toJson(*patch);
            if (!json)
                return json.error();
            list("patchesStrategicMerge")->append(text(json->toStdString()));
        }
        for (const Node *patch : listOf("patchesJson6902")) {
            const Node *operations = patch->find("patch");
            Node *result = object(*patch, {"target"});
            const auto json =
                operations ? core::yaml::toJson(*operations) : core::Result<QByteArray>(QByteArray("null"));
            if (!json)
                return json.error();
            result->set("patch", text(json->toStdString()));
            list("patchesJson6902")->append(result);
        }
        return {};
    }

    void addImage(const Node &from)
    {
        Node *image = object(from, {"name", "newName", "newTag", "digest"});
        Node *all = list("images");
        const Node *name = image->find("name");
        for (size_t i = 0; i < all->size(); ++i) {
            Node *old = all->at(i)->find("name");
            if (!old || !name || old->text() != name->text())
                continue;
            if (m_version < Version::V2_9)
                all->replaceAt(i, image);
            else
                mergeImage(*all->at(i), *image);
            return;
        }
        all->append(image);
    }

    // Since kustomize-controller 1.9.4: tag and digest are one thing, of which the new one says all.
    static void mergeImage(Node &old, const Node &image)
    {
        const auto isSet = [&](std::string_view name) { return image.find(name) && !image.find(name)->text().empty(); };
        if (isSet("newName"))
            old.set("newName", image.find("newName"));
        if (!isSet("newTag") && !isSet("digest"))
            return;
        for (const std::string_view name : {"newTag", "digest"}) {
            old.remove(name);
            if (isSet(name))
                old.set(name, image.find(name));
        }
    }

    Document m_document;
    Node &m_root;
    const Node *m_spec;
    const Version m_version;
};

core::Result<Document> generated(const FileTree &tree, const std::string &folder, Budget &budget)
{
    Scan scan(tree, folder, budget);
    if (const auto done = scan.folder(folder); !done)
        return done.error();
    auto document = decodeKustomization({});
    if (!document)
        return document;
    if (scan.found().empty()) { // so that it builds, to nothing
        document->root()->set("namespace", document->string("_placeholder"));
        return document;
    }
    Node *resources = document->sequence();
    for (const std::string &each : scan.found())
        resources->append(document->string(each));
    document->root()->set("resources", resources);
    return document;
}

core::Result<Document> existing(const FileTree &tree, const std::string &file)
{
    const auto bytes = tree.read(file);
    if (!bytes)
        return bytes.error();
    auto document = decodeKustomization(*bytes);
    if (!document)
        return document;
    // So that a file which would count as empty builds; the annotation then stands on every object.
    if (const Node *resources = document->root()->find("resources"); !resources || resources->isEmpty()) {
        Node *metadata = document->sequence();
        metadata->append(document->string("originAnnotations"));
        document->root()->set("buildMetadata", metadata);
    }
    return document;
}

} // namespace

core::Result<Overlay> makeOverlay(
    const core::FileTree &tree, const std::string &folder, const Node *spec, Version version, Budget &budget)
{
    Overlay overlay;
    overlay.file = kustomizationOf(tree, folder);
    overlay.isGenerated = overlay.file.empty();
    auto document = overlay.isGenerated ? generated(tree, folder, budget) : existing(tree, overlay.file);
    if (!document)
        return document.error();
    if (overlay.isGenerated)
        overlay.file = joined(folder, kustomizationNames[0]);
    auto content = Overlayer(*std::move(document), spec, version).apply(tree, folder);
    if (!content)
        return content.error();
    overlay.content = *std::move(content);
    return overlay;
}

} // namespace render::flux
