// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/sourceignore.h"

#include "services/render/flux/glob.h"
#include "services/render/kustomize/problem.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace render::flux {

namespace {

// Always, even where a source has patterns of its own.
constexpr std::array versionControl{".git/", ".gitignore", ".gitmodules", ".gitattributes"};
// Only where it has none: pictures and archives, continuous integration, tools.
constexpr std::array defaults{"*.jpg", "*.jpeg", "*.gif", "*.png", "*.wmv", "*.flv", "*.tar.gz", "*.zip", ".github/",
    ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml", "cloudbuild.yaml",
    "codeship-services.yml", "codeship-steps.yml", "**/.goreleaser.yml", "**/.sops.yaml", "**/.flux.yaml"};

constexpr size_t mostPatterns = 10'000;
constexpr size_t mostFiles = 500'000;

std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (size_t at = 0;;) {
        const size_t slash = path.find('/', at);
        parts.push_back(path.substr(at, slash - at));
        if (slash == std::string_view::npos)
            return parts;
        at = slash + 1;
    }
}

std::string joined(const std::string &folder, const std::string &name)
{
    return folder.empty() ? name : folder + '/' + name;
}

core::Error stopped()
{
    return refused("rendering was stopped");
}

} // namespace

SourceIgnore::Pattern SourceIgnore::parse(std::string_view line, std::string_view folder)
{
    Pattern pattern;
    if (!folder.empty()) {
        const auto parts = split(folder);
        pattern.folder.assign(parts.begin(), parts.end());
    }
    if (line.starts_with('!')) {
        pattern.includes = true;
        line.remove_prefix(1);
    }
    while (line.ends_with(' ') && !line.ends_with("\\ "))
        line.remove_suffix(1);
    if (line.ends_with('/')) {
        pattern.foldersOnly = true;
        line.remove_suffix(1);
    }
    pattern.isPath = line.find('/') != std::string_view::npos;
    const auto parts = split(line);
    pattern.parts.assign(parts.begin(), parts.end());
    return pattern;
}

std::vector<SourceIgnore::Pattern> SourceIgnore::parseAll(std::string_view text, std::string_view folder)
{
    std::vector<Pattern> patterns;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!line.starts_with('#') && line.find_first_not_of(" \t\r\v\f") != std::string_view::npos)
            patterns.push_back(parse(line, folder));
    }
    return patterns;
}

core::Result<> SourceIgnore::collect(const core::FileTree &tree, const std::string &folder, bool recursively,
    std::stop_token stop, std::vector<Pattern> &patterns)
{
    if (stop.stop_requested())
        return stopped();
    if (const std::string file = joined(folder, ".sourceignore"); tree.type(file) == core::FileTree::Type::File) {
        const auto bytes = tree.read(file);
        if (!bytes)
            return bytes.error();
        const auto more = parseAll(std::string_view(bytes->data(), static_cast<size_t>(bytes->size())), folder);
        patterns.insert(patterns.end(), more.begin(), more.end());
        if (patterns.size() > mostPatterns)
            return refused("the source has more than 10000 ignore patterns");
    }
    const auto entries = recursively ? tree.list(folder) : std::vector<core::FileTree::Entry>();
    if (!entries)
        return entries.error();
    for (const core::FileTree::Entry &each : *entries) {
        if (each.type != core::FileTree::Type::Folder || each.name == ".git")
            continue;
        if (const auto done = collect(tree, joined(folder, each.name), true, stop, patterns); !done)
            return done;
    }
    return {};
}

core::Result<SourceIgnore> SourceIgnore::of(
    const core::FileTree &tree, std::string_view ignore, SourceKind kind, std::stop_token stop)
{
    std::vector<Pattern> own;
    if (const auto done = collect(tree, {}, kind != SourceKind::Bucket, stop, own); !done)
        return done.error();
    const auto spec = parseAll(ignore, {});
    own.insert(own.end(), spec.begin(), spec.end());
    SourceIgnore result;
    if (kind != SourceKind::Bucket) {
        for (const char *each : versionControl)
            result.m_patterns.push_back(parse(each, {}));
        for (size_t i = 0; own.empty() && i < defaults.size(); ++i)
            result.m_patterns.push_back(parse(defaults[i], {}));
    }
    result.m_patterns.insert(result.m_patterns.end(), own.begin(), own.end());
    return result;
}

// A single name matches any part of the path.
bool SourceIgnore::Pattern::matchesName(std::span<const std::string_view> path, bool isFolder) const
{
    for (size_t i = 0; i < path.size(); ++i) {
        const auto found = matchesGlob(parts[0], path[i]);
        if (!found)
            return false;
        if (*found)
            return !(foldersOnly && !isFolder && i + 1 == path.size());
    }
    return false;
}

// A path matches from its folder on, part by part; what is below it goes along.
bool SourceIgnore::Pattern::matchesParts(std::span<const std::string_view> path, bool isFolder) const
{
    bool isMatch = false;
    bool skips = false;
    for (size_t i = 0; i < parts.size(); ++i) {
        const std::string &part = parts[i];
        if (part.empty()) {
            skips = false;
            continue;
        }
        if (part == "**") {
            if (i + 1 == parts.size())
                break;
            skips = true;
            continue;
        }
        if (part.find("**") != std::string::npos || path.empty())
            return false;
        const size_t most = skips ? path.size() : 1;
        size_t at = 0;
        for (; at < most; ++at) {
            const auto found = matchesGlob(part, path[at]);
            if (!found)
                return false;
            if (*found)
                break;
        }
        isMatch = at < most;
        if (!isMatch && !skips)
            return false;
        path = path.subspan(std::min(at + 1, path.size()));
        skips = false;
    }
    return isMatch && !(foldersOnly && !isFolder && path.empty());
}

bool SourceIgnore::Pattern::matches(std::span<const std::string_view> path, bool isFolder) const
{
    if (path.size() <= folder.size() || !std::equal(folder.begin(), folder.end(), path.begin()))
        return false;
    path = path.subspan(folder.size());
    return isPath ? matchesParts(path, isFolder) : matchesName(path, isFolder);
}

bool SourceIgnore::isExcluded(std::string_view path, bool isFolder) const
{
    const std::vector<std::string_view> parts = split(path);
    const auto last = std::find_if(m_patterns.rbegin(), m_patterns.rend(),
        [&](const Pattern &pattern) { return pattern.matches(parts, isFolder); });
    return last != m_patterns.rend() && !last->includes;
}

core::Result<std::shared_ptr<const Artifact>> Artifact::of(
    std::shared_ptr<const core::FileTree> source, const SourceIgnore &ignore, std::stop_token stop)
{
    std::shared_ptr<Artifact> artifact(new Artifact(std::move(source)));
    if (const auto done = artifact->collect(ignore, {}, stop); !done)
        return done.error();
    artifact->m_folders.insert(std::string());
    return std::shared_ptr<const Artifact>(artifact);
}

// Whether anything of the folder is in the artifact. Folders that are ignored are looked into: below them something may
// be taken in again.
core::Result<bool> Artifact::collect(const SourceIgnore &ignore, const std::string &folder, std::stop_token stop)
{
    if (stop.stop_requested())
        return stopped();
    const auto entries = m_source->list(folder);
    if (!entries)
        return entries.error();
    bool holds = false;
    for (const Entry &each : *entries) {
        const std::string path = joined(folder, each.name);
        const bool isFolder = each.type == Type::Folder;
        bool isIn = !ignore.isExcluded(path, isFolder);
        if (isFolder) {
            const auto inside = collect(ignore, path, stop);
            if (!inside)
                return inside;
            isIn = isIn || *inside;
        }
        if (isIn)
            (isFolder ? m_folders : m_files).insert(path);
        holds = holds || isIn;
        if (m_files.size() > mostFiles)
            return refused("the source has more than 500000 files");
    }
    return holds;
}

core::Error Artifact::missing(std::string_view path) const
{
    return core::Error(core::Error::Kind::NotFound, u"This is not in the artifact"_s,
        QString::fromStdString(shown(path)), u"check its name and the ignore rules of the source"_s);
}

core::FileTree::Type Artifact::type(std::string_view path) const
{
    const std::string clean = core::cleanPath(path);
    return m_files.contains(clean) ? Type::File : m_folders.contains(clean) ? Type::Folder : Type::Missing;
}

core::Result<QByteArray> Artifact::read(std::string_view path) const
{
    return type(path) == Type::Missing ? missing(path) : m_source->read(path);
}

core::Result<std::vector<core::FileTree::Entry>> Artifact::list(std::string_view path) const
{
    if (type(path) == Type::Missing)
        return missing(path);
    auto entries = m_source->list(path);
    if (entries)
        std::erase_if(*entries,
            [&](const Entry &each) { return type(joined(core::cleanPath(path), each.name)) == Type::Missing; });
    return entries;
}

core::Result<std::string> Artifact::real(std::string_view path) const
{
    if (type(path) == Type::Missing)
        return missing(path);
    return m_source->real(path);
}

std::string Artifact::shown(std::string_view path) const
{
    return m_source->shown(path);
}

} // namespace render::flux
