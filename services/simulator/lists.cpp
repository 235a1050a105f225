// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/lists.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

struct Page {
    qint64 version = 0;
    QByteArray next;
    std::optional<qint64> remaining;
    QByteArrayList items;
};

// Which version the list is of; -1 is the newest.
std::variant<qint64, Status> versionFor(const ListOptions &options, qint64 current)
{
    if (options.from)
        return options.from->version;
    const auto asked = options.version.value_or(0);
    if (asked > current)
        return Status::versionTooLarge(asked, current);
    // A version with a limit and no word on how to match it means exactly that one (k8s.io "resource versions").
    const bool exact = options.match == ListOptions::Match::Exact
        || (options.match == ListOptions::Match::None && options.limit > 0 && asked > 0);
    return exact ? asked : qint64(-1);
}

// A member of the namespace list has its name alone in a token; otherwise it is the key.
QByteArray keyIn(const Object &object, const QString &space)
{
    return space.isEmpty() ? object.key() : object.name.toUtf8();
}

Page paged(const Cluster::Snapshot &snapshot, const Shape &shape, const QString &space, const ListOptions &options,
    const Selector &selector, qint64 limit)
{
    Page page{snapshot.version, {}, {}, {}};
    const auto after = options.from ? options.from->after : QByteArray();
    QByteArray last;
    for (std::size_t i = 0; i < snapshot.objects.size(); ++i) {
        const Object &object = *snapshot.objects[i];
        const auto key = keyIn(object, space);
        if (!after.isEmpty() && key <= after)
            continue;
        if (limit > 0 && page.items.size() == limit) {
            // With a selector the server stops here without knowing whether anything that follows is selected.
            if (selector.isEmpty())
                page.remaining = qint64(snapshot.objects.size() - i);
            page.next = Continuation{snapshot.version, last}.token();
            break;
        }
        if (selector.matches(object)) {
            page.items << itemJson(object, shape);
            last = key;
        }
    }
    return page;
}

QByteArray written(const Page &page, const Shape &shape)
{
    const auto kind = shape.metadataOnly ? QByteArray("PartialObjectMetadata") : shape.kind->kind.toUtf8();
    const auto apiVersion = shape.apiVersion().toUtf8();
    const auto version = QByteArray::number(page.version);
    const QByteArray remaining =
        page.remaining ? R"("remainingItemCount":)" + QByteArray::number(*page.remaining) : QByteArray();
    if (shape.kind->custom && !shape.metadataOnly) {
        return R"({"apiVersion":")" + apiVersion + R"(","items":[)" + page.items.join(',') + R"(],"kind":")" + kind
            + R"(List","metadata":{"continue":")" + page.next + '"' + (page.remaining ? ',' + remaining : remaining)
            + R"(,"resourceVersion":")" + version + R"("}})";
    }
    QByteArray metadata = R"("resourceVersion":")" + version + '"';
    if (!page.next.isEmpty())
        metadata += R"(,"continue":")" + page.next + '"';
    if (page.remaining)
        metadata += ',' + remaining;
    return R"({"kind":")" + kind + R"(List","apiVersion":")" + apiVersion + R"(","metadata":{)" + metadata
        + R"(},"items":[)" + page.items.join(',') + "]}";
}

} // namespace

std::variant<QByteArray, Status> listed(const Cluster &cluster, const Shape &shape, const QString &space,
    const ListOptions &options, const Selector &selector)
{
    const auto at = versionFor(options, cluster.version());
    if (std::holds_alternative<Status>(at))
        return std::get<Status>(at);
    const auto snapshot = cluster.snapshot(*shape.kind, space, std::get<qint64>(at));
    if (!snapshot) {
        return options.from ? Status::pageTooOld(Continuation{Continuation::Newest, options.from->after}.token())
                            : Status::listTooOld();
    }
    // resourceVersion=0 is answered from the watch cache, which knows no pages.
    const bool fromCache = options.version == 0 && !options.from;
    return written(paged(*snapshot, shape, space, options, selector, fromCache ? 0 : options.limit), shape);
}

} // namespace simulator
