// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"

#include <QMap>

namespace models {

// How many objects of a store are in each state.
class Tally {
public:
    Tally() = default;
    // state: of one object, the Status column's cell of its table.
    Tally(const kube::ResourceStore &store, const Column &state);

    int total() const { return m_total; }
    // Those in this state, and the word for it that their cells have.
    int of(State state) const { return m_counts.value(int(state)); }
    QString word(State state) const { return m_words.value(int(state), wordOf(state)); }
    // Those that a person should look at, and the worst state among them; None when there are none.
    int attention() const;
    State worst() const;
    // Worst first, without those that no object is in.
    QList<State> states() const;
    bool operator==(const Tally &) const = default;

private:
    QMap<int, int> m_counts;
    QMap<int, QString> m_words;
    int m_total = 0;
};

} // namespace models
