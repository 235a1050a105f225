// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/collection.h"

#include "services/core/background.h"
#include "services/kube/listpage.h"
#include "services/kube/watchevent.h"

#include <QtConcurrentRun>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr int PageSize = 500; // kubectl's; keeps a page of large objects well under the body limit
constexpr int WholeList = 0;
constexpr int MostPages = 10'000;
constexpr qsizetype ParsedElsewhere = 256 * 1024; // more would be felt as a stutter on the calling thread

net::Request pageRequest(const Collection &collection, int limit, const QString &next)
{
    QUrl url = collection.url;
    QUrlQuery query(url);
    if (limit != WholeList)
        query.addQueryItem(u"limit"_s, QString::number(limit));
    if (!next.isEmpty())
        query.addQueryItem(u"continue"_s, QString::fromLatin1(QUrl::toPercentEncoding(next)));
    url.setQuery(query);
    return net::Request::get(url).with("Accept", "application/json");
}

core::Error forbidden(const Collection &collection, const core::Error &said)
{
    const QString what = collection.resource.isEmpty() ? collection.kind.kind : collection.resource;
    const QString where =
        collection.kind.space.isEmpty() ? u"in all namespaces"_s : u"in namespace %1"_s.arg(collection.kind.space);
    return core::Error(said.kind(), u"You may not list %1 %2."_s.arg(what, where), said.summary(),
        u"Missing is the verb list on %1; ask for it, or use another namespace."_s.arg(what))
        .about(u"forbidden, no right to list %1 %2"_s.arg(what, where), said.place());
}

} // namespace

// Always the newest state, in pages: with resourceVersion=0 the server would answer from its cache, but ignore the
// limit and send everything in one piece.
core::Async<Listing> readCollection(
    net::HttpClient &http, const Collection &collection, std::function<void(qsizetype)> progress)
{
    const Collection wanted = collection; // the caller's may be gone before the answer comes
    Listing listing;
    QString next;
    int limit = PageSize;
    for (int pages = 0; pages < MostPages; ++pages) {
        const auto answer = co_await http.send(pageRequest(wanted, limit, next)).result();
        if (!answer && answer.error().kind() == core::Error::Kind::Gone && !next.isEmpty()) {
            // The pages took longer than the server remembers: once more, in one piece.
            listing = {};
            next.clear();
            limit = WholeList;
            continue;
        }
        if (!answer) {
            const core::Error said = understood(answer.error());
            co_return said.kind() == core::Error::Kind::Forbidden ? forbidden(wanted, said) : said;
        }
        auto page = core::Result<ListPage>(ListPage());
        if (answer->body().size() > ParsedElsewhere) {
            page = co_await core::background(QtConcurrent::run(parseListPage, answer->body(), wanted.kind));
        } else {
            page = parseListPage(answer->body(), wanted.kind);
        }
        if (!page)
            co_return core::Error(page.error()).about(page.error().cause(), net::placeOf(wanted.url));
        listing.members += page->items;
        if (listing.version.isEmpty())
            listing.version = page->version;
        if (progress)
            progress(listing.members.size());
        if (page->next.isEmpty())
            co_return listing;
        next = page->next;
    }
    co_return core::Error(core::Error::Kind::Malformed, u"The list of %1 does not end."_s.arg(wanted.kind.kind))
        .about(u"the list of %1 does not end"_s.arg(wanted.kind.kind), net::placeOf(wanted.url));
}

} // namespace kube
