// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "models/resourcetablemodel.h"

namespace app {

// A table model on stdout: what `get` prints is what the pane shows, column for column (cli.md).
struct Listing {
    QString kind; // "Cluster"; the document is a ClusterList
    const models::ResourceTableModel &table;
    QList<core::Error> errors = {};
    bool namespaces = false; // it spans several
};

// The rows sorted as the table has them; for JSON by cluster, namespace, kind and name. Ends with a line end.
QByteArray printed(const Listing &listing, Format format);

// The number of a column by its title in any case; an Error that names the columns there are.
core::Result<int> columnNamed(const models::ResourceTableModel &table, const QString &title);

} // namespace app
