// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"

#include <coroutine>

namespace core {

// `co_await sleepFor(clock, 2s);`  Destroying the waiting coroutine stops the timer.
class Sleep {
public:
    Sleep(Clock &clock, std::chrono::milliseconds duration)
        : m_clock(clock)
        , m_duration(duration)
    {
    }

    bool await_ready() const noexcept { return m_duration.count() <= 0; }
    void await_suspend(std::coroutine_handle<> self)
    {
        m_clock.callLater(m_duration, &m_receiver, [self] { self.resume(); });
    }
    void await_resume() const noexcept { }

private:
    Clock &m_clock;
    std::chrono::milliseconds m_duration;
    QObject m_receiver;
};

inline Sleep sleepFor(Clock &clock, std::chrono::milliseconds duration)
{
    return Sleep(clock, duration);
}

} // namespace core
