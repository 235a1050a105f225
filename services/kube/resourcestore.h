// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

#include <QObject>
#include <QTimer>

namespace kube {

// The last known state of one kind of resource, or of several that stand in one table. Changes are gathered and announced together, so that a burst of a
// thousand watch events repaints a table once.
class ResourceStore : public QObject {
    Q_OBJECT

public:
    explicit ResourceStore(QObject *parent = nullptr);

    const QHash<QString, core::Resource> &resources() const { return m_resources; }

    void upsert(const core::Resource &resource);
    void remove(const QString &id);
    // What was listed stands for the whole collection: its other members are gone. The collection is told by the cluster,
    // apiVersion, kind and namespace that are given; of several in one store none touches another.
    void replace(const QList<core::Resource> &listed, const core::ResourceKey &collection = {});

Q_SIGNALS:
    void changed(const core::Delta &delta);

private:
    void flush();
    void flushSoon();

    QHash<QString, core::Resource> m_resources;
    core::Delta m_pending;
    QTimer m_flush;
};

} // namespace kube
