// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cell.h"
#include "services/core/resource.h"

#include <functional>

namespace models {

// What sort of fact a column holds. How such a fact is drawn is the delegate's business.
enum class Kind { Text, Name, Status, Revision, Age, Count, Code, Lights, Trend };

// One column, said once: its title, what sort of fact it holds, and how the fact is read from an object.
struct Column {
    QByteArray title;
    Kind kind = Kind::Text;
    QByteArray sample = {}; // the longest ordinary value; the width follows from it and the font. None: takes the rest
    std::function<Cell(const core::Resource &)> cell = {};
    int hideOrder = 0; // 1 leaves first when the window is narrow; 0 stays
    bool extra = false; // not shown unless asked for
};

// The words of a Kind::Age are worked out when they are shown, from Cell::detail, a QDateTime, and the clock.

// A table is its columns: all that differs between one kind of object and the next.
struct TableSpec {
    QString id;
    QList<Column> columns;
};

// In the language of the user.
QString titleOf(const Column &column);
QString sampleOf(const Column &column);

// A text of the object by its path; empty when it is not there or no text.
QString textAt(const core::Resource &object, QStringView path);

// Numbers and ages line up at the right, words at the left.
constexpr Qt::Alignment alignmentOf(Kind kind)
{
    return (kind == Kind::Age || kind == Kind::Count ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

// Columns that read one value by its path inside the object, as core::Path writes it.
namespace column {
Column text(const QByteArray &title, QStringView path, Kind kind = Kind::Text, const QByteArray &sample = {},
    int hideOrder = 0);
Column number(const QByteArray &title, QStringView path);
// The state that a condition of this type stands for; its message is the tool tip.
Column condition(const QByteArray &title, QStringView type);
}

} // namespace models
