// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/httpclient.h"
#include "services/net/iothread.h"

namespace net {

// HttpClient over libcurl, for one identity and one way to the server. Another identity is another client: connections
// are never shared between clients, and are closed with the client and its last request.
class CurlClient final : public HttpClient {
public:
    explicit CurlClient(IoThread &io, Route route = {})
        : m_link(io.link(std::move(route)))
    {
    }

    core::Async<Response> send(Request request) override;
    core::Async<std::unique_ptr<BodyStream>> open(Request request) override;

private:
    std::shared_ptr<const Link> m_link;
};

} // namespace net
