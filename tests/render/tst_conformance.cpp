// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/build.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {
const QString Sets = QStringLiteral(SHARED "/data/kustomize");

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

render::Options optionsOf(const QJsonObject &meta)
{
    render::Options options;
    const QJsonArray flags = meta["flags"_L1].toArray();
    for (const QJsonValue &flag : flags) {
        if (flag == u"LoadRestrictionsNone"_s)
            options.loadRestrictor = render::LoadRestrictor::None;
        else if (flag == u"legacy"_s)
            options.reorder = render::Reorder::Legacy;
        else if (flag == u"--enable-managedby-label"_s)
            options.managedByLabel = true;
    }
    return options;
}

struct Counts {
    int ran = 0;
    int refused = 0; // not supported yet, and said so
    int excluded = 0; // by the set itself: they need a network
    QStringList wrong;
};

// The rules of meta.json (../shared/data/kustomize/README.md).
QString verdict(const core::Result<QByteArray> &printed, const QJsonObject &meta, const QString &folder)
{
    if (meta["compare"_L1] == u"error-contains"_s) {
        if (printed)
            return u"rendered what kustomize refuses"_s;
        const QString said = printed.error().summary().simplified();
        for (const QJsonValue &value : meta["error"_L1].toArray()) {
            const QString text = value.toString().replace(u"@INPUT@"_s, QDir(folder + u"/input"_s).canonicalPath());
            if (!said.contains(text.simplified()))
                return u"said '%1', not '%2'"_s.arg(said, text.simplified());
        }
        return {};
    }
    if (!printed)
        return u"refused: "_s + printed.error().summary();
    return *printed == bytesOf(folder + u"/expected.yaml"_s) ? QString() : u"other bytes"_s;
}

void judge(const QString &folder, Counts &counts)
{
    const QJsonObject meta = QJsonDocument::fromJson(bytesOf(folder + u"/meta.json"_s)).object();
    if (meta["compare"_L1] == u"exclude"_s) {
        ++counts.excluded;
        return;
    }
    const QString root = QDir(folder + u"/input/"_s + meta["root"_L1].toString()).canonicalPath();
    const core::DirectoryTree tree(u"/"_s);
    const auto built = render::build(tree, root.toStdString(), optionsOf(meta));
    const auto printed = built ? render::print(*built) : core::Result<QByteArray>(built.error());
    if (!printed && printed.error().kind() == core::Error::Kind::Refused) {
        ++counts.refused;
        if (!printed.error().summary().startsWith(u"not supported yet: "))
            counts.wrong.append(folder + u": "_s + printed.error().summary());
        return;
    }
    ++counts.ran;
    if (const QString why = verdict(printed, meta, folder); !why.isEmpty())
        counts.wrong.append(folder.mid(Sets.size() + 1) + u": "_s + why);
}
}

// What kustomize v5.8.1 prints is what we print, or we say that we cannot yet.
class tst_Conformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(Sets).exists())
            QSKIP("../shared is not here");
    }

    void agreesWithKustomize_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<int>("least");
        QTest::newRow("probes") << u"probes"_s << 432;
        QTest::newRow("cases") << u"cases"_s << 169;
    }

    void agreesWithKustomize()
    {
        QFETCH(QString, set);
        QFETCH(int, least);
        Counts counts;
        QDirIterator files(Sets + u'/' + set, {u"meta.json"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            judge(file.chopped(10), counts);
        }
        qInfo("%s: %d run, %d agree, %d refused as not supported yet, %d need a network", qPrintable(set), counts.ran,
            counts.ran - int(counts.wrong.size()), counts.refused, counts.excluded);
        for (const QString &each : std::as_const(counts.wrong))
            qWarning("%s", qPrintable(each));
        QVERIFY2(counts.wrong.isEmpty(), "see above");
        QVERIFY(counts.ran >= least);
    }
};

QTEST_GUILESS_MAIN(tst_Conformance)
#include "tst_conformance.moc"
