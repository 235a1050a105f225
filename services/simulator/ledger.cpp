// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/ledger.h"

namespace simulator {

void Ledger::note(Asked asked)
{
    const QMutexLocker lock(&m_mutex);
    ++m_count;
    m_requests.append(std::move(asked));
    if (m_requests.size() > Remembered)
        m_requests.removeFirst();
}

QList<Asked> Ledger::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

qint64 Ledger::count() const
{
    const QMutexLocker lock(&m_mutex);
    return m_count;
}

void Ledger::failNext(int count, int status)
{
    const QMutexLocker lock(&m_mutex);
    m_failures = count;
    m_failure = status;
}

void Ledger::setSilent(bool silent)
{
    const QMutexLocker lock(&m_mutex);
    m_silent = silent;
}

std::optional<int> Ledger::takeFailure()
{
    const QMutexLocker lock(&m_mutex);
    if (m_failures <= 0)
        return {};
    --m_failures;
    return m_failure;
}

bool Ledger::isSilent() const
{
    const QMutexLocker lock(&m_mutex);
    return m_silent;
}

} // namespace simulator
