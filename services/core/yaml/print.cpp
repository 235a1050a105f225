// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/print.h"

#include "services/core/yaml/emitter.h"
#include "services/core/yaml/values.h"

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

constexpr std::string_view nextLine = "\xC2\x85"; // U+0085

// On its way a text is JSON that YAML reads: these it does not read, although JSON may say them.
bool hasControlCharacter(std::string_view text)
{
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x7F)
            continue;
        if (c == 0x7F)
            return true;
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
        if (c == 0xC2 && next < 0xA0 && next != 0x85)
            return true;
        if (c == 0xEF && next == 0xBF && i + 2 < text.size() && static_cast<unsigned char>(text[i + 2]) >= 0xBE)
            return true;
    }
    return false;
}

// And this one it takes for the end of a line, which it folds: blanks around it go, one becomes a blank, the first of
// several vanishes.
std::string folded(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const size_t at = std::min(text.find(nextLine), text.size());
        result += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty())
            break;
        result.erase(result.find_last_not_of(' ') + 1);
        size_t breaks = 0;
        for (;;) {
            text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
            if (!text.starts_with(nextLine))
                break;
            text.remove_prefix(nextLine.size());
            ++breaks;
        }
        result += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
    }
    return result;
}

Result<> passThroughJson(Node &node)
{
    if (!node.isScalar()) {
        for (size_t i = 0; i < node.size(); ++i) {
            if (node.isMapping()) {
                if (const auto done = passThroughJson(*node.key(i)); !done)
                    return done;
            }
            if (const auto done = passThroughJson(node.isMapping() ? *node.value(i) : *node.at(i)); !done)
                return done;
        }
        return {};
    }
    if (node.tag() != "!!str")
        return {};
    if (hasControlCharacter(node.text()))
        return Error(Error::Kind::Malformed, u"A text from line %1 holds a control character"_s.arg(node.line()),
            u"yaml: control characters are not allowed"_s, u"take the character out or encode the text"_s);
    if (node.text().find(nextLine) != std::string_view::npos)
        node.setText(folded(node.text()));
    return {};
}

} // namespace

Result<QByteArray> print(const Node &node)
{
    const auto values = Values(Values::Texts::Borrowed).of(node);
    if (!values)
        return values.error();
    if (const auto done = passThroughJson(*values->root()); !done)
        return done.error();
    return Emitter().write(*values->root());
}

} // namespace core::yaml
