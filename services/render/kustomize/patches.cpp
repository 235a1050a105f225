// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/patches.h"

#include "services/core/yaml/print.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/selector.h"
#include "services/render/kustomize/strategicmerge.h"

#include <algorithm>

namespace render {

namespace {
// Go's %q.
std::string quoted(const std::string &text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        default: out += c; break;
        }
    }
    return out + '"';
}

std::string trimmed(const std::string &text)
{
    const char *blank = " \t\r\n\v\f";
    const size_t begin = text.find_first_not_of(blank);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

// What kustomize shows of the configuration that it made of an entry.
std::string shown(const Node *config)
{
    const auto printed = core::yaml::print(*config);
    return printed ? printed->toStdString() : std::string();
}

core::Error troubled(const char *transformer, const std::string &config, const core::Error &cause)
{
    return wrapped(
        std::string("trouble configuring builtin ") + transformer + " with config: `\n" + config + "`", cause);
}

std::string shownPatch(const Patch &patch)
{
    const Document document;
    Node *config = document.mapping();
    for (size_t i = 0; patch.node && i < patch.node->size(); ++i) {
        const Node *value = patch.node->value(i);
        if (!isTaggedNull(value) && !(value->isScalar() && value->text().empty()))
            config->append(document.clone(*patch.node->key(i)), document.clone(*value));
    }
    return shown(config);
}

core::Result<QByteArray> contentOf(const Patch &patch, const Loader &loader)
{
    if (patch.path.empty())
        return QByteArray::fromStdString(trimmed(patch.patch));
    auto loaded = loader.load(patch.path);
    if (!loaded)
        return wrapped("failed to get the patch file from path(" + patch.path + ')', loaded.error());
    return loaded;
}

core::Result<PreparedPatch> prepared(const Patch &patch, const Loader &loader, Version version, Budget &budget)
{
    const std::string inner = trimmed(patch.patch);
    if (inner.empty() && patch.path.empty())
        return problem("must specify one of patch and path in\n" + shownPatch(patch));
    if (!inner.empty() && !patch.path.empty())
        return problem("patch and path can't be set at the same time\n" + shownPatch(patch));
    const auto content = contentOf(patch, loader);
    if (!content)
        return content.error();
    PreparedPatch result;
    result.source = patch.path.empty() ? "[patch: " + quoted(inner) + ']' : "[path: " + quoted(patch.path) + ']';
    result.target = patch.target;
    result.allowNameChange = patch.allowNameChange;
    result.allowKindChange = patch.allowKindChange;
    result.crashesBehindDeletion = version < Version::V5_7_1;
    auto merges = readResources(*content, {}, budget);
    const auto json = JsonPatch::parsed(*content);
    if (!merges && isRefusal(merges.error()))
        return merges.error();
    if (merges && json && !merges->empty() && !json->isEmpty())
        return problem("illegally qualifies as both an SM and JSON patch: " + result.source);
    if (!merges && !json)
        return problem("unable to parse SM or JSON patch from " + result.source);
    const bool saysNothing = (!merges || merges->empty()) && (!json || json->isEmpty());
    if (saysNothing && version < Version::V5_7_1)
        return problem("unable to parse SM or JSON patch from " + result.source);
    if (merges)
        result.merges = *std::move(merges);
    else
        result.json = *json;
    return result;
}

core::Result<std::vector<std::shared_ptr<Resource>>> oldMerges(
    const std::vector<std::string> &entries, const Loader &loader, Budget &budget)
{
    std::vector<std::shared_ptr<Resource>> all;
    std::string files;
    for (const std::string &entry : entries) {
        files += (files.empty() ? "" : " ") + entry;
        // The patch itself, and only if that cannot be a file.
        auto merges = readResources(QByteArray::fromStdString(entry), {}, budget);
        if (!merges) {
            const auto bytes = loader.load(entry);
            if (!bytes)
                return bytes.error();
            merges = readResources(*bytes, entry, budget);
        }
        if (!merges)
            return merges.error();
        all.insert(all.end(), merges->begin(), merges->end());
    }
    if (all.empty())
        return problem("patch appears to be empty; files=[" + files + "], Patch=");
    return all;
}

// What resmap's ApplySmPatch does to a patch before it is applied (quirk Q8).
void normalise(Resource &patch, const Resource &target)
{
    const Id id = patch.id();
    patch.setLabels(patch.labels());
    patch.setAnnotations(patch.annotations());
    patch.setName(id.name);
    patch.setNamespace(id.nspace);
    if (const std::string apiVersion = target.gvk().apiVersion(); !apiVersion.empty())
        setField(patch.root(), "apiVersion", patch.document.scalar(apiVersion));
    patch.setKind(id.gvk.kind);
}

core::Result<> merge(Resource &target, const Resource &patch, const PreparedPatch &how, bool normalised)
{
    Resource copy(Document::sharing(target.document), {});
    copy.document.setRoot(target.document.clone(*patch.root()));
    if (normalised)
        normalise(copy, target);
    const Id before = target.id();
    if (how.allowNameChange || how.allowKindChange)
        target.rememberId();
    const auto merged = mergeStrategically(target.document, target.root(), copy.root());
    if (!merged)
        return merged.error();
    target.document.setRoot(*merged);
    if (target.isEmpty())
        return {};
    if (!how.allowKindChange)
        target.setKind(before.gvk.kind);
    if (!how.allowNameChange)
        target.setName(before.name);
    target.setNamespace(before.nspace);
    return {};
}

// The list is built anew, which finds ids that are the same now.
core::Result<> checkIds(ResourceList &resources)
{
    resources.dropEmpty();
    resources.identitiesChanged();
    if (const Resource *conflict = resources.conflicting())
        return problem("may not add resource with an already registered id: " + conflict->id().text());
    return {};
}

core::Result<> applyMerges(ResourceList &resources, const PreparedPatch &patch)
{
    if (patch.target) {
        if (patch.merges.size() > 1)
            return problem(
                "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: "
                + patch.source);
        const auto selected = select(resources, *patch.target);
        if (!selected)
            return wrapped("unable to find patch target in `resources`", selected.error());
        for (Resource *each : *selected) {
            if (auto done = merge(*each, *patch.merges.front(), patch, true); !done)
                return done;
        }
        return checkIds(resources);
    }
    for (const auto &each : patch.merges) {
        const bool isDeleted = std::any_of(
            resources.items.begin(), resources.items.end(), [](const auto &item) { return item->isEmpty(); });
        if (isDeleted && patch.crashesBehindDeletion)
            return problem("kustomize before 5.7 crashes on a patch behind one that deletes: " + patch.source);
        const Id id = each->id();
        const auto target = resources.one(id);
        if (!target)
            return patch.isOldMerge
                ? target.error()
                : wrapped("no resource matches strategic merge patch " + quoted(id.text()), target.error());
        if (auto done = merge(**target, *each, patch, patch.isOldMerge); !done)
            return done;
        if (auto done = patch.isOldMerge ? checkIds(resources) : core::Result<>(); !done)
            return done;
    }
    resources.identitiesChanged();
    return {};
}

core::Result<> applyJson(ResourceList &resources, const PreparedPatch &patch)
{
    if (!patch.target)
        return problem("must specify a target for JSON patch " + patch.source);
    const auto selected = select(resources, *patch.target);
    if (!selected)
        return selected.error();
    for (Resource *each : *selected) {
        if (!patch.isOldJson)
            each->rememberId();
        each->makeAnnotations();
        each->makeTextKeys();
        const auto patched = patch.json->applied(*each->root());
        if (!patched)
            return patched.error();
        each->document = *patched;
        if (each->root()->find("metadata"))
            each->setAnnotations(each->annotations());
    }
    resources.identitiesChanged();
    return {};
}
}

core::Result<PreparedPatch> preparePatch(const Patch &patch, const Loader &loader, Version version, Budget &budget)
{
    auto result = prepared(patch, loader, version, budget);
    if (!result)
        return troubled("PatchTransformer", shownPatch(patch), result.error());
    return result;
}

core::Result<PreparedPatch> prepareOldMerges(
    const std::vector<std::string> &entries, const Loader &loader, Budget &budget)
{
    auto merges = oldMerges(entries, loader, budget);
    if (!merges) {
        const Document document;
        Node *config = document.mapping();
        Node *paths = document.sequence();
        for (const std::string &entry : entries)
            paths->append(document.string(entry));
        config->set("paths", paths);
        return troubled("PatchStrategicMergeTransformer", shown(config), merges.error());
    }
    PreparedPatch result;
    result.merges = *std::move(merges);
    result.isOldMerge = true;
    return result;
}

core::Result<PreparedPatch> prepareOldJson(const Patch &patch, const Loader &loader)
{
    const auto fail = [&](const core::Error &error) {
        return troubled("PatchJson6902Transformer", shownPatch(patch), error);
    };
    if (!patch.target || patch.target->name.empty())
        return fail(problem("must specify the target name"));
    if (patch.path.empty() && patch.patch.empty())
        return fail(problem("must specify the file path or the operations"));
    if (!patch.path.empty() && !patch.patch.empty())
        return fail(problem("must specify a file path or jsonOp, not both"));
    const auto content =
        patch.path.empty() ? core::Result<QByteArray>(QByteArray::fromStdString(patch.patch)) : loader.load(patch.path);
    if (!content)
        return fail(content.error());
    const auto json = JsonPatch::parsed(*content);
    if (!json)
        return fail(json.error());
    if (json->isEmpty())
        return fail(problem("patch appears to be empty; file=" + patch.path + ", JsonOp=" + content->toStdString()));
    PreparedPatch result;
    result.json = *json;
    result.target = patch.target;
    result.isOldJson = true;
    return result;
}

core::Result<> applyPatch(ResourceList &resources, const PreparedPatch &patch)
{
    if (patch.json)
        return applyJson(resources, patch);
    return patch.merges.empty() ? core::Result<>() : applyMerges(resources, patch);
}

} // namespace render
