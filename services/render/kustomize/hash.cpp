// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/print.h"
#include "services/render/kustomize/generators.h"
#include "services/render/kustomize/problem.h"

#include <QCryptographicHash>

namespace render {

namespace {
// api/hasher: hexadecimal digits that could make a word or a number are replaced.
std::string encoded(const QByteArray &json)
{
    std::string hash = QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex().left(10).toStdString();
    for (char &c : hash) {
        switch (c) {
        case '0': c = 'g'; break;
        case '1': c = 'h'; break;
        case '3': c = 'k'; break;
        case 'a': c = 'm'; break;
        case 'e': c = 't'; break;
        default: break;
        }
    }
    return hash;
}
}

core::Result<std::string> contentHash(const Resource &resource)
{
    const std::string kind = resource.gvk().kind;
    const Document scratch;
    Node *subject = scratch.mapping();
    const auto copy = [&](const char *field, bool always) {
        const Node *found = resource.root()->find(field);
        if (!isMissingOrNull(found))
            subject->set(field, scratch.clone(*found));
        else if (always)
            subject->set(field, scratch.string(""));
    };
    if (kind == "ConfigMap" || kind == "Secret") {
        subject->set("kind", scratch.string(kind));
        // A lookup of upstream never finds it; so equal data have equal hashes (quirk Q1).
        subject->set("name", scratch.string(""));
        copy("data", true);
        copy(kind == "Secret" ? "stringData" : "binaryData", false);
        if (kind == "Secret")
            copy("type", true);
    } else {
        subject = scratch.clone(*resource.root());
    }
    const auto json = core::yaml::toJson(*subject);
    if (!json)
        return problem(json.error().detail().toStdString());
    return encoded(*json);
}

} // namespace render
