#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule of each checker refuses its offence and lets a close look-alike pass. Run: python3 tests/tools/test_checkers.py"""
import sys
sys.dont_write_bytecode = True

import importlib.machinery
import importlib.util
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import source


def loaded(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


WALLS, COROUTINES, BANNED, FILES = map(loaded, ("check-walls", "check-coroutines", "check-banned", "check-files"))


class TreeTest(unittest.TestCase):
    """Files in a folder of their own, and what a checker says of them."""
    checker = None

    def said(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, "utf-8")
            return list(self.checker.offences(root))

    def refuses(self, files, words, path=None, line=None):
        hits = [o for o in self.said(files) if words in o.words and path in (None, o.path) and line in (None, o.line)]
        self.assertTrue(hits, f"not refused: {files}")

    def passes(self, files):
        self.assertEqual(self.said(files), [], f"refused: {files}")


class Blanking(unittest.TestCase):
    def blank(self, text, gone, kept):
        code = source.without_strings(source.without_comments(text))
        self.assertEqual(len(code), len(text))
        self.assertEqual(code.count("\n"), text.count("\n"))
        for word in gone:
            self.assertNotIn(word, code)
        for word in kept:
            self.assertIn(word, code)

    def test_comments(self):
        self.blank("a; // gone\nb; /* gone\n gone */ c;", ["gone"], ["a;", "b;", "c;"])
        self.blank("a; // gone \\\n gone\nb;", ["gone"], ["b;"])

    def test_strings(self):
        self.blank('f(u"gone \\" // gone"_s, x);', ["gone"], ["f(", ", x);"])
        self.blank("f('\"'); g('\\''); h();", ["'\"'"], ["g(", "h();"])

    def test_raw_strings(self):
        self.blank('f(R"(gone " gone)", x); g(uR"--(gone )" gone)--");', ["gone"], [", x)", "g("])

    def test_a_digit_separator_opens_no_character(self):
        self.blank("wait(120'000); kept(1'0);", [], ["kept"])

    def test_globs(self):
        for path, pattern, same in (("ui/a.h", "ui/**/*.h", True), ("ui/a/b/c.h", "ui/**/*.h", True), ("uia.h", "ui/**", False),
                                    ("app/x.cpp", "{ui,app}/*.{cpp,h}", True), ("app/a/x.cpp", "app/*.cpp", False)):
            self.assertEqual(source.matches(path, [pattern]), same, (path, pattern))


class Walls(TreeTest):
    checker = WALLS
    H = "#pragma once\n"

    def include(self, path, header):
        return {path: f'#include "{header}"\n', header: self.H}

    def wall(self, path, header, allowed):
        if allowed:
            self.passes(self.include(path, header))
        else:
            self.refuses(self.include(path, header), "may not include", path, 1)

    def test_every_pair_of_rooms(self):
        for room in WALLS.ROOMS:
            for other in WALLS.ROOMS:
                may = other == room or other in WALLS.ROOMS[room] or room == "tests"
                with self.subTest(room=room, other=other):
                    self.wall(f"{room}/x.cpp", f"{other}/y.h", may)

    def test_the_table_of_the_architecture(self):
        for room, other in (("models", "services/net"), ("models", "services/auth"), ("models", "services/simulator"), ("models", "ui"),
                            ("ui", "services/kube"), ("ui", "services/flux"), ("services/simulator", "services/kube"),
                            ("services/simulator", "services/azure"), ("services/kube", "services/azure"), ("services/kube", "services/git"),
                            ("services/azure", "services/kube"), ("services/git", "services/azure"), ("services/render", "services/git"),
                            ("services/diff", "services/net"), ("services/logs", "services/kube"), ("services/core", "services/net"),
                            ("services/net", "services/auth"), ("services/flux", "models"), ("app", "tests/support"), ("ui", "tests/support")):
            self.wall(f"{room}/x.cpp", f"{other}/y.h", False)
        for room, other in (("app", "services/simulator"), ("ui/shell", "models"), ("models/table", "services/kube"), ("tests/ui", "services/net"),
                            ("services/drift", "services/flux"), ("services/simulator", "services/git"), ("services/flux", "services/render")):
            self.wall(f"{room}/x.cpp", f"{other}/y.h", True)

    def test_hidden_headers(self):
        for path, header in (("services/render/x.cpp", "services/core/clock.h"), ("models/x.cpp", "services/azure/armclient.h"),
                             ("models/x.cpp", "services/kube/apiserver.h"), ("services/flux/x.cpp", "services/azure/armclient.h")):
            self.assertTrue(self.said(self.include(path, header)), (path, header))
        for path, header in (("services/render/x.cpp", "services/core/filetree.h"), ("models/x.cpp", "services/kube/resourcestore.h"),
                             ("services/flux/x.cpp", "services/azure/armid.h"), ("services/kube/x.cpp", "services/core/clock.h")):
            self.passes(self.include(path, header))
        self.refuses({"services/diff/x.cpp": "#include <QElapsedTimer>\n"}, "no clock")
        self.refuses({"services/logs/x.cpp": "#include <QtCore/qfile.h>\n"}, "filetree")
        self.passes({"services/diff/x.cpp": "#include <QByteArray>\n#include <chrono>\n"})

    def test_libraries(self):
        homes = {"curl/curl.h": "services/net", "simdjson.h": "services/kube", "yaml.h": "services/core", "yaml-cpp/yaml.h": "services/core",
                 "re2/re2.h": "services/render", "git2.h": "services/git", "git2/blob.h": "services/git", "qt6keychain/keychain.h": "services/auth",
                 "QSslCertificate": "services/net", "QTcpSocket": "services/simulator", "QNetworkProxy": "services/net", "QSqlQuery": "services/history",
                 "QColor": "ui", "QtGui/QIcon": "ui", "QLabel": "ui", "qlabel.h": "ui", "QtWidgets/QMenu": "ui", "QChartView": "ui",
                 "QtCharts/QLineSeries": "ui", "QSvgRenderer": "ui", "KSyntaxHighlighting/Repository": "ui", "QStandardItemModel": "ui",
                 "openssl/evp.h": "services/auth", "zlib.h": "services/flux", "QDBusConnection": "ui"}
        for header, home in homes.items():
            with self.subTest(header=header):
                self.passes({f"{room}/x.cpp": f"#include <{header}>\n" for room in (home, "app", "tests/e2e")})
                self.refuses({"models/x.cpp": f"#include <{header}>\n"}, "has to do without it")
                self.refuses({("services/git" if home == "services/azure" else "services/azure") + "/x.cpp": f"#include <{header}>\n"}, "belongs to")
        for header in ("QTest", "QSignalSpy", "sqlite3.h"):
            self.refuses({"ui/x.cpp": f"#include <{header}>\n"}, "belongs to no room")
        for header in ("QString", "vector", "QAbstractItemModel", "QVectorIterator", "QSortFilterProxyModel", "QWaitCondition"):
            self.passes({"models/x.cpp": f"#include <{header}>\n"})

    def test_every_library_names_rooms_that_exist(self):
        for name, library in WALLS.WALLS["libraries"].items():
            self.assertLessEqual(set(library["rooms"]), set(WALLS.ROOMS), name)
        for entry in WALLS.WALLS["hidden"]:
            self.assertLessEqual(set(entry["rooms"]), set(WALLS.ROOMS), entry["why"])

    def test_includes_are_written_from_the_root(self):
        both = {"ui/views/y.h": self.H}
        self.refuses({**both, "ui/views/x.cpp": '#include "y.h"\n'}, 'write it from the root: "ui/views/y.h"', "ui/views/x.cpp", 1)
        self.refuses({**both, "ui/shell/x.cpp": '#include "../views/y.h"\n'}, 'write it from the root: "ui/views/y.h"')
        self.refuses({**both, "ui/shell/x.cpp": '#include "ui/shell/../views/y.h"\n'}, "from the root")
        self.refuses({"ui/shell/x.cpp": '#include "ui/views/gone.h"\n'}, "a file that exists")
        self.refuses({**both, "ui/shell/x.cpp": "#include <ui/views/y.h>\n"}, "with quotes")
        self.passes({**both, "ui/shell/x.cpp": '#include "ui/views/y.h"\n// #include "y.h"\n#include "x.moc"\n'})
        self.refuses({"ui/shell/x.cpp": '#include "other.moc"\n'}, "from the root")
        self.passes({"app/version.h.in": "", "app/x.cpp": '#include "app/version.h"\n'})

    def test_unknown_room(self):
        self.refuses({"services/other/x.cpp": "\n"}, "no room", "services/other/x.cpp")
        self.refuses({"packaging/x.cpp": "\n"}, "no room")
        self.passes({"services/core/yaml/x.cpp": "\n", "build/x.cpp": "\n", ".git/x.h": "\n"})

    def test_circles(self):
        a, b, c = "services/core/a.h", "services/core/b.h", "services/core/c.h"
        self.refuses({a: f'{self.H}#include "{b}"\n', b: f'{self.H}#include "{c}"\n', c: f'{self.H}#include "{a}"\n'}, f"{a} -> {b} -> {c} -> {a}")
        self.passes({a: f'{self.H}#include "{b}"\n#include "{c}"\n', b: f'{self.H}#include "{c}"\n', c: self.H})

    def test_pragma_once(self):
        self.refuses({"models/x.h": "// #pragma once\n"}, "#pragma once")
        self.passes({"models/x.h": "// why\n#pragma once\n", "models/x.cpp": "int x;\n"})


class Coroutines(TreeTest):
    checker = COROUTINES

    def body(self, statement):
        return {"services/kube/x.cpp": f"Async<int> f(int i)\n{{\n    {statement}\n}}\n"}

    def bad(self, statement, words=""):
        self.refuses(self.body(statement), words, "services/kube/x.cpp", 3)

    def good(self, *statements):
        for statement in statements:
            self.passes(self.body(statement))

    def test_shape_1_a_braced_argument(self):
        self.bad("co_await f({.a = x});", "braced value")
        self.bad("const auto r = co_await http.send({.verb = u\"GET\"_s, .url = url});", "braced value")
        self.bad("co_await f(Agg{x});", "braced value")
        self.good("const Agg agg{.a = x};\n    co_await f(agg);")

    def test_shape_2_a_lambda_argument(self):
        self.bad("co_await f([x]{ return x; });", "lambda")
        self.bad("co_await f([x] { return x; });", "lambda")
        self.bad("auto y = co_await f(a, [&](int n) { return n; });", "lambda")
        self.good("const auto g = [x] { return x; };\n    co_await f(g);", "co_await f(rows[i]);", "co_await f(all()[0], (*a)[1]);")

    def test_shape_3_beside_an_aggregate(self):
        self.bad("take(Agg{.a = x}, co_await f());")
        self.bad("take({.a = x}, co_await f());")
        self.bad("show(co_await f());", "stand alone")
        self.good("const auto y = co_await f();\n    take(Agg{.a = x}, y);")

    def test_shape_4_inside_an_aggregate(self):
        self.bad("co_return Agg{.a = co_await f()};", "braced value")
        self.bad("co_return {co_await f()};", "braced value")
        self.bad("const Agg a{co_await f()};", "braced value")
        self.good("const auto a = co_await f();\n    co_return Agg{.a = a};")

    def test_shape_5_a_choice(self):
        self.bad("const T t = c ? co_await f() : T();", "if and else")
        self.bad("const T t = c ? T() : co_await f();", "if and else")
        self.bad("co_await f(c ? a : b);", "if and else")
        self.good("if (c)\n        t = co_await f();\n    else\n        t = T();", "const int n = c ? 1 : 2;\n    co_await f(n);")

    def test_macros(self):
        self.refuses({"services/core/x.h": "#define TRY(x) \\\n    co_await (x)\n"}, "macro", line=2)
        self.bad("auto x = TRY(co_await f());", "stand alone")
        self.good("auto x = TRY(f());\n#if A\n    co_await f();\n#endif")

    def test_stands_alone(self):
        for statement in ("const int a = co_await f() + 1;", "if (co_await f())\n        g();", "while (!co_await f()) {\n    }", "for (auto x : co_await f()) {\n    }",
                          "for (; co_await f();)\n        g();", "const bool b = co_await f() && co_await g();", "sum += co_await f();", "x = !co_await f();",
                          "(co_await f()).g();", "rows[co_await f()] = 1;", "out << co_await f();", "co_return 1 + co_await f();", "a = b == co_await f();",
                          "switch (co_await f()) {\n    }", "co_await f(), g();"):
            with self.subTest(statement):
                self.bad(statement, "stand alone")
        self.good("co_await f();", "auto a = co_await f();", "const Result<QList<int>> a = co_await f().result();", "m_x.y->z = co_await f();", "co_return co_await f();",
                  "const auto page = co_await background(QtConcurrent::run(parse, answer->body(), m_c.kind));", "[[maybe_unused]] const bool b = co_await f();",
                  "const ns::Page *p = co_await f<int, T>(a, b);", "co_await std::move(task);", "co_await *task;", "co_await (*api).send(x);", "co_await Until(call->exchange(), isOver);",
                  "if (c)\n        co_await f();\n    else if (d)\n        co_await g();", "for (int i = 0; i < n; ++i)\n        co_await f(i);", "while (c(a, b)) {\n        co_await f();\n    }",
                  "switch (n) {\n    case 1: co_await f(); break;\n    case ns::Two: co_await f(); break;\n    default: co_await g();\n    }", "int s = 0; for (int i = 0; i < n; ++i) { co_await f(); s += i; } co_return s;")

    def test_only_code_counts(self):
        self.good('const auto s = u"show(co_await f())"_s;', "// show(co_await f());", "/* show(\n    co_await f()); */", 'g(R"(x(co_await "f"))");', "g(1'000); co_await f();")
        self.passes({"services/core/x.h": "auto operator co_await() const noexcept { return A{h}; }\nauto operator co_await(R<T> r) noexcept { return B{std::move(r)}; }\n"})

    def test_captures_of_a_coroutine(self):
        for closure in ("[this]() -> Async<int> {", "[x] -> Async<> {", "[&](const QString &s) mutable -> Async<QString> {", "[=, y = g(1)](int (*p)(int)) -> core::Async<> {"):
            self.bad(f"spawn({closure} co_return 1; }}());", "capture nothing")
        self.good("auto a = [](Api *api) -> Async<int> { co_return api->n(); };", "auto a = [x](int n) -> int { return x + n; };", "auto r = rows[x];\n    Async<> f();", "auto [a, b] = pair;\n    auto c = [] -> Async<> { co_return {}; };")


class Banned(TreeTest):
    checker = BANNED

    def hits(self, rule, path, text):
        return [o for o in self.said({path: text + "\n"}) if o.words == rule["why"]]

    def examples(self, rule, side):
        for text in rule[side]:
            hosts = [".".join(parts) for parts in rule["hosts"]] if "{host}" in text else [""]
            for host in hosts:
                yield text.replace("{host}", host)

    def test_every_rule_has_its_proof(self):
        for rule in BANNED.RULES:
            self.assertTrue(rule.get("bad") and rule.get("good") and rule.get("at"), rule["why"])
            self.assertTrue(source.matches(rule["at"], rule["where"]) and not source.matches(rule["at"], rule.get("except", ())), rule["why"])
        self.assertEqual(len({rule["why"] for rule in BANNED.RULES}), len(BANNED.RULES))

    def test_bad_is_refused(self):
        for rule in BANNED.RULES:
            for text in self.examples(rule, "bad"):
                with self.subTest(text):
                    self.assertTrue(self.hits(rule, rule["at"], text))

    def test_good_passes(self):
        for rule in BANNED.RULES:
            for text in self.examples(rule, "good"):
                with self.subTest(text):
                    self.assertEqual(self.hits(rule, rule["at"], text), [])

    def test_exceptions_hold(self):
        for rule in BANNED.RULES:
            for pattern, reason in rule.get("except", {}).items():
                self.assertTrue(reason)
                path = pattern.replace("**", "x.cpp").replace("{cpp,h}", "cpp")
                self.assertEqual(self.hits(rule, path, next(self.examples(rule, "bad"))), [], path)

    def test_other_rooms_are_left_alone(self):
        for path, text in (("tests/support/x.cpp", "process.waitForFinished();"), ("models/x.cpp", "QRegularExpression e;"), ("app/x.cpp", 'printf("x");'),
                           ("tests/ui/x.cpp", "QColor c(1, 2, 3); throw 1;"), ("models/x.cpp", "using namespace Qt::StringLiterals;"), ("ui/x.cpp", "button->click();"),
                           ("build/x.cpp", "QEventLoop l;"), ("ui/x.cpp", "// QEventLoop"), ("ui/x.cpp", 'f(u"QEventLoop");')):
            self.passes({path: text + "\n"})

    def test_hosts_are_found_everywhere_and_spelled_nowhere(self):
        rule = next(rule for rule in BANNED.RULES if "hosts" in rule)
        for parts in rule["hosts"]:
            host = ".".join(parts)
            for path in ("README.md", "packaging/dev", "resources/x.json", "tests/golden/x.yaml"):
                self.assertTrue(self.hits(rule, path, f"from {host.upper()}/x"), host)
            for file in HERE.iterdir():
                self.assertFalse(file.is_file() and host in file.read_text("utf-8", "replace"), (file, host))


class Files(TreeTest):
    checker = FILES
    S = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
    README = {"app/README.md": "x\n"}

    def cpp(self, text):
        return {**self.README, "app/x.cpp": self.S + text}

    def test_licence(self):
        hashed = self.S.replace("//", "#")
        for path, text in (("app/x.cpp", "int x;\n"), ("app/x.h", "\n" + self.S), ("app/x.py", "import sys\n"), ("app/run", "#!/bin/sh\necho\n"),
                           ("app/CMakeLists.txt", "\n"), ("app/x.sh", ""), (".ci/x.cmake", "\n")):
            self.refuses({**self.README, path: text}, "begin with the line", path)
        for path, text in (("app/x.cpp", self.S), ("app/x.py", "#!/usr/bin/env python3\n" + hashed), ("app/run", "#!/bin/sh\n" + hashed), ("app/CMakeLists.txt", hashed),
                           ("app/x.json", "{}\n")):
            self.passes({**self.README, path: text})

    def test_names(self):
        self.refuses({**self.README, "app/MainWindow.cpp": self.S}, "lower case")
        self.refuses({**self.README, "app/main-window.h": self.S}, "lower case")
        self.refuses({**self.README, "app/x.cc": self.S}, "call it")
        self.passes({**self.README, "app/mainwindow.cpp": self.S, "app/tst_x.h": self.S})

    def test_long_files(self):
        self.refuses(self.cpp("\n" * 500), "split this file")
        self.passes(self.cpp("\n" * 499))

    def test_long_functions(self):
        lines = "    x();\n"
        for head in ("void f(int a)\n{\n", "A::A(int a)\n    : m_a(a), m_b{a}\n{\n", "auto A::f() const -> Result<int>\n{\n", "namespace a {\nvoid f()\n{\n"):
            close = "}\n" * head.count("{\n")
            self.refuses(self.cpp(head + lines * 99 + close), "split this function")
            self.passes(self.cpp(head + lines * 98 + close))
        self.refuses(self.cpp("const auto f = [x](int n) {\n" + lines * 99 + "};\n"), "split this function")
        self.passes(self.cpp("class A : public B<int(int)> {\n" + "    void f();\n" * 150 + "};\n"))
        self.passes(self.cpp("static const QList<int> list({\n" + "    1,\n" * 150 + "});\nstatic const int a[] = {\n" + "    1,\n" * 150 + "};\n"))
        self.passes(self.cpp("namespace a {\n" + "void f()\n{\n    if (g()) {\n        g(QList<int>{1});\n    }\n}\n" * 30 + "}\n"))

    def test_blanks(self):
        self.refuses(self.cpp("\tint x;\n"), "tab", line=2)
        self.refuses(self.cpp("int x; \n"), "end of this line", line=2)
        self.passes({**self.cpp("    int x;\n"), "app/x.json": "\t{} \n"})

    def test_top_level(self):
        self.refuses({"notes.txt": "x\n"}, "top level", "notes.txt")
        self.refuses({"src/x.txt": "x\n"}, "top level", "src")
        self.passes({"README.md": "x\n", ".clang-tidy": "x\n", "build/x.cpp": "x\n", ".git/x.cpp": "x\n", ".ci/x.yml": "x\n", "LICENSE": "x\n"})

    def test_readmes(self):
        for folder in ("app", "ui", "resources", "models", "services", "tests", "packaging"):
            self.refuses({f"{folder}/x.txt": "x\n"}, "what this folder is for", f"{folder}/README.md")
            self.passes({f"{folder}/README.md": "x\n"})
        self.refuses({"services/README.md": "x\n", "services/kube/x.txt": "x\n"}, "what this folder is for", "services/kube/README.md")
        self.passes({"ui/README.md": "x\n", "ui/views/x.txt": "x\n"})


class Scripts(unittest.TestCase):
    def test_exit_code_and_line(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "other" / "x.h"
            for name in ("check-walls", "check-coroutines", "check-banned", "check-files"):
                done = subprocess.run([HERE / name, folder], capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stdout), (0, ""), name)
            file.parent.mkdir()
            file.write_text("auto a = f(co_await b()); // TO" + "DO\n", "utf-8")
            for name in ("check-walls", "check-coroutines", "check-banned", "check-files"):
                done = subprocess.run([HERE / name, folder], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 1, name)
                self.assertRegex(done.stdout, r"(?m)^other/x\.h:1: \w", name)


if __name__ == "__main__":
    unittest.main()
