// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <simdjson.h>

namespace core {

// simdjson On-Demand for .cpp files of this program; no other header may include it.

// A copy with the spare room that simdjson reads past the end.
inline QByteArray padded(QByteArrayView bytes)
{
    QByteArray copy;
    copy.reserve(bytes.size() + qsizetype(simdjson::SIMDJSON_PADDING));
    return copy.append(bytes);
}

// The same bytes, copied only if they have no spare room.
inline QByteArray withRoom(const QByteArray &bytes)
{
    return bytes.capacity() < bytes.size() + qsizetype(simdjson::SIMDJSON_PADDING) ? padded(bytes) : bytes;
}

// Hands the document, which must be an object, to `read`; or says to `fail` why there is none. The bytes come from one of
// the two above and live as long as any view that `read` gives away. Not re-entrant: `read` reads no other document.
template<typename Read, typename Fail>
auto readJson(const QByteArray &bytes, Read read, Fail fail) -> decltype(read(simdjson::ondemand::object()))
{
    thread_local simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object root;
    auto error = parser.iterate(bytes.constData(), size_t(bytes.size()), size_t(bytes.capacity()))
                     .get(document); // refuses too little room
    if (!error)
        error = document.get_object().get(root);
    return error ? fail(QString::fromUtf8(simdjson::error_message(error))) : read(root);
}

} // namespace core
