// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/sops.h"

#include "services/render/kustomize/fields.h"

#include <QByteArray>

namespace render::flux {

bool isEncrypted(const core::yaml::Node &object)
{
    if (!textOf(&object, {"sops", "mac"}).empty())
        return true;
    const Node *data = object.find("data");
    if (textOf(&object, {"kind"}) != "Secret" || !data || !data->isMapping())
        return false;
    for (size_t i = 0; i < data->size(); ++i) {
        const std::string_view text = data->value(i)->text();
        const QByteArray value = QByteArray::fromBase64(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
        for (const char *marker : {"mac: ENC[", "\"mac\": \"ENC[", "sops_mac=ENC[", "[sops]"}) {
            if (value.contains(marker))
                return true;
        }
    }
    return false;
}

} // namespace render::flux
