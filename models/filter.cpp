// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter.h"

#include <algorithm>

namespace models {

ResourceTableModel::Filter everyWordIn(const QList<Column> &columns, const QString &words)
{
    const QStringList wanted = words.simplified().split(u' ', Qt::SkipEmptyParts);
    if (wanted.isEmpty())
        return {};
    return [columns, wanted](const core::Resource &resource) {
        QStringList texts;
        for (const Column &column : columns)
            texts.append(column.cell(resource).text);
        return std::all_of(wanted.begin(), wanted.end(), [&](const QString &word) {
            return std::any_of(texts.begin(), texts.end(),
                [&](const QString &text) { return text.contains(word, Qt::CaseInsensitive); });
        });
    };
}

} // namespace models
