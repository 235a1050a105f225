// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/file.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

// For as long as it lives, no file may grow past this many bytes: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before = {};
};

}

class tst_File : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString at(const QString &name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        const QByteArray bytes("a\0b\n", 4);
        QVERIFY(writeFile(at(u"plain"_s), bytes, Access::Shared));
        const auto read = readFile(at(u"plain"_s), 100);
        QVERIFY(read);
        QCOMPARE(*read, bytes);
        QVERIFY(writeFile(at(u"plain"_s), "other", Access::Shared));
        QCOMPARE(*readFile(at(u"plain"_s), 100), QByteArray("other"));
    }

    void privateFilesAreTheOwnersAlone()
    {
        QVERIFY(writeFile(at(u"deep/er/secret"_s), "x", Access::Private));
        struct stat about = {};
        QCOMPARE(::stat(qPrintable(at(u"deep/er/secret"_s)), &about), 0);
        QCOMPARE(about.st_mode & 0777, mode_t(0600));
        QCOMPARE(::stat(qPrintable(at(u"deep/er"_s)), &about), 0);
        QCOMPARE(about.st_mode & 0777, mode_t(0700));
    }

    void aFullDiskLeavesTheOldContent()
    {
        QVERIFY(writeFile(at(u"kept"_s), "old", Access::Private));
        for (const int size : {5000, 2'000'000}) { // within Qt's buffer, and past it
            Result<> written;
            {
                const FullDisk full(4096);
                written = writeFile(at(u"kept"_s), QByteArray(size, 'x'), Access::Private);
            }
            QVERIFY(!written);
            QVERIFY2(written.error().detail().contains(at(u"kept"_s)), qPrintable(written.error().detail()));
            QCOMPARE(*readFile(at(u"kept"_s), 100), QByteArray("old"));
        }
        QCOMPARE(
            QDir(m_folder.path()).entryList({u"kept*"_s}, QDir::Files), QStringList{u"kept"_s}); // nothing left over
    }

    void aLinkIsWrittenThrough()
    {
        QVERIFY(writeFile(at(u"target"_s), "old", Access::Shared));
        QVERIFY(QFile::link(at(u"target"_s), at(u"link"_s)));
        QVERIFY(writeFile(at(u"link"_s), "new", Access::Shared));
        QVERIFY(QFileInfo(at(u"link"_s)).isSymLink());
        QCOMPARE(*readFile(at(u"target"_s), 100), QByteArray("new"));
    }

    // A pipe that nobody writes to would hold a reader for ever; ctest's deadline is the watchdog here.
    void whatIsNoFileIsRefused()
    {
        QCOMPARE(::mkfifo(qPrintable(at(u"pipe"_s)), 0600), 0);
        for (const QString &name : {at(u"pipe"_s), m_folder.path(), at(u"missing"_s), u"/dev/zero"_s}) {
            const auto read = readFile(name, 100);
            QVERIFY2(!read, qPrintable(name));
            QCOMPARE(read.error().kind() == Error::Kind::NotFound, name == at(u"missing"_s));
            QVERIFY2(read.error().detail().contains(name), qPrintable(read.error().detail()));
        }
    }

    void theLimitHolds()
    {
        QVERIFY(writeFile(at(u"ten"_s), "0123456789", Access::Shared));
        QVERIFY(readFile(at(u"ten"_s), 10));
        const auto read = readFile(at(u"ten"_s), 9);
        QVERIFY(!read);
        QCOMPARE(read.error().kind(), Error::Kind::TooLarge);
    }
};

QTEST_GUILESS_MAIN(tst_File)
#include "tst_file.moc"
