// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/accept.h"

#include <QList>
#include <QMap>

namespace simulator {

// The first that we can write wins, as kube-apiserver does it for ranges of equal weight. Weights are not read.
Form wantedForm(const QByteArray &accept, bool canAggregate)
{
    const auto ranges = (accept.isEmpty() ? QByteArray("*/*") : accept).split(',');
    for (const QByteArray &range : ranges) {
        const auto parts = range.split(';');
        const auto type = parts.first().trimmed().toLower();
        if (type != "application/json" && type != "*/*" && type != "application/*")
            continue;
        QMap<QByteArray, QByteArray> parameters;
        for (const QByteArray &part : parts.mid(1))
            parameters[part.left(part.indexOf('=')).trimmed()] = part.mid(part.indexOf('=') + 1).trimmed();
        const auto as = parameters.value("as");
        if (as.isEmpty() || as == "Table")
            return Form::Plain;
        if (as.startsWith("PartialObjectMetadata") && parameters.value("v") == "v1")
            return Form::MetadataOnly;
        if (as == "APIGroupDiscoveryList" && parameters.value("v") == "v2" && canAggregate)
            return Form::AggregatedDiscovery;
    }
    return Form::None;
}

} // namespace simulator
