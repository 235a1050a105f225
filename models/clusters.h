// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/objectpage.h"
#include "services/kube/kubeconfig.h"

namespace models {

// The pane of clusters: today the contexts of a kubeconfig, of which nothing is contacted.

// A context as an object with the identity "context/NAME", so that tables, palette and command line treat it as any other.
core::Resource asResource(const kube::Context &context);

TableSpec clusterTable();
Overview clusterOverview(const core::Resource &cluster);
ObjectPage clusterPage();

} // namespace models
