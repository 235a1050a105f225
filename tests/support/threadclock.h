// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"

#include <QMutex>
#include <QPointer>
#include <QThread>

#include <map>
#include <memory>

// A clock that stands still for threads too: whoever is called later is called on the thread that asked, and has been
// called when advance() returns. Those threads turn their event loops as long as time is moved.
class ThreadClock final : public core::Clock {
public:
    std::chrono::milliseconds now() const override
    {
        const QMutexLocker lock(&m_mutex);
        return m_now;
    }
    void callLater(std::chrono::milliseconds delay, QObject *receiver, std::function<void()> wake) override
    {
        const QMutexLocker lock(&m_mutex);
        auto &anchor = m_anchors[QThread::currentThread()];
        if (!anchor)
            anchor = std::make_unique<QObject>();
        m_appointments.emplace(m_now + delay, Appointment{anchor.get(), receiver, std::move(wake)});
    }

    void advance(std::chrono::milliseconds time)
    {
        const auto until = now() + time;
        while (step(until)) { }
        const QMutexLocker lock(&m_mutex);
        m_now = until;
    }

private:
    struct Appointment {
        QObject *anchor = nullptr; // on the thread that asked
        QPointer<QObject> receiver; // looked at on that thread only
        std::function<void()> wake;
    };

    bool step(std::chrono::milliseconds until)
    {
        QMutexLocker lock(&m_mutex);
        if (m_appointments.empty() || m_appointments.begin()->first > until)
            return false;
        const auto next = m_appointments.extract(m_appointments.begin());
        m_now = next.key();
        lock.unlock();
        const auto &due = next.mapped();
        const bool here = due.anchor->thread() == QThread::currentThread();
        QMetaObject::invokeMethod(
            due.anchor,
            [&due] {
                if (due.receiver)
                    due.wake();
            },
            here ? Qt::DirectConnection : Qt::BlockingQueuedConnection);
        return true;
    }

    mutable QMutex m_mutex;
    std::chrono::milliseconds m_now = std::chrono::hours(1);
    std::multimap<std::chrono::milliseconds, Appointment> m_appointments;
    std::map<QThread *, std::unique_ptr<QObject>> m_anchors;
};
