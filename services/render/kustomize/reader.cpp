// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/reader.h"

#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/render/kustomize/problem.h"

#include <deque>

using namespace Qt::StringLiterals;

namespace render {

namespace {
struct Chunk {
    QByteArray bytes;
    int firstLine = 1;
};

// byteio_reader.go splits the text at "\n---.*\n" before any YAML is read (kustomize.md 6.1).
core::Result<std::vector<Chunk>> split(const QByteArray &text)
{
    std::vector<Chunk> chunks;
    qsizetype begin = 0;
    int line = 1;
    qsizetype from = 0;
    while (true) {
        const qsizetype at = text.indexOf("\n---", from);
        const qsizetype end = at < 0 ? -1 : text.indexOf('\n', at + 1);
        if (end < 0)
            break;
        const QByteArray rest = text.mid(at + 4, end - at - 4).trimmed();
        if (!rest.isEmpty() && !rest.startsWith('#'))
            return problem(("invalid document separator: " + text.mid(at + 1, end - at - 1)).trimmed().toStdString());
        const QByteArray bytes = text.mid(begin, at + 1 - begin);
        chunks.push_back({bytes, line});
        line += int(bytes.count('\n')) + 1;
        begin = end + 1;
        from = begin; // a line break ends one separator and does not begin the next
    }
    chunks.push_back({text.mid(begin), line});
    return chunks;
}

void moveDown(Node *node, int lines)
{
    node->setPlace(node->line() + lines, node->column());
}

std::string goTypeOf(const Node *node)
{
    if (node->isMapping())
        return "map[string]interface {}";
    const std::string_view tag = node->tag();
    return tag == "!!int" ? "int" : tag == "!!float" ? "float64" : tag == "!!bool" ? "bool" : "string";
}

class Reader {
public:
    explicit Reader(const std::string &name)
        : m_name(name)
    {
    }

    core::Result<> read(const Chunk &chunk, const Budget &budget)
    {
        if (const auto version = checkVersion(chunk.bytes); !version)
            return malformed(version.error());
        core::yaml::ParseOptions options;
        options.stop = budget.stop();
        auto document = core::yaml::parseFirst(chunk.bytes, options);
        if (!document)
            return malformed(document.error());
        if (isMissingOrNull(document->root()))
            return {};
        if (const auto merged = core::yaml::mergeKeys(*document); !merged)
            return problem(merged.error().detail().toStdString());
        moveDown(document->root(), chunk.firstLine - 1);
        m_documents.push_back(*document);
        return {};
    }

    core::Result<std::vector<std::shared_ptr<Resource>>> resources()
    {
        unwrapOnly();
        for (const Document &each : m_documents) {
            if (const auto checked = checkIdentity(each.root()); !checked)
                return checked.error();
        }
        std::vector<std::shared_ptr<Resource>> result;
        while (!m_documents.empty()) {
            const Document document = m_documents.front();
            m_documents.pop_front();
            const std::string kind = textOf(document.root(), {"kind"});
            const Node *items = document.root()->find("items");
            if (!kind.ends_with("List") || !items) {
                result.push_back(std::make_shared<Resource>(document, m_name));
                continue;
            }
            if (const auto done = takeApart(kind, items); !done)
                return done.error();
        }
        return result;
    }

private:
    // go-yaml reads YAML 1.1 and says so; libyaml would take 1.2 as well.
    static core::Result<> checkVersion(const QByteArray &bytes)
    {
        if (!bytes.startsWith("%YAML") || QByteArray(bytes).simplified().startsWith("%YAML 1.1"))
            return {};
        return core::Error(core::Error::Kind::Malformed, {}, u"yaml: found incompatible YAML document"_s);
    }

    core::Error malformed(const core::Error &error) const
    {
        if (error.detail().isEmpty() || !error.detail().startsWith(u"yaml:"))
            return refused((error.detail().isEmpty() ? error.summary() : error.detail()).toStdString()
                + (m_name.empty() ? "" : " in " + m_name));
        QString text = u"MalformedYAMLError: "_s + error.detail();
        if (!m_name.empty())
            text += u" in File: "_s + QString::fromStdString(m_name);
        return core::Error(core::Error::Kind::Malformed, text, u"malformed"_s);
    }

    // A file that is nothing but one List.
    void unwrapOnly()
    {
        if (m_documents.size() != 1 || !m_documents.front().root()->isMapping())
            return;
        const Document only = m_documents.front();
        const std::string kind = textOf(only.root(), {"kind"});
        const Node *items = only.root()->find("items");
        if ((kind != "List" && kind != "ResourceList") || !items || !items->isSequence())
            return;
        m_documents.clear();
        for (Node *item : items->items())
            add(only, item);
    }

    void add(const Document &from, Node *item)
    {
        if (isMissingOrNull(item) || (!item->isScalar() && item->isEmpty()))
            return;
        Document document = Document::sharing(from);
        document.setRoot(item);
        m_documents.push_back(document);
    }

    // Items go through JSON, so that only values are left of them.
    core::Result<> takeApart(const std::string &kind, const Node *items)
    {
        if (isTaggedNull(items))
            return {};
        if (!items->isSequence())
            return problem("expected array in " + kind + "/items, but found " + goTypeOf(items));
        for (const Node *item : items->items()) {
            auto values = core::yaml::toValues(*item);
            if (!values)
                return problem(values.error().detail().toStdString());
            if (isMissingOrNull(values->root()))
                continue;
            if (const auto checked = checkIdentity(values->root()); !checked)
                return checked;
            values->root()->setPlace(item->line(), item->column());
            add(*values, values->root());
        }
        return {};
    }

    std::string m_name;
    std::deque<Document> m_documents;
};
}

core::Result<> checkIdentity(const Node *root)
{
    const Node *kind = root->find("kind");
    if (!root->isMapping() || (!kind && !root->find("apiVersion") && !root->find("metadata")))
        return problem("missing Resource metadata");
    const std::string name = textOf(root, {"metadata", "name"});
    const std::string what = '{' + textOf(root, {"apiVersion"}) + ' ' + textOf(root, {"kind"}) + '}';
    if (!kind || kind->text().empty())
        return problem("missing kind in object " + what);
    if (name.empty() && !kind->text().ends_with("List"))
        return problem("missing metadata.name in object " + what);
    return {};
}

core::Result<std::vector<std::shared_ptr<Resource>>> readResources(
    QByteArray bytes, const std::string &name, Budget &budget)
{
    bytes.replace("\r\n", "\n");
    const auto chunks = split(bytes);
    if (!chunks)
        return chunks.error();
    Reader reader(name);
    for (const Chunk &chunk : *chunks) {
        if (const auto done = reader.read(chunk, budget); !done)
            return done.error();
    }
    auto resources = reader.resources();
    if (resources) {
        if (const auto taken = budget.takeResources(resources->size()); !taken)
            return taken.error();
    }
    return resources;
}

bool isMalformedYaml(const core::Error &error)
{
    return error.detail() == u"malformed";
}

} // namespace render
