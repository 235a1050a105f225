// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/serverworld.h"

#include "services/kube/kubeconfig.h"
#include "services/kube/watchevent.h"
#include "services/net/linestream.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QSslCertificate>
#include <QThread>

using namespace core;
using namespace net;
using namespace kube;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Async<LineStream::Line> nextOf(LineStream &lines)
{
    const auto line = co_await lines.next();
    co_return line;
}

} // namespace

// The simulator as the product meets it: through sockets, with the product's own client as the judge.
class tst_Server : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKubeconfigLeadsThere()
    {
        ServerWorld w;
        const auto config = mergeKubeconfigs({{u"demo"_s, w.server.kubeconfig()}});
        QVERIFY(config.problems.isEmpty());
        QCOMPARE(config.contexts.size(), 2);
        QCOMPARE(config.currentContext, u"one"_s);
        for (const auto &context : config.contexts) {
            QCOMPARE(context.problem + context.cluster.problem + context.user.problem, QString());
            BearerClient http(w.io, context.cluster.authorityData, context.user.token.reveal());
            const auto ready = outcomeOf(http.send(Request::get(QUrl(context.cluster.server + u"/readyz"_s))));
            QVERIFY2(ready && *ready, qPrintable(complaint(ready)));
            QCOMPARE((*ready)->body(), "ok");
        }
        QVERIFY(config.contexts[0].cluster.server != config.contexts[1].cluster.server);
        QCOMPARE(w.server.token().reveal().size(), 64);
        const auto authority = QSslCertificate(w.server.authority());
        QVERIFY(authority.isSelfSigned() && authority.expiryDate() > QDateTime::currentDateTimeUtc().addDays(7));
    }

    void nobodyGetsInWithoutTheToken()
    {
        ServerWorld w;
        for (const QByteArray token : {"", "wrong"}) {
            BearerClient http(w.io, w.server.authority(), token);
            const auto denied = failureOf(http.send(Request::get(w.at(Maps))));
            QCOMPARE(denied.kind(), Error::Kind::Unauthorized);
            QCOMPARE(QJsonDocument::fromJson(denied.detail().toUtf8()).object(),
                QJsonObject({{u"kind"_s, u"Status"_s}, {u"apiVersion"_s, u"v1"_s}, {u"metadata"_s, QJsonObject()},
                    {u"status"_s, u"Failure"_s}, {u"message"_s, u"Unauthorized"_s}, {u"reason"_s, u"Unauthorized"_s},
                    {u"code"_s, 401}}));
            const auto version = outcomeOf(http.send(Request::get(w.at(u"/version"_s))));
            QVERIFY2(version && *version, qPrintable(complaint(version)));
        }
        CurlClient stranger(w.io, {{}, Proxy::none()});
        QCOMPARE(failureOf(stranger.send(Request::get(w.at(Maps)))).kind(), Error::Kind::Certificate);
        // Each run has its own authority: that of another is no good here.
        simulator::Server second(w.time);
        QVERIFY(second.start());
        BearerClient mistaken(w.io, second.authority(), w.server.token().reveal());
        QCOMPARE(failureOf(mistaken.send(Request::get(w.at(Maps)))).kind(), Error::Kind::Certificate);
        QVERIFY(!(second.token() == w.server.token()));
    }

    void aChangeReachesAStore()
    {
        ServerWorld w;
        for (int i = 0; i < 1200; ++i)
            w.put(u"c%1"_s.arg(i), u"first"_s);
        Follower follower(w);
        QTRY_COMPARE(follower.live.size(), 1);
        QCOMPARE(follower.store.resources().size(), 1200);
        w.put(u"new"_s, u"second"_s);
        QVERIFY(w.cluster.remove(u"v1"_s, u"ConfigMap"_s, u"default"_s, u"c7"_s));
        QTRY_COMPARE(follower.values(), valuesIn(w.cluster));
        QCOMPARE(follower.interrupted.size() + follower.skipped.size(), 0);
        // Three pages and one watch, and nothing asked of the other cluster.
        QCOMPARE(w.server.requests(u"one"_s).size(), 4);
        QCOMPARE(w.watches(), 1);
        QCOMPARE(w.server.requestCount(u"two"_s), 0);
        QVERIFY(w.server.requests(u"one"_s).first().target.startsWith(Maps.toLatin1() + "?limit=500"));
    }

    void manyReadersAndAWriterOnAnotherThread()
    {
        ServerWorld w;
        std::vector<std::unique_ptr<Follower>> followers;
        for (quint32 i = 0; i < 20; ++i)
            followers.push_back(std::make_unique<Follower>(w, i));
        const std::unique_ptr<QThread> writer(QThread::create([&w] {
            for (int i = 0; i < 300; ++i)
                w.put(u"c%1"_s.arg(i % 100), QString::number(i));
        }));
        writer->start();
        QTRY_VERIFY(writer->isFinished());
        const auto truth = valuesIn(w.cluster);
        for (const auto &follower : followers)
            QTRY_COMPARE(follower->values(), truth);
    }

    void aVersionThatIsForgottenMakesItListAgain()
    {
        ServerWorld w;
        Follower follower(w);
        QTRY_COMPARE(follower.live.size(), 1);
        w.server.setReachable(u"one"_s, false);
        w.put(u"meanwhile"_s);
        w.cluster.compact();
        w.put(u"later"_s);
        w.server.setReachable(u"one"_s, true);
        QVERIFY(follower.reaches([&] { return follower.live.size() == 2; }));
        QCOMPARE(follower.lastError(), Error::Kind::Gone);
        QTRY_COMPARE(follower.values(), valuesIn(w.cluster));
    }

    void bookmarksComeWithTime()
    {
        ServerWorld w({true, 30s});
        auto body = outcomeOf(
            w.http->open(Request::get(w.at(Maps + u"?watch=1&allowWatchBookmarks=true&timeoutSeconds=100"_s))));
        QVERIFY2(body && *body, qPrintable(complaint(body)));
        LineStream lines(std::move(**body));
        w.time.advance(29s);
        w.put(u"a"_s);
        const auto next = [&lines] {
            const auto line = outcomeOf(nextOf(lines));
            return line && *line && **line ? parseWatchEvent(***line)
                                           : core::Result<WatchEvent>(Error(Error::Kind::Truncated, u"the end"_s));
        };
        auto event = next();
        QVERIFY(event && event->type == WatchEvent::Type::Added);
        w.time.advance(1s);
        event = next();
        QVERIFY(event && event->type == WatchEvent::Type::Bookmark);
        QCOMPARE(event->object.version(), QString::number(w.cluster.version()));
        QVERIFY(w.cluster.upsert(QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Secret"_s},
            {u"metadata"_s, QJsonObject{{u"name"_s, u"elsewhere"_s}}}}));
        w.time.advance(30s);
        event = next();
        QVERIFY(event && event->type == WatchEvent::Type::Bookmark);
        QCOMPARE(event->object.version(), QString::number(w.cluster.version()));
        w.time.advance(40s); // at 90 s, at 98 s, and the end at 100 s
        QVERIFY(next());
        QVERIFY(next());
        const auto end = outcomeOf(nextOf(lines));
        QVERIFY2(end && *end, qPrintable(complaint(end)));
        QVERIFY(!**end);
        // The connection is good for more.
        QCOMPARE(w.get(u"/readyz"_s), "ok");
    }

    void watchesCanBeEnded()
    {
        ServerWorld w;
        Follower follower(w);
        QTRY_COMPARE(follower.live.size(), 1);
        QTRY_COMPARE(w.watches(), 1);
        follower.clock.advance(10s); // else it was too short to be healthy
        w.server.closeWatches(u"one"_s);
        QTRY_COMPARE(w.watches(), 2);
        w.put(u"a"_s);
        QTRY_COMPARE(follower.store.resources().size(), 1);
        QCOMPARE(follower.interrupted.size(), 0);
        QCOMPARE(w.server.requests(u"one"_s).size(), 3); // it did not list again
    }

    void faults()
    {
        ServerWorld w;
        w.put(u"a"_s);
        w.server.failNext(u"one"_s, 2, 503);
        for (int i = 0; i < 2; ++i) {
            const auto error = failureOf(w.http->send(Request::get(w.at(Maps))));
            QCOMPARE(error.kind(), Error::Kind::Server);
            QCOMPARE(error.retryAfter(), std::optional<std::chrono::milliseconds>(1s));
        }
        QVERIFY(!w.get(Maps).isEmpty());
        const auto url = w.server.url(u"one"_s);
        w.server.setReachable(u"one"_s, false);
        QCOMPARE(failureOf(w.http->send(Request::get(w.at(Maps)))).kind(), Error::Kind::Network);
        w.server.setReachable(u"one"_s, true);
        QCOMPARE(w.server.url(u"one"_s), url);
        QVERIFY(!w.get(Maps).isEmpty());
        w.server.setSilent(u"one"_s, true);
        Deadlines deadlines;
        deadlines.head = 300ms;
        QCOMPARE(failureOf(w.http->send(Request::get(w.at(Maps)).within(deadlines))).kind(), Error::Kind::Timeout);
        w.server.setSilent(u"one"_s, false);
        QVERIFY(!w.get(Maps).isEmpty());
        QCOMPARE(w.server.requests(u"one"_s).size(), 6);
        QCOMPARE(w.server.requests(u"one"_s)[0].status, 503);
        QCOMPARE(w.server.requests(u"one"_s)[4].status, 0);
        QCOMPARE(failureOf(
                     w.http->send(Request("POST", w.at(Maps)).carrying("application/json", QByteArray(3'200'000, ' '))))
                     .kind(),
            Error::Kind::Refused);
    }

    void stoppingIsQuickWhateverIsOpen()
    {
        ServerWorld w;
        std::vector<std::unique_ptr<Follower>> followers;
        for (quint32 i = 0; i < 30; ++i)
            followers.push_back(std::make_unique<Follower>(w, i));
        QTRY_VERIFY(std::all_of(followers.begin(), followers.end(), [](const auto &f) { return f->live.size() == 1; }));
        QElapsedTimer watch;
        watch.start();
        w.server.stop();
        QVERIFY2(watch.elapsed() < 1000, qPrintable(QString::number(watch.elapsed())));
        w.put(u"nobody-hears"_s);
        QTRY_VERIFY(
            std::all_of(followers.begin(), followers.end(), [](const auto &f) { return f->interrupted.size() >= 1; }));
        w.server.stop();
    }

    // Whatever happens on the way, what is in the store ends equal to what is in the cluster.
    void randomHistoriesEndEqual()
    {
        for (quint32 seed = 1; seed <= 12; ++seed) {
            ServerWorld w;
            std::minstd_rand random(seed);
            Follower follower(w, seed);
            for (int i = 0; i < 150; ++i) {
                const auto name = u"c%1"_s.arg(random() % 20);
                switch (random() % 16) {
                case 0: w.server.closeWatches(u"one"_s); break;
                case 1: w.cluster.compact(); break;
                case 2: w.server.setReachable(u"one"_s, false); break;
                case 3: w.server.failNext(u"one"_s, int(random() % 3), random() % 2 ? 500 : 429); break;
                case 4:
                case 5: {
                    [[maybe_unused]] const auto gone = w.cluster.remove(u"v1"_s, u"ConfigMap"_s, u"default"_s, name);
                    break;
                }
                case 6: w.server.setReachable(u"one"_s, true); break;
                case 7:
                    follower.clock.step();
                    QCoreApplication::sendPostedEvents();
                    break;
                case 8: {
                    [[maybe_unused]] const bool seen = follower.reaches([&] { return w.watches() > 0; }, 20);
                    break;
                }
                default: w.put(name, QString::number(i));
                }
            }
            w.server.failNext(u"one"_s, 0, 500);
            w.server.setReachable(u"one"_s, true);
            QVERIFY2(
                follower.reaches([&] { return follower.values() == valuesIn(w.cluster) && follower.live.size() > 0; }),
                qPrintable(u"seed %1"_s.arg(seed)));
            // And it still follows.
            w.put(u"last"_s, u"x"_s);
            QVERIFY2(follower.reaches([&] { return follower.values() == valuesIn(w.cluster); }),
                qPrintable(u"seed %1"_s.arg(seed)));
            QCOMPARE(follower.skipped.size(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Server)
#include "tst_server.moc"
