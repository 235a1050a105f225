// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/limits.h"

#include "services/render/kustomize/problem.h"

namespace render {

core::Result<> Budget::check() const
{
    if (m_stop.stop_requested())
        return refused("the build was cancelled");
    return {};
}

core::Result<> Budget::takeBytes(qint64 bytes)
{
    m_left.bytes -= bytes;
    if (m_left.bytes < 0)
        return refused("the build reads more than 256 MiB", "split the kustomization");
    return check();
}

core::Result<> Budget::takeResources(size_t count)
{
    m_left.resources -= int(std::min<size_t>(count, 1'000'000));
    if (m_left.resources < 0)
        return refused("the build has more than 100,000 resources", "split the kustomization");
    return check();
}

core::Result<> Budget::takeKustomization(int depth)
{
    if (depth > m_left.depth || --m_left.kustomizations < 0)
        return refused("too many kustomizations within each other", "flatten the folders");
    return check();
}

} // namespace render
