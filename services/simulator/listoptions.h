// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/status.h"

#include <QList>

#include <optional>
#include <variant>

namespace simulator {

using Query = QList<std::pair<QString, QString>>; // decoded, in the order of the request

// Where a list goes on: at which version, and after which key.
struct Continuation {
    static constexpr qint64 Newest = -1; // whatever there is then: the rest of a list that is too old

    qint64 version = Newest;
    QByteArray after;

    QByteArray token() const; // opaque to clients; as kube-apiserver writes it
    static std::variant<Continuation, Status> parsed(const QString &token);
};

// What a request for a list or a watch asks for (meta.k8s.io/v1 ListOptions).
struct ListOptions {
    enum class Match { None, Exact, NotOlderThan };

    bool watch = false;
    bool bookmarks = false;
    std::optional<bool> initialEvents;
    Match match = Match::None;
    std::optional<qint64> version; // none: not given
    qint64 limit = 0;
    std::optional<Continuation> from;
    std::optional<qint64> seconds;
    QString labels;
    QString fields;

    // A Status where kube-apiserver refuses the combination.
    static std::variant<ListOptions, Status> parsed(const Query &query);
};

} // namespace simulator
