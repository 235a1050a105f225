// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/render/kustomize/jsonpatch.h"
#include "services/render/kustomize/selector.h"
#include "services/render/kustomize/strategicmerge.h"
#include "tests/render/rendered.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {
// A Pod template with this below its spec, so that short texts show what a merge does.
QByteArray pod(const QByteArray &spec)
{
    return "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: " + spec + '}';
}

// The spec after a strategic merge, as JSON; "" if nothing is left of the resource.
QByteArray merged(const QByteArray &target, const QByteArray &patch)
{
    const auto document = core::yaml::parseFirst(target);
    const auto change = core::yaml::parseFirst(patch);
    if (!document || !change)
        return "not YAML";
    const auto result = render::mergeStrategically(*document, document->root(), document->clone(*change->root()));
    if (!result)
        return "error: " + result.error().summary().toUtf8();
    if (!*result)
        return {};
    const auto *spec = (*result)->find("spec");
    return *core::yaml::toJson(spec ? *spec : **result);
}

QByteArray patched(const QByteArray &target, const QByteArray &operations)
{
    const auto document = core::yaml::parseFirst(target);
    const auto patch = render::JsonPatch::parsed(operations);
    if (!patch)
        return "error: " + patch.error().summary().toUtf8();
    const auto result = patch->applied(*document->root());
    return result ? *core::yaml::toJson(*result->root()) : "error: " + result.error().summary().toUtf8();
}
}

class tst_Patches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mergesStrategically_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("result");
        const auto row = [](const char *name, const char *target, const char *patch, const char *result) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(patch) << QByteArray(result);
        };
        row("a scalar is replaced, another added", "{a: 1, b: 2}", "{b: 3, c: 4}", R"({"a":1,"b":3,"c":4})");
        row("null removes", "{a: 1, b: {c: 1}}", "{a: null, b: {c: ~}}", R"({"b":{}})");
        row("a quoted field stays text", "{a: '1'}", "{a: 2}", R"({"a":"2"})");
        row("containers by name, those of the patch first", "{containers: [{name: a, x: 1}, {name: b}]}",
            "{containers: [{name: c}, {name: a, y: 2}]}",
            R"({"containers":[{"name":"c"},{"name":"a","x":1,"y":2},{"name":"b"}]})");
        row("an element goes", "{containers: [{name: a}, {name: b}]}", "{containers: [{name: a, $patch: delete}]}",
            R"({"containers":[{"name":"b"}]})");
        row("a list is replaced by directive", "{containers: [{name: a}]}",
            "{containers: [{name: b}, {$patch: replace}]}", R"({"containers":[{"name":"b"}]})");
        row("a list without keys is replaced", "{containers: [{name: a, args: [x, y]}]}",
            "{containers: [{name: a, args: [z]}]}", R"({"containers":[{"args":["z"],"name":"a"}]})");
        row("tolerations too", "{tolerations: [{key: a}]}", "{tolerations: [{key: b}]}",
            R"({"tolerations":[{"key":"b"}]})");
        row("a mapping is replaced by directive", "{m: {a: 1}}", "{m: {$patch: replace, b: 2}}", R"({"m":{"b":2}})");
        row("a mapping goes by directive", "{m: {a: 1}, n: 1}", "{m: {$patch: delete}}", R"({"n":1})");
        row("directives of what is new are not written", "{}", "{m: {a: {$patch: delete}, b: null, c: 1}}",
            R"({"m":{"c":1}})");
        row("no such directive", "{m: {a: 1}}", "{m: {$patch: bogus}}", "error: unknown patch strategy 'bogus'");
        row("kinds must agree", "{m: {a: 1}}", "{m: [1]}",
            "error: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n[1]");
        row("two keys", "{containers: [{name: a, ports: [{containerPort: 80, protocol: TCP}]}]}",
            "{containers: [{name: a, ports: [{containerPort: 80, protocol: TCP, x: 1}, {containerPort: 80, protocol: "
            "UDP}]}]}",
            R"({"containers":[{"name":"a","ports":[{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"TCP","x":1}]}]})");
        row("what kustomize loses is lost (quirk Q10)", "{containers: [{name: a, ports: [{containerPort: 80}]}]}",
            "{containers: [{name: a, ports: [{containerPort: 80, protocol: UDP}, {containerPort: 443}]}]}",
            R"({"containers":[{"name":"a","ports":[{"containerPort":443},{"containerPort":80}]}]})");
    }

    void mergesStrategically()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, result);
        QCOMPARE(merged(pod(target), pod(patch)), result);
    }

    void scalarsOfAListJoin()
    {
        const QByteArray head = "{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: ";
        QVERIFY(merged(head + "[a, b]}}", head + "[c, a]}}").contains(R"("finalizers":["c","a","b"])"));
        // Of a kind that nobody knows, a list is a list.
        QVERIFY(merged(
            QByteArray(head + "[a]}}").replace("v1", "x.io/v1"), QByteArray(head + "[c]}}").replace("v1", "x.io/v1"))
                    .contains(R"("finalizers":["c"])"));
    }

    void aPatchDeletesTheResource()
    {
        QCOMPARE(merged(pod("{a: 1}"), "{apiVersion: v1, kind: Pod, $patch: delete}"), QByteArray());
    }

    void jsonPatches_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("operations");
        QTest::addColumn<QByteArray>("result");
        const auto row = [](const char *name, const char *target, const char *operations, const char *result) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(operations) << QByteArray(result);
        };
        row("add", "{a: {}}", R"([{"op":"add","path":"/a/b","value":[1]}])", R"({"a":{"b":[1]}})");
        row("YAML", "{a: 1}", "- op: replace\n  path: /a\n  value: yes\n", R"({"a":true})");
        row("escapes", "{a/b: 1, c~d: 2}", R"([{"op":"remove","path":"/a~1b"},{"op":"remove","path":"/c~0d"}])", "{}");
        row("into a list", "{l: [1, 2]}",
            R"([{"op":"add","path":"/l/1","value":9},{"op":"add","path":"/l/-","value":8}])", R"({"l":[1,9,2,8]})");
        row("from the end", "{l: [1, 2]}", R"([{"op":"remove","path":"/l/-1"}])", R"({"l":[1]})");
        row("replace adds (quirk Q11)", "{}", R"([{"op":"replace","path":"/a","value":1}])", R"({"a":1})");
        row("move", "{a: 1}", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":1})");
        row("copy", "{a: {x: 1}}", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a":{"x":1},"b":{"x":1}})");
        row("a test that holds", "{a: {x: 1, y: 2}}", R"([{"op":"test","path":"/a","value":{"y":2,"x":1}}])",
            R"({"a":{"x":1,"y":2}})");
        row("numbers become float64 (quirk Q9)", "{a: 12345678901234567, b: 1}", R"([{"op":"remove","path":"/b"}])",
            R"({"a":12345678901234568})");
        row("no value is null", "{}", R"([{"op":"add","path":"/a"}])", R"({"a":null})");
        row("a test that fails", "{a: 1}", R"([{"op":"test","path":"/a","value":1.0}])",
            "error: testing value /a failed: test failed");
        row("no such parent", "{}", R"([{"op":"add","path":"/a/b","value":1}])",
            "error: add operation does not apply: doc is missing path: \"/a/b\": missing value");
        row("no such key", "{}", R"([{"op":"remove","path":"/a"}])",
            "error: error in remove for path: '/a': Unable to remove nonexistent key: a: missing value");
        row("no such index", "{l: []}", R"([{"op":"add","path":"/l/1","value":1}])",
            "error: error in add for path: '/l/1': Unable to access invalid index: 1: invalid index referenced");
        row("no such operation", "{}", R"([{"op":"zap","path":"/a"}])", "error: Unexpected kind: zap");
        row("the whole", "{a: 1}", R"([{"op":"replace","path":"","value":{"b":2}}])", R"({"b":2})");
    }

    void jsonPatches()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, operations);
        QFETCH(QByteArray, result);
        QCOMPARE(patched(target, operations), result);
    }

    // Every copy doubles the resource: a few hundred bytes would be more than all memory.
    void copiesOfCopiesEnd()
    {
        QByteArray operations;
        for (int i = 0; i < 60; ++i)
            operations += "- {op: copy, from: /a, path: /a/b" + QByteArray::number(i) + "}\n";
        QVERIFY(patched("{a: {x: 1}}", operations).contains("more than 64 MiB"));
    }

    void selectorsOfLabels_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<int>("expected"); // 0 no, 1 yes, 2 an error
        const auto row = [](const char *selector, int expected) {
            QTest::newRow(selector) << QString::fromLatin1(selector) << expected;
        };
        row("", 1);
        row("app=web", 1);
        row("app==web,tier", 1);
        row("app!=web", 0);
        row("none!=web", 1);
        row("!none", 1);
        row("!app", 0);
        row("app in (web, api)", 1);
        row("app notin (web)", 0);
        row("none notin (web)", 1);
        row("n>3", 1);
        row("n<3", 0);
        row("example.com/x=y", 0);
        row("app in (web", 2);
        row("app=,tier", 0);
        row("=web", 2);
        row("app web", 2);
        row("app=we b", 2);
        row("-a", 2);
    }

    void selectorsOfLabels()
    {
        QFETCH(QString, selector);
        QFETCH(int, expected);
        const auto result = render::matchesLabels(selector.toStdString(), {{"app", "web"}, {"tier", "1"}, {"n", "5"}});
        QCOMPARE(result ? int(*result) : 2, expected);
    }

    void targetsAreAnchoredAndKnowOldNames()
    {
        const QByteArray resource = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";
        const auto with = [&](const QByteArray &target) {
            return rendered({{"kustomization.yaml",
                                 "resources: [base]\npatches:\n- target: " + target
                                     + "\n  patch: '[{\"op\":\"add\",\"path\":\"/data\",\"value\":{\"a\":\"b\"}}]'\n"},
                {"base/kustomization.yaml", "resources: [c.yaml]\nnamePrefix: p-\n"}, {"base/c.yaml", resource}});
        };
        for (const char *target :
            {"{name: web}", "{name: p-web}", "{name: p-.*, kind: Config.*}", "{namespace: default}"})
            QVERIFY2(with(target).contains("a: b"), target);
        for (const char *target : {"{name: we}", "{name: eb}", "{kind: config.*}", "{group: apps}", "{version: v}"})
            QVERIFY2(!with(target).contains("a: b"), target);
    }
};

QTEST_GUILESS_MAIN(tst_Patches)
#include "tst_patches.moc"
