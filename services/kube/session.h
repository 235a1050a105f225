// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/discovery.h"
#include "services/kube/following.h"
#include "services/kube/reflector.h"

namespace kube {

// One cluster that is being looked at. It finds out what the API server offers and keeps the kinds that are wanted equal
// to what the server has, for as long as it lives; what fails is tried again by itself, and says so meanwhile.
class Session : public QObject {
    Q_OBJECT

public:
    // One kind of object, wherever in its group's versions it is served.
    struct Kind {
        QString group;
        QString kind;
    };

    Session(std::shared_ptr<ApiServer> server, core::Clock &clock, quint32 seed, QObject *parent = nullptr);
    ~Session() override;

    const ApiServer &server() const { return *m_server; }
    // For whoever reads something of its own: it may outlive the session.
    const std::shared_ptr<ApiServer> &serverHandle() const { return m_server; }
    const Catalog &catalog() const { return m_catalog; }
    bool isDiscovered() const { return m_known; }
    // Keeps these kinds in the store, which outlives the session; the rows stay there when it ends.
    void follow(const QString &pane, const QList<Kind> &kinds, ResourceStore &store);
    ClusterNews news() const;
    // Asks at once instead of when it would have.
    void retry();

Q_SIGNALS:
    // The news are different; at most every 50 ms.
    void changed();

private:
    struct Followed;

    core::Async<> discoverAlways();
    void start(Followed &followed);
    void setState(Followed &followed, Following::State state, const std::optional<core::Error> &error = {});
    void interrupted(Followed &followed, const core::Error &error);
    void announce();

    std::shared_ptr<ApiServer> m_server;
    core::Clock &m_clock;
    std::minstd_rand m_random;
    net::Backoff m_backoff;
    Catalog m_catalog;
    bool m_known = false;
    std::optional<core::Error> m_trouble;
    QDateTime m_troubledSince;
    QTimer m_announce;
    std::vector<std::unique_ptr<Followed>> m_followed;
    core::TaskScope m_tasks; // last, so that it is gone before anything its tasks touch
};

} // namespace kube
