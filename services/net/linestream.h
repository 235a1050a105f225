// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/httpclient.h"

#include <coroutine>

namespace net {

// An answer that never ends, line by line: Kubernetes watches and pod logs. Destroying it hangs up.
class LineStream {
public:
    using Line = std::optional<QByteArray>;

    static constexpr qsizetype LongestLine = 16 * 1024 * 1024; // ten times what an API server lets an object weigh

    explicit LineStream(std::unique_ptr<BodyStream> body, qsizetype longest = LongestLine)
        : m_body(std::move(body))
        , m_longest(longest)
    {
    }

    // `const Result<Line> line = co_await lines.next();`  The next whole line without its end, nothing once the server has
    // finished, or why there will be no more. One reader at a time; a line that is already here costs no suspension.
    auto next() { return Next(*this); }

    // Bytes of a last line that was cut short: dropped, never handed out.
    qsizetype incomplete() const { return m_incomplete; }

private:
    class Next {
    public:
        explicit Next(LineStream &lines)
            : m_lines(lines)
        {
        }
        Q_DISABLE_COPY_MOVE(Next)
        ~Next() { m_lines.m_body->onNews({}); }

        bool await_ready() { return (m_line = m_lines.read()).has_value(); }
        void await_suspend(std::coroutine_handle<> self)
        {
            m_lines.m_body->onNews([this, self] {
                if (await_ready())
                    self.resume();
            });
        }
        core::Result<Line> await_resume() { return std::move(*m_line); }

    private:
        LineStream &m_lines;
        std::optional<core::Result<Line>> m_line;
    };

    std::optional<core::Result<Line>> read();

    std::unique_ptr<BodyStream> m_body;
    qsizetype m_longest;
    QByteArray m_buffer;
    qsizetype m_start = 0; // of the next line
    qsizetype m_searched = 0; // no line end before this
    qsizetype m_incomplete = 0;
};

} // namespace net
