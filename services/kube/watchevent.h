// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

namespace kube {

// One line of a watch.
struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark, Error, Unknown };

    Type type = Type::Unknown;
    core::Resource object;
};

// cluster: of the context that the watch goes through.
core::Result<WatchEvent> parseWatchEvent(const QByteArray &line, const QString &cluster = {});

// The server's own words (a v1 Status) as an Error; where there are none, the one that is given.
core::Error fromStatus(const QJsonObject &status, const core::Error &otherwise);
// The same for an Error whose detail is the body of the server's answer, as HttpClient leaves it.
core::Error understood(const core::Error &error);
// A resource version the server has not reached yet, as it says it in a Status.
bool isVersionTooLarge(const QJsonObject &status);

} // namespace kube
