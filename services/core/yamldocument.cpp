// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yamldocument.h"

#include <QStringDecoder>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <vector>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qsizetype mostBytes = 8 * 1024 * 1024;
constexpr int mostNodes = 200'000;
constexpr size_t deepest = 100;

// Leaves yaml-cpp from inside one of its callbacks; caught in parseYaml and nowhere else.
struct Refused {
    QString why;
    int line;
};

int lineOf(const YAML::Mark &mark)
{
    return mark.line < 0 ? 1 : mark.line + 1;
}

Error malformed(const QString &name, int line, const QString &why)
{
    return Error(Error::Kind::Malformed, u"A configuration file cannot be read"_s,
        u"%1:%2: %3"_s.arg(name).arg(line).arg(why), u"mend the file or name another one"_s);
}

int lineAt(const QByteArray &bytes, qsizetype position)
{
    return static_cast<int>(bytes.first(std::clamp<qsizetype>(position, 0, bytes.size())).count('\n')) + 1;
}

// What no YAML reader should be given: it is looked at before yaml-cpp is.
std::optional<Refused> unfit(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return Refused{u"it is not UTF-8 text"_s, 1};
    int line = 1;
    for (const QChar c : text) {
        if (c == u'\n')
            ++line;
        else if (c < u' ' && c != u'\t' && c != u'\r')
            return Refused{u"it holds a control character"_s, line};
    }
    return {};
}

} // namespace

YamlNode::YamlNode(Type type, int line)
    : m_data(std::make_shared<Data>())
{
    m_data->type = type;
    m_data->line = line;
}

YamlNode YamlNode::scalar(QString text, bool quoted, int line)
{
    YamlNode node(Type::Scalar, line);
    node.m_data->text = std::move(text);
    node.m_data->quoted = quoted;
    return node;
}

std::optional<bool> YamlNode::boolean() const
{
    if (!isScalar() || m_data->quoted)
        return {};
    // go-yaml's words and no other spelling of them: kubectl refuses "yEs".
    static const QStringList yes = u"y Y yes Yes YES true True TRUE on On ON"_s.split(u' ');
    static const QStringList no = u"n N no No NO false False FALSE off Off OFF"_s.split(u' ');
    return yes.contains(m_data->text) ? std::optional(true)
        : no.contains(m_data->text)   ? std::optional(false)
                                      : std::nullopt;
}

YamlNode YamlNode::operator[](const QString &key) const
{
    if (!isMap())
        return {};
    const auto found = m_data->index.constFind(key);
    return found == m_data->index.cend() ? YamlNode() : m_data->items[*found];
}

// Builds the tree from yaml-cpp's events and counts while it does, so that a document which grows without end stops.
class YamlBuilder final : public YAML::EventHandler {
public:
    YamlNode root() const { return m_root; }
    int start() const { return m_start; } // where the document begins, in bytes

    void OnDocumentStart(const YAML::Mark &mark) override { m_start = mark.pos; }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(YamlNode(YamlNode::Type::Null, lineOf(mark)), anchor, mark);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.constFind(anchor);
        if (found == m_anchors.cend()) // not finished yet: it would hold itself
            throw Refused{u"an alias stands inside the value that it names"_s, lineOf(mark)};
        place(*found, mark);
    }
    void OnScalar(
        const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, const std::string &value) override
    {
        const bool quoted = tag == "!";
        if (!quoted && (value.empty() || value == "~" || value == "null" || value == "Null" || value == "NULL"))
            return OnNull(mark, anchor);
        add(YamlNode::scalar(QString::fromStdString(value), quoted, lineOf(mark)), anchor, mark);
    }
    void OnSequenceStart(
        const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        begin(YamlNode(YamlNode::Type::Sequence, lineOf(mark)), anchor, mark);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(
        const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        begin(YamlNode(YamlNode::Type::Map, lineOf(mark)), anchor, mark);
    }
    void OnMapEnd() override { end(); }

private:
    struct Open {
        YamlNode node;
        YAML::anchor_t anchor;
        YAML::Mark mark;
        QString key = {};
        bool quotedKey = false;
        bool hasKey = false;
        QList<YamlNode> merged = {};
    };

    void begin(const YamlNode &node, YAML::anchor_t anchor, const YAML::Mark &mark)
    {
        if (m_open.size() == deepest)
            throw Refused{u"it is nested more than %1 levels deep"_s.arg(deepest), lineOf(mark)};
        m_open.push_back({node, anchor, mark});
    }

    void end()
    {
        const Open done = m_open.back();
        m_open.pop_back();
        for (const YamlNode &map : done.merged)
            merge(done, map);
        add(done.node, done.anchor, done.mark);
    }

    // "<<: *other": what does not stand there itself, the first map that has it (YAML 1.1 merge keys, as go-yaml does).
    static void merge(const Open &into, const YamlNode &map)
    {
        if (!map.isMap())
            throw Refused{u"a merge key names something that is not a map"_s, lineOf(into.mark)};
        YamlNode::Data &data = *into.node.m_data;
        const QStringList keys = map.keys();
        for (qsizetype i = 0; i < keys.size(); ++i) {
            if (data.index.contains(keys[i]))
                continue;
            data.index.insert(keys[i], data.items.size());
            data.keys.append(keys[i]);
            data.items.append(map.m_data->items[i]);
        }
    }

    void add(const YamlNode &node, YAML::anchor_t anchor, const YAML::Mark &mark)
    {
        if (anchor != 0)
            m_anchors.insert(anchor, node);
        place(node, mark);
    }

    void place(const YamlNode &node, const YAML::Mark &mark)
    {
        if (m_open.empty()) {
            m_root = node;
            return;
        }
        Open &parent = m_open.back();
        YamlNode::Data &data = *parent.node.m_data;
        if (parent.node.isMap() && !parent.hasKey) {
            if (!node.isScalar())
                throw Refused{u"a key is not a plain word"_s, lineOf(mark)};
            parent.key = node.text();
            parent.quotedKey = node.m_data->quoted;
            parent.hasKey = true;
            return;
        }
        data.weight += node.m_data->weight;
        if (data.weight > mostNodes)
            throw Refused{u"it holds more than %1 values, aliases written out"_s.arg(mostNodes), lineOf(mark)};
        if (parent.node.isMap() && parent.key == u"<<" && !parent.quotedKey) {
            // Further down, kubectl's reader lets it win over what stands there itself, and YAML does not.
            if (!data.items.isEmpty() || !parent.merged.isEmpty())
                throw Refused{u"a merge key is not the first of its map"_s, lineOf(mark)};
            parent.merged = node.isSequence() ? node.items() : QList{node};
            parent.hasKey = false;
            return;
        }
        if (parent.node.isMap()) {
            if (data.index.contains(parent.key))
                throw Refused{u"a key stands there twice"_s, lineOf(mark)};
            data.index.insert(parent.key, data.items.size());
            data.keys.append(parent.key);
            parent.hasKey = false;
        }
        data.items.append(node);
    }

    YamlNode m_root;
    int m_start = -1;
    std::vector<Open> m_open;
    QHash<YAML::anchor_t, YamlNode> m_anchors;
};

Result<YamlNode> parseYaml(const QByteArray &bytes, const QString &name)
{
    if (bytes.size() > mostBytes)
        return malformed(name, 1, u"it is larger than %1 MiB"_s.arg(mostBytes / 1024 / 1024));
    if (const auto refused = unfit(bytes))
        return malformed(name, refused->line, refused->why);
    try {
        std::istringstream stream(bytes.toStdString());
        YAML::Parser parser(stream);
        YamlBuilder builder;
        if (!parser.HandleNextDocument(builder))
            return builder.root();
        // Only empty documents may follow. On "," the parser never moves on (jbeder/yaml-cpp#1040): then it is stopped.
        for (int before = builder.start();;) {
            YamlBuilder rest;
            if (!parser.HandleNextDocument(rest))
                return builder.root();
            if (!rest.root().isNull())
                return malformed(name, rest.root().line(), u"a second document begins"_s);
            if (rest.start() <= before)
                return malformed(name, lineAt(bytes, before), u"it is not valid YAML"_s);
            before = rest.start();
        }
    } catch (const Refused &refused) {
        return malformed(name, refused.line, refused.why);
    } catch (const YAML::Exception &error) {
        // error.msg may quote the file; the kind of mistake is enough, and a kubeconfig holds secrets.
        return malformed(name, lineOf(error.mark), u"it is not valid YAML"_s);
    }
}

} // namespace core
