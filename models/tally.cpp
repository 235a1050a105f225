// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tally.h"

#include "services/kube/resourcestore.h"

namespace models {

Tally::Tally(const kube::ResourceStore &store, const Column &state)
    : m_total(int(store.resources().size()))
{
    for (const core::Resource &each : store.resources()) {
        const Cell cell = each.problem().isEmpty() ? state.cell(each) : Cell{.state = State::Unknown};
        if (++m_counts[int(cell.state)] == 1 && !cell.text.isEmpty() && cell.state != State::Reconciling)
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
