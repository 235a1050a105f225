// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/kustomize/generators.h"
#include "services/render/kustomize/transformers.h"
#include "tests/render/rendered.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {
QByteArray deployment(const QByteArray &podSpec)
{
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: " + podSpec + "}}\n";
}
}

class tst_Transformers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void images_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("change"); // n=newName t=newTag d=digest s=tagSuffix
        QTest::addColumn<QString>("expected"); // "": not meant
        const auto row = [](const char *reference, const char *name, const char *change, const char *expected) {
            QTest::addRow("%s by %s", reference, name) << QString::fromLatin1(reference) << QString::fromLatin1(name)
                                                       << QString::fromLatin1(change) << QString::fromLatin1(expected);
        };
        row("busybox", "busybox", "t=1", "busybox:1");
        row("busybox:1.0", "busybox", "n=my/box", "my/box:1.0");
        row("localhost:5000/a/b", "localhost:5000/a/b", "t=2", "localhost:5000/a/b:2");
        row("a@sha256:00", "a", "t=2", "a:2");
        row("a:1@sha256:00", "a", "d=sha256:11", "a@sha256:11");
        row("a:1", "a", "t=2 d=sha256:11", "a:2@sha256:11");
        row("a:1@sha256:00", "a", "s=-x", "a:1-x");
        row("busybox2", "busybox", "t=1", "");
        row("my/busybox", "busybox", "t=1", "");
        row("bu.ybox", "bu.ybox", "t=1", "bu.ybox:1");
        row("busybox", "bu.ybox", "t=1", "busybox:1"); // a regular expression (quirk Q3)
        row("busybox", "[", "t=1", "");
    }

    void images()
    {
        QFETCH(QString, reference);
        QFETCH(QString, name);
        QFETCH(QString, change);
        QFETCH(QString, expected);
        render::Image image;
        image.name = name.toStdString();
        for (const QString &part : change.split(u' ')) {
            const std::string value = part.mid(2).toStdString();
            switch (part[0].unicode()) {
            case u'n': image.newName = value; break;
            case u't': image.newTag = value; break;
            case u'd': image.digest = value; break;
            default: image.tagSuffix = value; break;
            }
        }
        const auto changed = render::changedImage(reference.toStdString(), image);
        QCOMPARE(QString::fromStdString(changed.value_or("")), expected);
    }

    void hashesAreThoseOfKustomize()
    {
        // Reproduced with kustomize 5.8.1 (kustomize.md 7): the name does not count, the data do.
        const auto nameOf = [](const QByteArray &generator) {
            const QByteArray out = rendered({{"kustomization.yaml", generator}});
            const qsizetype at = out.indexOf("name: ") + 6;
            return out.mid(at, out.indexOf('\n', at) - at);
        };
        const QByteArray one = nameOf("configMapGenerator: [{name: c, literals: [k=v]}]\n");
        QCOMPARE(one, QByteArray("c-bdg947hgcc"));
        QCOMPARE(nameOf("configMapGenerator: [{name: other, literals: [k=v]}]\n"), QByteArray("other-bdg947hgcc"));
        QVERIFY(nameOf("configMapGenerator: [{name: c, literals: [k=w]}]\n") != one);
        QVERIFY(nameOf("secretGenerator: [{name: c, literals: [k=v]}]\n") != one);
    }

    void literalsAndEnvironments()
    {
        using Pair = std::pair<std::string, std::string>;
        QCOMPARE(*render::literalPair("a=b=c"), Pair("a", "b=c"));
        QCOMPARE(*render::literalPair("a='b'"), Pair("a", "b"));
        QCOMPARE(*render::literalPair("a='b"), Pair("a", "'b"));
        QCOMPARE(*render::literalPair("a="), Pair("a", ""));
        QVERIFY(!render::literalPair("=b"));
        QVERIFY(!render::literalPair("ab"));
        const auto pairs = render::environmentPairs("\xef\xbb\xbf# c\n A=1 \r\n\nB\nC='x'=\"y\"\n=z\n");
        QVERIFY(pairs);
        QCOMPARE(*pairs, (render::Pairs{{"A", "1 "}, {"B", ""}, {"C", "'x'=\"y\""}}));
        QVERIFY(!render::environmentPairs("A=\xff\n"));
    }

    void generatorsMergeByTheirBehaviour()
    {
        const auto with = [](const QByteArray &behavior) {
            return rendered(
                {{"kustomization.yaml",
                     "resources: [base]\nconfigMapGenerator: [{name: c, literals: [b=2]" + behavior + "}]\n"},
                    {"base/kustomization.yaml",
                        "namePrefix: p-\ngeneratorOptions: {disableNameSuffixHash: true}\n"
                        "configMapGenerator: [{name: c, literals: [a=1]}]\n"}});
        };
        QVERIFY(with({}).contains("behavior must be merge or replace")); // it was called c once
        const QByteArray merged = with(", behavior: merge");
        QVERIFY2(merged.contains("a: \"1\"\n  b: \"2\"") && merged.contains("name: p-c\n"), merged.constData());
        const QByteArray replaced = with(", behavior: replace");
        QVERIFY2(!replaced.contains("a: ") && replaced.contains("name: p-c\n"), replaced.constData());
    }

    void namesAreRepairedWhereverTheyAreHeld()
    {
        const QByteArray out =
            rendered({{"kustomization.yaml",
                          "resources: [d.yaml]\nnamePrefix: p-\nconfigMapGenerator: [{name: c, literals: [k=v]}]\n"},
                {"d.yaml",
                    deployment("{containers: [{name: a, envFrom: [{configMapRef: {name: c}}]}], volumes: [{name: v, "
                               "configMap: {name: c}}, {name: w, configMap: {name: other}}]}")}});
        QCOMPARE(out.count("name: p-c-bdg947hgcc"), qsizetype(3));
        QVERIFY(out.contains("name: other\n"));
    }

    void namesFollowWithinTheirNamespace()
    {
        const QByteArray config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
        const QByteArray out = rendered({{"kustomization.yaml", "resources: [a, b]\n"},
            {"a/kustomization.yaml", "resources: [c.yaml, d.yaml]\nnamespace: a\nnamePrefix: a-\n"},
            {"b/kustomization.yaml", "resources: [c.yaml, d.yaml]\nnamespace: b\nnamePrefix: b-\n"},
            {"a/c.yaml", config}, {"b/c.yaml", config},
            {"a/d.yaml", deployment("{volumes: [{name: v, configMap: {name: c}}]}")},
            {"b/d.yaml", deployment("{volumes: [{name: v, configMap: {name: c}}]}")}});
        QCOMPARE(out.count("name: a-c\n"), qsizetype(2));
        QCOMPARE(out.count("name: b-c\n"), qsizetype(2));
    }

    void namespacesKeepAwayFromTheCluster()
    {
        const QByteArray out = rendered({{"kustomization.yaml", "resources: [r.yaml]\nnamespace: new\n"},
            {"r.yaml",
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n---\n"
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: cr}\n---\n"
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: crb}\n"
                "subjects:\n- {kind: ServiceAccount, name: default}\n- {kind: ServiceAccount, name: sa}\n"
                "- {kind: ServiceAccount, name: far, namespace: far}\n---\n"
                "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa}\n---\n"
                "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: t}\n"}});
        QVERIFY2(out.contains("kind: Namespace\nmetadata:\n  name: new\n"), out.constData());
        QVERIFY(out.contains("kind: ClusterRole\nmetadata:\n  name: cr\n"));
        QVERIFY(out.contains("name: default\n  namespace: new\n"));
        QVERIFY(out.contains("name: sa\n  namespace: new\n- kind"));
        QVERIFY(out.contains("name: far\n  namespace: far\n"));
        QVERIFY(out.contains("kind: Thing\nmetadata:\n  name: t\n  namespace: new\n"));
    }

    void twoThatWouldBecomeOneAreAnError()
    {
        const QByteArray out = rendered({{"kustomization.yaml", "resources: [r.yaml]\nnamespace: new\n"},
            {"r.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: a}\n---\n"
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: b}\n"}});
        QVERIFY(out.startsWith("error: namespace transformation produces ID conflict"));
    }
};

QTEST_GUILESS_MAIN(tst_Transformers)
#include "tst_transformers.moc"
