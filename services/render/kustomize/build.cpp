// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/build.h"

#include "services/core/yaml/print.h"
#include "services/render/kustomize/generators.h"
#include "services/render/kustomize/namereferences.h"
#include "services/render/kustomize/order.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/reader.h"
#include "services/render/kustomize/target.h"
#include "services/render/kustomize/transformers.h"

#include <algorithm>

namespace render {

namespace {
core::Result<> addHashes(ResourceList &resources)
{
    for (const auto &each : resources.items) {
        if (!each->needsHash)
            continue;
        const auto hash = contentHash(*each);
        if (!hash)
            return hash.error();
        each->rememberId();
        each->setName(each->name() + '-' + *hash);
    }
    resources.identitiesChanged();
    return {};
}

// Objects that are only there for tools that read the files.
core::Result<> dropLocal(ResourceList &resources)
{
    for (const auto &each : resources.items) {
        if (auto checked = checkIdentity(each->root()); !checked)
            return checked;
        if (!each->isTraceable())
            return problem(
                "number of previous names, number of previous namespaces, number of previous kinds not equal: "
                + each->id().text());
    }
    std::erase_if(resources.items, [](const auto &each) {
        const auto annotations = each->annotations();
        const auto found = annotations.find("config.kubernetes.io/local-config");
        return found != annotations.end() && found->second != "false";
    });
    return {};
}

const char *numberOf(Version version)
{
    switch (version) {
    case Version::V5_6_0: return "5.6.0";
    case Version::V5_7_1: return "5.7.1";
    case Version::V5_8_1: break;
    }
    return "5.8.1";
}

core::Result<> finish(ResourceList &resources, const Settings &settings, const Options &options)
{
    if (auto sorted = settings.sortOptions ? checkSortOptions(*settings.sortOptions) : core::Result<>(); !sorted)
        return sorted;
    const bool isLegacy =
        settings.sortOptions ? settings.sortOptions->order == "legacy" : options.reorder == Reorder::Legacy;
    if (isLegacy)
        sortLegacy(resources, settings.sortOptions.value_or(SortOptions{}));
    const auto asksFor = [&](const char *option) {
        return std::find(settings.buildMetadata.begin(), settings.buildMetadata.end(), option)
            != settings.buildMetadata.end();
    };
    if (options.managedByLabel || asksFor("managedByLabel")) {
        const TextMap label{{"app.kubernetes.io/managed-by", std::string("kustomize-v") + numberOf(options.version)}};
        if (auto done = applyLabels(resources, label, knowledge().metadataLabels); !done)
            return done;
    }
    for (const auto &each : resources.items)
        each->finish(asksFor("originAnnotations"), asksFor("transformerAnnotations"));
    return {};
}
}

namespace {
core::Result<Build> built(const core::FileTree &tree, std::string_view path, const Options &options)
{
    Budget budget(options.limits, options.stop);
    Session session{options.version, budget};
    auto loader = Loader::at(tree, path, options.loadRestrictor, budget);
    if (!loader)
        return loader.error();
    const auto target = Target::load(*std::move(loader), session);
    if (!target)
        return target.error();
    session.remembersOrigin = !target->settings().buildMetadata.empty();
    ResourceList resources;
    core::Result<> done = target->accumulate(resources);
    if (done)
        done = addHashes(resources);
    if (done)
        done = repairNameReferences(resources, budget);
    if (done)
        done = dropLocal(resources);
    if (done)
        done = finish(resources, target->settings(), options);
    if (!done)
        return done.error();
    Build result;
    result.warnings = session.warnings;
    for (const auto &each : resources.items)
        result.objects.push_back({each->id(), each->document, each->file, each->line});
    return result;
}

}

core::Result<Build> build(const core::FileTree &tree, std::string_view path, const Options &options)
{
    auto result = built(tree, path, options);
    if (result || isRefusal(result.error())) // a refusal says itself where
        return result;
    const core::Error &error = result.error();
    return core::Error(error.kind(), error.summary(), QString::fromStdString(std::string(path)), error.help());
}

core::Result<QByteArray> print(const Build &build)
{
    QByteArray stream;
    for (const Rendered &each : build.objects) {
        const auto printed = core::yaml::print(*each.document.root());
        if (!printed)
            return wrapped(each.id.text(),
                problem(printed.error().detail().isEmpty() ? sentence(printed.error())
                                                           : printed.error().detail().toStdString()));
        if (!stream.isEmpty())
            stream += "---\n";
        stream += *printed;
    }
    return stream;
}

} // namespace render
