// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/backoff.h"

#include <QDateTime>

#include <algorithm>

using namespace std::chrono_literals;

namespace net {

namespace {
constexpr std::chrono::milliseconds First = 800ms;
constexpr std::chrono::milliseconds Longest = 30s;
constexpr std::chrono::milliseconds Healthy = 2min;
constexpr std::chrono::milliseconds Patience = 10min;
}

std::chrono::milliseconds Backoff::next(std::chrono::milliseconds now)
{
    if (now - m_until > Healthy)
        m_tries = 0;
    const auto base = std::min(First * (1 << std::min(m_tries++, 10)), Longest);
    const auto pause = base + std::chrono::milliseconds(m_random() % quint32(base.count()));
    m_until = now + pause;
    return pause;
}

std::optional<std::chrono::milliseconds> retryAfter(const QList<Header> &headers)
{
    const auto value = [&headers](const char *name) {
        const auto found = std::find_if(headers.begin(), headers.end(),
            [name](const Header &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
        return found == headers.end() ? QByteArray() : found->second;
    };
    const auto bounded = [](qint64 milliseconds) {
        return std::min(std::chrono::milliseconds(milliseconds), Patience);
    };
    const auto number = [](const QByteArray &text) -> std::optional<qint64> {
        bool ok = false;
        const auto parsed = text.toLongLong(&ok);
        return ok && parsed >= 0 ? std::optional(std::min(parsed, qint64(1'000'000'000))) : std::nullopt;
    };
    for (const char *name : {"retry-after-ms", "x-ms-retry-after-ms"}) {
        if (const auto pause = number(value(name)))
            return bounded(*pause);
    }
    const auto text = value("Retry-After");
    if (const auto pause = number(text))
        return bounded(*pause * 1000);
    // The date is the server's, so its own Date is what it is compared with.
    const auto date = [](QByteArray when) {
        return QDateTime::fromString(QString::fromLatin1(when.replace("GMT", "+0000")), Qt::RFC2822Date);
    };
    const auto then = date(text);
    const auto said = date(value("Date"));
    if (!then.isValid())
        return {};
    return bounded(std::max(qint64(0), (said.isValid() ? said : QDateTime::currentDateTimeUtc()).msecsTo(then)));
}

} // namespace net
