// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/session.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakeserver.h"

#include <QTest>

using namespace core;
using namespace kube;
using namespace Qt::StringLiterals;

class tst_Session : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // "It is not installed" may only be said of what the server has said it does not have.
    void whatCouldNotBeAskedIsNotAbsent()
    {
        FakeServer server;
        server.answer("/api", 200, R"({"kind":"APIVersions","versions":[]})");
        server.answer("/apis", 200,
            R"({"kind":"APIGroupList","groups":[{"name":"kustomize.toolkit.fluxcd.io","versions":[{"groupVersion":"kustomize.toolkit.fluxcd.io/v1","version":"v1"}],"preferredVersion":{"groupVersion":"kustomize.toolkit.fluxcd.io/v1","version":"v1"}}]})");
        server.answer("/apis/kustomize.toolkit.fluxcd.io/v1", 503, "service unavailable");
        net::IoThread io;
        FakeClock clock;
        Context context;
        context.name = u"fake"_s;
        context.cluster.server = server.url(u""_s).toString();
        ResourceStore store;
        const auto api = ApiServer::through(context, io, clock);
        QVERIFY(api);
        Session session(*api, clock, 1);
        session.follow(u"pane"_s,
            {{u"kustomize.toolkit.fluxcd.io"_s, u"Kustomization"_s}, {u"helm.toolkit.fluxcd.io"_s, u"HelmRelease"_s}},
            store);
        QTRY_VERIFY(session.isDiscovered());
        const auto parts = session.news().parts;
        QCOMPARE(parts.size(), 2);
        QCOMPARE(parts[0].state, Following::State::Stale);
        QVERIFY(parts[0].error && parts[0].error->summary().contains(u"503"_s));
        QCOMPARE(parts[1].state, Following::State::Absent); // the list of groups was whole, and does not have it

        // The server of that group comes back; nobody has to ask for it.
        server.answer("/apis/kustomize.toolkit.fluxcd.io/v1", 200,
            R"({"kind":"APIResourceList","groupVersion":"kustomize.toolkit.fluxcd.io/v1","resources":[{"name":"kustomizations","singularName":"","namespaced":true,"kind":"Kustomization","verbs":["list","watch"]}]})");
        server.answer("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations", 200,
            R"({"kind":"KustomizationList","metadata":{"resourceVersion":"1"},"items":[]})");
        server.keepOpen("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations");
        clock.advance(std::chrono::seconds(61));
        QTRY_COMPARE(session.news().parts[0].state, Following::State::Live);
    }
};

QTEST_GUILESS_MAIN(tst_Session)
#include "tst_session.moc"
