// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QJsonObject>

#include <optional>

namespace simulator {

struct Kind;

// A v1 Status that says no, in the words of kube-apiserver 1.36.
class Status {
public:
    Status(int code, QString reason, QString message, std::optional<QJsonObject> details = {})
        : m_code(code)
        , m_reason(std::move(reason))
        , m_message(std::move(message))
        , m_details(std::move(details))
    {
    }

    static Status badRequest(const QString &message);
    static Status unauthorized();
    static Status noSuchResource(); // a path that leads to no kind
    static Status notFound(const Kind &kind, const QString &name);
    static Status alreadyExists(const Kind &kind, const QString &name);
    static Status modified(const Kind &kind, const QString &name); // since it was read
    static Status methodNotAllowed();
    static Status notAcceptable();
    static Status tooLarge(qint64 limit);
    static Status watchTooOld(qint64 asked, qint64 oldest);
    static Status listTooOld();
    static Status pageTooOld(const QByteArray &continueAnyway); // the token for an inconsistent rest
    static Status versionTooLarge(qint64 asked, qint64 current);
    static Status ofCode(int code); // for an injected fault

    int code() const { return m_code; }
    const QString &reason() const { return m_reason; }
    const QString &message() const { return m_message; }
    QJsonObject json() const;
    QByteArray bytes() const;
    // The same for a caller in this process; its detail is the Status as JSON.
    core::Error error() const;

private:
    int m_code;
    QString m_reason;
    QString m_message;
    std::optional<QJsonObject> m_details;
    QString m_continue;
};

} // namespace simulator
