// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/net/response.h"
#include "services/net/tlsidentity.h"

namespace net {

// Every sentence that the transport can say. None holds a URL's query, a credential of the request or of the proxy,
// or libcurl's own words unscrubbed.

enum class AnswerPart { Head, Body };

// What libcurl knows about a transfer that it could not finish.
struct Failure {
    int code; // CURLcode
    int systemError; // errno
    int proxyStatus; // what the proxy answered to CONNECT
    long verification; // X509_V_… of the server's certificate
    bool connected;
    bool answered; // a whole head has come
    QByteArray words;
};

core::Error transportError(const Request &request, const Proxy &proxy, const Failure &failure);
core::Error statusError(const Request &request, const ResponseHead &head, QByteArray body);
core::Error redirected(const Request &request, const QUrl &target);
core::Error tooLarge(const Request &request, qsizetype limit, AnswerPart part);
core::Error tooSlow(const Request &request, AnswerPart part);
core::Error unsendable(const Request &request, const QString &cause);

} // namespace net
