// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector.h"
#include "services/net/curlclient.h"
#include "tests/support/await.h"
#include "tests/support/testbed.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace core;
using namespace net;
using namespace kube;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// Our own sockets that lead to a port: one, as long as everything rides on one HTTP/2 connection.
int connectionsTo(int port)
{
    QSet<QString> ours;
    const auto open = QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System);
    for (const QString &entry : open) {
        const auto target = QFile::symLinkTarget(u"/proc/self/fd/"_s + entry);
        ours.insert(target.mid(target.indexOf("socket:["_L1) + 8).chopped(1));
    }
    QFile table(u"/proc/self/net/tcp"_s);
    int count = 0;
    if (table.open(QIODevice::ReadOnly)) {
        const auto lines = table.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const auto fields = line.simplified().split(' ');
            count += fields.size() > 9 && fields[3] == "01"
                && fields[2].endsWith(':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper())
                && ours.contains(QString::fromLatin1(fields[9]));
        }
    }
    return count;
}

} // namespace

// Against a real kube-apiserver over HTTP/2 with client certificates; skipped where the testbed has no binaries.
class tst_Reflection : public QObject {
    Q_OBJECT

    Testbed m_testbed;
    QUrl m_server;
    TlsIdentity m_identity;
    SystemClock m_clock;

    QUrl at(const QString &path) const { return m_server.resolved(QUrl(path)); }
    // The controller manager adds a ConfigMap of its own when it gets round to it.
    static auto ours(const ResourceStore &store)
    {
        return std::count_if(store.resources().begin(), store.resources().end(),
            [](const Resource &resource) { return resource.name().startsWith("tst-"_L1); });
    }
    static QByteArray configMap(const QString &name, const QString &value)
    {
        return QJsonDocument(
            QJsonObject{{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"ConfigMap"_s},
                {u"metadata"_s, QJsonObject{{u"name"_s, name}}}, {u"data"_s, QJsonObject{{u"value"_s, value}}}})
            .toJson();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = Testbed::absence(); !why.isEmpty() && Testbed::isExcused())
            QSKIP(qPrintable(why));
        else if (!why.isEmpty())
            QFAIL(qPrintable(why));
        QVERIFY(m_testbed.up({u"--without"_s, u"source,kustomize,helm,notification,kwok,scheduler"_s}));
        QFile file(m_testbed.kubeconfig());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto config = QJsonDocument::fromJson(file.readAll());
        const auto cluster = config["clusters"_L1][0]["cluster"_L1];
        const auto user = config["users"_L1][0]["user"_L1];
        const auto pem = [](const QJsonValue &value) {
            return Pem::content(QByteArray::fromBase64(value.toString().toLatin1()));
        };
        m_server = QUrl(cluster["server"_L1].toString());
        m_identity = {pem(user["client-certificate-data"_L1]), pem(user["client-key-data"_L1]),
            pem(cluster["certificate-authority-data"_L1]), TlsIdentity::Verify::Peer};
        QVERIFY(m_server.isValid() && !m_identity.certificate.isEmpty());
    }
    void listWatchAndForget()
    {
        IoThread io;
        CurlClient http(io, {m_identity, Proxy::none()});
        ResourceStore store;
        const QString place = u"/api/v1/namespaces/default/configmaps"_s;
        Reflector reflector(http, m_clock, Collection(at(place), {u"v1"_s, u"ConfigMap"_s, {}, {}, {}, {}}), store, 1);
        QSignalSpy live(&reflector, &Reflector::live);
        QSignalSpy interrupted(&reflector, &Reflector::interrupted);
        QTRY_COMPARE_WITH_TIMEOUT(live.size(), 1, 20'000);
        std::vector<std::unique_ptr<ResourceStore>> stores;
        std::vector<std::unique_ptr<Reflector>> others;
        for (int i = 0; i < 30; ++i) {
            stores.push_back(std::make_unique<ResourceStore>());
            others.push_back(std::make_unique<Reflector>(
                http, m_clock, Collection(at(place), {u"v1"_s, u"ConfigMap"_s, {}, {}, {}, {}}), *stores.back(), i));
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            std::all_of(stores.begin(), stores.end(),
                [&](const auto &other) { return other->resources().size() == store.resources().size(); }),
            20'000);
        QCOMPARE(connectionsTo(m_server.port()), 1);

        for (int i = 0; i < 20; ++i) {
            const auto made = outcomeOf(http.send(
                Request("POST", at(place)).carrying("application/json", configMap(u"tst-%1"_s.arg(i), u"first"_s))));
            QVERIFY2(made && *made, qPrintable(complaint(made)));
        }
        QTRY_COMPARE(ours(store), 20);
        QTRY_COMPARE(ours(*stores.back()), 20);
        const auto gone = outcomeOf(http.send(Request("DELETE", at(place + u"/tst-0"_s))));
        QVERIFY(gone && *gone);
        QTRY_COMPARE(ours(store), 19);
        const auto denied =
            failureOf(CurlClient(io, {{{}, {}, m_identity.authorities, TlsIdentity::Verify::Peer}, Proxy::none()})
                          .send(Request::get(at(place))));
        QVERIFY2(denied.kind() == Error::Kind::Unauthorized || denied.kind() == Error::Kind::Forbidden,
            qPrintable(denied.summary()));
        QCOMPARE(interrupted.size(), 0);

        // Its watch cache begins anew: every version from before is answered with 410.
        QVERIFY(m_testbed.run({u"restart"_s, u"apiserver"_s}).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(live.size() >= 2, 60'000);
        const auto patched =
            outcomeOf(http.send(Request::patch(at(place + u"/tst-1"_s), R"({"data":{"value":"second"}})")));
        QVERIFY2(patched && *patched, qPrintable(complaint(patched)));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::any_of(store.resources().begin(), store.resources().end(),
                [](const Resource &resource) { return resource.at(Path(u"data.value")).toString() == u"second"; }),
            60'000);
        QStringList causes;
        for (const auto &signal : std::as_const(interrupted))
            causes << static_cast<const Error *>(signal.first().constData())->summary();
        qInfo().noquote() << causes.join(u" / "_s);
        QVERIFY(std::any_of(interrupted.begin(), interrupted.end(), [](const auto &signal) {
            return static_cast<const Error *>(signal.first().constData())->kind() == Error::Kind::Gone;
        }));
    }
};

QTEST_GUILESS_MAIN(tst_Reflection)
#include "tst_reflection.moc"
