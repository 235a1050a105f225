// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/httperror.h"

#include "services/net/backoff.h"

#include <QUrlQuery>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace net {

namespace {

constexpr qsizetype KeptOfAnError = 8 * 1024;
constexpr qsizetype ShortestSecret = 6; // shorter ones would blot out ordinary words
constexpr int CurlTooLarge = 100; // CURLE_TOO_LARGE, which 7.88 does not have

QString spelled(std::chrono::milliseconds time)
{
    return time.count() % 1000 == 0 ? u"%1 s"_s.arg(time.count() / 1000) : u"%1 ms"_s.arg(time.count());
}

QString spelled(qsizetype bytes)
{
    return bytes < 1024 * 1024 ? u"%1 KiB"_s.arg(bytes / 1024) : u"%1 MiB"_s.arg(bytes / 1024 / 1024);
}

bool isPublic(QByteArrayView header)
{
    static constexpr std::array names{
        "Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match", "User-Agent"};
    return std::any_of(names.begin(), names.end(),
        [header](const char *name) { return header.compare(name, Qt::CaseInsensitive) == 0; });
}

// The text without anything that was said to the server in confidence, should a server or libcurl repeat it.
QString scrubbed(QByteArray text, const Request &request, const Proxy *proxy = nullptr)
{
    QByteArrayList secrets;
    for (const auto &[name, value] : request.headers()) {
        if (!isPublic(name))
            secrets << value << value.split(' ');
    }
    secrets << request.url().query(QUrl::FullyEncoded).toUtf8() << request.url().query(QUrl::FullyDecoded).toUtf8()
            << request.url().password().toUtf8();
    const auto items = QUrlQuery(request.url()).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (name.contains("sig"_L1) || name.contains("token"_L1) || name.contains("key"_L1)
            || name.contains("secret"_L1) || name.contains("code"_L1) || name.contains("password"_L1))
            secrets << value.toUtf8() << QUrl::toPercentEncoding(value);
    }
    if (proxy) {
        const QUrl url(QString::fromUtf8(proxy->url()));
        secrets << proxy->url() << url.userInfo(QUrl::FullyEncoded).toUtf8()
                << url.password(QUrl::FullyDecoded).toUtf8() << url.userName().toUtf8();
    }
    std::sort(secrets.begin(), secrets.end(), [](const auto &a, const auto &b) { return a.size() > b.size(); });
    for (const QByteArray &secret : std::as_const(secrets)) {
        if (secret.size() >= ShortestSecret)
            text.replace(secret, "…");
    }
    return QString::fromUtf8(text.trimmed());
}

struct Words {
    core::Error::Kind kind;
    QString cause;
    QString help;
};

Words refusedConnection(int systemError)
{
    switch (systemError) {
    case ECONNREFUSED:
        return {core::Error::Kind::Network, u"the connection was refused"_s,
            u"Check that the server runs and that the port is right."_s};
    case ENETUNREACH:
    case EHOSTUNREACH:
        return {core::Error::Kind::Network, u"there is no route to it"_s, u"Check the network and the VPN."_s};
    default:
        return {core::Error::Kind::Network, u"no connection could be made"_s,
            u"Check the network, the VPN and the port."_s};
    }
}

// X509_V_ERR_… of openssl/x509_vfy.h, by number because libcurl may have its TLS from elsewhere.
Words distrust(const Failure &failure)
{
    const auto kind = core::Error::Kind::Certificate;
    switch (failure.verification) {
    case 9: return {kind, u"its certificate is not valid yet"_s, u"Check this computer's clock, then the server's."_s};
    case 10:
        return {kind, u"its certificate has expired"_s,
            u"The server needs a new certificate; if it has one, check this computer's clock."_s};
    case 2:
    case 18:
    case 19:
    case 20:
    case 21:
        return {kind, u"its certificate is not trusted, it comes from an unknown issuer"_s,
            u"Check the cluster's certificate authority in the kubeconfig."_s};
    default: break;
    }
    if (failure.words.contains("subject name") || failure.words.contains("does not match"))
        return {kind, u"its certificate is not trusted, it has the wrong name"_s,
            u"Check the server's address, or set tls-server-name in the kubeconfig."_s};
    return {kind, u"its certificate is not trusted"_s,
        u"Check the cluster's certificate authority, the server's name and this computer's clock."_s};
}

Words words(const Request &request, const Failure &failure)
{
    const QString network = u"Check the network and the VPN; then try again."_s;
    switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return {core::Error::Kind::Network, u"its name is not known"_s, u"Check the spelling, the DNS and the VPN."_s};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {core::Error::Kind::Network, u"the proxy's name is not known"_s, u"Check the proxy's address."_s};
    case CURLE_COULDNT_CONNECT: return refusedConnection(failure.systemError);
    case CURLE_OPERATION_TIMEDOUT:
        if (!failure.connected)
            return {core::Error::Kind::Timeout,
                u"no answer, it did not accept the connection within %1"_s.arg(spelled(request.deadlines().connect)),
                network};
        return {core::Error::Kind::Timeout,
            u"the answer was not complete within %1"_s.arg(spelled(request.deadlines().total)), network};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return distrust(failure);
    case CURLE_SSL_CACERT_BADFILE:
        return {core::Error::Kind::Certificate, u"the certificate authority given for it cannot be read"_s,
            u"Check that it is PEM text."_s};
    case CURLE_SSL_CERTPROBLEM:
        return {core::Error::Kind::Certificate, u"our client certificate or key cannot be used"_s,
            u"Check that both are PEM text and belong together."_s};
    case CURLE_SSL_CONNECT_ERROR:
        return {core::Error::Kind::Certificate, u"no secure connection could be agreed on"_s,
            u"Check that this is a TLS port and that the server speaks TLS 1.2 or newer."_s};
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2_STREAM:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
        if (failure.proxyStatus >= 400)
            return {core::Error::Kind::Network, u"the proxy answered %1"_s.arg(failure.proxyStatus),
                failure.proxyStatus == 407 ? u"The proxy wants credentials: put them into its address."_s
                                           : u"Check the proxy's rules for this server."_s};
        if (failure.answered)
            return {core::Error::Kind::Truncated, u"the answer was cut short"_s, network};
        return {core::Error::Kind::Network, u"the connection was cut before an answer came"_s, network};
    case CURLE_BAD_CONTENT_ENCODING:
        return {core::Error::Kind::Malformed, u"its compressed answer is damaged"_s, network};
    case CURLE_OUT_OF_MEMORY:
    case CurlTooLarge:
        return {core::Error::Kind::TooLarge, u"its answer's head does not end"_s,
            u"Something else than the expected server seems to answer there."_s};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return {core::Error::Kind::Malformed, u"its address is not one of http or https"_s,
            u"Check the server's address."_s};
    default:
        return {core::Error::Kind::Malformed, u"it does not answer as a web server does"_s,
            u"Something else than the expected server seems to answer there."_s};
    }
}

Words words(int status, const QString &path)
{
    switch (status) {
    case 401:
        return {core::Error::Kind::Unauthorized, u"unauthorized, it does not accept our credentials"_s,
            u"Sign in again; in a kubeconfig, look at the token or certificate of the user."_s};
    case 403:
        return {core::Error::Kind::Forbidden, u"it does not permit this"_s,
            u"Ask for the permission, or use another identity."_s};
    case 404: return {core::Error::Kind::NotFound, u"%1 does not exist"_s.arg(path), {}};
    case 409:
        return {core::Error::Kind::Conflict, u"the object has been changed meanwhile"_s,
            u"Look at the new state and try again."_s};
    case 410: return {core::Error::Kind::Gone, u"it no longer remembers what we refer to"_s, {}};
    case 429: return {core::Error::Kind::Throttled, u"it asks us to slow down"_s, {}};
    default: break;
    }
    if (status >= 500)
        return {core::Error::Kind::Server, u"it failed with status %1"_s.arg(status), u"Try again later."_s};
    return {core::Error::Kind::Refused, u"it answered with status %1"_s.arg(status), {}};
}

core::Error said(const QString &lead, const Request &request, const Words &words, QString detail)
{
    const QString place = placeOf(request.url());
    return core::Error(words.kind, u"%1 %2: %3."_s.arg(lead, place, words.cause), std::move(detail), words.help)
        .about(words.cause, place);
}

} // namespace

QString placeOf(const QUrl &url)
{
    const QString name = url.host().contains(u':') ? u"[%1]"_s.arg(url.host()) : url.host();
    return url.port() < 0 ? name : u"%1:%2"_s.arg(name).arg(url.port());
}

core::Error transportError(const Request &request, const Proxy &proxy, const Failure &failure)
{
    const QByteArray technical =
        failure.words.isEmpty() ? QByteArray(curl_easy_strerror(CURLcode(failure.code))) : failure.words;
    return said(failure.answered ? u"Lost"_s : u"Cannot reach"_s, request, words(request, failure),
        u"%1 (libcurl %2)"_s.arg(scrubbed(technical, request, &proxy)).arg(failure.code));
}

core::Error statusError(const Request &request, const ResponseHead &head, QByteArray body)
{
    body.truncate(KeptOfAnError);
    return said(u"Asked"_s, request, words(head.status, request.url().path()), scrubbed(std::move(body), request))
        .after(retryAfter(head.headers));
}

core::Error redirected(const Request &request, const QUrl &target)
{
    const QString place = target.isValid()
        ? target.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment)
        : u"an unreadable address"_s;
    return said(u"Asked"_s, request,
        {core::Error::Kind::Redirected, u"redirected, it sent us on to %1"_s.arg(scrubbed(place.toUtf8(), request)),
            u"If that is the right server, use its address; a sign-in page of the network may also be in the way."_s},
        {});
}

core::Error tooLarge(const Request &request, qsizetype limit, AnswerPart part)
{
    return said(u"Left"_s, request,
        {core::Error::Kind::TooLarge,
            (part == AnswerPart::Head ? u"the head of its answer is larger than %1"_s
                                      : u"its answer is larger than %1"_s)
                .arg(spelled(limit)),
            {}},
        {});
}

core::Error tooSlow(const Request &request, AnswerPart part)
{
    const auto &limits = request.deadlines();
    return said(u"Left"_s, request,
        {core::Error::Kind::Timeout,
            part == AnswerPart::Head
                ? u"no answer came within %1"_s.arg(spelled(limits.head))
                : u"it fell silent for %1 in the middle of its answer"_s.arg(spelled(limits.silence)),
            u"Check the network and the VPN; then try again."_s},
        {});
}

core::Error unsendable(const Request &request, const QString &cause)
{
    return said(u"Did not ask"_s, request, {core::Error::Kind::Malformed, cause, {}}, {});
}

} // namespace net
