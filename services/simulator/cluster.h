// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/object.h"

#include <QDateTime>
#include <QHash>
#include <QMutex>
#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace simulator {

// The objects of one cluster and what happened to them, under one resource version that only grows. Any thread may use
// it. Writes are checked as the API server checks them (names, namespaces, versions, finalizers), not against schemas;
// an Error is what the server would say, with the Status in its detail.
class Cluster : public QObject {
    Q_OBJECT

public:
    using Today = std::function<QDateTime()>; // called from any thread

    static constexpr std::size_t Remembered = 10'000; // events; older versions are answered with 410

    // It begins with the four namespaces that every cluster has.
    explicit Cluster(QString name, Today today = &QDateTime::currentDateTimeUtc, const Kinds &kinds = Kinds::shipped(),
        std::size_t remembered = Remembered);

    const QString &name() const { return m_name; }
    const Kinds &kinds() const { return m_kinds; }
    qint64 version() const; // the newest

    // Each gives the object as it is stored now. A write that changes nothing makes no event.
    core::Result<QJsonObject> create(const QJsonObject &object);
    core::Result<QJsonObject> replace(const QJsonObject &object); // all of it, status too
    core::Result<QJsonObject> upsert(const QJsonObject &object);
    // An object with finalizers is marked and goes when a replace leaves none. A namespace takes its objects along.
    core::Result<> remove(const QString &apiVersion, const QString &kind, const QString &space, const QString &name);
    core::Result<QJsonObject> object(
        const QString &apiVersion, const QString &kind, const QString &space, const QString &name) const;

    // Forgets what happened: every version before this one is too old from now on.
    void compact();

    // What a server reads.
    struct Snapshot {
        qint64 version = 0;
        std::vector<Stored> objects; // by key
    };
    struct Change {
        qint64 version = 0;
        Stored before; // none: it was created
        Stored after; // none: it was removed
        const Object &subject() const { return after ? *after : *before; }
    };
    struct Changes {
        qint64 version = 0; // up to where they tell
        qint64 oldest = 0; // the version from which on everything is known
        std::vector<std::shared_ptr<const Change>> list;
    };

    Stored find(const Kind &kind, const QString &space, const QString &name) const;
    // All objects of a kind, of one namespace unless it is empty, as they were at that version (now: -1). Nothing when
    // that is too long ago.
    std::optional<Snapshot> snapshot(const Kind &kind, const QString &space, qint64 at = -1) const;
    // At most so many of the changes after a version; none when that is older than `oldest`.
    Changes changesAfter(qint64 version, std::size_t most) const;

Q_SIGNALS:
    void changed(); // from the thread that wrote

private:
    using Collection = std::map<QByteArray, Stored>;

    // A write in the making: what it is about.
    struct Draft {
        const Kind *kind = nullptr;
        QJsonObject json;
        QJsonObject metadata;
        QString space() const;
        QString name() const;
        QByteArray key() const;
    };
    core::Result<Draft> drafted(const QJsonObject &object) const;
    core::Result<QJsonObject> insert(Draft draft);
    core::Result<QJsonObject> update(Draft draft, const Stored &before);
    void erase(const Stored &gone);
    void mark(const Stored &doomed);
    Stored at(const Kind &kind, const QByteArray &key) const;
    QJsonObject store(const Kind &kind, QJsonObject json, QJsonObject metadata, const Stored &before);
    void note(Stored before, Stored after);
    QString today() const;
    template<typename Write>
    auto writing(Write write);

    const QString m_name;
    const Kinds &m_kinds;
    const Today m_today;
    const std::size_t m_remembered;

    mutable QMutex m_mutex;
    qint64 m_version = 1; // as etcd begins
    qint64 m_oldest = 1;
    QHash<QString, Collection> m_collections;
    std::deque<std::shared_ptr<const Change>> m_history;
};

} // namespace simulator
