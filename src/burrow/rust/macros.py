"""`macro_rules!`: matching an invocation against a macro's rules, and writing out the chosen rule.

In: a macro's tokens and an invocation's tokens.  Out: the tokens of the expansion, to be parsed as whatever stands
where the call
stood.  Fragments (`$e:expr`) are parsed once, where they are matched, and travel as one `nt` token.

Hygiene is rustc's mixed-site hygiene: each token that comes from the macro's own text gets a `Ctxt` for this
expansion on top of the one it
had; local variables and labels are told apart by name and `Ctxt`, everything else by name alone; `$crate` is an
identifier that carries its crate.  A library macro's own tokens take the span of the call, since nobody wants to read
errors inside the library.

Differs from `rustc_expand::mbe`: the matcher tries repetitions greedily and steps back, where rustc runs all threads
at once and calls
an ambiguity an error; programs that rustc accepts match the same way.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import SyntaxFault, Tok, error
from burrow.rust.parse import Parser
from burrow.source import Span


class Expansion:
    """One expansion of `macro` at `call` (itself inside the expansion `parent`, or in source text)."""

    __slots__ = ("call", "depth", "macro", "parent")

    def __init__(self, macro: Any, call: Span, parent: Expansion | None) -> None:
        self.macro = macro
        self.call = call
        self.parent = parent
        self.depth = parent.depth + 1 if parent else 1  # type: ignore[has-type]

    def __getstate__(self) -> Any:
        return (self.macro, self.call, self.parent, self.depth)

    def __setstate__(self, st: Any) -> None:
        self.macro, self.call, self.parent, self.depth = st


class Ctxt:
    """The hygiene of a token: made by `expansion` out of a token of the macro's text that had `parent`."""

    __slots__ = ("expansion", "parent")

    def __init__(self, expansion: Expansion, parent: Ctxt | None) -> None:
        self.expansion = expansion
        self.parent = parent

    def __getstate__(self) -> Any:
        return (self.expansion, self.parent)

    def __setstate__(self, st: Any) -> None:
        self.expansion, self.parent = st


class Rep:
    """`$( inner ) sep op`."""

    __slots__ = ("inner", "names", "op", "sep")

    def __init__(self, inner: list[Any], sep: Tok | None, op: str) -> None:
        self.inner = inner
        self.sep = sep
        self.op = op
        self.names = {
            x for m in inner for x in (m.names if isinstance(m, Rep) else [m.name] if isinstance(m, Var) else [])  # type: ignore[has-type]
        }


class Var:
    """`$name:kind` in a matcher, `$name` in a transcriber (`kind` None)."""

    __slots__ = ("kind", "name", "tok")

    def __init__(self, name: str, kind: str | None, tok: Tok) -> None:
        self.name = name
        self.kind = kind
        self.tok = tok


class Rule:
    __slots__ = ("body", "matcher")

    def __init__(self, matcher: list[Any], body: list[Any]) -> None:
        self.matcher = matcher
        self.body = body


FRAGMENTS = frozenset(
    (
        "ident",
        "block",
        "stmt",
        "expr",
        "expr_2021",
        "pat",
        "pat_param",
        "ty",
        "lifetime",
        "literal",
        "path",
        "meta",
        "tt",
        "item",
        "vis",
    )
)


def rules_of(macro: Any) -> list[Rule]:
    """The rules of a `MacroDef`, read on first use."""
    rules = macro.__dict__.get("parsed")
    if rules is None:
        rules = macro.__dict__["parsed"] = read_rules(macro.rules, macro.crate)
    return rules  # type: ignore[no-any-return]


def read_rules(toks: list[Tok], crate: Any) -> list[Rule]:
    """`(matcher) => {body}; …`"""
    rules = []  # type: ignore[var-annotated]
    i, n = 0, len(toks) - 1
    while i < n:
        t = toks[i]
        if t.kind != "p" or t.text not in ("(", "[", "{"):
            raise error(t.span, f"expected macro matcher, found `{t.text}`" if rules or True else "")
        end = i + t.value
        matcher = read(toks[i + 1 : end], True, crate)
        i = end + 1
        if i >= n:
            raise error(
                toks[end].span,
                "expected `=>`, found end of `macro_rules!`" if rules else "macros must contain at least one rule",
            )
        if toks[i].text == "=>":
            i += 1
        elif not (i < n and toks[i].text in ("{", "(")):
            raise error(toks[i].span, f"expected `=>`, found `{toks[i].text}`")
        t = toks[i]
        if t.kind != "p" or t.text not in ("(", "[", "{"):
            raise error(t.span, "macro rhs must be delimited")
        end = i + t.value
        rules.append(Rule(matcher, read(toks[i + 1 : end], False, crate)))
        i = end + 1
        if i < n and toks[i].text in (";", ","):
            i += 1
    return rules


def read(toks: list[Tok], matcher: bool, crate: Any) -> list[Any]:
    """Tokens, `Var`s and `Rep`s."""
    out: list[Any] = []
    i, n = 0, len(toks)
    while i < n:
        t = toks[i]
        if t.kind == "p" and t.text == "$" and i + 1 < n:
            a = toks[i + 1]
            if a.kind == "p" and a.text == "(":
                end = i + 1 + a.value
                inner = read(toks[i + 2 : end], matcher, crate)
                i = end + 1
                sep = None
                if i < n and not (
                    toks[i].kind == "p"
                    and toks[i].text in ("*", "+", "?")
                    and not (
                        i + 1 < n
                        and toks[i + 1].kind == "p"
                        and toks[i + 1].text in ("*", "+")
                        and toks[i].text != "?"
                        and False
                    )
                ):
                    sep = toks[i]
                    i += 1
                if i >= n or toks[i].text not in ("*", "+", "?"):
                    where = toks[i].span if i < n else t.span
                    raise error(where, "expected one of: `*`, `+`, or `?`")
                # `$(…)+*`-like separators: an operator followed by another operator is a separator
                if (
                    sep is None
                    and i + 1 < n
                    and toks[i].text in ("+", "*")
                    and toks[i].joint
                    and toks[i + 1].text in ("*", "+")
                    and toks[i + 1].kind == "p"
                ):
                    sep = toks[i]
                    i += 1
                out.append(Rep(inner, sep, toks[i].text))
                i += 1
                continue
            if a.kind == "id" and a.text == "crate":
                out.append(Tok("id", "$crate", a.span, t.ctxt, value=crate))
                i += 2
                continue
            if a.kind == "id" or a.kind == "nt":
                name = a.text
                if matcher:
                    if i + 3 < n + 0 and toks[i + 2].text == ":" and toks[i + 3].kind == "id":
                        kind = toks[i + 3].text
                        if kind not in FRAGMENTS:
                            raise error(toks[i + 3].span, f"invalid fragment specifier `{kind}`")
                        out.append(Var(name, kind, a))
                        i += 4
                        continue
                    raise error(a.span, "missing fragment specifier")
                out.append(Var(name, None, a))
                i += 2
                continue
            if a.kind == "p" and a.text == "$":
                out.append(a)
                i += 2
                continue
        if t.kind == "doc" and matcher:
            i += 1
            continue
        out.append(t)
        i += 1
    return out


# ---- matching
# -----------------------------------------------------------------------------------------------------------


class _Matcher:
    def __init__(self, toks: list[Tok], edition: int, macro_edition: int) -> None:
        self.toks = list(toks)
        self.parser = Parser(self.toks, edition)
        self.edition = macro_edition  # it decides what `pat` takes
        self.furthest = -1
        self.memo: dict[tuple[int, str], Any] = {}

    def seq(self, ms: list[Any], mi: int, pos: int, binds: dict[str, Any]) -> Any:
        """Match `ms[mi:]` from `pos`: (position, bindings) or None."""
        toks = self.toks
        while mi < len(ms):
            m = ms[mi]
            if type(m) is Tok:
                t = toks[pos]
                if t.kind == m.kind and t.text == m.text and t.kind != "nt":
                    pos += 1
                    mi += 1
                    continue
                if t.kind == "p" and m.kind == "p":
                    # the parser's gluing may differ from the macro's: `> >` against `>>`
                    glued = self.glue(ms, mi, pos)
                    if glued is not None:
                        mi, pos = glued
                        continue
                self.furthest = max(self.furthest, pos)
                return None
            if type(m) is Var:
                got = self.fragment(m.kind or "tt", pos)
                if got is None:
                    self.furthest = max(self.furthest, pos)
                    return None
                pos, value = got
                binds = {**binds, m.name: value}
                mi += 1
                continue
            return self.rep(m, ms, mi, pos, binds)
        return pos, binds

    def glue(self, ms: list[Any], mi: int, pos: int) -> tuple[int, int] | None:
        a = b = ""
        i, j = mi, pos
        while True:
            if len(a) <= len(b):
                if i >= len(ms) or type(ms[i]) is not Tok or ms[i].kind != "p":
                    return None
                a += ms[i].text
                i += 1
            else:
                if self.toks[j].kind != "p":
                    return None
                b += self.toks[j].text
                j += 1
            if a == b:
                return i, j
            if not (a.startswith(b) or b.startswith(a)) or len(a) > 3 or len(b) > 3 or (b and b[0] in "([{)]}"):
                return None

    def rep(self, m: Rep, ms: list[Any], mi: int, pos: int, binds: dict[str, Any]) -> Any:
        """Greedy, stepping back when the rest does not match."""
        rounds: list[dict[str, Any]] = []
        stops = [pos]
        at = pos
        while True:
            start = at
            if rounds and m.sep is not None:
                t = self.toks[at]
                if not (t.kind == m.sep.kind and t.text == m.sep.text):
                    break
                start = at + 1
            if self.toks[start].kind == "eof" and (m.inner or True) and not _may_be_empty(m.inner):
                break
            got = self.seq(m.inner, 0, start, {})
            if got is None or got[0] == at:
                break
            at = got[0]
            rounds.append(got[1])
            stops.append(at)
            if m.op == "?":
                break
        least = 1 if m.op == "+" else 0
        for n in range(len(rounds), least - 1, -1):
            new = dict(binds)
            for name in m.names:
                new[name] = [r[name] for r in rounds[:n]]
            got = self.seq(ms, mi + 1, stops[n], new)
            if got is not None and (got[0] == len(self.toks) - 1 or len(ms) == 0 or True):
                return got
        return None

    def fragment(self, kind: str, pos: int) -> tuple[int, Any] | None:
        """The fragment at `pos`: (position after it, the token or tokens it travels as)."""
        t = self.toks[pos]
        if kind == "tt":
            if t.kind == "eof" or t.kind == "p" and t.text in (")", "]", "}"):
                return None
            if t.kind == "p" and t.text in ("(", "[", "{"):
                end = pos + t.value + 1
                return end, self.toks[pos:end]
            return pos + 1, [t]
        if kind == "ident":
            if t.kind == "id" and t.text != "_" and t.text != "$crate":
                return pos + 1, [t]
            return None
        if kind == "lifetime":
            return (pos + 1, [t]) if t.kind == "life" else None
        key = (pos, kind)
        if key not in self.memo:
            self.memo[key] = self.parse(kind, pos)
        return self.memo[key]  # type: ignore[no-any-return]

    def parse(self, kind: str, pos: int) -> tuple[int, Any] | None:
        p = self.parser
        t = self.toks[pos]
        if t.kind == "eof" and kind != "vis":
            return None
        p.goto(pos) if pos else p.restore((0, self.toks[0], self.toks[0]))
        p.depth = 0
        try:
            if kind in ("expr", "expr_2021"):
                if not p.starts_expr() or t.kind == "id" and t.text == "_" or t.kind == "p" and t.text == "#" and False:
                    return None
                node = p.expr()
                kind = "expr"
            elif kind == "literal":
                if not (
                    t.kind in ("int", "float", "str", "bstr", "cstr", "char", "byte")
                    or t.text in ("-", "true", "false")
                    or t.kind == "nt"
                ):
                    return None
                if t.kind == "nt" and t.value[0] == "expr" and isinstance(t.value[1], s.ELit):
                    p.bump()
                    node = t.value[1]
                else:
                    node = p.range_end() if t.text == "-" else p.literal()
            elif kind == "ty":
                node = p.ty(False)
            elif kind == "pat":
                node = p.pattern(self.edition >= 2021)
            elif kind == "pat_param":
                kind = "pat"
                node = p.pattern(False)
            elif kind == "path":
                if (
                    t.kind == "nt"
                    and t.value[0] == "ty"
                    and isinstance(t.value[1], s.TPath)
                    and t.value[1].qself is None
                ):
                    p.bump()
                    node = t.value[1].path
                else:
                    node = p.path("type")
            elif kind == "block":
                if t.text != "{" and t.kind != "nt":
                    return None
                node = p.block_expr()
            elif kind == "stmt":
                p.stmt_fragment = True  # type: ignore[attr-defined]
                st = self.stmt(p)
                p.stmt_fragment = False  # type: ignore[attr-defined]
                node = st
            elif kind == "item":
                if not (p.at_item() or t.text in ("#", "pub") or t.kind in ("nt", "doc") or p.at_path()):
                    return None
                node = p.item()
            elif kind == "meta":
                node = p.nt("meta") or p.meta()
            elif kind == "vis":
                node = p.vis()
            else:
                return None
        except SyntaxFault:
            self.furthest = max(self.furthest, p.i)
            return None
        end = p.i
        if p.tok is not self.toks[end]:
            self.unglue(end, p.tok)
            end += 1
        toks = self.toks[pos:end]
        if len(toks) == 1 and toks[0].kind == "nt" and kind == toks[0].value[0]:
            return end, toks
        span = node.span if node is not None else t.span
        return end, [Tok("nt", kind, span, None, value=(kind, node, toks))]

    def unglue(self, at: int, rest: Tok) -> None:
        """A fragment ended inside a glued punctuation (`>>` after a type): take it apart for good."""
        old = self.toks[at]
        first = Tok("p", old.text[: len(old.text) - len(rest.text)], old.span, old.ctxt, True)
        toks = [Tok(x.kind, x.text, x.span, x.ctxt, x.joint, x.value) if x.text in ("(", "[", "{") else x for x in self.toks]  # noqa: E501
        toks[at : at + 1] = [first, rest]
        rematch(toks)
        self.toks[:] = toks
        self.memo = {k: v for k, v in self.memo.items() if k[0] < at and (v is None or v[0] <= at)}

    def stmt(self, p: Parser) -> Any:
        """A statement without its final semicolon."""
        p.outer_attrs()
        if p.is_kw("let"):
            lo = p.bump().span
            pat = p.pattern(False, top_or=True)
            ty = p.ty() if p.eat(":") else None
            init = els = None
            if p.eat("="):
                init = p.expr()
                if p.eat("else"):
                    els = p.block()
            return s.SLet(p.join(lo), pat, ty, init, els, [])
        if p.is_kw("pub") or p.at_item():
            return s.SItem(p.tok.span, p.item())
        e = p.expr()
        if isinstance(e, s.EMac):
            return s.SMac(e.span, e.mac, False, [])
        return s.SExpr(e.span, e, False)


def _may_be_empty(ms: list[Any]) -> bool:
    return all(
        isinstance(m, Rep) and (m.op in "*?" or _may_be_empty(m.inner)) or isinstance(m, Var) and m.kind == "vis"
        for m in ms
    )


# ---- writing out
# ----------------------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, expansion: Expansion, call: Span | None) -> None:
        self.expansion = expansion
        self.call = call
        self.ctxts: dict[Any, Ctxt] = {}
        self.out: list[Tok] = []

    def ctxt(self, old: Any) -> Ctxt:
        new = self.ctxts.get(old)
        if new is None:
            new = self.ctxts[old] = Ctxt(self.expansion, old)
        return new

    def write(self, body: list[Any], binds: dict[str, Any], at: tuple[int, ...]) -> None:
        out = self.out
        call = self.call
        for b in body:
            cls = type(b)
            if cls is Tok:
                out.append(
                    Tok(
                        b.kind,
                        b.text,
                        call or b.span,
                        b.ctxt if b.text == "$crate" else self.ctxt(b.ctxt),
                        b.joint,
                        b.value,
                    )
                )
            elif cls is Var:
                v = binds.get(b.name)
                if v is None and b.name not in binds:
                    out.append(Tok("p", "$", call or b.tok.span, self.ctxt(b.tok.ctxt), False))
                    out.append(Tok("id", b.name, call or b.tok.span, self.ctxt(b.tok.ctxt)))
                    continue
                v = self.pick(v, at, b)
                if v and isinstance(v[0], list):
                    raise error(b.tok.span, f"variable '{b.name}' is still repeating at this depth")
                out.extend(v)
            else:
                n = self.rounds(b, binds, at)
                for i in range(n):
                    if i and b.sep is not None:
                        t = b.sep
                        out.append(Tok(t.kind, t.text, call or t.span, self.ctxt(t.ctxt), t.joint, t.value))
                    self.write(b.inner, binds, (*at, i))

    def pick(self, v: Any, at: tuple[int, ...], b: Var) -> Any:
        for i in at:
            if not (isinstance(v, list) and (not v or isinstance(v[0], list))):
                break
            if i >= len(v):
                raise error(b.tok.span, "meta-variable repeats a different number of times than another")
            v = v[i]
        return v

    def rounds(self, rep: Rep, binds: dict[str, Any], at: tuple[int, ...]) -> int:
        counts = set()
        for name in rep.names:
            if name not in binds:
                continue
            v = binds[name]
            depth = 0
            for i in at:
                if isinstance(v, list) and (not v or isinstance(v[0], list)):
                    v = v[i] if i < len(v) else []
                    depth += 1
            if isinstance(v, list) and (not v or isinstance(v[0], list)):
                counts.add(len(v))
        if not counts:
            raise error(
                self.call or self.expansion.call,
                "attempted to repeat an expression containing no syntax variables matched as repeating at this depth",
            )
        if len(counts) > 1:
            raise error(
                self.call or self.expansion.call, "meta-variable repeats a different number of times than another"
            )
        return counts.pop()


def rematch(toks: list[Tok]) -> None:
    """Recompute where each opening delimiter closes."""
    opens: list[int] = []
    for i, t in enumerate(toks):
        if t.kind == "p":
            x = t.text
            if x in ("(", "[", "{"):
                opens.append(i)
            elif x in (")", "]", "}") and opens:
                o = opens.pop()
                toks[o].value = i - o


def doc_attrs(toks: list[Tok]) -> list[Tok]:
    """Doc comments as the attributes that macros match them as."""
    if all(t.kind != "doc" for t in toks):
        return toks
    out: list[Tok] = []
    for t in toks:
        if t.kind == "doc":
            quoted = '"' + t.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            out += [
                Tok("p", "#", t.span),
                Tok("p", "[", t.span),
                Tok("id", "doc", t.span),
                Tok("p", "=", t.span),
                Tok("str", quoted, t.span),
                Tok("p", "]", t.span),
            ]
        else:
            out.append(t)
    rematch(out)
    return out


def expand(macro: Any, mac: Any, span: Span, parent: Expansion | None, edition: int) -> tuple[list[Tok], Expansion]:
    """The tokens of one call (with an `eof`), and its expansion."""
    expansion = Expansion(macro, span, parent)
    if expansion.depth > 128:
        raise error(span, f"recursion limit reached while expanding `{macro.name}!`")
    args = doc_attrs(mac.tokens)
    m = _Matcher(args, edition, macro.crate.edition)
    for rule in rules_of(macro):
        got = m.seq(rule.matcher, 0, 0, {})
        last = len(m.toks) - 1
        if got is not None and got[0] == last:
            w = _Writer(expansion, None if macro.crate.user else span)
            w.write(rule.body, got[1], ())
            out = w.out
            rematch(out)
            out.append(Tok("eof", "", span))
            return out, expansion
        if got is not None:
            m.furthest = max(m.furthest, got[0])
    at = m.toks[min(m.furthest, len(m.toks) - 1)] if m.furthest >= 0 else args[-1]
    if at.kind == "eof":
        raise error(span, "unexpected end of macro invocation", "missing tokens in macro arguments")
    what = f"no rules expected {'keyword ' if False else ''}`{at.text}`"
    raise error(at.span, what, "no rules expected this token in macro call")


def nt_text(toks: list[Tok]) -> str:
    """Tokens as text, for `stringify!` and messages."""
    out = ""
    prev: Tok | None = None
    for t in flat(toks):
        if t.kind == "eof":
            continue
        x = text_of(t)
        if prev is not None and _space(prev, t):
            out += " "
        out += x
        prev = t
    return out


def flat(toks: list[Tok]) -> list[Tok]:
    """Fragments replaced by their tokens."""
    if all(t.kind != "nt" for t in toks):
        return toks
    out: list[Tok] = []
    for t in toks:
        out.extend(flat(t.value[2]) if t.kind == "nt" else [t])
    return out


def text_of(t: Tok) -> str:
    if t.kind in ("str", "bstr", "cstr") and t.text.startswith("r"):
        body = t.text[1:]
        h = "#" if '"' in body else ""
        p = {"str": "r", "bstr": "br", "cstr": "cr"}[t.kind]
        return f'{p}{h}"{body}"{h}'
    pre = {"bstr": "b", "byte": "b", "cstr": "c"}.get(t.kind, "")
    suffix = t.value if t.kind in ("int", "float", "str", "char", "bstr", "byte", "cstr") and t.value else ""
    return pre + t.text + suffix


def _space(a: Tok, b: Tok) -> bool:
    """Whether a space stands between two tokens: where the source had one, or by taste where they come from different
    places."""
    if a.span.path == b.span.path and 0 <= b.span.lo - a.span.hi < 200 and b.span.lo >= a.span.hi and a.span != b.span:
        return b.span.lo > a.span.hi
    if (
        b.text in (",", ";", ".", ")", "]", "?", ":")
        and b.kind == "p"
        or a.text in ("(", "[", ".", "!", "&", "#", "$")
        and a.kind == "p"
    ):
        return False
    if b.kind == "p" and b.text in ("(", "[", "!") and a.kind == "id":
        return False
    return not (a.text == "::" or b.text == "::")
