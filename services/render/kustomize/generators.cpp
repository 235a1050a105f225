// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/generators.h"

#include "services/render/kustomize/problem.h"

#include <QList>
#include <QStringDecoder>

#include <algorithm>

namespace render {

using core::yaml::Style;

namespace {
std::string list(const std::vector<std::string> &items) // Go's %v
{
    std::string text = "[";
    for (const std::string &item : items)
        text += (text.size() > 1 ? " " : "") + item;
    return text + ']';
}

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString decoded = decoder(bytes);
    return !decoder.hasError();
}

// Long base64 is broken into lines of 70, which is what makes it a block in the result.
std::string base64(const QByteArray &bytes)
{
    const std::string text = bytes.toBase64().toStdString();
    if (text.size() <= 70)
        return text;
    std::string lines;
    for (size_t i = 0; i < text.size(); i += 70)
        lines += text.substr(i, 70) + '\n';
    return lines;
}

struct Value {
    std::string key;
    QByteArray bytes;
};

core::Result<std::pair<std::string, std::string>> fileSource(const std::string &source)
{
    const auto equals = std::count(source.begin(), source.end(), '=');
    if (equals == 0)
        return std::pair(std::string(core::fileName(source)), source);
    if (source.front() == '=')
        return problem("key name for file path " + source.substr(1) + " missing");
    if (source.back() == '=')
        return problem("file path for key name " + source.substr(0, source.size() - 1) + " missing");
    if (equals > 1)
        return problem("key names or file paths cannot contain '='");
    const size_t at = source.find('=');
    return std::pair(source.substr(0, at), source.substr(at + 1));
}

core::Result<std::vector<Value>> values(const Generator &generator, const Loader &loader)
{
    std::vector<Value> all;
    for (const std::string &path : generator.envs) {
        const auto bytes = loader.load(path);
        const auto pairs = bytes ? environmentPairs(*bytes) : core::Result<Pairs>(bytes.error());
        if (!pairs)
            return wrapped("env source files: " + list(generator.envs), pairs.error());
        for (const auto &[key, value] : *pairs)
            all.push_back({key, QByteArray::fromStdString(value)});
    }
    for (const std::string &literal : generator.literals) {
        const auto pair = literalPair(literal);
        if (!pair)
            return wrapped("literal sources " + list(generator.literals), pair.error());
        all.push_back({pair->first, QByteArray::fromStdString(pair->second)});
    }
    for (const std::string &source : generator.files) {
        const auto named = fileSource(source);
        const auto bytes = named ? loader.load(named->second) : core::Result<QByteArray>(named.error());
        if (!bytes)
            return wrapped("file sources: " + list(generator.files), bytes.error());
        all.push_back({named->first, *bytes});
    }
    return all;
}

void addData(const Document &document, const Generator &generator, const std::map<std::string, QByteArray> &data)
{
    for (const auto &[key, bytes] : data) {
        const bool isText = !generator.isSecret && isUtf8(bytes);
        const char *field = generator.isSecret || isText ? "data" : "binaryData";
        Node *mapping = document.root()->find(field);
        if (!mapping) {
            mapping = document.mapping();
            document.root()->set(field, mapping);
        }
        const std::string text = isText ? bytes.toStdString() : base64(bytes);
        Node *value = document.string(text);
        if (text.find('\n') != std::string::npos)
            value->setStyle(Style::Literal);
        setField(mapping, key, value);
    }
}

Behavior behaviorOf(const std::string &name)
{
    if (name == "create")
        return Behavior::Create;
    if (name == "replace")
        return Behavior::Replace;
    return name == "merge" ? Behavior::Merge : Behavior::Unspecified;
}

const char *nameOf(Behavior behavior)
{
    switch (behavior) {
    case Behavior::Create: return "create";
    case Behavior::Replace: return "replace";
    case Behavior::Merge: return "merge";
    case Behavior::Unspecified: break;
    }
    return "unspecified";
}

// The data of the old one joins that of the new one, which wins.
void mergeData(Resource &fresh, const Resource &old, const char *field)
{
    std::map<std::string, std::string> all = textMap(fresh.root()->find(field));
    all.merge(textMap(old.root()->find(field)));
    fresh.root()->remove(field);
    if (all.empty())
        return;
    Node *mapping = fresh.document.mapping();
    for (const auto &[key, value] : all) {
        Node *node = fresh.document.string(value);
        if (value.find('\n') != std::string::npos)
            node->setStyle(Style::Literal);
        setField(mapping, key, node);
    }
    fresh.root()->set(field, mapping);
}

// CopyMergeMetaDataFieldsFrom of upstream: name, place and memory are those of the old one.
void inheritMetadata(Resource &fresh, const Resource &old)
{
    std::map<std::string, std::string> labels = fresh.labels();
    labels.merge(old.labels());
    fresh.setLabels(labels);
    std::map<std::string, std::string> annotations = fresh.annotations();
    annotations.merge(old.annotations());
    fresh.setAnnotations(annotations);
    if (fresh.behavior == Behavior::Merge || !fresh.origin)
        fresh.origin = old.origin;
    fresh.transformations = old.transformations;
    fresh.inherit(old);
    fresh.setName(old.name());
    fresh.setNamespace(old.nspace());
}
}

core::Result<std::pair<std::string, std::string>> literalPair(const std::string &literal)
{
    const size_t at = literal.find('=');
    if (at == std::string::npos || at == 0)
        return problem("invalid literal source " + literal + ", expected key=value");
    std::string value = literal.substr(at + 1);
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.front() == value.back())
        value = value.substr(1, value.size() - 2);
    return std::pair(literal.substr(0, at), value);
}

core::Result<Pairs> environmentPairs(const QByteArray &bytes)
{
    Pairs pairs;
    int number = 0;
    for (QByteArray line : bytes.split('\n')) {
        if (line.size() > 64 * 1024) // bufio.Scanner stops here and says nothing
            break;
        if (!isUtf8(line))
            return problem("line " + std::to_string(number + 1) + " has invalid utf8 bytes : " + line.toStdString());
        if (line.endsWith('\r')) // so does bufio.ScanLines
            line.chop(1);
        if (number++ == 0 && line.startsWith("\xef\xbb\xbf"))
            line.remove(0, 3);
        qsizetype begin = 0;
        while (begin < line.size() && std::string_view(" \t\r\v\f").find(line[begin]) != std::string_view::npos)
            ++begin;
        line.remove(0, begin);
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const qsizetype at = line.indexOf('=');
        if (at == 0) // a line without a key is not even an error
            continue;
        pairs.emplace_back(line.left(at < 0 ? line.size() : at).toStdString(),
            at < 0 ? std::string() : line.mid(at + 1).toStdString());
    }
    return pairs;
}

core::Result<std::shared_ptr<Resource>> generate(
    const Generator &generator, const Loader &loader, const std::string &file)
{
    const std::string kind = generator.isSecret ? "Secret" : "ConfigMap";
    const std::string what = generator.isSecret ? "secret" : "configmap";
    if (generator.name.empty())
        return problem("a configmap must have a name"); // a Secret too: so says kustomize
    const auto sources = values(generator, loader);
    if (!sources)
        return wrapped("loading KV pairs", sources.error());
    std::map<std::string, QByteArray> data;
    for (const Value &value : *sources) {
        if (!data.emplace(value.key, value.bytes).second)
            return problem(what + ' ' + generator.name + " illegally repeats the key `" + value.key + '`');
    }
    Document document;
    document.setRoot(document.mapping());
    Node *metadata = document.mapping();
    document.root()->set("apiVersion", document.scalar("v1"));
    document.root()->set("kind", document.scalar(kind));
    setField(metadata, "name", document.scalar(generator.name));
    document.root()->set("metadata", metadata);
    if (generator.isSecret)
        setField(document.root(), "type", document.scalar(generator.type.empty() ? "Opaque" : generator.type));
    if (generator.isSecret) // has data even if there are none
        document.root()->set("data", document.mapping());
    addData(document, generator, data);
    auto resource = std::make_shared<Resource>(document, file);
    if (!generator.nspace.empty())
        resource->setNamespace(generator.nspace);
    resource->setLabels(generator.options.labels);
    resource->setAnnotations(generator.options.annotations);
    if (generator.options.immutable)
        document.root()->set("immutable", document.scalar("true", "!!bool"));
    resource->generated = true;
    resource->needsHash = !generator.options.disableNameSuffixHash;
    resource->behavior = behaviorOf(generator.behavior);
    return resource;
}

core::Result<> absorb(std::shared_ptr<Resource> generated, ResourceList &into, Version version)
{
    const Id id = generated->id();
    const std::vector<Resource *> matches = into.withAnyId(id);
    const Behavior behavior = generated->behavior;
    if (matches.empty()) {
        if (behavior == Behavior::Merge || behavior == Behavior::Replace)
            return problem("id " + id.text() + " does not exist; cannot merge or replace");
        return into.append(std::move(generated));
    }
    if (matches.size() > 1)
        return problem("found multiple objects that could accept merge of " + id.text());
    if (behavior != Behavior::Merge && behavior != Behavior::Replace) {
        const std::string use = version < Version::V5_7_1
            ? std::string("; ")
            : std::string("; can not use behavior: '") + nameOf(behavior) + "', ";
        return problem("id " + id.text() + " exists" + use + "behavior must be merge or replace");
    }
    const Resource &old = *matches.front();
    inheritMetadata(*generated, old);
    if (behavior == Behavior::Merge) {
        mergeData(*generated, old, "data");
        mergeData(*generated, old, "binaryData");
    }
    for (auto &each : into.items) {
        if (each.get() == &old) {
            each = std::move(generated);
            break;
        }
    }
    return {};
}

} // namespace render
