// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/async.h"

#include <QTest>

// Runs a task in the event loop until it is done; nothing when that takes too long.
template<typename T>
std::optional<core::Result<T>> outcomeOf(
    core::Async<T> task, std::chrono::milliseconds patience = std::chrono::seconds(20))
{
    std::optional<core::Result<T>> outcome;
    core::TaskScope tasks;
    tasks.run(std::move(task), [&](core::Result<T> result) { outcome = std::move(result); });
    [[maybe_unused]] const bool done = QTest::qWaitFor([&] { return outcome.has_value(); }, int(patience.count()));
    return outcome;
}

// The error of a task that must fail.
template<typename T>
core::Error failureOf(core::Async<T> task)
{
    const auto outcome = outcomeOf(std::move(task));
    if (!outcome || *outcome)
        return core::Error(
            core::Error::Kind::Malformed, outcome ? QStringLiteral("it succeeded") : QStringLiteral("it never ended"));
    return outcome->error();
}

// What to print when a task should have succeeded.
template<typename T>
QString complaint(const std::optional<core::Result<T>> &outcome)
{
    return !outcome ? QStringLiteral("it never ended")
        : *outcome  ? QString()
                    : outcome->error().summary() + u' ' + outcome->error().detail();
}

// Bytes of this process that are in memory now.
qint64 residentBytes();
