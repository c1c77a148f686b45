"""Text to tokens: three parallel lists, made by one regular expression.

In: the bytes of a file.  Out: `Tokens`: for each token its kind, its text, its byte offset; the directives among the
comments; the errors.  A kind is the operator or keyword itself (`"+="`, `"func"`), or NAME, LITERAL, `";"`, EOF;
semicolons that newlines imply are there, with the text "newline".  The reference is
cmd/compile/internal/syntax/scanner.go.

The text is decoded as Latin-1, so that an index is a byte offset; names and literals beyond ASCII are decoded again.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from burrow.go.parse import literals

NAME = "name"
LITERAL = "literal"
EOF = "EOF"

KEYWORDS = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package "
    "range return select struct switch type var".split()
)
OPERATORS = (
    "<<= >>= &^= && || == != <= >= <- ++ -- += -= *= /= %= &= |= ^= << >> &^ := ... "
    "+ - * / % & | ^ < > = ! ( ) [ ] { } , ; . : ~"
).split()
_PUNCTUATION = {op: op for op in OPERATORS}
_KINDS = _PUNCTUATION | {word: sys.intern(word) for word in KEYWORDS}
_LITERAL_START = frozenset("\"'`.0123456789")
# after these a newline is a semicolon
_ENDS = frozenset([NAME, LITERAL, "break", "continue", "fallthrough", "return", "++", "--", ")", "]", "}"])

_TOKEN = re.compile(
    r"""[ \t\r]+
      | [A-Za-z_\x80-\xff][0-9A-Za-z_\x80-\xff]*
      | \n[ \t\r\n]*
      | "(?:[^"\\\n]|\\[^\n])*["\\]?
      | //[^\n]*
      | /\*(?s:.*?)\*/
      | /\*(?s:.*)
      | `[^`]*`?
      | '(?:[^'\\\n]|\\[^\n])*['\\]?
      | 0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?i?
      | 0[bBoO][0-9_]*(?:\.[0-9_]*)?(?:[eEpP][+-]?[0-9_]*)?i?
      | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eEpP][+-]?[0-9_]*)?i?
      | \.[0-9][0-9_]*(?:[eEpP][+-]?[0-9_]*)?i?
      | """
    + "|".join(map(re.escape, OPERATORS))
    + "|(?s:.)",
    re.VERBOSE,
)


@dataclass(slots=True)
class Tokens:
    """The tokens of a file, ended by EOF."""

    kinds: list[str]
    texts: list[str]
    offsets: list[int]
    # (number of tokens before it, offset, text without the slashes) of //go:, //burrow: and //line comments
    directives: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def scan(data: bytes) -> Tokens:
    """All tokens of `data`."""
    text = data.decode("latin-1")
    kinds: list[str] = []
    texts: list[str] = []
    offsets: list[int] = []
    out = Tokens(kinds, texts, offsets)
    if not text.isascii() or "\0" in text:
        literals.check_encoding(data, out.errors)
    add_kind, add_text, add_offset = kinds.append, texts.append, offsets.append
    kind_of, ends, intern = _KINDS.get, _ENDS, sys.intern
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    last = ""
    for t in _TOKEN.findall(text, at):
        kind = kind_of(t)
        if kind is None:
            c = t[0]
            if c == " " or c == "\t" or c == "\r":
                at += len(t)
                continue
            if c == "\n":
                if last in ends:
                    add_kind(";")
                    add_text("newline")
                    add_offset(at)
                    last = ";"
                at += len(t)
                continue
            size = len(t)
            if c == "/":
                if t[1] == "/":
                    if t.startswith(("//go:", "//burrow:", "//line ")):
                        out.directives.append((len(kinds), at, t[2:].rstrip("\r")))
                else:
                    if "\n" in t and last in ends:
                        add_kind(";")
                        add_text("newline")
                        add_offset(at)
                        last = ";"
                    if not t.endswith("*/") or size < 4:
                        out.errors.append((at, "comment not terminated"))
                    elif t.startswith("/*line "):
                        out.directives.append((len(kinds), at, t))
                at += size
                continue
            if c in _LITERAL_START:
                kind = LITERAL
                if c != '"' and c != "`" or "\\" in t or size < 2 or t[-1] != c:
                    literals.check(text, t, at, out.errors)
                if not t.isascii():
                    t = t.encode("latin-1").decode("utf-8", "surrogateescape")
            elif c.isalpha() or c == "_" or c >= "\x80":
                kind = NAME
                t = intern(t) if t.isascii() else literals.name(t, at, out.errors)
                if not t:
                    at += size
                    continue
            else:
                if c != "\0":
                    out.errors.append((at, f"invalid character {literals.show_rune(c)}"))
                at += 1
                continue
            add_text(t)
        else:
            size = len(t)
            add_text("semicolon" if kind == ";" else t)
        add_kind(kind)
        add_offset(at)
        last = kind
        at += size
    if last in ends:
        add_kind(";")
        add_text("EOF")
        add_offset(at)
    add_kind(EOF)
    add_text("EOF")
    add_offset(at)
    return out
