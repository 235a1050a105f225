// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/exchange.h"

#include <QMutexLocker>

namespace net {

namespace {
// Enough to keep a fast reader busy; a reader that stops holds no more than this (and what the transport has in hand).
constexpr qsizetype FullAt = 1024 * 1024;
// simdjson reads a little past the end: with this spare room a body is parsed where it lies.
constexpr qsizetype Padding = 64;
constexpr qsizetype TrustedLength = 64 * 1024 * 1024;
}

bool Exchange::setHead(ResponseHead head)
{
    const QMutexLocker lock(&m_mutex);
    const auto length = head.header("Content-Length").toLongLong();
    if (m_kind == Body::Whole && length > 0 && length <= TrustedLength && length <= m_request.limits().body)
        m_body.reserve(length + Padding);
    m_head = std::move(head);
    return m_kind == Body::Stream && tellOnce();
}

bool Exchange::append(const char *data, qsizetype size)
{
    const QMutexLocker lock(&m_mutex);
    m_body.append(data, size);
    return m_kind == Body::Stream && tellOnce();
}

bool Exchange::finish(core::Result<> outcome)
{
    const QMutexLocker lock(&m_mutex);
    m_outcome = std::move(outcome);
    return tellOnce();
}

bool Exchange::mustPause()
{
    const QMutexLocker lock(&m_mutex);
    m_paused = m_kind == Body::Stream && m_body.size() >= FullAt;
    return m_paused;
}

void Exchange::tell()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_told = false;
    }
    if (const auto news = m_news) // a copy: the call may replace or remove it
        news();
}

QByteArray Exchange::take()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_body, {});
}

bool Exchange::resumes()
{
    const QMutexLocker lock(&m_mutex);
    return m_body.isEmpty() && std::exchange(m_paused, false);
}

std::optional<ResponseHead> Exchange::head() const
{
    const QMutexLocker lock(&m_mutex);
    return m_head;
}

std::optional<core::Result<>> Exchange::outcome() const
{
    const QMutexLocker lock(&m_mutex);
    // What has arrived is handed out before the news that it was the last.
    return m_body.isEmpty() || m_kind == Body::Whole ? m_outcome : std::nullopt;
}

bool Exchange::hasNews() const
{
    const QMutexLocker lock(&m_mutex);
    return m_outcome || !m_body.isEmpty();
}

} // namespace net
