// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/transformers.h"

#include <re2/re2.h>

namespace render {

using core::yaml::Kind;

namespace {
struct Reference {
    std::string name, tag, digest;
};

// The first "@" and ":" behind the first "/" end the name; "localhost:5000/a" has no tag.
Reference split(const std::string &image)
{
    const size_t slash = image.find('/');
    const size_t from = slash == std::string::npos ? 0 : slash;
    const size_t at = image.find('@', from);
    const size_t colon = image.substr(0, at).find(':', from);
    Reference parts;
    if (at != std::string::npos)
        parts.digest = image.substr(at + 1);
    if (colon != std::string::npos)
        parts.tag = image.substr(colon + 1, at == std::string::npos ? at : at - colon - 1);
    parts.name = image.substr(0, std::min(at, colon));
    return parts;
}

class Updater {
public:
    explicit Updater(const Image &image)
        : m_image(image)
        , m_pattern("^" + image.name + R"((:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$)", re2::RE2::Quiet)
    {
    }
    bool isUsable() const { return m_pattern.ok(); }

    std::optional<std::string> changed(const std::string &reference) const
    {
        if (!re2::RE2::PartialMatch(reference, m_pattern))
            return {};
        Reference parts = split(reference);
        if (!m_image.newName.empty())
            parts.name = m_image.newName;
        if (!m_image.newTag.empty() || !m_image.digest.empty()) {
            parts.tag = m_image.newTag;
            parts.digest = m_image.digest;
        } else if (!m_image.tagSuffix.empty()) {
            parts.tag += m_image.tagSuffix;
            parts.digest.clear();
        }
        if (!parts.tag.empty())
            parts.name += ':' + parts.tag;
        if (!parts.digest.empty())
            parts.name += '@' + parts.digest;
        return parts.name;
    }

    core::Result<> apply(Node *node) const
    {
        if (!node->isScalar())
            return wrongKind(Kind::Scalar, node);
        if (const auto text = changed(std::string(node->text())))
            setScalar(node, *text, {});
        return {};
    }

    // Any list called containers or initContainers, wherever it is: the older of the two passes.
    core::Result<> searchContainers(Node *node) const
    {
        for (size_t i = 0; i < node->size(); ++i) {
            Node *value = node->isMapping() ? node->value(i) : node->at(i);
            if (auto done = searchContainers(value); !done)
                return done;
            const bool isList = node->isMapping() && value->isSequence()
                && (node->key(i)->text() == "containers" || node->key(i)->text() == "initContainers");
            if (!isList)
                continue;
            for (Node *container : value->items()) {
                if (!container->isMapping() && !isTaggedNull(container))
                    return wrongKind(Kind::Mapping, container);
                Node *image = container->find("image");
                if (auto done = image && !isTaggedNull(image) ? apply(image) : core::Result<>(); !done)
                    return done;
            }
        }
        return {};
    }

private:
    const Image &m_image;
    re2::RE2 m_pattern;
};
}

std::optional<std::string> changedImage(const std::string &reference, const Image &image)
{
    const Updater updater(image);
    return updater.isUsable() ? updater.changed(reference) : std::nullopt;
}

core::Result<> applyImage(ResourceList &resources, const Image &image, Version version)
{
    const Updater updater(image);
    if (!updater.isUsable()) // upstream panics (quirk Q20)
        return problem("the image name '" + image.name + "' is not a regular expression");
    for (const auto &each : resources.items) {
        const Id id = each->id();
        if (id.gvk.kind == "CustomResourceDefinition")
            continue;
        if (auto done = updater.searchContainers(each->root()); !done)
            return done;
        for (const FieldSpec &field : knowledge().images) {
            if (field.since > version)
                continue;
            const SetValue set = [&](Node *node) { return updater.apply(node); };
            if (auto done = applyFieldSpec({field.gvk, field.path, false}, each->document, id, Kind::Scalar, set);
                !done)
                return done;
        }
    }
    return {};
}

} // namespace render
