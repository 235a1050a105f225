# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checkers of tests/tools share: walking the repository, C++ without comments and strings, reporting.

Every checker is a function `offences(root)` that yields Offence values, and ends in `source.main(offences)`.
"""
import functools
import pathlib
import re
import sys
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
CPP = (".cpp", ".h")

TOKEN = re.compile(r"""
    (?P<comment> //(?:[^\n\\]|\\.|\\\n)* | /\*.*?(?:\*/|\Z) )
  | (?<!\w)(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=mark)"
  | "(?P<string>(?:[^"\\\n]|\\.)*)"
  | (?<!\w)(?:u8|[uUL])?'(?P<character>(?:[^'\\\n]|\\.)+)'      # after a digit it separates: 120'000
""", re.S | re.X)
NOT_NEWLINE = re.compile(r"[^\n]")
DIRECTIVE = re.compile(r"^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*", re.M | re.S)


class Offence(NamedTuple):
    path: str
    line: int
    words: str


def spaces(text):
    """As long as the text, and with its lines."""
    return NOT_NEWLINE.sub(" ", text)


def without_comments(text):
    return TOKEN.sub(lambda m: spaces(m[0]) if m["comment"] is not None else m[0], text)


def without_strings(text):
    """Only what stands between the quotes goes; the quotes stay, so that a pattern can still ask for a literal."""
    def hollow(match):
        for group in ("raw", "string", "character"):
            if match[group] is not None:
                start, end = match.start(group) - match.start(), match.end(group) - match.start()
                return match[0][:start] + spaces(match[group]) + match[0][end:]
        return match[0]
    return TOKEN.sub(hollow, text)


def without_directives(code):
    return DIRECTIVE.sub(lambda m: spaces(m[0]), code)


class Source:
    """One file of the repository, by its path from the root."""

    def __init__(self, root, path):
        self.path = path
        self.file = root / path

    @functools.cached_property
    def text(self):
        return self.file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")

    @functools.cached_property
    def literals(self):
        """Code and strings, no comments."""
        return without_comments(self.text)

    @functools.cached_property
    def code(self):
        """Neither comments nor what is in strings."""
        return without_strings(self.literals)

    def offence(self, offset, words):
        return Offence(self.path, line_at(self.text, offset), words)


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


def walk(root):
    """Every file of the repository, as Source, sorted. What is built or belongs to git is no source."""
    for folder, path in folders(root):
        for entry in sorted(folder.iterdir()):
            if entry.is_file():
                yield Source(root, path + entry.name)


def folders(root):
    """(folder, its path from the root with a slash at its end), the root first."""
    def visit(folder, path):
        yield folder, path
        for entry in sorted(folder.iterdir()):
            if entry.is_dir() and not entry.is_symlink() and entry.name not in (".git", "__pycache__") and path + entry.name != "build":
                yield from visit(entry, path + entry.name + "/")
    return visit(root, "")


def cpp_files(root):
    return (source for source in walk(root) if source.path.endswith(CPP))


@functools.lru_cache(maxsize=None)
def glob(pattern):
    """`**` is any number of folders, `*` stays in one, {a,b} is a choice."""
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
    return re.compile("".join(parts.get(piece) or re.escape(piece) for piece in re.findall(r"\*\*/|\*\*|.", pattern)) + r"\Z")


def matches(path, patterns):
    return any(glob(pattern).match(path) for pattern in patterns)


def main(offences):
    root = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE.parent.parent
    found = sorted(offences(root))
    for path, line, words in found:
        print(f"{path}:{line}: {words}")
    sys.exit(bool(found))
