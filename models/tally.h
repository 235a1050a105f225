// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/column.h"

#include <QHash>
#include <QMap>

namespace models {

// How many objects are in each state. It follows a store change by change: to count a store of many thousands anew with
// each of its changes would be felt.
class Tally {
public:
    // state: of one object, the Status column of its table.
    explicit Tally(Column state = {})
        : m_state(std::move(state))
    {
    }

    void apply(const core::Delta &delta);

    int total() const { return int(m_stateOf.size()); }
    // Those in this state, and the word for it that their cells have.
    int of(State state) const { return m_counts.value(int(state)); }
    QString word(State state) const { return m_words.value(int(state), wordOf(state)); }
    // Those that a person should look at, and the worst state among them; None when there are none.
    int attention() const;
    State worst() const;
    // Worst first, without those that no object is in.
    QList<State> states() const;

private:
    Column m_state;
    QHash<QString, State> m_stateOf; // by Resource::id()
    QMap<int, int> m_counts;
    QMap<int, QString> m_words;
};

} // namespace models
