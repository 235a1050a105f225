// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tally.h"

namespace models {

void Tally::apply(const core::Delta &delta)
{
    const auto forget = [this](const QString &id) {
        const auto known = m_stateOf.constFind(id);
        if (known == m_stateOf.cend())
            return;
        if (--m_counts[int(*known)] == 0)
            m_counts.remove(int(*known));
        m_stateOf.erase(known);
    };
    for (const QString &id : delta.removed)
        forget(id);
    for (const core::Resource &each : delta.upserted) {
        forget(each.id());
        const Cell cell = each.problem().isEmpty() ? m_state.cell(each) : Cell{.state = State::Unknown};
        m_stateOf.insert(each.id(), cell.state);
        ++m_counts[int(cell.state)];
        // A table may have its own word for a state ("Warning"); "Deleting" is only one way to be Reconciling.
        if (!cell.text.isEmpty() && cell.state != State::Reconciling)
            m_words[int(cell.state)] = cell.text;
    }
}

int Tally::attention() const
{
    int sum = 0;
    for (auto it = m_counts.begin(); it != m_counts.end(); ++it)
        sum += needsAttention(State(it.key())) ? it.value() : 0;
    return sum;
}

State Tally::worst() const
{
    for (const State state : states()) {
        if (needsAttention(state))
            return state;
    }
    return State::None;
}

QList<State> Tally::states() const
{
    QList<State> states;
    for (auto it = m_counts.begin(); it != m_counts.end(); ++it) {
        if (State(it.key()) != State::None)
            states.append(State(it.key()));
    }
    return states;
}

} // namespace models
