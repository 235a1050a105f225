// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/emitter.h"

#include "services/core/yaml/analysis.h"
#include "services/core/yaml/scalar.h"

#include <vector>

namespace core::yaml {

namespace {

constexpr int bestWidth = 80;
constexpr size_t longestSimpleKey = 128;

using Pairs = std::vector<std::pair<const Node *, const Node *>>;

// Never asks more of an order that is not transitive than an answer for two; std::sort would be undefined.
void sortKeys(Pairs &pairs)
{
    Pairs other(pairs.size());
    const auto less = [](const auto &a, const auto &b) { return isNaturallyLess(a.first->text(), b.first->text()); };
    for (size_t width = 1; width < pairs.size(); width *= 2) {
        for (size_t begin = 0; begin < pairs.size(); begin += 2 * width) {
            const size_t middle = std::min(begin + width, pairs.size());
            const size_t end = std::min(begin + 2 * width, pairs.size());
            size_t left = begin;
            size_t right = middle;
            for (size_t at = begin; at < end; ++at) {
                const bool takeRight = left == middle || (right < end && less(pairs[right], pairs[left]));
                other[at] = takeRight ? pairs[right++] : pairs[left++];
            }
        }
        std::swap(pairs, other);
    }
}

} // namespace

QByteArray Emitter::write(const Node &root)
{
    node(root, -2, false);
    indentTo(0);
    return QByteArray(m_out.data(), static_cast<qsizetype>(m_out.size()));
}

void Emitter::put(char c)
{
    m_out += c;
    ++m_column;
}

void Emitter::putBreak()
{
    m_out += '\n';
    m_column = 0;
}

void Emitter::copy(std::string_view text, size_t &at)
{
    const size_t width = characterWidth(text[at]);
    m_out.append(text, at, width);
    at += width;
    ++m_column;
}

void Emitter::copyBreak(std::string_view text, size_t &at)
{
    copy(text, at);
    m_column = 0;
}

void Emitter::indentTo(int indent)
{
    indent = std::max(indent, 0);
    if (!m_indention || m_column > indent || (m_column == indent && !m_space))
        putBreak();
    if (m_column < indent) {
        m_out.append(static_cast<size_t>(indent - m_column), ' ');
        m_column = indent;
    }
    m_space = true;
    m_indention = true;
}

void Emitter::indicator(std::string_view text, bool needsSpace, bool isSpace, bool keepsIndention)
{
    if (needsSpace && !m_space)
        put(' ');
    m_out += text;
    m_column += static_cast<int>(text.size());
    m_space = isSpace;
    m_indention = m_indention && keepsIndention;
}

// The indent is that of the collection around it; -2 around the root.
void Emitter::node(const Node &node, int indent, bool inMapping)
{
    if (node.isScalar())
        return scalar(node, indent, false);
    if (node.isEmpty()) {
        indicator(node.isMapping() ? "{" : "[", true, true, false);
        return indicator(node.isMapping() ? "}" : "]", false, false, false);
    }
    if (node.isMapping())
        mapping(node, indent + 2);
    else
        sequence(node, inMapping && !m_indention ? indent : indent + 2);
}

void Emitter::sequence(const Node &node, int indent)
{
    for (const Node *each : node.items()) {
        indentTo(indent);
        indicator("-", true, false, true);
        this->node(*each, indent, false);
    }
}

void Emitter::mapping(const Node &node, int indent)
{
    Pairs pairs;
    pairs.reserve(node.size());
    for (size_t i = 0; i < node.size(); ++i)
        pairs.emplace_back(node.key(i), node.value(i));
    sortKeys(pairs);
    for (const auto &[name, value] : pairs)
        key(*name, *value, indent);
}

void Emitter::key(const Node &key, const Node &value, int indent)
{
    indentTo(indent);
    const std::string_view name = key.text();
    bool isSimple = name.size() <= longestSimpleKey;
    for (size_t i = 0; isSimple && i < name.size(); i += characterWidth(name[i]))
        isSimple = !isBreak(name, i);
    if (isSimple) {
        scalar(key, indent, true);
        indicator(":", false, false, false);
    } else {
        indicator("?", true, false, true);
        scalar(key, indent, false);
        indentTo(indent);
        indicator(":", true, false, true);
    }
    node(value, indent, true);
}

void Emitter::scalar(const Node &node, int indent, bool isKey)
{
    indent += 2;
    if (node.tag() == "!!str")
        return text(node.text(), indent, isKey);
    const bool isNumber = node.tag() == "!!int" || node.tag() == "!!float";
    plain(isNumber ? yamlNumber(node.text()) : std::string(node.text()), indent, !isKey);
}

void Emitter::text(std::string_view text, int indent, bool isKey)
{
    const Analysis analysis(text);
    const bool isLiteral = text.find('\n') != std::string_view::npos;
    if (isLiteral && analysis.block && !isKey)
        return literal(text, indent);
    if (!isLiteral && !needsQuotes(text)) {
        if (analysis.plain && !(text.empty() && isKey))
            return plain(text, indent, !isKey);
        if (analysis.singleQuoted)
            return singleQuoted(text, indent, !isKey);
    }
    doubleQuoted(text, indent, !isKey);
}

void Emitter::plain(std::string_view text, int indent, bool mayFold)
{
    if (!m_space)
        put(' ');
    bool spaces = false;
    for (size_t i = 0; i < text.size();) {
        const bool isSpace = text[i] == ' ';
        if (isSpace && mayFold && !spaces && m_column > bestWidth && i + 1 < text.size() && text[i + 1] != ' ') {
            indentTo(indent);
            ++i;
        } else {
            copy(text, i);
        }
        if (!isSpace)
            m_indention = false;
        spaces = isSpace;
    }
    m_space = false;
    m_indention = false;
}

void Emitter::singleQuoted(std::string_view text, int indent, bool mayFold)
{
    indicator("'", true, false, false);
    bool spaces = false;
    bool breaks = false;
    for (size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            const bool inside = i > 0 && i + 1 < text.size();
            if (mayFold && !spaces && m_column > bestWidth && inside && text[i + 1] != ' ') {
                indentTo(indent);
                ++i;
            } else {
                copy(text, i);
            }
            spaces = true;
        } else if (isBreak(text, i)) {
            copyBreak(text, i);
            m_indention = true;
            breaks = true;
        } else {
            if (breaks)
                indentTo(indent);
            if (text[i] == '\'')
                put('\'');
            copy(text, i);
            m_indention = false;
            spaces = false;
            breaks = false;
        }
    }
    indicator("'", false, false, false);
    m_space = false;
    m_indention = false;
}

void Emitter::doubleQuoted(std::string_view text, int indent, bool mayFold)
{
    indicator("\"", true, false, false);
    bool spaces = false;
    for (size_t i = 0; i < text.size();) {
        if (!isPrintable(text, i) || isBreak(text, i) || text[i] == '"' || text[i] == '\\') {
            escape(text, i);
            spaces = false;
        } else if (text[i] == ' ') {
            if (mayFold && !spaces && m_column > bestWidth && i > 0 && i + 1 < text.size()) {
                indentTo(indent);
                if (text[i + 1] == ' ')
                    put('\\');
                ++i;
            } else {
                copy(text, i);
            }
            spaces = true;
        } else {
            copy(text, i);
            spaces = false;
        }
    }
    indicator("\"", false, false, false);
    m_space = false;
    m_indention = false;
}

void Emitter::escape(std::string_view text, size_t &at)
{
    const size_t width = characterWidth(text[at]);
    const auto lead = static_cast<unsigned char>(text[at]);
    char32_t value = width == 1 ? lead : lead & (0x7F >> width);
    for (size_t i = 1; i < width && at + i < text.size(); ++i)
        value = value << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    at += width;
    put('\\');
    static constexpr std::pair<char32_t, char> named[] = {{0x00, '0'}, {0x07, 'a'}, {0x08, 'b'}, {0x09, 't'},
        {0x0A, 'n'}, {0x0B, 'v'}, {0x0C, 'f'}, {0x0D, 'r'}, {0x1B, 'e'}, {0x22, '"'}, {0x5C, '\\'}, {0x85, 'N'},
        {0xA0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
    for (const auto &[character, name] : named) {
        if (character == value)
            return put(name);
    }
    put(value <= 0xFF ? 'x' : value <= 0xFFFF ? 'u' : 'U');
    for (int shift = value <= 0xFF ? 4 : value <= 0xFFFF ? 12 : 28; shift >= 0; shift -= 4)
        put("0123456789ABCDEF"[value >> shift & 0x0F]);
}

void Emitter::literal(std::string_view text, int indent)
{
    indicator("|", true, false, false);
    if (text[0] == ' ' || isBreak(text, 0))
        indicator("2", false, false, false);
    // How the last characters end: "-" without a break, "+" with more than one.
    const auto before = [&](size_t end) {
        size_t at = end - 1;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
            --at;
        return at;
    };
    const size_t last = before(text.size());
    if (!isBreak(text, last))
        indicator("-", false, false, false);
    else if (last == 0 || isBreak(text, before(last)))
        indicator("+", false, false, false);
    putBreak();
    m_indention = true;
    m_space = true;
    bool breaks = true;
    for (size_t i = 0; i < text.size();) {
        if (isBreak(text, i)) {
            copyBreak(text, i);
            m_indention = true;
            breaks = true;
        } else {
            if (breaks)
                indentTo(indent);
            copy(text, i);
            m_indention = false;
            breaks = false;
        }
    }
}

} // namespace core::yaml
