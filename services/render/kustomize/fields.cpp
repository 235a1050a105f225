// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/fields.h"

#include "services/core/yaml/scalar.h"
#include "services/render/kustomize/excerpt.h"
#include "services/render/kustomize/problem.h"

namespace render {

using core::yaml::Kind;
using core::yaml::Style;

Node *lookup(const Node *node, std::initializer_list<std::string_view> path)
{
    const Node *at = node;
    Node *found = nullptr;
    for (const std::string_view name : path) {
        found = at ? at->find(name) : nullptr;
        at = found;
    }
    return found;
}

std::string textOf(const Node *node, std::initializer_list<std::string_view> path)
{
    const Node *found = lookup(node, path);
    return isMissingOrNull(found) ? std::string() : std::string(found->text());
}

namespace {
// Before a value is written: kyaml quotes what a YAML 1.1 reader would misread.
void quoteIfNeeded(Node *value)
{
    const bool isText = value->isScalar() && (value->tag().empty() || value->tag() == "!!str");
    if (isText && value->style() == Style::Plain && core::yaml::needsQuotes(value->text()))
        value->setStyle(Style::DoubleQuoted);
}

const char *nameOf(Kind kind)
{
    switch (kind) {
    case Kind::Scalar: return "ScalarNode";
    case Kind::Sequence: return "SequenceNode";
    case Kind::Mapping: return "MappingNode";
    }
    return "";
}

std::vector<std::string> pathParts(const std::string &path)
{
    std::vector<std::string> parts(1);
    for (size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '/')
            parts.back() += path[++i];
        else if (path[i] == '/')
            parts.emplace_back();
        else
            parts.back() += path[i];
    }
    if (parts.size() > 1 && parts.front().empty())
        parts.erase(parts.begin());
    return parts;
}

struct Walk {
    const Document &document;
    const std::vector<std::string> parts;
    bool create;
    Kind leaf;
    const SetValue &set;

    Node *made(Kind kind) const
    {
        switch (kind) {
        case Kind::Scalar: return document.scalar("");
        case Kind::Sequence: return document.sequence();
        case Kind::Mapping: break;
        }
        return document.mapping();
    }

    core::Result<> field(Node *mapping, size_t at) const
    {
        std::string name = parts[at];
        const bool ofList = name.ends_with("[]");
        if (ofList)
            name.resize(name.size() - 2);
        if (name.empty())
            return problem("cannot set or create an empty field name");
        const bool creates = create && !ofList;
        const Kind kind = ofList ? Kind::Sequence : at + 1 == parts.size() ? leaf : Kind::Mapping;
        Node *value = mapping->find(name);
        if (!value) {
            if (!creates)
                return {};
            value = made(kind);
            mapping->set(name, value);
        }
        if (isTaggedNull(value) && (creates || ofList)) {
            value = made(kind);
            mapping->set(name, value);
        }
        return walk(value, at + 1);
    }

    std::string rest(size_t at) const
    {
        std::string text = parts[at];
        while (++at < parts.size())
            text += ' ' + parts[at];
        return text;
    }

    core::Result<> walk(Node *node, size_t at) const
    {
        if (at == parts.size())
            return set(node);
        if (isMissingOrNull(node) || node->isNull())
            return {};
        if (node->isMapping())
            return field(node, at);
        if (node->isScalar())
            return problem("expected sequence or mapping node");
        for (Node *item : node->items()) {
            if (const auto done = walk(item, at); !done)
                return wrapped("visit traversal on path: [" + rest(at) + ']', done.error());
        }
        return {};
    }
};
}

void setField(Node *mapping, std::string_view name, Node *value)
{
    if (isMissingOrNull(value)) {
        mapping->remove(name);
        return;
    }
    quoteIfNeeded(value);
    const qsizetype at = mapping->indexOf(name);
    if (at >= 0) {
        value->setStyle(mapping->value(size_t(at))->style());
        mapping->setValue(size_t(at), value);
    } else {
        mapping->set(name, value);
    }
}

void setScalar(Node *scalar, std::string_view text, std::string_view tag)
{
    scalar->setText(text);
    scalar->setTag(tag);
}

core::Error wrongKind(Kind expected, const Node *got)
{
    return problem(std::string("wrong node kind: expected ") + nameOf(expected) + " but got " + nameOf(got->kind())
        + ": node contents:\n" + excerpt(got));
}

core::Result<> applyFieldSpec(
    const FieldSpec &spec, const Document &document, const Id &id, Kind leaf, const SetValue &set)
{
    if (!document.root() || !id.gvk.isSelectedBy(spec.gvk))
        return {};
    const Walk walk{document, pathParts(spec.path), spec.create, leaf, set};
    const auto done = walk.walk(document.root(), 0);
    if (!done)
        return wrapped("considering field '" + spec.path + "' of object " + id.text(), done.error());
    return {};
}

core::Result<> mergeFieldSpecs(std::vector<FieldSpec> &into, const std::vector<FieldSpec> &more)
{
    for (const FieldSpec &each : more) {
        bool known = false;
        for (const FieldSpec &have : into) {
            if (have.path != each.path || !have.gvk.isSelectedBy(each.gvk))
                continue;
            if (have.create != each.create)
                return problem("conflicting fieldspecs");
            known = true;
            break;
        }
        if (!known)
            into.push_back(each);
    }
    return {};
}

} // namespace render
