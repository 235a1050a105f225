// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/linestream.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace net {

namespace {
constexpr qsizetype Padding = 64; // room for simdjson to read past the end
}

std::optional<core::Result<LineStream::Line>> LineStream::read()
{
    for (;;) {
        const auto *found = static_cast<const char *>(
            std::memchr(m_buffer.constData() + m_searched, '\n', size_t(m_buffer.size() - m_searched)));
        const qsizetype end = found ? found - m_buffer.constData() : m_buffer.size();
        if (end - m_start > m_longest)
            return core::Error(
                core::Error::Kind::TooLarge, u"A line of the answer is longer than %1 KiB."_s.arg(m_longest / 1024));
        if (found) {
            QByteArray line;
            const auto length = end - m_start - (end > m_start && m_buffer[end - 1] == '\r' ? 1 : 0);
            line.reserve(length + Padding);
            line.append(m_buffer.constData() + m_start, length);
            m_start = m_searched = end + 1;
            return Line(std::move(line));
        }

        m_searched = end;
        const QByteArray more = m_body->take();
        if (!more.isEmpty()) {
            m_buffer.remove(0, std::exchange(m_start, 0));
            m_searched = m_buffer.size();
            m_buffer.append(more);
            continue;
        }
        const auto outcome = m_body->outcome();
        if (!outcome)
            return {};
        m_incomplete += m_buffer.size() - m_start;
        m_buffer.clear();
        m_start = m_searched = 0;
        return *outcome ? core::Result<Line>(Line()) : core::Result<Line>(outcome->error());
    }
}

} // namespace net
