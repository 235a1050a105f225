// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/clock.h"
#include "services/kube/collection.h"
#include "services/kube/resourcestore.h"
#include "services/net/backoff.h"
#include "services/net/httpclient.h"

namespace kube {

// Keeps a ResourceStore equal to what the API server holds. It lists once, page by page, then follows the changes; a
// watch that ends or breaks is taken up where it stopped. It lists again only when the server has lost the thread
// (410, a version it does not know) or when a change could not be read and may have been missed.
//
// Signals come from the event loop, never from inside the work: a slot may delete the Reflector.
class Reflector : public QObject {
    Q_OBJECT

public:
    Reflector(net::HttpClient &http, core::Clock &clock, Collection collection, ResourceStore &store, quint32 seed,
        QObject *parent = nullptr);

Q_SIGNALS:
    void reading(qsizetype members); // how many the first list has given so far
    void live(); // the store is current and will follow
    void interrupted(const core::Error &error); // it is not, and this is why; it tries again by itself
    void skipped(const core::Error &error); // something in a watch was not understood and left out

private:
    core::Async<> run();
    core::Async<> list();
    core::Async<> watch();
    core::Result<> apply(const QByteArray &line);

    net::Request watchRequest();
    core::Error understood(const core::Error &error);
    void becomeLive();
    void report(const core::Error &error);

    net::HttpClient &m_http;
    core::Clock &m_clock;
    const Collection m_collection;
    ResourceStore &m_store;
    std::minstd_rand m_random;
    net::Backoff m_backoff;
    QString m_version; // where to take up the watch; empty when only a list helps
    bool m_live = false;
    core::TaskScope m_tasks; // last, so that it is gone before anything its tasks touch
};

} // namespace kube
