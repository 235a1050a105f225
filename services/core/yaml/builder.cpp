// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/builder.h"

#include "services/core/yaml/scalar.h"

#include <yaml.h>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

const char *chars(const yaml_char_t *text)
{
    // Any object may be looked at as char.
    return reinterpret_cast<const char *>(text);
}

int lineOf(const yaml_event_t &event)
{
    return static_cast<int>(event.start_mark.line) + 1;
}

Style styleOf(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return Style::SingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return Style::DoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE: return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE: return Style::Folded;
    default: return Style::Plain;
    }
}

// "tag:yaml.org,2002:str" is "!!str".
std::string shortTag(std::string_view tag)
{
    constexpr std::string_view prefix = "tag:yaml.org,2002:";
    return tag.starts_with(prefix) ? "!!" + std::string(tag.substr(prefix.size())) : std::string(tag);
}

} // namespace

Error malformedYaml(const QString &detail, int line)
{
    const QString where =
        line > 0 ? u"This text is not valid YAML in line %1"_s.arg(line) : u"This text is not valid YAML"_s;
    return Error(Error::Kind::Malformed, where, detail, u"mend the text"_s);
}

bool Builder::fail(const QString &detail, int line)
{
    m_error = malformedYaml(detail, line);
    return false;
}

bool Builder::tooMuch(const QString &detail, int line)
{
    m_error = Error(Error::Kind::TooLarge, u"This YAML is beyond a limit in line %1"_s.arg(line),
        u"yaml: line %1: %2"_s.arg(line).arg(detail), u"split the file, or write it without so many aliases"_s);
    return false;
}

bool Builder::take(const yaml_event_t &event)
{
    switch (event.type) {
    case YAML_DOCUMENT_START_EVENT: return beginDocument(event);
    case YAML_DOCUMENT_END_EVENT:
        m_documents.push_back(m_document);
        m_ended = m_options.firstOnly;
        return true;
    case YAML_STREAM_END_EVENT: m_ended = true; return true;
    case YAML_MAPPING_START_EVENT: return begin(event, Kind::Mapping);
    case YAML_SEQUENCE_START_EVENT: return begin(event, Kind::Sequence);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: return end();
    case YAML_SCALAR_EVENT: return scalar(event);
    case YAML_ALIAS_EVENT: return alias(event);
    default: return true;
    }
}

bool Builder::beginDocument(const yaml_event_t &event)
{
    // libyaml has learnt YAML 1.2, go-yaml has not.
    const yaml_version_directive_t *version = event.data.document_start.version_directive;
    if (version && version->minor != 1) {
        const int line = static_cast<int>(event.start_mark.line);
        return fail(
            (line > 0 ? u"yaml: line %1: "_s.arg(line) : u"yaml: "_s) + u"found incompatible YAML document"_s, line);
    }
    if (static_cast<qsizetype>(m_documents.size()) >= m_options.limits.documents)
        return tooMuch(u"there are more than %1 documents"_s.arg(m_options.limits.documents), lineOf(event));
    m_document = Document::sharing(m_document);
    m_anchors.clear();
    return true;
}

void Builder::setTag(Node *node, const char *tag, std::string_view implied) const
{
    node->setTag(tag ? shortTag(tag) : implied);
    node->m_explicitTag = tag != nullptr;
}

bool Builder::begin(const yaml_event_t &event, Kind kind)
{
    if (static_cast<int>(m_open.size()) >= m_options.limits.depth)
        return tooMuch(u"it is nested more than %1 levels deep"_s.arg(m_options.limits.depth), lineOf(event));
    const bool isMapping = kind == Kind::Mapping;
    Node *node = isMapping ? m_document.mapping() : m_document.sequence();
    const auto &map = event.data.mapping_start;
    const auto &sequence = event.data.sequence_start;
    const yaml_char_t *tag = isMapping ? map.tag : sequence.tag;
    setTag(node, chars(tag), node->tag());
    const bool isFlow = isMapping ? map.style == YAML_FLOW_MAPPING_STYLE : sequence.style == YAML_FLOW_SEQUENCE_STYLE;
    node->setStyle(isFlow ? Style::Flow : Style::Plain);
    node->setPlace(lineOf(event), static_cast<int>(event.start_mark.column) + 1);
    const yaml_char_t *anchor = isMapping ? map.anchor : sequence.anchor;
    if (anchor)
        m_anchors[chars(anchor)] = {node, true};
    m_open.push_back({node, nullptr, anchor ? chars(anchor) : std::string(), m_nodes});
    return true;
}

bool Builder::end()
{
    const Open done = std::move(m_open.back());
    m_open.pop_back();
    if (!done.anchor.empty()) {
        // Unless its inside has taken the name for something else.
        if (Anchor &anchor = m_anchors[done.anchor]; anchor.node == done.node)
            anchor = {done.node, false, m_nodes - done.before + 1, done.height};
    }
    return place(done.node, done.height);
}

bool Builder::scalar(const yaml_event_t &event)
{
    const auto &scalar = event.data.scalar;
    if (static_cast<qsizetype>(scalar.length) > m_options.limits.scalarBytes)
        return tooMuch(u"a value is longer than %1 bytes"_s.arg(m_options.limits.scalarBytes), lineOf(event));
    const std::string_view text(chars(scalar.value), scalar.length);
    const Style style = styleOf(scalar.style);
    // Without a tag "<<" alone is a merge key; with "!" libyaml says: not plain, and gives no tag.
    std::string_view implied = "!!str";
    if (style == Style::Plain && !(m_options.schema == Schema::Settings && !scalar.plain_implicit))
        implied = text == "<<" ? "!!merge" : resolvedTag(text, m_options.schema);
    Node *node = m_document.scalar(text, {}, style);
    setTag(node, chars(scalar.tag), implied);
    node->setPlace(lineOf(event), static_cast<int>(event.start_mark.column) + 1);
    if (scalar.anchor)
        m_anchors[chars(scalar.anchor)] = {node};
    return place(node, 1);
}

bool Builder::alias(const yaml_event_t &event)
{
    const std::string name(chars(event.data.alias.anchor));
    const auto found = m_anchors.find(name);
    if (found == m_anchors.end())
        return fail(u"yaml: unknown anchor '%1' referenced"_s.arg(QString::fromStdString(name)), lineOf(event));
    const Anchor &anchor = found->second;
    if (anchor.isOpen)
        return fail(u"yaml: anchor '%1' value contains itself"_s.arg(QString::fromStdString(name)), lineOf(event));
    if (static_cast<int>(m_open.size()) + anchor.height - 1 > m_options.limits.depth)
        return tooMuch(u"it is nested more than %1 levels deep"_s.arg(m_options.limits.depth), lineOf(event));
    if (m_copies + anchor.weight > m_options.limits.copies)
        return tooMuch(u"aliases written out make more than %1 values"_s.arg(m_options.limits.copies), lineOf(event));
    m_copies += anchor.weight;
    m_nodes += anchor.weight - 1; // place() counts the one
    Node *copy = m_document.clone(*anchor.node);
    copy->m_alias = true;
    if (m_options.schema == Schema::Settings && isExcessive())
        return fail(u"yaml: document contains excessive aliasing"_s, lineOf(event));
    return place(copy, anchor.height);
}

// The share of values that aliases may make, as go-yaml v2 reckons it.
bool Builder::isExcessive() const
{
    constexpr double low = 400'000;
    constexpr double high = 4'000'000;
    const auto all = static_cast<double>(m_nodes);
    const double share = all <= low ? 0.99 : all >= high ? 0.10 : 0.99 - 0.89 * (all - low) / (high - low);
    return m_copies > 100 && m_nodes > 1000 && static_cast<double>(m_copies) / all > share;
}

bool Builder::place(Node *node, int height)
{
    if (++m_nodes > m_options.limits.nodes)
        return tooMuch(u"it holds more than %1 values"_s.arg(m_options.limits.nodes), node->line());
    if (m_open.empty()) {
        m_document.setRoot(node);
        return true;
    }
    Open &parent = m_open.back();
    parent.height = std::max(parent.height, height + 1);
    if (parent.node->isSequence())
        parent.node->append(node);
    else if (!parent.key)
        parent.key = node;
    else
        parent.node->append(std::exchange(parent.key, nullptr), node);
    return true;
}

} // namespace core::yaml
