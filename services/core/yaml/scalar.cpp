// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/scalar.h"

#include "services/core/yaml/timestamp.h"

#include <QByteArray>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

using Type = Meaning::Type;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

// The words that go-yaml looks up before anything else.
std::optional<Meaning> word(std::string_view text, Schema schema)
{
    if (text.size() > 5)
        return {};
    if (isOneOf(text, {"", "~", "null", "Null", "NULL"}))
        return Meaning{Type::Null, "null"};
    if (isOneOf(text, {"true", "True", "TRUE"}))
        return Meaning{Type::Boolean, "true"};
    if (isOneOf(text, {"false", "False", "FALSE"}))
        return Meaning{Type::Boolean, "false"};
    if (isOneOf(text,
            {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"}))
        return Meaning{Type::Float, {}};
    if (schema == Schema::Manifest)
        return {};
    if (isOneOf(text, {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"}))
        return Meaning{Type::Boolean, "true"};
    if (isOneOf(text, {"n", "N", "no", "No", "NO", "off", "Off", "OFF"}))
        return Meaning{Type::Boolean, "false"};
    return {};
}

// As strconv.ParseInt and then ParseUint: a number of 64 bits in decimal, nothing for anything else.
std::optional<std::string> digits(std::string_view text, int base, bool isNegative, bool isSigned)
{
    quint64 value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return {};
    constexpr quint64 most = quint64(1) << 63;
    if (isSigned && (isNegative ? value > most : value >= most))
        return {};
    return (isNegative && value != 0 ? "-" : "") + std::to_string(value);
}

// Base 0 of Go: 0x, 0b, 0o and a leading 0 name the base.
std::optional<std::string> integer(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    const bool isSigned = isNegative || text.starts_with('+');
    if (isSigned)
        text.remove_prefix(1);
    if (text.size() < 2 || text[0] != '0')
        return digits(text, 10, isNegative, isSigned);
    switch (text[1] | 0x20) {
    case 'x': return digits(text.substr(2), 16, isNegative, isSigned);
    case 'b': return digits(text.substr(2), 2, isNegative, isSigned);
    case 'o': return digits(text.substr(2), 8, isNegative, isSigned);
    default: return digits(text.substr(1), 8, isNegative, isSigned);
    }
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool looksLikeFloat(std::string_view text)
{
    size_t at = 0;
    const auto skipDigits = [&] {
        const size_t before = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at - before;
    };
    const auto skip = [&](char a, char b) {
        const bool found = at < text.size() && (text[at] == a || text[at] == b);
        at += found ? 1 : 0;
        return found;
    };
    skip('-', '+');
    const size_t before = skipDigits();
    if (skip('.', '.')) {
        if (skipDigits() == 0 && before == 0)
            return false;
    } else if (before == 0) {
        return false;
    }
    if (skip('e', 'E')) {
        skip('-', '+');
        if (skipDigits() == 0)
            return false;
    }
    return at == text.size();
}

// Where the first digit that counts stands: 0 in "5.1", 2 in "512", -1 in "0.5"; exponent included.
int magnitude(std::string_view text)
{
    const size_t e = text.find_first_of("eE");
    int exponent = 0;
    if (e != std::string_view::npos) {
        std::string_view rest = text.substr(e + 1);
        if (rest.starts_with('+'))
            rest.remove_prefix(1);
        if (std::from_chars(rest.data(), rest.data() + rest.size(), exponent).ec != std::errc())
            exponent = rest.starts_with('-') ? -100'000'000 : 100'000'000;
        text = text.substr(0, e);
    }
    const size_t point = std::min(text.find('.'), text.size());
    const size_t first = std::min(text.find_first_of("123456789"), text.size());
    const int position = static_cast<int>(point) - static_cast<int>(first);
    return exponent + (position > 0 ? position - 1 : position);
}

// As strconv.ParseFloat: too large is none, too small is zero.
std::optional<double> number(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        return magnitude(text) > 0 ? std::nullopt : std::optional(text.starts_with('-') ? -0.0 : 0.0);
    if (error != std::errc() || end != text.data() + text.size() || std::isinf(value))
        return {};
    return value;
}

std::optional<Meaning> floating(std::string_view text)
{
    if (!looksLikeFloat(text))
        return {};
    if (const auto value = number(text))
        return Meaning{Type::Float, jsonNumber(*value)};
    return {};
}

// "0b-1" and "-0o7", which ParseInt does not know and go-yaml tries by itself.
std::optional<std::string> prefixed(std::string_view text, Schema schema)
{
    const auto tried = [&](std::string_view prefix, int base) -> std::optional<std::string> {
        if (!text.starts_with(prefix))
            return {};
        std::string_view rest = text.substr(prefix.size());
        const bool isNegative = prefix[0] == '-' || rest.starts_with('-');
        const bool isSigned = rest.starts_with('-') || rest.starts_with('+');
        if (isSigned && prefix[0] == '-')
            return {};
        return digits(rest.substr(isSigned ? 1 : 0), base, isNegative, isNegative || isSigned);
    };
    for (const std::string_view prefix : {"0b", "-0b"}) {
        if (const auto value = tried(prefix, 2))
            return value;
    }
    if (schema == Schema::Settings)
        return {};
    for (const std::string_view prefix : {"0o", "-0o"}) {
        if (const auto value = tried(prefix, 8))
            return value;
    }
    return {};
}

Meaning numeric(std::string_view text, Schema schema, bool mayBeTime)
{
    if (const auto time = mayBeTime ? timestamp(text) : std::nullopt)
        return {Type::Timestamp, schema == Schema::Settings ? std::string(text) : *time};
    std::string plain(text);
    std::erase(plain, '_');
    if (const auto value = integer(plain))
        return {Type::Integer, *value};
    if (const auto value = floating(plain))
        return *value;
    if (const auto value = prefixed(plain, schema))
        return {Type::Integer, *value};
    return {Type::String, std::string(text)};
}

// Only what begins like this can be something else than a string.
bool mayResolve(std::string_view text)
{
    return text.empty() || isDigit(text[0])
        || std::string_view("+-.~yYnNtTfFoO").find(text[0]) != std::string_view::npos;
}

Meaning resolveAs(std::string_view text, Schema schema, bool mayBeTime)
{
    if (!mayResolve(text))
        return {Type::String, std::string(text)};
    if (auto found = word(text, schema))
        return *found;
    if (text[0] == '.')
        return floating(text).value_or(Meaning{Type::String, std::string(text)});
    if (isDigit(text[0]) || text[0] == '+' || text[0] == '-')
        return numeric(text, schema, mayBeTime);
    return {Type::String, std::string(text)};
}

std::string_view tagOf(Type type)
{
    switch (type) {
    case Type::Null: return "!!null";
    case Type::Boolean: return "!!bool";
    case Type::Integer: return "!!int";
    case Type::Float: return "!!float";
    case Type::Timestamp: return "!!timestamp";
    case Type::Merge: return "!!merge";
    case Type::String: break;
    }
    return "!!str";
}

Error mismatch(const Node &scalar, const QString &detail)
{
    return Error(Error::Kind::Malformed, u"A value does not fit its tag in line %1"_s.arg(scalar.line()), detail,
        u"mend the value or its tag"_s);
}

Result<Meaning> tagged(const Node &scalar, Schema schema)
{
    const std::string_view tag = scalar.tag();
    const std::string_view text = scalar.text();
    if (tag == "!!binary") {
        QByteArray encoded(text.data(), static_cast<qsizetype>(text.size()));
        encoded.removeIf([](char c) { return c == '\n' || c == '\r'; });
        const auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || encoded.size() % 4 != 0)
            return mismatch(scalar, u"yaml: !!binary value contains invalid base64 data"_s);
        return Meaning{Type::String, QString::fromUtf8(*decoded).toStdString()};
    }
    if (!isOneOf(tag, {"!!bool", "!!int", "!!float", "!!null", "!!timestamp"}))
        return Meaning{Type::String, std::string(text)};
    Meaning meaning = resolveAs(text, schema, tag == "!!timestamp");
    if (tagOf(meaning.type) == tag)
        return meaning;
    if (tag == "!!float" && meaning.type == Type::Integer) {
        if (const auto value = number(meaning.text))
            return Meaning{Type::Float, jsonNumber(*value)};
    }
    return mismatch(scalar,
        u"yaml: cannot decode %1 `%2` as a %3"_s.arg(
            QString::fromUtf8(tagOf(meaning.type)), QString::fromUtf8(text), QString::fromUtf8(tag)));
}

// The digits of the shortest text that reads back as the same number, and the place of the first one.
struct Decimal {
    bool isNegative = false;
    std::string digits;
    int exponent = 0;

    explicit Decimal(double value)
    {
        char text[32];
        const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
        Q_ASSERT(error == std::errc());
        std::string_view view(text, static_cast<size_t>(end - text));
        isNegative = view.starts_with('-');
        view.remove_prefix(isNegative ? 1 : 0);
        const size_t e = view.find('e');
        for (const char c : view.substr(0, e)) {
            if (c != '.')
                digits += c;
        }
        view.remove_prefix(e + (view[e + 1] == '+' ? 2 : 1));
        std::from_chars(view.data(), view.data() + view.size(), exponent);
    }

    std::string plain() const
    {
        const auto size = static_cast<int>(digits.size());
        std::string text = isNegative ? "-" : "";
        if (exponent < 0)
            return text + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
        if (size <= exponent + 1)
            return text + digits + std::string(static_cast<size_t>(exponent + 1 - size), '0');
        return text + digits.substr(0, static_cast<size_t>(exponent + 1)) + '.'
            + digits.substr(static_cast<size_t>(exponent + 1));
    }

    std::string scientific(size_t exponentDigits) const
    {
        std::string power = std::to_string(std::abs(exponent));
        if (power.size() < exponentDigits)
            power.insert(0, exponentDigits - power.size(), '0');
        return (isNegative ? "-" : "") + digits.substr(0, 1) + (digits.size() > 1 ? "." : "") + digits.substr(1)
            + (exponent < 0 ? "e-" : "e+") + power;
    }
};

} // namespace

Meaning resolve(std::string_view text, Schema schema)
{
    return resolveAs(text, schema, true);
}

std::string_view resolvedTag(std::string_view text, Schema schema)
{
    return mayResolve(text) ? tagOf(resolve(text, schema).type) : "!!str";
}

Result<Meaning> meaningOf(const Node &scalar, Schema schema, Place place)
{
    const std::string_view text = scalar.text();
    const Meaning string{Type::String, std::string(text)};
    std::string_view tag = scalar.tag();
    if (!scalar.hasExplicitTag() && !tag.empty()) {
        if (tag == "!!str" || tag == "!!merge")
            return string;
        // What the text says by itself is not printed, and then quotes make it a string.
        if (schema == Schema::Settings || tag == resolvedTag(text, schema))
            tag = {};
    }
    if (!tag.empty())
        return tagged(scalar, schema);
    if (scalar.isQuoted())
        return string;
    if (schema == Schema::Settings)
        return resolve(text, schema);
    if (text.empty() ? place != Place::Block : text.find('\n') != std::string_view::npos)
        return string;
    Meaning meaning = resolve(text, schema);
    // In a flow collection a colon forces quotes.
    if (meaning.type == Type::Timestamp && place == Place::Flow && text.find(':') != std::string_view::npos)
        return string;
    return meaning;
}

bool needsQuotes(std::string_view text)
{
    if (!mayResolve(text))
        return false;
    if (resolve(text, Schema::Settings).type != Type::String)
        return true;
    // Base 60: [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
    size_t at = text[0] == '+' || text[0] == '-' ? 1 : 0;
    if (at == text.size() || !isDigit(text[at]))
        return false;
    while (at < text.size() && (isDigit(text[at]) || text[at] == '_'))
        ++at;
    size_t groups = 0;
    while (at + 1 < text.size() && text[at] == ':' && isDigit(text[at + 1])) {
        const bool two = at + 2 < text.size() && isDigit(text[at + 2]);
        if (two && text[at + 1] > '5')
            return false;
        at += two ? 3 : 2;
        ++groups;
    }
    if (groups == 0)
        return false;
    return at == text.size()
        || (text[at] == '.' && text.find_first_not_of("0123456789_", at + 1) == std::string_view::npos);
}

std::string jsonNumber(double number)
{
    const Decimal decimal(number);
    const double size = std::abs(number);
    return size != 0 && (size < 1e-6 || size >= 1e21) ? decimal.scientific(1) : decimal.plain();
}

std::string yamlNumber(std::string_view json)
{
    if (const auto whole =
            digits(json.substr(json.starts_with('-') ? 1 : 0), 10, json.starts_with('-'), json.starts_with('-')))
        return *whole;
    const auto value = number(json);
    if (!value)
        return std::string(json);
    const Decimal decimal(*value);
    return decimal.exponent < -4 || decimal.exponent >= 6 ? decimal.scientific(2) : decimal.plain();
}

} // namespace core::yaml
