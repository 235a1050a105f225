// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/file.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Error failure(const QString &what, const QString &path, const QString &cause, const QString &cure)
{
    return Error(Error::Kind::Refused, what, cause.isEmpty() ? path : u"%1: %2"_s.arg(path, cause), cure);
}

// Opened without waiting: a pipe that nobody writes to would hold us for ever.
Result<> open(QFile &file)
{
    const auto refused = [&](const QString &cause) {
        return failure(u"A file cannot be read"_s, file.fileName(), cause, u"check its name and its permissions"_s);
    };
#ifdef Q_OS_UNIX
    const int handle = ::open(QFile::encodeName(file.fileName()).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0) {
        const int reason = errno;
        if (reason == ENOENT)
            return Error(Error::Kind::NotFound, u"There is no such file"_s, file.fileName(), u"check its name"_s);
        return refused(qt_error_string(reason));
    }
    struct stat about = {};
    if (::fstat(handle, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(handle);
        return refused(u"it is not a regular file"_s);
    }
    if (!file.open(handle, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(handle);
        return refused(file.errorString());
    }
#else
    if (!QFileInfo::exists(file.fileName()))
        return Error(Error::Kind::NotFound, u"There is no such file"_s, file.fileName(), u"check its name"_s);
    if (!QFileInfo(file.fileName()).isFile())
        return refused(u"it is not a regular file"_s);
    if (!file.open(QIODevice::ReadOnly))
        return refused(file.errorString());
#endif
    return {};
}

// A rename is on the disk when its folder is; QSaveFile leaves that out.
bool synced(const QString &folder)
{
#ifdef Q_OS_UNIX
    const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool done = ::fsync(handle) == 0 || errno == EINVAL; // some file systems know no such thing
    ::close(handle);
    return done;
#else
    Q_UNUSED(folder)
    return true;
#endif
}

} // namespace

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (const auto opened = open(file); !opened)
        return opened.error();
    const QByteArray bytes = file.read(limit + 1); // whatever its size was a moment ago
    if (file.error() != QFileDevice::NoError)
        return failure(u"A file cannot be read"_s, path, file.errorString(), u"try again"_s);
    if (bytes.size() > limit)
        return Error(Error::Kind::TooLarge, u"A file is too large"_s, path,
            u"it may hold %1 bytes at most; check that it is the right one"_s.arg(limit));
    return bytes;
}

Result<> writeFile(const QString &path, const QByteArray &bytes, Access access)
{
    const QFileInfo link(path);
    const QString target = link.isSymbolicLink() ? link.symLinkTarget() : path;
    const auto refused = [&](const QString &cause) {
        return failure(u"A file cannot be written"_s, target, cause,
            u"free some space or allow writing there; what was there before is unchanged"_s);
    };
    const QDir folder = QFileInfo(target).absoluteDir();
    if (!folder.exists()) {
        if (!QDir().mkpath(folder.path()))
            return refused(u"the folder cannot be made"_s);
        if (access == Access::Private)
            QFile::setPermissions(folder.path(), ownerOnly | QFileDevice::ExeOwner);
    }
    QSaveFile file(target);
    if (!file.open(QIODevice::WriteOnly))
        return refused(file.errorString());
    if (access == Access::Private && !file.setPermissions(ownerOnly))
        return refused(file.errorString());
    if (file.write(bytes) != bytes.size() || !file.flush())
        return refused(file.errorString());
#ifdef Q_OS_UNIX
    if (::fsync(file.handle()) != 0)
        return refused(qt_error_string(errno));
#endif
    if (!file.commit())
        return refused(file.errorString());
    if (!synced(folder.path()))
        return failure(u"A file is written but may not survive a power cut"_s, target, {}, u"check the disk"_s);
    return {};
}

} // namespace core
