// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/async.h"
#include "services/core/resource.h"
#include "services/net/httpclient.h"

#include <QUrl>

namespace kube {

// All objects of one kind that one may list: in the whole cluster or in one namespace.
struct Collection {
    Collection() = default;
    Collection(QUrl place, core::ResourceKey members, QString name = {})
        : url(std::move(place))
        , kind(std::move(members))
        , resource(std::move(name))
    {
    }

    QUrl url;
    core::ResourceKey kind; // apiVersion and kind of its members, its cluster, and its namespace unless it has all
    QString resource; // "kustomizations.kustomize.toolkit.fluxcd.io", for messages
};

// What a list gave: the members, and the version from which a watch goes on.
struct Listing {
    QList<core::Resource> members;
    QString version;
};

// The newest state, page by page, each page parsed off this thread when it is large. An Error has the server's words;
// where a right is missing it names verb and resource. progress is told the number of members read so far.
core::Async<Listing> readCollection(
    net::HttpClient &http, const Collection &collection, std::function<void(qsizetype)> progress);

} // namespace kube
