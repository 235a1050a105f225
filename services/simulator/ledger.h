// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMutex>

#include <optional>

namespace simulator {

// What was asked of a cluster, and how it was answered: 0 when it was not.
struct Asked {
    QByteArray verb;
    QByteArray target;
    int status = 0;

    bool isWatch() const { return target.contains("watch=1") || target.contains("watch=true"); }
};

// The log of a cluster's requests and the faults that it plays. Used by the server's thread and by whoever looks on.
class Ledger {
public:
    static constexpr qsizetype Remembered = 10'000;

    void note(Asked asked);
    QList<Asked> requests() const; // the last ones
    qint64 count() const; // all of them

    void failNext(int count, int status);
    void setSilent(bool silent);
    std::optional<int> takeFailure();
    bool isSilent() const;

private:
    mutable QMutex m_mutex;
    QList<Asked> m_requests;
    qint64 m_count = 0;
    int m_failures = 0;
    int m_failure = 0;
    bool m_silent = false;
};

} // namespace simulator
