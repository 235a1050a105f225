// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace models {

// Where one has been, as a browser keeps it: going somewhere new forgets what lay ahead.
class Trail {
public:
    // Going to where one is leaves no trace.
    void visit(const QString &place)
    {
        if (!m_places.isEmpty() && m_places[m_at] == place)
            return;
        m_places.resize(m_places.isEmpty() ? 0 : m_at + 1);
        m_places.append(place);
        if (m_places.size() > longest)
            m_places.removeFirst();
        m_at = m_places.size() - 1;
    }

    // A place that is no more.
    void forget(const QString &place)
    {
        for (qsizetype i = m_places.size() - 1; i >= 0; --i) {
            if (m_places[i] != place)
                continue;
            m_places.removeAt(i);
            if (m_at >= i && m_at > 0)
                --m_at;
        }
    }

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    // The place one comes to; empty, and no step, at the end of the trail.
    QString back() { return canGoBack() ? m_places[--m_at] : QString(); }
    QString forward() { return canGoForward() ? m_places[++m_at] : QString(); }

private:
    static constexpr qsizetype longest = 100; // nobody goes back further, and a session may last for weeks

    QStringList m_places;
    qsizetype m_at = 0;
};

} // namespace models
