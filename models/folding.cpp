// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/folding.h"

#include <algorithm>

namespace models {

namespace {

// How deep a line stands, in half steps: the items of a list stand between its key and what is indented below it.
int depthOf(const QString &line)
{
    int column = 0;
    while (column < line.size() && line[column] == u' ')
        ++column;
    const bool item =
        column < line.size() && line[column] == u'-' && (column + 1 == line.size() || line[column + 1] == u' ');
    return 2 * column + item;
}

} // namespace

QList<int> foldEnds(const QStringList &lines)
{
    QList<int> ends(lines.size());
    QList<int> open; // lines whose end is not yet known, each deeper than the one before
    QList<int> depths(lines.size());
    int last = -1; // line that is not empty
    const auto close = [&](int depth) {
        while (!open.isEmpty() && depths[open.last()] >= depth)
            ends[open.takeLast()] = last;
    };
    for (int i = 0; i < lines.size(); ++i) {
        ends[i] = i;
        if (lines[i].trimmed().isEmpty())
            continue; // belongs to whatever goes on
        depths[i] = depthOf(lines[i]);
        close(depths[i]);
        open.append(i);
        last = i;
    }
    close(-1);
    return ends;
}

} // namespace models
