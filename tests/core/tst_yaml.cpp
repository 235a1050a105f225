// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"
#include "services/core/yaml/print.h"
#include "services/core/yaml/scalar.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

// What kustomize makes of one document, or the words of its refusal.
QByteArray printed(const QByteArray &text)
{
    auto document = yaml::parseFirst(text);
    if (!document)
        return document.error().detail().toUtf8();
    if (document->isEmpty())
        return {};
    if (const auto merged = yaml::mergeKeys(*document); !merged)
        return merged.error().detail().toUtf8();
    const auto out = yaml::print(*document->root());
    return out ? *out : out.error().detail().toUtf8();
}

// The words of the refusal; empty: it was read.
QString complaint(const QByteArray &text, const yaml::ParseOptions &options = {})
{
    const auto documents = yaml::parse(text, options);
    return documents ? QString() : documents.error().detail();
}

QByteArray json(const QByteArray &text)
{
    const auto document = yaml::parseFirst(text);
    if (!document)
        return document.error().detail().toUtf8();
    const auto out = yaml::toJson(*document->root());
    return out ? *out : out.error().detail().toUtf8();
}

// What a kustomization is decoded from.
QByteArray settings(const QByteArray &text)
{
    const auto document = yaml::parseSettings(text);
    if (!document)
        return document.error().detail().toUtf8();
    return document->isEmpty() ? QByteArray() : *yaml::toJson(*document->root());
}

// A tree of random texts, numbers and collections.
yaml::Node *randomNode(const yaml::Document &document, QRandomGenerator &random, int depth)
{
    static const QList<QByteArray> pieces =
        QByteArray("a|b:|: | #|#|-|- |?|\n|\n\n| |  |\t|'|\"|\\|{|]|,|&|*|!|%|@|`|1|0x|.5|yes|null|~|"
                   "\xC3\xA9|\xE2\x80\xA8|\xF0\x9F\x98\x80|\xEF\xBB\xBF|---|...|>|\x07|"
                   "twenty characters ok |\r")
            .split('|');
    const auto text = [&] {
        QByteArray all;
        for (int i = random.bounded(9); i > 0; --i)
            all += pieces[random.bounded(pieces.size())];
        return all.toStdString();
    };
    const int choice = random.bounded(depth > 0 ? 10 : 6);
    if (choice < 4)
        return document.string(text());
    if (choice == 4)
        return document.scalar(std::to_string(random.bounded(-1000, 1000)), "!!int");
    if (choice == 5)
        return random.bounded(2) ? document.null() : document.scalar("true", "!!bool");
    yaml::Node *node = choice < 8 ? document.mapping() : document.sequence();
    for (int i = random.bounded(5); i > 0; --i) {
        if (node->isSequence())
            node->append(randomNode(document, random, depth - 1));
        else if (const std::string key = text(); !node->find(key))
            node->append(document.string(key), randomNode(document, random, depth - 1));
    }
    return node;
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}

class tst_Yaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The table of kustomize v5.8.1: what stands behind "v: " and what it prints there.
    void scalars_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("expected");
        const QList<QByteArray> lines =
            content(QStringLiteral(SHARED "/data/kustomize/probes/scalars.tsv")).split('\n');
        if (lines.size() < 190)
            QSKIP("../shared/data/kustomize is not there");
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype tab = lines[i].indexOf('\t');
            if (tab >= 0)
                QTest::addRow("line %lld", static_cast<long long>(i + 1))
                    << lines[i].first(tab) << lines[i].sliced(tab + 1);
        }
    }
    void scalars()
    {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, expected);
        const QByteArray out = printed("spec:\n  v: " + written + "\n");
        if (expected.startsWith("ERROR")) {
            QVERIFY2(out.startsWith("yaml: ") || out.startsWith("json: "), out.constData());
            return;
        }
        const QByteArray begin = "spec:\n  v:";
        QVERIFY2(out.startsWith(begin), out.constData());
        QByteArray value = out.sliced(begin.size()).chopped(1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        // The table shows breaks as "\n" and leaves out empty lines at the end.
        const bool isBlock = value.startsWith('|');
        if (isBlock) {
            value.replace('\n', "\\n");
            while (value.endsWith("\\n"))
                value.chop(2);
        }
        QCOMPARE(value, expected);
    }

    // Own builds of kustomize v5.8.1 in which nothing but YAML is at work.
    void probes_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("isError");
        const QDir folder(QStringLiteral(SHARED "/data/kustomize/probes"));
        if (!folder.exists())
            QSKIP("../shared/data/kustomize is not there");
        const QStringList names = folder.entryList(
            {u"scalar-*"_s, u"anchor*"_s, u"billion*"_s, u"block-*"_s, u"comments"_s, u"deep"_s, u"docs-leading-*"_s,
                u"duplicate-*"_s, u"empty-collections"_s, u"float-*"_s, u"flow"_s, u"html-chars"_s, u"json-file"_s,
                u"json-two"_s, u"key-*"_s, u"long-line"_s, u"merge-key*"_s, u"multiline-plain"_s, u"nested-*"_s,
                u"nulls"_s, u"octal-mode"_s, u"scientific-int"_s, u"tabs-indent"_s, u"unicode-plain"_s},
            QDir::Dirs);
        // What the engine does: it takes files apart before they are read, and asks for resources.
        const QStringList others{u"anchor-across-docs"_s, u"docs-leading-directive"_s, u"scalar-doc"_s};
        for (const QString &name : names) {
            if (others.contains(name))
                continue;
            const QByteArray expected = content(folder.filePath(name + u"/expected.yaml"_s));
            const QByteArray error = content(folder.filePath(name + u"/expected_error.txt"_s));
            QTest::newRow(qPrintable(name)) << content(folder.filePath(name + u"/input/r.yaml"_s))
                                            << (error.isEmpty() ? expected : error) << !error.isEmpty();
        }
    }
    void probes()
    {
        QFETCH(QByteArray, written);
        QFETCH(QByteArray, expected);
        QFETCH(bool, isError);
        const QByteArray out = printed(written);
        if (isError)
            QVERIFY2(!out.isEmpty() && expected.contains(out), out.constData());
        else
            QCOMPARE(out, expected);
    }

    // go-yaml's words, and the line that it names.
    void refusals_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *written, const QString &words) {
            QTest::newRow(written) << QByteArray(written) << words;
        };
        row("a: [", u"yaml: line 1: did not find expected node content"_s);
        row("a:\n\tb: c", u"yaml: line 2: found character that cannot start any token"_s);
        row("a: b: c", u"yaml: mapping values are not allowed in this context"_s);
        row("x: y\na: b: c", u"yaml: line 2: mapping values are not allowed in this context"_s);
        row("x: 1\na: {b: c\n\nd: e\n", u"yaml: line 1: did not find expected ',' or '}'"_s);
        row("a: *x", u"yaml: unknown anchor 'x' referenced"_s);
        row("a: &x [*x]", u"yaml: anchor 'x' value contains itself"_s);
        row("a: \"b", u"yaml: found unexpected end of stream"_s);
        row("a: \x01", u"yaml: control characters are not allowed"_s);
        row("a: \xff", u"yaml: invalid leading UTF-8 octet"_s);
        row("%YAML 1.2\n---\na: b\n", u"yaml: found incompatible YAML document"_s);
    }
    void refusals()
    {
        QFETCH(QByteArray, written);
        QFETCH(QString, words);
        QCOMPARE(complaint(written), words);
    }

    void places()
    {
        const auto document = yaml::parseFirst("# head\na:\n  - b\n  - {c: &x d}\ne: *x\n");
        QVERIFY(document);
        const yaml::Node &root = *document->root();
        QCOMPARE(root.line(), 2);
        QCOMPARE(root.find("a")->at(0)->line(), 3);
        QCOMPARE(root.find("a")->at(0)->column(), 5);
        const yaml::Node *c = root.find("a")->at(1)->find("c");
        QCOMPARE(c->line(), 4);
        QCOMPARE(c->text(), std::string_view("d"));
        QVERIFY(!c->wasAlias());
        QCOMPARE(root.find("e")->line(), 4);
        QVERIFY(root.find("e")->wasAlias());
    }

    void tagsAndStyles()
    {
        const auto document =
            yaml::parseFirst("a: yes\nb: 'x'\nc: !!int \"5\"\nd: {}\ne: |\n  t\nf:\ng: !x []\nh: ~\n<<: 1\ni: <<\n");
        QVERIFY(document);
        const auto at = [&](std::string_view key) -> const yaml::Node & { return *document->root()->find(key); };
        QCOMPARE(at("a").tag(), std::string_view("!!str"));
        QCOMPARE(at("b").style(), yaml::Style::SingleQuoted);
        QCOMPARE(at("c").tag(), std::string_view("!!int"));
        QVERIFY(at("c").hasExplicitTag() && !at("b").hasExplicitTag());
        QCOMPARE(at("d").style(), yaml::Style::Flow);
        QCOMPARE(at("e").style(), yaml::Style::Literal);
        QVERIFY(at("f").isNull() && at("f").isEmptyNull());
        QCOMPARE(at("g").tag(), std::string_view("!x"));
        QVERIFY(at("h").isNull() && !at("h").isEmptyNull());
        QCOMPARE(document->root()->key(8)->tag(), std::string_view("!!merge"));
        QCOMPARE(at("i").tag(), std::string_view("!!merge"));
    }

    void documents()
    {
        const auto many = yaml::parse("a: 1\n---\n---\nnull\n--- {b: 2}\n...\n# end\n");
        QVERIFY(many);
        QCOMPARE(many->size(), size_t(4));
        QVERIFY((*many)[1].root()->isNull());
        QCOMPARE((*many)[3].root()->find("b")->text(), std::string_view("2"));
        QVERIFY(yaml::parse("# nothing\n")->empty());
        QVERIFY(yaml::parseFirst({})->isEmpty());
        // What follows the first is not looked at; an anchor belongs to its document.
        QVERIFY(yaml::parseFirst("{a: 1}\n--- \n]"));
        QCOMPARE(complaint("a: &x 1\n---\nb: *x\n"), u"yaml: unknown anchor 'x' referenced"_s);
    }

    void limits()
    {
        yaml::ParseOptions options;
        QVERIFY(complaint(QByteArray(500, '[') + QByteArray(500, ']')).isEmpty());
        QVERIFY(complaint(QByteArray(501, '[') + QByteArray(501, ']')).contains(u"more than 500 levels"_s));
        QVERIFY(
            complaint(QByteArray(200'000, '[')).contains(u"more than 500 levels"_s)); // at once: libyaml is quadratic
        QByteArray chain = "a0: &a0 [x]\n";
        for (int i = 1; i < 600; ++i)
            chain += QByteArray("a%2: &a%2 [*a%1]\n")
                         .replace("%1", QByteArray::number(i - 1))
                         .replace("%2", QByteArray::number(i));
        QVERIFY(complaint(chain).contains(u"more than 500 levels"_s));
        QByteArray bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
        for (int i = 1; i < 9; ++i) {
            const QByteArray before = "*a" + QByteArray::number(i - 1);
            bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " ["
                + QByteArrayList(9, before).join(',') + "]\n";
        }
        QVERIFY(complaint(bomb).contains(u"more than 1000000 values"_s));
        options.limits.nodes = 10;
        QVERIFY(complaint("[1,2,3,4,5,6,7,8,9,10]", options).contains(u"more than 10 values"_s));
        options = {};
        options.limits.documents = 2;
        QVERIFY(complaint("a\n---\nb\n", options).isEmpty());
        QVERIFY(complaint("a\n---\nb\n---\nc\n", options).contains(u"more than 2 documents"_s));
        options.limits.scalarBytes = 3;
        QVERIFY(complaint("abcd", options).contains(u"longer than 3 bytes"_s));
        options.limits.bytes = 3;
        QCOMPARE(yaml::parse("abcd", options).error().kind(), Error::Kind::TooLarge);
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        yaml::ParseOptions options;
        options.stop = source.get_token();
        QCOMPARE(yaml::parse("a: b\n", options).error().kind(), Error::Kind::Refused);
    }

    void settings_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("read");
        const auto row = [](const char *written, const char *read) {
            QTest::newRow(written) << QByteArray(written) << QByteArray(read);
        };
        row("a: yes\nb: off\nc: y\nd: 'no'", R"({"a":true,"b":false,"c":true,"d":"no"})");
        row("i: 010\nm: 0b11\no: 0o17\nf: 1.50\ne: 1e3", R"({"e":1000,"f":1.5,"i":8,"m":3,"o":15})");
        row("yes: 1\n2: b\n1.5: c\n", R"({"1.5":"c","2":"b","true":1})");
        row("a: 1\nb: 2\na: 3\n", R"({"a":3,"b":2})");
        row("t: 2001-01-01\nu: 2001-12-14T21:59:43.10Z\n", R"({"t":"2001-01-01","u":"2001-12-14T21:59:43.10Z"})");
        row("a: ~\nb:\nc: {d: }", R"({"a":null,"b":null,"c":{"d":null}})");
        row("a: !!str 5\nb: !!binary aGk=\nc: !!float 5", R"({"a":"5","b":"hi","c":5})");
        // v2 goes by the order of writing: a merged map overwrites what stands above it.
        row("x: &x {p: 1, q: 2}\na: {p: 0, <<: *x, q: 9}\n", R"({"a":{"p":1,"q":9},"x":{"p":1,"q":2}})");
        row("x: &x {p: 1}\nz: &z {p: 2, q: 3}\na: {<<: [*x, *z]}\n",
            R"({"a":{"p":1,"q":3},"x":{"p":1},"z":{"p":2,"q":3}})");
        row("<<: 1", "yaml: map merge requires map or sequence of maps as the value");
        row("~: 1", "unsupported map key of type: %!s(<nil>), key: <nil>");
        row("? [a]\n: 1", "yaml: invalid map key");
        row("a: .nan", "json: unsupported value: .nan");
        row("a: !!int x", "yaml: cannot decode !!str `x` as a !!int");
        row("a: b\n---\nc: [", R"({"a":"b"})");
        row("# nothing", "");
        // Where v3 would name the line of the context.
        row("x: 1\na: {b: c\n\nd: e\n", "yaml: line 3: did not find expected ',' or '}'");
    }
    void settings()
    {
        QFETCH(QByteArray, written);
        QTEST(::settings(written), "read");
    }

    void excessiveAliases()
    {
        QByteArray text = "a: &a [1,2,3,4,5,6,7,8,9,10]\nb: &b [" + QByteArrayList(10, "*a").join(',') + "]\nc: &c ["
            + QByteArrayList(10, "*b").join(',') + "]\nd: [" + QByteArrayList(20, "*c").join(',') + "]\n";
        QCOMPARE(::settings(text), QByteArray("yaml: document contains excessive aliasing"));
        QVERIFY(complaint(text).isEmpty()); // a resource may
    }

    void nodes()
    {
        const yaml::Document document;
        yaml::Node *map = document.mapping();
        map->set("a", document.string("1"));
        map->set("b", document.null());
        map->set("c", document.sequence());
        map->set("a", document.string("2"));
        QCOMPARE(map->size(), size_t(3));
        QCOMPARE(map->key(0)->text(), std::string_view("a"));
        QCOMPARE(map->find("a")->text(), std::string_view("2"));
        QVERIFY(map->find("b")->isNull());
        QVERIFY(map->remove("b") && !map->remove("b") && !map->find("b"));
        QCOMPARE(map->indexOf("c"), qsizetype(1));
        yaml::Node *list = map->find("c");
        for (const char *each : {"x", "z"})
            list->append(document.string(each));
        list->insert(1, document.string("y"));
        list->removeAt(0);
        QCOMPARE(list->size(), size_t(2));
        QCOMPARE(list->at(0)->text(), std::string_view("y"));
        QVERIFY(!list->find("y") && !list->at(0)->find("y"));

        // A copy is another tree, of the same arena or of its own.
        yaml::Node *same = document.clone(*map);
        same->find("c")->append(document.string("w"));
        QCOMPARE(list->size(), size_t(2));
        yaml::Document other = document;
        other.setRoot(map);
        const yaml::Document copy = other.copy();
        QVERIFY(yaml::isEqual(*copy.root(), *map) && !yaml::isEqual(*copy.root(), *same));
        copy.root()->set("a", copy.scalar("3", "!!int"));
        QCOMPARE(map->find("a")->text(), std::string_view("2"));

        yaml::Node *assigned = document.string("old");
        assigned->assign(*list);
        assigned->append(document.string("v"));
        list->append(document.string("u"));
        QCOMPARE(assigned->at(2)->text(), std::string_view("v"));
        QCOMPARE(list->at(2)->text(), std::string_view("u"));
        map->find("a")->setText("4");
        QCOMPARE(*yaml::print(*map), QByteArray("a: \"4\"\nc:\n- \"y\"\n- z\n- u\n"));
    }

    // Nodes as kustomize's transformers write them: tag "" is resolved, !!str is quoted, a tag that does not fit is refused.
    void printsWrittenNodes()
    {
        const yaml::Document document;
        const auto shown = [&](yaml::Node *node) {
            yaml::Node *map = document.mapping();
            map->set("k", node);
            const auto out = yaml::print(*map);
            return out ? out->sliced(3).chopped(1) : out.error().detail().toUtf8();
        };
        QCOMPARE(shown(document.scalar("0x1F")), QByteArray("31"));
        QCOMPARE(shown(document.scalar("0x1F", {}, yaml::Style::DoubleQuoted)), QByteArray("\"0x1F\""));
        QCOMPARE(shown(document.string("5")), QByteArray("\"5\""));
        QCOMPARE(shown(document.scalar("5", "!!int", yaml::Style::DoubleQuoted)), QByteArray("\"5\""));
        QCOMPARE(shown(document.scalar("x", "!!int")), QByteArray("yaml: cannot decode !!str `x` as a !!int"));
        QCOMPARE(shown(document.scalar({})), QByteArray("null"));
        yaml::Node *flow = document.sequence();
        flow->setStyle(yaml::Style::Flow);
        flow->append(document.scalar({}));
        QCOMPARE(shown(flow), QByteArray("- \"\"")); // an empty null in brackets
    }

    void numbers()
    {
        const QList<std::pair<double, const char *>> rows{{0, "0"}, {-0.0, "-0"}, {1, "1"}, {0.1, "0.1"},
            {1e21, "1e+21"}, {1e20, "100000000000000000000"}, {1e-6, "0.000001"}, {1e-7, "1e-7"},
            {123456789.5, "123456789.5"}, {-2.5e-10, "-2.5e-10"}, {5e-324, "5e-324"},
            {1.8446744073709552e19, "18446744073709552000"}};
        for (const auto &[number, text] : rows)
            QCOMPARE(yaml::jsonNumber(number), std::string(text));
        QCOMPARE(yaml::yamlNumber("1e-7"), std::string("1e-07"));
        QCOMPARE(yaml::yamlNumber("123456789.5"), std::string("1.234567895e+08"));
        QCOMPARE(yaml::yamlNumber("18446744073709552000"), std::string("1.8446744073709552e+19"));
        QCOMPARE(yaml::yamlNumber("-0"), std::string("0"));
    }

    void jsonOut()
    {
        QCOMPARE(json("b: <&>\na: [1.0, 0644, ~, yes, \"\\u2028\\t\\x01\\x7f\"]\n"),
            QByteArray("{\"a\":[1,420,null,\"yes\",\"\\u2028\\t\\u0001\x7f\"],\"b\":\"\\u003c\\u0026\\u003e\"}"));
        QCOMPARE(json("a: .inf"), QByteArray("json: unsupported value: +Inf"));
        QCOMPARE(json("a: -.Inf"), QByteArray("json: unsupported value: -Inf"));
        QCOMPARE(json("a: .NaN"), QByteArray("json: unsupported value: NaN"));
    }

    void jsonIn()
    {
        const auto document =
            yaml::fromJson(R"({"b":1.50,"a":[1e3,-0,"\u00e9\n",true,null,{}],"n":12345678901234567890123})");
        QVERIFY(document);
        const yaml::Node &root = *document->root();
        QCOMPARE(root.key(0)->text(), std::string_view("b"));
        QCOMPARE(root.find("b")->text(), std::string_view("1.50"));
        QCOMPARE(root.find("b")->tag(), std::string_view("!!float"));
        QCOMPARE(root.find("n")->text(), std::string_view("12345678901234567890123"));
        QCOMPARE(root.find("a")->at(2)->text(), std::string_view("\xC3\xA9\n"));
        QVERIFY(root.find("a")->at(4)->isNull());
        for (const char *scalar : {"5", " \"a\" ", "null", "false", "-1.5e+3"})
            QVERIFY2(yaml::fromJson(scalar), scalar);
        for (const char *bad : {"", "{", "[1,]", "[1] 2", "1 2", "1,2", "[1],[2]", "{a: 1}", "01", "+1", "1.", ".5",
                 "nul", "\"a", "[\"\xff\"]", "{\"a\":}", "'a'"})
            QVERIFY2(!yaml::fromJson(bad), bad);
        QVERIFY(yaml::fromJson(QByteArray(500, '[') + QByteArray(500, ']')));
        QVERIFY(!yaml::fromJson(QByteArray(501, '[') + QByteArray(501, ']')));
    }

    // Whatever is printed reads back as the same value, and printing that changes nothing.
    void printedReadsBack()
    {
        QRandomGenerator random(20260101);
        for (int turn = 0; turn < 3000; ++turn) {
            const yaml::Document document;
            yaml::Node *root = document.mapping();
            root->set("k", randomNode(document, random, 4));
            const auto out = yaml::print(*root);
            if (!out) { // a block that begins with a tab
                QVERIFY(out.error().detail().contains(u"tab character"_s));
                continue;
            }
            const QByteArray before = *yaml::toJson(*root);
            QCOMPARE(json(*out), before);
            QCOMPARE(printed(*out), *out);
            const auto back = yaml::fromJson(before);
            QVERIFY(back);
            QCOMPARE(*yaml::toJson(*back->root()), before);
        }
    }

    // Cut or changed anywhere it is read or refused, never more.
    void brokenAnywhere()
    {
        const QByteArray text = "a: &x {k: \"v\\u00e4\", l: [1, 2]}\nb: *x\nc: |2-\n    text\n  more\nd: 'q'\n? e\n: "
                                ">+\n f\n\n<<: *x\n--- !!map\n- x\n";
        for (qsizetype at = 0; at <= text.size(); ++at) {
            printed(text.left(at));
            for (const char c : {'\0', '\t', ' ', '\n', '*', '&', '"', '[', '}', ':', '\xC2'}) {
                QByteArray changed = text;
                changed[at < text.size() ? at : 0] = c;
                printed(changed);
                ::settings(changed);
            }
        }
    }

    // An order that is not transitive still gives one answer.
    void keyOrder()
    {
        QByteArray forwards = "a10: 1\na1b2: 1\na2: 1\na1b10: 1\n";
        QByteArray backwards = "a1b10: 1\na2: 1\na1b2: 1\na10: 1\n";
        QCOMPARE(printed(forwards), printed(backwards));
        QByteArray many;
        for (int i = 2000; i > 0; --i)
            many += "k" + QByteArray::number(i) + ": 1\n";
        const QList<QByteArray> lines = printed(many).split('\n');
        QCOMPARE(lines[0], QByteArray("k1: 1"));
        QCOMPARE(lines[1999], QByteArray("k2000: 1"));
    }
};

QTEST_GUILESS_MAIN(tst_Yaml)
#include "tst_yaml.moc"
