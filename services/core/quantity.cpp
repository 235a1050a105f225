// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/quantity.h"

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 nano = -9;
const QByteArray &largestBinary()
{
    static const QByteArray digits = QByteArray::number(std::numeric_limits<qint64>::max());
    return digits;
}

struct Suffix {
    int base;
    qint64 exponent;
};

struct Named {
    QLatin1StringView name;
    Suffix suffix;
};

// apimachinery pkg/api/resource/suffix.go
constexpr std::array suffixes{
    Named{""_L1, {10, 0}},
    Named{"n"_L1, {10, -9}},
    Named{"u"_L1, {10, -6}},
    Named{"m"_L1, {10, -3}},
    Named{"k"_L1, {10, 3}},
    Named{"M"_L1, {10, 6}},
    Named{"G"_L1, {10, 9}},
    Named{"T"_L1, {10, 12}},
    Named{"P"_L1, {10, 15}},
    Named{"E"_L1, {10, 18}},
    Named{"Ki"_L1, {2, 10}},
    Named{"Mi"_L1, {2, 20}},
    Named{"Gi"_L1, {2, 30}},
    Named{"Ti"_L1, {2, 40}},
    Named{"Pi"_L1, {2, 50}},
    Named{"Ei"_L1, {2, 60}},
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// Cuts the digits off the front of the text.
QByteArray digitsOf(QStringView &text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    const QByteArray digits = text.first(end - text.begin()).toLatin1();
    text = text.sliced(digits.size());
    return digits;
}

std::optional<Suffix> suffixOf(QStringView text)
{
    for (const Named &each : suffixes) {
        if (text == each.name)
            return each.suffix;
    }
    if (text.first(1) != u"e" && text.first(1) != u"E")
        return {};
    QStringView number = text.sliced(1);
    const bool negative = number.startsWith(u'-');
    if (negative || number.startsWith(u'+'))
        number = number.sliced(1);
    // toInt would take spaces too.
    if (number.isEmpty() || !std::all_of(number.begin(), number.end(), isDigit))
        return {};
    bool fits = false;
    const int exponent = number.toInt(&fits);
    return fits ? std::optional(Suffix{10, negative ? -exponent : exponent}) : std::nullopt;
}

QByteArray product(const QByteArray &digits, quint64 factor)
{
    QByteArray result;
    quint64 carry = 0; // never more than the factor, and ten times 2^60 fits
    for (auto digit = digits.crbegin(); digit != digits.crend(); ++digit) {
        carry += static_cast<quint64>(*digit - '0') * factor;
        result.append(static_cast<char>('0' + carry % 10));
        carry /= 10;
    }
    for (; carry > 0; carry /= 10)
        result.append(static_cast<char>('0' + carry % 10));
    std::reverse(result.begin(), result.end());
    return result;
}

QByteArray successor(QByteArray digits)
{
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return digits;
        }
        *digit = '0';
    }
    return digits.prepend('1');
}

// Cuts digits from the end; what is not zero leaves one more behind: who asks for a little gets a little.
QByteArray roundedUp(const QByteArray &digits, qint64 cut)
{
    const qsizetype kept = std::max<qint64>(0, digits.size() - cut);
    const bool exact = std::all_of(digits.cbegin() + kept, digits.cend(), [](char digit) { return digit == '0'; });
    return exact ? digits.first(kept) : successor(digits.first(kept));
}

Error malformed(QStringView text)
{
    constexpr qsizetype shown = 64; // enough to recognise it; a hostile one may be megabytes
    return Error(Error::Kind::Malformed, u"A quantity cannot be read"_s,
        text.first(std::min(shown, text.size())).toString(), u"write it like 100m, 0.5, 1e3 or 2Gi"_s);
}

} // namespace

Quantity::Quantity(bool negative, QByteArray digits, qint64 exponent)
    : m_negative(negative)
    , m_digits(std::move(digits))
    , m_exponent(exponent)
{
    const auto isZero = [](char digit) { return digit == '0'; };
    const qsizetype trailing = std::find_if_not(m_digits.crbegin(), m_digits.crend(), isZero) - m_digits.crbegin();
    m_digits.chop(trailing);
    m_digits = m_digits.sliced(std::find_if_not(m_digits.cbegin(), m_digits.cend(), isZero) - m_digits.cbegin());
    m_exponent = m_digits.isEmpty() ? 0 : m_exponent + trailing;
    m_negative = m_negative && !m_digits.isEmpty();
}

Result<Quantity> Quantity::parsed(QStringView text)
{
    if (text.isEmpty())
        return malformed(text);
    QStringView rest = text;
    const bool negative = rest.startsWith(u'-');
    if (negative || rest.startsWith(u'+'))
        rest = rest.sliced(1);
    QByteArray digits = digitsOf(rest);
    qint64 exponent = 0;
    if (rest.startsWith(u'.')) {
        rest = rest.sliced(1);
        const QByteArray places = digitsOf(rest);
        digits += places;
        exponent = -places.size();
    }
    const auto suffix = suffixOf(rest);
    if (!suffix)
        return malformed(text);
    const bool binary = suffix->base == 2;
    // "k" and "+" are zero to apimachinery, except where it does not come by its short way.
    if (digits.isEmpty() && (suffix->exponent < nano || (binary && suffix->exponent >= 50)))
        return malformed(text);
    if (binary)
        digits = product(digits, quint64(1) << suffix->exponent);
    else
        exponent += suffix->exponent;
    if (exponent < nano) {
        digits = roundedUp(digits, nano - exponent);
        exponent = nano;
    }
    const Quantity quantity(negative, std::move(digits), exponent);
    const Quantity limit(negative, largestBinary(), 0);
    if (binary && (negative ? quantity < limit : quantity > limit))
        return limit;
    return quantity;
}

std::strong_ordering Quantity::operator<=>(const Quantity &other) const
{
    const auto sign = [](const Quantity &q) { return q.m_digits.isEmpty() ? 0 : q.m_negative ? -1 : 1; };
    if (sign(*this) != sign(other) || m_digits.isEmpty())
        return sign(*this) <=> sign(other);
    const qint64 length = m_digits.size() + m_exponent; // of what stands before the point
    const qint64 otherLength = other.m_digits.size() + other.m_exponent;
    const auto size = length != otherLength ? length <=> otherLength : m_digits.compare(other.m_digits) <=> 0;
    return m_negative ? 0 <=> size : size;
}

} // namespace core
