// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/fluxbuild.h"

#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/core/yaml/scalar.h"
#include "services/render/flux/overlay.h"
#include "services/render/flux/sops.h"
#include "services/render/kustomize/fields.h"
#include "services/render/kustomize/problem.h"

#include <QCryptographicHash>

#include <charconv>

using namespace Qt::StringLiterals;

namespace render::flux {

namespace {

constexpr std::string_view group = "kustomize.toolkit.fluxcd.io";

std::string text(const QByteArray &bytes)
{
    return std::string(bytes.constData(), static_cast<size_t>(bytes.size()));
}

// spec.path inside the artifact, wherever ".." would lead: the controller joins them so.
std::string jailed(std::string_view path)
{
    std::string clean = core::cleanPath(path);
    while (!core::isInside(clean))
        clean.erase(0, clean.starts_with("../") ? 3 : 2);
    return clean;
}

Id idOf(const Node *root)
{
    return {Gvk::of(textOf(root, {"apiVersion"}), textOf(root, {"kind"})), textOf(root, {"metadata", "name"}),
        textOf(root, {"metadata", "namespace"})};
}

// Every number as a float64, as encoding/json reads the object back.
void roundNumbers(Node &node)
{
    if (node.tag() == "!!int" || node.tag() == "!!float") {
        double number = 0;
        const std::string_view digits = node.text();
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        node.setText(core::yaml::jsonNumber(number));
        node.setTag("!!float");
    }
    for (size_t i = 0; i < node.size(); ++i)
        roundNumbers(node.isMapping() ? *node.value(i) : *node.at(i));
}

class Builder {
public:
    Builder(const Node &kustomization, const Options &options)
        : m_kustomization(kustomization)
        , m_spec(lookup(&kustomization, {"spec"}))
        , m_options(options)
    {
    }

    core::Result<Build> build(const std::shared_ptr<const core::FileTree> &artifact)
    {
        auto kustomized = this->kustomized(artifact);
        if (!kustomized)
            return kustomized.error();
        collectVariables();
        for (Rendered &each : kustomized->objects) {
            if (m_options.stop.stop_requested())
                return refused("rendering was stopped");
            if (const auto done = process(each); !done)
                return done.error();
        }
        const auto printed = print(*kustomized);
        if (!printed)
            return wrapped("kustomize build failed", printed.error());
        Build result;
        result.digest = "sha256:" + QCryptographicHash::hash(*printed, QCryptographicHash::Sha256).toHex();
        result.warnings = kustomized->warnings;
        for (Rendered &each : kustomized->objects) {
            if (const auto done = finish(std::move(each), result); !done)
                return done.error();
        }
        return result;
    }

private:
    core::Result<render::Build> kustomized(const std::shared_ptr<const core::FileTree> &artifact) const
    {
        const std::string folder = jailed(textOf(m_spec, {"path"}));
        if (artifact->type(folder) != core::FileTree::Type::Folder)
            return problem(
                "kustomization path not found: stat " + artifact->shown(folder) + ": no such file or directory");
        Budget budget(m_options.limits, m_options.stop);
        auto overlay = makeOverlay(*artifact, folder, m_spec, m_options.version, budget);
        if (!overlay)
            return overlay.error();
        core::OverlayTree tree(artifact);
        tree.add(overlay->file, overlay->content);
        render::Options options;
        options.loadRestrictor = LoadRestrictor::None;
        options.version = kustomizeOf(m_options.version);
        options.limits = m_options.limits;
        options.stop = m_options.stop;
        auto result = render::build(tree, folder, options);
        if (!result)
            return wrapped("kustomize build failed", result.error());
        return result;
    }

    void collectVariables()
    {
        m_variables = m_options.variables;
        if (const Node *inlined = lookup(m_spec, {"postBuild", "substitute"})) {
            for (size_t i = 0; i < inlined->size() && inlined->isMapping(); ++i)
                m_variables[std::string(inlined->key(i)->text())] = inlined->value(i)->text();
        }
        for (auto &[name, value] : m_variables)
            std::erase(value, '\n');
        const bool isAlways =
            m_options.version >= Version::V2_9 && textOf(m_spec, {"postBuild", "substituteStrategy"}) == "Always";
        m_substitutes = !isMissingOrNull(lookup(m_spec, {"postBuild"})) && (!m_variables.empty() || isAlways);
    }

    core::Result<> process(Rendered &object) const
    {
        const Node *root = object.document.root();
        if (textOf(root, {"metadata", "name"}).empty() || textOf(root, {"kind"}).empty()
            || textOf(root, {"apiVersion"}).empty()) {
            const auto shown = core::yaml::print(*root);
            return problem("failed to decode Kubernetes apiVersion, kind and name from: "
                + (shown ? text(*shown) : std::string()));
        }
        const std::string key = std::string(group) + "/substitute";
        if (!m_substitutes || textOf(root, {"metadata", "labels", key}) == "disabled"
            || textOf(root, {"metadata", "annotations", key}) == "disabled")
            return {};
        if (const auto done = replaceVariables(object); !done) {
            const bool hasKind = m_options.version >= Version::V2_7;
            const std::string name = (hasKind ? object.id.gvk.text() + '/' : std::string()) + object.id.name;
            return wrapped("post build failed for '" + name + "'", done.error());
        }
        return {};
    }

    // On the text that is printed, which is then read by the rules of YAML 1.1.
    core::Result<> replaceVariables(Rendered &object) const
    {
        const auto printed = core::yaml::print(*object.document.root());
        if (!printed)
            return problem(printed.error().detail().toStdString());
        if (const auto checked = checkNames(m_variables); !checked)
            return wrapped("envsubst error", checked.error());
        const auto replaced = substitute(text(*printed), m_variables, missing());
        if (!replaced)
            return wrapped("envsubst error: variable substitution failed", replaced.error());
        auto read =
            core::yaml::parseSettings(QByteArrayView(replaced->data(), static_cast<qsizetype>(replaced->size())));
        if (!read)
            return problem("envsubst error: YAMLToJSON: " + read.error().detail().toStdString());
        if (read->isEmpty() || !read->root()->isMapping())
            return problem("UnmarshalJSON: json: cannot unmarshal this into Go value of type map[string]interface {}");
        roundNumbers(*read->root());
        object.document = *std::move(read);
        object.id = idOf(object.document.root());
        return {};
    }

    Missing missing() const
    {
        if (!m_options.isStrict.value_or(m_options.version >= Version::V2_9))
            return Missing::IsEmpty;
        return m_options.version >= Version::V2_9 ? Missing::IsError : Missing::IsErrorWhereBare;
    }

    // What is done to an object before it is applied.
    core::Result<> finish(Rendered &&object, Build &result) const
    {
        Node *root = object.document.root();
        // Left out without a word (flux.md 2.2, step 13).
        if (textOf(root, {"kind"}) == "Kustomization"
            && textOf(root, {"apiVersion"}).starts_with("kustomize.config.k8s.io/"))
            return {};
        const std::string shown =
            object.id.gvk.kind + '/' + (object.id.nspace.empty() ? "" : object.id.nspace + '/') + object.id.name;
        const bool canKeep = m_options.version >= Version::V2_8
            && textOf(root, {"metadata", "annotations", std::string(group) + "/decrypt"}) == "disabled";
        const bool isDecrypted = textOf(m_spec, {"decryption", "provider"}) == "sops" && !canKeep;
        if (isDecrypted && isEncrypted(*root)) {
            result.encrypted.push_back(result.objects.size());
            result.warnings.append(
                u"%1 is encrypted by SOPS: its contents cannot be compared"_s.arg(QString::fromStdString(shown)));
        } else if (root->find("sops") && object.id.gvk == Gvk{{}, "v1", "Secret"} && !canKeep) {
            return problem(
                shown + " is SOPS encrypted, configuring decryption is required for this secret to be reconciled");
        }
        setMetadata(object.document, "labels",
            {{std::string(group) + "/name", textOf(&m_kustomization, {"metadata", "name"})},
                {std::string(group) + "/namespace", textOf(&m_kustomization, {"metadata", "namespace"})}},
            result);
        setMetadata(object.document, "labels", textMapOf("labels"), result);
        setMetadata(object.document, "annotations", textMapOf("annotations"), result);
        result.objects.push_back(std::move(object));
        return {};
    }

    // Of spec.commonMetadata.
    std::map<std::string, std::string> textMapOf(std::string_view field) const
    {
        std::map<std::string, std::string> map;
        const Node *from = lookup(m_spec, {"commonMetadata", field});
        for (size_t i = 0; from && from->isMapping() && i < from->size(); ++i)
            map[std::string(from->key(i)->text())] = from->value(i)->text();
        return map;
    }

    // As unstructured.SetLabels after GetLabels: if one of the old values is no text, all old ones are lost.
    static void setMetadata(const Document &document, std::string_view field,
        const std::map<std::string, std::string> &values, Build &result)
    {
        if (values.empty())
            return;
        Node *metadata = lookup(document.root(), {"metadata"});
        if (!metadata || !metadata->isMapping())
            return;
        Node *old = metadata->find(field);
        bool isKept = old && old->isMapping();
        for (size_t i = 0; isKept && i < old->size(); ++i) {
            const auto meaning = core::yaml::meaningOf(*old->value(i), core::yaml::Schema::Manifest);
            isKept = old->value(i)->isScalar() && meaning && meaning->type == core::yaml::Meaning::Type::String;
        }
        if (!isKept && !isMissingOrNull(old))
            result.warnings.append(u"%1: not all %2 are texts, and so Flux drops them"_s.arg(
                QString::fromStdString(textOf(document.root(), {"metadata", "name"})), QString::fromUtf8(field)));
        Node *map = isKept ? old : document.mapping();
        for (const auto &[name, value] : values)
            map->set(name, document.string(value));
        metadata->set(field, map);
    }

    const Node &m_kustomization;
    const Node *m_spec;
    const Options &m_options;
    Variables m_variables;
    bool m_substitutes = false;
};

} // namespace

core::Result<Build> build(
    std::shared_ptr<const core::FileTree> artifact, const core::yaml::Node &kustomization, const Options &options)
{
    return Builder(kustomization, options).build(artifact);
}

} // namespace render::flux
