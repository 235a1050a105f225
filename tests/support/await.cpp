// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/await.h"

#include <QFile>

#include <unistd.h>

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE) : 0;
}
