// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/api.h"

#include "services/simulator/accept.h"
#include "services/simulator/discovery.h"

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

Answer plain(int status, const QByteArray &text)
{
    return {status, "text/plain; charset=utf-8", text};
}

Answer nothingThere()
{
    return plain(404, "404 page not found\n");
}

// Groups of custom resources are served by a handler of their own, which has other words for what it does not know.
Answer nothingIn(const Kinds &kinds, const QString &group)
{
    const bool custom = std::all_of(kinds.all().begin(), kinds.all().end(),
        [&group](const Kind &kind) { return kind.group != group || kind.custom; });
    return custom ? nothingThere() : answerOf(Status::noSuchResource());
}

} // namespace

Answer answerOf(const Status &status)
{
    return {status.code(), "application/json", status.bytes() + '\n'};
}

bool Api::isPublic(const HttpRequest &request)
{
    const auto first = request.path.value(0);
    return first == "livez"_L1 || first == "readyz"_L1 || first == "healthz"_L1 || first == "version"_L1;
}

Reply Api::reply(const HttpRequest &request) const
{
    if (const auto answer = discovered(request))
        return request.verb == "GET" ? *answer : answerOf(Status::methodNotAllowed());
    const auto target = targetOf(request.path);
    if (std::holds_alternative<Answer>(target))
        return std::get<Answer>(target);
    if (request.verb != "GET")
        return answerOf(Status::methodNotAllowed());
    return read(request, std::get<Target>(target));
}

std::optional<Answer> Api::discovered(const HttpRequest &request) const
{
    const auto &path = request.path;
    const auto &kinds = m_cluster.kinds();
    const auto form = wantedForm(request.header("accept"), m_aggregated);
    const auto json = [form](const QByteArray &body) {
        return form == Form::None ? answerOf(Status::notAcceptable()) : Answer{200, "application/json", body + '\n'};
    };
    const auto first = path.value(0);
    if (path.size() == 1 && first == "version"_L1)
        return json(discovery::release());
    if (first == "livez"_L1 || first == "readyz"_L1 || first == "healthz"_L1)
        return path.size() == 1 || (path.size() == 2 && path[1] == "ping"_L1) ? plain(200, "ok") : nothingThere();
    const bool core = first == "api"_L1;
    if (!core && first != "apis"_L1)
        return nothingThere();
    if (path.size() == 1) {
        if (form == Form::AggregatedDiscovery)
            return Answer{200, discovery::AggregatedType, discovery::aggregated(kinds, core) + '\n'};
        return json(core ? discovery::versions(m_port) : discovery::groups(kinds));
    }
    const auto group = core ? QString() : path[1];
    const auto versions = kinds.versions(group);
    if (versions.isEmpty())
        return nothingThere();
    if (!core && path.size() == 2)
        return json(discovery::group(kinds, group));
    const auto version = path[core ? 1 : 2];
    if (!versions.contains(version))
        return nothingIn(kinds, group);
    if (path.size() == (core ? 2 : 3))
        return json(discovery::resources(kinds, group, version));
    return {};
}

// api/v1/… or apis/GROUP/VERSION/…, then [namespaces/NAMESPACE/]PLURAL[/NAME[/SUBRESOURCE]]. Discovery has already
// found that the group and the version exist.
std::variant<Api::Target, Answer> Api::targetOf(const QStringList &path) const
{
    const bool core = path.first() == "api"_L1;
    const auto group = core ? QString() : path[1];
    Target target;
    target.version = path[core ? 1 : 2];
    auto rest = path.mid(core ? 2 : 3);
    const auto &kinds = m_cluster.kinds();
    const Kind *inside =
        rest.size() >= 3 && rest.first() == "namespaces"_L1 ? kinds.served(group, target.version, rest[2]) : nullptr;
    if (inside && inside->namespaced) {
        target.space = rest[1];
        rest = rest.mid(2);
    }
    target.kind = kinds.served(group, target.version, rest.first());
    target.name = rest.value(1);
    target.subresource = rest.value(2);
    const bool known = target.kind && rest.size() <= 3
        && (rest.size() == 1 || target.kind->namespaced == !target.space.isEmpty())
        && (rest.size() < 2 || !target.name.isEmpty())
        && (rest.size() < 3 || target.kind->subresources.contains(target.subresource));
    if (!known)
        return nothingIn(kinds, group);
    return target;
}

Reply Api::read(const HttpRequest &request, const Target &target) const
{
    const auto form = wantedForm(request.header("accept"), false);
    if (form == Form::None)
        return answerOf(Status::notAcceptable());
    const Shape shape{target.kind, target.version, form == Form::MetadataOnly};
    if (!target.name.isEmpty()) {
        const auto object = m_cluster.find(*target.kind, target.space, target.name);
        if (!object)
            return answerOf(Status::notFound(*target.kind, target.name));
        // The status subresource is read as the whole object; the others arrive with the steps that need them.
        if (!target.subresource.isEmpty() && target.subresource != "status"_L1)
            return answerOf(Status::noSuchResource());
        return Answer{200, "application/json", wholeJson(*object, shape) + '\n'};
    }
    auto options = ListOptions::parsed(request.query);
    if (std::holds_alternative<Status>(options))
        return answerOf(std::get<Status>(options));
    auto &asked = std::get<ListOptions>(options);
    auto selector = Selector::parsed(asked.labels, asked.fields, *target.kind);
    if (std::holds_alternative<Status>(selector))
        return answerOf(std::get<Status>(selector));
    if (asked.watch)
        return WatchPlan{shape, target.space, std::move(asked), std::get<Selector>(std::move(selector))};
    const auto list = listed(m_cluster, shape, target.space, asked, std::get<Selector>(selector));
    if (std::holds_alternative<Status>(list))
        return answerOf(std::get<Status>(list));
    return Answer{200, "application/json", std::get<QByteArray>(list) + '\n'};
}

} // namespace simulator
