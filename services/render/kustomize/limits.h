// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QtGlobal>

#include <stop_token>

namespace render {

// Of one build; kustomize has none and dies of what exceeds them (kustomize.md 24, architecture.md 7).
struct Limits {
    int depth = 100; // kustomizations within kustomizations
    int kustomizations = 10'000;
    int resources = 100'000;
    qint64 bytes = 256 * 1024 * 1024; // of all files that are read
};

// Counts what a build has used, and says when it must end.
class Budget {
public:
    Budget(Limits limits, std::stop_token stop)
        : m_left(limits)
        , m_stop(std::move(stop))
    {
    }
    const std::stop_token &stop() const { return m_stop; }
    core::Result<> check() const; // cancelled?
    core::Result<> takeBytes(qint64 bytes);
    core::Result<> takeResources(size_t count);
    core::Result<> takeKustomization(int depth);

private:
    Limits m_left;
    std::stop_token m_stop;
};

} // namespace render
