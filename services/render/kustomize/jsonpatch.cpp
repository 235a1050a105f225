// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/jsonpatch.h"

#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/core/yaml/scalar.h"
#include "services/render/kustomize/problem.h"

#include <charconv>
#include <optional>

namespace render {

using core::yaml::Style;

namespace {
constexpr size_t LargestResult = 64 * 1024 * 1024;

std::string decoded(std::string_view part)
{
    std::string key;
    for (size_t i = 0; i < part.size(); ++i) {
        const char next = i + 1 < part.size() ? part[i + 1] : 0;
        if (part[i] == '~' && (next == '0' || next == '1')) {
            key += next == '1' ? '/' : '~';
            ++i;
        } else {
            key += part[i];
        }
    }
    return key;
}

// Go's strconv.Atoi.
core::Result<qsizetype> indexOf(const std::string &text)
{
    const std::string_view digits = text.starts_with('+') ? std::string_view(text).substr(1) : std::string_view(text);
    int number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size())
        return problem("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    return qsizetype(number);
}

core::Error invalidIndex(qsizetype index)
{
    return problem("Unable to access invalid index: " + std::to_string(index) + ": invalid index referenced");
}

// An index that counts from the end is turned; room: how many positions there are.
core::Result<size_t> position(const std::string &key, size_t room)
{
    const auto index = indexOf(key);
    if (!index)
        return index.error();
    const qsizetype size = qsizetype(room);
    if (*index >= size || *index < -size)
        return invalidIndex(*index);
    return size_t(*index < 0 ? *index + size : *index);
}

bool isEqual(const Node *a, const Node *b)
{
    if (isMissingOrNull(a) || isMissingOrNull(b))
        return isMissingOrNull(a) && isMissingOrNull(b);
    if (a->kind() != b->kind() || a->size() != b->size())
        return false;
    if (a->isScalar())
        return (a->tag() == "!!str") == (b->tag() == "!!str") && a->text() == b->text();
    for (size_t i = 0; i < a->size(); ++i) {
        const Node *other = a->isMapping() ? b->find(a->key(i)->text()) : b->at(i);
        if (!other || !isEqual(a->isMapping() ? a->value(i) : a->at(i), other))
            return false;
    }
    return true;
}

// encoding/json hands every number back as a float64.
void throughFloat(Node *node)
{
    for (size_t i = 0; i < node->size(); ++i)
        throughFloat(node->isMapping() ? node->value(i) : node->at(i));
    if (!node->isScalar())
        return;
    if (node->tag() == "!!int" || node->tag() == "!!float") {
        const double number = std::strtod(std::string(node->text()).c_str(), nullptr);
        const std::string text = core::yaml::jsonNumber(number);
        node->setText(text);
        node->setTag(text.find_first_of(".eE") == std::string::npos ? "!!int" : "!!float");
        node->setStyle(Style::Plain);
    } else if (node->tag() == "!!str") {
        node->setStyle(core::yaml::needsQuotes(node->text()) ? Style::DoubleQuoted : Style::Plain);
    }
}
}

class JsonPatcher {
public:
    using Operation = JsonPatch::Operation;

    explicit JsonPatcher(Document document)
        : m_document(std::move(document))
    {
    }

    core::Result<> apply(const Operation &operation)
    {
        const std::string &kind = operation.kind;
        if (kind != "add" && kind != "remove" && kind != "replace" && kind != "move" && kind != "copy"
            && kind != "test")
            return problem("Unexpected kind: " + kind);
        if (!operation.hasPath)
            return problem(kind + " operation failed to decode path: missing value");
        if (kind == "move" || kind == "copy")
            return carry(operation);
        if (kind == "test")
            return test(operation);
        if (kind == "replace" && operation.path.empty())
            return replaceRoot(operation);
        const auto place = find(operation.path);
        if (!place)
            return missing(kind, "doc is missing path", operation.path);
        if (kind == "remove")
            return named("remove", operation.path, remove(*place));
        if (kind == "replace") {
            if (const auto there = get(*place); !there)
                return problem(
                    "replace operation does not apply: doc is missing key: " + operation.path + ": missing value");
            return named("remove", operation.path, set(*place, copyOf(operation.value)));
        }
        return named("add", operation.path, add(*place, copyOf(operation.value)));
    }

    Document document() const { return m_document; }

private:
    struct Place {
        Node *container;
        std::string key;
    };

    static core::Error missing(const std::string &kind, const std::string &what, const std::string &path)
    {
        const char *quote = kind == "add" || kind == "remove" ? "\"" : "";
        return problem(kind + " operation does not apply: " + what + ": " + quote + path + quote + ": missing value");
    }
    static core::Result<> named(const std::string &kind, const std::string &path, const core::Result<> &done)
    {
        if (!done)
            return wrapped("error in " + kind + " for path: '" + path + '\'', done.error());
        return {};
    }

    Node *copyOf(const Node *value) const { return value ? m_document.clone(*value) : m_document.null(); }

    std::optional<Place> find(const std::string &path) const
    {
        const size_t first = path.find('/');
        if (first == std::string::npos)
            return {};
        Node *at = m_document.root();
        size_t begin = first + 1;
        while (true) {
            const size_t end = path.find('/', begin);
            const std::string key =
                decoded(std::string_view(path).substr(begin, end == std::string::npos ? end : end - begin));
            if (isMissingOrNull(at) || at->isScalar())
                return {};
            if (end == std::string::npos)
                return Place{at, key};
            const auto next = get({at, key});
            if (!next || !*next)
                return {};
            at = *next;
            begin = end + 1;
        }
    }

    // What is there; null: a mapping has no such key.
    static core::Result<Node *> get(const Place &place)
    {
        if (place.container->isMapping())
            return place.container->find(place.key);
        const auto at = position(place.key, place.container->size());
        if (!at)
            return at.error();
        return place.container->at(*at);
    }

    static core::Result<> set(const Place &place, Node *value)
    {
        if (place.container->isMapping()) {
            place.container->set(place.key, value);
            return {};
        }
        const auto at = position(place.key, place.container->size());
        if (!at)
            return at.error();
        place.container->replaceAt(*at, value);
        return {};
    }

    static core::Result<> add(const Place &place, Node *value)
    {
        if (place.container->isMapping())
            return set(place, value);
        if (place.key == "-") {
            place.container->append(value);
            return {};
        }
        if (const auto index = indexOf(place.key); !index)
            return wrapped("value was not a proper array index: '" + place.key + '\'', index.error());
        const auto at = position(place.key, place.container->size() + 1);
        if (!at)
            return at.error();
        place.container->insert(*at, value);
        return {};
    }

    static core::Result<> remove(const Place &place)
    {
        if (place.container->isMapping()) {
            if (!place.container->remove(place.key))
                return problem("Unable to remove nonexistent key: " + place.key + ": missing value");
            return {};
        }
        const auto at = position(place.key, place.container->size());
        if (!at)
            return at.error();
        place.container->removeAt(*at);
        return {};
    }

    core::Result<> replaceRoot(const Operation &operation)
    {
        if (!operation.value || operation.value->isScalar())
            return problem("replace operation value must be object or array");
        m_document.setRoot(copyOf(operation.value));
        return {};
    }

    core::Result<> carry(const Operation &operation)
    {
        const std::string &kind = operation.kind;
        if (!operation.hasFrom)
            return problem(kind + " operation failed to decode from: missing value");
        const auto from = find(operation.from);
        if (!from)
            return missing(kind, "doc is missing from path", operation.from);
        const auto value = get(*from);
        if (!value)
            return named(kind, operation.from, value.error());
        Node *carried = copyOf(*value);
        if (kind == "move") {
            if (auto removed = named(kind, operation.from, remove(*from)); !removed)
                return removed;
        }
        const auto to = find(operation.path);
        if (!to)
            return missing(kind, "doc is missing destination path", operation.path);
        return named(kind, operation.path, add(*to, carried));
    }

    core::Result<> test(const Operation &operation)
    {
        const auto failed = [&] { return problem("testing value " + operation.path + " failed: test failed"); };
        Node *found = m_document.root();
        if (!operation.path.empty()) {
            const auto place = find(operation.path);
            if (!place)
                return missing("test", "is missing path", operation.path);
            const auto value = get(*place);
            if (!value)
                return named("test", operation.path, value.error());
            found = *value;
        }
        if (!isEqual(found, operation.value))
            return failed();
        return {};
    }

    Document m_document;
};

core::Result<JsonPatch> JsonPatch::parsed(const QByteArray &text)
{
    if (text.isEmpty())
        return problem("empty json patch operations");
    const auto document = text.startsWith('[') ? core::yaml::fromJson(text) : core::yaml::parseSettings(text);
    if (!document)
        return problem(
            document.error().detail().isEmpty() ? sentence(document.error()) : document.error().detail().toStdString());
    JsonPatch patch;
    patch.m_document = *document;
    const Node *root = document->root();
    if (isMissingOrNull(root))
        return patch;
    if (!root->isSequence())
        return problem("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    for (const Node *item : root->items()) {
        if (!item->isMapping())
            return problem("json: cannot unmarshal the operation into Go value of type jsonpatch.Operation");
        Operation operation{"unknown", textOf(item, {"path"}), textOf(item, {"from"})};
        if (const Node *kind = item->find("op"); kind && kind->isScalar())
            operation.kind = kind->text();
        operation.hasPath = !isMissingOrNull(item->find("path"));
        operation.hasFrom = !isMissingOrNull(item->find("from"));
        operation.value = item->find("value");
        patch.m_operations.push_back(operation);
    }
    return patch;
}

core::Result<Document> JsonPatch::applied(const Node &resource) const
{
    auto values = core::yaml::toValues(resource);
    if (!values)
        return problem(values.error().detail().toStdString());
    JsonPatcher patcher(*values);
    for (const Operation &each : m_operations) {
        if (const auto done = patcher.apply(each); !done)
            return done.error();
        if (patcher.document().bytes() > LargestResult) // a few copies of copies double it until memory ends
            return refused("a JSON patch makes a resource of more than 64 MiB");
    }
    Document result = patcher.document();
    if (!result.root()->isMapping())
        return problem("json: cannot unmarshal array into Go value of type map[string]interface {}");
    throughFloat(result.root());
    return result;
}

} // namespace render
