// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/kinds.h"

#include <QByteArray>
#include <QJsonObject>

// What a server says it serves, as JSON of kube-apiserver.
namespace simulator::discovery {

QByteArray versions(quint16 port); // /api
QByteArray groups(const Kinds &kinds); // /apis
QByteArray group(const Kinds &kinds, const QString &group); // /apis/GROUP
QByteArray resources(const Kinds &kinds, const QString &group, const QString &version); // /api/v1, /apis/GROUP/VERSION

// All of it in one answer: of the core group for /api, of the others for /apis.
constexpr auto AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
QByteArray aggregated(const Kinds &kinds, bool core);

QByteArray release(); // /version

} // namespace simulator::discovery
