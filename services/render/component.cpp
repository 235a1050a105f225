// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/component.h"

using namespace Qt::StringLiterals;

namespace render {

QList<core::Component> components()
{
    return {{u"RE2"_s, QStringLiteral(RE2_VERSION), u"BSD-3-Clause"_s}}; // of the build: it has no function that tells
}

} // namespace render
