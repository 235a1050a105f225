// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yamldocument.h"

#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {
// What the loader says: nothing, or the place and the reason.
QString complaint(const QByteArray &yaml)
{
    const auto node = parseYaml(yaml, u"f.yaml"_s);
    return node ? QString() : node.error().detail();
}

// Nine anchors, each nine times the one before: a few hundred bytes that are 387 million values.
QByteArray bomb()
{
    QByteArray yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 9; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        yaml += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
            + QByteArrayList(9, before).join(',') + "]\n";
    }
    return yaml;
}
}

class tst_YamlDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsMapsListsAndScalars()
    {
        const auto node = parseYaml("clusters:\n- {name: a, port: 007, on: yes, word: \"yes\"}\n- null\nlast: ~\n", {});
        QVERIFY(node);
        QCOMPARE(node->keys(), (QStringList{u"clusters"_s, u"last"_s}));
        const auto items = (*node)[u"clusters"_s].items();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[0][u"port"_s].text(), u"007"_s);
        QCOMPARE(items[0][u"on"_s].boolean(), true);
        QCOMPARE(items[0][u"word"_s].boolean(), std::nullopt);
        QCOMPARE(items[0].line(), 2);
        QVERIFY(items[1].isNull());
        QVERIFY((*node)[u"last"_s].isNull());
        QVERIFY((*node)[u"none"_s][u"deeper"_s][u"still"_s].isNull());
    }

    void readsJsonToo()
    {
        const auto node = parseYaml(R"({"users": [{"name": "a\u00e4", "n": 1.5, "t": true}]})", {});
        QVERIFY(node);
        const auto user = (*node)[u"users"_s].items().value(0);
        QCOMPARE(user[u"name"_s].text(), u"aä"_s);
        QCOMPARE(user[u"t"_s].boolean(), true);
    }

    void aliasesAreWrittenOut()
    {
        const auto node = parseYaml("a: &x {k: v}\nb: *x\n", {});
        QVERIFY(node);
        QCOMPARE((*node)[u"b"_s][u"k"_s].text(), u"v"_s);
    }

    void mergeKeysFillIn()
    {
        const auto node =
            parseYaml("a: &a {k: 1, l: 2}\nb: &b {l: 3, m: 4}\nc: {<<: [*a, *b], k: 5}\nd: {\"<<\": x}\n", {});
        QVERIFY(node);
        const YamlNode c = (*node)[u"c"_s];
        QCOMPARE(c.keys(), (QStringList{u"k"_s, u"l"_s, u"m"_s}));
        QCOMPARE(c[u"k"_s].text() + c[u"l"_s].text() + c[u"m"_s].text(), u"524"_s);
        QCOMPARE((*node)[u"d"_s].keys(), QStringList{u"<<"_s});
    }

    void booleansAreGoYamlsWords()
    {
        for (const char *word : {"y", "Yes", "TRUE", "on"})
            QCOMPARE(parseYaml(word, {})->boolean(), true);
        for (const char *word : {"N", "no", "False", "OFF"})
            QCOMPARE(parseYaml(word, {})->boolean(), false);
        for (const char *word : {"yEs", "tRUE", "1", "\"true\"", "~", "[true]"})
            QCOMPARE(parseYaml(word, {})->boolean(), std::nullopt);
    }

    void emptyDocumentsAreNull()
    {
        for (const char *yaml : {"", "\n", "# only a remark\n", "---\n", "---\n---\n---\n", "---\n...\n", "null\n"}) {
            const auto node = parseYaml(yaml, {});
            QVERIFY2(node && node->isNull(), yaml);
        }
    }

    void hostileInputGetsOneSentence_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, const QByteArray &yaml, const QString &where) {
            QTest::newRow(name) << yaml << where;
        };
        row("not UTF-8", "a: \xff\n", u"f.yaml:1: it is not UTF-8"_s);
        row("control character", "a: b\nc: \x01\n", u"f.yaml:2: it holds a control"_s);
        row("NUL", QByteArray("a: b\0", 5), u"f.yaml:1: it holds a control"_s);
        row("unbalanced", "a: [1, 2\n", u"f.yaml:"_s);
        row("twice", "a: 1\nb: 2\na: 3\n", u"f.yaml:3: a key stands there twice"_s);
        row("two documents", "a: 1\n---\nb: 2\n", u"f.yaml:3: a second document"_s);
        row("implicit second document", "- a\nb: c\n", u"f.yaml:2: "_s);
        row("second document behind an empty one", "a: 1\n---\n---\nb: 2\n", u"f.yaml:4: a second document"_s);
        row("comma behind", "[a]\n,", u"f.yaml:2: it is not valid YAML"_s);
        row("comma alone", ",", u"f.yaml:1: it is not valid YAML"_s);
        row("late merge key", "a: &a {b: 1}\nc: {d: 1, <<: *a}\n", u"f.yaml:2: a merge key is not the first"_s);
        row("two merge keys", "a: &a {b: 1}\nc: {<<: *a, <<: *a}\n", u"f.yaml:2: a merge key is not the first"_s);
        row("merge of no map", "a: {<<: 7}\n", u"f.yaml:1: a merge key names"_s);
        row("merge bomb",
            "a: &a [" + QByteArrayList(50'000, "{}").join(',') + "]\n"
                + QByteArray("b: {c: {<<: *a}, d: {<<: *a}, e: {<<: *a}, f: {<<: *a}}\n"),
            u"holds more than 200000 values"_s);
        row("key that is a list", "? [a]\n: b\n", u"f.yaml:1: a key is not a plain word"_s);
        row("holds itself", "a: &x [*x]\n", u"f.yaml:1: "_s);
        row("unknown alias", "a: *none\n", u"f.yaml:1: "_s);
        row("deep", QByteArray(500, '[') + QByteArray(500, ']'), u"nested more than 100"_s);
        row("very deep", QByteArray(200'000, '['), u"f.yaml:1: "_s);
        row("bomb", bomb(), u"holds more than 200000 values"_s);
        row("many", "a: [" + QByteArrayList(250'000, "x").join(',') + "]\n", u"holds more than 200000 values"_s);
        row("large", "a: " + QByteArray(9 * 1024 * 1024, 'x'), u"larger than 8 MiB"_s);
    }
    void hostileInputGetsOneSentence()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, where);
        const QString said = complaint(yaml);
        QVERIFY2(said.contains(where), qPrintable(said));
        QVERIFY(!said.contains(u'\n'));
    }

    // LoadAll of yaml-cpp 0.7 and 0.8 never returns from these; ctest's deadline is the watchdog.
    void commasComeBack()
    {
        for (const char *yaml : {",", "- a\n,b", "[a]\n,", "\"a\"\n,", "{a: b}\n,", ",,,,\n", "- ,\n", "a: ,"})
            complaint(yaml);
    }

    // A kubeconfig holds secrets, so an error never quotes it.
    void errorsDoNotQuote()
    {
        for (const char *yaml : {"token: [SECRETVALUE\n", "SECRETVALUE: a\nSECRETVALUE: b\n", "a: *SECRETVALUE\n"}) {
            const auto node = parseYaml(yaml, u"f.yaml"_s);
            QVERIFY(!node);
            const Error &error = node.error();
            QVERIFY(!(error.summary() + error.detail() + error.help()).contains(u"SECRETVALUE"_s));
        }
    }

    // Cut at any byte it is read or refused, never more.
    void cutAnywhere()
    {
        const QByteArray yaml = "a: &x {k: \"v\\u00e4\", l: [1, 2]}\nb: *x\nc: |\n  text\n  more\nd: 'q'\n";
        for (qsizetype at = 0; at <= yaml.size(); ++at)
            complaint(yaml.left(at));
    }
};

QTEST_GUILESS_MAIN(tst_YamlDocument)
#include "tst_yamldocument.moc"
