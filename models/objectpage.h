// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/overview.h"

#include <QJsonObject>

namespace models {

// A kind of object by its name, in whatever version it is served.
struct GroupKind {
    QString group;
    QString kind;
};

// A page of objects of one or several kinds: all that differs between one such page and the next.
struct ObjectPage {
    QString title;
    QString icon;
    QString one; // "context"
    QString many; // "contexts"
    QString filterHint;
    TableSpec table; // its id is the page's
    std::function<Overview(const core::Resource &)> overview;
    QString key = {}; // that leads to it: "Ctrl+5"
    QStringList words = {}; // other names of it on a command line
    QList<GroupKind> kinds = {};
    QString listKind = {}; // of several kinds together: "Source"
};

// The pages of resources/tables, in the order of the navigation: sources, kustomizations, helmreleases, events.
QList<ObjectPage> objectPages();
// For objects of any kind, by what discovery calls them.
ObjectPage anyObjectPage(const GroupKind &kind, const QString &plural);
// What an object of Flux has applied.
ObjectPage inventoryPage();
// With the column Cluster, for a list that spans several.
TableSpec acrossClusters(TableSpec table);

// One page as the file says it. An Error names what is wrong in it.
core::Result<ObjectPage> readObjectPage(const QJsonObject &json);

} // namespace models
