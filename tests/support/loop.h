// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTest>

#include <chrono>

// The one place where a test turns the event loop by hand.

// What is due now: paint events, queued calls.
inline void processPending()
{
    QCoreApplication::processEvents();
}

// Gives something that must not happen the time to happen. For everything that must, QTRY_ ends sooner.
inline void giveTimeFor(std::chrono::milliseconds time)
{
    QTest::qWait(int(time.count()));
}
