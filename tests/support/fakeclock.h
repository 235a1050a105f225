// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"

#include <QPointer>

#include <map>

// Time that moves when the test says so, from one appointment to the next.
class FakeClock final : public core::Clock {
public:
    std::chrono::milliseconds now() const override { return m_now; }
    void callLater(std::chrono::milliseconds delay, QObject *receiver, std::function<void()> wake) override
    {
        m_appointments.emplace(m_now + delay, Appointment{receiver, std::move(wake)});
    }

    bool isIdle() const { return m_appointments.empty(); }
    // Moves to the next appointment, unless it is later than that.
    bool step(std::chrono::milliseconds until = std::chrono::milliseconds::max())
    {
        if (m_appointments.empty() || m_appointments.begin()->first > until)
            return false;
        auto next = m_appointments.extract(m_appointments.begin());
        m_now = next.key();
        if (next.mapped().receiver)
            next.mapped().wake();
        return true;
    }
    void advance(std::chrono::milliseconds time)
    {
        const auto until = m_now + time;
        while (step(until)) { }
        m_now = until;
    }

private:
    struct Appointment {
        QPointer<QObject> receiver;
        std::function<void()> wake;
    };

    std::chrono::milliseconds m_now = std::chrono::hours(1);
    std::multimap<std::chrono::milliseconds, Appointment> m_appointments;
};
