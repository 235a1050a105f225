// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/values.h"

#include "services/core/yaml/analysis.h"
#include "services/core/yaml/print.h"
#include "services/core/yaml/scalar.h"

#include <QStringList>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

Error cannotPrint(const QString &detail, int line)
{
    return Error(Error::Kind::Malformed,
        line > 0 ? u"A value from line %1 cannot be printed"_s.arg(line) : u"A value cannot be printed"_s, detail,
        u"mend the manifest"_s);
}

// A folded text as go-yaml v3 writes it again: it looks at the wrong place for what follows a break, and so adds breaks
// before indented lines and after ">+" (probe block-folded). What comes back is read from what it writes.
std::string refolded(std::string_view text)
{
    std::string written = "k: >";
    if (text[0] == ' ' || isBreak(text, 0))
        written += '2';
    const bool endsInBreak = text.ends_with('\n');
    if (!endsInBreak)
        written += '-';
    else if (text.size() == 1 || text[text.size() - 2] == '\n')
        written += '+';
    written += '\n';
    const size_t first = std::min(text.find_first_not_of('\n'), text.size());
    const bool beginsBlank = first == text.size() || text[first] == ' ' || text[first] == '\t' || isBreak(text, first);
    bool breaks = true;
    bool leadingSpaces = true;
    for (const char c : text) {
        if (c == '\n') {
            if (!breaks && !leadingSpaces && !beginsBlank)
                written += '\n';
            written += '\n';
            breaks = true;
            continue;
        }
        if (breaks) {
            written += "  ";
            leadingSpaces = c == ' ' || c == '\t';
        }
        written += c;
        breaks = false;
    }
    const auto read = parseFirst(QByteArrayView(written.data(), static_cast<qsizetype>(written.size())));
    if (!read || read->isEmpty() || !read->root()->isMapping() || read->root()->size() != 1)
        return std::string(text);
    return std::string(read->root()->value(0)->text());
}

// How many lines a node takes when go-yaml prints it with its styles; for the numbers in its complaints.
int linesOf(const Node &node, bool inFlow)
{
    if (inFlow || node.style() == Style::Flow || (!node.isScalar() && node.isEmpty()))
        return 1;
    if (node.isScalar()) {
        const bool isBlock = node.style() == Style::Literal || node.style() == Style::Folded
            || (node.style() == Style::Plain && node.text().find('\n') != std::string_view::npos);
        const auto breaks = std::count(node.text().begin(), node.text().end(), '\n');
        return isBlock ? 1 + static_cast<int>(breaks) + (node.text().ends_with('\n') ? 0 : 1) : 1;
    }
    int lines = 0;
    for (size_t i = 0; i < node.size(); ++i) {
        const Node &each = node.isMapping() ? *node.value(i) : *node.at(i);
        const bool startsBelow = node.isMapping() && !each.isScalar() && !each.isEmpty() && each.style() != Style::Flow;
        lines += linesOf(each, false) + (startsBelow ? 1 : 0);
    }
    return lines;
}

// Every key that stands there twice, in go-yaml's words.
void findDuplicates(const Node &node, int line, bool inFlow, QStringList &found)
{
    inFlow = inFlow || node.style() == Style::Flow;
    std::unordered_multimap<std::string_view, int> lines;
    for (size_t i = 0; i < node.size(); ++i) {
        const Node &each = node.isMapping() ? *node.value(i) : *node.at(i);
        const bool startsBelow =
            node.isMapping() && !inFlow && !each.isScalar() && !each.isEmpty() && each.style() != Style::Flow;
        if (node.isMapping()) {
            const std::string_view key = node.key(i)->text();
            if (const auto earlier = lines.find(key); earlier != lines.end()) {
                found.append(u"  line %1: mapping key \"%2\" already defined at line %3"_s.arg(line)
                                 .arg(QString::fromUtf8(key))
                                 .arg(earlier->second));
            } else {
                lines.emplace(key, line);
            }
        }
        findDuplicates(each, line + (startsBelow ? 1 : 0), inFlow, found);
        if (!inFlow)
            line += linesOf(each, false) + (startsBelow ? 1 : 0);
    }
}

// The first key of a map that stands there before already.
const Node *duplicateKey(const Node &map)
{
    constexpr size_t few = 12; // of which comparing all with all is faster than a table
    if (map.size() <= few) {
        for (size_t i = 1; i < map.size(); ++i) {
            for (size_t j = 0; j < i; ++j) {
                if (map.key(j)->text() == map.key(i)->text())
                    return map.key(i);
            }
        }
        return nullptr;
    }
    std::unordered_set<std::string_view> seen;
    for (size_t i = 0; i < map.size(); ++i) {
        if (!seen.insert(map.key(i)->text()).second)
            return map.key(i);
    }
    return nullptr;
}

} // namespace

Values::Values(Texts texts)
    : m_texts(texts)
{
}

Result<Document> Values::of(const Node &root)
{
    const auto node = value(root, Place::Block);
    if (node) {
        m_document.setRoot(*node);
        return m_document;
    }
    if (!m_duplicate)
        return node.error();
    QStringList found;
    findDuplicates(root, 1, false, found);
    return cannotPrint(u"yaml: unmarshal errors:\n"_s + found.join(u'\n'), m_duplicate);
}

Node *Values::made(std::string_view text, std::string_view tag, const Node &like) const
{
    Node *node = m_document.scalar({}, tag);
    if (m_texts == Texts::Borrowed && text.data() == like.text().data())
        node->borrow(text);
    else
        node->setText(text);
    node->setPlace(like.line(), like.column());
    return node;
}

Result<Node *> Values::string(std::string_view text, const Node &like, Place place) const
{
    std::string folded;
    const bool isBlock = like.style() == Style::Literal || like.style() == Style::Folded
        || (like.style() == Style::Plain && text.find('\n') != std::string_view::npos);
    if (isBlock && place == Place::Block && !text.empty() && Analysis(text, false).block) {
        // go-yaml v3 cannot read the block that it writes for such a text.
        if (text[0] == '\t')
            return cannotPrint(u"yaml: found a tab character where an indentation space is expected"_s, like.line());
        if (like.style() == Style::Folded) {
            folded = refolded(text);
            text = folded;
        }
    }
    Node *node = made(text, "!!str", like);
    if (needsQuotes(text))
        node->setStyle(Style::DoubleQuoted);
    return node;
}

Result<Node *> Values::scalar(const Node &node, Place place) const
{
    if (node.tag() == "!!str" && !node.hasExplicitTag())
        return string(node.text(), node, place);
    const auto meaning = meaningOf(node, Schema::Manifest, place);
    if (!meaning)
        return meaning.error();
    switch (meaning->type) {
    case Meaning::Type::Null: return made("null", "!!null", node);
    case Meaning::Type::Boolean: return made(meaning->text, "!!bool", node);
    case Meaning::Type::Integer: return made(meaning->text, "!!int", node);
    case Meaning::Type::Float: {
        if (!meaning->text.empty())
            return made(meaning->text, "!!float", node);
        const std::string_view text = node.text();
        const bool isNumber = text.find_first_of("iI") != std::string_view::npos;
        return cannotPrint(u"json: unsupported value: "_s
                + (!isNumber                    ? u"NaN"_s
                        : text.starts_with('-') ? u"-Inf"_s
                                                : u"+Inf"_s),
            node.line());
    }
    default: return string(meaning->text, node, place);
    }
}

Result<Node *> Values::mapping(const Node &node, Place place)
{
    // Duplicates are complained about before anything else in a map is.
    if (const Node *key = duplicateKey(node)) {
        m_duplicate = std::max(1, key->line());
        return cannotPrint({}, key->line());
    }
    Node *map = m_document.mapping();
    std::vector<std::pair<Node *, const Node *>> pairs;
    pairs.reserve(node.size());
    for (size_t i = 0; i < node.size(); ++i) {
        const Node &name = *node.key(i);
        if (!name.isScalar())
            return cannotPrint(u"yaml: invalid map key"_s, name.line());
        const auto key = scalar(name, place == Place::Flow ? Place::Flow : Place::Key);
        if (!key)
            return key;
        if ((*key)->tag() != "!!str")
            return cannotPrint(u"json: unsupported type: map[interface {}]interface {}"_s, name.line());
        pairs.emplace_back(*key, node.value(i));
    }
    std::sort(
        pairs.begin(), pairs.end(), [](const auto &a, const auto &b) { return a.first->text() < b.first->text(); });
    for (const auto &[key, content] : pairs) {
        const auto made = value(*content, place);
        if (!made)
            return made;
        map->append(key, *made);
    }
    return map;
}

Result<Node *> Values::value(const Node &node, Place place)
{
    if (node.isScalar())
        return scalar(node, place);
    if (node.style() == Style::Flow)
        place = Place::Flow;
    if (node.isMapping())
        return mapping(node, place);
    Node *list = m_document.sequence();
    for (const Node *each : node.items()) {
        const auto item = value(*each, place);
        if (!item)
            return item;
        list->append(*item);
    }
    return list;
}

Result<Document> toValues(const Node &node)
{
    return Values(Values::Texts::Copied).of(node);
}

} // namespace core::yaml
