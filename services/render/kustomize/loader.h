// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/filetree.h"
#include "services/render/kustomize/limits.h"

#include <memory>
#include <string>
#include <string_view>

namespace render {

enum class LoadRestrictor { RootOnly, None };

// Whether kustomize would fetch this from elsewhere: a URL, an address of ssh, a GitHub path (kustomize.md 4).
bool isRemote(std::string_view path);

// Files as one kustomization may see them (kustomize.md 4). Paths of errors are the tree's own way to show them.
class Loader {
public:
    // path: from the root of the tree. An Error says that it is no folder.
    static core::Result<std::shared_ptr<const Loader>> at(
        const core::FileTree &tree, std::string_view path, LoadRestrictor restrictor, Budget &budget);

    // For a nested kustomization; refuses what contains a folder that was visited on the way here.
    core::Result<std::shared_ptr<const Loader>> enter(const std::string &path) const;
    core::Result<QByteArray> load(const std::string &path) const;

    const std::string &root() const { return m_root; } // links followed
    std::string shownRoot() const { return m_tree.shown(m_root); }
    std::string treePath(const std::string &path) const; // of a file as the kustomization names it
    int depth() const { return m_above ? m_above->depth() + 1 : 0; }

private:
    Loader(const core::FileTree &tree, std::string root, LoadRestrictor restrictor, Budget &budget)
        : m_tree(tree)
        , m_root(std::move(root))
        , m_restrictor(restrictor)
        , m_budget(budget)
    {
    }
    static core::Result<std::string> folder(const core::FileTree &tree, const std::string &path);
    core::Result<> checkRestriction(const std::string &path) const;

    const core::FileTree &m_tree;
    std::string m_root;
    LoadRestrictor m_restrictor;
    Budget &m_budget;
    const Loader *m_above = nullptr; // outlives this one: builds nest
};

} // namespace render
