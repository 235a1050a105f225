// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/strategicmerge.h"

#include "services/render/kustomize/associativelist.h"
#include "services/render/kustomize/problem.h"

#include <set>

namespace render {

using core::yaml::Kind;

namespace {
enum class Directive { Merge, Replace, Delete };

core::Result<Directive> directiveNamed(const std::string &name)
{
    if (name == "delete")
        return Directive::Delete;
    if (name == "replace")
        return Directive::Replace;
    if (name == "merge")
        return Directive::Merge;
    return problem("unknown patch strategy '" + name + '\'');
}

// Finds "$patch" and takes it out. Of a list it is an element that is nothing but that.
core::Result<Directive> takeDirective(Node *patch)
{
    static constexpr std::string_view Key = "$patch";
    if (!patch || patch->isScalar())
        return Directive::Merge;
    if (patch->isMapping()) {
        const Node *found = patch->find(Key);
        if (!found)
            return Directive::Merge;
        const auto directive = directiveNamed(std::string(found->text()));
        if (directive)
            patch->remove(Key);
        return directive;
    }
    for (const Node *item : patch->items()) {
        const Node *found = item->find(Key);
        if (!found)
            continue;
        if (item->size() > 1) // it speaks of that element
            return Directive::Merge;
        const std::string name(found->text());
        const auto directive = directiveNamed(name);
        if (directive)
            setElement(patch, {std::string(Key)}, {name}, nullptr);
        return directive;
    }
    return Directive::Merge;
}

using Field = MergeType::Field;

class Merger {
public:
    explicit Merger(const Document &document)
        : m_document(document)
    {
    }

    // field: what the schema says of this value; null: nothing yet, so that the value may say its own kind.
    core::Result<Node *> merge(Node *target, Node *patch, const MergeType *type, const Field *field)
    {
        const Node *first = !isMissingOrNull(target) ? target : !isMissingOrNull(patch) ? patch : nullptr;
        if (!first)
            return mapping(target, patch, type);
        for (const Node *each : {target, patch}) {
            if (!isMissingOrNull(each) && each->kind() != first->kind())
                return wrongKind(first->kind(), each);
        }
        switch (first->kind()) {
        case Kind::Mapping: return mapping(target, patch, type ? type : field ? nullptr : ownType(target, patch));
        case Kind::Sequence:
            return field && field->isMergedList ? list(target, patch, *field) : Result(patch ? patch : target);
        case Kind::Scalar: break;
        }
        return patch ? patch : target;
    }

private:
    using Result = core::Result<Node *>;

    static const MergeType *ownType(const Node *target, const Node *patch)
    {
        for (const Node *each : {target, patch}) {
            if (isMissingOrNull(each))
                continue;
            const std::string apiVersion = textOf(each, {"apiVersion"});
            const std::string kind = textOf(each, {"kind"});
            const MergeType *found =
                apiVersion.empty() || kind.empty() ? nullptr : knowledge().mergeType(apiVersion, kind);
            if (found)
                return found;
        }
        return nullptr;
    }

    static void takeStyle(Node *target, const Node *patch)
    {
        if (target && patch && !target->isScalar() && target->isEmpty())
            target->setStyle(patch->style());
    }

    Result visitMapping(Node *target, Node *patch)
    {
        takeStyle(target, patch);
        if (isMissingOrNull(target)) {
            const auto directive = takeDirective(patch);
            if (directive && *directive == Directive::Delete)
                return nullptr;
            // A null that somebody has written stays, and is no tagged null any more; "a:" goes.
            if (!patch && target && !target->text().empty())
                return m_document.scalar(target->text());
            return patch;
        }
        if (isTaggedNull(patch))
            return nullptr;
        const auto directive = takeDirective(patch);
        if (!directive)
            return directive.error();
        return *directive == Directive::Delete ? nullptr : *directive == Directive::Replace ? patch : target;
    }

    Result mapping(Node *target, Node *patch, const MergeType *type)
    {
        const Result visited = visitMapping(target, patch);
        if (!visited || !*visited || !(*visited)->isMapping())
            return visited;
        Node *result = *visited;
        std::set<std::string> names;
        for (const Node *each : {static_cast<const Node *>(result), static_cast<const Node *>(patch)}) {
            for (size_t i = 0; each && each->isMapping() && i < each->size(); ++i)
                names.emplace(each->key(i)->text());
        }
        for (const std::string &name : names) {
            const Field *field = nullptr;
            if (type) {
                const auto found = type->fields.find(name);
                field = found == type->fields.end() ? nullptr : &found->second;
            }
            const auto merged = merge(result->find(name), patch ? patch->find(name) : nullptr,
                field && !field->isMergedList ? field->type : nullptr, field);
            if (!merged)
                return merged;
            const bool isNew = result->indexOf(name) < 0 && !isMissingOrNull(*merged);
            setField(result, name, *merged);
            if (isNew) // "9110" stays a string, as it was written
                result->key(size_t(result->indexOf(name)))->setStyle(styleOfKey(patch, name));
        }
        return result;
    }

    static core::yaml::Style styleOfKey(const Node *mapping, const std::string &name)
    {
        const qsizetype at = mapping ? mapping->indexOf(name) : -1;
        return at < 0 ? core::yaml::Style::Plain : mapping->key(size_t(at))->style();
    }

    Result visitList(Node *target, Node *patch)
    {
        takeStyle(target, patch);
        if (isMissingOrNull(target))
            return patch;
        if (isTaggedNull(patch))
            return nullptr;
        const auto directive = takeDirective(patch);
        if (!directive)
            return directive.error();
        return *directive == Directive::Delete ? nullptr : *directive == Directive::Replace ? patch : target;
    }

    Result list(Node *target, Node *patch, const Field &field)
    {
        const Result visited = visitList(target, patch);
        if (!visited || !*visited || !(*visited)->isSequence())
            return visited;
        static const Field element; // known, and no list
        const AssociativeList lists{m_document, *visited, patch};
        return lists.merged(field.keys, [&](Node *a, Node *b) { return merge(a, b, field.type, &element); });
    }

    const Document &m_document;
};
}

core::Result<Node *> mergeStrategically(const Document &document, Node *target, Node *patch)
{
    return Merger(document).merge(target, patch, nullptr, nullptr);
}

} // namespace render
