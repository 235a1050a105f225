// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/listing.h"

#include "models/roles.h"
#include "services/core/printable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

namespace {

QString toneName(models::Tone tone)
{
    switch (tone) {
    case models::Tone::Neutral: return u"neutral"_s;
    case models::Tone::Good: return u"good"_s;
    case models::Tone::Busy: return u"busy"_s;
    case models::Tone::Warning: return u"warning"_s;
    case models::Tone::Bad: return u"bad"_s;
    case models::Tone::Muted: return u"muted"_s;
    }
    return {};
}

// A terminal knows no thin space.
QString plain(const QString &text)
{
    return core::printable(text).replace(QChar(0x2009), u' ');
}

// With the namespace for a list that spans several, else it says the same in every row.
QList<int> columnsOf(const Listing &listing, bool wide)
{
    QList<int> columns;
    for (int i = 0; i < listing.table.columnCount(); ++i) {
        const models::Column &column = listing.table.columns()[i];
        if (wide || !column.extra || (listing.namespaces && column.title == "Namespace"))
            columns.append(i);
    }
    return columns;
}

QByteArray asTable(const Listing &listing, bool wide)
{
    const QList<int> columns = columnsOf(listing, wide);
    QList<QStringList> lines(1);
    for (const int column : columns)
        lines.first().append(titleOf(listing.table.columns()[column]).toUpper());
    for (int row = 0; row < listing.table.rowCount(); ++row) {
        lines.append(QStringList());
        for (const int column : columns)
            lines.last().append(plain(listing.table.index(row, column).data().toString()));
    }
    QByteArray text;
    for (const QStringList &line : std::as_const(lines)) {
        QString out;
        for (qsizetype i = 0; i < line.size(); ++i) {
            qsizetype width = 0;
            for (const QStringList &other : std::as_const(lines))
                width = std::max(width, other[i].size());
            out += i + 1 == line.size() ? line[i] : line[i].leftJustified(width + 3);
        }
        text += out.trimmed().toUtf8() + '\n';
    }
    return text;
}

QByteArray asNames(const Listing &listing)
{
    QByteArray text;
    for (int row = 0; row < listing.table.rowCount(); ++row)
        text += u"%1/%2\n"_s
                    .arg(core::printable(listing.table.resourceAt(row).key().kind).toLower(),
                        core::printable(listing.table.resourceAt(row).name()))
                    .toUtf8();
    return text;
}

QJsonObject item(const models::ResourceTableModel &table, int row)
{
    const core::ResourceKey &key = table.resourceAt(row).key();
    QJsonObject cells;
    models::Tone tone = models::Tone::Neutral;
    for (int column = 0; column < table.columnCount(); ++column) {
        const auto cell = table.index(row, column).data(models::CellRole).value<models::Cell>();
        if (table.columns()[column].kind == models::Kind::Status)
            tone = cell.tone;
        if (table.columns()[column].kind != models::Kind::Name)
            cells.insert(titleOf(table.columns()[column]), QString(cell.text).replace(QChar(0x2009), u' '));
    }
    return {{u"cluster"_s, key.cluster.isEmpty() ? key.name : key.cluster}, {u"namespace"_s, key.space},
        {u"kind"_s, key.kind}, {u"name"_s, key.name}, {u"uid"_s, key.uid}, {u"cells"_s, cells},
        {u"tone"_s, toneName(tone)}, {u"ageSeconds"_s, 0}, {u"stale"_s, false}};
}

QByteArray asJson(const Listing &listing)
{
    QList<QJsonObject> items;
    for (int row = 0; row < listing.table.rowCount(); ++row)
        items.append(item(listing.table, row));
    std::sort(items.begin(), items.end(), [](const QJsonObject &a, const QJsonObject &b) {
        for (const auto part : {"cluster"_L1, "namespace"_L1, "kind"_L1, "name"_L1}) {
            if (const int order = a[part].toString().compare(b[part].toString()); order != 0)
                return order < 0;
        }
        return false;
    });
    QJsonArray sorted;
    for (const QJsonObject &each : std::as_const(items))
        sorted.append(each);
    QJsonArray errors;
    for (const core::Error &error : listing.errors)
        errors.append(QJsonObject{{u"summary"_s, core::printable(error.cause())}, {u"detail"_s, error.help()},
            {u"where"_s, core::printable(error.place().isEmpty() ? error.detail() : error.place())}});
    return QJsonDocument(QJsonObject{{u"apiVersion"_s, u"fluxgate/v1"_s}, {u"kind"_s, listing.kind + u"List"_s},
                             {u"items"_s, sorted}, {u"errors"_s, errors}})
        .toJson();
}

} // namespace

QByteArray printed(const Listing &listing, Format format)
{
    switch (format) {
    case Format::Json: return asJson(listing);
    case Format::Name: return asNames(listing);
    case Format::Table:
    case Format::Wide: return asTable(listing, format == Format::Wide);
    }
    return {};
}

core::Result<int> columnNamed(const models::ResourceTableModel &table, const QString &title)
{
    QStringList known;
    for (int i = 0; i < table.columns().size(); ++i) {
        known.append(titleOf(table.columns()[i]));
        if (known.last().compare(title, Qt::CaseInsensitive) == 0)
            return i;
    }
    return core::Error(core::Error::Kind::NotFound, u"no column %1"_s.arg(title), u"--sort"_s,
        u"use one of %1"_s.arg(known.join(u", "_s)));
}

} // namespace app
