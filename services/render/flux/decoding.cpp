// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/decoding.h"

#include "services/core/yaml/parse.h"
#include "services/core/yaml/scalar.h"
#include "services/render/kustomize/knowledge.h"
#include "services/render/kustomize/problem.h"
#include "services/render/kustomize/shapes.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QResource>

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

namespace render::flux {

namespace {

using core::yaml::Document;
using core::yaml::Node;
using Fields = std::map<std::string, std::string>; // and their types
using Types = std::map<std::string, Fields, std::less<>>;

Types readTypes()
{
    (void)knowledge(); // links the tables in
    const QResource resource(u":/kustomize/kustomizationfields.json"_s);
    const QJsonObject all = QJsonDocument::fromJson(resource.uncompressedData()).object();
    Types types;
    for (auto type = all.begin(); type != all.end(); ++type) {
        const QJsonObject fields = type.value().toObject();
        for (auto field = fields.begin(); field != fields.end(); ++field)
            types[type.key().toStdString()][field.key().toStdString()] = field.value().toString().toStdString();
    }
    return types;
}

bool isSameName(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

class Decoder {
public:
    explicit Decoder(const Document &document)
        : m_document(document)
    {
    }

    Node *object(const Node &from, const std::string &type)
    {
        static const Types types = readTypes();
        const Fields &fields = types.at(type);
        // In the order in which JSON reaches Go's decoder: of two spellings of a name the last one wins.
        std::vector<size_t> order(from.size());
        for (size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(
            order.begin(), order.end(), [&](size_t a, size_t b) { return from.key(a)->text() < from.key(b)->text(); });
        Node *result = m_document.mapping();
        for (const size_t i : order) {
            const std::string_view name = from.key(i)->text();
            auto field = fields.find(std::string(name));
            if (field == fields.end())
                field = std::find_if(
                    fields.begin(), fields.end(), [&](const auto &each) { return isSameName(each.first, name); });
            if (field != fields.end() && !from.value(i)->isNull())
                result->set(field->first, value(*from.value(i), field->second));
        }
        return result;
    }

private:
    Node *value(const Node &from, const std::string &type)
    {
        const bool isList = type.starts_with('[');
        const bool isMap = type.starts_with('{');
        if (isList || isMap) {
            const std::string inner = type.substr(1, type.size() - 2);
            if (isList ? !from.isSequence() : !from.isMapping())
                return m_document.clone(from);
            Node *result = isList ? m_document.sequence() : m_document.mapping();
            for (size_t i = 0; i < from.size(); ++i) {
                if (isList)
                    result->append(value(*from.at(i), inner));
                else
                    result->append(m_document.clone(*from.key(i)), value(*from.value(i), inner));
            }
            return result;
        }
        if (type == "text")
            return text(from);
        return type != "any" && from.isMapping() ? object(from, type) : m_document.clone(from);
    }

    Node *text(const Node &from) const
    {
        const std::string_view tag = from.tag();
        if (!from.isScalar() || (tag != "!!bool" && tag != "!!int" && tag != "!!float"))
            return m_document.clone(from);
        if (tag != "!!float")
            return m_document.scalar(from.text(), "!!str", core::yaml::Style::DoubleQuoted);
        // With the digits of a float32, as sigs.k8s.io/yaml does.
        double number = 0;
        std::from_chars(from.text().data(), from.text().data() + from.text().size(), number);
        char digits[32];
        const auto [end, error] = std::to_chars(digits, digits + sizeof digits, static_cast<float>(number));
        const std::string shortest =
            core::yaml::yamlNumber(std::string_view(digits, static_cast<size_t>(end - digits)));
        return m_document.scalar(shortest, "!!str", core::yaml::Style::DoubleQuoted);
    }

    Document m_document;
};

} // namespace

core::Result<Document> decodeKustomization(QByteArrayView bytes)
{
    auto read = core::yaml::parseSettings(bytes);
    if (!read)
        return problem("error converting YAML to JSON: " + read.error().detail().toStdString());
    Document document = Document::sharing(*read);
    if (read->isEmpty() || read->root()->isNull())
        document.setRoot(document.mapping());
    else
        document.setRoot(
            read->root()->isMapping() ? Decoder(document).object(*read->root(), "Kustomization") : read->root());
    if (const auto checked = checkShape(document.root()); !checked)
        return wrapped("error unmarshaling JSON: while decoding JSON", checked.error());
    Node &root = *document.root();
    if (!root.find("apiVersion"))
        root.set("apiVersion", document.string("kustomize.config.k8s.io/v1beta1"));
    if (!root.find("kind"))
        root.set("kind", document.string("Kustomization"));
    return document;
}

} // namespace render::flux
