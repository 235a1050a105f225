// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/watch.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

constexpr std::size_t AtOnce = 64; // objects between two looks at how much the reader has taken

} // namespace

Watch::Watch(const Cluster &cluster, WatchPlan plan)
    : m_cluster(cluster)
    , m_plan(std::move(plan))
{
    const auto &options = m_plan.options;
    const auto asked = options.version.value_or(0);
    const auto current = cluster.version();
    // Without a version it begins with what is there, and so it does when that is asked for.
    const bool begins = options.initialEvents.value_or(asked == 0);
    if (begins && asked > current)
        m_tooLarge = asked;
    else if (begins)
        m_initial = cluster.snapshot(*m_plan.shape.kind, m_plan.space);
    m_version = m_initial ? m_initial->version : asked > 0 ? asked : current;
}

QByteArrayList Watch::more()
{
    if (m_over)
        return {};
    if (m_tooLarge)
        return fail(Status::versionTooLarge(*m_tooLarge, m_cluster.version()));
    if (m_initial)
        return initial();
    QByteArrayList lines;
    for (;;) {
        const auto changes = m_cluster.changesAfter(m_version, AtOnce);
        if (m_version < changes.oldest)
            return lines + fail(Status::watchTooOld(m_version, changes.oldest));
        for (const auto &change : changes.list) {
            if (const auto text = translated(*change))
                lines << *text;
        }
        // A version of the future is kept: only what comes after it is told.
        m_version = std::max(m_version, changes.version);
        if (!lines.isEmpty() || changes.list.empty())
            return lines;
    }
}

QByteArrayList Watch::initial()
{
    QByteArrayList lines;
    for (; m_told < m_initial->objects.size() && std::size_t(lines.size()) < AtOnce; ++m_told) {
        const Object &object = *m_initial->objects[m_told];
        if (m_plan.selector.matches(object))
            lines << line(Told::Added, object);
    }
    if (m_told < m_initial->objects.size())
        return lines;
    m_initial.reset();
    if (m_plan.options.initialEvents.value_or(false) && wantsBookmarks())
        lines << bookmarkLine(true);
    return lines.isEmpty() ? more() : lines;
}

// An object that begins to be selected is new to this watch, and one that ceases to be is gone for it, in the state in
// which it was last seen (apiserver pkg/storage/cacher, convertToWatchEvent).
std::optional<QByteArray> Watch::translated(const Cluster::Change &change) const
{
    const auto &subject = change.subject();
    if (subject.kind->collection() != m_plan.shape.kind->collection())
        return {};
    if (!m_plan.space.isEmpty() && subject.space != m_plan.space)
        return {};
    const bool before = change.before && m_plan.selector.matches(*change.before);
    const bool after = change.after && m_plan.selector.matches(*change.after);
    if (after)
        return line(before ? Told::Modified : Told::Added, *change.after);
    if (before)
        return line(Told::Deleted, change.before->at(change.version));
    return {};
}

QByteArray Watch::line(Told told, const Object &object) const
{
    const QByteArray type = told == Told::Added ? "ADDED" : told == Told::Modified ? "MODIFIED" : "DELETED";
    return R"({"type":")" + type + R"(","object":)" + wholeJson(object, m_plan.shape) + "}\n";
}

std::optional<QByteArray> Watch::bookmark() const
{
    return m_version <= m_cluster.version() ? std::optional(bookmarkLine(false)) : std::nullopt;
}

QByteArray Watch::bookmarkLine(bool initialEventsEnd) const
{
    QJsonObject metadata{{u"resourceVersion"_s, QString::number(m_version)}};
    if (initialEventsEnd)
        metadata[u"annotations"_s] = QJsonObject{{u"k8s.io/initial-events-end"_s, u"true"_s}};
    const QJsonObject object{
        {u"kind"_s, m_plan.shape.kindName()}, {u"apiVersion"_s, m_plan.shape.apiVersion()}, {u"metadata"_s, metadata}};
    return QJsonDocument(QJsonObject{{u"type"_s, u"BOOKMARK"_s}, {u"object"_s, object}}).toJson(QJsonDocument::Compact)
        + '\n';
}

QByteArrayList Watch::fail(const Status &status)
{
    m_over = true;
    return {R"({"type":"ERROR","object":)" + status.bytes() + "}\n"};
}

} // namespace simulator
