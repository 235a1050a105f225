// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector.h"

#include "services/core/sleep.h"
#include "services/kube/watchevent.h"
#include "services/net/linestream.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr auto TooShort = 1s; // a watch that ends sooner and says nothing is a fault, else it would spin

bool losesTheThread(core::Error::Kind kind)
{
    return kind == core::Error::Kind::Gone || kind == core::Error::Kind::NotFound;
}

} // namespace

Reflector::Reflector(net::HttpClient &http, core::Clock &clock, Collection collection, ResourceStore &store,
    quint32 seed, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_clock(clock)
    , m_collection(std::move(collection))
    , m_store(store)
    , m_random(seed)
    , m_backoff(seed + 1)
{
    m_tasks.run(run(), [](const core::Result<> &) {});
}

core::Async<> Reflector::run()
{
    for (;;) {
        auto done = core::Result<>();
        if (m_version.isEmpty()) {
            done = co_await list().result();
        }
        if (done) {
            done = co_await watch().result();
        }
        if (done)
            continue; // it ended as agreed: go on from where it stopped
        const auto error = understood(done.error());
        report(error);
        const auto pause = std::max(m_backoff.next(m_clock.now()), error.retryAfter().value_or(0ms));
        co_await core::sleepFor(m_clock, pause);
    }
}

core::Async<> Reflector::list()
{
    const std::function<void(qsizetype)> progress = [this](qsizetype members) {
        QMetaObject::invokeMethod(
            this, [this, members] { Q_EMIT reading(members); }, Qt::QueuedConnection);
    };
    const auto listing = co_await readCollection(m_http, m_collection, progress);
    m_store.replace(listing.members, m_collection.kind);
    m_version = listing.version;
    co_return {};
}

core::Async<> Reflector::watch()
{
    const auto begun = m_clock.now();
    auto body = co_await m_http.open(watchRequest());
    net::LineStream events(std::move(body));
    becomeLive();
    bool heard = false;
    for (;;) {
        const auto line = co_await events.next();
        if (!line)
            co_return line.error();
        if (!*line)
            break;
        heard = true;
        co_await apply(**line);
    }
    if (!heard && m_clock.now() - begun < TooShort)
        co_return core::Error(
            core::Error::Kind::Server, u"The server ended the watch of %1 at once."_s.arg(m_collection.kind.kind));
    co_return {};
}

// Moves the version on only once the change is in the store.
core::Result<> Reflector::apply(const QByteArray &line)
{
    const auto skip = [this](const QString &what) {
        QMetaObject::invokeMethod(
            this, [this, error = core::Error(core::Error::Kind::Malformed, what)] { Q_EMIT skipped(error); },
            Qt::QueuedConnection);
    };
    const auto event = parseWatchEvent(line, m_collection.kind.cluster);
    if (!event) {
        m_version.clear(); // whatever it said, we have missed it
        return event.error();
    }
    const core::Resource &object = event->object;
    using Type = WatchEvent::Type;
    if (event->type == Type::Error) {
        const auto error = fromStatus(object.json(),
            core::Error(
                core::Error::Kind::Server, u"The server broke off the watch of %1."_s.arg(m_collection.kind.kind)));
        if (error.kind() != core::Error::Kind::Throttled)
            m_version.clear();
        return error;
    }
    if (event->type == Type::Unknown) {
        skip(u"A message of an unknown type came in the watch of %1."_s.arg(m_collection.kind.kind));
        return {};
    }
    if (object.key().kind != m_collection.kind.kind || object.key().apiVersion != m_collection.kind.apiVersion) {
        skip(u"The watch of %1 told of a %2."_s.arg(m_collection.kind.kind, object.key().kind.left(80)));
        return {};
    }
    if (event->type == Type::Deleted)
        m_store.remove(object.id());
    else if (event->type != Type::Bookmark)
        m_store.upsert(object);
    if (!object.version().isEmpty())
        m_version = object.version();
    return {};
}

net::Request Reflector::watchRequest()
{
    const std::chrono::seconds length(300 + m_random() % 301); // spread, so that not everybody comes back at once
    QUrl url = m_collection.url;
    QUrlQuery query(url);
    query.addQueryItem(u"watch"_s, u"1"_s);
    query.addQueryItem(u"allowWatchBookmarks"_s, u"true"_s);
    query.addQueryItem(u"timeoutSeconds"_s, QString::number(length.count()));
    query.addQueryItem(u"resourceVersion"_s, QString::fromLatin1(QUrl::toPercentEncoding(m_version)));
    url.setQuery(query);
    net::Deadlines deadlines;
    deadlines.silence = length + 30s; // a quiet watch is a healthy one
    deadlines.total = length + 60s;
    return net::Request::get(url).with("Accept", "application/json").within(deadlines);
}

// The server's words instead of the status, and whether going on from m_version still makes sense.
core::Error Reflector::understood(const core::Error &error)
{
    const auto status = QJsonDocument::fromJson(error.detail().toUtf8()).object();
    const auto said = kube::understood(error);
    if (losesTheThread(said.kind()) || isVersionTooLarge(status))
        m_version.clear();
    return said;
}

void Reflector::becomeLive()
{
    if (!std::exchange(m_live, true))
        QMetaObject::invokeMethod(this, &Reflector::live, Qt::QueuedConnection);
}

void Reflector::report(const core::Error &error)
{
    m_live = false;
    QMetaObject::invokeMethod(
        this, [this, error] { Q_EMIT interrupted(error); }, Qt::QueuedConnection);
}

} // namespace kube
