// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/watch.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace simulator;
using namespace Qt::StringLiterals;

inline const QByteArray Maps = "/api/v1/namespaces/default/configmaps";

inline QJsonObject configMap(const QString &name, const QString &app, const QString &space = u"default"_s)
{
    QJsonObject metadata{{u"name"_s, name}, {u"namespace"_s, space}};
    if (!app.isEmpty())
        metadata[u"labels"_s] = QJsonObject{{u"app"_s, app}};
    return {{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"ConfigMap"_s}, {u"metadata"_s, metadata}};
}

// Requests without a socket.
struct World {
    Cluster cluster{u"a"_s};
    Api api{cluster, true};

    World()
    {
        for (int i = 0; i < 5; ++i)
            put(configMap(u"p%1"_s.arg(i), i % 2 ? u"x"_s : u"y"_s));
    }
    void put(const QJsonObject &object)
    {
        const auto done = cluster.upsert(object);
        QVERIFY2(done, done ? "" : qPrintable(done.error().summary()));
    }
    void drop(const QString &name) { QVERIFY(cluster.remove(u"v1"_s, u"ConfigMap"_s, u"default"_s, name)); }

    static HttpRequest request(const QByteArray &target, const QByteArray &accept, const QByteArray &verb)
    {
        RequestReader reader;
        reader.feed(verb + ' ' + target + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");
        return reader.take();
    }
    Answer get(const QByteArray &target, const QByteArray &accept = "application/json", const QByteArray &verb = "GET")
    {
        const auto reply = api.reply(request(target, accept, verb));
        const auto *answer = std::get_if<Answer>(&reply);
        return answer ? *answer : Answer{0, {}, {}};
    }
    QJsonObject json(const QByteArray &target, const QByteArray &accept = "application/json")
    {
        return QJsonDocument::fromJson(get(target, accept).body).object();
    }
    std::unique_ptr<Watch> watch(const QByteArray &target)
    {
        auto reply = api.reply(request(target, "application/json", "GET"));
        auto *plan = std::get_if<WatchPlan>(&reply);
        return plan ? std::make_unique<Watch>(cluster, std::move(*plan)) : nullptr;
    }
    QString version() const { return QString::number(cluster.version()); }
};

inline QStringList namesIn(const QJsonObject &list)
{
    QStringList names;
    const auto items = list["items"_L1].toArray();
    for (const auto &item : items)
        names << item["metadata"_L1]["name"_L1].toString();
    return names;
}
