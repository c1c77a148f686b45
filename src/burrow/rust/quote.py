"""Syntax from text, for what the front end writes itself: derived impls and builtin macros.

`quote("match $a { … }", span, crate-path roots, a=node)` answers tokens that all stand at `span`; `$name` is replaced
by a node (as a fragment), by tokens, by
an identifier (a string) or a string literal.  `$core`, `$std`, `$alloc` name the library's crates whatever the
program has in scope.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import Tok, tokenize
from burrow.rust.parse import Parser
from burrow.source import Span


@lru_cache(maxsize=512)
def _tokens(text: str) -> list[Tok]:
    return tokenize("", text.encode())


class Str(str):
    """A string that is to become a string literal."""


def library(name: str) -> Any:
    """A crate of the library (core, alloc, std) by name; whoever expands has it loaded."""
    from burrow.rust import defs

    return defs.crates.get(name) or name


def quote(source: str, span: Span, ctxt: Any = None, **parts: Any) -> list[Tok]:
    """Tokens of `source` at `span`, `$name`s filled in, ending in `eof`."""
    from burrow.rust.macros import rematch

    out: list[Tok] = []
    toks = _tokens(source)
    i, n = 0, len(toks)
    while i < n:
        t = toks[i]
        if t.text == "$" and t.kind == "p":
            name = toks[i + 1].text
            i += 2
            if name in ("core", "std", "alloc"):
                out.append(Tok("id", "$crate", span, None, value=library(name)))
                continue
            out.extend(_part(parts[name], span, ctxt))
            continue
        out.append(Tok(t.kind, t.text, span, ctxt, t.joint, t.value))
        i += 1
    rematch(out)
    return out


def _part(v: Any, span: Span, ctxt: Any) -> list[Tok]:
    if isinstance(v, Str):
        return [Tok("str", "r" + v, span)]
    if isinstance(v, bytes):
        return [Tok("bstr", "r" + v.decode("latin-1"), span)]
    if isinstance(v, str):
        return [Tok("id", v, span, ctxt)]
    if isinstance(v, bool):
        return [Tok("id", "true" if v else "false", span)]
    if isinstance(v, int):
        return [Tok("int", str(v), span)]
    if isinstance(v, s.Ident):
        return [Tok("id", "r#" + v.name if _is_kw(v.name) else v.name, span, v.ctxt)]
    if isinstance(v, Tok):
        return [v]
    if isinstance(v, list):
        out: list[Tok] = []
        for x in v:
            out.extend(_part(x, span, ctxt))
        return [t for t in out if t.kind != "eof"]
    kind = {"T": "ty", "P": "pat"}.get(type(v).__name__[0], "expr")
    if isinstance(v, s.Path):
        kind = "path"
    if isinstance(v, s.Item):
        kind = "item"
    return [Tok("nt", kind, v.span, None, value=(kind, v, []))]


def _is_kw(name: str) -> bool:
    from burrow.rust.parse import STRICT

    return name in STRICT and name not in ("self", "Self", "super", "crate")


def parse_items(toks: list[Tok], edition: int = 2021) -> list[Any]:
    p = Parser(toks, edition)
    out = []
    while p.tok.kind != "eof":
        out.append(p.item())
    return out


def parse_expr(toks: list[Tok], edition: int = 2021) -> Any:
    return Parser(toks, edition).expr()
