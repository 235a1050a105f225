// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/builder.h"
#include "services/core/yaml/parse.h"
#include "services/core/yaml/scalar.h"

#include <charconv>
#include <unordered_map>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

const auto wantMap = u"map merge requires map or sequence of maps as the value"_s;

// The maps that a merge key names, the one that wins first. Their nodes are copies that nobody else has.
Result<std::vector<Node *>> sources(Node &value)
{
    const auto refused = [&](const QString &why) { return malformedYaml(why, value.line()); };
    if (value.isMapping())
        return std::vector<Node *>{&value};
    if (value.wasAlias())
        return refused(u"invalid map merge: received alias for a non-map value"_s);
    if (!value.isSequence())
        return refused(wantMap);
    std::vector<Node *> maps;
    for (Node *each : value.items()) {
        if (each->isSequence() && !each->wasAlias())
            return refused(u"invalid map merge: received a nested sequence"_s);
        auto more = sources(*each);
        if (!more)
            return more.error();
        maps.insert(maps.end(), more->begin(), more->end());
    }
    return maps;
}

Result<> merge(Node &node);

// Takes the merge key out of the map and puts what it names behind what stands there itself.
Result<> mergeInto(Node &map)
{
    Node *merged = nullptr;
    for (size_t i = map.size(); i-- > 0;) {
        if (map.key(i)->tag() != "!!merge")
            continue;
        if (merged)
            return malformedYaml(u"duplicate merge key"_s, map.line());
        merged = map.value(i);
        map.removeAt(i);
    }
    const size_t own = map.size();
    if (merged) {
        const auto maps = sources(*merged);
        if (!maps)
            return maps.error();
        std::unordered_set<std::string_view> keys;
        for (size_t i = 0; i < own; ++i)
            keys.insert(map.key(i)->text());
        for (Node *source : *maps) {
            if (const auto done = merge(*source); !done)
                return done;
            for (size_t i = 0; i < source->size(); ++i) {
                if (keys.insert(source->key(i)->text()).second)
                    map.append(source->key(i), source->value(i));
            }
        }
    }
    for (size_t i = 0; i < own; ++i) {
        if (map.key(i)->isNull() && !map.key(i)->text().empty() && !map.find({}))
            map.append(map.key(i), map.value(i));
    }
    return {};
}

Result<> merge(Node &node)
{
    if (node.isMapping()) {
        if (const auto done = mergeInto(node); !done)
            return done;
        for (size_t i = 0; i < node.size(); ++i) {
            if (const auto done = merge(*node.value(i)); !done)
                return done;
        }
    } else if (node.isSequence()) {
        for (Node *each : node.items()) {
            if (const auto done = merge(*each); !done)
                return done;
        }
    }
    return {};
}

// Turns a tree of Schema::Settings into what sigs.k8s.io/yaml makes of it.
class Settings {
public:
    explicit Settings(const Document &document)
        : m_document(Document::sharing(document))
    {
    }

    Result<Document> convert(const Node &root)
    {
        const auto node = value(root);
        if (!node)
            return node.error();
        m_document.setRoot(*node);
        return m_document;
    }

private:
    using Index = std::unordered_map<std::string, size_t>;

    static Error refused(const Node &node, const QString &why) { return malformedYaml(why, node.line()); }

    Node *placed(Node *node, const Node &like) const
    {
        node->setPlace(like.line(), like.column());
        return node;
    }

    Result<Node *> value(const Node &node)
    {
        if (node.isScalar())
            return scalar(node);
        if (node.isMapping()) {
            Node *map = placed(m_document.mapping(), node);
            Index index;
            if (const auto done = fill(map, index, node); !done)
                return done.error();
            return map;
        }
        Node *list = placed(m_document.sequence(), node);
        for (const Node *each : node.items()) {
            const auto item = value(*each);
            if (!item)
                return item;
            list->append(*item);
        }
        return list;
    }

    Result<Node *> scalar(const Node &node) const
    {
        const auto meaning = meaningOf(node, Schema::Settings);
        if (!meaning)
            return meaning.error();
        switch (meaning->type) {
        case Meaning::Type::Null: return placed(m_document.null(), node);
        case Meaning::Type::Boolean: return placed(m_document.scalar(meaning->text, "!!bool"), node);
        case Meaning::Type::Integer: return placed(m_document.scalar(meaning->text, "!!int"), node);
        case Meaning::Type::Float:
            if (meaning->text.empty())
                return refused(node, u"json: unsupported value: %1"_s.arg(QString::fromUtf8(node.text())));
            return placed(m_document.scalar(meaning->text, "!!float"), node);
        default: return placed(m_document.scalar(meaning->text, "!!str", Style::DoubleQuoted), node);
        }
    }

    Result<std::string> key(const Node &node) const
    {
        if (!node.isScalar())
            return refused(node, u"yaml: invalid map key"_s);
        const auto meaning = meaningOf(node, Schema::Settings);
        if (!meaning)
            return meaning.error();
        if (meaning->type == Meaning::Type::Null)
            return refused(node, u"unsupported map key of type: %!s(<nil>), key: <nil>"_s);
        if (meaning->type != Meaning::Type::Float)
            return meaning->text;
        if (meaning->text.empty())
            return std::string(node.text());
        // As it does: with the digits of a float32.
        char digits[32];
        double number = 0;
        std::from_chars(meaning->text.data(), meaning->text.data() + meaning->text.size(), number);
        const auto [end, error] = std::to_chars(digits, digits + sizeof digits, static_cast<float>(number));
        return std::string(digits, end);
    }

    // In order of writing: what comes later wins, merged maps too.
    Result<> fill(Node *map, Index &index, const Node &from)
    {
        for (size_t i = 0; i < from.size(); ++i) {
            if (from.key(i)->tag() == "!!merge") {
                if (const auto done = fillMerged(map, index, *from.value(i)); !done)
                    return done;
                continue;
            }
            const auto name = key(*from.key(i));
            if (!name)
                return name.error();
            const auto content = value(*from.value(i));
            if (!content)
                return content.error();
            const auto [found, isNew] = index.try_emplace(*name, map->size());
            if (isNew)
                map->append(placed(m_document.scalar(*name, "!!str", Style::DoubleQuoted), *from.key(i)), *content);
            else
                map->setValue(found->second, *content);
        }
        return {};
    }

    Result<> fillMerged(Node *map, Index &index, const Node &merged)
    {
        if (merged.isMapping())
            return fill(map, index, merged);
        if (!merged.isSequence() || merged.wasAlias())
            return refused(merged, u"yaml: "_s + wantMap);
        for (size_t i = merged.size(); i-- > 0;) {
            if (!merged.at(i)->isMapping())
                return refused(merged, u"yaml: "_s + wantMap);
            if (const auto done = fill(map, index, *merged.at(i)); !done)
                return done;
        }
        return {};
    }

    Document m_document;
};

} // namespace

Result<> mergeKeys(Document &document)
{
    return document.isEmpty() ? Result<>() : merge(*document.root());
}

Result<Document> parseSettings(QByteArrayView bytes, ParseOptions options)
{
    options.schema = Schema::Settings;
    auto document = parseFirst(bytes, options);
    if (!document || document->isEmpty())
        return document;
    return Settings(*document).convert(*document->root());
}

} // namespace core::yaml
