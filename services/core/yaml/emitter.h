// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/yaml/node.h"

#include <QByteArray>

#include <string>

namespace core::yaml {

// Writes a tree of values in block style as go-yaml v2 does, which is libyaml's emitter: indent 2, width 80, lists not
// indented below their key, keys in natural order (kustomize.md 17.3).
class Emitter {
public:
    QByteArray write(const Node &root);

private:
    void node(const Node &node, int indent, bool inMapping);
    void mapping(const Node &node, int indent);
    void sequence(const Node &node, int indent);
    void key(const Node &key, const Node &value, int indent);
    void scalar(const Node &node, int indent, bool isKey);
    void text(std::string_view text, int indent, bool isKey);
    void plain(std::string_view text, int indent, bool mayFold);
    void singleQuoted(std::string_view text, int indent, bool mayFold);
    void doubleQuoted(std::string_view text, int indent, bool mayFold);
    void escape(std::string_view text, size_t &at);
    void literal(std::string_view text, int indent);

    void put(char c);
    void putBreak();
    void copy(std::string_view text, size_t &at); // one character
    void copyBreak(std::string_view text, size_t &at);
    void indentTo(int indent);
    void indicator(std::string_view text, bool needsSpace, bool isSpace, bool keepsIndention);

    std::string m_out;
    int m_column = 0;
    bool m_space = true; // the last character was white space
    bool m_indention = true; // the line holds nothing but indentation and "-", "?", ":"
};

// go-yaml's order of keys: letters after other characters, numbers by value. Not transitive for such as a10, a1b2, a2.
bool isNaturallyLess(std::string_view a, std::string_view b);

} // namespace core::yaml
