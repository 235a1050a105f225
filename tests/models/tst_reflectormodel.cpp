// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/sleep.h"
#include "services/kube/reflector.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QUrlQuery>

#include <map>

using namespace core;
using namespace net;
using namespace kube;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Random = std::minstd_rand;

// An API server in a few lines: objects, a version that grows, a history it forgets from the front, pages whose tokens
// expire. What goes wrong is drawn by lot until the faults are switched off.
class ModelServer final : public HttpClient {
public:
    struct Event {
        int version;
        QByteArray line;
    };

    ModelServer(FakeClock &clock, quint32 seed)
        : m_clock(clock)
        , m_random(seed)
    {
    }

    Async<Response> send(Request request) override;
    Async<std::unique_ptr<BodyStream>> open(Request request) override;

    void change();
    void forget()
    {
        m_oldest = m_version;
        ++causes;
    }
    void calm() { m_faults = false; }
    bool isCalm() const { return !m_faults; }
    bool chance(int percent) { return m_faults && int(m_random() % 100) < percent; }
    int draw(int below) { return int(m_random() % quint32(below)); }

    QHash<QString, int> truth() const { return m_objects; }
    const std::vector<Event> &history() const { return m_history; }
    int oldest() const { return m_oldest; }
    int version() const { return m_version; }
    FakeClock &clock() { return m_clock; }

    int lists = 0; // begun
    int complete = 0; // answered to the last page
    int causes = 1; // reasons there have been to list, the start among them

private:
    static QByteArray object(const QString &uid, int version)
    {
        return R"({"apiVersion":"v1","kind":"Thing","metadata":{"name":"n-)" + uid.toUtf8() + R"(","uid":")"
            + uid.toUtf8() + R"(","resourceVersion":")" + QByteArray::number(version) + R"("}})";
    }
    static Error status(int code, const QByteArray &message)
    {
        const auto kind = code == 410 ? Error::Kind::Gone : code == 429 ? Error::Kind::Throttled : Error::Kind::Server;
        return Error(kind, u"status"_s,
            QString::fromUtf8(
                R"({"kind":"Status","message":")" + message + R"(","code":)" + QByteArray::number(code) + "}"));
    }

    FakeClock &m_clock;
    Random m_random;
    bool m_faults = true;
    int m_version = 1;
    int m_oldest = 1;
    int m_serial = 0;
    QHash<QString, int> m_objects;
    std::vector<Event> m_history;
    std::map<QByteArray, std::pair<int, QHash<QString, int>>> m_pages; // what a token stands for
};

// A watch: sends the history after a version, and what comes, until it ends as agreed, is cut, or breaks off.
class ModelWatch final : public BodyStream {
public:
    ModelWatch(ModelServer &server, int version, int seconds)
        : m_server(server)
        , m_next(version)
        , m_end(server.clock().now() + std::chrono::seconds(server.chance(30) ? server.draw(30) : seconds))
    {
        wait();
    }

    QByteArray take() override { return std::exchange(m_ready, {}); }
    std::optional<Result<>> outcome() const override { return m_ready.isEmpty() ? m_outcome : std::nullopt; }
    void onNews(std::function<void()> news) override { m_news = std::move(news); }

private:
    void wait()
    {
        m_server.clock().callLater(std::chrono::milliseconds(m_server.isCalm() ? 60'000 : 100 + m_server.draw(3000)),
            &m_context, [this] { turn(); });
    }
    void turn();
    void send(const QByteArray &line) { m_ready += line + '\n'; }

    ModelServer &m_server;
    int m_next;
    std::chrono::milliseconds m_end;
    QByteArray m_ready;
    std::optional<Result<>> m_outcome;
    std::function<void()> m_news;
    QObject m_context;
};

void ModelServer::change()
{
    const int kind = draw(10);
    QString uid = u"o%1"_s.arg(kind < 5 ? m_serial++ : draw(std::max(1, m_serial)));
    QByteArray type = m_objects.contains(uid) ? "MODIFIED" : "ADDED";
    ++m_version;
    if (kind >= 8 && m_objects.contains(uid)) {
        m_objects.remove(uid);
        type = "DELETED";
    } else {
        if (!m_objects.contains(uid))
            uid = u"o%1"_s.arg(m_serial++); // a name may come back, a uid does not
        m_objects[uid] = m_version;
    }
    m_history.push_back({m_version, R"({"type":")" + type + R"(","object":)" + object(uid, m_version) + '}'});
}

Async<Response> ModelServer::send(Request request)
{
    const QUrlQuery query(request.url());
    const auto token = query.queryItemValue(u"continue"_s).toUtf8();
    const int limit = query.queryItemValue(u"limit"_s).isEmpty() ? 0 : 3; // three to a page, whatever was asked
    if (token.isEmpty())
        ++lists;
    co_await sleepFor(m_clock, std::chrono::milliseconds(1 + draw(300)));
    if (chance(15))
        co_return status(draw(2) ? 500 : 429, "not now");
    if (chance(5))
        co_return Error(Error::Kind::Truncated, u"cut"_s);
    auto [version, objects] = token.isEmpty() ? std::pair(m_version, m_objects) : m_pages[token];
    if (!token.isEmpty() && (version < m_oldest || chance(10)))
        co_return status(410, "the continue token is too old");
    QByteArrayList items;
    while (!objects.isEmpty() && (limit == 0 || items.size() < limit)) {
        items << object(objects.begin().key(), objects.begin().value());
        objects.erase(objects.begin());
    }
    QByteArray next;
    if (!objects.isEmpty()) {
        next = "t" + QByteArray::number(m_pages.size());
        m_pages[next] = {version, objects};
    } else {
        ++complete;
    }
    const QByteArray body = R"({"kind":"ThingList","apiVersion":"v1","metadata":{"resourceVersion":")"
        + QByteArray::number(version) + R"(","continue":")" + next + R"("},"items":[)" + items.join(',') + "]}";
    if (chance(3)) {
        complete -= next.isEmpty();
        co_return Response({200, {}}, body.left(body.size() / 2)); // a proxy's idea of an answer
    }
    co_return Response({200, {}}, body);
}

Async<std::unique_ptr<BodyStream>> ModelServer::open(Request request)
{
    const QUrlQuery query(request.url());
    const int version = query.queryItemValue(u"resourceVersion"_s).toInt();
    co_await sleepFor(m_clock, std::chrono::milliseconds(1 + draw(300)));
    if (chance(15))
        co_return Error(Error::Kind::Network, u"refused"_s);
    if (chance(5))
        co_return status(draw(2) ? 500 : 429, "not now");
    if (chance(2)) {
        ++causes;
        co_return status(504, "Too large resource version: 9, current: 3");
    }
    if (version < m_oldest)
        co_return status(410, "too old resource version");
    std::unique_ptr<BodyStream> watch =
        std::make_unique<ModelWatch>(*this, version, query.queryItemValue(u"timeoutSeconds"_s).toInt());
    co_return watch;
}

void ModelWatch::turn()
{
    if (m_next < m_server.oldest() && m_server.chance(50)) {
        send(R"({"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}})");
        m_outcome = Result<>();
    }
    const auto &history = m_server.history();
    for (auto event = std::upper_bound(
             history.begin(), history.end(), m_next, [](int version, const auto &e) { return version < e.version; });
         event != history.end() && !m_outcome; ++event) {
        send(event->line);
        m_next = event->version;
        if (m_server.chance(5)) { // the last few once more, in their order
            for (auto again = event - std::min<long>(m_server.draw(4), event - history.begin()); again <= event;
                 ++again)
                send(again->line);
        }
        if (m_server.chance(2)) {
            m_ready += event->line.left(m_server.draw(int(event->line.size())));
            m_outcome = Error(Error::Kind::Truncated, u"cut"_s);
        } else if (m_server.chance(1)) {
            send(R"({"type":"ADDED","object":{"kind":)"); // a change that nobody can read
            ++m_server.causes;
            m_outcome = Result<>();
        } else if (m_server.chance(1)) {
            send(R"({"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd is gone"}})");
            ++m_server.causes;
            m_outcome = Result<>();
        } else if (m_server.chance(1)) {
            send(
                R"({"type":"ADDED","object":{"apiVersion":"v1","kind":"Other","metadata":{"name":"x","uid":"x","resourceVersion":"1"}}})");
        }
    }
    if (!m_outcome && m_server.draw(10) == 0 && m_next == m_server.version())
        send(R"({"type":"BOOKMARK","object":{"apiVersion":"v1","kind":"Thing","metadata":{"resourceVersion":")"
            + QByteArray::number(m_next) + R"("}}})");
    if (!m_outcome && m_server.chance(5))
        m_outcome = m_server.draw(2) ? Result<>() : Result<>(Error(Error::Kind::Network, u"lost"_s));
    if (!m_outcome && m_server.clock().now() >= m_end)
        m_outcome = Result<>();
    if (!m_outcome)
        wait();
    if (const auto news = m_news; news && (m_outcome || !m_ready.isEmpty()))
        news();
}

struct Verdict {
    QString complaint;
    int events = 0;
    int lists = 0;
};

Verdict history(quint32 seed)
{
    FakeClock clock;
    ModelServer server(clock, seed);
    for (int i = server.draw(12); i > 0; --i)
        server.change();
    ResourceStore store;
    Reflector reflector(
        server, clock, {QUrl(u"https://model.invalid/things"_s), {u"v1"_s, u"Thing"_s, {}, {}, {}}}, store, seed);
    const int length = 5 + server.draw(40);
    for (int i = 0; i < length; ++i) {
        clock.advance(std::chrono::milliseconds(server.draw(20) == 0 ? server.draw(200'000) : server.draw(1500)));
        for (int burst = 1 + server.draw(4); burst > 0; --burst)
            server.change();
        if (server.draw(100) < 4)
            server.forget();
    }
    server.calm();
    clock.advance(20min); // longer than the longest watch and the longest pause

    const auto truth = server.truth();
    QString complaint;
    if (store.resources().size() != truth.size())
        complaint = u"%1 objects instead of %2"_s.arg(store.resources().size()).arg(truth.size());
    for (auto it = truth.cbegin(); it != truth.cend(); ++it) {
        if (store.resources().value(it.key()).version() != QString::number(it.value()))
            complaint = u"%1 is at %2 instead of %3"_s.arg(it.key(), store.resources().value(it.key()).version())
                            .arg(it.value());
    }
    if (server.complete > server.causes)
        complaint = u"%1 lists for %2 causes"_s.arg(server.complete).arg(server.causes);
    return {complaint, int(server.history().size()), server.complete};
}

} // namespace

// Whatever happens on the way, in the end the store is what the server holds; and it has not been asked for more lists
// than there were reasons. SEED=n HISTORIES=1 runs one again.
class tst_ReflectorModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStoreBecomesTheTruth()
    {
        const auto first = qEnvironmentVariableIsSet("SEED") ? qEnvironmentVariable("SEED").toUInt()
                                                             : QRandomGenerator::global()->bounded(1u, 1'000'000'000u);
        const int histories =
            qEnvironmentVariableIsSet("HISTORIES") ? qEnvironmentVariableIntValue("HISTORIES") : 20'000;
        QElapsedTimer time;
        time.start();
        qint64 events = 0;
        qint64 lists = 0;
        for (int i = 0; i < histories; ++i) {
            const auto verdict = history(first + quint32(i));
            events += verdict.events;
            lists += verdict.lists;
            QVERIFY2(verdict.complaint.isEmpty(),
                qPrintable(u"SEED=%1: %2"_s.arg(first + quint32(i)).arg(verdict.complaint)));
        }
        qInfo().noquote() << u"%1 histories from SEED=%2, %3 changes, %4 lists, %5 ms"_s.arg(histories)
                                 .arg(first)
                                 .arg(events)
                                 .arg(lists)
                                 .arg(time.elapsed());
    }
};

QTEST_GUILESS_MAIN(tst_ReflectorModel)
#include "tst_reflectormodel.moc"
