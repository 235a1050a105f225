// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/render/flux/fluxbuild.h"

#include <QCryptographicHash>
#include <QTest>

using namespace render::flux;
using namespace Qt::StringLiterals;

namespace {

using Files = std::map<std::string, QByteArray>;

QByteArray configMap(const QByteArray &name, const QByteArray &data = "{k: v}")
{
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: " + data + "\n";
}

core::Result<Build> built(const Files &files, const QByteArray &spec, const Options &options = {})
{
    auto tree = std::make_shared<core::OverlayTree>(nullptr, "/artifact");
    for (const auto &[path, bytes] : files)
        tree->add(path, bytes);
    const auto object = core::yaml::parseFirst("metadata: {name: apps, namespace: flux-system}\nspec: " + spec + "\n");
    return render::flux::build(tree, *object->root(), options);
}

// All objects as YAML without the owner's labels, or the words of the refusal.
QByteArray rendered(const Files &files, const QByteArray &spec, const Options &options = {})
{
    const auto result = built(files, spec, options);
    if (!result)
        return "error: " + result.error().summary().toUtf8();
    QByteArray all;
    for (const render::Rendered &each : result->objects) {
        QByteArray text = *core::yaml::print(*each.document.root());
        text.replace("    kustomize.toolkit.fluxcd.io/name: apps\n", "");
        text.replace("    kustomize.toolkit.fluxcd.io/namespace: flux-system\n", "");
        text.replace("  labels:\n  name:", "  name:");
        all += (all.isEmpty() ? "" : "---\n") + text;
    }
    return all;
}

QByteArrayList names(const Files &files, const QByteArray &spec, const Options &options = {})
{
    const auto result = built(files, spec, options);
    if (!result)
        return {"error: " + result.error().summary().toUtf8()};
    QByteArrayList list;
    for (const render::Rendered &each : result->objects)
        list.append(QByteArray::fromStdString(each.id.nspace + '/' + each.id.name));
    return list;
}

// The data of a ConfigMap after substitution.
QByteArray substituted(const QByteArray &data, const Options &options, const QByteArray &postBuild = "{}")
{
    const QByteArray out = rendered({{"a.yaml", configMap("a", data)}}, "{postBuild: " + postBuild + "}", options);
    const qsizetype begin = out.indexOf("data:\n");
    return begin < 0 ? out : out.sliced(begin + 6, out.indexOf("kind:") - begin - 6);
}

}

// What kustomize-controller does around kustomize (flux.md 2).
class tst_Flux : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void generatesAKustomization()
    {
        const Files files{{"apps/b.yaml", configMap("b")}, {"apps/a.yml", configMap("a")},
            {"apps/.hidden/h.yaml", configMap("h")}, {"apps/sub/kustomization.yaml", "resources: [s.yaml]\n"},
            {"apps/sub/s.yaml", configMap("s")}, {"apps/sub/ignored.yaml", configMap("i")},
            {"apps/plain/p.yaml", configMap("p")}, {"apps/x.json", "{"}, {"apps/empty.yaml", "# nothing\n"},
            {"other/o.yaml", configMap("o")}};
        QCOMPARE(names(files, "{path: ./apps}"), (QByteArrayList{"/h", "/a", "/b", "/p", "/s"}));
        QCOMPARE(names({{"apps/readme.md", ""}}, "{path: apps}"), QByteArrayList());
        QCOMPARE(names({{"a.yaml", configMap("a")}}, "{}"), QByteArrayList{"/a"});
    }

    void generatingFailsForOtherYaml()
    {
        QCOMPARE(rendered({{"values.yaml", "replicas: 3\n"}}, "{}"),
            QByteArray(
                "error: failed to decode Kubernetes YAML from /artifact/values.yaml: missing Resource metadata"));
        QVERIFY(rendered({{"bad.yaml", "a: [\n"}}, "{}")
                    .startsWith("error: failed to decode Kubernetes YAML from /artifact/bad.yaml: "));
        // Not where a kustomization stands: then only what it names is read.
        QCOMPARE(names({{"values.yaml", "replicas: 3\n"}, {"kustomization.yaml", "resources: [a.yaml]\n"},
                           {"a.yaml", configMap("a")}},
                     "{}"),
            QByteArrayList{"/a"});
    }

    void pathsStayInside()
    {
        const Files files{{"apps/kustomization.yaml", "resources: [../base, ../../x.yaml]\n"},
            {"base/kustomization.yaml", "resources: [b.yaml]\n"}, {"base/b.yaml", configMap("b")},
            {"deep/kustomization.yaml", "resources: [../base/b.yaml]\n"}};
        QVERIFY(names(files, "{path: apps}").first().startsWith("error: kustomize build failed: "));
        QCOMPARE(names(files, "{path: ../../deep}"), QByteArrayList{"/b"}); // clamped at the root
        QCOMPARE(rendered(files, "{path: none}"),
            QByteArray("error: kustomization path not found: stat /artifact/none: no such file or directory"));
        QVERIFY(rendered(files, "{path: base/b.yaml}").startsWith("error: kustomization path not found"));
    }

    // The file is not decoded as strictly as kustomize does.
    void decodesLoosely()
    {
        const Files files{
            {"kustomization.yaml", "Resources: [a.yaml]\nnonsense: {a: 1}\ncommonLabels: {l: 1.50, o: yes, p: 010}\n"},
            {"a.yaml", configMap("a")}};
        QCOMPARE(rendered(files, "{}"),
            QByteArray("apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  labels:\n    l: \"1.5\"\n "
                       "   o: \"true\"\n    p: \"8\"\n  name: a\n"));
        QCOMPARE(rendered({{"kustomization.yaml", "resources: [\n"}}, "{}"),
            QByteArray("error: error converting YAML to JSON: yaml: line 1: did not find expected node content"));
        QCOMPARE(rendered({{"kustomization.yaml", "resources: {a: b}\n"}}, "{}"),
            QByteArray("error: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go "
                       "struct field "
                       "Kustomization.resources of type []string"));
        // Not below an embedded struct, where sigs.k8s.io/yaml loses sight of the type.
        QVERIFY(rendered({{"kustomization.yaml", "configMapGenerator: [{name: 1}]\n"}}, "{}")
                    .startsWith("error: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number "));
    }

    void overlaysTheFile()
    {
        const Files files{
            {"kustomization.yaml",
                "resources: [a.yaml]\nnamespace: mine\nnamePrefix: p-\nnameSuffix: -s\npatches:\n- patch: |\n    - "
                "{op: replace, path: /data/k, value: first}\n  target: {kind: ConfigMap}\n"},
            {"a.yaml", configMap("a")}};
        QCOMPARE(names(files, "{}"), QByteArrayList{"mine/p-a-s"});
        QCOMPARE(
            names(files, "{targetNamespace: theirs, namePrefix: q-, nameSuffix: ''}"), QByteArrayList{"theirs/q-a"});
        const QByteArray patch =
            R"({patches: [{patch: '[{"op": "add", "path": "/data/n", "value": "2"}]', target: {kind: ConfigMap}}]})";
        QVERIFY(rendered(files, patch).contains("data:\n  k: first\n  \"n\": \"2\"\n"));
    }

    void components()
    {
        const Files files{{"app/kustomization.yaml", "resources: [a.yaml]\n"}, {"app/a.yaml", configMap("a")},
            {"more/kustomization.yaml",
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: c-\n"}};
        QCOMPARE(names(files, "{path: app, components: [../more]}"), QByteArrayList{"/c-a"});
        QCOMPARE(names(files, "{path: app, components: [../more, ../none], ignoreMissingComponents: true}"),
            QByteArrayList{"/c-a"});
        QVERIFY(names(files, "{path: app, components: [../none]}").first().startsWith("error: "));
        Options old;
        old.version = Version::V2_6;
        QVERIFY(names(files, "{path: app, components: [../none], ignoreMissingComponents: true}", old)
                    .first()
                    .startsWith("error: "));
        for (const char *path : {"https://x/y", "/more", "git@github.com:a/b", "GitHub.com/a/b", "file:///more"})
            QCOMPARE(rendered(files, "{path: app, components: ['" + QByteArray(path) + "']}"),
                "error: component path '" + QByteArray(path) + "' must be local and relative");
    }

    void images_data()
    {
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("image");
        const auto row = [](const char *spec, Version version, const char *image) {
            QTest::addRow("%s %d", spec, static_cast<int>(version))
                << QByteArray(spec) << static_cast<int>(version) << QByteArray(image);
        };
        row("[]", Version::V2_7, "mirror/app:1");
        row("[{name: app, newTag: '2'}]", Version::V2_7, "app:2"); // the whole entry is another
        row("[{name: app, newTag: '2'}]", Version::V2_9, "mirror/app:2");
        row("[{name: app, newName: other}]", Version::V2_9, "other:1");
        row("[{name: app, digest: 'sha256:abc'}]", Version::V2_9, "mirror/app@sha256:abc");
        row("[{name: none, newTag: '2'}]", Version::V2_9, "mirror/app:1");
    }
    void images()
    {
        QFETCH(QByteArray, spec);
        QFETCH(int, version);
        QFETCH(QByteArray, image);
        Options options;
        options.version = static_cast<Version>(version);
        const Files files{
            {"kustomization.yaml", "resources: [p.yaml]\nimages: [{name: app, newName: mirror/app, newTag: '1'}]\n"},
            {"p.yaml",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: 'app:0'}]}\n"}};
        QVERIFY(rendered(files, "{images: " + spec + "}", options).contains("image: " + image + "\n"));
    }

    void substitution()
    {
        Options options;
        options.variables = {{"port", "8080"}, {"on", "yes"}, {"two", "a\nb"}, {"inline", "lost"}, {"quote", "\""}};
        QCOMPARE(substituted("{a: \"${port}\", b: \"${on}\", c: \"x${port}\", d: '${two}'}", options),
            QByteArray("  a: 8080\n  b: true\n  c: x8080\n  d: ab\n"));
        QCOMPARE(
            substituted("{a: '${inline}', b: '${quote}${port}${quote}', c: '$${x}', e: '${none:=e}', f: '${none}'}",
                options, "{substitute: {inline: won}}"),
            QByteArray("  a: won\n  b: \"8080\"\n  c: ${x}\n  e: e\n  f: null\n"));
        QCOMPARE(substituted("{big: 12345678901234567, f: 1.50}", options),
            QByteArray("  big: 12345678901234568\n  f: 1.5\n"));
        // Without variables, or without postBuild, nothing happens.
        QCOMPARE(substituted("{a: '${x:=y}', b: '$$'}", {}), QByteArray("  a: ${x:=y}\n  b: $$\n"));
        QVERIFY(rendered({{"a.yaml", configMap("a", "{a: '${port}'}")}}, "{}", options).contains("a: ${port}\n"));
        Options always;
        always.version = Version::V2_9;
        QCOMPARE(substituted("{a: '${x:=y}'}", always, "{substituteStrategy: Always}"),
            QByteArray("  a: \"y\"\n").replace("\"y\"", "true"));
        QCOMPARE(substituted("{a: '${x:=y}'}", {}, "{substituteStrategy: Always}"),
            QByteArray("  a: ${x:=y}\n")); // 2.7 knows no such thing
    }

    void substitutionErrors()
    {
        Options options;
        options.variables = {{"a", "b"}};
        QCOMPARE(substituted("{x: '${a.b}'}", options),
            QByteArray("error: post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: variable substitution "
                       "failed: missing closing brace"));
        options.isStrict = true;
        QCOMPARE(substituted("{x: '${none}'}", options),
            QByteArray("error: post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: variable substitution "
                       "failed: variable not set (strict mode): \"none\""));
        QCOMPARE(substituted("{x: '${#none}'}", options), QByteArray("  x: 0\n"));
        options.isStrict = {};
        options.version = Version::V2_9;
        QVERIFY(substituted("{x: '${#none}'}", options).contains("variable not set"));
        options.isStrict = false;
        QCOMPARE(substituted("{x: '${#none}'}", options), QByteArray("  x: 0\n"));
        options.variables = {{"a", "x: y: z"}};
        QCOMPARE(substituted("{x: '${a}'}", options),
            QByteArray("error: post build failed for 'ConfigMap.v1.[noGrp]/a': envsubst error: YAMLToJSON: yaml: line "
                       "2: mapping values are not allowed in this context")
                .replace("line 2", "line 3"));
        options.variables = {{"foo.bar", "x"}};
        options.version = Version::V2_6;
        QCOMPARE(substituted("{x: y}", options),
            QByteArray("error: post build failed for 'a': envsubst error: 'foo.bar' var name is invalid, must match "
                       "'^[_[:alpha:]][_[:alpha:][:digit:]]*$'"));
    }

    void substitutionDisabled()
    {
        Options options;
        options.variables = {{"a", "b"}};
        for (const char *where : {"labels", "annotations"}) {
            const QByteArray object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, " + QByteArray(where)
                + ": {kustomize.toolkit.fluxcd.io/substitute: disabled}}\ndata: {x: '${a}${', n: 12345678901234567}\n";
            QVERIFY(rendered({{"a.yaml", object}}, "{postBuild: {}}", options)
                        .contains("  \"n\": 12345678901234567\n  x: ${a}${\n"));
        }
    }

    void marksTheOwner()
    {
        const auto result = built({{"a.yaml", configMap("a")}},
            "{commonMetadata: {labels: {team: x, kustomize.toolkit.fluxcd.io/name: y}, annotations: {note: '1'}}}");
        QVERIFY(result);
        QCOMPARE(*core::yaml::print(*result->objects[0].document.root()),
            QByteArray("apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  annotations:\n    note: \"1\"\n  "
                       "labels:\n"
                       "    kustomize.toolkit.fluxcd.io/name: \"y\"\n    kustomize.toolkit.fluxcd.io/namespace: "
                       "flux-system\n    team: x\n  name: a\n"));
        QCOMPARE(result->digest,
            QByteArray("sha256:"
                + QCryptographicHash::hash("apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: a\n",
                    QCryptographicHash::Sha256)
                      .toHex()));
        // A label that is no text takes the others with it.
        const auto lost =
            built({{"a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {x: 1, y: z}}\n"}}, "{}");
        QVERIFY(!core::yaml::print(*lost->objects[0].document.root())->contains("y: z"));
        QCOMPARE(lost->warnings.size(), 1);
    }

    void encrypted()
    {
        const QByteArray secret =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: 'ENC[x]'}\nsops: {mac: 'ENC[y]'}\n";
        QCOMPARE(rendered({{"s.yaml", secret}}, "{}"),
            QByteArray("error: Secret/s is SOPS encrypted, configuring decryption is required for this secret to be "
                       "reconciled"));
        const auto marked = built({{"a.yaml", configMap("a")}, {"s.yaml", secret}}, "{decryption: {provider: sops}}");
        QVERIFY(marked);
        QCOMPARE(marked->encrypted, std::vector<size_t>{1});
        QCOMPARE(marked->warnings.size(), 1);
        const Files generator{
            {"kustomization.yaml", "resources: [a.yaml]\nsecretGenerator: [{name: g, files: [x.json]}]\n"},
            {"a.yaml", configMap("a")}, {"x.json", "{\"sops\": {\"mac\": \"ENC[y]\"}}"}};
        QCOMPARE(built(generator, "{decryption: {provider: sops}}")->encrypted, std::vector<size_t>{1});
        QVERIFY(built(generator, "{}")->encrypted.empty());
        QByteArray kept = secret;
        kept.replace("{name: s}", "{name: s, annotations: {kustomize.toolkit.fluxcd.io/decrypt: disabled}}");
        Options newer;
        newer.version = Version::V2_8;
        QVERIFY(built({{"s.yaml", kept}}, "{}", newer));
        QVERIFY(!built({{"s.yaml", kept}}, "{}"));
    }

    void dropsKustomizations()
    {
        const Files files{{"kustomization.yaml", "resources: [k.yaml, a.yaml]\n"}, {"a.yaml", configMap("a")},
            {"k.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: k}\n"}};
        QCOMPARE(names(files, "{}"), QByteArrayList{"/a"});
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        Options options;
        options.stop = source.get_token();
        const auto result = built({{"a.yaml", configMap("a")}}, "{}", options);
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), core::Error::Kind::Refused);
    }
};

QTEST_GUILESS_MAIN(tst_Flux)
#include "tst_flux.moc"
