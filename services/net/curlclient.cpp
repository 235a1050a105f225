// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curlclient.h"

#include "services/net/httperror.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace net {

namespace {

constexpr int MostRedirects = 3;
constexpr qsizetype KeptOfAnError = 8 * 1024;

// The only place that waits for the network.
class Until {
public:
    using Ready = bool (*)(const Exchange &);
    Until(Exchange &exchange, Ready ready)
        : m_exchange(exchange)
        , m_ready(ready)
    {
    }
    Q_DISABLE_COPY_MOVE(Until)
    ~Until() { m_exchange.onNews({}); }

    bool await_ready() const { return m_ready(m_exchange); }
    void await_suspend(std::coroutine_handle<> self)
    {
        m_exchange.onNews([this, self] {
            if (m_ready(m_exchange))
                self.resume();
        });
    }
    void await_resume() const { }

private:
    Exchange &m_exchange;
    Ready m_ready;
};

bool isOver(const Exchange &exchange)
{
    return exchange.outcome().has_value();
}
bool hasNews(const Exchange &exchange)
{
    return exchange.hasNews();
}
bool hasHead(const Exchange &exchange)
{
    return exchange.head() || exchange.outcome();
}

class CurlStream final : public BodyStream {
public:
    explicit CurlStream(std::unique_ptr<Call> call)
        : m_call(std::move(call))
    {
    }

    QByteArray take() override { return m_call->take(); }
    std::optional<core::Result<>> outcome() const override { return m_call->exchange().outcome(); }
    void onNews(std::function<void()> news) override { m_call->exchange().onNews(std::move(news)); }

private:
    std::unique_ptr<Call> m_call;
};

std::optional<core::Error> objection(const Request &request)
{
    const auto breaksLine = [](const QByteArray &text) {
        return text.contains('\r') || text.contains('\n') || text.contains('\0');
    };
    if (!request.url().isValid() || request.url().host().isEmpty())
        return unsendable(request, u"the address is not valid"_s);
    if (std::any_of(request.headers().begin(), request.headers().end(),
            [&](const Header &header) { return breaksLine(header.first) || breaksLine(header.second); }))
        return unsendable(request, u"a header holds a line break"_s);
    return {};
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

// The same request at the place where the answer sends us, if we may go there.
core::Result<Request> followed(const Request &request, const ResponseHead &head, int hops)
{
    const QUrl target = request.url().resolved(QUrl(QString::fromUtf8(head.header("Location")), QUrl::StrictMode));
    const bool may = request.isRead() && hops < MostRedirects && head.header("Location").size() > 0 && target.isValid()
        && sameOrigin(request.url(), target);
    if (!may)
        return redirected(request, target);
    return Request(request).to(target);
}

} // namespace

core::Async<Response> CurlClient::send(Request request)
{
    const auto link = m_link; // the client may be gone before the answer comes
    for (int hops = 0;; ++hops) {
        if (const auto no = objection(request))
            co_return *no;
        Call call(link, request, Exchange::Body::Whole);
        co_await Until(call.exchange(), isOver);
        if (const auto outcome = *call.exchange().outcome(); !outcome)
            co_return outcome.error();
        const auto head = *call.exchange().head();
        if (head.status < 300)
            co_return Response(head, call.take());
        if (!isRedirect(head.status))
            co_return statusError(request, head, call.take());
        request = co_await followed(request, head, hops);
    }
}

core::Async<std::unique_ptr<BodyStream>> CurlClient::open(Request request)
{
    const auto link = m_link;
    for (int hops = 0;; ++hops) {
        if (const auto no = objection(request))
            co_return *no;
        auto call = std::make_unique<Call>(link, request, Exchange::Body::Stream);
        co_await Until(call->exchange(), hasHead);
        const auto head = call->exchange().head();
        if (!head)
            co_return call->exchange().outcome()->error();
        if (head->status < 300) {
            std::unique_ptr<BodyStream> stream = std::make_unique<CurlStream>(std::move(call));
            co_return stream;
        }
        if (!isRedirect(head->status)) {
            QByteArray words = call->take();
            while (words.size() < KeptOfAnError && !isOver(call->exchange())) {
                co_await Until(call->exchange(), hasNews);
                words += call->take();
            }
            co_return statusError(request, *head, words);
        }
        request = co_await followed(request, *head, hops);
    }
}

} // namespace net
