// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/resourcestore.h"

#include <chrono>

using namespace std::chrono_literals;

namespace kube {

ResourceStore::ResourceStore(QObject *parent)
    : QObject(parent)
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(50ms); // below what the eye takes for a delay, well above the gap between events in a burst
    connect(&m_flush, &QTimer::timeout, this, &ResourceStore::flush);
}

void ResourceStore::upsert(const core::Resource &resource)
{
    m_resources[resource.uid()] = resource;
    m_pending.removed.remove(resource.uid());
    m_pending.upserted[resource.uid()] = resource;
    flushSoon();
}

void ResourceStore::remove(const QString &uid)
{
    if (m_resources.remove(uid) == 0)
        return;
    m_pending.upserted.remove(uid);
    m_pending.removed.insert(uid);
    flushSoon();
}

void ResourceStore::replace(const QList<core::Resource> &listed)
{
    auto stale = m_resources;
    for (const core::Resource &resource : listed) {
        const auto known = stale.constFind(resource.uid());
        const bool same = known != stale.cend() && *known == resource;
        stale.remove(resource.uid());
        if (!same)
            upsert(resource);
    }
    for (auto it = stale.cbegin(); it != stale.cend(); ++it)
        remove(it.key());
}

void ResourceStore::flush()
{
    const core::Delta delta = std::exchange(m_pending, {});
    if (!delta.isEmpty())
        Q_EMIT changed(delta);
}

void ResourceStore::flushSoon()
{
    if (!m_flush.isActive()) // starting it anew would starve the view during a long burst
        m_flush.start();
}

} // namespace kube
