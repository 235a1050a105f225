// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/yaml/parse.h"

#include <unordered_map>

struct yaml_event_s;

namespace core::yaml {

// Makes trees of libyaml's events, aliases written out. Once it has failed, it is of no further use.
class Builder {
public:
    explicit Builder(const ParseOptions &options)
        : m_options(options)
    {
    }

    // False: see error().
    bool take(const yaml_event_s &event);
    const Error &error() const { return *m_error; }

    bool hasEnded() const { return m_ended; }
    std::vector<Document> &documents() { return m_documents; }

private:
    struct Open {
        Node *node;
        Node *key = nullptr; // of a mapping, waiting for its value
        std::string anchor;
        qsizetype before; // nodes made until it began
        int height = 1; // levels in it and below
    };
    struct Anchor {
        Node *node = nullptr;
        bool isOpen = false;
        qsizetype weight = 1; // nodes
        int height = 1;
    };

    bool beginDocument(const yaml_event_s &event);
    bool begin(const yaml_event_s &event, Kind kind);
    bool end();
    bool scalar(const yaml_event_s &event);
    bool alias(const yaml_event_s &event);
    bool place(Node *node, int height);
    bool isExcessive() const;
    void setTag(Node *node, const char *tag, std::string_view implied) const;
    bool fail(const QString &detail, int line);
    bool tooMuch(const QString &detail, int line);

    const ParseOptions m_options;
    std::vector<Document> m_documents;
    Document m_document;
    std::vector<Open> m_open;
    std::unordered_map<std::string, Anchor> m_anchors;
    qsizetype m_nodes = 0;
    qsizetype m_copies = 0;
    bool m_ended = false;
    std::optional<Error> m_error;
};

// An error of reading with go-yaml's words.
Error malformedYaml(const QString &detail, int line);

} // namespace core::yaml
