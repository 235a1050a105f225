// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/filetree.h"

#include <set>
#include <span>
#include <stop_token>

namespace render::flux {

// Who makes the artifact: a Bucket has no built-in patterns and reads only the root's .sourceignore (flux.md 2.1).
enum class SourceKind { Git, Oci, Bucket };

// Which files of a source Flux leaves out of its artifact: patterns like gitignore's, the last that matches wins.
class SourceIgnore {
public:
    // Of all .sourceignore files of the tree and spec.ignore of the source.
    static core::Result<SourceIgnore> of(const core::FileTree &tree, std::string_view ignore,
        SourceKind kind = SourceKind::Git, std::stop_token stop = {});

    bool isExcluded(std::string_view path, bool isFolder) const;

private:
    struct Pattern {
        std::vector<std::string> folder; // that it holds for
        std::vector<std::string> parts;
        bool includes = false; // "!"
        bool foldersOnly = false; // "/" at its end
        bool isPath = false; // "/" within it

        bool matches(std::span<const std::string_view> path, bool isFolder) const;
        bool matchesParts(std::span<const std::string_view> path, bool isFolder) const;
        bool matchesName(std::span<const std::string_view> path, bool isFolder) const;
    };

    static Pattern parse(std::string_view line, std::string_view folder);
    static std::vector<Pattern> parseAll(std::string_view text, std::string_view folder);
    static core::Result<> collect(const core::FileTree &tree, const std::string &folder, bool recursively,
        std::stop_token stop, std::vector<Pattern> &patterns);

    std::vector<Pattern> m_patterns;
};

// A source as Flux archives it: without what is ignored.
class Artifact : public core::FileTree {
public:
    static core::Result<std::shared_ptr<const Artifact>> of(
        std::shared_ptr<const core::FileTree> source, const SourceIgnore &ignore, std::stop_token stop = {});

    Type type(std::string_view path) const override;
    core::Result<QByteArray> read(std::string_view path) const override;
    core::Result<std::vector<Entry>> list(std::string_view path) const override;
    core::Result<std::string> real(std::string_view path) const override;
    std::string shown(std::string_view path) const override;

private:
    explicit Artifact(std::shared_ptr<const core::FileTree> source)
        : m_source(std::move(source))
    {
    }
    core::Result<bool> collect(const SourceIgnore &ignore, const std::string &folder, std::stop_token stop);
    core::Error missing(std::string_view path) const;

    std::shared_ptr<const core::FileTree> m_source;
    std::set<std::string> m_files;
    std::set<std::string> m_folders;
};

} // namespace render::flux
