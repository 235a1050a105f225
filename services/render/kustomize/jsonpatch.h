// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/fields.h"

#include <QByteArray>

namespace render {

// RFC 6902 as evanphx/json-patch 4.12 has it (kustomize.md 12): replace adds what is missing, indices may be negative,
// scalars are equal if their texts are.
class JsonPatch {
public:
    // A JSON array, or YAML of one. Nothing for what says nothing; an Error for what is no list of operations.
    static core::Result<JsonPatch> parsed(const QByteArray &text);

    bool isEmpty() const { return m_operations.empty(); }
    // The resource after all operations. Its numbers have become float64 (quirk Q9).
    core::Result<Document> applied(const Node &resource) const;

private:
    struct Operation {
        std::string kind, path, from;
        bool hasPath = false;
        bool hasFrom = false;
        const Node *value = nullptr; // null: none was given, which is JSON's null
    };
    friend class JsonPatcher;

    Document m_document; // of the values
    std::vector<Operation> m_operations;
};

} // namespace render
