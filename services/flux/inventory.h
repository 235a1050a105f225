// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/resource.h"

namespace flux {

// One object that a Kustomization or a HelmRelease says it has applied (contracts/flux.md 2.9).
struct InventoryEntry {
    QString space; // empty for what has no namespace
    QString name;
    QString group;
    QString kind;
    QString version; // without the group; may be older than what is served
    bool operator==(const InventoryEntry &) const = default;
};

// Nothing for an id that is not of the form <namespace>_<name>_<group>_<Kind>, or whose name or kind is empty: such an
// entry is never asked for (fluxcd/kustomize-controller#1510). Nor for one whose namespace cannot be one.
std::optional<InventoryEntry> parseInventoryId(const QString &id, const QString &version);

// status.inventory, in the order in which it was applied. What cannot be read is left out.
QList<InventoryEntry> inventoryOf(const core::Resource &object);

} // namespace flux
