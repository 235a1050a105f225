// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// The files that rendering reads: a folder, a commit, or files in memory. Paths are bytes, relative to the root of the
// tree, with "/" between parts; "" is the root. "." and ".." are resolved as words first; a path that leads out of the
// tree, also through a link, does not exist. Nothing here changes while it is read from several threads.
class FileTree {
public:
    enum class Type { Missing, File, Folder };
    struct Entry {
        std::string name;
        Type type = Type::File; // never Missing; of a link: of what it leads to

        bool operator==(const Entry &) const = default;
    };

    virtual ~FileTree() = default;

    virtual Type type(std::string_view path) const = 0;
    // Error::kind(): NotFound, TooLarge, Refused (a folder, a pipe, no permission).
    virtual Result<QByteArray> read(std::string_view path) const = 0;
    // In order of their bytes.
    virtual Result<std::vector<Entry>> list(std::string_view path) const = 0;
    // The path with every link in it followed: what "in or below the root" is judged by. NotFound if it does not exist.
    virtual Result<std::string> real(std::string_view path) const = 0;
    // As messages name it: absolute on a disk.
    virtual std::string shown(std::string_view path) const = 0;
};

// "/a/./b//../c/" is "a/c"; what climbs out of the root begins with "..".
std::string cleanPath(std::string_view path);
bool isInside(std::string_view path); // it does not climb out
// "to" seen from the folder "from", cleaned; an absolute "to" is one from the root of the tree.
std::string joinPath(std::string_view from, std::string_view to);
std::string_view parentPath(std::string_view path); // of "a/b": "a"; of "a" and "": ""
std::string_view fileName(std::string_view path); // of "a/b": "b"

// A folder on the disk.
class DirectoryTree : public FileTree {
public:
    // A plain build follows links that stay inside; in a Flux build they are absent, as the artifact drops them
    // (architecture.md 7).
    enum class Links { Follow, Absent };
    explicit DirectoryTree(const QString &root, Links links = Links::Follow, qint64 largest = 16 * 1024 * 1024);

    Type type(std::string_view path) const override;
    Result<QByteArray> read(std::string_view path) const override;
    Result<std::vector<Entry>> list(std::string_view path) const override;
    Result<std::string> real(std::string_view path) const override;
    std::string shown(std::string_view path) const override;

private:
    QByteArray m_root; // links followed, no "/" at its end but for "/" itself
    Links m_links;
    qint64 m_largest;
};

// Files in memory, alone or laid over another tree: what tests build, and where generated kustomizations go.
class OverlayTree : public FileTree {
public:
    // Shown as NAME/path; without a name as the tree below says.
    explicit OverlayTree(std::shared_ptr<const FileTree> below = {}, std::string name = {});

    void add(std::string_view path, QByteArray bytes); // folders come by themselves
    void hide(std::string_view path); // a file or a whole folder of the tree below

    Type type(std::string_view path) const override;
    Result<QByteArray> read(std::string_view path) const override;
    Result<std::vector<Entry>> list(std::string_view path) const override;
    Result<std::string> real(std::string_view path) const override;
    std::string shown(std::string_view path) const override;

private:
    bool isHidden(std::string_view path) const;
    bool isOwn(const std::string &path) const; // a file of this tree, or a folder that holds one
    const FileTree *below(const std::string &path) const; // null: there is none, or it is hidden

    std::shared_ptr<const FileTree> m_below;
    std::string m_name;
    std::map<std::string, QByteArray, std::less<>> m_files;
    std::set<std::string> m_hidden;
};

} // namespace core
