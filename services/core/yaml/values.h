// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"
#include "services/core/yaml/scalar.h"

namespace core::yaml {

// Makes the tree of toValues: what is left of a resource once go-yaml v3 has printed and read it again (17.2).
class Values {
public:
    // Borrowed: the tree must not outlive the node it is made of.
    enum class Texts { Copied, Borrowed };
    explicit Values(Texts texts);

    Result<Document> of(const Node &root);

private:
    Result<Node *> value(const Node &node, Place place);
    Result<Node *> mapping(const Node &node, Place place);
    Result<Node *> scalar(const Node &node, Place place) const;
    Result<Node *> string(std::string_view text, const Node &like, Place place) const;
    Node *made(std::string_view text, std::string_view tag, const Node &like) const;

    Document m_document;
    const Texts m_texts;
    int m_duplicate = 0; // the line of the first key that stands there twice
};

} // namespace core::yaml
