// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/excerpt.h"

namespace render {

using core::yaml::Node;
using core::yaml::Style;

namespace {
constexpr size_t LongestExcerpt = 64 * 1024; // of a message

bool isInline(const Node *node)
{
    return node->isScalar() || node->style() == Style::Flow || node->isEmpty();
}

void writeInline(std::string &out, const Node *node)
{
    if (node->isScalar()) {
        const char *quote = node->style() == Style::SingleQuoted ? "'" : node->isQuoted() ? "\"" : "";
        out.append(quote).append(node->text()).append(quote);
        return;
    }
    out += node->isMapping() ? '{' : '[';
    for (size_t i = 0; i < node->size() && out.size() < LongestExcerpt; ++i) {
        if (i)
            out += ", ";
        if (node->isMapping()) {
            writeInline(out, node->key(i));
            out += ": ";
        }
        writeInline(out, node->isMapping() ? node->value(i) : node->at(i));
    }
    out += node->isMapping() ? '}' : ']';
}

// isContinued: the first line stands behind a "- ".
void writeBlock(std::string &out, const Node *node, size_t indent, bool isContinued)
{
    for (size_t i = 0; i < node->size() && out.size() < LongestExcerpt; ++i) {
        out.append(i || !isContinued ? indent : 0, ' ');
        const Node *value = node->isMapping() ? node->value(i) : node->at(i);
        if (node->isMapping()) {
            writeInline(out, node->key(i));
            out += ':';
        } else {
            out += '-';
        }
        if (isInline(value)) {
            out += ' ';
            writeInline(out, value);
            out += '\n';
        } else if (node->isMapping()) {
            out += '\n';
            writeBlock(out, value, indent + (value->isMapping() ? 2 : 0), false);
        } else {
            out += ' ';
            writeBlock(out, value, indent + 2, true);
        }
    }
}
}

std::string excerpt(const Node *node)
{
    std::string out;
    if (isInline(node))
        writeInline(out, node);
    else
        writeBlock(out, node, 0, false);
    return out;
}

} // namespace render
