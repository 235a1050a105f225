// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/resource.h"

#include <QJsonArray>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

// JSON with ' for ", which moc of Qt 6.4 can read.
static QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

class tst_Resource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsItsIdentityAndKeepsItsBytes()
    {
        const QByteArray json =
            quoted("{'spec':{'big':9007199254740993,'odd':1.10},'kind':'Pod','apiVersion':'v1','metadata':{'name':'"
                   "a\\u00e4','namespace':'ns','uid':'u','resourceVersion':'7'}}");
        const auto resource = Resource::fromJson(json);
        QCOMPARE(resource.problem(), QString());
        QCOMPARE(resource.name(), u"aä"_s);
        QCOMPARE(resource.space(), u"ns"_s);
        QCOMPARE(resource.key().kind, u"Pod"_s);
        QCOMPARE(resource.version(), u"7"_s);
        QCOMPARE(resource.bytes(), json);
        QCOMPARE(resource, Resource::fromJson(json));
    }

    void readsPaths_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("text") << u"spec.text"_s << QJsonValue(u"x \" y"_s);
        QTest::newRow("whole") << u"spec.whole"_s << QJsonValue(qint64(9007199254740993));
        QTest::newRow("broken") << u"spec.fraction"_s << QJsonValue(1.5);
        QTest::newRow("true") << u"spec.yes"_s << QJsonValue(true);
        QTest::newRow("null") << u"spec.nothing"_s << QJsonValue(QJsonValue::Null);
        QTest::newRow("array") << u"spec.items"_s << QJsonValue(QJsonArray{1, 2});
        QTest::newRow("match") << u"conditions[type=Ready].reason"_s << QJsonValue(u"Ok"_s);
        QTest::newRow("match, whole") << u"conditions[type=Healthy]"_s
                                      << QJsonValue(QJsonObject{{u"type"_s, u"Healthy"_s}, {u"status"_s, u"False"_s}});
        QTest::newRow("no match") << u"conditions[type=Gone].reason"_s << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("missing") << u"spec.none.deep"_s << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("through text") << u"spec.text.deep"_s << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("through number") << u"spec.items[type=x].y"_s << QJsonValue(QJsonValue::Undefined);
    }
    void readsPaths()
    {
        QFETCH(QString, path);
        QFETCH(QJsonValue, value);
        const auto resource = Resource::fromJson(
            quoted("{'metadata':{'name':'n','uid':'u'},'spec':{'text':'x \\' "
                   "y','whole':9007199254740993,'fraction':1.5,'yes':true,'nothing':null,'items':[1,2]},"
                   "'conditions':[{'reason':'Ok','type':'Ready'},{'type':'Healthy','status':'False'}]}"));
        QCOMPARE(resource.at(Path(path)), value);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *text : {"", "null", "[]", "'x'", "{", "{}", "{'metadata':{'name':'a'}}", "{'metadata':[]}",
                 "{'metadata':{'name':'a','uid':'u'}",
                 "{'metadata':{'name':'a','uid':'u'},'x':", "{'metadata':{'name':'a','uid':'u'},'x' 1}",
                 "{'metadata':{'name':'\xFF','uid':'u'}}", "{'metadata':{'name':5,'uid':{}}}"})
            QTest::newRow(*text ? text : "nothing") << quoted(text);
    }
    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, json);
        const auto resource = Resource::fromJson(json);
        QVERIFY(!resource.problem().isEmpty());
        QVERIFY(!resource.uid().isEmpty());
        QCOMPARE(resource.at(Path(u"spec.x.y")), QJsonValue(QJsonValue::Undefined));
        QCOMPARE(resource.uid(), Resource::fromJson(json).uid());
    }
};

QTEST_GUILESS_MAIN(tst_Resource)
#include "tst_resource.moc"
