// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/filetree.h"

#include "services/core/file.h"

#include <algorithm>
#include <filesystem>
#include <set>

using namespace Qt::StringLiterals;

namespace fs = std::filesystem;

namespace core {

namespace {

constexpr size_t mostEntries = 100'000; // of one folder

fs::path native(std::string_view path)
{
    return fs::path(std::u8string(path.begin(), path.end()));
}

std::string bytes(const fs::path &path)
{
    const std::u8string text = path.generic_u8string();
    return std::string(text.begin(), text.end());
}

Error missing(const std::string &shown)
{
    return Error(Error::Kind::NotFound, u"There is no such file or folder"_s, QString::fromStdString(shown),
        u"check its name"_s);
}

Error refused(const std::string &shown, const QString &cause)
{
    return Error(Error::Kind::Refused, u"A file or folder cannot be read"_s,
        u"%1: %2"_s.arg(QString::fromStdString(shown), cause), u"check its permissions"_s);
}

Error notAFolder(const std::string &shown)
{
    return Error(
        Error::Kind::Refused, u"This is a file and not a folder"_s, QString::fromStdString(shown), u"name a folder"_s);
}

bool isBelow(std::string_view path, std::string_view folder)
{
    return folder.empty() || path == folder
        || (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

} // namespace

std::string cleanPath(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const size_t end = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (part.empty() || part == ".")
            continue;
        if (part == ".." && !parts.empty() && parts.back() != "..")
            parts.pop_back();
        else
            parts.push_back(part);
    }
    std::string result;
    for (const std::string_view part : parts)
        (result += result.empty() ? "" : "/") += part;
    return result;
}

bool isInside(std::string_view path)
{
    return !isBelow(cleanPath(path), "..");
}

std::string joinPath(std::string_view from, std::string_view to)
{
    return to.starts_with('/') ? cleanPath(to) : cleanPath(std::string(from) + '/' + std::string(to));
}

std::string_view parentPath(std::string_view path)
{
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view fileName(std::string_view path)
{
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

DirectoryTree::DirectoryTree(const QString &root, Links links, qint64 largest)
    : m_links(links)
    , m_largest(largest)
{
    std::error_code error;
    const fs::path folder = fs::canonical(native(root.toStdString()), error);
    m_root = error ? root.toUtf8() : QByteArray::fromStdString(bytes(folder));
    if (m_root.endsWith('/'))
        m_root.chop(1); // "" for "/"
}

std::string DirectoryTree::shown(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    const std::string root = m_root.toStdString();
    return clean.empty() ? (root.empty() ? "/" : root) : root + '/' + clean;
}

Result<std::string> DirectoryTree::real(std::string_view path) const
{
    if (!isInside(path))
        return missing(shown(path));
    std::error_code error;
    const std::string found = bytes(fs::canonical(native(shown(path)), error));
    const std::string root = m_root.toStdString();
    if (error || !isBelow(found, root))
        return missing(shown(path));
    std::string inside = found.substr(std::min(found.size(), root.size() + 1));
    if (m_links == Links::Absent && inside != cleanPath(path))
        return missing(shown(path)); // one of its parts is a link
    return inside;
}

FileTree::Type DirectoryTree::type(std::string_view path) const
{
    const auto found = real(path);
    if (!found)
        return Type::Missing;
    std::error_code error;
    const fs::file_status status = fs::status(native(shown(*found)), error);
    return fs::is_regular_file(status) ? Type::File : fs::is_directory(status) ? Type::Folder : Type::Missing;
}

Result<QByteArray> DirectoryTree::read(std::string_view path) const
{
    const auto found = real(path);
    if (!found)
        return found.error();
    return readFile(QString::fromStdString(shown(*found)), m_largest);
}

Result<std::vector<FileTree::Entry>> DirectoryTree::list(std::string_view path) const
{
    const auto found = real(path);
    if (!found)
        return found.error();
    if (type(*found) != Type::Folder)
        return notAFolder(shown(path));
    std::vector<Entry> entries;
    std::error_code error;
    fs::directory_iterator each(native(shown(*found)), error);
    for (; !error && each != fs::directory_iterator(); each.increment(error)) {
        std::string name = bytes(each->path().filename());
        const Type is = type(found->empty() ? name : *found + '/' + name);
        if (is != Type::Missing) // a pipe, or a link that leads nowhere
            entries.push_back({std::move(name), is});
        if (entries.size() > mostEntries)
            return Error(Error::Kind::TooLarge, u"A folder holds more than %1 files"_s.arg(mostEntries),
                QString::fromStdString(shown(path)), u"name a smaller one"_s);
    }
    if (error)
        return refused(shown(path), QString::fromStdString(error.message()));
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
    return entries;
}

OverlayTree::OverlayTree(std::shared_ptr<const FileTree> below, std::string name)
    : m_below(std::move(below))
    , m_name(std::move(name))
{
}

void OverlayTree::add(std::string_view path, QByteArray content)
{
    m_files[cleanPath(path)] = std::move(content);
}

void OverlayTree::hide(std::string_view path)
{
    m_hidden.insert(cleanPath(path));
}

bool OverlayTree::isHidden(std::string_view path) const
{
    return std::any_of(m_hidden.begin(), m_hidden.end(), [&](const std::string &each) { return isBelow(path, each); });
}

bool OverlayTree::isOwn(const std::string &path) const
{
    if (m_files.contains(path))
        return true;
    const auto inside = m_files.lower_bound(path.empty() ? path : path + '/');
    return inside != m_files.end() && isBelow(inside->first, path);
}

const FileTree *OverlayTree::below(const std::string &path) const
{
    return m_below && !isHidden(path) ? m_below.get() : nullptr;
}

FileTree::Type OverlayTree::type(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    if (m_files.contains(clean))
        return Type::File;
    if (clean.empty() || isOwn(clean))
        return Type::Folder;
    const FileTree *tree = below(clean);
    return tree ? tree->type(clean) : Type::Missing;
}

Result<QByteArray> OverlayTree::read(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    if (const auto found = m_files.find(clean); found != m_files.end())
        return found->second;
    if (clean.empty() || isOwn(clean))
        return refused(shown(path), u"it is a folder"_s);
    const FileTree *tree = below(clean);
    return tree ? tree->read(clean) : missing(shown(path));
}

Result<std::vector<FileTree::Entry>> OverlayTree::list(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    switch (type(clean)) {
    case Type::Missing: return missing(shown(path));
    case Type::File: return notAFolder(shown(path));
    case Type::Folder: break;
    }
    std::set<std::string> names;
    const std::string prefix = clean.empty() ? clean : clean + '/';
    for (auto each = m_files.lower_bound(prefix); each != m_files.end() && each->first.starts_with(prefix); ++each)
        names.insert(each->first.substr(prefix.size(), each->first.find('/', prefix.size()) - prefix.size()));
    if (const FileTree *tree = below(clean); tree && tree->type(clean) == Type::Folder) {
        const auto entries = tree->list(clean);
        if (!entries)
            return entries.error();
        for (const Entry &each : *entries)
            names.insert(each.name);
    }
    std::vector<Entry> entries;
    for (const std::string &name : names) {
        if (const Type is = type(prefix + name); is != Type::Missing)
            entries.push_back({name, is});
    }
    return entries;
}

Result<std::string> OverlayTree::real(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    if (clean.empty() || isOwn(clean))
        return clean;
    const FileTree *tree = below(clean);
    return tree ? tree->real(clean) : missing(shown(path));
}

std::string OverlayTree::shown(std::string_view path) const
{
    const std::string clean = cleanPath(path);
    return m_below && m_name.empty() ? m_below->shown(clean) : m_name + '/' + clean;
}

} // namespace core
