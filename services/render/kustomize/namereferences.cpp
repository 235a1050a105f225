// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/namereferences.h"

#include "services/core/yaml/print.h"
#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <set>
#include <unordered_map>

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

// In order of the build; by the names that they had, so that a large build is not a search of all for each name.
struct Index {
    explicit Index(const ResourceList &resources)
    {
        for (const auto &each : resources.items) {
            const Id id = each->id();
            all.push_back({each.get(), id, each->previousIds(), id.effectiveNamespace(),
                each->originalId().effectiveNamespace(), id.gvk.isClusterScoped()});
        }
        for (const Candidate &each : all) {
            for (const Id &id : each.previous) {
                Candidates &named = byName[id.name];
                if (named.empty() || named.back() != &each)
                    named.push_back(&each);
            }
        }
    }
    const Candidates &named(const std::string &name) const
    {
        static const Candidates none;
        const auto found = byName.find(name);
        return found == byName.end() ? none : found->second;
    }

    std::vector<Candidate> all;
    std::unordered_map<std::string, Candidates> byName;
};

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

// What one resource may refer to.
struct Reach {
    const Candidate &self;
    std::set<std::string> bound;

    bool contains(const Candidate &each) const
    {
        return self.isClusterScoped || each.isClusterScoped || each.nspace == self.nspace
            || bound.contains(each.id.nspace);
    }
};

class Referrer {
public:
    Referrer(const Reach &reach, const Index &index, const Gvk &target, const FieldSpec &field)
        : m_self(reach.self)
        , m_reach(reach)
        , m_index(index)
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
        const auto found = choose(within(nullptr, std::string(node->text())), std::string(node->text()), false);
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
        const auto found =
            choose(within(node->find("namespace"), std::string(name->text())), std::string(name->text()), true);
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

    // Those of that name that are in reach, and in that namespace: originally, or if nobody was, now.
    Candidates within(const Node *nspace, const std::string &name) const
    {
        Candidates found;
        const bool isOriginal =
            nspace && std::any_of(m_index.all.begin(), m_index.all.end(), [&](const Candidate &each) {
                return m_reach.contains(each) && each.originalNamespace == nspace->text();
            });
        for (const Candidate *each : m_index.named(name)) {
            if (!m_reach.contains(*each))
                continue;
            const std::string &where = isOriginal ? each->originalNamespace : each->nspace;
            if (!nspace || (nspace->text() != NoNamespace && where == nspace->text()))
                found.push_back(each);
        }
        return found;
    }

    // A candidate, or null; an error if there are several that differ.
    core::Result<const Candidate *> choose(const Candidates &from, const std::string &name, bool withNamespace) const
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
    const Reach &m_reach;
    const Index &m_index;
    const Gvk &m_target;
    const FieldSpec &m_field;
};
}

core::Result<> repairNameReferences(ResourceList &resources, const Budget &budget)
{
    const Index index(resources);
    for (const Candidate &referrer : index.all) {
        if (auto go = budget.check(); !go)
            return go;
        const Gvk original = referrer.previous.empty() ? referrer.id.gvk : referrer.previous.front().gvk;
        std::optional<Reach> reach;
        for (const NameReference &reference : knowledge().nameReferences) {
            for (const FieldSpec &field : reference.referrers) {
                if (!original.isSelectedBy(field.gvk))
                    continue;
                if (!reach) {
                    auto bound = boundNamespaces(referrer);
                    if (!bound)
                        return bound.error();
                    reach.emplace(Reach{referrer, *std::move(bound)});
                }
                if (auto done = Referrer(*reach, index, reference.target, field).repair(); !done)
                    return done;
            }
        }
    }
    return {};
}

} // namespace render
