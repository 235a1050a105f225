// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/node.h"

#include "services/core/yaml/arena.h"

#include <limits>
#include <new>

namespace core::yaml {

namespace {

// The tags that nearly all nodes have take no room of their own.
std::string_view storedTag(Arena &arena, std::string_view tag)
{
    static constexpr std::string_view known[] = {
        "!!str", "!!map", "!!seq", "!!int", "!!bool", "!!null", "!!float", "!!timestamp", "!!merge", "!!binary"};
    for (const std::string_view each : known) {
        if (each == tag)
            return each;
    }
    return arena.store(tag);
}

} // namespace

bool Node::isNull() const
{
    if (!isScalar())
        return false;
    if (!m_tag.empty())
        return m_tag == "!!null";
    const std::string_view is = text();
    return !isQuoted() && (is.empty() || is == "~" || is == "null" || is == "Null" || is == "NULL");
}

void Node::setPlace(int line, int column)
{
    m_line = static_cast<quint32>(line);
    m_column = static_cast<quint16>(std::min(column, int(std::numeric_limits<quint16>::max())));
}

void Node::setTag(std::string_view tag)
{
    m_tag = storedTag(*m_arena, tag);
    m_explicitTag = false;
}

void Node::setText(std::string_view text)
{
    const std::string_view copy = m_arena->store(text);
    m_chars = copy.data();
    m_size = static_cast<quint32>(copy.size());
}

void Node::grow(quint32 room)
{
    if (m_capacity - m_size >= room)
        return;
    const quint32 capacity = std::max({m_size + room, 2 * m_capacity, 4u});
    Node **nodes = static_cast<Node **>(m_arena->take(capacity * sizeof(Node *), alignof(Node *)));
    std::copy(m_nodes, m_nodes + m_size, nodes);
    m_nodes = nodes;
    m_capacity = capacity;
}

void Node::insert(size_t index, Node *item)
{
    Q_ASSERT(isSequence() && index <= size());
    grow(1);
    std::copy_backward(m_nodes + index, m_nodes + m_size, m_nodes + m_size + 1);
    m_nodes[index] = item;
    ++m_size;
}

void Node::removeAt(size_t index)
{
    Q_ASSERT(index < size());
    const quint32 width = isMapping() ? 2 : 1;
    std::copy(m_nodes + width * (index + 1), m_nodes + m_size, m_nodes + width * index);
    m_size -= width;
}

void Node::clear()
{
    Q_ASSERT(!isScalar());
    m_size = 0;
}

void Node::append(Node *key, Node *value)
{
    Q_ASSERT(isMapping());
    grow(2);
    m_nodes[m_size++] = key;
    m_nodes[m_size++] = value;
}

qsizetype Node::indexOf(std::string_view key) const
{
    if (!isMapping())
        return -1;
    for (quint32 i = 0; i < m_size; i += 2) {
        if (m_nodes[i]->isScalar() && m_nodes[i]->text() == key)
            return i / 2;
    }
    return -1;
}

Node *Node::find(std::string_view key) const
{
    const qsizetype index = indexOf(key);
    return index < 0 ? nullptr : value(static_cast<size_t>(index));
}

void Node::set(std::string_view key, Node *value)
{
    if (const qsizetype index = indexOf(key); index >= 0)
        return setValue(static_cast<size_t>(index), value);
    Node *name = new (m_arena->take(sizeof(Node), alignof(Node))) Node(m_arena, Kind::Scalar);
    name->setText(key);
    append(name, value);
}

bool Node::remove(std::string_view key)
{
    const qsizetype index = indexOf(key);
    if (index < 0)
        return false;
    removeAt(static_cast<size_t>(index));
    return true;
}

void Node::assign(const Node &other)
{
    Q_ASSERT(m_arena == other.m_arena);
    Arena *const arena = m_arena;
    *this = other;
    m_arena = arena;
    if (!isScalar()) {
        // Two nodes must not grow into the same room.
        m_capacity = m_size;
        Node **nodes = static_cast<Node **>(m_arena->take(m_size * sizeof(Node *), alignof(Node *)));
        std::copy(other.m_nodes, other.m_nodes + m_size, nodes);
        m_nodes = nodes;
    }
}

Document::Document()
    : m_arena(std::make_shared<Arena>())
{
}

Document Document::sharing(const Document &other)
{
    Document document = other;
    document.m_root = nullptr;
    return document;
}

Node *Document::scalar(std::string_view text, std::string_view tag, Style style) const
{
    Node *node = new (m_arena->take(sizeof(Node), alignof(Node))) Node(m_arena.get(), Kind::Scalar);
    node->setText(text);
    node->setTag(tag);
    node->setStyle(style);
    return node;
}

Node *Document::sequence() const
{
    Node *node = new (m_arena->take(sizeof(Node), alignof(Node))) Node(m_arena.get(), Kind::Sequence);
    node->setTag("!!seq");
    return node;
}

Node *Document::mapping() const
{
    Node *node = new (m_arena->take(sizeof(Node), alignof(Node))) Node(m_arena.get(), Kind::Mapping);
    node->setTag("!!map");
    return node;
}

Node *Document::clone(const Node &node) const
{
    Node *copy = new (m_arena->take(sizeof(Node), alignof(Node))) Node(m_arena.get(), node.kind());
    const bool isForeign = node.m_arena != m_arena.get();
    copy->m_tag = isForeign ? storedTag(*m_arena, node.m_tag) : node.m_tag;
    copy->m_style = node.m_style;
    copy->m_line = node.m_line;
    copy->m_column = node.m_column;
    copy->m_explicitTag = node.m_explicitTag;
    copy->m_alias = node.m_alias;
    if (node.isScalar()) {
        const std::string_view text = isForeign ? m_arena->store(node.text()) : node.text();
        copy->m_chars = text.data();
        copy->m_size = static_cast<quint32>(text.size());
        return copy;
    }
    copy->grow(node.m_size);
    for (Node *each : node.all())
        copy->m_nodes[copy->m_size++] = clone(*each);
    return copy;
}

Document Document::copy() const
{
    Document document;
    if (m_root)
        document.m_root = document.clone(*m_root);
    return document;
}

size_t Document::bytes() const
{
    return m_arena->bytes();
}

bool isEqual(const Node &a, const Node &b)
{
    if (&a == &b)
        return true;
    if (a.kind() != b.kind() || a.tag() != b.tag() || a.text() != b.text() || a.size() != b.size())
        return false;
    for (size_t i = 0; i < a.size(); ++i) {
        if (a.isSequence()) {
            if (!isEqual(*a.at(i), *b.at(i)))
                return false;
            continue;
        }
        // Nearly always it stands in the same place.
        const Node *same = isEqual(*a.key(i), *b.key(i)) ? b.value(i) : b.find(a.key(i)->text());
        if (!same || !isEqual(*a.value(i), *same))
            return false;
    }
    return true;
}

} // namespace core::yaml
