// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/inventory.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace flux {

namespace {
// RFC 1123 label, as the API server wants it.
bool isNamespace(QStringView text)
{
    return text.size() <= 63 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}
}

std::optional<InventoryEntry> parseInventoryId(const QString &id, const QString &version)
{
    const qsizetype first = id.indexOf(u'_');
    const qsizetype last = id.lastIndexOf(u'_');
    if (first < 0 || last <= first)
        return {};
    const qsizetype middle = id.lastIndexOf(u'_', last - 1);
    if (middle <= first)
        return {};
    QString name = id.mid(first + 1, middle - first - 1);
    name.replace(u"__"_s, u":"_s); // names of RBAC objects may hold a colon
    InventoryEntry entry{id.left(first), name, id.mid(middle + 1, last - middle - 1), id.mid(last + 1), version};
    if (entry.name.isEmpty() || entry.kind.isEmpty() || !isNamespace(entry.space))
        return {};
    return entry;
}

QList<InventoryEntry> inventoryOf(const core::Resource &object)
{
    static const core::Path path(u"status.inventory.entries");
    QList<InventoryEntry> entries;
    for (const auto &each : object.at(path).toArray()) {
        if (const auto entry = parseInventoryId(each["id"_L1].toString(), each["v"_L1].toString()))
            entries.append(*entry);
    }
    return entries;
}

} // namespace flux
