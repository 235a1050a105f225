// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/loader.h"

#include "services/render/kustomize/problem.h"

#include <re2/re2.h>

namespace render {

namespace {
// "the folder or below", by parts of the path.
bool contains(std::string_view folder, std::string_view path)
{
    if (folder.empty())
        return true;
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// The words of Go for a path of which some part does not exist.
std::string missing(const core::FileTree &tree, const std::string &path)
{
    std::string first = path;
    for (std::string_view at = path; !at.empty();) {
        at = core::parentPath(at);
        if (tree.type(at) != core::FileTree::Type::Missing)
            break;
        first = at;
    }
    return "evalsymlink failure on '" + tree.shown(path) + "' : lstat " + tree.shown(first)
        + ": no such file or directory";
}

std::string shownOf(const core::FileTree &tree, const std::string &path)
{
    return core::isInside(path) ? tree.shown(path) : path;
}
}

bool isRemote(std::string_view path)
{
    static const re2::RE2 pattern(
        R"((?i)(?:git::.*|(?:https?|ssh|file)://.*|(?:[a-z][a-z0-9-]*@)?(?:www\.)?github\.com[/:][^/]+/.*|[a-z][a-z0-9-]*@[^/]+:.*))");
    return re2::RE2::FullMatch(re2::StringPiece(path.data(), path.size()), pattern);
}

core::Result<std::string> Loader::folder(const core::FileTree &tree, const std::string &path)
{
    const auto real = core::isInside(path) ? tree.real(path) : core::Result<std::string>(problem("outside"));
    if (!real || tree.type(*real) == core::FileTree::Type::Missing)
        return problem("must build at directory: not a valid directory: "
            + (core::isInside(path) ? missing(tree, path) : "'" + path + "' is outside of the tree"));
    if (tree.type(*real) != core::FileTree::Type::Folder)
        return problem("must build at directory: '" + shownOf(tree, path) + "': file is not directory");
    return *real;
}

core::Result<std::shared_ptr<const Loader>> Loader::at(
    const core::FileTree &tree, std::string_view path, LoadRestrictor restrictor, Budget &budget)
{
    const auto root = folder(tree, core::joinPath({}, path));
    if (!root)
        return root.error();
    return std::shared_ptr<const Loader>(new Loader(tree, *root, restrictor, budget));
}

core::Result<std::shared_ptr<const Loader>> Loader::enter(const std::string &path) const
{
    if (path.empty())
        return problem("new root cannot be empty");
    if (isRemote(path))
        return unsupported("the remote base " + path, shownRoot());
    if (path.front() == '/')
        return problem("new root '" + path + "' cannot be absolute");
    const auto root = folder(m_tree, core::joinPath(m_root, path));
    if (!root)
        return root.error();
    for (const Loader *above = this; above; above = above->m_above) {
        if (contains(*root, above->m_root))
            return problem("cycle detected: candidate root '" + m_tree.shown(*root) + "' contains visited root '"
                + above->shownRoot() + "'");
    }
    std::shared_ptr<Loader> inner(new Loader(m_tree, *root, m_restrictor, m_budget));
    inner->m_above = this;
    return std::shared_ptr<const Loader>(inner);
}

std::string Loader::treePath(const std::string &path) const
{
    return core::joinPath(m_root, path);
}

core::Result<> Loader::checkRestriction(const std::string &path) const
{
    if (m_restrictor == LoadRestrictor::None)
        return {};
    const auto real = m_tree.real(path);
    if (!real)
        return problem(missing(m_tree, path));
    if (m_tree.type(*real) == core::FileTree::Type::Folder)
        return problem("'" + m_tree.shown(path) + "' must resolve to a file");
    if (!contains(m_root, core::parentPath(*real)))
        return problem("security; file '" + m_tree.shown(path) + "' is not in or below '" + shownRoot() + "'");
    return {};
}

core::Result<QByteArray> Loader::load(const std::string &name) const
{
    if (name.starts_with("http://") || name.starts_with("https://"))
        return unsupported("the remote file " + name, shownRoot());
    const std::string path = treePath(name);
    if (!core::isInside(path))
        return problem("security; file '" + path + "' is not in or below '" + shownRoot() + "'");
    if (const auto allowed = checkRestriction(path); !allowed)
        return allowed.error();
    const auto type = m_tree.type(path);
    if (type == core::FileTree::Type::Folder)
        return problem("read " + m_tree.shown(path) + ": is a directory");
    if (type == core::FileTree::Type::Missing)
        return problem("open " + m_tree.shown(path) + ": no such file or directory");
    auto bytes = m_tree.read(path);
    if (!bytes)
        return bytes.error().kind() == core::Error::Kind::TooLarge
            ? refused(sentence(bytes.error()))
            : wrapped("read " + m_tree.shown(path), bytes.error());
    if (const auto taken = m_budget.takeBytes(bytes->size()); !taken)
        return taken.error();
    return bytes;
}

} // namespace render
