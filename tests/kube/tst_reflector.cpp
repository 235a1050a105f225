// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resourcetablemodel.h"
#include "services/kube/reflector.h"
#include "services/net/curlclient.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakeserver.h"
#include "tests/support/loop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QUrlQuery>

using namespace core;
using namespace net;
using namespace kube;
using namespace models;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Place = "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations";
const ResourceKey Member{u"kustomize.toolkit.fluxcd.io/v1"_s, u"Kustomization"_s, {}, {}, {}};

QByteArray object(const QByteArray &name, int version, int generation = 1, const QByteArray &kind = "Kustomization")
{
    return R"({"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":")" + kind + R"(","metadata":{"uid":"u-)" + name
        + R"(","name":")" + name + R"(","resourceVersion":")" + QByteArray::number(version) + R"(","generation":)"
        + QByteArray::number(generation) + "}}";
}
QByteArray list(const QByteArray &items, int version, const QByteArray &next = {})
{
    return R"({"kind":"KustomizationList","apiVersion":"v1","metadata":{"resourceVersion":")"
        + QByteArray::number(version) + R"(","continue":")" + next + R"("},"items":[)" + items + "]}";
}
QByteArray told(const QByteArray &type, const QByteArray &object)
{
    return R"({"type":")" + type + R"(","object":)" + object + "}";
}
QByteArray status(int code, const QByteArray &message)
{
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":")" + message + R"(","code":)"
        + QByteArray::number(code) + "}";
}

// Not value<Error>(): an Error without a cause cannot be made.
const Error &errorOf(const QList<QVariant> &signal)
{
    return *static_cast<const Error *>(signal.first().constData());
}

} // namespace

// Against a server on the loopback interface, with a clock that only the test moves.
class tst_Reflector : public QObject {
    Q_OBJECT

    struct World {
        FakeServer server;
        IoThread io;
        CurlClient http{io};
        FakeClock clock;
        ResourceStore store;
        std::unique_ptr<Reflector> reflector;
        std::unique_ptr<QSignalSpy> live;
        std::unique_ptr<QSignalSpy> interrupted;
        std::unique_ptr<QSignalSpy> skipped;

        World()
        {
            server.answer(Place, 200, list(object("a", 5), 7));
            server.keepOpen(Place);
        }
        void start()
        {
            reflector = std::make_unique<Reflector>(
                http, clock, Collection(server.url(QString::fromUtf8(Place)), Member), store, 1);
            live = std::make_unique<QSignalSpy>(reflector.get(), &Reflector::live);
            interrupted = std::make_unique<QSignalSpy>(reflector.get(), &Reflector::interrupted);
            skipped = std::make_unique<QSignalSpy>(reflector.get(), &Reflector::skipped);
        }
        int watches() const { return server.count("watch=1"); }
        int lists() const { return server.count(Place) - watches(); }
        bool watching() const { return server.isFollowed(Place); }
        QString lastVersion() const
        {
            return QUrlQuery(QUrl(QString::fromUtf8(server.seen().last().target())))
                .queryItemValue(u"resourceVersion"_s);
        }
    };

private Q_SLOTS:
    void aWatchEventReachesAPixel()
    {
        World w;
        ResourceTableModel model(
            {u"k"_s, {column::text("Name", u"metadata.name"), column::number("Generation", u"metadata.generation")}},
            w.store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTableView view;
        view.setModel(&model);
        view.show();
        w.start();
        QTRY_COMPARE(model.rowCount(), 1);
        QTRY_VERIFY(w.watching());
        w.server.push(Place, told("ADDED", object("infra", 8)));
        QTRY_COMPARE(model.rowCount(), 2);
        const auto before = view.grab().toImage();
        w.server.push(Place, told("MODIFIED", object("a", 9, 42)));
        QTRY_COMPARE(model.index(0, 1).data().toString(), u"42"_s);
        QVERIFY(view.grab().toImage() != before);
        w.server.push(Place, told("DELETED", object("a", 10)));
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void aWatchThatEndsGoesOnWithoutAList()
    {
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.lastVersion(), u"7"_s);
        w.server.push(Place, told("ADDED", object("b", 8)));
        w.server.push(Place, told("BOOKMARK", object("", 12)));
        QTRY_VERIFY(w.store.resources().contains(u"u-b"_s));
        w.server.hangUp(Place);
        QTRY_COMPARE(w.watches(), 2);
        QCOMPARE(w.lastVersion(), u"12"_s); // a bookmark moves it on
        QCOMPARE(w.lists(), 1);
        QCOMPARE(w.interrupted->size(), 0);
        QTRY_COMPARE(w.live->size(), 1);
        const auto seconds = QUrlQuery(QUrl(QString::fromUtf8(w.server.seen().last().target())))
                                 .queryItemValue(u"timeoutSeconds"_s)
                                 .toInt();
        QVERIFY(seconds >= 300 && seconds <= 600);
    }

    void aWatchThatIsCutGoesOnAfterAPause()
    {
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        w.server.push(Place, told("ADDED", object("b", 8)));
        w.server.pushRaw(Place, told("ADDED", object("half", 9)).left(60));
        QTRY_VERIFY(w.store.resources().contains(u"u-b"_s));
        w.server.cut(Place);
        QTRY_COMPARE(w.interrupted->size(), 1);
        QVERIFY(!w.store.resources().contains(u"u-half"_s));
        w.clock.advance(799ms);
        giveTimeFor(20ms);
        QCOMPARE(w.watches(), 1);
        w.clock.advance(801ms);
        QTRY_COMPARE(w.watches(), 2);
        QCOMPARE(w.lastVersion(), u"8"_s);
        QCOMPARE(w.lists(), 1);
        QTRY_COMPARE(w.live->size(), 2);
    }

    void listsAgainWhenTheServerForgets_data()
    {
        QTest::addColumn<bool>("asEvent");
        QTest::newRow("ERROR event") << true;
        QTest::newRow("status of the watch") << false;
    }
    void listsAgainWhenTheServerForgets()
    {
        QFETCH(bool, asEvent);
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        w.server.answer(Place, 200, list(object("b", 50), 60));
        if (asEvent) {
            w.server.push(Place, told("ERROR", status(410, "too old resource version: 7 (55)")));
        } else {
            w.server.answerWith([](const FakeServer::Seen &) -> std::optional<FakeServer::Answer> { return {}; });
            w.server.push(Place, told("BOOKMARK", object("", 9)));
            w.server.hangUp(Place);
            QTRY_VERIFY(w.watching());
            w.server.cut(Place);
            QTRY_COMPARE(w.interrupted->size(), 1);
            // the next watch is refused with 410
            w.server.setStreams(false);
            w.server.answerWith([](const FakeServer::Seen &seen) -> std::optional<FakeServer::Answer> {
                if (seen.target().contains("watch=1") && seen.target().contains("resourceVersion=9"))
                    return FakeServer::Answer{410, status(410, "too old resource version"), {}};
                return {};
            });
            w.clock.advance(2s);
        }
        QTRY_COMPARE(w.interrupted->size(), asEvent ? 1 : 2);
        QCOMPARE(errorOf(w.interrupted->last()).kind(), Error::Kind::Gone);
        w.server.setStreams(true);
        w.clock.advance(5s);
        QTRY_COMPARE(w.store.resources().keys(), QStringList{u"u-b"_s});
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.lastVersion(), u"60"_s);
        QCOMPARE(w.lists(), 2);
    }

    void aListComesInPages()
    {
        World w;
        w.server.answerWith([](const FakeServer::Seen &seen) -> std::optional<FakeServer::Answer> {
            if (seen.target().contains("watch=1"))
                return {};
            if (!seen.target().contains("limit=500"))
                return FakeServer::Answer{500, "no limit", {}};
            if (seen.target().contains("continue=p%2B2%3D"))
                return FakeServer::Answer{200, list(object("c", 3), 9), {}};
            return FakeServer::Answer{200, list(object("a", 1) + ',' + object("b", 2), 7, "p+2="), {}};
        });
        w.start();
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.store.resources().size(), 3);
        QCOMPARE(w.lastVersion(), u"7"_s); // the first page's: what happened since is told again
    }

    void pagesThatExpireAreFetchedInOnePiece()
    {
        World w;
        w.server.answerWith([](const FakeServer::Seen &seen) -> std::optional<FakeServer::Answer> {
            if (seen.target().contains("watch=1"))
                return {};
            if (seen.target().contains("continue="))
                return FakeServer::Answer{410, status(410, "The provided continue parameter is too old"), {}};
            if (seen.target().contains("limit="))
                return FakeServer::Answer{200, list(object("a", 1), 7, "more"), {}};
            return FakeServer::Answer{200, list(object("a", 1) + ',' + object("b", 2), 8), {}};
        });
        w.start();
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.store.resources().size(), 2);
        QCOMPARE(w.lists(), 3);
        QCOMPARE(w.interrupted->size(), 0);
    }

    void whatIsNotAListIsNotShown_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("web page") << QByteArray("<html>sign in</html>");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another kind") << list(object("x", 1), 7).replace("KustomizationList", "PodList");
        QTest::newRow("status with 200") << status(403, "no");
        QTest::newRow("no version") << QByteArray(R"({"kind":"KustomizationList","metadata":{},"items":[]})");
        QTest::newRow("no items") << QByteArray(R"({"kind":"KustomizationList","metadata":{"resourceVersion":"1"}})");
        const auto whole = list(object("x", 1) + ',' + object("y", 2), 7);
        for (const auto part : {10, 60, 150, 300})
            QTest::addRow("cut at %d", part) << whole.left(part);
    }
    void whatIsNotAListIsNotShown()
    {
        QFETCH(QByteArray, body);
        World w;
        w.store.upsert(Resource::fromJson(object("kept", 1)));
        w.server.answer(Place, 200, body);
        w.start();
        QTRY_COMPARE(w.interrupted->size(), 1);
        QCOMPARE(errorOf(w.interrupted->first()).kind(), Error::Kind::Malformed);
        QCOMPARE(w.store.resources().keys(), QStringList{u"u-kept"_s});
    }

    void strangersAreSkippedAndReported()
    {
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        w.server.push(Place, told("ADDED", object("pod", 8, 1, "Pod")));
        w.server.push(Place, told("RENAMED", object("b", 9)));
        w.server.push(Place, told("ADDED", object("c", 10)));
        QTRY_VERIFY(w.store.resources().contains(u"u-c"_s));
        QTRY_COMPARE(w.skipped->size(), 2);
        QCOMPARE(w.store.resources().size(), 2);
        QCOMPARE(w.interrupted->size(), 0);
    }

    void aMessageThatCannotBeReadMeansAList()
    {
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        w.server.push(Place, R"({"type":"ADDED","object":{"metadata":)");
        QTRY_COMPARE(w.interrupted->size(), 1);
        w.clock.advance(2s);
        QTRY_COMPARE(w.lists(), 2);
    }

    void veryShortWatchesBackOff()
    {
        World w;
        w.server.setStreams(false);
        w.server.answerWith([](const FakeServer::Seen &seen) {
            return seen.target().contains("watch=1") ? std::optional(FakeServer::Answer{200, {}, {}}) : std::nullopt;
        });
        w.start();
        QTRY_COMPARE(w.interrupted->size(), 1);
        giveTimeFor(30ms);
        QCOMPARE(w.watches(), 1);
        for (int i = 2; i < 8; ++i) {
            QVERIFY(w.clock.step());
            QTRY_COMPARE(w.watches(), i);
            QTRY_COMPARE(w.interrupted->size(), i); // and sleeps again
        }
        QCOMPARE(w.lists(), 1);
    }

    void theServerSaysWhen()
    {
        World w;
        w.server.answer(Place, 429, status(429, "slow down"), "Retry-After: 90\r\n");
        w.start();
        QTRY_COMPARE(w.interrupted->size(), 1);
        QCOMPARE(errorOf(w.interrupted->first()).summary(), u"The server says: slow down"_s);
        w.clock.advance(89s);
        giveTimeFor(20ms);
        QCOMPARE(w.lists(), 1);
        w.clock.advance(2s);
        QTRY_COMPARE(w.lists(), 2);
    }

    void aVersionFromTheFutureMeansAList()
    {
        World w;
        w.server.setStreams(false);
        w.server.answerWith([](const FakeServer::Seen &seen) -> std::optional<FakeServer::Answer> {
            if (!seen.target().contains("watch=1"))
                return {};
            return FakeServer::Answer{504,
                R"({"kind":"Status","code":504,"message":"Timeout: Too large resource version: 7, current: 3","details":{"causes":[{"reason":"ResourceVersionTooLarge"}]}})",
                {}};
        });
        w.start();
        QTRY_COMPARE(w.interrupted->size(), 1);
        w.clock.advance(2s);
        QTRY_COMPARE(w.lists(), 2);
    }

    void oneBadObjectIsOneBadRow()
    {
        World w;
        w.server.answer(Place, 200,
            list(object("a", 1) + R"(,{"metadata":{"name":"no-uid"}},null,"text",)" + object("b\xFF", 2) + ','
                    + object("c", 3),
                7));
        w.start();
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.store.resources().size(), 6);
        QVERIFY(w.store.resources().contains(u"u-a"_s) && w.store.resources().contains(u"u-c"_s));
        const auto bad = std::count_if(w.store.resources().begin(), w.store.resources().end(),
            [](const Resource &resource) { return !resource.problem().isEmpty(); });
        QCOMPARE(bad, 4);
    }

    void itMayBeDeletedFromItsOwnSignals_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("live") << 0;
        QTest::newRow("interrupted") << 1;
        QTest::newRow("skipped") << 2;
    }
    void itMayBeDeletedFromItsOwnSignals()
    {
        QFETCH(int, signal);
        for (const bool later : {true, false}) {
            World w;
            w.start();
            bool gone = false;
            auto *reflector = w.reflector.release();
            const auto die = [&] {
                gone = true;
                later ? reflector->deleteLater() : delete reflector;
            };
            if (signal == 0)
                connect(reflector, &Reflector::live, this, die);
            else if (signal == 1)
                connect(reflector, &Reflector::interrupted, this, die);
            else
                connect(reflector, &Reflector::skipped, this, die);
            if (signal > 0) {
                QTRY_VERIFY(w.watching());
                if (signal == 1)
                    w.server.cut(Place);
                else
                    w.server.push(Place, told("ADDED", object("pod", 8, 1, "Pod")));
            }
            QTRY_VERIFY(gone);
            QTRY_COMPARE(w.server.open(), 0);
        }
    }

    void dyingHangsUp()
    {
        World w;
        w.start();
        QTRY_VERIFY(w.watching());
        w.reflector.reset();
        QTRY_VERIFY(!w.watching());
    }

    void bigListsAreParsedElsewhere()
    {
        World w;
        QByteArrayList items;
        for (int i = 0; i < 3000; ++i)
            items << object("k" + QByteArray::number(i), i + 1)
                         .replace("}}", R"(,"annotations":{"filler":")" + QByteArray(200, 'x') + R"("}}})");
        w.server.answer(Place, 200, list(items.join(','), 7000));
        w.start();
        QTRY_VERIFY(w.watching());
        QCOMPARE(w.store.resources().size(), 3000);
        for (int i = 0; i < 20; ++i) { // and given up at any moment of it
            World other;
            other.server.answer(Place, 200, list(items.join(','), 7000));
            other.start();
            QTRY_COMPARE(other.lists(), 1);
            giveTimeFor(std::chrono::milliseconds(i));
        }
    }
};

QTEST_MAIN(tst_Reflector)
#include "tst_reflector.moc"
