"""Attributes that the front end itself reads: `cfg` and `cfg_attr`, and small helpers for the others."""

from __future__ import annotations

from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import Tok, error, string_value

Cfg = frozenset[tuple[str, str | None]]

DEFAULT_CFG: Cfg = frozenset(
    [
        ("unix", None),
        ("debug_assertions", None),
        ("panic", "unwind"),
        ("target_arch", "x86_64"),
        ("target_endian", "little"),
        ("target_env", "gnu"),
        ("target_family", "unix"),
        ("target_os", "linux"),
        ("target_pointer_width", "64"),
        ("target_vendor", "unknown"),
        ("target_thread_local", None),
        ("overflow_checks", None),
        *[("target_has_atomic", w) for w in ("8", "16", "32", "64", "ptr")],
        ("target_has_atomic", None),
        ("target_feature", "sse"),
        ("target_feature", "sse2"),
        ("target_feature", "fxsr"),
    ]
)


def cfg_active(attrs: list[Any], cfg: Cfg) -> bool:
    """Whether every `#[cfg]` among `attrs` holds."""
    return all(holds(a.tokens, cfg) for a in attrs if a.name == "cfg")


def holds(tokens: list[Tok], cfg: Cfg) -> bool:
    """`(predicate)` as tokens."""
    r = _Reader(tokens[1:-1] if tokens and tokens[0].text == "(" else tokens)
    return r.pred(cfg)


class _Reader:
    def __init__(self, toks: list[Tok]) -> None:
        self.toks = [t for t in toks if t.kind != "eof"]
        self.i = 0

    def peek(self) -> str:
        return self.toks[self.i].text if self.i < len(self.toks) else ""

    def pred(self, cfg: Cfg) -> bool:
        if self.i >= len(self.toks):
            return True
        t = self.toks[self.i]
        self.i += 1
        name = t.text
        if self.peek() == "(":
            self.i += 1
            parts = []
            while self.i < len(self.toks) and self.peek() != ")":
                parts.append(self.pred(cfg))
                if self.peek() == ",":
                    self.i += 1
            self.i += 1
            if name == "all":
                return all(parts)
            if name == "any":
                return any(parts)
            if name == "not":
                return not parts[0] if parts else True
            return False
        if self.peek() == "=":
            v = self.toks[self.i + 1] if self.i + 1 < len(self.toks) else t
            self.i += 2
            if v.kind != "str":
                raise error(v.span, "literal in `cfg` predicate value must be a string", code="E0565")
            return (name, string_value(v)) in cfg
        if name in ("true", "false"):
            return name == "true"
        return (name, None) in cfg


def expand_cfg_attr(attrs: list[Any], cfg: Cfg) -> list[Any]:
    """`#[cfg_attr(p, a, b)]` replaced by `#[a] #[b]` where `p` holds."""
    if not any(a.name == "cfg_attr" for a in attrs):
        return attrs
    from burrow.rust.parse import Parser

    out = []
    for a in attrs:
        if a.name != "cfg_attr":
            out.append(a)
            continue
        parts = split_commas(a.tokens[1:-1])
        if not parts or not holds(parts[0], cfg):
            continue
        for p in parts[1:]:
            if p:
                m = Parser([*p, Tok("eof", "", a.span)]).meta()
                out.append(s.Attr(a.span, m.name, m.path, m.tokens, a.inner))
    return expand_cfg_attr(out, cfg)


def split_commas(toks: list[Tok]) -> list[list[Tok]]:
    """The comma-separated parts of a token list, delimiters kept together."""
    out: list[list[Tok]] = [[]]
    i = 0
    while i < len(toks):
        t = toks[i]
        if t.kind == "p" and t.text in ("(", "[", "{"):
            out[-1] += toks[i : i + t.value + 1]
            i += t.value + 1
            continue
        if t.kind == "p" and t.text == ",":
            out.append([])
        elif t.kind != "eof":
            out[-1].append(t)
        i += 1
    if not out[-1]:
        out.pop()
    return out


def words(a: Any) -> list[str]:
    """The identifiers of `#[a(b, c)]`."""
    return [t.text for t in a.tokens if t.kind == "id"]


def value(a: Any) -> str | None:
    """The string of `#[a = "text"]`."""
    if len(a.tokens) >= 2 and a.tokens[0].text == "=":
        tok = a.tokens[1]
        if tok.kind == "nt" and len(tok.value[2]) == 1:  # `$text:literal` of a macro
            tok = tok.value[2][0]
        if tok.kind == "str":
            return string_value(tok)
    return None


def find(attrs: list[Any], name: str) -> Any:
    for a in attrs:
        if a.name == name:
            return a
    return None
