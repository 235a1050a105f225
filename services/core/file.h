// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QByteArray>

namespace core {

// Who may read a file that we write. Private: its owner (0600, new folders 0700). Shared: as the umask says.
enum class Access { Private, Shared };

// All bytes of a regular file of at most that many; a pipe, a device or a folder is refused and never waited for. What
// does not exist is NotFound.
Result<QByteArray> readFile(const QString &path, qint64 limit);

// The one way to write a file: beside it, to the disk, then in its place, so that a full disk or a power cut leaves the
// old content. Missing folders are made. Through a symbolic link it writes what the link names.
Result<> writeFile(const QString &path, const QByteArray &bytes, Access access);

} // namespace core
