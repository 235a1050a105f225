// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/async.h"
#include "services/net/response.h"

namespace net {

// A body that is still arriving. Whoever stops taking stops the sender; destroying it hangs up.
class BodyStream {
public:
    BodyStream() = default;
    Q_DISABLE_COPY_MOVE(BodyStream)
    virtual ~BodyStream() = default;

    virtual QByteArray take() = 0; // what came since the last call, maybe nothing
    virtual std::optional<core::Result<>> outcome() const = 0; // set once nothing more will come
    virtual void onNews(std::function<void()> news) = 0; // called later whenever one of the two may have changed
};

// Asks servers. Anything but a status of 200 to 299 is an Error that carries the server's words; so is an answer that
// is cut short. Redirects are followed to the same origin only, and only for reads.
class HttpClient {
public:
    HttpClient() = default;
    Q_DISABLE_COPY_MOVE(HttpClient)
    virtual ~HttpClient() = default;

    virtual core::Async<Response> send(Request request) = 0;
    virtual core::Async<std::unique_ptr<BodyStream>> open(Request request) = 0; // an answer without end
};

} // namespace net
