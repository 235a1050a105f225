// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/yaml/node.h"

#include <QByteArrayView>

#include <stop_token>
#include <vector>

namespace core::yaml {

// Which reader's rules apply to plain scalars and merge keys (kustomize.md 3, 5, 17.1).
enum class Schema {
    Manifest, // go-yaml v3, which kyaml reads resources with: yes, no, on, off are text
    Settings, // go-yaml v2, which sigs.k8s.io/yaml reads kustomizations with: YAML 1.1, yes is true
};

// Rendering limits of kustomize.md 24; upstream has none and dies of an alias bomb.
struct Limits {
    qsizetype bytes = 16 * 1024 * 1024;
    qsizetype scalarBytes = 8 * 1024 * 1024;
    int depth = 500; // counted while events come, aliases written out: libyaml is quadratic below that
    qsizetype nodes = 4'000'000; // what bytes allow, but for texts made to fill the memory: [,a,a,a
    qsizetype copies = 1'000'000; // nodes made for aliases
    qsizetype documents = 100'000;
};

struct ParseOptions {
    Schema schema = Schema::Manifest;
    Limits limits = {};
    bool firstOnly = false; // stop after the first document and never look at what follows, as go-yaml's Unmarshal does
    std::stop_token stop = {};
};

// All documents of a stream; one that says nothing (only comments) is not there, one that says "null" or begins with
// "---" and says nothing has a null for root. Aliases become copies, merge keys (<<) stay: see mergeKeys.
// Error::detail() is go-yaml's sentence: "yaml: line 6: found character that cannot start any token",
// "yaml: unknown anchor 'x' referenced" (kustomize.md 17.4); where a limit is met it is ours.
Result<std::vector<Document>> parse(QByteArrayView bytes, const ParseOptions &options = {});
// The first document; without any, an empty one. Implies firstOnly.
Result<Document> parseFirst(QByteArrayView bytes, ParseOptions options = {});

// Applies "<<" everywhere below the root, as kyaml does for resources (kustomize.md 6.4): own keys win, earlier sources
// win over later ones. Error::detail(): "duplicate merge key", "invalid map merge: received alias for a non-map value".
// As there, a null key with a text ("~: a") then stands there twice, which printing refuses.
Result<> mergeKeys(Document &document);

// What sigs.k8s.io/yaml makes of a document before it decodes a struct (kustomize.md 5): merge keys applied, of keys that
// stand there twice the last one, keys are strings, scalars are resolved by YAML 1.1: tags are only !!str, !!int, !!float,
// !!bool, !!null, and the texts of the latter four are JSON's ("yes" is "true", "010" is "8"). Keeps places and order;
// strings are DoubleQuoted.
// Parses with Schema::Settings and firstOnly. Error::detail() is go-yaml's sentence.
Result<Document> parseSettings(QByteArrayView bytes, ParseOptions options = {});

} // namespace core::yaml
