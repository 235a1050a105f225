// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <memory>

namespace core {

// One value of a configuration document and the line it stands on. Copying one copies a pointer. What is not there is
// null, and so is everything inside it, so that a chain of lookups needs no checks.
class YamlNode {
public:
    enum class Type { Null, Scalar, Sequence, Map };

    YamlNode() = default;
    YamlNode(Type type, int line);
    static YamlNode scalar(QString text, bool quoted, int line);

    Type type() const { return m_data ? m_data->type : Type::Null; }
    bool isNull() const { return type() == Type::Null; }
    bool isMap() const { return type() == Type::Map; }
    bool isSequence() const { return type() == Type::Sequence; }
    bool isScalar() const { return type() == Type::Scalar; }
    int line() const { return m_data ? m_data->line : 0; } // from 1

    // The scalar as it is written, whatever it looks like: a field that wants text gets "007" and "yes".
    QString text() const { return m_data ? m_data->text : QString(); }
    // As YAML 1.1 has it (true, yes, on and their opposites); nothing for quoted text and anything else.
    std::optional<bool> boolean() const;

    QList<YamlNode> items() const { return m_data ? m_data->items : QList<YamlNode>(); }
    QStringList keys() const { return m_data ? m_data->keys : QStringList(); }
    YamlNode operator[](const QString &key) const;

private:
    friend class YamlBuilder;
    struct Data {
        Type type = Type::Null;
        QString text;
        bool quoted = false;
        int line = 0;
        int weight = 1; // nodes in it, aliases counted as often as they stand there
        QList<YamlNode> items; // of a map: the values, in the order of keys
        QStringList keys;
        QHash<QString, qsizetype> index;
    };
    std::shared_ptr<Data> m_data;
};

// The one door to yaml-cpp, for kubeconfigs and our own tables: one document of YAML or JSON. Limits are those of
// reliability.md Y-1 to Y-5: 8 MiB, UTF-8 without control characters, depth 100, 200,000 nodes with aliases written out;
// duplicate keys, a merge key (<<) that is not the first of its map, and a second document are refused. The Error says
// "NAME:LINE" and never quotes the content.
Result<YamlNode> parseYaml(const QByteArray &bytes, const QString &name);

} // namespace core
