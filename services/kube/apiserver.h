// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"
#include "services/kube/kubeconfig.h"
#include "services/net/curlclient.h"

namespace kube {

// The API server that a context leads to, as the user whom it names. Requests get that user's credentials here and
// nowhere else: a bearer token (a token file is read again every minute, as client-go does), or a name and password, and
// the headers of impersonation; certificates belong to the connection. Errors have the server's own words.
class ApiServer final : public net::HttpClient {
public:
    // An Error when the context cannot be used: it says why, in which file, and what to do. Nothing is contacted.
    // timeout: of one whole answer; zero leaves the usual deadlines.
    static core::Result<std::shared_ptr<ApiServer>> through(
        const Context &context, net::IoThread &io, core::Clock &clock, std::chrono::milliseconds timeout = {});

    core::Async<net::Response> send(net::Request request) override;
    core::Async<std::unique_ptr<net::BodyStream>> open(net::Request request) override;

    const QString &context() const { return m_context; }
    // The namespace of the context; empty when it names none.
    const QString &space() const { return m_space; }
    // A path of the Kubernetes API, its parts percent-encoded where need be, below the server's address, which may have a path of its own.
    QUrl at(const QString &path) const;
    QString place() const { return net::placeOf(m_address); }

private:
    ApiServer(const Context &context, net::IoThread &io, core::Clock &clock, std::chrono::milliseconds timeout);

    core::Async<net::Request> signedRequest(net::Request request);
    net::Request limited(net::Request request) const;
    QByteArray authorization() const;

    core::Clock &m_clock;
    QString m_context;
    QString m_space;
    QUrl m_address;
    UserEntry m_user;
    std::chrono::milliseconds m_timeout;
    core::Secret m_fileToken; // what the token file said last
    std::optional<std::chrono::milliseconds> m_fileRead; // when
    net::CurlClient m_http;
};

} // namespace kube
