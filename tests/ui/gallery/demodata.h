// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command.h"
#include "models/diffrows.h"
#include "models/logrows.h"
#include "models/resourcetablemodel.h"
#include "models/writeplan.h"
#include "ui/views/codepaint.h"

// The fleet of the pictures: everything here is invented.
namespace gallery {

models::ResourceTableModel *kustomizations(QObject *parent);
models::ResourceTableModel *edgeKustomizations(QObject *parent);
models::Runs runs();
models::Runs trend();
QList<models::DiffRow> diffRows();
QList<models::LogRow> logRows();
QList<models::PaletteEntry> paletteEntries();
models::WritePlan writePlan();

// A request is neither YAML nor JSON.
ui::Highlighter requestColors();

} // namespace gallery
