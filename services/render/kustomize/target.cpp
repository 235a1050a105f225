// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/target.h"

#include "services/render/kustomize/generators.h"
#include "services/render/kustomize/order.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/reader.h"
#include "services/render/kustomize/transformers.h"

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

Target::Target(
    std::shared_ptr<const Loader> loader, std::string file, std::string folder, Settings settings, Session &session)
    : m_loader(std::move(loader))
    , m_file(std::move(file))
    , m_folder(std::move(folder))
    , m_settings(std::move(settings))
    , m_session(&session)
{
}

core::Result<Target> Target::load(std::shared_ptr<const Loader> loader, Session &session, std::string folder)
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
        session.warnings.append(u"'%1' is deprecated: %2/%3: use '%4'"_s.arg(QString::fromStdString(field),
            QString::fromStdString(loader->shownRoot()), QString::fromStdString(file->name),
            field == "commonLabels" ? u"labels"_s : u"patches"_s));
    return Target(std::move(loader), name, std::move(folder), *std::move(settings), session);
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
        if (m_session->remembersOrigin)
            each->origin = Origin{core::joinPath(m_folder, path), {}, {}};
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
        if (const auto asFolder = addFolder(into, path, *std::move(inner), false); !asFolder)
            return wrapped(prefix, asFolder.error());
    }
    return {};
}

core::Result<> Target::addFolder(
    ResourceList &into, const std::string &path, std::shared_ptr<const Loader> loader, bool isComponent) const
{
    const std::string folder = loader->shownRoot();
    const auto inner = load(std::move(loader), *m_session, core::joinPath(m_folder, path));
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
        if (m_session->remembersOrigin)
            (*made)->origin = Origin{{}, core::joinPath(m_folder, core::fileName(m_file)),
                generator.isSecret ? "SecretGenerator" : "ConfigMapGenerator"};
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
        if (const auto done = addFolder(into, path, *std::move(inner), true); !done)
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

struct Target::Step {
    const char *transformer; // by kustomize's name
    std::function<core::Result<>()> apply;
};

std::vector<Target::Step> Target::steps(ResourceList &resources, const Prepared &prepared) const
{
    const Settings &k = m_settings;
    std::vector<Step> all;
    for (const PreparedPatch &patch : prepared.patches)
        all.push_back({patch.isOldMerge ? "PatchStrategicMergeTransformer" : "PatchTransformer",
            [&] { return applyPatch(resources, patch); }});
    if (!k.nspace.empty())
        all.push_back({"NamespaceTransformer", [&] { return applyNamespace(resources, k.nspace); }});
    if (!k.namePrefix.empty())
        all.push_back({"PrefixTransformer", [&] { return applyNamePrefix(resources, k.namePrefix); }});
    if (!k.nameSuffix.empty())
        all.push_back({"SuffixTransformer", [&] { return applyNameSuffix(resources, k.nameSuffix); }});
    for (size_t i = 0; i < k.labels.size(); ++i)
        all.push_back({"LabelTransformer",
            [&, i] { return applyLabels(resources, k.labels[i].pairs, prepared.labelFields[i]); }});
    if (!k.labels.empty() || !k.commonLabels.empty()) // labels alone bring it too, with nothing to do
        all.push_back(
            {"LabelTransformer", [&] { return applyLabels(resources, k.commonLabels, knowledge().commonLabels); }});
    if (!k.commonAnnotations.empty())
        all.push_back({"AnnotationsTransformer", [&] { return applyAnnotations(resources, k.commonAnnotations); }});
    for (const PreparedPatch &patch : prepared.json)
        all.push_back({"PatchJson6902Transformer", [&] { return applyPatch(resources, patch); }});
    for (const Replica &replica : k.replicas)
        all.push_back({"ReplicaCountTransformer", [&] { return applyReplicas(resources, replica); }});
    for (const Image &image : k.images)
        all.push_back({"ImageTagTransformer", [&] { return applyImage(resources, image, m_session->version); }});
    return all;
}

// All of them, whether changed or not.
void Target::remember(ResourceList &resources, const char *transformer) const
{
    const Origin by{{}, core::joinPath(m_folder, core::fileName(m_file)), transformer};
    for (const auto &each : resources.items) {
        if (each->origin)
            each->transformations.push_back(by);
        else
            each->origin = by;
    }
}

core::Result<> Target::transform(ResourceList &resources) const
{
    const auto prepared = prepare();
    if (!prepared)
        return prepared.error();
    for (const Step &step : steps(resources, *prepared)) {
        if (auto go = m_session->budget.check(); !go)
            return go;
        if (auto done = step.apply(); !done)
            return done;
        if (m_session->remembersOrigin)
            remember(resources, step.transformer);
        resources.dropEmpty();
    }
    return {};
}

} // namespace render
