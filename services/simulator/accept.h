// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace simulator {

// What of the forms that we can write an Accept header wants most. A Table is answered with the plain objects.
enum class Form { Plain, MetadataOnly, AggregatedDiscovery, None };

Form wantedForm(const QByteArray &accept, bool canAggregate);

} // namespace simulator
