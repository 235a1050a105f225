// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/selector.h"

#include "services/render/kustomize/problem.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>

namespace render {

namespace {
class Pattern {
public:
    explicit Pattern(const std::string &pattern)
        : m_any(pattern.empty())
        , m_expression("^(?:" + pattern + ")$", re2::RE2::Quiet)
    {
    }
    bool isUsable() const { return m_expression.ok(); }
    const std::string &error() const { return m_expression.error(); }
    bool matches(const std::string &text) const { return m_any || re2::RE2::PartialMatch(text, m_expression); }

private:
    bool m_any;
    re2::RE2 m_expression;
};

enum class Test { Exists, Missing, In, NotIn, Greater, Less };

struct Requirement {
    std::string key;
    Test test = Test::Exists;
    std::vector<std::string> values;
};

// api/filters and apimachinery/pkg/labels, as far as a kustomization can reach it.
class Parser {
public:
    explicit Parser(const std::string &text)
        : m_text(text)
    {
    }

    core::Result<std::vector<Requirement>> all()
    {
        std::vector<Requirement> requirements;
        if (peek().empty())
            return requirements;
        while (true) {
            auto requirement = one();
            if (!requirement)
                return requirement.error();
            requirements.push_back(*std::move(requirement));
            const std::string token = next();
            if (token.empty())
                return requirements;
            if (token != ",")
                return unexpected(token);
        }
    }

private:
    static bool isSpecial(char c) { return std::string_view("=!(),<>").find(c) != std::string_view::npos; }
    static bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

    std::string next()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        if (m_at == m_text.size())
            return {};
        const size_t begin = m_at;
        if (isSpecial(m_text[m_at])) {
            const char first = m_text[m_at++];
            if ((first == '=' || first == '!') && m_at < m_text.size() && m_text[m_at] == '=')
                ++m_at;
        } else {
            while (m_at < m_text.size() && !isSpecial(m_text[m_at]) && !isBlank(m_text[m_at]))
                ++m_at;
        }
        return m_text.substr(begin, m_at - begin);
    }

    std::string peek()
    {
        const size_t at = m_at;
        std::string token = next();
        m_at = at;
        return token;
    }

    core::Error unexpected(const std::string &token) const
    {
        return problem("unable to parse requirement: found '" + token + "' in selector '" + m_text + '\'');
    }

    core::Result<Requirement> one()
    {
        Requirement requirement;
        std::string token = next();
        if (token == "!") {
            requirement.test = Test::Missing;
            token = next();
        }
        static const re2::RE2 key(
            R"((?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)");
        if (!re2::RE2::FullMatch(token, key))
            return unexpected(token);
        requirement.key = token;
        const std::string operation = peek();
        if (requirement.test == Test::Missing || operation.empty() || operation == ",")
            return requirement;
        next();
        if (operation == "in" || operation == "notin") {
            requirement.test = operation == "in" ? Test::In : Test::NotIn;
            return list(std::move(requirement));
        }
        static const std::map<std::string, Test> tests{
            {"=", Test::In}, {"==", Test::In}, {"!=", Test::NotIn}, {">", Test::Greater}, {"<", Test::Less}};
        const auto found = tests.find(operation);
        if (found == tests.end())
            return unexpected(operation);
        requirement.test = found->second;
        return value(std::move(requirement));
    }

    core::Result<Requirement> value(Requirement requirement)
    {
        const std::string token = peek();
        if (token.empty() || token == ",") {
            requirement.values = {""};
            return requirement;
        }
        if (isSpecial(token.front()))
            return unexpected(token);
        requirement.values = {next()};
        return checked(std::move(requirement));
    }

    core::Result<Requirement> list(Requirement requirement)
    {
        if (const std::string token = next(); token != "(")
            return unexpected(token);
        bool wantsValue = true;
        while (true) {
            const std::string token = next();
            if (token.empty())
                return unexpected(token);
            if (token == "," || token == ")") {
                if (wantsValue)
                    requirement.values.emplace_back();
                wantsValue = true;
                if (token == ")")
                    return checked(std::move(requirement));
            } else {
                if (!wantsValue || isSpecial(token.front()))
                    return unexpected(token);
                requirement.values.push_back(token);
                wantsValue = false;
            }
        }
    }

    core::Result<Requirement> checked(Requirement requirement) const
    {
        static const re2::RE2 value(R"(([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?)");
        static const re2::RE2 whole(R"([-+]?[0-9]+)");
        const bool isNumber = requirement.test == Test::Greater || requirement.test == Test::Less;
        for (const std::string &each : requirement.values) {
            if (!re2::RE2::FullMatch(each, isNumber ? whole : value))
                return unexpected(each);
        }
        return requirement;
    }

    const std::string &m_text;
    size_t m_at = 0;
};

bool holds(const Requirement &requirement, const std::map<std::string, std::string> &labels)
{
    const auto found = labels.find(requirement.key);
    const bool isThere = found != labels.end();
    const auto isListed = [&] {
        return std::find(requirement.values.begin(), requirement.values.end(), found->second)
            != requirement.values.end();
    };
    const auto number = [](const std::string &text) {
        qint64 value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
    };
    switch (requirement.test) {
    case Test::Exists: return isThere;
    case Test::Missing: return !isThere;
    case Test::In: return isThere && isListed();
    case Test::NotIn: return !isThere || !isListed();
    case Test::Greater:
    case Test::Less: break;
    }
    if (!isThere || !number(found->second) || !number(requirement.values.front()))
        return false;
    const qint64 have = *number(found->second);
    const qint64 limit = *number(requirement.values.front());
    return requirement.test == Test::Greater ? have > limit : have < limit;
}
}

core::Result<bool> matchesLabels(const std::string &selector, const std::map<std::string, std::string> &labels)
{
    const auto requirements = Parser(selector).all();
    if (!requirements)
        return requirements.error();
    return std::all_of(
        requirements->begin(), requirements->end(), [&](const Requirement &each) { return holds(each, labels); });
}

core::Result<std::vector<Resource *>> select(const ResourceList &resources, const Selector &selector)
{
    const Pattern group(selector.group), version(selector.version), kind(selector.kind), name(selector.name),
        nspace(selector.nspace);
    for (const Pattern *each : {&group, &version, &kind, &name, &nspace}) {
        if (!each->isUsable())
            return problem("error parsing regexp: " + each->error());
    }
    std::vector<Resource *> selected;
    for (const auto &each : resources.items) {
        const Id now = each->id();
        const Id original = each->originalId();
        if (!nspace.matches(original.effectiveNamespace()) && !nspace.matches(now.effectiveNamespace()))
            continue;
        if (!name.matches(original.name) && !name.matches(now.name))
            continue;
        if (!group.matches(now.gvk.group) || !version.matches(now.gvk.version) || !kind.matches(now.gvk.kind))
            continue;
        const auto labelled = matchesLabels(selector.labelSelector, each->labels());
        if (!labelled)
            return labelled.error();
        const auto annotated = matchesLabels(selector.annotationSelector, each->annotations());
        if (!annotated)
            return annotated.error();
        if (*labelled && *annotated)
            selected.push_back(each.get());
    }
    return selected;
}

} // namespace render
