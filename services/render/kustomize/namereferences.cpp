// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/namereferences.h"

#include "services/core/yaml/print.h"
#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <set>

namespace render {

namespace {
// What the search asks of every resource, read out once: names only change between references, never ids.
struct Candidate {
    Resource *resource;
    Id id;
    std::vector<Id> previous;
    std::string nspace; // effective
    std::string originalNamespace;
    bool isClusterScoped;
};
using Candidates = std::vector<const Candidate *>;

constexpr std::string_view NoNamespace = "_non_namespaceable_";

std::vector<Candidate> candidatesOf(const ResourceList &resources)
{
    std::vector<Candidate> all;
    for (const auto &each : resources.items) {
        const Id id = each->id();
        all.push_back({each.get(), id, each->previousIds(), id.effectiveNamespace(),
            each->originalId().effectiveNamespace(), id.gvk.isClusterScoped()});
    }
    return all;
}

bool endEqually(const std::vector<std::string> &a, const std::vector<std::string> &b)
{
    const auto &shorter = a.size() < b.size() ? a : b;
    const auto &longer = a.size() < b.size() ? b : a;
    if (shorter.empty())
        return longer.empty();
    return std::equal(shorter.rbegin(), shorter.rend(), longer.rbegin());
}

bool sameAffixes(const Resource &a, const Resource &b, bool emptyMatches)
{
    const auto same = [&](const std::vector<std::string> &x, const std::vector<std::string> &y) {
        return (emptyMatches && (x.empty() || y.empty())) || endEqually(x, y);
    };
    return same(a.prefixes, b.prefixes) && same(a.suffixes, b.suffixes);
}

// Namespaces of the service accounts that a RoleBinding names.
core::Result<std::set<std::string>> boundNamespaces(const Candidate &referrer)
{
    std::set<std::string> all;
    const Node *subjects = referrer.resource->root()->find("subjects");
    if (referrer.id.gvk.kind != "RoleBinding" || !subjects)
        return all;
    for (const Node *subject : subjects->items()) {
        const Node *nspace = subject->find("namespace");
        if (!nspace || textOf(subject, {"kind"}) != "ServiceAccount")
            continue;
        if (isTaggedNull(nspace))
            return problem("Invalid Input: namespace is blank for resource \"" + referrer.id.text() + '"');
        all.emplace(nspace->text());
    }
    return all;
}

class Referrer {
public:
    Referrer(const Candidate &self, Candidates reachable, const Gvk &target, const FieldSpec &field)
        : m_self(self)
        , m_reachable(std::move(reachable))
        , m_target(target)
        , m_field(field)
    {
    }

    core::Result<> repair() const
    {
        FieldSpec field = m_field;
        field.gvk = m_self.id.gvk;
        const auto done = applyFieldSpec(field, m_self.resource->document, m_self.id, core::yaml::Kind::Scalar,
            [&](Node *node) { return repair(node); });
        if (!done)
            return wrapped(
                "updating name reference in '" + m_field.path + "' field of '" + m_self.id.text() + '\'', done.error());
        return {};
    }

private:
    core::Result<> repair(Node *node) const
    {
        if (isTaggedNull(node))
            return {};
        if (node->isScalar())
            return repairScalar(node);
        if (node->isMapping())
            return repairMapping(node);
        for (Node *item : node->items()) {
            if (item->isSequence())
                return problem("unknown type of node in a list of names");
            if (auto done = item->isScalar() ? repairScalar(item) : repairMapping(item); !done)
                return done;
        }
        return {};
    }

    core::Result<> repairScalar(Node *node) const
    {
        const auto found = choose(std::string(node->text()), m_reachable, false);
        if (!found)
            return found.error();
        if (*found && (*found)->id.name != node->text())
            setScalar(node, (*found)->id.name, {});
        return {};
    }

    core::Result<> repairMapping(Node *node) const
    {
        const Node *name = node->find("name");
        if (!name)
            return problem("path config error; no 'name' field in node");
        const auto found = choose(std::string(name->text()), inNamespaceOf(node), true);
        if (!found)
            return found.error();
        if (!*found)
            return {};
        const Document &document = m_self.resource->document;
        const Id &id = (*found)->id;
        if (id.name == name->text() && id.nspace.empty())
            return {};
        setField(node, "name", document.scalar(id.name));
        if (!id.nspace.empty())
            setField(node, "namespace", document.scalar(id.nspace));
        return {};
    }

    Candidates inNamespaceOf(const Node *node) const
    {
        const Node *field = node->find("namespace");
        if (!field)
            return m_reachable;
        Candidates original;
        Candidates current;
        const bool isGroup = field->text() != NoNamespace;
        for (const Candidate *each : m_reachable) {
            if (isGroup && each->originalNamespace == field->text())
                original.push_back(each);
            if (isGroup && each->nspace == field->text())
                current.push_back(each);
        }
        return original.empty() ? current : original;
    }

    // A candidate, or null; an error if there are several that differ.
    core::Result<const Candidate *> choose(const std::string &name, const Candidates &from, bool withNamespace) const
    {
        std::optional<Gvk> role;
        if (m_field.path.ends_with("roleRef/name")) {
            const Node *group = lookup(m_self.resource->root(), {"roleRef", "apiGroup"});
            const Node *kind = lookup(m_self.resource->root(), {"roleRef", "kind"});
            if (group && kind)
                role = Gvk{std::string(group->text()), {}, std::string(kind->text())};
        }
        Candidates left;
        for (const Candidate *each : from) {
            const auto any = [&](const auto &test) {
                return std::any_of(each->previous.begin(), each->previous.end(), test);
            };
            if (any([&](const Id &id) { return id.name == name; })
                && any([&](const Id &id) { return id.gvk.isSelectedBy(m_target); })
                && (!role || any([&](const Id &id) { return id.gvk.isSelectedBy(*role); })) && isInReach(*each))
                left.push_back(each);
        }
        const Resource &self = *m_self.resource;
        if (left.size() > 1)
            std::erase_if(left, [&](const Candidate *each) { return !sameAffixes(*each->resource, self, true); });
        if (left.size() > 1)
            std::erase_if(left, [&](const Candidate *each) { return !sameAffixes(*each->resource, self, false); });
        if (left.empty())
            return nullptr;
        const bool allSame = std::all_of(left.begin(), left.end(), [&](const Candidate *each) {
            return each->id.name == left.front()->id.name
                && (!withNamespace || each->id.nspace == left.front()->id.nspace);
        });
        if (!allSame)
            return ambiguous(left);
        return left.front();
    }

    bool isInReach(const Candidate &each) const
    {
        return m_self.isClusterScoped || each.isClusterScoped || each.id.gvk.kind == "ServiceAccount"
            || each.nspace == m_self.nspace;
    }

    static std::string shown(const Resource &resource)
    {
        const auto printed = core::yaml::print(*resource.withBookkeeping().root());
        return printed ? printed->toStdString() : std::string();
    }

    core::Error ambiguous(const Candidates &left) const
    {
        std::string ids;
        for (const Candidate *each : left)
            ids += (ids.empty() ? "" : ", ") + each->id.text();
        std::string text = "found multiple possible referrals: " + ids
            + "\n\n**** Too many possible referral targets to referrer:\n" + shown(*m_self.resource) + '\n';
        for (size_t i = 0; i < left.size(); ++i)
            text += "--- possible referral " + std::to_string(i) + ":\n" + shown(*left[i]->resource) + '\n';
        return problem(text);
    }

    const Candidate &m_self;
    Candidates m_reachable;
    const Gvk &m_target;
    const FieldSpec &m_field;
};

core::Result<Candidates> reachable(const Candidate &referrer, const std::vector<Candidate> &all)
{
    const auto bound = referrer.isClusterScoped ? core::Result<std::set<std::string>>(std::set<std::string>())
                                                : boundNamespaces(referrer);
    if (!bound)
        return bound.error();
    Candidates found;
    for (const Candidate &each : all) {
        if (referrer.isClusterScoped || each.isClusterScoped || each.nspace == referrer.nspace
            || bound->contains(each.id.nspace))
            found.push_back(&each);
    }
    return found;
}
}

core::Result<> repairNameReferences(ResourceList &resources, const Budget &budget)
{
    const std::vector<Candidate> all = candidatesOf(resources);
    for (const Candidate &referrer : all) {
        if (auto go = budget.check(); !go)
            return go;
        const Gvk original = referrer.previous.empty() ? referrer.id.gvk : referrer.previous.front().gvk;
        std::optional<Candidates> found;
        for (const NameReference &reference : knowledge().nameReferences) {
            for (const FieldSpec &field : reference.referrers) {
                if (!original.isSelectedBy(field.gvk))
                    continue;
                if (!found) {
                    auto fresh = reachable(referrer, all);
                    if (!fresh)
                        return fresh.error();
                    found = *std::move(fresh);
                }
                if (auto done = Referrer(referrer, *found, reference.target, field).repair(); !done)
                    return done;
            }
        }
    }
    return {};
}

} // namespace render
