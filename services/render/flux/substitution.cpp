// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/substitution.h"

#include "services/render/flux/characters.h"
#include "services/render/flux/glob.h"
#include "services/render/flux/template.h"
#include "services/render/kustomize/problem.h"

#include <QChar>

#include <charconv>
#include <optional>

namespace render::flux {

namespace {

constexpr size_t mostBytes = 16 * 1024 * 1024;
constexpr double mostWork = 1e9; // ${v#pattern} may compare the pattern at every place for every length

using Arguments = std::vector<std::string>;

template<typename Convert>
std::string converted(std::string_view text, bool all, const Convert &convert)
{
    std::string result;
    while (!text.empty()) {
        const Character character = firstCharacter(text);
        append(result, convert(character.value));
        text.remove_prefix(character.width);
        if (!all)
            break;
    }
    return result.append(text);
}

std::string changedCase(std::string_view text, const std::string &operation)
{
    const bool all = operation.size() == 2;
    if (operation[0] == '^')
        return converted(text, all, [](char32_t c) { return QChar::toUpper(c); });
    return converted(text, all, [](char32_t c) { return QChar::toLower(c); });
}

// As strconv.Atoi.
std::optional<qint64> number(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    qint64 value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

core::Result<std::string> substring(const std::string &value, const Arguments &arguments)
{
    const auto offset = number(arguments[0]);
    if (!offset)
        return value;
    const auto size = static_cast<qint64>(value.size());
    const qint64 begin = *offset < 0 ? std::max<qint64>(0, size + *offset) : *offset;
    if (arguments.size() == 1)
        return begin < size ? value.substr(static_cast<size_t>(begin)) : std::string();
    const auto length = number(arguments[1]);
    if (!length)
        return value;
    if (begin >= size && *length >= 0)
        return std::string();
    if (*length < 0) // where envsubst panics, which the controller makes an error
        return problem("runtime error: slice bounds out of range ["
            + (begin > 0 ? std::to_string(begin) : std::string()) + ":" + std::to_string(begin + *length) + "]");
    return value.substr(static_cast<size_t>(begin), static_cast<size_t>(*length));
}

std::string reversed(std::string_view text)
{
    std::u32string characters;
    while (!text.empty()) {
        const Character character = firstCharacter(text);
        characters += character.value;
        text.remove_prefix(character.width);
    }
    std::string result;
    for (auto each = characters.rbegin(); each != characters.rend(); ++each)
        append(result, *each);
    return result;
}

// Without the shortest or longest beginning that matches, which is not empty.
std::string withoutPrefix(const std::string &value, const std::string &pattern, bool longest)
{
    size_t found = 0;
    for (size_t length = value.size(); length > 0; --length) {
        const auto matches = matchesGlob(pattern, std::string_view(value).substr(0, length));
        if (!matches)
            return value;
        if (*matches) {
            found = length;
            if (longest)
                break;
        }
    }
    return value.substr(found);
}

std::string trimmed(const std::string &value, const std::string &operation, const std::string &pattern)
{
    const bool longest = operation.size() == 2;
    if (operation[0] == '#')
        return withoutPrefix(value, pattern, longest);
    return reversed(withoutPrefix(reversed(value), reversed(pattern), longest));
}

// As strings.Replace: an empty text stands before every character and at the end.
core::Result<std::string> replaced(std::string_view value, const std::string &from, const std::string &to, bool all)
{
    std::string result;
    for (bool isFirst = true; all || isFirst; isFirst = false) {
        size_t at = value.find(from);
        if (from.empty() && !isFirst)
            at = value.empty() ? std::string_view::npos : firstCharacter(value).width;
        if (at == std::string_view::npos)
            break;
        result.append(value.substr(0, at)).append(to);
        value.remove_prefix(at + from.size());
        if (result.size() > mostBytes)
            return refused("a variable becomes larger than 16 MiB");
    }
    return result.append(value);
}

core::Result<std::string> replacement(
    const std::string &value, const std::string &operation, const Arguments &arguments)
{
    const std::string &from = arguments[0];
    if (operation == "/#" || operation == "/%") {
        const bool fits = operation == "/#" ? value.starts_with(from) : value.ends_with(from);
        if (arguments.size() != 2 || !fits)
            return value;
        if (operation == "/#")
            return arguments[1] + value.substr(from.size());
        return value.substr(0, value.size() - from.size()) + arguments[1];
    }
    return replaced(value, from, arguments.size() > 1 ? arguments[1] : std::string(), operation == "//");
}

bool isDefault(const std::string &operation)
{
    return operation == "=" || operation == ":=" || operation == ":-" || operation == ":?" || operation == ":+";
}

class Evaluator {
public:
    Evaluator(const Variables &variables, Missing missing)
        : m_variables(variables)
        , m_missing(missing)
    {
    }

    core::Result<std::string> text(const std::vector<Piece> &pieces)
    {
        std::string result;
        for (const Piece &each : pieces) {
            const auto value = this->value(each);
            if (!value)
                return value;
            result += *value;
            if (result.size() > mostBytes)
                return refused("an object becomes larger than 16 MiB by its variables");
        }
        return result;
    }

private:
    core::Result<std::string> value(const Piece &piece)
    {
        if (!piece.isVariable)
            return piece.text;
        // First what stands inside, whether it is needed or not.
        Arguments arguments;
        for (const Piece &each : piece.arguments) {
            auto argument = value(each);
            if (!argument)
                return argument;
            arguments.push_back(*std::move(argument));
        }
        const auto found = m_variables.find(piece.text);
        const bool isMissing =
            found == m_variables.end() && m_missing != Missing::IsEmpty && !isDefault(piece.operation);
        if (isMissing && (m_missing == Missing::IsError || piece.operation.empty()))
            return problem("variable not set (strict mode): \"" + piece.text + '"');
        return applied(found == m_variables.end() ? std::string() : found->second, piece.operation, arguments);
    }

    core::Result<std::string> applied(
        const std::string &value, const std::string &operation, const Arguments &arguments)
    {
        if (isDefault(operation)) {
            std::string result = value;
            for (size_t i = 0; value.empty() && i < arguments.size(); ++i)
                result += arguments[i];
            return result;
        }
        if (operation == "#" && arguments.empty())
            return std::to_string(value.size());
        if (operation == "^" || operation == "^^" || operation == "," || operation == ",,")
            return changedCase(value, operation);
        if (operation == ":")
            return substring(value, arguments);
        if (operation.starts_with('/'))
            return replacement(value, operation, arguments);
        if (operation.starts_with('#') || operation.starts_with('%'))
            return limitedTrim(value, operation, arguments[0]);
        return value; // "", and "^," which means nothing
    }

    core::Result<std::string> limitedTrim(
        const std::string &value, const std::string &operation, const std::string &pattern)
    {
        const auto size = static_cast<double>(value.size());
        m_work += size * size * static_cast<double>(pattern.size());
        if (m_work > mostWork)
            return refused("variables that are trimmed by patterns are too long");
        return trimmed(value, operation, pattern);
    }

    const Variables &m_variables;
    const Missing m_missing;
    double m_work = 0;
};

} // namespace

core::Result<std::string> substitute(std::string_view text, const Variables &variables, Missing missing)
{
    const auto pieces = parseTemplate(text);
    if (!pieces)
        return pieces.error();
    return Evaluator(variables, missing).text(*pieces);
}

core::Result<> checkNames(const Variables &variables)
{
    const auto isLetter = [](char c) { return c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); };
    for (const auto &[name, value] : variables) {
        bool isGood = !name.empty() && isLetter(name[0]);
        for (const char c : name)
            isGood = isGood && (isLetter(c) || (c >= '0' && c <= '9'));
        if (!isGood)
            return problem("'" + name + "' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'");
    }
    return {};
}

} // namespace render::flux
