// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QMap>
#include <QStringList>

namespace simulator {

// What an API server knows about one kind, as discovery tells it.
struct Kind {
    QString group;
    QString kind;
    QString plural;
    QString singular;
    QStringList shortNames;
    QStringList categories;
    QStringList versions; // served, best first; the first is the one that objects are stored in
    QStringList verbs;
    QStringList subresources;
    QMap<QString, QString> fields; // what a field selector may name, and where that lies in the stored object
    QString storedAs; // the collection of another kind that shows the same objects
    bool namespaced = true;
    bool custom = false; // by a definition: the server then writes its lists and some errors differently
    bool counted = false; // has metadata.generation

    QString resource() const { return group.isEmpty() ? plural : plural + u'.' + group; } // as errors name it
    QString collection() const { return storedAs.isEmpty() ? resource() : storedAs; }
    QString apiVersion(const QString &version) const { return group.isEmpty() ? version : group + u'/' + version; }
    QString storedVersion() const { return apiVersion(versions.first()); }
};

// All kinds of a server. Pointers into it stay good as long as it lives.
class Kinds {
public:
    // Those that resources/kinds describe.
    static const Kinds &shipped();
    static core::Result<Kinds> parsed(const QList<QByteArray> &files);

    const QList<Kind> &all() const { return m_kinds; }
    QStringList groups() const; // in the order of discovery
    QStringList versions(const QString &group) const; // best first

    const Kind *served(const QString &group, const QString &version, const QString &plural) const;
    const Kind *named(const QString &apiVersion, const QString &kind) const;

private:
    QList<Kind> m_kinds;
};

} // namespace simulator
