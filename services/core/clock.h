// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace core {

// Time as something that is handed in, so that a test can move it. It never goes back and has no date.
class Clock {
public:
    Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)
    virtual ~Clock() = default;

    virtual std::chrono::milliseconds now() const = 0;
    // Calls `wake` once, unless the receiver is gone by then.
    virtual void callLater(std::chrono::milliseconds delay, QObject *receiver, std::function<void()> wake) = 0;
};

class SystemClock final : public Clock {
public:
    std::chrono::milliseconds now() const override
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    }
    void callLater(std::chrono::milliseconds delay, QObject *receiver, std::function<void()> wake) override
    {
        QTimer::singleShot(delay, receiver, std::move(wake));
    }
};

} // namespace core
