// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <memory>
#include <span>
#include <string_view>

namespace core::yaml {

class Arena;

enum class Kind : quint8 { Scalar, Sequence, Mapping };
// How it was written, or shall be written by what keeps styles; collections are Plain (block) or Flow.
enum class Style : quint8 { Plain, SingleQuoted, DoubleQuoted, Literal, Folded, Flow };

// One value of a manifest. It lives in the arena of its Document and dies with it; so do all texts that it gives out.
// Only nodes of the same arena may be put together: Document::clone brings in others. Aliases do not exist here, the
// parser has put copies in their place. A mapping keeps its order and may hold a key twice, as go-yaml's nodes do.
class Node {
public:
    Kind kind() const { return m_kind; }
    bool isScalar() const { return m_kind == Kind::Scalar; }
    bool isSequence() const { return m_kind == Kind::Sequence; }
    bool isMapping() const { return m_kind == Kind::Mapping; }
    // A scalar tagged !!null, or one without a tag that reads as null (kustomize.md 17.1).
    bool isNull() const;
    // A null that is written as nothing at all: "a:".
    bool isEmptyNull() const { return isNull() && text().empty(); }

    // Where it begins, from 1; 0 for what no file said. A copy put in place of an alias keeps the anchor's place.
    int line() const { return static_cast<int>(m_line); }
    int column() const { return m_column; }
    void setPlace(int line, int column);

    // In short form: "!!str", "!!int", "!custom"; "" is resolved when it is printed. The parser always sets it.
    std::string_view tag() const { return m_tag; }
    void setTag(std::string_view tag);
    bool hasExplicitTag() const { return m_explicitTag; }
    Style style() const { return m_style; }
    void setStyle(Style style) { m_style = style; }
    bool isQuoted() const { return m_style != Style::Plain && m_style != Style::Flow; }
    bool wasAlias() const { return m_alias; } // a copy in place of *name

    // Scalars: the value, unfolded and unescaped but not resolved; "" for collections. Setting it keeps tag and style.
    std::string_view text() const { return isScalar() ? std::string_view(m_chars, m_size) : std::string_view(); }
    void setText(std::string_view text);

    // Number of elements, or of pairs; 0 for scalars.
    size_t size() const { return isScalar() ? 0 : isMapping() ? m_size / 2 : m_size; }
    bool isEmpty() const { return size() == 0; }

    // Sequences. An index is trusted: less than size() (insert: at most).
    std::span<Node *const> items() const { return isSequence() ? all() : std::span<Node *const>(); }
    Node *at(size_t index) const { return m_nodes[index]; }
    void append(Node *item) { insert(size(), item); }
    void insert(size_t index, Node *item);
    void replaceAt(size_t index, Node *item) { m_nodes[index] = item; }
    void removeAt(size_t index); // mappings: the pair
    void clear();

    // Mappings, by position in order of writing.
    Node *key(size_t index) const { return m_nodes[2 * index]; }
    Node *value(size_t index) const { return m_nodes[2 * index + 1]; }
    void setValue(size_t index, Node *value) { m_nodes[2 * index + 1] = value; }
    void append(Node *key, Node *value);
    // By text of the key whatever its tag: the first hit, as kyaml looks up. Never found in scalars and sequences.
    Node *find(std::string_view key) const;
    qsizetype indexOf(std::string_view key) const; // -1: not there
    // Replaces the first value of that key in its place, or appends a key without tag and style.
    void set(std::string_view key, Node *value);
    bool remove(std::string_view key); // the first; false: there was none

    // Becomes a copy of another of the same arena: kind, tag, style, text and children (shared, not cloned).
    void assign(const Node &other);

private:
    friend class Document;
    friend class Builder;
    friend class Values;
    Node(Arena *arena, Kind kind)
        : m_arena(arena)
        , m_kind(kind)
    {
    }
    std::span<Node *const> all() const { return {m_nodes, m_size}; }
    void grow(quint32 room);
    void borrow(std::string_view text) // that outlives the node
    {
        m_chars = text.data();
        m_size = static_cast<quint32>(text.size());
    }

    Arena *m_arena;
    union {
        const char *m_chars;
        Node **m_nodes = nullptr;
    };
    quint32 m_size = 0; // bytes of text, or nodes in m_nodes
    quint32 m_capacity = 0;
    std::string_view m_tag;
    quint32 m_line = 0;
    quint16 m_column = 0; // 65535: there or further
    Kind m_kind;
    Style m_style : 4 = Style::Plain;
    bool m_explicitTag : 1 = false;
    bool m_alias : 1 = false;
};

// A tree and the arena it lives in. Copying it copies two pointers: both are then the same tree. Documents of one file
// share an arena. One thread at a time per arena.
class Document {
public:
    Document(); // empty: root() is null
    static Document sharing(const Document &other); // empty, in the arena of another

    Node *root() const { return m_root; }
    void setRoot(Node *root) { m_root = root; }
    bool isEmpty() const { return !m_root; }

    // New nodes in this arena; texts and tags are copied. A scalar's tag "" means: resolve its text when printing.
    Node *scalar(std::string_view text, std::string_view tag = {}, Style style = Style::Plain) const;
    Node *string(std::string_view text) const { return scalar(text, "!!str"); }
    Node *null() const { return scalar("null", "!!null"); }
    Node *sequence() const;
    Node *mapping() const;
    Node *clone(const Node &node) const; // deep, of any arena

    // A deep copy with an arena of its own.
    Document copy() const;
    // Bytes that the arena has taken; nodes that were removed still count.
    size_t bytes() const;

private:
    std::shared_ptr<Arena> m_arena;
    Node *m_root = nullptr;
};

// Equal as values are to go-yaml's reader: kind, tag and text; style, place and order of keys do not count.
bool isEqual(const Node &a, const Node &b);

} // namespace core::yaml
