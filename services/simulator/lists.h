// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/cluster.h"
#include "services/simulator/listoptions.h"
#include "services/simulator/selector.h"

namespace simulator {

// One page of a list as kube-apiserver writes it, or why not.
std::variant<QByteArray, Status> listed(const Cluster &cluster, const Shape &shape, const QString &space,
    const ListOptions &options, const Selector &selector);

} // namespace simulator
