// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/request.h"

namespace net {

// The first part of an answer.
struct ResponseHead {
    int status = 0;
    QList<Header> headers;

    QByteArray header(QByteArrayView name) const
    {
        for (const auto &[key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
};

// A whole answer, unpacked.
class Response {
public:
    Response(ResponseHead head, QByteArray body)
        : m_head(std::move(head))
        , m_body(std::move(body))
    {
    }

    int status() const { return m_head.status; }
    QByteArray header(QByteArrayView name) const { return m_head.header(name); }
    const ResponseHead &head() const { return m_head; }
    const QByteArray &body() const { return m_body; }

private:
    ResponseHead m_head;
    QByteArray m_body;
};

} // namespace net
