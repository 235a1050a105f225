// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/build.h"

#include <QMap>

// Files in memory by their paths; the root is shown as "/t".
using Files = QMap<const char *, QByteArray>;

inline core::OverlayTree treeOf(const Files &files)
{
    core::OverlayTree tree({}, "/t");
    for (auto it = files.begin(); it != files.end(); ++it)
        tree.add(it.key(), it.value());
    return tree;
}

// What a build prints, or "error: " and its sentence.
inline QByteArray rendered(const Files &files, const char *path = "", const render::Options &options = {})
{
    const core::OverlayTree tree = treeOf(files);
    const auto built = render::build(tree, path, options);
    const auto printed = built ? render::print(*built) : core::Result<QByteArray>(built.error());
    return printed ? *printed : "error: " + printed.error().summary().toUtf8();
}
