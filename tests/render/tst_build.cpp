// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/render/rendered.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {
const QByteArray ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n";
}

class tst_Build : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rememberWhereAnObjectCameFrom()
    {
        const auto tree = treeOf({{"over/kustomization.yaml", "resources: [../base]\nnamePrefix: p-\n"},
            {"base/kustomization.yaml", "resources: [two.yaml]\nconfigMapGenerator: [{name: g, literals: [a=b]}]\n"},
            {"base/two.yaml", "# first\n" + ConfigMap + "---\n" + QByteArray(ConfigMap).replace("c\n", "d\n")}});
        const auto built = render::build(tree, "over");
        QVERIFY(built);
        QCOMPARE(built->objects.size(), size_t(3));
        QCOMPARE(built->objects[0].id.name, std::string("p-c"));
        QCOMPARE(built->objects[0].file, std::string("base/two.yaml"));
        QCOMPARE(built->objects[0].line, 2);
        QCOMPARE(built->objects[1].line, 7);
        QCOMPARE(built->objects[2].file, std::string("base/kustomization.yaml"));
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QByteArray>("field");
        for (const char *field :
            {"vars: [{name: A}]", "replacements: [{path: r}]", "helmCharts: [{name: c}]", "helmGlobals: {chartHome: c}",
                "generators: [g]", "transformers: [t]", "validators: [v]", "configurations: [c]", "crds: [c]",
                "openapi: {path: o}", "bases: [b]", "imageTags: [{name: i}]", "Vars: [{name: A}]"})
            QTest::newRow(field) << QByteArray(field);
    }

    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QByteArray, field);
        // Far below, so that no chain of other words may bury the refusal.
        const QByteArray out = rendered({{"kustomization.yaml", "resources: [apps]\n"},
            {"apps/kustomization.yaml", "resources: [c.yaml]\n" + field + '\n'}, {"apps/c.yaml", ConfigMap}});
        const QByteArray name = field.startsWith("Vars") ? "vars" : field.left(field.indexOf(':'));
        QVERIFY2(out.startsWith("error: not supported yet: " + name), out.constData());
        QVERIFY2(out.endsWith(" in /t/apps/kustomization.yaml"), out.constData());
    }

    void refusesWhatLiesElsewhere_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"https://example.com/a.yaml", "github.com/o/r//base?ref=v1", "git@example.com:o/r.git",
                 "ssh://git@example.com/o/r", "git::https://example.com/o/r"})
            QTest::newRow(path) << QByteArray(path);
    }

    void refusesWhatLiesElsewhere()
    {
        QFETCH(QByteArray, path);
        const QByteArray out = rendered({{"kustomization.yaml", "resources: ['" + path + "']\n"}});
        QVERIFY2(out.startsWith("error: not supported yet: the remote "), out.constData());
    }

    void nestingEnds()
    {
        Files files;
        QByteArrayList names;
        for (int i = 0; i < 120; ++i)
            names.append(QByteArray::number(i) + "/kustomization.yaml");
        for (int i = 0; i < 120; ++i)
            files.insert(names[i].constData(), "resources: [../" + QByteArray::number(i + 1) + "]\n");
        QVERIFY(rendered(files, "0").contains("too many kustomizations within each other"));
    }

    // Each of a few folders that name the next one twice: 2^n builds of a few hundred bytes.
    void aFanOfFoldersEnds()
    {
        Files files;
        QByteArrayList names;
        for (int i = 0; i < 40; ++i)
            names.append(QByteArray::number(i) + "/kustomization.yaml");
        for (int i = 0; i < 40; ++i)
            files.insert(names[i].constData(),
                "resources: [../" + QByteArray::number(i + 1) + ", ../" + QByteArray::number(i + 1) + "]\n");
        files.insert("40/kustomization.yaml", "commonLabels: {a: b}\n");
        QVERIFY(rendered(files, "0").contains("too many kustomizations within each other"));
    }

    void aBuildCanBeCancelled()
    {
        std::stop_source source;
        render::Options options;
        options.stop = source.get_token();
        source.request_stop();
        const Files files{{"kustomization.yaml", "resources: [c.yaml]\n"}, {"c.yaml", ConfigMap}};
        QCOMPARE(rendered(files, "", options), QByteArray("error: the build was cancelled"));
    }

    void filesBesideTheRootNeedLeave()
    {
        const Files files{{"app/kustomization.yaml", "resources: [../c.yaml]\n"}, {"c.yaml", ConfigMap}};
        QVERIFY(rendered(files, "app").contains("security; file '/t/c.yaml' is not in or below '/t/app'"));
        render::Options options;
        options.loadRestrictor = render::LoadRestrictor::None;
        QCOMPARE(rendered(files, "app", options), ConfigMap);
        // Nothing leads out of the tree itself.
        QVERIFY(
            rendered({{"kustomization.yaml", "resources: [../../etc/passwd]\n"}}, "", options).startsWith("error: "));
    }

    void theOrderIsThatOfTheOptionUnlessTheFileSays()
    {
        const QByteArray service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n";
        Files files{
            {"kustomization.yaml", "resources: [s.yaml, c.yaml]\n"}, {"s.yaml", service}, {"c.yaml", ConfigMap}};
        render::Options legacy;
        legacy.reorder = render::Reorder::Legacy;
        QCOMPARE(rendered(files), service + "---\n" + ConfigMap);
        QCOMPARE(rendered(files, "", legacy), ConfigMap + "---\n" + service);
        files["kustomization.yaml"] += "sortOptions: {order: fifo}\n";
        QCOMPARE(rendered(files, "", legacy), service + "---\n" + ConfigMap);
    }

    void annotationsSayWhereObjectsComeFromIfAsked()
    {
        const Files files{{"over/kustomization.yaml",
                              "resources: [../base]\nbuildMetadata: [originAnnotations, transformerAnnotations]\n"},
            {"base/kustomization.yaml", "resources: [c.yaml]\nnamePrefix: p-\n"}, {"base/c.yaml", ConfigMap}};
        QCOMPARE(rendered(files, "over"),
            QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n"
                       "    alpha.config.kubernetes.io/transformations: |\n"
                       "      - configuredIn: ../base/kustomization.yaml\n        configuredBy:\n"
                       "          apiVersion: builtin\n          kind: PrefixTransformer\n"
                       "    config.kubernetes.io/origin: |\n      path: ../base/c.yaml\n  name: p-c\n"));
    }

    // kustomize's own memory is annotations, so a JSON patch finds some where nobody wrote any.
    void aJsonPatchMayAddTheFirstAnnotation()
    {
        const QByteArray out =
            rendered({{"kustomization.yaml",
                          "resources: [c.yaml]\npatches:\n- target: {kind: ConfigMap}\n"
                          "  patch: '[{\"op\":\"add\",\"path\":\"/metadata/annotations/a\",\"value\":\"b\"}]'\n"},
                {"c.yaml", ConfigMap}});
        QCOMPARE(out, QByteArray("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    a: b\n  name: c\n"));
    }

    void versionsDiffer()
    {
        const Files files{{"kustomization.yaml", "resources: [c.yaml]\npatches: [{path: empty.yaml}]\n"},
            {"c.yaml", ConfigMap}, {"empty.yaml", "# nothing\n"}};
        QCOMPARE(rendered(files), ConfigMap);
        render::Options old;
        old.version = render::Version::V5_6_0;
        QVERIFY(rendered(files, "", old).contains("unable to parse SM or JSON patch from [path: \"empty.yaml\"]"));
        old.managedByLabel = true;
        const Files plain{{"kustomization.yaml", "resources: [c.yaml]\n"}, {"c.yaml", ConfigMap}};
        QVERIFY(rendered(plain, "", old).contains("app.kubernetes.io/managed-by: kustomize-v5.6.0"));
    }
};

QTEST_GUILESS_MAIN(tst_Build)
#include "tst_build.moc"
