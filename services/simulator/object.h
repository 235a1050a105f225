// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/simulator/kinds.h"

#include <QByteArray>
#include <QJsonObject>

#include <memory>

namespace simulator {

// One state of one object. It never changes, so any thread may hold it.
struct Object {
    const Kind *kind = nullptr; // the one it is stored as
    QString space;
    QString name;
    qint64 version = 0;
    QJsonObject json;
    QByteArray body; // its JSON without kind and apiVersion

    Object(const Kind &stored, QJsonObject content);
    // The same content at a later version: what a watch tells of an object that is gone.
    Object at(qint64 later) const;

    QByteArray key() const; // as etcd sorts: namespace/name, or name
};

using Stored = std::shared_ptr<const Object>;

// In which form a reader wants objects.
struct Shape {
    const Kind *kind = nullptr; // may be another than the one it is stored as (events)
    QString version;
    bool metadataOnly = false;

    QString apiVersion() const;
    QString kindName() const;
};

// The object as an answer of its own, and as a member of a list (where built-in kinds leave out what the list says).
QByteArray wholeJson(const Object &object, const Shape &shape);
QByteArray itemJson(const Object &object, const Shape &shape);

// A core/v1 Event as events.k8s.io/v1 shows it, and back.
QJsonObject newEventFrom(const QJsonObject &event);
QJsonObject coreEventFrom(const QJsonObject &event);

} // namespace simulator
