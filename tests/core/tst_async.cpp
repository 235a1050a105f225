// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/async.h"
#include "services/core/sleep.h"
#include "tests/support/loop.h"
#include <QTest>
#include <QCoreApplication>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static SystemClock systemClock;

struct Probe {
    static inline int live = 0;
    Probe() { ++live; }
    Probe(const Probe &) { ++live; }
    ~Probe() { --live; }
};

static Result<int> parsed(int i)
{
    if (i > 2)
        return Error(Error::Kind::Malformed, u"too big"_s);
    return i;
}
static Async<int> leaf(int i)
{
    Probe p;
    co_await sleepFor(systemClock, 1ms);
    co_return parsed(i);
}
static Async<int> middle(int i)
{
    Probe p;
    const int a = co_await leaf(i);
    const int b = co_await leaf(a + 1);
    co_return a + b;
}
static Async<QString> top(int i)
{
    Probe p;
    const int n = co_await middle(i);
    co_return QString::number(n);
}
static Async<QString> tolerant(int i)
{
    Probe p;
    const auto n = co_await middle(i).result();
    if (!n)
        co_return u"recovered from "_s + n.error().summary();
    co_return QString::number(*n);
}
static Async<int> unwraps(int i)
{
    Probe p;
    const int a = co_await parsed(i);
    co_await sleepFor(systemClock, 1ms);
    co_return a * 10;
}
static Async<> nothing()
{
    Probe p;
    co_await sleepFor(systemClock, 1ms);
    co_return {};
}
static Async<int> loop(int n)
{
    Probe p;
    int sum = 0;
    for (int i = 0; i < n; ++i) {
        co_await nothing();
        const int one = co_await unwraps(1);
        sum += one;
    }
    co_return sum;
}
static Async<int> immediate()
{
    co_return 7;
}
static Async<int> unwrapsAtOnce(int i)
{
    const int a = co_await parsed(i % 4);
    co_return a;
}
static Async<int> manyAtOnce(int n)
{
    int sum = 0;
    for (int i = 0; i < n; ++i) {
        const int a = co_await immediate();
        const auto b = co_await unwrapsAtOnce(i).result();
        sum += a + (b ? 1 : 0);
    }
    co_return sum;
}
static Async<int> deep(int n)
{
    Probe p;
    if (n == 0)
        co_return parsed(9);
    const int v = co_await deep(n - 1);
    co_return v + 1;
}

static Async<int> failsAtOnce()
{
    const int a = co_await unwrapsAtOnce(3);
    co_return a;
}

class tst_Async : public QObject {
    Q_OBJECT
    template<typename T>
    static std::optional<Result<T>> waitFor(Async<T> task)
    {
        std::optional<Result<T>> out;
        TaskScope scope;
        scope.run(std::move(task), [&](Result<T> r) { out = std::move(r); });
        [&] { QTRY_VERIFY(out); }();
        return out;
    }
private Q_SLOTS:
    void cleanup() { QCOMPARE(Probe::live, 0); }
    void value() { QCOMPARE(*waitFor(top(1)).value(), u"3"_s); }
    void errorEndsEveryLevel() { QCOMPARE(waitFor(top(2))->error().summary(), u"too big"_s); }
    void errorCanBeInspected()
    {
        QCOMPARE(**waitFor(tolerant(2)), u"recovered from too big"_s);
        QCOMPARE(**waitFor(tolerant(1)), u"3"_s);
    }
    void resultUnwraps()
    {
        QCOMPARE(**waitFor(unwraps(2)), 20);
        QVERIFY(!bool(*waitFor(unwraps(3))));
    }
    void voidAndLoops()
    {
        QVERIFY(bool(*waitFor(nothing())));
        QCOMPARE(**waitFor(loop(20)), 200);
    }
    void immediateResult() { QCOMPARE(**waitFor(immediate()), 7); }
    void aLoopOverReadyAnswersDoesNotGrowTheStack() { QCOMPARE(**waitFor(manyAtOnce(1'000'000)), 7'750'000); }
    void errorPassesThroughReadyLevels() { QVERIFY(!bool(*waitFor(failsAtOnce()))); }
    void deepError() { QVERIFY(!bool(*waitFor(deep(200)))); }
    void neverStarted()
    {
        auto t = top(1);
        Q_UNUSED(t);
    }
    void cancelledAtEverySuspension_data()
    {
        QTest::addColumn<int>("ms");
        for (int i = 0; i < 8; ++i)
            QTest::addRow("%d", i) << i;
    }
    void cancelledAtEverySuspension()
    {
        QFETCH(int, ms);
        bool called = false;
        {
            TaskScope scope;
            scope.run(loop(1000), [&](auto) { called = true; });
            scope.run(top(1), [&](auto) {});
            scope.run(tolerant(1), [&](auto) {});
            giveTimeFor(std::chrono::milliseconds(ms));
        }
        giveTimeFor(5ms);
        QVERIFY(!called);
    }
    void scopeDiesInsideHandler()
    {
        auto scope = std::make_unique<TaskScope>();
        bool done = false;
        scope->run(loop(1000), [](auto) {});
        scope->run(top(1), [&](auto) {
            scope.reset();
            done = true;
        });
        QTRY_VERIFY(done);
    }
};
QTEST_GUILESS_MAIN(tst_Async)
#include "tst_async.moc"
