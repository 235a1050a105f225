// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/apiworld.h"

using namespace simulator;
using namespace Qt::StringLiterals;

namespace {

// "ADDED p0", with the version for what has no name.
QStringList told(Watch &watch)
{
    QStringList events;
    for (auto lines = watch.more(); !lines.isEmpty(); lines = watch.more()) {
        for (const QByteArray &line : lines) {
            const auto event = QJsonDocument::fromJson(line);
            const auto object = event["object"_L1];
            const auto name = object["metadata"_L1]["name"_L1].toString();
            events << event["type"_L1].toString() + u' '
                    + (!name.isEmpty()                     ? name
                            : object["code"_L1].isDouble() ? object["message"_L1].toString()
                                                           : u"bookmark"_s);
        }
    }
    return events;
}

} // namespace

// What a watch tells, held against what kube-apiserver 1.36.3 told.
class tst_Watch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // As seen on the real one: an object that leaves a selection is told as it was, with the version of the change.
    void aWatchFollowsItsSelection()
    {
        World w;
        const auto all = w.watch(Maps + "?watch=1&resourceVersion=" + w.version().toLatin1());
        const auto some = w.watch(Maps + "?watch=1&labelSelector=app%3Dx&resourceVersion=" + w.version().toLatin1());
        QVERIFY(all && some);
        w.put(configMap(u"p0"_s, u"x"_s));
        auto changed = configMap(u"p0"_s, u"x"_s);
        changed[u"data"_s] = QJsonObject{{u"k"_s, u"1"_s}};
        w.put(changed);
        w.put(changed);
        w.put(configMap(u"p0"_s, u"y"_s));
        const auto left = w.version();
        w.drop(u"p2"_s);
        w.put(configMap(u"q"_s, u"x"_s, u"kube-system"_s));
        auto lines = some->more();
        QCOMPARE(lines.size(), 3);
        const auto last = QJsonDocument::fromJson(lines.last());
        QCOMPARE(last["type"_L1].toString(), u"DELETED"_s);
        QCOMPARE(last["object"_L1]["data"_L1]["k"_L1].toString(), u"1"_s);
        QCOMPARE(last["object"_L1]["metadata"_L1]["labels"_L1]["app"_L1].toString(), u"x"_s);
        QCOMPARE(last["object"_L1]["metadata"_L1]["resourceVersion"_L1].toString(), left);
        w.drop(u"p1"_s);
        QCOMPARE(told(*some), QStringList(u"DELETED p1"_s));
        QCOMPARE(told(*all),
            QStringList({u"MODIFIED p0"_s, u"MODIFIED p0"_s, u"MODIFIED p0"_s, u"DELETED p2"_s, u"DELETED p1"_s}));
    }

    void aWatchBeginsWhereItIsAsked()
    {
        World w;
        const QStringList five{u"ADDED p0"_s, u"ADDED p1"_s, u"ADDED p2"_s, u"ADDED p3"_s, u"ADDED p4"_s};
        QCOMPARE(told(*w.watch(Maps + "?watch=1")), five);
        QCOMPARE(told(*w.watch(Maps + "?watch=true&resourceVersion=0&allowWatchBookmarks=true")), five);
        const auto now = w.version().toLatin1();
        QCOMPARE(told(*w.watch(Maps + "?watch=1&resourceVersion=" + now)), QStringList());
        QCOMPARE(told(*w.watch(Maps + "?watch=1&resourceVersion=" + QByteArray::number(now.toInt() - 1))),
            QStringList(u"ADDED p4"_s));
        const auto future = w.watch(Maps + "?watch=1&allowWatchBookmarks=1&resourceVersion=99999999");
        QCOMPARE(told(*future), QStringList());
        QVERIFY(!future->bookmark());
        const QByteArray initial = "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
        QCOMPARE(told(*w.watch(Maps + initial)), five);
        QCOMPARE(
            told(*w.watch(Maps + initial + "&allowWatchBookmarks=true")), five + QStringList(u"BOOKMARK bookmark"_s));
        QCOMPARE(told(*w.watch(Maps + initial + "&allowWatchBookmarks=true&resourceVersion=99999999")),
            QStringList(u"ERROR Timeout: Too large resource version: 99999999, current: %1"_s.arg(w.version())));
        QCOMPARE(told(*w.watch(
                     Maps + "?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0")),
            QStringList());
        auto streaming = w.watch(Maps + initial + "&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dp1");
        const auto lines = streaming->more();
        QCOMPARE(lines.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(lines.last()).object()["object"_L1].toObject(),
            QJsonObject({{u"kind"_s, u"ConfigMap"_s}, {u"apiVersion"_s, u"v1"_s},
                {u"metadata"_s,
                    QJsonObject{{u"resourceVersion"_s, w.version()},
                        {u"annotations"_s, QJsonObject{{u"k8s.io/initial-events-end"_s, u"true"_s}}}}}}));
    }

    void aWatchFromAForgottenVersionIsToldSo()
    {
        World w;
        const auto old = w.version().toLatin1();
        auto open = w.watch(Maps + "?watch=1&resourceVersion=" + old);
        w.put(configMap(u"new"_s, {}));
        QCOMPARE(told(*open), QStringList(u"ADDED new"_s));
        w.cluster.compact();
        QCOMPARE(told(*open), QStringList()); // it was up to date
        w.put(configMap(u"newer"_s, {}));
        QCOMPARE(told(*open), QStringList(u"ADDED newer"_s));
        auto late = w.watch(Maps + "?watch=1&resourceVersion=" + old);
        const auto lines = late->more();
        QCOMPARE(lines.size(), 1);
        QVERIFY(late->isOver());
        const auto compacted = QString::number(w.cluster.version() - 1);
        QCOMPARE(QJsonDocument::fromJson(lines.first()).object(),
            QJsonObject({{u"type"_s, u"ERROR"_s},
                {u"object"_s,
                    QJsonObject{{u"kind"_s, u"Status"_s}, {u"apiVersion"_s, u"v1"_s}, {u"metadata"_s, QJsonObject()},
                        {u"status"_s, u"Failure"_s}, {u"reason"_s, u"Expired"_s}, {u"code"_s, 410},
                        {u"message"_s,
                            u"too old resource version: %1 (%2)"_s.arg(QString::fromLatin1(old), compacted)}}}}));
        QCOMPARE(late->more(), QByteArrayList());
    }
};

QTEST_GUILESS_MAIN(tst_Watch)
#include "tst_watch.moc"
