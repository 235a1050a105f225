// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"
#include "services/kube/resourcestore.h"

// A ResourceTableModel over invented rows: columns are told the number of the row, which is all that its object holds.
class RowTable : public models::ResourceTableModel {
public:
    struct RowColumn {
        const char *title;
        models::Kind kind;
        const char *sample;
        std::function<models::Cell(int row)> cell;
    };

    RowTable(const QList<RowColumn> &columns, int rows, QObject *parent = nullptr)
        : RowTable(columns, std::make_unique<kube::ResourceStore>(), rows, parent)
    {
    }

private:
    RowTable(const QList<RowColumn> &columns, std::unique_ptr<kube::ResourceStore> store, int rows, QObject *parent)
        : ResourceTableModel(spec(columns), filled(*store, rows), parent)
        , m_store(std::move(store))
    {
    }

    static models::TableSpec spec(const QList<RowColumn> &columns)
    {
        models::TableSpec spec{QStringLiteral("rows"), {}};
        for (const RowColumn &column : columns)
            spec.columns.append({column.title, column.kind, column.sample,
                [cell = column.cell](const core::Resource &resource) { return cell(resource.uid().toInt()); }});
        return spec;
    }

    static const kube::ResourceStore &filled(kube::ResourceStore &store, int rows)
    {
        for (int row = 0; row < rows; ++row) {
            const QByteArray number = QByteArray::number(row).rightJustified(7, '0');
            store.upsert(
                core::Resource::fromJson(R"({"metadata":{"uid":")" + number + R"(","name":")" + number + R"("}})"));
        }
        return store;
    }

    std::unique_ptr<kube::ResourceStore> m_store;
};
