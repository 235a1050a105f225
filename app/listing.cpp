// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/listing.h"

#include "models/roles.h"
#include "services/core/printable.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

namespace {

QString titleOf(const models::Column &column)
{
    return QCoreApplication::translate("columns", column.title);
}

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

QStringList rowOf(const models::ResourceTableModel &table, int row)
{
    QStringList cells;
    for (int column = 0; column < table.columnCount(); ++column)
        cells.append(core::printable(table.index(row, column).data().toString()));
    return cells;
}

QByteArray asTable(const models::ResourceTableModel &table)
{
    QList<QStringList> lines(1);
    for (const models::Column &column : table.columns())
        lines.first().append(titleOf(column).toUpper());
    for (int row = 0; row < table.rowCount(); ++row)
        lines.append(rowOf(table, row));
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
        text +=
            u"%1/%2\n"_s.arg(listing.kind.toLower(), core::printable(listing.table.resourceAt(row).name())).toUtf8();
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
            cells.insert(titleOf(table.columns()[column]), cell.text);
    }
    return {{u"cluster"_s, key.name}, {u"namespace"_s, key.space}, {u"kind"_s, key.kind}, {u"name"_s, key.name},
        {u"uid"_s, key.uid}, {u"cells"_s, cells}, {u"tone"_s, toneName(tone)}, {u"ageSeconds"_s, 0},
        {u"stale"_s, false}};
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
        errors.append(
            QJsonObject{{u"summary"_s, error.summary()}, {u"detail"_s, error.help()}, {u"where"_s, error.detail()}});
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
    case Format::Wide: return asTable(listing.table);
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
