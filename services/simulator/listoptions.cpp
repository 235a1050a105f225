// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/listoptions.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

struct Cause {
    QString reason;
    QString message;
    QString field;
};

Cause forbidden(const QString &field, const QString &why)
{
    return {u"FieldValueForbidden"_s, u"Forbidden: "_s + why, field};
}

Status invalid(const QList<Cause> &causes)
{
    QJsonArray list;
    QStringList messages;
    for (const Cause &cause : causes) {
        list.append(QJsonObject{{u"reason"_s, cause.reason}, {u"message"_s, cause.message}, {u"field"_s, cause.field}});
        messages << cause.field + u": "_s + cause.message;
    }
    const auto text = messages.size() == 1 ? messages.first() : u'[' + messages.join(u", "_s) + u']';
    return Status(422, u"Invalid"_s, u"ListOptions.meta.k8s.io \"\" is invalid: "_s + text,
        QJsonObject{{u"group"_s, u"meta.k8s.io"_s}, {u"kind"_s, u"ListOptions"_s}, {u"causes"_s, list}});
}

// The request as text, before it is made sense of.
struct Raw {
    QString version;
    QString match;
    QString next;
    std::optional<bool> initialEvents;
    bool watch = false;
};

const QString Match = u"resourceVersionMatch"_s;

QList<Cause> wrongWithWatch(const Raw &raw)
{
    QList<Cause> causes;
    const bool notOlder = raw.match == "NotOlderThan"_L1;
    if (raw.initialEvents && !notOlder)
        causes << forbidden(Match, u"sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"_s);
    if (!raw.match.isEmpty() && !raw.initialEvents)
        causes << forbidden(
            Match, u"resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"_s);
    if (!raw.match.isEmpty() && !notOlder)
        causes << Cause{u"FieldValueNotSupported"_s,
            u"Unsupported value: \"%1\": supported values: \"NotOlderThan\""_s.arg(raw.match), Match};
    if (!raw.next.isEmpty())
        causes << forbidden(Match, u"resourceVersionMatch is forbidden when continue is provided"_s);
    return causes;
}

// apimachinery pkg/apis/meta/internalversion/validation, in its order.
QList<Cause> wrongWith(const Raw &raw)
{
    if (raw.watch)
        return wrongWithWatch(raw);
    QList<Cause> causes;
    if (!raw.match.isEmpty()) {
        if (raw.version.isEmpty())
            causes << forbidden(Match, u"resourceVersionMatch is forbidden unless resourceVersion is provided"_s);
        if (!raw.next.isEmpty())
            causes << forbidden(Match, u"resourceVersionMatch is forbidden when continue is provided"_s);
        if (raw.match != "Exact"_L1 && raw.match != "NotOlderThan"_L1)
            causes << Cause{u"FieldValueNotSupported"_s,
                u"Unsupported value: \"%1\": supported values: \"Exact\", \"NotOlderThan\", \"\""_s.arg(raw.match),
                Match};
        if (raw.match == "Exact"_L1 && raw.version == u"0"_s)
            causes << forbidden(Match, u"resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""_s);
    }
    if (raw.initialEvents)
        causes << forbidden(u"sendInitialEvents"_s, u"sendInitialEvents is forbidden for list"_s);
    return causes;
}

std::variant<qint64, Status> number(const QString &text)
{
    bool is = false;
    const auto value = text.toLongLong(&is);
    if (is)
        return value;
    return Status::badRequest(u"strconv.ParseInt: parsing \"%1\": invalid syntax"_s.arg(text.left(100)));
}

// A watch says 500 where a list says 400.
Status unreadableVersion(const QString &text, bool watch)
{
    const auto words =
        u"resourceVersion: Invalid value: \"%1\": strconv.ParseUint: parsing \"%1\": invalid syntax"_s.arg(
            text.left(100));
    return watch ? Status(500, {}, words) : Status::badRequest(u"invalid resource version: "_s + words);
}

} // namespace

QByteArray Continuation::token() const
{
    // By hand for the order of the real one; the key ends in a zero byte, "the next one after it".
    const auto key = QJsonDocument(QJsonArray{QString(u'/' + QString::fromUtf8(after))}).toJson(QJsonDocument::Compact);
    const QByteArray json = R"({"v":"meta.k8s.io/v1","rv":)" + QByteArray::number(version) + R"(,"start":)"
        + key.mid(1, key.size() - 3) + R"(\u0000"})";
    return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::variant<Continuation, Status> Continuation::parsed(const QString &token)
{
    const auto wrong = [](const QString &why) {
        return Status::badRequest(u"invalid continue token: continue key is not valid: "_s + why);
    };
    const auto bytes = QByteArray::fromBase64Encoding(
        token.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    const auto json = QJsonDocument::fromJson(*bytes).object();
    if (!bytes || !QJsonDocument::fromJson(*bytes).isObject())
        return wrong(u"it is not one of this server"_s);
    if (json["v"_L1].toString() != "meta.k8s.io/v1"_L1 || !json["rv"_L1].isDouble())
        return wrong(u"server does not recognize this encoded version %1"_s.arg(json["v"_L1].toString().left(100)));
    Continuation next{json["rv"_L1].toInteger(), json["start"_L1].toString().toUtf8()};
    if (next.after.startsWith('/'))
        next.after.remove(0, 1);
    if (next.after.endsWith('\0'))
        next.after.chop(1);
    if (next.after.isEmpty() || next.version == 0 || next.version < Newest)
        return wrong(u"incorrect start or resource version"_s);
    return next;
}

std::variant<ListOptions, Status> ListOptions::parsed(const Query &query)
{
    const auto value = [&query](QLatin1StringView name) {
        const auto found =
            std::find_if(query.begin(), query.end(), [name](const auto &entry) { return entry.first == name; });
        return found == query.end() ? std::optional<QString>() : std::optional(found->second);
    };
    // As Go reads a bool of a query: named without a value is true too.
    const auto flag = [&value](QLatin1StringView name) -> std::optional<bool> {
        const auto text = value(name);
        return text ? std::optional(*text != u"0"_s && text->toLower() != "false"_L1) : std::nullopt;
    };
    ListOptions options;
    const Raw raw{value("resourceVersion"_L1).value_or(QString()), value("resourceVersionMatch"_L1).value_or(QString()),
        value("continue"_L1).value_or(QString()), flag("sendInitialEvents"_L1), flag("watch"_L1).value_or(false)};
    options.watch = raw.watch;
    options.bookmarks = flag("allowWatchBookmarks"_L1).value_or(false);
    options.initialEvents = raw.initialEvents;
    options.labels = value("labelSelector"_L1).value_or(QString());
    options.fields = value("fieldSelector"_L1).value_or(QString());
    for (const auto &[name, place] : {std::pair("limit"_L1, 0), std::pair("timeoutSeconds"_L1, 1)}) {
        const auto text = value(name);
        if (!text)
            continue;
        const auto read = number(*text);
        if (std::holds_alternative<Status>(read))
            return std::get<Status>(read);
        if (place == 0)
            options.limit = std::max(std::get<qint64>(read), qint64(0));
        else
            options.seconds = std::max(std::get<qint64>(read), qint64(0));
    }
    const auto causes = wrongWith(raw);
    if (!causes.isEmpty())
        return invalid(causes);
    options.match = raw.match.isEmpty() ? Match::None : raw.match == "Exact"_L1 ? Match::Exact : Match::NotOlderThan;
    if (!raw.version.isEmpty()) {
        bool is = false;
        options.version = raw.version.toLongLong(&is);
        if (!is || *options.version < 0)
            return unreadableVersion(raw.version, raw.watch);
    }
    if (!raw.next.isEmpty()) {
        if (options.version.value_or(0) != 0)
            return Status::badRequest(u"specifying resource version is not allowed when using continue"_s);
        auto from = Continuation::parsed(raw.next);
        if (std::holds_alternative<Status>(from))
            return std::get<Status>(from);
        options.from = std::get<Continuation>(std::move(from));
    }
    return options;
}

} // namespace simulator
