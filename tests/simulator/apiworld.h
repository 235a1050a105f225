// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/watch.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

inline const QByteArray Maps = "/api/v1/namespaces/default/configmaps";

inline QJsonObject configMap(const QString &name, const QString &app, const QString &space = QStringLiteral("default"))
{
    QJsonObject metadata{{QStringLiteral("name"), name}, {QStringLiteral("namespace"), space}};
    if (!app.isEmpty())
        metadata[QStringLiteral("labels")] = QJsonObject{{QStringLiteral("app"), app}};
    return {{QStringLiteral("apiVersion"), QStringLiteral("v1")}, {QStringLiteral("kind"), QStringLiteral("ConfigMap")},
        {QStringLiteral("metadata"), metadata}};
}

// Requests without a socket.
struct World {
    simulator::Cluster cluster{QStringLiteral("a")};
    simulator::Api api{cluster, true};

    World()
    {
        for (int i = 0; i < 5; ++i)
            put(configMap(QStringLiteral("p%1").arg(i), i % 2 ? QStringLiteral("x") : QStringLiteral("y")));
    }
    void put(const QJsonObject &object)
    {
        const auto done = cluster.upsert(object);
        QVERIFY2(done, done ? "" : qPrintable(done.error().summary()));
    }
    void drop(const QString &name)
    {
        QVERIFY(cluster.remove(QStringLiteral("v1"), QStringLiteral("ConfigMap"), QStringLiteral("default"), name));
    }

    static simulator::HttpRequest request(const QByteArray &target, const QByteArray &accept, const QByteArray &verb)
    {
        simulator::RequestReader reader;
        reader.feed(verb + ' ' + target + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");
        return reader.take();
    }
    simulator::Answer get(
        const QByteArray &target, const QByteArray &accept = "application/json", const QByteArray &verb = "GET")
    {
        const auto reply = api.reply(request(target, accept, verb));
        const auto *answer = std::get_if<simulator::Answer>(&reply);
        return answer ? *answer : simulator::Answer{0, {}, {}};
    }
    QJsonObject json(const QByteArray &target, const QByteArray &accept = "application/json")
    {
        return QJsonDocument::fromJson(get(target, accept).body).object();
    }
    std::unique_ptr<simulator::Watch> watch(const QByteArray &target)
    {
        auto reply = api.reply(request(target, "application/json", "GET"));
        auto *plan = std::get_if<simulator::WatchPlan>(&reply);
        return plan ? std::make_unique<simulator::Watch>(cluster, std::move(*plan)) : nullptr;
    }
    QString version() const { return QString::number(cluster.version()); }
};

inline QStringList namesIn(const QJsonObject &list)
{
    QStringList names;
    const auto items = list[QLatin1StringView("items")].toArray();
    for (const auto &item : items)
        names << item[QLatin1StringView("metadata")][QLatin1StringView("name")].toString();
    return names;
}
