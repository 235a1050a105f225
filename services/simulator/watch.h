// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/api.h"

namespace simulator {

// One watch: what it has told, and what is still to be told. It reads the cluster only as far as it is asked to, so a
// reader that stalls costs nothing; one that stalls for longer than the cluster remembers gets the 410 of a late comer.
class Watch {
public:
    Watch(const Cluster &cluster, WatchPlan plan);

    // Some more lines; empty when there is nothing to tell now.
    QByteArrayList more();
    // Whether it has ended with an ERROR: nothing more will come.
    bool isOver() const { return m_over; }
    bool wantsBookmarks() const { return m_plan.options.bookmarks; }
    // The version up to which everything has been told; nothing while that is one of the future.
    std::optional<QByteArray> bookmark() const;

private:
    enum class Told { Added, Modified, Deleted };
    QByteArray line(Told told, const Object &object) const;
    QByteArray bookmarkLine(bool initialEventsEnd) const;
    QByteArrayList fail(const Status &status);
    QByteArrayList initial();
    std::optional<QByteArray> translated(const Cluster::Change &change) const;

    const Cluster &m_cluster;
    const WatchPlan m_plan;
    std::optional<Cluster::Snapshot> m_initial; // what is there at the start, while it is being told
    std::size_t m_told = 0;
    qint64 m_version = 0;
    std::optional<qint64> m_tooLarge;
    bool m_over = false;
};

} // namespace simulator
