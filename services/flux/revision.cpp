// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/revision.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace flux {

namespace {
constexpr qsizetype ShortHash = 7;
constexpr qsizetype ShortInMessage = 8;
constexpr qsizetype LongHash = 40;
constexpr qsizetype LongestHash = 128;

bool isHex(QStringView text)
{
    return std::all_of(
        text.begin(), text.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}
}

Revision parseRevision(const QString &text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    const QString digest = text.mid(at + 1);
    if (const qsizetype colon = digest.lastIndexOf(u':'); colon >= 0)
        return {text.left(std::max<qsizetype>(at, 0)), digest.left(colon), digest.mid(colon + 1)};
    const qsizetype slash = text.lastIndexOf(u'/');
    if (slash > 0 && text.size() - slash - 1 >= LongHash && isHex(QStringView(text).mid(slash + 1)))
        return {text.left(slash), {}, text.mid(slash + 1)};
    return {text, {}, {}};
}

QString shortRevision(const QString &text)
{
    const Revision revision = parseRevision(text);
    if (revision.hash.isEmpty())
        return text;
    const QString hash = revision.hash.left(ShortHash);
    if (!revision.reference.isEmpty())
        return revision.reference + u'@' + hash;
    return revision.algorithm == u"sha1" ? hash : revision.algorithm + u':' + hash;
}

QString withShortHashes(const QString &message)
{
    QString text;
    text.reserve(message.size());
    for (qsizetype at = 0; at < message.size();) {
        qsizetype end = at;
        while (end < message.size() && isWord(message[end]))
            ++end;
        const QStringView word = QStringView(message).sliced(at, end - at);
        const bool hash = word.size() >= LongHash && word.size() <= LongestHash && isHex(word);
        text += hash ? word.first(ShortInMessage) : word;
        if (end < message.size())
            text += message[end];
        at = end + 1;
    }
    return text;
}

} // namespace flux
