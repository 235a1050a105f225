// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/target.h"

#include "services/render/kustomize/generators.h"
#include "services/render/kustomize/order.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/reader.h"
#include "services/render/kustomize/transformers.h"

#include <array>

using namespace Qt::StringLiterals;

namespace render {

namespace {
struct KustomizationFile {
    std::string name;
    QByteArray bytes;
};

core::Result<KustomizationFile> findFile(const Loader &loader)
{
    std::optional<KustomizationFile> found;
    for (const char *name : {"kustomization.yaml", "kustomization.yml", "Kustomization"}) {
        const auto bytes = loader.load(name);
        if (!bytes && isRefusal(bytes.error()))
            return bytes.error();
        if (!bytes)
            continue;
        if (found)
            return problem("Found multiple kustomization files under: " + loader.shownRoot());
        found = KustomizationFile{name, *bytes};
    }
    if (!found)
        return problem(
            "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '"
            + loader.shownRoot() + '\'');
    return *found;
}

// Go's %q of an error, as messages of components have it.
std::string quoted(const core::Error &error)
{
    std::string out = "\"";
    for (const char c : sentence(error)) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + '"';
}
}

Target::Target(std::shared_ptr<const Loader> loader, std::string file, Settings settings, Session &session)
    : m_loader(std::move(loader))
    , m_file(std::move(file))
    , m_settings(std::move(settings))
    , m_session(&session)
{
}

core::Result<Target> Target::load(std::shared_ptr<const Loader> loader, Session &session)
{
    if (const auto taken = session.budget.takeKustomization(loader->depth()); !taken)
        return taken.error();
    const auto file = findFile(*loader);
    if (!file)
        return file.error();
    const std::string name = core::joinPath(loader->root(), file->name);
    auto settings = parseSettings(file->bytes, loader->shownRoot(), loader->shownRoot() + '/' + file->name);
    if (!settings)
        return settings.error();
    for (const std::string &field : settings->deprecated)
        session.warnings.append(u"'%1' is deprecated: %2/%3"_s.arg(QString::fromStdString(field),
            QString::fromStdString(loader->shownRoot()), QString::fromStdString(file->name)));
    for (const std::string &option : settings->buildMetadata) {
        if (option != "managedByLabel")
            return unsupported("buildMetadata " + option, loader->shownRoot() + '/' + file->name);
    }
    return Target(std::move(loader), name, *std::move(settings), session);
}

core::Result<> Target::accumulate(ResourceList &into) const
{
    if (auto done = addResources(into); !done)
        return wrapped("accumulating resources", done.error());
    if (auto done = addGenerated(into); !done)
        return done;
    if (auto done = addComponents(into); !done)
        return wrapped("accumulating components", done.error());
    return transform(into);
}

core::Result<> Target::addFile(ResourceList &into, const std::string &path) const
{
    const auto bytes = m_loader->load(path);
    const std::string from = "accumulating resources from '" + path + '\'';
    if (!bytes)
        return wrapped(from, bytes.error());
    auto read = readResources(*bytes, path, m_session->budget);
    if (!read)
        return wrapped(from, read.error());
    const std::string file = m_loader->treePath(path);
    ResourceList fresh;
    for (auto &each : *read) {
        each->file = file;
        if (auto added = fresh.append(std::move(each)); !added)
            return wrapped(from, added.error());
    }
    if (auto added = into.appendAll(std::move(fresh)); !added)
        return wrapped("merging resources from '" + path + '\'', added.error());
    return {};
}

core::Result<> Target::addResources(ResourceList &into) const
{
    for (const std::string &path : m_settings.resources) {
        if (auto go = m_session->budget.check(); !go)
            return go;
        const auto asFile = addFile(into, path);
        if (asFile)
            continue;
        if (isRefusal(asFile.error()))
            return asFile;
        const std::string prefix = "accumulation err='" + sentence(asFile.error()) + '\'';
        auto inner = m_loader->enter(path);
        if (!inner && isMalformedYaml(asFile.error()))
            return asFile;
        if (!inner)
            return wrapped(prefix, inner.error());
        if (const auto asFolder = addFolder(into, *std::move(inner), false); !asFolder)
            return wrapped(prefix, asFolder.error());
    }
    return {};
}

core::Result<> Target::addFolder(ResourceList &into, std::shared_ptr<const Loader> loader, bool isComponent) const
{
    const std::string folder = loader->shownRoot();
    const auto inner = load(std::move(loader), *m_session);
    if (!inner)
        return wrapped("couldn't make target for path '" + folder + '\'', inner.error());
    const std::string &kind = inner->settings().kind;
    if (isComponent && kind != "Component")
        return problem("expected kind 'Component' for path '" + folder + "' but got '" + kind + '\'');
    if (!isComponent && kind == "Component")
        return problem("expected kind != 'Component' for path '" + folder + '\'');
    if (isComponent) {
        if (auto done = inner->accumulate(into); !done)
            return wrapped("recursed accumulation of path '" + folder + '\'', done.error());
        return {};
    }
    ResourceList own;
    if (auto done = inner->accumulate(own); !done)
        return wrapped("recursed accumulation of path '" + folder + '\'', done.error());
    if (auto added = into.appendAll(std::move(own)); !added)
        return wrapped("recursed merging from path '" + folder + '\'', added.error());
    return {};
}

core::Result<> Target::addGenerated(ResourceList &into) const
{
    for (const Generator &generator : m_settings.generators) {
        auto made = generate(generator, *m_loader, m_file);
        if (!made)
            return made.error();
        if (auto taken = m_session->budget.takeResources(1); !taken)
            return taken;
        if (auto done = absorb(*std::move(made), into, m_session->version); !done)
            return wrapped("merging from generator", done.error());
    }
    return {};
}

core::Result<> Target::addComponents(ResourceList &into) const
{
    for (const std::string &path : m_settings.components) {
        auto inner = m_loader->enter(path);
        if (!inner)
            return isRefusal(inner.error()) ? inner.error() : problem("loader.New " + quoted(inner.error()));
        if (const auto done = addFolder(into, *std::move(inner), true); !done)
            return isRefusal(done.error()) ? done.error() : problem("accumulateDirectory: " + quoted(done.error()));
    }
    return {};
}

// Everything is configured before anything is changed: an error of a late patch comes before one that an early finds.
struct Target::Prepared {
    std::vector<PreparedPatch> patches; // patchesStrategicMerge, then patches
    std::vector<std::vector<FieldSpec>> labelFields;
    std::vector<PreparedPatch> json; // patchesJson6902
};

core::Result<Target::Prepared> Target::prepare() const
{
    Prepared all;
    if (!m_settings.patchesStrategicMerge.empty()) {
        auto patch = prepareOldMerges(m_settings.patchesStrategicMerge, *m_loader, m_session->budget);
        if (!patch)
            return patch.error();
        all.patches.push_back(*std::move(patch));
    }
    for (const Patch &each : m_settings.patches) {
        auto patch = preparePatch(each, *m_loader, m_session->version, m_session->budget);
        if (!patch)
            return patch.error();
        all.patches.push_back(*std::move(patch));
    }
    for (const Label &each : m_settings.labels) {
        auto fields = labelFields(each);
        if (!fields)
            return fields.error();
        all.labelFields.push_back(*std::move(fields));
    }
    for (const Patch &each : m_settings.patchesJson6902) {
        auto patch = prepareOldJson(each, *m_loader);
        if (!patch)
            return patch.error();
        all.json.push_back(*std::move(patch));
    }
    return all;
}

core::Result<> Target::transform(ResourceList &resources) const
{
    const auto prepared = prepare();
    if (!prepared)
        return prepared.error();
    const Settings &k = m_settings;
    std::vector<std::function<core::Result<>()>> steps;
    for (const PreparedPatch &patch : prepared->patches)
        steps.emplace_back([&] { return applyPatch(resources, patch); });
    steps.emplace_back([&] { return applyNamespace(resources, k.nspace); });
    steps.emplace_back([&] { return applyNamePrefix(resources, k.namePrefix); });
    steps.emplace_back([&] { return applyNameSuffix(resources, k.nameSuffix); });
    for (size_t i = 0; i < k.labels.size(); ++i)
        steps.emplace_back([&, i] { return applyLabels(resources, k.labels[i].pairs, prepared->labelFields[i]); });
    steps.emplace_back([&] { return applyLabels(resources, k.commonLabels, knowledge().commonLabels); });
    steps.emplace_back([&] { return applyAnnotations(resources, k.commonAnnotations); });
    for (const PreparedPatch &patch : prepared->json)
        steps.emplace_back([&] { return applyPatch(resources, patch); });
    for (const Replica &replica : k.replicas)
        steps.emplace_back([&] { return applyReplicas(resources, replica); });
    for (const Image &image : k.images)
        steps.emplace_back([&] { return applyImage(resources, image, m_session->version); });
    for (const auto &step : steps) {
        if (auto go = m_session->budget.check(); !go)
            return go;
        if (auto done = step(); !done)
            return done;
        resources.dropEmpty();
    }
    return {};
}

} // namespace render
