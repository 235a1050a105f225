// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/problem.h"

using namespace Qt::StringLiterals;

namespace render {

namespace {
QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
}

core::Error problem(std::string_view sentence)
{
    return core::Error(core::Error::Kind::Malformed, fromUtf8(sentence));
}

core::Error wrapped(std::string_view prefix, const core::Error &cause)
{
    if (isRefusal(cause))
        return cause;
    return core::Error(cause.kind(), fromUtf8(prefix) + u": "_s + cause.summary(), cause.detail(), cause.help());
}

std::string sentence(const core::Error &error)
{
    return error.summary().toStdString();
}

core::Error unsupported(std::string_view what, std::string_view where)
{
    return refused("not supported yet: " + std::string(what) + " in " + std::string(where), "render it with kustomize");
}

core::Error refused(std::string_view sentence, std::string_view cure)
{
    return core::Error(core::Error::Kind::Refused, fromUtf8(sentence), {}, fromUtf8(cure));
}

bool isRefusal(const core::Error &error)
{
    return error.kind() == core::Error::Kind::Refused;
}

} // namespace render
