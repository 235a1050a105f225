// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/apiserver.h"

#include "services/core/background.h"
#include "services/core/file.h"
#include "services/kube/watchevent.h"

#include <QtConcurrentRun>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr qint64 LongestToken = 64 * 1024;
constexpr auto TokenLife = 50s; // client-go: a minute, less ten seconds of leeway

bool isLoopback(const QString &host)
{
    return host == u"localhost" || host == u"::1" || host.startsWith(u"127."_s);
}

// Go's proxies, in libcurl's words: socks5 there lets the proxy look the name up; and the environment's proxy is never
// asked for this computer itself (net/http ProxyFromEnvironment).
net::Proxy proxyOf(const ClusterEntry &cluster)
{
    if (cluster.proxyUrl.isEmpty())
        return isLoopback(QUrl(cluster.server).host()) ? net::Proxy::none() : net::Proxy::fromEnvironment();
    QUrl url(cluster.proxyUrl);
    if (url.scheme() == u"socks5")
        url.setScheme(u"socks5h"_s);
    return net::Proxy::at(url.toEncoded());
}

net::Pem pemOf(const QByteArray &data, const QString &file)
{
    return !data.isEmpty() ? net::Pem::content(data) : file.isEmpty() ? net::Pem() : net::Pem::file(file);
}

net::Route routeOf(const Context &context)
{
    net::TlsIdentity identity;
    identity.certificate = pemOf(context.user.certificateData, context.user.certificateFile);
    identity.key = pemOf(context.user.keyData.reveal(), context.user.keyFile);
    identity.authorities = pemOf(context.cluster.authorityData, context.cluster.authorityFile);
    identity.serverName = context.cluster.tlsServerName.toUtf8();
    if (context.cluster.insecure)
        identity.verify = net::TlsIdentity::Verify::Nothing;
    return {identity, proxyOf(context.cluster)};
}

// A key of "extra" may hold what a header's name may not (transport/round_trippers.go, headerKeyEscape).
QByteArray headerKey(const QString &key)
{
    QByteArray escaped;
    for (const char c : key.toUtf8()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("!#$&'*+-.^_`|~").contains(c);
        escaped += plain ? QByteArray(1, c) : '%' + QByteArray(1, c).toHex().toUpper();
    }
    return escaped;
}

net::Request impersonating(net::Request request, const Impersonation &as)
{
    if (as.user.isEmpty())
        return request;
    request = std::move(request).with("Impersonate-User", as.user.toUtf8());
    if (!as.uid.isEmpty())
        request = std::move(request).with("Impersonate-Uid", as.uid.toUtf8());
    for (const QString &group : as.groups)
        request = std::move(request).with("Impersonate-Group", group.toUtf8());
    for (auto extra = as.extra.begin(); extra != as.extra.end(); ++extra) {
        for (const QString &value : *extra)
            request = std::move(request).with("Impersonate-Extra-" + headerKey(extra.key()), value.toUtf8());
    }
    return request;
}

core::Error unusable(const QString &what, const Context &context, const QString &cure)
{
    return core::Error(
        core::Error::Kind::Refused, u"The context %1 cannot be used: %2."_s.arg(context.name, what), context.file, cure)
        .about(u"context %1 cannot be used, %2"_s.arg(context.name, what), context.file);
}

} // namespace

core::Result<std::shared_ptr<ApiServer>> ApiServer::through(
    const Context &context, net::IoThread &io, core::Clock &clock, std::chrono::milliseconds timeout)
{
    for (const QString &problem : {context.problem, context.cluster.problem, context.user.problem}) {
        if (!problem.isEmpty())
            return unusable(problem, context, u"mend the file, or use another context"_s);
    }
    const UserEntry &user = context.user;
    // Never passed over for a certificate or token beside it: that would be somebody else than kubectl is there.
    if (user.exec)
        return unusable(
            u"its user signs in through the program %1, which is not supported yet"_s.arg(user.exec->command), context,
            u"use a context with a token or a client certificate, for example from az aks get-credentials --admin"_s);
    if (!user.authProvider.isEmpty())
        return unusable(u"its user signs in through the auth provider %1, which kubectl no longer has either"_s.arg(
                            user.authProvider),
            context, u"use a token or a client certificate"_s);
    return std::shared_ptr<ApiServer>(new ApiServer(context, io, clock, timeout));
}

ApiServer::ApiServer(const Context &context, net::IoThread &io, core::Clock &clock, std::chrono::milliseconds timeout)
    : m_clock(clock)
    , m_context(context.name)
    , m_space(context.space)
    , m_address(context.cluster.server)
    , m_user(context.user)
    , m_timeout(timeout)
    , m_http(io, routeOf(context))
{
}

QUrl ApiServer::at(const QString &path) const
{
    QUrl url = m_address;
    QString base = url.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + path, QUrl::TolerantMode); // what is encoded stays so
    url.setQuery(QString());
    url.setFragment(QString());
    return url;
}

core::Async<net::Response> ApiServer::send(net::Request request)
{
    const auto ready = co_await signedRequest(std::move(request));
    const auto answer = co_await m_http.send(limited(ready)).result();
    if (!answer)
        co_return understood(answer.error());
    co_return *answer;
}

core::Async<std::unique_ptr<net::BodyStream>> ApiServer::open(net::Request request)
{
    const auto ready = co_await signedRequest(std::move(request));
    auto body = co_await m_http.open(ready).result();
    if (!body)
        co_return understood(body.error());
    co_return *std::move(body);
}

// The file beats the token beside it, as long as it can be read (client-go transport/token_source.go).
core::Async<net::Request> ApiServer::signedRequest(net::Request request)
{
    if (!m_user.tokenFile.isEmpty() && (!m_fileRead || m_clock.now() - *m_fileRead >= TokenLife)) {
        const auto bytes = co_await core::background(QtConcurrent::run(core::readFile, m_user.tokenFile, LongestToken));
        if (bytes && !bytes->trimmed().isEmpty())
            m_fileToken = core::Secret(bytes->trimmed());
        else if (m_fileToken.isEmpty() && m_user.token.isEmpty())
            co_return core::Error(core::Error::Kind::Unauthorized,
                u"The token of context %1 cannot be read."_s.arg(m_context), m_user.tokenFile,
                u"Check the file that tokenFile names, and who may read it."_s)
                .about(u"unauthorized, the token cannot be read"_s, m_user.tokenFile);
        m_fileRead = m_clock.now();
    }
    const QByteArray credential = authorization();
    if (!credential.isEmpty())
        request = std::move(request).with("Authorization", credential);
    co_return impersonating(std::move(request).with("User-Agent", "fluxgate"), m_user.as);
}

QByteArray ApiServer::authorization() const
{
    const core::Secret &token = m_fileToken.isEmpty() ? m_user.token : m_fileToken;
    if (!token.isEmpty())
        return "Bearer " + token.reveal();
    if (!m_user.password.isEmpty() || !m_user.name.isEmpty())
        return "Basic " + (m_user.name.toUtf8() + ':' + m_user.password.reveal()).toBase64();
    return {};
}

net::Request ApiServer::limited(net::Request request) const
{
    if (m_timeout <= 0ms)
        return request;
    net::Deadlines deadlines = request.deadlines();
    for (auto *each : {&deadlines.connect, &deadlines.head, &deadlines.silence, &deadlines.total}) {
        if (*each == 0ms || *each > m_timeout)
            *each = m_timeout;
    }
    return std::move(request).within(deadlines);
}

} // namespace kube
