// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/component.h"

#include <simdjson.h>
#include <yaml.h>

using namespace Qt::StringLiterals;

namespace core {

QList<Component> components()
{
    const QString simdjson = u"%1.%2.%3"_s.arg(simdjson::SIMDJSON_VERSION_MAJOR)
                                 .arg(simdjson::SIMDJSON_VERSION_MINOR)
                                 .arg(simdjson::SIMDJSON_VERSION_REVISION);
    return {
        {u"Qt"_s, QString::fromLatin1(qVersion()), u"LGPL-3.0-only"_s},
        {u"simdjson"_s, simdjson, u"Apache-2.0"_s},
        {u"yaml-cpp"_s, QStringLiteral(YAML_CPP_VERSION), u"MIT"_s}, // of the build: it has no function that tells
        {u"libyaml"_s, QString::fromLatin1(yaml_get_version_string()), u"MIT"_s},
    };
}

} // namespace core
