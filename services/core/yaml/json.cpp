// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/print.h"
#include "services/core/yaml/values.h"

#include <simdjson.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

void writeString(std::string &out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) {
            // JavaScript's line separators, U+2028 and U+2029.
            if (text.substr(i, 2) == "\xE2\x80" && i + 2 < text.size()
                && (text[i + 2] == '\xA8' || text[i + 2] == '\xA9')) {
                out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
                i += 2;
            } else {
                out += c;
            }
            continue;
        }
        switch (c) {
        case '"':
        case '\\': (out += '\\') += c; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (byte < 0x20 || c == '<' || c == '>' || c == '&')
                ((out += "\\u00") += hex[byte >> 4]) += hex[byte & 0x0F];
            else
                out += c;
        }
    }
    out += '"';
}

void write(std::string &out, const Node &node)
{
    if (node.isScalar()) {
        if (node.tag() == "!!str")
            writeString(out, node.text());
        else
            out += node.text();
        return;
    }
    out += node.isMapping() ? '{' : '[';
    for (size_t i = 0; i < node.size(); ++i) {
        if (i > 0)
            out += ',';
        if (node.isMapping()) {
            writeString(out, node.key(i)->text());
            out += ':';
        }
        write(out, node.isMapping() ? *node.value(i) : *node.at(i));
    }
    out += node.isMapping() ? '}' : ']';
}

using simdjson::ondemand::json_type;

class Reader {
public:
    explicit Reader(const Limits &limits)
        : m_limits(limits)
    {
    }

    Result<Document> read(QByteArrayView json)
    {
        if (json.size() > m_limits.bytes)
            return Error(Error::Kind::TooLarge, u"This JSON is larger than %1 MiB"_s.arg(m_limits.bytes / 1024 / 1024));
        // In brackets, because a scalar is not a value to simdjson while it is the whole document.
        const simdjson::padded_string text("[" + std::string(json.data(), static_cast<size_t>(json.size())) + "]");
        simdjson::ondemand::parser parser;
        simdjson::ondemand::document whole;
        if (const auto error = parser.iterate(text).get(whole))
            return malformed(error);
        simdjson::ondemand::value outer;
        Node *list = nullptr;
        const char *rest = nullptr;
        if (const auto error = whole.get_value().get(outer))
            return malformed(error);
        if (const auto error = array(outer, list, 0))
            return malformed(error);
        if (list->size() != 1 || whole.current_location().get(rest) == simdjson::SUCCESS)
            return malformed(simdjson::TRAILING_CONTENT);
        m_document.setRoot(list->at(0));
        return m_document;
    }

private:
    using Code = simdjson::error_code;

    static Error malformed(Code code)
    {
        return Error(Error::Kind::Malformed, u"This text is not valid JSON"_s,
            QString::fromUtf8(simdjson::error_message(code)), u"mend the text"_s);
    }

    Code scalar(simdjson::ondemand::value &value, Node *&node)
    {
        json_type type{};
        if (const Code error = value.type().get(type))
            return error;
        if (type == json_type::string) {
            std::string_view text;
            if (const Code error = value.get_string().get(text))
                return error;
            node = m_document.scalar(text, "!!str", Style::DoubleQuoted);
        } else if (type == json_type::boolean) {
            bool isTrue = false;
            if (const Code error = value.get_bool().get(isTrue))
                return error;
            node = m_document.scalar(isTrue ? "true" : "false", "!!bool");
        } else if (type == json_type::null) {
            bool isNull = false;
            if (const Code error = value.is_null().get(isNull))
                return error;
            if (!isNull)
                return simdjson::INCORRECT_TYPE;
            node = m_document.null();
        } else {
            std::string_view text = value.raw_json_token();
            text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
            if (!isNumber(text))
                return simdjson::NUMBER_ERROR;
            node = m_document.scalar(text, text.find_first_of(".eE") == std::string_view::npos ? "!!int" : "!!float");
        }
        return simdjson::SUCCESS;
    }

    // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?
    static bool isNumber(std::string_view text)
    {
        const auto digits = [&] {
            const size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
            text.remove_prefix(count);
            return count;
        };
        if (text.starts_with('-'))
            text.remove_prefix(1);
        const bool isZero = text.starts_with('0');
        if (const size_t count = digits(); count == 0 || (isZero && count > 1))
            return false;
        if (text.starts_with('.')) {
            text.remove_prefix(1);
            if (digits() == 0)
                return false;
        }
        if (text.starts_with('e') || text.starts_with('E')) {
            text.remove_prefix(text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 2 : 1);
            if (digits() == 0)
                return false;
        }
        return text.empty();
    }

    Code read(simdjson::ondemand::value value, Node *&node, int depth)
    {
        if (++m_nodes > m_limits.nodes)
            return simdjson::CAPACITY;
        json_type type{};
        if (const Code error = value.type().get(type))
            return error;
        if (type != json_type::object && type != json_type::array)
            return scalar(value, node);
        if (depth > m_limits.depth)
            return simdjson::DEPTH_ERROR;
        return type == json_type::object ? object(value, node, depth) : array(value, node, depth);
    }

    Code object(simdjson::ondemand::value value, Node *&node, int depth)
    {
        node = m_document.mapping();
        simdjson::ondemand::object object;
        if (const Code error = value.get_object().get(object))
            return error;
        for (auto each : object) {
            std::string_view name;
            if (const Code error = each.unescaped_key().get(name))
                return error;
            Node *key = m_document.string(name);
            simdjson::ondemand::value item;
            if (const Code error = each.value().get(item))
                return error;
            Node *content = nullptr;
            if (const Code error = read(item, content, depth + 1))
                return error;
            node->append(key, content);
        }
        return simdjson::SUCCESS;
    }

    Code array(simdjson::ondemand::value value, Node *&node, int depth)
    {
        node = m_document.sequence();
        simdjson::ondemand::array array;
        if (const Code error = value.get_array().get(array))
            return error;
        for (auto each : array) {
            simdjson::ondemand::value item;
            if (const Code error = each.get(item))
                return error;
            Node *content = nullptr;
            if (const Code error = read(item, content, depth + 1))
                return error;
            node->append(content);
        }
        return simdjson::SUCCESS;
    }

    const Limits m_limits;
    Document m_document;
    qsizetype m_nodes = 0;
};

} // namespace

Result<QByteArray> toJson(const Node &node)
{
    const auto values = Values(Values::Texts::Borrowed).of(node);
    if (!values)
        return values.error();
    std::string out;
    write(out, *values->root());
    return QByteArray(out.data(), static_cast<qsizetype>(out.size()));
}

Result<Document> fromJson(QByteArrayView json, const Limits &limits)
{
    return Reader(limits).read(json);
}

} // namespace core::yaml
