// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/request.h"

#include <chrono>
#include <optional>
#include <random>

namespace net {

// How long to wait before the next try: 800 ms, doubled each time up to 30 s, plus up to as much again by chance, so
// that a thousand consoles do not come back together. Two healthy minutes start it over. (client-go's figures.)
class Backoff {
public:
    explicit Backoff(quint32 seed)
        : m_random(seed)
    {
    }

    std::chrono::milliseconds next(std::chrono::milliseconds now);

private:
    std::minstd_rand m_random;
    int m_tries = 0;
    std::chrono::milliseconds m_until{0};
};

// What a server says about when to come back: milliseconds, seconds or a date. Nonsense says nothing; never longer than
// ten minutes.
std::optional<std::chrono::milliseconds> retryAfter(const QList<Header> &headers);

} // namespace net
