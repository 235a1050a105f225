// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/filetree.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace core;
using namespace Qt::StringLiterals;

namespace {

using Type = FileTree::Type;

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

// "a/ b" for a folder a and a file b.
QString names(const FileTree &tree, std::string_view path)
{
    const auto entries = tree.list(path);
    if (!entries)
        return u"error"_s;
    QStringList all;
    for (const FileTree::Entry &each : *entries)
        all.append(QString::fromStdString(each.name) + (each.type == Type::Folder ? u"/"_s : QString()));
    return all.join(u' ');
}

}

class tst_FileTree : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paths()
    {
        QCOMPARE(cleanPath("/a/./b//../c/"), std::string("a/c"));
        QCOMPARE(cleanPath("."), std::string());
        QCOMPARE(cleanPath("a/../../b"), std::string("../b"));
        QCOMPARE(cleanPath("../.."), std::string("../.."));
        QCOMPARE(joinPath("a/b", "../c"), std::string("a/c"));
        QCOMPARE(joinPath("", "../c"), std::string("../c"));
        QCOMPARE(joinPath("a", "/c"), std::string("c"));
        QVERIFY(isInside("a/.."));
        QVERIFY(isInside("..a"));
        QVERIFY(!isInside("a/../.."));
        QVERIFY(!isInside("../a"));
        QCOMPARE(parentPath("a/b/c"), std::string_view("a/b"));
        QCOMPARE(parentPath("a"), std::string_view());
        QCOMPARE(fileName("a/b"), std::string_view("b"));
        QCOMPARE(fileName("b"), std::string_view("b"));
    }

    void folder()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"b/x.yaml"_s), "x");
        write(dir.filePath(u"b/.hidden"_s), "h");
        write(dir.filePath(u"a.yaml"_s), "a");
        const DirectoryTree tree(dir.path());
        QCOMPARE(names(tree, ""), u"a.yaml b/"_s);
        QCOMPARE(names(tree, "b"), u".hidden x.yaml"_s);
        QCOMPARE(names(tree, "a.yaml"), u"error"_s);
        QCOMPARE(names(tree, "none"), u"error"_s);
        QCOMPARE(tree.type("b/../a.yaml"), Type::File);
        QCOMPARE(tree.type("/b/"), Type::Folder);
        QCOMPARE(tree.type(""), Type::Folder);
        QCOMPARE(*tree.read("./b/x.yaml"), QByteArray("x"));
        QCOMPARE(tree.read("b").error().kind(), Error::Kind::Refused);
        QCOMPARE(tree.read("none").error().kind(), Error::Kind::NotFound);
        QCOMPARE(tree.shown("b/./x.yaml"), (QDir(dir.path()).canonicalPath() + u"/b/x.yaml"_s).toStdString());
        QCOMPARE(*tree.real("b/x.yaml"), std::string("b/x.yaml"));
    }

    void nothingOutside()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"in/x"_s), "x");
        write(dir.filePath(u"secret"_s), "s");
        write(dir.filePath(u"inner/y"_s), "y"); // begins with the same letters
        const DirectoryTree tree(dir.filePath(u"in"_s));
        QVERIFY(QFile::link(dir.filePath(u"secret"_s), dir.filePath(u"in/file"_s)));
        QVERIFY(QFile::link(dir.path(), dir.filePath(u"in/folder"_s)));
        for (const char *path :
            {"../secret", "a/../../secret", "/../secret", "file", "folder/secret", "folder", "../inner/y", ".."}) {
            QCOMPARE(tree.type(path), Type::Missing);
            QCOMPARE(tree.read(path).error().kind(), Error::Kind::NotFound);
            QVERIFY(!tree.real(path));
            QVERIFY(!tree.list(path));
        }
        QCOMPARE(names(tree, ""), u"x"_s);
    }

    void linksInside()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"base/x"_s), "x");
        QVERIFY(QFile::link(u"base"_s, dir.filePath(u"link"_s)));
        QVERIFY(QFile::link(u"link/x"_s, dir.filePath(u"chain"_s)));
        QVERIFY(QFile::link(u"loop"_s, dir.filePath(u"loop"_s)));
        const DirectoryTree plain(dir.path());
        QCOMPARE(names(plain, ""), u"base/ chain link/"_s);
        QCOMPARE(*plain.read("link/x"), QByteArray("x"));
        QCOMPARE(*plain.real("chain"), std::string("base/x"));
        const DirectoryTree flux(dir.path(), DirectoryTree::Links::Absent);
        QCOMPARE(names(flux, ""), u"base/"_s);
        QCOMPARE(flux.read("link/x").error().kind(), Error::Kind::NotFound);
        QCOMPARE(flux.type("chain"), Type::Missing);
        QCOMPARE(*flux.read("base/x"), QByteArray("x"));
    }

    void limits()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"fits"_s), QByteArray(10, 'x'));
        write(dir.filePath(u"large"_s), QByteArray(11, 'x'));
        const DirectoryTree tree(dir.path(), DirectoryTree::Links::Follow, 10);
        QVERIFY(tree.read("fits"));
        QCOMPARE(tree.read("large").error().kind(), Error::Kind::TooLarge);
#ifdef Q_OS_UNIX
        QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"pipe"_s)).constData(), 0600), 0);
        QCOMPARE(tree.type("pipe"), Type::Missing);
        QVERIFY(!tree.read("pipe")); // and does not wait for a writer
#endif
        const DirectoryTree none(dir.filePath(u"none"_s));
        QCOMPARE(none.type(""), Type::Missing);
        QVERIFY(!none.list(""));
    }

    void memory()
    {
        OverlayTree tree({}, "test");
        tree.add("a/b/c.yaml", "c");
        tree.add("./a/d.yaml", "d");
        tree.add("a-b", "e"); // stands between a and a/ in the order of bytes
        QCOMPARE(names(tree, ""), u"a/ a-b"_s);
        QCOMPARE(names(tree, "a"), u"b/ d.yaml"_s);
        QCOMPARE(tree.type("a/b"), Type::Folder);
        QCOMPARE(tree.type("a/b/c.yaml"), Type::File);
        QCOMPARE(tree.type("a/b/c"), Type::Missing);
        QCOMPARE(*tree.read("a/x/../d.yaml"), QByteArray("d"));
        QCOMPARE(tree.read("a").error().kind(), Error::Kind::Refused);
        QCOMPARE(tree.read("z").error().kind(), Error::Kind::NotFound);
        QCOMPARE(tree.read("../a-b").error().kind(), Error::Kind::NotFound);
        QCOMPARE(tree.shown("a/d.yaml"), std::string("test/a/d.yaml"));
        QCOMPARE(names(OverlayTree(), ""), QString());
    }

    void overlay()
    {
        auto below = std::make_shared<OverlayTree>();
        below->add("app/old.yaml", "old");
        below->add("app/same.yaml", "below");
        below->add("secret/x", "x");
        below->add("secrets", "y");
        OverlayTree tree(below);
        tree.add("app/same.yaml", "above");
        tree.add("app/kustomization.yaml", "new");
        tree.hide("secret");
        QCOMPARE(names(tree, ""), u"app/ secrets"_s);
        QCOMPARE(names(tree, "app"), u"kustomization.yaml old.yaml same.yaml"_s);
        QCOMPARE(*tree.read("app/same.yaml"), QByteArray("above"));
        QCOMPARE(*tree.read("app/old.yaml"), QByteArray("old"));
        QCOMPARE(tree.read("secret/x").error().kind(), Error::Kind::NotFound);
        QCOMPARE(*tree.real("app/old.yaml"), std::string("app/old.yaml"));
        QVERIFY(!tree.real("secret/x"));
        QCOMPARE(*below->read("app/same.yaml"), QByteArray("below"));
    }
};

QTEST_GUILESS_MAIN(tst_FileTree)
#include "tst_filetree.moc"
