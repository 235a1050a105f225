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

namespace {
bool isMember(const core::ResourceKey &key, const core::ResourceKey &collection)
{
    const auto agrees = [](const QString &wanted, const QString &found) { return wanted.isEmpty() || wanted == found; };
    return agrees(collection.cluster, key.cluster) && agrees(collection.apiVersion, key.apiVersion)
        && agrees(collection.kind, key.kind) && agrees(collection.space, key.space);
}
}

void ResourceStore::upsert(const core::Resource &resource)
{
    m_resources[resource.id()] = resource;
    m_pending.removed.remove(resource.id());
    m_pending.upserted[resource.id()] = resource;
    flushSoon();
}

void ResourceStore::remove(const QString &id)
{
    if (m_resources.remove(id) == 0)
        return;
    m_pending.upserted.remove(id);
    m_pending.removed.insert(id);
    flushSoon();
}

void ResourceStore::replace(const QList<core::Resource> &listed, const core::ResourceKey &collection)
{
    auto stale = m_resources;
    stale.removeIf([&](const auto &each) { return !isMember(each.value().key(), collection); });
    for (const core::Resource &resource : listed) {
        const auto known = stale.constFind(resource.id());
        const bool same = known != stale.cend() && *known == resource;
        stale.remove(resource.id());
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
