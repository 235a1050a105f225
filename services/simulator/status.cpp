// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/status.h"

#include "services/simulator/kinds.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

QJsonObject detailsOf(const Kind &kind, const QString &name)
{
    QJsonObject details{{u"name"_s, name}, {u"kind"_s, kind.plural}};
    if (!kind.group.isEmpty())
        details[u"group"_s] = kind.group;
    return details;
}

core::Error::Kind kindOf(int code)
{
    using Kind = core::Error::Kind;
    switch (code) {
    case 401: return Kind::Unauthorized;
    case 403: return Kind::Forbidden;
    case 404: return Kind::NotFound;
    case 409: return Kind::Conflict;
    case 410: return Kind::Gone;
    case 429: return Kind::Throttled;
    default: return code < 500 ? Kind::Refused : Kind::Server;
    }
}

} // namespace

Status Status::badRequest(const QString &message)
{
    return Status(400, u"BadRequest"_s, message);
}

Status Status::unauthorized()
{
    return Status(401, u"Unauthorized"_s, u"Unauthorized"_s);
}

Status Status::noSuchResource()
{
    return Status(404, u"NotFound"_s, u"the server could not find the requested resource"_s, QJsonObject());
}

Status Status::notFound(const Kind &kind, const QString &name)
{
    return Status(404, u"NotFound"_s, u"%1 \"%2\" not found"_s.arg(kind.resource(), name), detailsOf(kind, name));
}

Status Status::alreadyExists(const Kind &kind, const QString &name)
{
    return Status(
        409, u"AlreadyExists"_s, u"%1 \"%2\" already exists"_s.arg(kind.resource(), name), detailsOf(kind, name));
}

Status Status::modified(const Kind &kind, const QString &name)
{
    return Status(409, u"Conflict"_s,
        u"Operation cannot be fulfilled on %1 \"%2\": the object has been modified; please apply your changes to the latest version and try again"_s
            .arg(kind.resource(), name),
        detailsOf(kind, name));
}

Status Status::methodNotAllowed()
{
    return Status(405, u"MethodNotAllowed"_s, u"the server does not allow this method on the requested resource"_s,
        QJsonObject());
}

Status Status::notAcceptable()
{
    return Status(406, u"NotAcceptable"_s, u"only the following media types are accepted: application/json"_s);
}

Status Status::tooLarge(qint64 limit)
{
    return Status(413, u"RequestEntityTooLarge"_s, u"Request entity too large: limit is %1"_s.arg(limit));
}

Status Status::watchTooOld(qint64 asked, qint64 oldest)
{
    return Status(410, u"Expired"_s, u"too old resource version: %1 (%2)"_s.arg(asked).arg(oldest));
}

Status Status::listTooOld()
{
    return Status(410, u"Expired"_s, u"The resourceVersion for the provided list is too old."_s);
}

Status Status::pageTooOld(const QByteArray &continueAnyway)
{
    Status status(410, u"Expired"_s,
        u"The provided continue parameter is too old to display a consistent list result. You can start a new list "
        "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
        "results. Continuing with the provided token results in an inconsistent list - objects that were created, "
        "modified, or deleted between the time the first chunk was returned and now may show up in the list."_s);
    status.m_continue = QString::fromLatin1(continueAnyway);
    return status;
}

Status Status::versionTooLarge(qint64 asked, qint64 current)
{
    const QJsonObject cause{
        {u"reason"_s, u"ResourceVersionTooLarge"_s}, {u"message"_s, u"Too large resource version"_s}};
    return Status(504, u"Timeout"_s, u"Timeout: Too large resource version: %1, current: %2"_s.arg(asked).arg(current),
        QJsonObject{{u"causes"_s, QJsonArray{cause}}, {u"retryAfterSeconds"_s, 1}});
}

// The generic words of apimachinery for a code that came without any.
Status Status::ofCode(int code)
{
    switch (code) {
    case 401: return unauthorized();
    case 403: return Status(403, u"Forbidden"_s, u"forbidden: a fault of the simulator"_s, QJsonObject());
    case 404: return noSuchResource();
    case 410: return listTooOld();
    case 429:
        return Status(429, u"TooManyRequests"_s,
            u"the server has received too many requests and has asked us to try again later"_s,
            QJsonObject{{u"retryAfterSeconds"_s, 1}});
    case 500:
        return Status(500, u"InternalError"_s, u"Internal error occurred: a fault of the simulator"_s, QJsonObject());
    case 503:
        return Status(503, u"ServiceUnavailable"_s, u"the server is currently unable to handle the request"_s,
            QJsonObject{{u"retryAfterSeconds"_s, 1}});
    default: return Status(code, {}, u"a fault of the simulator"_s);
    }
}

QJsonObject Status::json() const
{
    QJsonObject metadata;
    if (!m_continue.isEmpty())
        metadata[u"continue"_s] = m_continue;
    QJsonObject status{{u"kind"_s, u"Status"_s}, {u"apiVersion"_s, u"v1"_s}, {u"metadata"_s, metadata},
        {u"status"_s, u"Failure"_s}, {u"message"_s, m_message}, {u"code"_s, m_code}};
    if (!m_reason.isEmpty())
        status[u"reason"_s] = m_reason;
    if (m_details)
        status[u"details"_s] = *m_details;
    return status;
}

QByteArray Status::bytes() const
{
    return QJsonDocument(json()).toJson(QJsonDocument::Compact);
}

core::Error Status::error() const
{
    return core::Error(kindOf(m_code), m_message, QString::fromUtf8(bytes()));
}

} // namespace simulator
