// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/session.h"

#include "services/core/sleep.h"

using namespace std::chrono_literals;

namespace kube {

namespace {
// How often one looks whether a kind that is absent has come, for example because Flux has been installed.
constexpr auto lookAgain = 60s;
}

struct Session::Followed {
    Following part;
    ResourceStore &store;
    std::unique_ptr<Reflector> reflector = nullptr;
};

Session::Session(std::shared_ptr<ApiServer> server, core::Clock &clock, quint32 seed, QObject *parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_clock(clock)
    , m_random(seed)
    , m_backoff(seed + 1)
{
    m_announce.setSingleShot(true);
    m_announce.setInterval(50ms);
    connect(&m_announce, &QTimer::timeout, this, &Session::changed);
    retry();
}

Session::~Session() = default;

void Session::follow(const QString &pane, const QList<Kind> &kinds, ResourceStore &store)
{
    for (const Kind &kind : kinds) {
        m_followed.push_back(std::make_unique<Followed>(
            Followed{.part = {.pane = pane, .group = kind.group, .kind = kind.kind}, .store = store}));
        m_followed.back()->part.since = QDateTime::currentDateTimeUtc();
        if (m_known)
            start(*m_followed.back());
    }
    announce();
}

ClusterNews Session::news() const
{
    ClusterNews news{m_server->context(), m_trouble, m_troubledSince};
    for (const auto &each : m_followed)
        news.parts.append(each->part);
    return news;
}

void Session::retry()
{
    m_tasks.cancel();
    for (const auto &each : m_followed) {
        if (each->part.state != Following::State::Live)
            each->reflector.reset();
    }
    m_tasks.run(discoverAlways(), [](const core::Result<> &) {});
}

core::Async<> Session::discoverAlways()
{
    for (;;) {
        auto catalog = co_await discover(*m_server).result();
        if (!catalog) {
            if (!std::exchange(m_trouble, catalog.error()))
                m_troubledSince = QDateTime::currentDateTimeUtc();
            announce();
            const auto pause = std::max(
                m_backoff.next(m_clock.now()), catalog.error().retryAfter().value_or(std::chrono::milliseconds(0)));
            co_await core::sleepFor(m_clock, pause);
            continue;
        }
        m_trouble.reset();
        m_catalog = *std::move(catalog);
        m_known = true;
        bool complete = true;
        for (const auto &each : m_followed) {
            if (!each->reflector)
                start(*each);
            complete = complete && each->reflector;
        }
        announce();
        const std::chrono::milliseconds pause = complete ? 10 * lookAgain : lookAgain;
        co_await core::sleepFor(m_clock, pause);
    }
}

void Session::start(Followed &followed)
{
    const ApiResource *resource = m_catalog.ofKind(followed.part.group, followed.part.kind);
    if (!resource) {
        const auto problem = m_catalog.problemOf(followed.part.group);
        return setState(followed, problem ? Following::State::Stale : Following::State::Absent, problem);
    }
    followed.part.resource = resource->name();
    followed.part.read = 0;
    setState(followed, Following::State::Reading);
    followed.reflector = std::make_unique<Reflector>(*m_server, m_clock,
        m_catalog.collection(*m_server, *resource, followed.part.space), followed.store, quint32(m_random()));
    const Reflector *reflector = followed.reflector.get();
    connect(reflector, &Reflector::reading, this, [this, &followed](qsizetype members) {
        followed.part.read = members;
        announce();
    });
    connect(reflector, &Reflector::live, this, [this, &followed] { setState(followed, Following::State::Live); });
    connect(reflector, &Reflector::interrupted, this,
        [this, &followed](const core::Error &error) { interrupted(followed, error); });
}

// Whoever may not read all namespaces may still read that of the context, which says so; better than nothing at all.
void Session::interrupted(Followed &followed, const core::Error &error)
{
    const bool forbidden = error.kind() == core::Error::Kind::Forbidden;
    if (forbidden && followed.part.space.isEmpty() && !m_server->space().isEmpty()) {
        followed.part.space = m_server->space();
        followed.reflector.reset();
        return start(followed);
    }
    setState(followed, forbidden ? Following::State::Forbidden : Following::State::Stale, error);
}

void Session::setState(Followed &followed, Following::State state, const std::optional<core::Error> &error)
{
    if (followed.part.state != state)
        followed.part.since = QDateTime::currentDateTimeUtc();
    followed.part.state = state;
    followed.part.error = error;
    announce();
}

void Session::announce()
{
    if (!m_announce.isActive())
        m_announce.start();
}

} // namespace kube
