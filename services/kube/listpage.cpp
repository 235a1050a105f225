// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/listpage.h"

#include <QJsonDocument>

#include <cstring>
#include <vector>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

struct Parts {
    std::vector<QByteArrayView> items;
    QByteArray envelope; // the list without its items
    bool whole = false;
};

const char *endOfString(const char *quote, const char *end)
{
    for (const char *at = quote + 1; at < end; ++at) {
        if (*at == '\\')
            ++at;
        else if (*at == '"')
            return at;
    }
    return end;
}

// Finds the elements of "items" by counting brackets. It needs no element to be valid, only balanced.
Parts takeApart(const QByteArray &json)
{
    Parts parts;
    const char *const end = json.constData() + json.size();
    const char *kept = json.constData(); // what has gone into the envelope so far
    const char *item = nullptr;
    QByteArrayView key;
    int depth = 0;
    bool inItems = false;
    const auto close = [&](const char *at) {
        if (item)
            parts.items.emplace_back(item, at - item);
        item = nullptr;
    };
    for (const char *at = kept; at < end; ++at) {
        switch (*at) {
        case '"': {
            const char *const quote = at;
            at = endOfString(quote, end);
            if (depth == 1)
                key = QByteArrayView(quote + 1, at - quote - 1);
            if (inItems && depth == 2 && !item)
                item = quote;
            break;
        }
        case '{':
        case '[':
            if (inItems && depth == 2 && !item)
                item = at;
            ++depth;
            if (depth == 2 && *at == '[' && key == "items" && !inItems) {
                inItems = true;
                parts.envelope.append(kept, at + 1 - kept);
            }
            break;
        case '}':
        case ']':
            --depth;
            if (inItems && depth == 1) {
                close(at);
                inItems = false;
                key = {};
                kept = at;
            }
            break;
        case ',':
            if (inItems && depth == 2)
                close(at);
            break;
        case ' ':
        case '\t':
        case '\n':
        case '\r': break;
        default:
            if (inItems && depth == 2 && !item)
                item = at;
        }
    }
    parts.whole = depth == 0 && !inItems;
    parts.envelope.append(kept, end - kept);
    return parts;
}

} // namespace

core::Result<ListPage> parseListPage(const QByteArray &json, const core::ResourceKey &kind)
{
    const auto malformed = [&kind](const QString &cause) {
        return core::Error(core::Error::Kind::Malformed, u"The list of %1 cannot be read: %2."_s.arg(kind.kind, cause),
            {},
            u"Check that this is the address of a Kubernetes API server, and that no proxy or sign-in page answers for it."_s)
            .about(u"the list of %1 cannot be read, %2"_s.arg(kind.kind, cause), {});
    };
    const Parts parts = takeApart(json);
    const auto envelope = QJsonDocument::fromJson(parts.envelope);
    if (!parts.whole || !envelope.isObject())
        return malformed(json.trimmed().startsWith('<') ? u"a web page came, not JSON"_s : u"it is cut short"_s);
    if (const auto found = envelope["kind"_L1].toString(); found != kind.kind + "List"_L1)
        return malformed(u"the server sent “%1”"_s.arg(found.left(80)));
    if (!envelope["items"_L1].isArray() && !envelope["items"_L1].isNull()) // Go writes an empty list as null
        return malformed(u"it has no items"_s);

    const auto metadata = envelope["metadata"_L1];
    ListPage page{{}, metadata["resourceVersion"_L1].toString(), metadata["continue"_L1].toString()};
    if (page.version.isEmpty())
        return malformed(u"it has no version"_s);
    page.items.reserve(qsizetype(parts.items.size()));
    for (const auto item : parts.items)
        page.items.append(core::Resource::fromJson(item, kind));
    return page;
}

} // namespace kube
