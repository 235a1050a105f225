// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/watchevent.h"

#include "services/core/ondemand.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace kube {
namespace json = simdjson::ondemand;

namespace {

WatchEvent::Type typeOf(std::string_view name)
{
    using Type = WatchEvent::Type;
    static constexpr std::array<std::pair<std::string_view, Type>, 5> known{
        {{"ADDED", Type::Added}, {"MODIFIED", Type::Modified}, {"DELETED", Type::Deleted}, {"BOOKMARK", Type::Bookmark},
            {"ERROR", Type::Error}}};
    const auto found =
        std::find_if(known.begin(), known.end(), [name](const auto &entry) { return entry.first == name; });
    return found == known.end() ? Type::Unknown : found->second;
}

struct Raw {
    WatchEvent::Type type = WatchEvent::Type::Unknown;
    std::string_view object;
    QString problem;
};

Raw readEvent(json::object root)
{
    Raw event;
    for (auto field : root) {
        std::string_view name;
        json::value value;
        if (field.unescaped_key().get(name) || field.value().get(value))
            return {{}, {}, u"it is not readable JSON"_s};
        std::string_view text;
        json::object object;
        if (name == "type" && !value.get_string().get(text))
            event.type = typeOf(text);
        else if (name == "object" && (value.get_object().get(object) || object.raw_json().get(event.object)))
            return {{}, {}, u"its object is not readable JSON"_s};
    }
    if (event.object.empty())
        event.problem = u"it has no object"_s;
    return event;
}

} // namespace

core::Result<WatchEvent> parseWatchEvent(const QByteArray &line, const QString &cluster)
{
    const QByteArray bytes = core::withRoom(line);
    const auto raw = core::readJson(bytes, readEvent, [](const QString &why) { return Raw{{}, {}, why}; });
    if (!raw.problem.isEmpty())
        return core::Error(
            core::Error::Kind::Malformed, u"A message of the watch cannot be read: %1."_s.arg(raw.problem));
    core::ResourceKey context;
    context.cluster = cluster;
    return WatchEvent{
        raw.type, core::Resource::fromJson(QByteArrayView(raw.object.data(), qsizetype(raw.object.size())), context)};
}

core::Error fromStatus(const QJsonObject &status, const core::Error &otherwise)
{
    const int code = status["code"_L1].toInt();
    const auto message = status["message"_L1].toString();
    if (status["kind"_L1].toString() != u"Status" || message.isEmpty())
        return otherwise;
    const auto kind = code == 401 ? core::Error::Kind::Unauthorized
        : code == 403             ? core::Error::Kind::Forbidden
        : code == 404             ? core::Error::Kind::NotFound
        : code == 409             ? core::Error::Kind::Conflict
        : code == 410             ? core::Error::Kind::Gone
        : code == 429             ? core::Error::Kind::Throttled
        : code >= 500             ? core::Error::Kind::Server
                                  : core::Error::Kind::Refused;
    const auto seconds = status["details"_L1]["retryAfterSeconds"_L1].toInt();
    const auto pause = seconds > 0
        ? std::optional<std::chrono::milliseconds>(std::chrono::seconds(std::min(seconds, 600)))
        : otherwise.retryAfter();
    // The server's sentence tells more than ours, except where it is no more than the number's name.
    const QString cause = message.contains(u' ') ? message : otherwise.cause();
    return core::Error(kind, u"The server says: %1"_s.arg(message), otherwise.detail(), otherwise.help())
        .after(pause)
        .about(cause, otherwise.place());
}

core::Error understood(const core::Error &error)
{
    return fromStatus(QJsonDocument::fromJson(error.detail().toUtf8()).object(), error);
}

bool isVersionTooLarge(const QJsonObject &status)
{
    const auto causes = status["details"_L1]["causes"_L1].toArray();
    return status["message"_L1].toString().contains("Too large resource version"_L1)
        || std::any_of(causes.begin(), causes.end(),
            [](const auto &cause) { return cause["reason"_L1].toString() == u"ResourceVersionTooLarge"; });
}

} // namespace kube
