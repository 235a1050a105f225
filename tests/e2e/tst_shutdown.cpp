// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curlclient.h"
#include "tests/support/await.h"
#include "tests/support/certificates.h"
#include "tests/support/rawserver.h"
#include "tests/support/loop.h"

#include <QElapsedTimer>
#include <QSemaphore>

#include <dlfcn.h>
#include <netdb.h>

#include <atomic>
#include <cstring>

using namespace core;
using namespace net;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
std::atomic<int> asked{0};
QSemaphore letGo;
}

// Stands before libc's: names below "blackhole" are never answered while a test runs.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(
    const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    // dlsym gives every symbol as void *.
    static const auto original = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
    if (!node || !std::strstr(node, "blackhole"))
        return original(node, service, hints, result);
    ++asked;
    letGo.acquire();
    return EAI_AGAIN;
}

class tst_Shutdown : public QObject {
    Q_OBJECT

    Certificates m_certificates;
    std::unique_ptr<RawServer> m_raw;

    static void endWithinASecond(std::unique_ptr<IoThread> io)
    {
        QElapsedTimer clock;
        clock.start();
        io.reset();
        QVERIFY2(clock.elapsed() < 1000, qPrintable(u"%1 ms"_s.arg(clock.elapsed())));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_certificates.isValid());
        m_raw = std::make_unique<RawServer>(&m_certificates);
        QVERIFY(m_raw->isRunning());
    }

    void resolverThatNeverAnswers()
    {
        auto io = std::make_unique<IoThread>();
        CurlClient http(*io);
        TaskScope tasks;
        for (int i = 0; i < 5; ++i)
            tasks.run(http.send(Request::get(QUrl(u"https://host%1.blackhole.invalid/"_s.arg(i)))),
                [](const Result<Response> &) {});
        QTRY_COMPARE(asked.load(), 5);
        QElapsedTimer clock;
        clock.start();
        tasks.cancel(); // removing the handles does not wait either: the thread still serves others
        const auto other = failureOf(http.send(Request::get(m_raw->url(u"ssh"_s))));
        QVERIFY2(clock.elapsed() < 1000, qPrintable(other.summary()));
        tasks.run(http.send(Request::get(QUrl(u"https://last.blackhole.invalid/"_s))), [](const Result<Response> &) {});
        QTRY_COMPARE(asked.load(), 6);
        endWithinASecond(std::move(io));
        letGo.release(6);
        giveTimeFor(50ms); // libcurl's resolver threads are on their own now; let them end before the process does
    }

    void resolverDeadline()
    {
        IoThread io;
        CurlClient http(io);
        const auto error =
            failureOf(http.send(Request::get(QUrl(u"https://slow.blackhole.invalid/"_s)).within({.connect = 300ms})));
        QCOMPARE(error.kind(), Error::Kind::Timeout);
        letGo.release();
    }

    void silentPeers_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char *mode :
            {"silent", "halfhead", "halfbody", "tlsstall", "tlssilent", "endless", "h2endless", "h2hold"})
            QTest::newRow(mode) << QString::fromLatin1(mode);
    }
    void silentPeers()
    {
        QFETCH(QString, mode);
        auto io = std::make_unique<IoThread>();
        CurlClient http(*io, {m_certificates.trusting()});
        auto url = m_raw->url(mode);
        if (mode == u"tlsstall")
            url.setScheme(u"https"_s);
        TaskScope tasks;
        for (int i = 0; i < 20; ++i) {
            tasks.run(http.send(Request::get(url)), [](const Result<Response> &) {});
            tasks.run(http.open(Request::get(url)), [](const Result<std::unique_ptr<BodyStream>> &) {});
        }
        giveTimeFor(200ms);
        endWithinASecond(std::move(io));
    }
};

QTEST_GUILESS_MAIN(tst_Shutdown)
#include "tst_shutdown.moc"
