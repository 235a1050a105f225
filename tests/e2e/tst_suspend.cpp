// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/sleep.h"
#include "services/kube/resourcestore.h"
#include "services/net/curlclient.h"
#include "tests/support/fakeserver.h"
#include "ui/shell/commandaction.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace core;
using namespace models;
using namespace ui;
using namespace net;
using namespace kube;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const auto Id = u"/subscriptions/s/resourceGroups/g/fluxConfigurations/apps"_s;

Resource flux(bool suspended)
{
    return Resource({{u"metadata"_s, QJsonObject{{u"uid"_s, u"u-apps"_s}, {u"name"_s, u"apps"_s}}}, {u"id"_s, Id},
        {u"suspend"_s, suspended}});
}

// Long-running work as Azure Resource Manager has it, reduced to what a command meets: 202, and a while later 200.
class SlowServer {
public:
    SlowServer(HttpClient &http, Clock &clock, QUrl place)
        : m_http(http)
        , m_clock(clock)
        , m_place(std::move(place))
    {
    }

    Async<Resource> suspend(QString id)
    {
        const QUrl url = m_place.resolved(QUrl(id));
        auto response = co_await m_http.send(Request::patch(url, R"({"properties":{"suspend":true}})"));
        while (response.status() == 202) {
            co_await sleepFor(m_clock, 5ms);
            response = co_await m_http.send(Request::get(url));
        }
        co_return Resource(QJsonDocument::fromJson(response.body()).object());
    }

private:
    HttpClient &m_http;
    Clock &m_clock;
    QUrl m_place;
};

Async<> suspendAll(SlowServer &arm, ResourceStore &store, QList<Resource> selection)
{
    for (const Resource &resource : std::as_const(selection)) {
        const QString id = resource.json()["id"_L1].toString();
        const Resource updated = co_await arm.suspend(id);
        store.upsert(updated);
    }
    co_return {};
}

Command suspend(SlowServer &arm, ResourceStore &store)
{
    return {u"flux.suspend"_s, QT_TRANSLATE_NOOP("commands", "Suspend"), QT_TRANSLATE_NOOP("commands", "Suspending…"),
        [](const QList<Resource> &selection) { return !selection.first().json()["suspend"_L1].toBool(); },
        [&](const QList<Resource> &selection) { return suspendAll(arm, store, selection); }};
}

} // namespace

class tst_Suspend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClickTravelsToAzureAndBack()
    {
        FakeServer server;
        server.answer(Id.toUtf8(), 202, "");
        IoThread io;
        CurlClient http(io);
        SystemClock clock;
        SlowServer arm(http, clock, server.url(u"/"_s));
        ResourceStore store;
        CommandAction action(suspend(arm, store), nullptr);
        QToolButton button;
        button.setDefaultAction(&action);
        QVERIFY(!button.isEnabled());
        action.setSelection({flux(false)});
        QVERIFY(button.isEnabled());

        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(action.text(), u"Suspending…"_s);
        QVERIFY(!button.isEnabled());
        QTRY_VERIFY(server.seen().size() >= 2);
        QVERIFY(server.seen().first().line.startsWith("PATCH /subscriptions/s"));
        server.answer(Id.toUtf8(), 200, R"({"metadata":{"uid":"u-apps","name":"apps"},"suspend":true})");
        QTRY_VERIFY(store.resources().value(u"u-apps"_s).json()["suspend"_L1].toBool());
        QTRY_COMPARE(action.text(), u"Suspend"_s);
    }

    void aRefusalIsShown()
    {
        FakeServer server;
        server.answer(Id.toUtf8(), 404, "");
        IoThread io;
        CurlClient http(io);
        SystemClock clock;
        SlowServer arm(http, clock, server.url(u"/"_s));
        ResourceStore store;
        CommandAction action(suspend(arm, store), nullptr);
        QSignalSpy failed(&action, &CommandAction::failed);
        QToolButton button;
        button.setDefaultAction(&action);
        action.setSelection({flux(false)});
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(action.isEnabled());
    }

    void closingMidwayIsQuiet()
    {
        FakeServer server;
        IoThread io;
        CurlClient http(io);
        SystemClock clock;
        SlowServer arm(http, clock, server.url(u"/"_s));
        ResourceStore store;
        auto action = std::make_unique<CommandAction>(suspend(arm, store), nullptr);
        QToolButton button;
        button.setDefaultAction(action.get());
        action->setSelection({flux(false)});
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_COMPARE(server.open(), 1);
        action.reset();
        QTRY_COMPARE(server.open(), 0);
    }
};

QTEST_MAIN(tst_Suspend)
#include "tst_suspend.moc"
