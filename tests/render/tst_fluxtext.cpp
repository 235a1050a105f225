// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/render/flux/glob.h"
#include "services/render/flux/sourceignore.h"
#include "services/render/flux/substitution.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace render::flux;
using namespace Qt::StringLiterals;

namespace {

QJsonDocument vectors(const QString &name)
{
    QFile file(QStringLiteral(SHARED "/data/flux/") + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
}

Variables variablesOf(const QJsonValue &object)
{
    Variables variables;
    const QJsonObject fields = object.toObject();
    for (auto each = fields.begin(); each != fields.end(); ++each)
        variables[each.key().toStdString()] = each.value().toString().toStdString();
    return variables;
}

// What a text becomes, or the words of the refusal.
QString substituted(const QString &text, const Variables &variables, Missing missing)
{
    const auto out = substitute(text.toStdString(), variables, missing);
    return out ? QString::fromStdString(*out) : u"error: "_s + out.error().summary();
}

}

// What Flux does to texts: tables made by running its own libraries.
class tst_FluxText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void envsubst_data()
    {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out");
        QTest::addColumn<int>("missing");
        const QJsonObject all = vectors(u"envsubst-vectors.json"_s).object();
        if (all.isEmpty())
            QSKIP("../shared/data/flux is not there");
        const auto row = [](const QJsonObject &vector, Missing strict) {
            const QString error = vector["err"_L1].toString();
            QTest::addRow("%s", qPrintable(vector["in"_L1].toString()))
                << vector["in"_L1].toString() << (error.isEmpty() ? vector["out"_L1].toString() : u"error: "_s + error)
                << static_cast<int>(vector["strict"_L1].toBool() ? strict : Missing::IsEmpty);
        };
        for (const QJsonValue vector : all["cases"_L1].toArray())
            row(vector.toObject(), Missing::IsError);
        for (const QJsonValue vector : vectors(u"envsubst-vectors-2.6-2.8.json"_s)["replaces"_L1].toArray())
            row(vector.toObject(), Missing::IsErrorWhereBare);
    }
    void envsubst()
    {
        QFETCH(QString, in);
        QFETCH(QString, out);
        QFETCH(int, missing);
        static const Variables variables = variablesOf(vectors(u"envsubst-vectors.json"_s)["vars"_L1]);
        QCOMPARE(substituted(in, variables, static_cast<Missing>(missing)), out.replace(u"PANIC: "_s, QString()));
    }

    // Deep, long and growing texts end in an error, and soon.
    void envsubstLimits()
    {
        QString deep;
        for (int i = 0; i < 10'000; ++i)
            deep += u"${a:-"_s;
        QVERIFY(substituted(deep, {}, Missing::IsEmpty).contains(u"nested more than 100"_s));
        const Variables large{{"a", std::string(100'000, 'x')}};
        QVERIFY(substituted(u"${a%*y}"_s, large, Missing::IsEmpty).contains(u"too long"_s));
        QVERIFY(substituted(u"${a//x/${a}}"_s, large, Missing::IsEmpty).contains(u"larger than 16 MiB"_s));
        QVERIFY(substituted(u"${a}"_s.repeated(200), large, Missing::IsEmpty).contains(u"larger than 16 MiB"_s));
        QCOMPARE(substituted(u"$$"_s.repeated(1'000'000), {}, Missing::IsEmpty).size(), 1'000'000);
        QCOMPARE(substituted(u"${a//}"_s, {}, Missing::IsEmpty), u"error: bad substitution"_s);
    }

    void names()
    {
        QVERIFY(checkNames({{"a_1", ""}, {"_", ""}, {"A", ""}}));
        for (const char *name : {"foo.bar", "my-key", "1a", "", "\xC3\xA9"}) {
            const auto checked = checkNames({{name, ""}});
            QVERIFY(!checked);
            QVERIFY(checked.error().summary().contains(
                u"var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'"_s));
        }
    }

    void globs()
    {
        const auto match = [](const char *pattern, const char *name) { return matchesGlob(pattern, name); };
        QCOMPARE(match("a*c", "abbc"), std::optional(true));
        QCOMPARE(match("a*c*e", "abcde"), std::optional(true));
        QCOMPARE(match("*", ""), std::optional(true));
        QCOMPARE(match("", "a"), std::optional(false));
        QCOMPARE(match("?", "\xC3\xA9"), std::optional(true));
        QCOMPARE(match("[a-c]x", "bx"), std::optional(true));
        QCOMPARE(match("[^a-c]", "b"), std::optional(false));
        QCOMPARE(match("\\*", "*"), std::optional(true));
        for (const char *bad : {"[", "[a", "[]", "[a-]", "[-a]", "\\"})
            QCOMPARE(match(bad, "a"), std::optional<bool>());
        const std::string stars(1000, '*');
        QCOMPARE(matchesGlob("a" + stars + "b", std::string(10'000, 'a')), std::optional(false));
    }

    void sourceIgnore_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        const QJsonArray all = vectors(u"sourceignore-vectors.json"_s).array();
        if (all.isEmpty())
            QSKIP("../shared/data/flux is not there");
        for (qsizetype i = 0; i < all.size(); ++i)
            QTest::addRow("%d: %s", static_cast<int>(i), qPrintable(all[i]["spec_ignore"_L1].toString().simplified()))
                << all[i].toObject();
    }
    void sourceIgnore()
    {
        QFETCH(QJsonObject, vector);
        core::OverlayTree tree;
        const QJsonObject files = vector["sourceignore_files"_L1].toObject();
        for (auto each = files.begin(); each != files.end(); ++each)
            tree.add(each.key().toStdString(), each.value().toString().toUtf8());
        const auto ignore = SourceIgnore::of(tree, vector["spec_ignore"_L1].toString().toStdString());
        QVERIFY(ignore);
        for (const QJsonValue check : vector["checks"_L1].toArray()) {
            const std::string path = check["path"_L1].toString().toStdString();
            QVERIFY2(ignore->isExcluded(path, check["dir"_L1].toBool()) == check["excluded"_L1].toBool(), path.c_str());
        }
    }

    void artifact()
    {
        auto tree = std::make_shared<core::OverlayTree>();
        for (const char *path :
            {"apps/a.yaml", "apps/logo.png", "docs/x.md", "docs/keep/y.yaml", ".git/config", ".sops.yaml"})
            tree->add(path, path);
        const auto everything = Artifact::of(tree, *SourceIgnore::of(*tree, {}));
        QVERIFY(everything);
        QCOMPARE((*everything)->type("apps/a.yaml"), core::FileTree::Type::File);
        QCOMPARE((*everything)->type("apps/logo.png"), core::FileTree::Type::Missing);
        QCOMPARE((*everything)->type(".sops.yaml"), core::FileTree::Type::Missing);
        QCOMPARE((*everything)->type(".git"), core::FileTree::Type::Missing);
        QVERIFY(!(*everything)->read(".git/config"));
        QCOMPARE((*everything)->list("")->size(), size_t(2));

        // Below an ignored folder something can be taken in again; the built-in patterns are gone then.
        const auto some = Artifact::of(tree, *SourceIgnore::of(*tree, "docs/\n!docs/keep/y.yaml\n"));
        QCOMPARE((*some)->list("docs")->size(), size_t(1));
        QCOMPARE(*(*some)->read("docs/keep/y.yaml"), QByteArray("docs/keep/y.yaml"));
        QVERIFY((*some)->read("apps/logo.png"));
        QCOMPARE((*some)->read("docs/x.md").error().kind(), core::Error::Kind::NotFound);

        tree->add("docs/.sourceignore", "*");
        QVERIFY(!SourceIgnore::of(*tree, {}, SourceKind::Bucket)->isExcluded("docs/x.md", false));
        QVERIFY(!SourceIgnore::of(*tree, {}, SourceKind::Bucket)->isExcluded("apps/logo.png", false));
        QVERIFY(SourceIgnore::of(*tree, {}, SourceKind::Oci)->isExcluded("docs/x.md", false));
    }

    // How the text is read after substitution (sigs.k8s.io/yaml).
    void scalars_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        const QJsonArray all = vectors(u"yaml-scalar-vectors.json"_s).array();
        if (all.isEmpty())
            QSKIP("../shared/data/flux is not there");
        for (const QJsonValue vector : all)
            QTest::addRow("%s", qPrintable(vector["in"_L1].toString())) << vector.toObject();
    }
    void scalars()
    {
        QFETCH(QJsonObject, vector);
        const auto document = core::yaml::parseSettings("v: " + vector["in"_L1].toString().toUtf8() + "\n");
        if (vector.contains("err"_L1)) {
            QVERIFY(!document);
            QCOMPARE(document.error().detail(), vector["err"_L1].toString());
            return;
        }
        QVERIFY(document);
        const QJsonObject read = QJsonDocument::fromJson(*core::yaml::toJson(*document->root())).object();
        QCOMPARE(read["v"_L1], vector["json"_L1]);
    }
};

QTEST_GUILESS_MAIN(tst_FluxText)
#include "tst_fluxtext.moc"
