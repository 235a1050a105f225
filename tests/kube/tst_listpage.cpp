// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/listpage.h"
#include "services/kube/watchevent.h"

#include <QTest>

using namespace core;
using namespace kube;
using namespace Qt::StringLiterals;

// JSON with ' for ", which moc of Qt 6.4 can read.
static QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

class tst_ListPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Cut anywhere, a page is refused; damaged anywhere, it is refused or the damage stays in one object. Never a crash.
    void pagesCutAndDamaged()
    {
        const ResourceKey kind{u"v1"_s, u"Thing"_s, {}, {}, {}};
        QByteArray page = quoted(
            "{'kind':'ThingList', 'apiVersion':'v1','metadata':{'resourceVersion':'7','continue':''},'items': [ ");
        for (int i = 0; i < 20; ++i)
            page += (i ? " , " : "") + quoted("{'metadata':{'name':'n','uid':'u") + QByteArray::number(i)
                + quoted("'},'spec':{'a':['}',{'items':['\\']']}]}}");
        page += "\n]}";
        const auto whole = parseListPage(page, kind);
        QVERIFY2(whole, qPrintable(whole ? QString() : whole.error().summary()));
        QCOMPARE(whole->items.size(), 20);
        QCOMPARE(whole->items[3].key().kind, u"Thing"_s);
        for (qsizetype at = 0; at < page.size(); ++at) {
            QVERIFY(!parseListPage(page.left(at), kind));
            for (const char c : {'"', '{', '}', '[', ']', ',', '\\', '\xFF', 'x', '\0'}) {
                auto damaged = page;
                damaged[at] = c;
                const auto result = parseListPage(damaged, kind);
                if (result)
                    QVERIFY(result->items.size() <= 40);
            }
        }
        QCOMPARE(parseListPage(quoted("{'kind':'ThingList','metadata':{'resourceVersion':'1'},'items':null}"), kind)
                     ->items.size(),
            0);
    }

    void watchEvents()
    {
        const auto event = parseWatchEvent(
            quoted("{'object':{'metadata':{'name':'a','uid':'u','resourceVersion':'9'}},'type':'MODIFIED'}"));
        QVERIFY(event);
        QCOMPARE(event->type, WatchEvent::Type::Modified);
        QCOMPARE(event->object.version(), u"9"_s);
        for (const char *line :
            {"", "x", "{}", "{'type':'ADDED'}", "{'type':'ADDED','object':7}", "{'type':'ADDED','object':{'a':1"})
            QVERIFY2(!parseWatchEvent(quoted(line)), line);
        QCOMPARE(parseWatchEvent(quoted("{'type':'NEW','object':{}}"))->type, WatchEvent::Type::Unknown);
    }
};

QTEST_GUILESS_MAIN(tst_ListPage)
#include "tst_listpage.moc"
