// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/transfer.h"

#include "services/net/httperror.h"

#include <QMetaObject>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace net {

namespace {

// A peer that vanished is noticed after 30 s + 3 * 15 s of silence, or when it has not acknowledged for as long.
int keepAlive(void *, curl_socket_t socket, curlsocktype)
{
    const auto set = [socket](
                         int level, int option, int value) { setsockopt(socket, level, option, &value, sizeof value); };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 15);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 75'000);
    return CURL_SOCKOPT_OK;
}

long milliseconds(std::chrono::milliseconds time)
{
    return long(time.count());
}

} // namespace

Transfer::Transfer(const Route &way, std::shared_ptr<Exchange> exchange, QObject *desk, CURLSH *pool)
    : m_easy(curl_easy_init())
    , m_pool(pool)
    , m_route(way)
    , m_exchange(std::move(exchange))
    , m_desk(desk)
{
    const auto deadlines = m_exchange->request().deadlines();
    curl_easy_setopt(m_easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(m_easy, CURLOPT_SHARE, pool);
    curl_easy_setopt(m_easy, CURLOPT_ERRORBUFFER, m_words);
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_QUICK_EXIT, 1L); // never wait for a resolver thread
    curl_easy_setopt(m_easy, CURLOPT_SOCKOPTFUNCTION, keepAlive);
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(deadlines.connect));
    curl_easy_setopt(m_easy, CURLOPT_TIMEOUT_MS, milliseconds(deadlines.total));
    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    // A stream is read as it comes; and a paused one would have to buffer what it had unpacked.
    if (m_exchange->kind() == Exchange::Body::Whole)
        curl_easy_setopt(m_easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    address(m_exchange->request());
    protect(m_route.identity);
    route(m_route.proxy);
}

Transfer::~Transfer()
{
    curl_easy_cleanup(m_easy);
    curl_slist_free_all(m_headers);
    curl_slist_free_all(m_way);
}

void Transfer::address(const Request &request)
{
    // libcurl takes the name that it asks TLS for from the URL: with another name, the URL is for that, and the way is not.
    QUrl url = request.url();
    const QByteArray serverName = m_route.identity.serverName;
    if (!serverName.isEmpty() && url.scheme() == QStringLiteral("https")) {
        const QByteArray port = QByteArray::number(url.port(443));
        const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
        const QByteArray place = host.contains(':') ? '[' + host + ']' : host;
        url.setHost(QString::fromUtf8(serverName));
        m_way = curl_slist_append(nullptr, (serverName + ':' + port + ':' + place + ':' + port).constData());
        curl_easy_setopt(m_easy, CURLOPT_CONNECT_TO, m_way);
        const QByteArray authority = url.port() < 0 ? place : place + ':' + port;
        m_headers = curl_slist_append(m_headers, ("Host: " + authority).constData());
    }
    curl_easy_setopt(m_easy, CURLOPT_URL, url.toEncoded(QUrl::RemoveFragment | QUrl::RemoveUserInfo).constData());
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(m_easy, CURLOPT_FOLLOWLOCATION, 0L); // CurlClient decides
    curl_easy_setopt(m_easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

    const bool own = request.connection() == Request::Connection::Own;
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, own ? long(CURL_HTTP_VERSION_1_1) : long(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(m_easy, CURLOPT_FRESH_CONNECT, own ? 1L : 0L);
    curl_easy_setopt(m_easy, CURLOPT_FORBID_REUSE, own ? 1L : 0L);
    // Rather share a connection that is being made; without TLS there is no HTTP/2, and a request would only wait until
    // the one before it is answered.
    curl_easy_setopt(m_easy, CURLOPT_PIPEWAIT, !own && request.url().scheme() == QStringLiteral("https") ? 1L : 0L);

    if (request.verb() == "HEAD") {
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
    } else if (!request.body().isEmpty() || request.verb() == "POST" || request.verb() == "PUT"
        || request.verb() == "PATCH") {
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body().size()));
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDS, request.body().constData()); // the Exchange keeps it
    }
    curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, request.verb().constData());

    m_headers = curl_slist_append(m_headers, "Expect:");
    for (const auto &[name, value] : request.headers())
        m_headers = curl_slist_append(m_headers, (value.isEmpty() ? name + ';' : name + ": " + value).constData());
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headers);
}

void Transfer::protect(const TlsIdentity &identity)
{
    const auto give = [this](const Pem &pem, CURLoption asFile, CURLoption asBlob) {
        curl_blob blob{
            const_cast<char *>(pem.bytes().data()), size_t(pem.bytes().size()), CURL_BLOB_NOCOPY}; // m_route keeps it
        if (pem.isFile())
            curl_easy_setopt(m_easy, asFile, pem.bytes().constData());
        else if (!pem.isEmpty())
            curl_easy_setopt(m_easy, asBlob, &blob);
    };
    curl_easy_setopt(m_easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    give(identity.certificate, CURLOPT_SSLCERT, CURLOPT_SSLCERT_BLOB);
    give(identity.key, CURLOPT_SSLKEY, CURLOPT_SSLKEY_BLOB);
    give(identity.authorities, CURLOPT_CAINFO, CURLOPT_CAINFO_BLOB);
    if (!identity.authorities.isEmpty())
        curl_easy_setopt(m_easy, CURLOPT_CAPATH, nullptr); // else the system's directory is believed as well
    if (identity.verify == TlsIdentity::Verify::Nothing) {
        curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

void Transfer::route(const Proxy &proxy)
{
    if (proxy.isFromEnvironment())
        return;
    curl_easy_setopt(m_easy, CURLOPT_PROXY, proxy.url().constData()); // empty is no proxy
    curl_easy_setopt(m_easy, CURLOPT_NOPROXY, "");
}

size_t Transfer::onHeader(char *data, size_t size, size_t count, void *self)
{
    const auto length = qsizetype(size * count);
    return static_cast<Transfer *>(self)->readHeader(QByteArrayView(data, length)) ? size_t(length)
                                                                                   : CURL_WRITEFUNC_ERROR;
}

bool Transfer::readHeader(QByteArrayView line)
{
    m_heard = std::chrono::steady_clock::now();
    m_headBytes += line.size();
    if (m_headBytes > m_exchange->request().limits().head) {
        m_verdict = tooLarge(m_exchange->request(), m_exchange->request().limits().head, AnswerPart::Head);
        return false;
    }
    if (m_headDone) // trailers
        return true;
    line = line.trimmed();
    const auto colon = line.indexOf(':');
    if (line.startsWith("HTTP/")) {
        m_head = {};
    } else if (!line.isEmpty()) {
        if (colon > 0)
            m_head.headers.emplaceBack(
                line.first(colon).trimmed().toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
    } else {
        long status = 0;
        curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
        if (status >= 200) { // 1xx announce a head that is still to come
            m_headDone = true;
            m_head.status = int(status);
            tell(m_exchange->setHead(m_head));
        }
    }
    return true;
}

size_t Transfer::onBody(char *data, size_t size, size_t count, void *context)
{
    auto *self = static_cast<Transfer *>(context);
    const auto length = qsizetype(size * count);
    const auto &request = self->m_exchange->request();
    if (self->m_exchange->mustPause()) {
        self->m_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    self->m_heard = std::chrono::steady_clock::now();
    self->m_bodyBytes += length;
    if (self->m_exchange->kind() == Exchange::Body::Whole && self->m_bodyBytes > request.limits().body) {
        self->m_verdict = tooLarge(request, request.limits().body, AnswerPart::Body);
        return CURL_WRITEFUNC_ERROR;
    }
    self->tell(self->m_exchange->append(data, length));
    return size_t(length);
}

void Transfer::resume()
{
    m_paused = false;
    m_heard = std::chrono::steady_clock::now();
    curl_easy_pause(m_easy, CURLPAUSE_CONT);
}

bool Transfer::isMultiplexed() const
{
    long version = 0;
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_VERSION, &version);
    const auto &request = m_exchange->request();
    const bool unknown = version == 0 && request.url().scheme() == QStringLiteral("https")
        && request.connection() == Request::Connection::Shared;
    return unknown || version == CURL_HTTP_VERSION_2_0;
}

bool Transfer::flush()
{
    if (m_paused || !m_headDone || !isMultiplexed())
        return false;
    curl_easy_pause(m_easy, CURLPAUSE_RECV);
    curl_easy_pause(m_easy, CURLPAUSE_CONT);
    return true;
}

core::Result<> Transfer::outcome(CURLcode code) const
{
    if (m_verdict)
        return *m_verdict;
    if (code == CURLE_OK)
        return {};
    curl_off_t connected = 0;
    long systemError = 0;
    long proxyStatus = 0;
    long verification = 0;
    curl_easy_getinfo(m_easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
    curl_easy_getinfo(m_easy, CURLINFO_OS_ERRNO, &systemError);
    curl_easy_getinfo(m_easy, CURLINFO_HTTP_CONNECTCODE, &proxyStatus);
    curl_easy_getinfo(m_easy, CURLINFO_SSL_VERIFYRESULT, &verification);
    return transportError(m_exchange->request(), m_route.proxy,
        {code, int(systemError), int(proxyStatus), verification, connected > 0, m_headDone, QByteArray(m_words)});
}

void Transfer::finish(core::Result<> result)
{
    tell(m_exchange->finish(std::move(result)));
}

void Transfer::tell(bool wanted)
{
    if (!wanted)
        return;
    QMetaObject::invokeMethod(
        m_desk,
        [weak = std::weak_ptr(m_exchange)] {
            if (const auto exchange = weak.lock())
                exchange->tell();
        },
        Qt::QueuedConnection);
}

std::optional<std::chrono::milliseconds> Transfer::timeLeft() const
{
    const auto &deadlines = m_exchange->request().deadlines();
    const auto limit = m_headDone ? deadlines.silence : deadlines.head;
    if (limit <= 0ms || m_paused) // a sender that we hold back is not late
        return {};
    return std::chrono::ceil<std::chrono::milliseconds>(
        (m_headDone ? m_heard : m_begun) + limit - std::chrono::steady_clock::now());
}

core::Error Transfer::overdue() const
{
    return tooSlow(m_exchange->request(), m_headDone ? AnswerPart::Body : AnswerPart::Head);
}

} // namespace net
