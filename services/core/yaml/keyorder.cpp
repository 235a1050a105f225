// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/emitter.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace core::yaml {

namespace {

template<typename Text>
bool isLetter(const Text &text, size_t at)
{
    const auto c = static_cast<char32_t>(text[at]);
    return c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z' : QChar::isLetter(c);
}

template<typename Text>
bool isDigit(const Text &text, size_t at)
{
    const auto c = static_cast<char32_t>(text[at]);
    return c < 0x80 ? c >= '0' && c <= '9' : QChar::isDigit(c);
}

// The number that begins there, continued from one that went before, and where it ends. It wraps around as Go's int64.
template<typename Text>
std::pair<qint64, size_t> numberAt(const Text &text, size_t at, quint64 value)
{
    for (; at < text.size() && isDigit(text, at); ++at)
        value = value * 10 + (static_cast<quint64>(static_cast<char32_t>(text[at])) - '0');
    return {static_cast<qint64>(value), at};
}

template<typename Text>
bool isLess(const Text &a, const Text &b)
{
    const auto [inA, inB] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const auto i = static_cast<size_t>(inA - a.begin());
    if (inA == a.end() || inB == b.end())
        return a.size() < b.size();
    if (isLetter(a, i) && isLetter(b, i))
        return a[i] < b[i];
    if (isLetter(a, i) || isLetter(b, i))
        return isLetter(b, i);
    // A zero that other digits stand before belongs to their number.
    quint64 start = 0;
    if (a[i] == '0' || b[i] == '0') {
        for (size_t j = i; j > 0 && isDigit(a, j - 1) && start == 0; --j)
            start = a[j - 1] != '0' ? 1 : 0;
    }
    const auto [numberA, endA] = numberAt(a, i, start);
    const auto [numberB, endB] = numberAt(b, i, start);
    if (numberA != numberB)
        return numberA < numberB;
    if (endA != endB)
        return endA < endB;
    return a[i] < b[i];
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::u32string characters(std::string_view text)
{
    const QList<uint> codes = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUcs4();
    return std::u32string(codes.begin(), codes.end());
}

} // namespace

bool isNaturallyLess(std::string_view a, std::string_view b)
{
    return isAscii(a) && isAscii(b) ? isLess(a, b) : isLess(characters(a), characters(b));
}

} // namespace core::yaml
