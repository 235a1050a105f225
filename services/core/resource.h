// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QMetaType>
#include <QSet>
#include <QStringList>

#include <memory>

namespace core {

// Where a value sits inside a document: "spec.interval", "status.conditions[type=Ready].reason".
class Path {
public:
    explicit Path(QStringView text);
    QJsonValue in(const QByteArray &json) const;

private:
    friend struct PathWalk;
    struct Step {
        QByteArray name;
        QByteArray matchKey;
        QByteArray matchValue;
    };
    QList<Step> m_steps;
};

// Which object it is.
struct ResourceKey {
    QString apiVersion;
    QString kind;
    QString space;
    QString name;
    QString uid;
    QString cluster = {}; // the context that it was read through; empty where there is only one
};

// One object as the server sent it, byte for byte; values are read out of the bytes when asked for. Copying one copies
// a pointer. Bytes that cannot be read make a Resource too: its problem says why, so that it can be shown as such.
class Resource {
public:
    Resource() = default;
    explicit Resource(const QJsonObject &json);
    // context: its cluster, and apiVersion and kind where the bytes leave them out.
    static Resource fromJson(QByteArrayView json, const ResourceKey &context = {});

    const ResourceKey &key() const { return m_data->key; }
    const QString &name() const { return m_data->key.name; }
    const QString &space() const { return m_data->key.space; }
    const QString &uid() const { return m_data->key.uid; }
    // Told apart from every other object of every cluster: a restored copy of a cluster has the uids of the first.
    const QString &id() const { return m_data->id; }
    const QString &version() const { return m_data->version; }
    const QString &problem() const { return m_data->problem; }

    QJsonValue at(const Path &path) const { return path.in(m_data->json); }
    QJsonObject json() const;
    const QByteArray &bytes() const { return m_data->json; }

    bool operator==(const Resource &other) const
    {
        return m_data == other.m_data || (m_data->json == other.m_data->json && m_data->id == other.m_data->id);
    }

private:
    struct Data {
        ResourceKey key;
        QString id;
        QString version;
        QString problem;
        QByteArray json;
    };
    static const std::shared_ptr<const Data> &nothing();

    std::shared_ptr<const Data> m_data = nothing();
};

// What changed since last time: the currency between a store and everything that looks at it.
struct Delta { // by Resource::id()
    QHash<QString, Resource> upserted;
    QSet<QString> removed;
    bool isEmpty() const { return upserted.isEmpty() && removed.isEmpty(); }
};

} // namespace core

Q_DECLARE_METATYPE(core::Resource)
