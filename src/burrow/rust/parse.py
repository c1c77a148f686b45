"""Tokens to syntax trees: items, types, paths, generics (expressions and patterns are in `parse_expr`).

In: the tokens of a file or of a macro's expansion (`lexer.Tok`), with fragments already parsed (`nt` tokens) among
them.  Out: `syntax` nodes.
A hand-written parser in the manner of `rustc_parse`, rather than tree-sitter's grammar: macro expansion needs to
parse any
fragment from a stream of tokens of mixed origin and hygiene, rustc's own words for syntax errors, and trees that
pickle.

`SyntaxFault` is raised at the first error that cannot be stepped over.
"""

from __future__ import annotations

import sys
from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import SyntaxFault, Tok, error
from burrow.rust.parse_expr import ExprParser
from burrow.source import Span

sys.setrecursionlimit(max(sys.getrecursionlimit(), 40000))

KEYWORDS = frozenset(
    "as break const continue crate else enum extern false fn for if impl in let loop match mod move mut pub ref "
    "return self Self static struct super trait true type unsafe use where while async await dyn abstract become "
    "box do final macro override priv typeof unsized virtual yield try _ gen".split()
)
STRICT = KEYWORDS - {"async", "await", "dyn", "try", "gen"}
_SEG = frozenset(("self", "Self", "super", "crate"))


class Parser(ExprParser):
    """A parser at a place in `toks`.  `tok` is the current token (perhaps the rest of a split one), `x` its text when
    it is punctuation or
    an identifier."""

    def __init__(self, toks: list[Tok], edition: int = 2021, lazy: bool = False) -> None:
        self.toks = toks
        self.i = 0
        self.tok = toks[0]
        self.x = self.tok.text
        self.edition = edition
        self.lazy = lazy
        self.prev = self.tok
        self.kw = KEYWORDS if edition >= 2018 else STRICT
        self.depth = 0
        self.errors: list[Any] = []

    # ---- tokens
    # ---------------------------------------------------------------------------------------------------------

    def bump(self) -> Tok:
        t = self.tok
        self.prev = t
        if t.kind != "eof":
            self.i += 1
        self.tok = n = self.toks[self.i]
        self.x = n.text
        return t

    def goto(self, i: int) -> None:
        self.prev = self.toks[i - 1]
        self.i = i
        self.tok = self.toks[i]
        self.x = self.tok.text

    def save(self) -> Any:
        return (self.i, self.tok, self.prev)

    def restore(self, at: Any) -> None:
        self.i, self.tok, self.prev = at
        self.x = self.tok.text

    def ahead(self, n: int = 1) -> Tok:
        i = self.i + n
        return self.toks[i] if i < len(self.toks) else self.toks[-1]

    def eat(self, text: str) -> bool:
        """Step over `text` if it is next, splitting a longer punctuation."""
        if self.x == text:
            if self.tok.kind in ("p", "id"):
                self.bump()
                return True
            return False
        if (
            self.tok.kind == "p"
            and len(self.x) > len(text)
            and self.x.startswith(text)
            and text in _SPLIT.get(self.x, ())
        ):
            self.split(text)
            return True
        return False

    def split(self, text: str) -> None:
        t = self.tok
        n = len(text)
        self.prev = Tok("p", text, Span(t.span.path, t.span.lo, min(t.span.lo + n, t.span.hi)), t.ctxt, True)
        self.tok = Tok("p", t.text[n:], Span(t.span.path, min(t.span.lo + n, t.span.hi), t.span.hi), t.ctxt, t.joint)
        self.x = self.tok.text

    def at(self, text: str) -> bool:
        """Whether `text` is next, also as the start of a longer punctuation that may be split there."""
        return (
            self.x == text and self.tok.kind in ("p", "id") or (self.tok.kind == "p" and text in _SPLIT.get(self.x, ()))
        )

    def is_kw(self, *words: str) -> bool:
        return self.tok.kind == "id" and self.x in words

    def expect(self, text: str, *others: str) -> Tok:
        if self.eat(text):
            return self.prev
        raise self.unexpected([text, *others])

    def describe(self, t: Tok | None = None) -> str:
        t = t or self.tok
        if t.kind == "eof":
            return "<eof>"
        if t.kind == "doc":
            return f"doc comment `{t.text}`"
        if t.kind == "id" and t.text in KEYWORDS and t.text != "_":
            return (
                f"keyword `{t.text}`"
                if t.text
                not in (
                    "abstract",
                    "become",
                    "box",
                    "do",
                    "final",
                    "macro",
                    "override",
                    "priv",
                    "typeof",
                    "unsized",
                    "virtual",
                    "yield",
                    "try",
                    "gen",
                )
                else f"reserved keyword `{t.text}`"
            )
        if t.kind == "id" and t.text == "_":
            return "reserved identifier `_`"
        if t.kind == "nt":
            return f"metavariable `{t.value[0]}`"
        return f"`{t.text}`"

    def unexpected(self, wanted: list[str]) -> SyntaxFault:
        def quoted(w: str) -> str:
            return w if w in ("identifier", "type", "expression", "pattern", "item", "path", "lifetime") else f"`{w}`"

        if len(wanted) == 1:
            text = quoted(wanted[0])
        elif len(wanted) == 2:
            text = f"one of {quoted(wanted[0])} or {quoted(wanted[1])}"
        else:
            text = "one of " + ", ".join(quoted(w) for w in wanted[:-1]) + f", or {quoted(wanted[-1])}"
        label = f"expected {text}" if len(wanted) == 1 else f"expected one of {len(wanted)} possible tokens"
        return error(self.tok.span, f"expected {text}, found {self.describe()}", label)

    def join(self, lo: Span, hi: Span | None = None) -> Span:
        """From `lo` to the last token's end (or to `hi`'s); spans of different origins stay at the first."""
        h = self.prev.span if hi is None else hi
        if lo[0] == h[0] and lo[1] <= h[2] and lo[2] <= h[2]:
            return Span(lo[0], lo[1], h[2])
        return lo if lo[2] - lo[1] >= h[2] - h[1] or lo[0] != h[0] else h if h[1] <= lo[1] else lo

    def nt(self, kind: str) -> Any:
        """The fragment of `kind` if one is next (steps over it)."""
        if self.tok.kind == "nt" and self.tok.value[0] == kind:
            node = self.tok.value[1]
            self.bump()
            return node
        return None

    # ---- names and paths
    # --------------------------------------------------------------------------------------------------

    def at_ident(self) -> bool:
        t = self.tok
        return t.kind == "id" and t.text not in self.kw

    def ident(self) -> s.Ident:
        t = self.tok
        if t.kind == "id" and t.text not in self.kw:
            self.bump()
            return s.Ident(t.text[2:] if t.text.startswith("r#") else t.text, t.span, t.ctxt)
        if t.kind == "id":
            e = error(
                t.span,
                f"expected identifier, found {self.describe()}",
                "expected identifier, found "
                + (
                    "reserved identifier"
                    if t.text == "_"
                    else "reserved keyword"
                    if self.describe().startswith("reserved")
                    else "keyword"
                ),
            )
            raise e
        raise error(t.span, f"expected identifier, found {self.describe()}", "expected identifier")

    def lifetime(self) -> Any:
        t = self.tok
        if t.kind != "life":
            raise self.unexpected(["lifetime"])
        self.bump()
        return s.Lifetime(t.span, t.text.replace("r#", ""), t.ctxt)

    def path_seg_ident(self) -> s.Ident:
        t = self.tok
        if t.kind == "id" and (t.text in _SEG or t.text == "$crate"):
            self.bump()
            i = s.Ident(t.text, t.span, t.ctxt)
            if t.text == "$crate":
                i.name = "$crate"
                i.ctxt = t.value  # the crate that the macro was defined in
            return i
        return self.ident()

    def at_path(self) -> bool:
        t = self.tok
        if t.kind == "id":
            return t.text not in self.kw or t.text in _SEG or t.text == "$crate"
        return t.kind == "p" and t.text in ("::", "<", "<<") or t.kind == "nt" and t.value[0] in ("path", "ty")

    def path(self, mode: str) -> Any:
        """A path.  `mode`: `type` (`<` starts arguments), `expr` (only `::<` does), `mod` (no arguments)."""
        node = self.nt("path")
        if node is not None:
            if self.x == "::" and mode != "mod":
                return self.path_rest(list(node.segments), node.global_, node.span, mode)
            if mode == "type" and self.at("<") and node.segments[-1].args is None:
                last = node.segments[-1]
                segs = [*node.segments[:-1], s.Seg(last.span, last.ident, self.generic_args())]
                return s.Path(self.join(node.span), segs, node.global_)
            return node
        lo = self.tok.span
        global_ = self.eat("::")
        seg = self.segment(mode)
        return self.path_rest([seg], global_, lo, mode)

    def path_rest(self, segs: list[Any], global_: bool, lo: Span, mode: str) -> Any:
        while self.x == "::":
            if mode == "mod":
                n = self.ahead()
                if n.kind != "id":
                    break
            self.bump()
            if mode == "expr" and self.at("<"):
                last = segs[-1]
                segs[-1] = s.Seg(self.join(last.span), last.ident, self.generic_args())
                continue
            segs.append(self.segment(mode))
        return s.Path(self.join(lo), segs, global_)

    def segment(self, mode: str) -> Any:
        lo = self.tok.span
        ident = self.path_seg_ident()
        args = None
        if mode == "type":
            if self.x == "::" and self.ahead().text in ("<", "<<", "("):
                self.bump()
            if self.at("<"):
                args = self.generic_args()
            elif self.x == "(" and self.tok.kind == "p":
                args = self.paren_args()
        elif mode == "expr" and self.x == "::" and self.ahead().text in ("<", "<<"):
            self.bump()
            args = self.generic_args()
        return s.Seg(self.join(lo), ident, args)

    def paren_args(self) -> Any:
        lo = self.expect("(").span
        inputs = []
        while not self.at(")"):
            inputs.append(self.ty())
            if not self.eat(","):
                break
        self.expect(")", ",")
        output = self.ty(plus=False) if self.eat("->") else None
        return s.GArgs(self.join(lo), [], [], (inputs, output))

    def generic_args(self) -> Any:
        lo = self.tok.span
        self.expect("<")
        args: list[Any] = []
        constraints = []
        while not self.at(">"):
            if self.tok.kind == "life":
                args.append(self.lifetime())
            elif (
                self.tok.kind == "id"
                and self.at_ident()
                and self.ahead().text in ("=", ":")
                and self.ahead().kind == "p"
            ):
                constraints.append(self.constraint(None))
            else:
                a = self.generic_arg()
                if (
                    self.x in ("=", ":")
                    and self.tok.kind == "p"
                    and isinstance(a, s.TPath)
                    and a.qself is None
                    and len(a.path.segments) == 1
                ):
                    constraints.append(self.constraint(a.path.segments[0]))
                else:
                    args.append(a)
            if not self.eat(","):
                break
        if not self.eat(">"):
            raise self.unexpected([",", ">"])
        return s.GArgs(self.join(lo), args, constraints, None)

    def constraint(self, seg: Any) -> Any:
        lo = self.tok.span
        ident, gargs = (seg.ident, seg.args) if seg is not None else (self.ident(), None)
        if self.eat("="):
            return s.Constraint(self.join(lo), ident, gargs, self.generic_arg(), None)
        self.expect(":")
        return s.Constraint(self.join(lo), ident, gargs, None, self.bounds())

    def generic_arg(self) -> Any:
        """A type or a constant expression."""
        t = self.tok
        if t.kind in ("int", "float", "str", "bstr", "char", "byte", "cstr") or self.is_kw("true", "false"):
            return self.literal()
        if t.kind == "nt" and t.value[0] in ("expr", "literal", "block"):
            return self.nt(t.value[0])
        if t.kind == "p" and t.text == "-":
            return self.unary()
        if t.kind == "p" and t.text == "{":
            return self.block_expr()
        return self.ty()

    # ---- types
    # --------------------------------------------------------------------------------------------------------------

    def ty(self, plus: bool = True) -> Any:
        """A type; with `plus`, `dyn A + B` and (2015) `A + B` are taken whole."""
        self.depth += 1
        if self.depth > 600:
            raise error(self.tok.span, "this type is nested too deeply")
        try:
            return self.ty_inner(plus)
        finally:
            self.depth -= 1

    def ty_inner(self, plus: bool) -> Any:
        t = self.tok
        lo = t.span
        x = t.text
        k = t.kind
        if k == "nt":
            node = self.nt("ty")
            if node is not None:
                if self.x == "::":
                    return self.ty_path_after(node, lo)
                return node
        elif k == "p":
            if x == "(":
                self.bump()
                elems = []
                comma = False
                while not self.at(")"):
                    elems.append(self.ty())
                    comma = self.eat(",")
                    if not comma:
                        break
                self.expect(")", ",")
                if len(elems) == 1 and not comma:
                    e = elems[0]
                    if plus and self.at("+") and isinstance(e, (s.TPath, s.TDyn)):
                        b = e.bounds if isinstance(e, s.TDyn) else [s.TraitBound(e.span, [], e.path, None)]
                        self.bump()
                        return s.TDyn(self.join(lo), b + self.bounds(), False)
                    return s.TParen(self.join(lo), e)
                return s.TTuple(self.join(lo), elems)
            if x == "!":
                self.bump()
                return s.TNever(lo)
            if x == "*":
                self.bump()
                if self.eat("mut"):
                    return self._ptr(lo, True)
                if not self.eat("const"):
                    raise error(self.prev.span, "expected `mut` or `const` keyword in raw pointer type")
                return self._ptr(lo, False)
            if x == "[":
                self.bump()
                e = self.ty()
                if self.eat(";"):
                    n = self.anon_expr()
                    self.expect("]")
                    return s.TArray(self.join(lo), e, n)
                self.expect("]", ";")
                return s.TSlice(self.join(lo), e)
            if x in ("&", "&&"):
                double = x == "&&"
                if double:
                    self.split("&")
                    inner = self.ty(False)
                    return s.TRef(self.join(lo), None, False, inner)
                self.bump()
                life = self.lifetime() if self.tok.kind == "life" else None
                mut = self.eat("mut")
                inner = self.ty(False)
                return s.TRef(self.join(lo), life, mut, inner)
            if x in ("<", "<<"):
                q, path = self.qpath("type")
                return self.maybe_mac(s.TPath(self.join(lo), q, path), lo)
            if x == "?":
                return s.TDyn(self.join(lo), self.bounds(), False)
        elif k == "life":
            return s.TDyn(self.join(lo), self.bounds(), False)
        elif k == "id":
            if x == "_":
                self.bump()
                return s.TInfer(lo)
            if x in ("fn", "unsafe", "extern"):
                return self.fn_ptr([])
            if x == "for":
                for_ = self.for_lifetimes()
                if self.is_kw("fn", "unsafe", "extern"):
                    return self.fn_ptr(for_, lo)
                first = s.TraitBound(self.join(lo), for_, self.path("type"), None)
                bounds = [first]
                if plus and self.eat("+"):
                    bounds += self.bounds()
                return s.TDyn(self.join(lo), bounds, False)
            if x == "impl":
                self.bump()
                return self._impl(lo, plus)
            if x == "dyn" and (self.edition >= 2018 or self._dyn_follows()):
                self.bump()
                b = self.bounds() if plus else self.one_bound()
                return s.TDyn(self.join(lo), b, True)
            if x == "typeof":
                raise error(t.span, "`typeof` is a reserved keyword but unimplemented", "reserved keyword", "E0516")
        if self.at_path():
            path = self.path("type")
            node = s.TPath(self.join(lo), None, path)
            node = self.maybe_mac(node, lo)
            if plus and self.at("+") and isinstance(node, s.TPath):
                self.bump()
                b = [s.TraitBound(path.span, [], path, None)]
                return s.TDyn(self.join(lo), b + self.bounds(), False)
            return node
        raise error(t.span, f"expected type, found {self.describe()}", "expected type")

    def _ptr(self, lo: Span, mut: bool) -> Any:
        inner = self.ty(False)
        return s.TPtr(self.join(lo), mut, inner)

    def _impl(self, lo: Span, plus: bool) -> Any:
        b = self.bounds() if plus else self.one_bound()
        return s.TImpl(self.join(lo), b)

    def _dyn_follows(self) -> bool:
        n = self.ahead()
        return (
            n.kind == "life"
            or n.kind == "id"
            and (n.text not in self.kw or n.text in ("for", "Self", "self", "super", "crate"))
            and n.text != "as"
            or n.text in ("(", "?", "<")
            and n.text != "<"
        )

    def ty_path_after(self, node: Any, lo: Span) -> Any:
        """`$t::Assoc` where `$t` is a type fragment."""
        if isinstance(node, s.TPath) and node.qself is None:
            path = self.path_rest(list(node.path.segments), node.path.global_, lo, "type")
            return s.TPath(self.join(lo), None, path)
        q = s.QSelf(node.span, node, 0)
        self.bump()
        path = self.path_rest([self.segment("type")], False, lo, "type")
        return s.TPath(self.join(lo), q, path)

    def maybe_mac(self, node: Any, lo: Span) -> Any:
        if (
            self.x == "!"
            and self.tok.kind == "p"
            and node.qself is None
            and self.ahead().text in ("(", "[", "{")
            and self.ahead().kind == "p"
        ):
            self.bump()
            return s.TMacro(self.join(lo), self.mac_args(node.path, lo))
        return node

    def qpath(self, mode: str) -> Any:
        """`<T as Trait>::rest`: (QSelf, Path)."""
        lo = self.tok.span
        self.expect("<")
        ty = self.ty()
        segs: list[Any] = []
        global_ = False
        n = 0
        if self.eat("as"):
            p = self.path("type")
            segs, global_ = list(p.segments), p.global_
            n = len(segs)
        self.expect(">")
        self.expect("::")
        if mode == "expr" and self.at("<"):
            raise self.unexpected(["identifier"])
        segs.append(self.segment(mode))
        path = self.path_rest(segs, global_, lo, mode)
        return s.QSelf(self.join(lo), ty, n), path

    def fn_ptr(self, for_: list[Any], lo: Span | None = None) -> Any:
        lo = lo or self.tok.span
        unsafe = self.eat("unsafe")
        abi = self.opt_abi()
        self.expect("fn")
        self.expect("(")
        params = []
        variadic = False
        while not self.at(")"):
            attrs = self.outer_attrs()
            del attrs
            if self.eat("..."):
                variadic = True
                break
            name = None
            if self.tok.kind == "id" and (self.at_ident() or self.x == "_") and self.ahead().text == ":":
                name = self.bump()
                self.bump()
            elif self.is_kw("mut") and self.ahead(2).text == ":":
                self.bump()
                name = self.bump()
                self.bump()
            del name
            params.append(self.ty())
            if not self.eat(","):
                break
        self.expect(")", ",")
        out = self.ty(False) if self.eat("->") else None
        return s.TFn(self.join(lo), for_, unsafe, abi or "Rust", params, out, variadic)

    def opt_abi(self) -> str | None:
        if self.eat("extern"):
            if self.tok.kind == "str":
                return self.string_text(self.bump())
            return "C"
        return None

    def for_lifetimes(self) -> list[Any]:
        """`for<'a, 'b>` if it is next."""
        if not (self.is_kw("for") and self.ahead().text in ("<", "<<")):
            return []
        self.bump()
        return self.generic_params()

    def one_bound(self) -> list[Any]:
        return [self.bound()]

    def bounds(self) -> list[Any]:
        """`A + B + 'a`; may be empty."""
        out: list[Any] = []
        while (
            self.tok.kind == "life"
            or self.at_path()
            or self.x in ("?", "(", "for", "~", "use", "const", "async", "!")
            and self.tok.kind in ("p", "id")
        ):
            if self.tok.kind == "p" and self.x in ("<", "<<"):
                break
            out.append(self.bound())
            if not self.eat("+"):
                break
        return out

    def bound(self) -> Any:
        lo = self.tok.span
        if self.tok.kind == "life":
            return s.LifeBound(lo, self.lifetime())
        if self.eat("("):
            b = self.bound()
            self.expect(")")
            return b
        if self.is_kw("use"):
            self.bump()
            args = self.generic_args()
            return s.UseBound(self.join(lo), args)
        for_ = self.for_lifetimes()
        mod = None
        if self.eat("?"):
            mod = "?"
        elif self.x == "[" and self.ahead().text == "const":
            self.bump()
            self.bump()
            self.expect("]")
        elif self.eat("~") or self.is_kw("const"):
            self.eat("const")
            mod = None
        elif self.is_kw("async"):
            self.bump()
        elif self.x == "!" and self.tok.kind == "p":
            self.bump()
            mod = "!"
        if not for_:
            for_ = self.for_lifetimes()
        return s.TraitBound(self.join(lo), for_, self.path("type"), mod)

    def generic_params(self) -> list[Any]:
        self.expect("<")
        out = []
        while not self.at(">"):
            attrs = self.outer_attrs()
            lo = self.tok.span
            if self.tok.kind == "life":
                lt = self.lifetime()
                b = []
                if self.eat(":"):
                    while self.tok.kind == "life":
                        b.append(s.LifeBound(self.tok.span, self.lifetime()))
                        if not self.eat("+"):
                            break
                out.append(
                    s.GParam(self.join(lo), "lifetime", s.Ident(lt.name, lt.span, lt.ctxt), b, None, None, attrs)
                )
            elif self.eat("const"):
                ident = self.ident()
                self.expect(":")
                ty = self.ty()
                default = None
                if self.eat("="):
                    default = self.generic_arg()
                out.append(s.GParam(self.join(lo), "const", ident, [], default, ty, attrs))
            else:
                ident = self.ident()
                b = self.bounds() if self.eat(":") else []
                default = self.ty() if self.eat("=") else None
                out.append(s.GParam(self.join(lo), "type", ident, b, default, None, attrs))
            if not self.eat(","):
                break
        self.expect(">", ",")
        return out

    def generics(self) -> Any:
        lo = self.tok.span
        params = self.generic_params() if self.at("<") else []
        return s.Generics(self.join(lo) if params else Span(lo.path, lo.lo, lo.lo), params, [])

    def where(self, g: Any) -> None:
        if not self.eat("where"):
            return
        while True:
            lo = self.tok.span
            self.outer_attrs()
            if self.tok.kind == "life":
                lt = self.lifetime()
                self.expect(":")
                g.where.append(s.WherePred(self.join(lo), [], None, lt, self.bounds()))
            elif self.x in ("{", ";", "=", ",") and self.tok.kind == "p" or self.tok.kind == "eof":
                break
            elif (
                self.tok.kind == "id"
                and self.x in self.kw
                and self.x not in ("for", "Self", "self", "crate", "super", "dyn", "impl", "fn", "unsafe", "extern")
            ):
                break
            else:
                for_ = self.for_lifetimes()
                ty = self.ty()
                self.expect(":")
                g.where.append(s.WherePred(self.join(lo), for_, ty, None, self.bounds()))
            if not self.eat(","):
                break

    # ---- attributes and macros
    # -----------------------------------------------------------------------------------------------

    def outer_attrs(self) -> list[Any]:
        out: list[Any] = []
        while True:
            if self.tok.kind == "doc":
                self.bump()
            elif self.x == "#" and self.tok.kind == "p" and self.ahead().text == "[":
                out.append(self.attr(False))
            else:
                return out

    def inner_attrs(self) -> list[Any]:
        out = []
        while self.x == "#" and self.tok.kind == "p" and self.ahead().text == "!" and self.ahead(2).text == "[":
            out.append(self.attr(True))
        return out

    def attr(self, inner: bool) -> Any:
        lo = self.bump().span
        if inner:
            self.bump()
        open_ = self.i
        close = open_ + (self.toks[open_].value or 0)
        self.bump()
        node = self.nt("meta")
        if node is not None:
            self.goto(close + 1)
            return s.Attr(self.join(lo), node.name, node.path, node.tokens, inner)
        if self.is_kw("unsafe") and self.ahead().text == "(":
            self.bump()
            close = self.i + self.toks[self.i].value
            self.bump()
        path = self.path("mod")
        toks = self.toks[self.i : close]
        while self.toks[close].text != "]":
            close += 1
        self.goto(close + 1)
        return s.Attr(self.join(lo), "::".join(g.ident.name for g in path.segments), path, toks, inner)

    def meta(self) -> Any:
        """An attribute's inside, for a `meta` fragment."""
        lo = self.tok.span
        path = self.path("mod")
        start = self.i
        if self.x in ("(", "[", "{") and self.tok.kind == "p":
            self.goto(self.i + self.tok.value + 1)
        elif self.eat("="):
            self.expr()
        return s.Attr(
            self.join(lo), "::".join(g.ident.name for g in path.segments), path, self.toks[start : self.i], False
        )

    def mac_args(self, path: Any, lo: Span) -> Any:
        """The delimited tokens after `path!`."""
        t = self.tok
        if t.kind != "p" or t.text not in ("(", "[", "{"):
            raise self.unexpected(["(", "[", "{"])
        n = t.value
        inner = self.toks[self.i + 1 : self.i + n]
        end = self.toks[self.i + n]
        self.goto(self.i + n + 1)
        inner.append(Tok("eof", end.text, end.span, end.ctxt))
        return s.MacCall(self.join(lo), path, inner, t.text)

    # ---- items -----------------------------------------------------------------------------------------------------
    # ------------

    def crate(self) -> tuple[list[Any], list[Any]]:
        """A whole file: its inner attributes and its items."""
        attrs = self.inner_attrs()
        items = []
        while self.tok.kind != "eof":
            if self.x == ";" and self.tok.kind == "p":
                raise error(self.tok.span, "expected item, found `;`", "help: remove this semicolon")
            items.append(self.item())
        return attrs, items

    def items_until_brace(self) -> list[Any]:
        items = []
        while not (self.x == "}" and self.tok.kind == "p") and self.tok.kind != "eof":
            items.append(self.item())
        return items

    def vis(self) -> Any:
        node = self.nt("vis")
        if node is not None:
            return node
        t = self.tok
        if t.kind == "id" and t.text == "crate" and self.ahead().text != "::" and self.edition < 2018:
            pass
        if not (t.kind == "id" and t.text == "pub"):
            return s.Vis(Span(t.span.path, t.span.lo, t.span.lo), None, None)
        lo = self.bump().span
        if self.x == "(" and self.tok.kind == "p":
            n = self.ahead()
            if n.kind == "id" and n.text in ("crate", "self", "super") and self.ahead(2).text == ")":
                self.bump()
                p = self.path("mod")
                self.expect(")")
                return s.Vis(self.join(lo), "in", p)
            if n.text == "in" and n.kind == "id":
                self.bump()
                self.bump()
                p = self.path("mod")
                self.expect(")")
                return s.Vis(self.join(lo), "in", p)
        return s.Vis(lo, "pub", None)

    def at_item(self) -> bool:
        """Whether an item starts here (attributes and visibility already passed)."""
        t = self.tok
        if t.kind == "nt":
            return bool(t.value[0] == "item")
        if t.kind != "id":
            return False
        x = t.text
        n = self.ahead()
        if x in ("fn", "struct", "enum", "trait", "impl", "mod", "use", "type"):
            return True
        if x == "static":
            return n.text not in ("||", "|", "move")
        if x == "const":
            return n.text != "{" and n.text not in ("|", "||", "move") and not (n.kind == "p" and n.text == "(")
        if x == "unsafe":
            return (
                n.kind == "id"
                and n.text in ("fn", "trait", "impl", "extern", "auto", "mod", "static")
                or (n.text == "async" and n.kind == "id")
            )
        if x == "extern":
            return n.kind in ("id", "str") or n.text == "{"
        if x == "async":
            return n.text in ("fn", "unsafe") and self.edition >= 2018
        if x == "union":
            return n.kind == "id" and n.text not in self.kw
        if x == "auto":
            return n.text == "trait"
        if x == "macro_rules":
            return n.text == "!" and self.ahead(2).kind == "id"
        if x == "safe":
            return n.text in ("fn", "static")
        if x == "default":
            return n.kind == "id" and n.text in ("fn", "impl", "unsafe", "const", "type", "async", "extern")
        if x == "macro":
            return n.kind == "id"
        return False

    def item(self, where: str = "mod") -> Any:
        """One item.  `where`: `mod`, `trait`, `impl`, `extern`."""
        attrs = self.outer_attrs()
        node = self.nt("item")
        if node is not None:
            if attrs:
                node = s.Item(node.span, node.kind, attrs + node.attrs, node.vis, node.ident, node.data)
            return node
        lo = self.tok.span
        if self.tok.kind == "eof" or self.x == "}" and self.tok.kind == "p":
            if attrs:
                raise error(attrs[-1].span, "expected item after attributes")
            if self.prev.kind == "doc":
                raise error(self.prev.span, "expected item after doc comment", code="E0584" if where != "mod" else None)
        vis = self.vis()
        node = self.nt("item")
        if node is not None:
            return s.Item(self.join(lo), node.kind, attrs + node.attrs, vis, node.ident, node.data)
        if self.at_item():
            return self.item_body(attrs, vis, lo, where)
        if self.at_path():
            path = self.path("mod")
            if self.x == "!" and self.tok.kind == "p":
                self.bump()
                mac = self.mac_args(path, lo)
                if mac.delim != "{":
                    self.eat(";")
                return s.Item(mac.span, "macro_call", attrs, vis, None, mac)
            name = path.segments[-1].ident.name
            if self.x == "(" and vis.kind:
                raise error(Span(path.span.path, path.span.lo, path.span.lo), "missing `fn` for function definition")
            raise (
                error(
                    self.tok.span,
                    f"expected one of `!` or `::`, found {self.describe()}",
                    "expected one of `!` or `::`",
                )
                if name
                else self.unexpected(["item"])
            )
        what = {"mod": "item", "trait": "associated item", "impl": "associated item", "extern": "foreign item"}[where]
        if where != "mod":
            raise (
                error(self.tok.span, f"non-item in item list, found {self.describe()}")
                if self.tok.kind != "p"
                else error(self.tok.span, f"expected {what}, found {self.describe()}", f"expected {what}")
            )
        raise error(self.tok.span, f"expected item, found {self.describe()}", "expected item")

    def item_body(self, attrs: list[Any], vis: Any, lo: Span, where: str) -> Any:
        t = self.tok
        x = t.text

        def made(kind: str, ident: Any, data: Any) -> Any:
            return s.Item(self.join(lo), kind, attrs, vis, ident, data)

        default = False
        if x == "default":
            self.bump()
            default = True
            x = self.x
        n = self.ahead()
        if x == "macro_rules":
            self.bump()
            self.bump()
            ident = self.ident()
            mac = self.mac_args(None, self.tok.span)
            if mac.delim != "{" and not self.eat(";"):
                raise error(self.prev.span, "macros must be surrounded with curly braces or followed by a semicolon")
            return made("macro_rules", ident, s.MacroRules(mac.span, mac.tokens))
        if x == "macro":
            self.bump()
            ident = self.ident()
            start = self.i
            if self.x == "(":
                self.goto(self.i + self.tok.value + 1)
            body = self.mac_args(None, self.tok.span)
            return made(
                "macro2", ident, s.MacroRules(body.span, [*self.toks[start : self.i], Tok("eof", "", self.prev.span)])
            )
        if (
            x == "fn"
            or x == "const"
            and (n.text in ("fn", "unsafe", "extern", "async") and n.kind == "id")
            or x == "async"
            or x == "unsafe"
            and n.text in ("fn", "async")
            or x in ("unsafe", "safe")
            and n.text == "extern"
            and self.fn_after_extern(2)
            or x == "safe"
            and n.text == "fn"
            or x == "extern"
            and self.fn_after_extern(1)
        ):
            return self.fn_item(attrs, vis, lo, default)
        if x == "struct" or x == "union" and n.kind == "id":
            return self.struct_item(made)
        if x == "enum":
            return self.enum_item(made)
        if x == "use":
            self.bump()
            tree = self.use_tree()
            self.expect(";")
            return made("use", None, tree)
        if x in ("trait", "auto") or x == "unsafe" and n.text in ("trait", "auto"):
            return self.trait_item(made)
        if x == "impl" or x == "unsafe" and n.text == "impl":
            return self.impl_item(made)
        if x == "mod" or x == "unsafe" and n.text == "mod":
            self.eat("unsafe")
            self.bump()
            ident = self.ident()
            if self.eat(";"):
                return made("mod", ident, s.ModData(self.join(lo), None, []))
            self.expect("{", ";")
            inner = self.inner_attrs()
            items = self.items_until_brace()
            self.expect("}")
            return made("mod", ident, s.ModData(self.join(lo), items, inner))
        if x == "const":
            self.bump()
            self.eat("mut")
            ident = s.Ident("_", self.bump().span) if self.is_kw("_") else self.ident()
            g = self.generics()
            ty = self.ty() if self.eat(":") else None
            if ty is None:
                raise error(Span(ident.span.path, ident.span.hi, ident.span.hi), "missing type for `const` item")
            e = self.anon_expr() if self.eat("=") else None
            self.where(g)
            self.expect(";", "=") if e is None else self.expect(";")
            return made("const", ident, s.ConstData(self.join(lo), ty, e, g))
        if x == "static" or x in ("unsafe", "safe") and n.text == "static":
            if x != "static":
                self.bump()
            self.bump()
            mut = self.eat("mut")
            ident = self.ident()
            if not self.eat(":"):
                raise error(Span(ident.span.path, ident.span.hi, ident.span.hi), "missing type for `static` item")
            ty = self.ty()
            e = self.anon_expr() if self.eat("=") else None
            self.expect(";")
            return made("static", ident, s.StaticData(self.join(lo), ty, e, mut))
        if x == "type":
            self.bump()
            ident = self.ident()
            g = self.generics()
            b = self.bounds() if self.eat(":") else []
            self.where(g)
            ty = self.ty() if self.eat("=") else None
            self.where(g)
            self.expect(";")
            return made("type", ident, s.TypeData(self.join(lo), g, b, ty))
        if x == "extern" and n.text == "crate":
            self.bump()
            self.bump()
            name = s.Ident("self", self.bump().span) if self.is_kw("self") else self.ident()
            ident = name
            if self.eat("as"):
                ident = s.Ident("_", self.bump().span) if self.is_kw("_") else self.ident()
            self.expect(";")
            return made("extern_crate", ident, s.ExternCrate(self.join(lo), name))
        if x == "extern" or x == "unsafe" and n.text == "extern":
            unsafe = self.eat("unsafe")
            abi = self.opt_abi()
            self.expect("{")
            self.inner_attrs()
            items = []
            while not self.at("}") and self.tok.kind != "eof":
                items.append(self.item("extern"))
            self.expect("}")
            return made("extern_block", None, s.ExternBlock(self.join(lo), abi, items, unsafe))
        raise error(self.tok.span, f"expected item, found {self.describe()}", "expected item")

    def fn_after_extern(self, n: int) -> bool:
        t = self.ahead(n)
        if t.kind == "str":
            t = self.ahead(n + 1)
        return t.kind == "id" and t.text == "fn"

    def string_text(self, t: Tok) -> str:
        from burrow.rust.lexer import string_value

        return string_value(t)

    def fn_item(self, attrs: list[Any], vis: Any, lo: Span, default: bool) -> Any:
        const = self.eat("const")
        async_ = self.eat("async")
        unsafe = self.eat("unsafe")
        self.eat("safe")
        abi = self.opt_abi()
        self.expect("fn")
        ident = self.ident()
        g = self.generics()
        params, variadic = self.fn_params()
        out = self.ret_ty()
        self.where(g)
        body: Any = None
        sig_hi = self.prev.span
        if not self.eat(";"):
            if not (self.x == "{" and self.tok.kind == "p"):
                block = self.nt("block")
                if block is None:
                    raise (
                        self.unexpected(["->", "where", "{"] if out is None and not g.where else ["{"])
                        if out is None
                        else error(self.tok.span, f"expected one of `where` or `{{`, found {self.describe()}")
                    )
                body = block.block if isinstance(block, s.EBlock) else block
            elif self.lazy:
                n = self.tok.value
                b = self.tok.span
                toks = self.toks[self.i : self.i + n + 1]
                self.goto(self.i + n + 1)
                same = all(t.ctxt is None for t in toks[:1])
                body = s.LazyBody(self.join(b), None if same else toks)
            else:
                body = self.block()
        fn = s.Fn(self.join(lo, sig_hi), g, params, out, body, const, async_, unsafe, abi or "Rust", variadic, default)
        return s.Item(self.join(lo), "fn", attrs, vis, ident, fn)

    def ret_ty(self) -> Any:
        return self.ty() if self.eat("->") else None

    def fn_params(self) -> tuple[list[Any], bool]:
        self.expect("(")
        params = []  # type: ignore[var-annotated]
        variadic = False
        while not self.at(")"):
            attrs = self.outer_attrs()
            lo = self.tok.span
            if self.x == "..." and self.tok.kind == "p":
                self.bump()
                variadic = True
                self.eat(",")
                break
            p = self.self_param(lo) if not params else None
            if p is None:
                # a trait's anonymous parameter (2015): a type alone
                if self.edition == 2015 and not self.named_param():
                    ty = self.ty()
                    p = s.FnParam(self.join(lo), s.PWild(lo), ty, attrs, None)
                else:
                    pat = self.pattern(False)
                    if not self.eat(":"):
                        raise self.unexpected([":", "@", "|"] if isinstance(pat, s.PIdent) else [":", "|"])
                    if self.x == "..." and self.tok.kind == "p":
                        self.bump()
                        variadic = True
                        self.eat(",")
                        break
                    ty = self.ty()
                    p = s.FnParam(self.join(lo), pat, ty, attrs, None)
            params.append(p)
            if not self.eat(","):
                break
        self.expect(")", ",")
        return params, variadic

    def named_param(self) -> bool:
        i = 0
        t = self.tok
        if t.text in ("&", "&&") and t.kind == "p":
            i = 1
            if self.ahead(i).text == "mut":
                i += 1
            return self.ahead(i).kind == "id" and self.ahead(i + 1).text == ":"
        if t.text in ("(", "[") and t.kind == "p":
            return self.ahead(t.value + 1).text == ":"
        if t.text in ("mut", "ref"):
            return True
        if t.kind == "nt":
            return self.ahead().text == ":"
        at = self.save()
        try:
            self.pattern(False)
            return self.x == ":"
        except SyntaxFault:
            return False
        finally:
            self.restore(at)

    def self_param(self, lo: Span) -> Any:
        """`self`, `mut self`, `&'a mut self`, `self: T`."""
        t = self.tok
        if t.kind == "id" and t.text == "self" and self.ahead().text != "::":
            self.bump()
            return self._self_rest(t, False, lo)
        if t.kind == "id" and t.text == "mut" and self.ahead().text == "self" and self.ahead().kind == "id":
            self.bump()
            return self._self_rest(self.bump(), True, lo)
        if t.kind == "p" and t.text == "&":
            i = 1
            if self.ahead(i).kind == "life":
                i += 1
            if self.ahead(i).kind == "id" and self.ahead(i).text == "mut":
                i += 1
            a = self.ahead(i)
            if a.kind == "id" and a.text == "self" and self.ahead(i + 1).text in (",", ")", ":"):
                self.bump()
                life = self.lifetime() if self.tok.kind == "life" else None
                mut = self.eat("mut")
                me = self.bump()
                span = self.join(lo)
                pat = s.PIdent(me.span, None, False, s.Ident("self", me.span, me.ctxt), None)
                ty = s.TRef(span, life, mut, s.TSelf(me.span))
                return s.FnParam(span, pat, ty, [], "&mut self" if mut else "&self")
        return None

    def _self_rest(self, t: Tok, mut: bool, lo: Span) -> Any:
        pat = s.PIdent(self.join(lo), None, mut, s.Ident("self", t.span, t.ctxt), None)
        if self.eat(":"):
            ty = self.ty()
            return s.FnParam(self.join(lo), pat, ty, [], "self: T")
        return s.FnParam(self.join(lo), pat, s.TSelf(t.span), [], "self")

    def fields(self) -> list[Any]:
        """`{ a: T, b: U }`."""
        self.expect("{")
        out = []
        while not self.at("}"):
            attrs = self.outer_attrs()
            lo = self.tok.span
            vis = self.vis()
            ident = self.ident()
            self.expect(":")
            ty = self.ty()
            if self.eat("="):
                self.anon_expr()
            out.append(s.FieldAst(self.join(lo), ident, vis, ty, attrs))
            if not self.eat(","):
                break
        self.expect("}", ",")
        return out

    def tuple_fields(self) -> list[Any]:
        self.expect("(")
        out = []  # type: ignore[var-annotated]
        while not self.at(")"):
            attrs = self.outer_attrs()
            lo = self.tok.span
            vis = self.vis()
            ty = self.ty()
            out.append(s.FieldAst(self.join(lo), s.Ident(str(len(out)), lo), vis, ty, attrs))
            if not self.eat(","):
                break
        self.expect(")", ",")
        return out

    def struct_item(self, made: Any) -> Any:
        kind = self.bump().text
        ident = self.ident()
        g = self.generics()
        self.where(g)
        if self.x == "{" and self.tok.kind == "p":
            return made(kind, ident, s.StructData(g.span, g, "struct", self.fields()))
        if self.x == "(" and self.tok.kind == "p":
            fields = self.tuple_fields()
            self.where(g)
            self.expect(";")
            return made(kind, ident, s.StructData(g.span, g, "fn", fields))
        if self.eat(";"):
            return made(kind, ident, s.StructData(g.span, g, "const", []))
        raise error(
            self.tok.span,
            "expected `where`, `{`, `(`, or `;` after struct name, found " + self.describe(),
            "expected `where`, `{`, `(`, or `;` after struct name",
        )

    def enum_item(self, made: Any) -> Any:
        self.bump()
        ident = self.ident()
        g = self.generics()
        self.where(g)
        self.expect("{")
        variants = []
        while not self.at("}"):
            attrs = self.outer_attrs()
            lo = self.tok.span
            self.vis()
            vi = self.ident()
            ctor, fields = "const", []
            if self.x == "{" and self.tok.kind == "p":
                ctor, fields = "struct", self.fields()
            elif self.x == "(" and self.tok.kind == "p":
                ctor, fields = "fn", self.tuple_fields()
            discr = self.anon_expr() if self.eat("=") else None
            variants.append(s.VariantAst(self.join(lo), vi, ctor, fields, discr, attrs))
            if not self.eat(","):
                break
        self.expect("}", ",")
        return made("enum", ident, s.EnumData(g.span, g, variants))

    def trait_item(self, made: Any) -> Any:
        unsafe = self.eat("unsafe")
        auto = self.eat("auto")
        self.expect("trait")
        ident = self.ident()
        g = self.generics()
        bounds = self.bounds() if self.eat(":") else []
        if self.eat("="):
            bounds = self.bounds()
            self.where(g)
            self.expect(";")
            return made("trait_alias", ident, s.TraitData(g.span, g, bounds, [], False, False))
        self.where(g)
        self.expect("{")
        self.inner_attrs()
        items = []
        while not self.at("}") and self.tok.kind != "eof":
            items.append(self.item("trait"))
        self.expect("}")
        return made("trait", ident, s.TraitData(g.span, g, bounds, items, auto, unsafe))

    def impl_item(self, made: Any) -> Any:
        unsafe = self.eat("unsafe")
        lo = self.expect("impl").span
        g = s.Generics(lo, [], [])
        if self.at("<") and (
            self.ahead().kind == "life"
            or self.ahead().text in (">", "#", "const")
            or self.ahead().kind == "id"
            and self.ahead(2).text in (">", ",", ":", "=", ">>", ">=")
        ):
            g = self.generics()
        const = self.eat("const")
        negative = self.x == "!" and self.tok.kind == "p" and self.ahead().kind == "id" and self.eat("!")
        ty = self.ty()
        trait_ = None
        if self.eat("for"):
            t = ty
            while isinstance(t, s.TParen):
                t = t.ty
            if not isinstance(t, s.TPath) or t.qself is not None:
                raise error(ty.span, "expected a trait, found type")
            trait_ = t.path
            ty = self.ty()
        self.where(g)
        self.expect("{")
        self.inner_attrs()
        items = []
        while not self.at("}") and self.tok.kind != "eof":
            items.append(self.item("impl"))
        self.expect("}")
        return made("impl", None, s.ImplData(self.join(lo), g, trait_, ty, items, negative, unsafe, const, False))

    def use_tree(self) -> Any:
        lo = self.tok.span
        segs: list[Any] = []
        global_ = self.eat("::")
        while True:
            if self.x == "*" and self.tok.kind == "p":
                self.bump()
                return s.UseTree(self.join(lo), "glob", s.Path(self.join(lo), segs, global_), None, [])
            if self.x == "{" and self.tok.kind == "p":
                self.bump()
                trees = []
                while not self.at("}"):
                    trees.append(self.use_tree())
                    if not self.eat(","):
                        break
                self.expect("}", ",")
                return s.UseTree(self.join(lo), "group", s.Path(self.join(lo), segs, global_), None, trees)
            node = self.nt("path")
            if node is not None:
                segs += node.segments
                global_ = global_ or node.global_
            else:
                i = self.path_seg_ident()
                segs.append(s.Seg(i.span, i, None))
            if self.x == "::" and self.tok.kind == "p":
                self.bump()
                continue
            break
        path = s.Path(self.join(lo), segs, global_)
        ident = segs[-1].ident
        if self.eat("as"):
            ident = s.Ident("_", self.bump().span) if self.is_kw("_") else self.ident()
        return s.UseTree(self.join(lo), "one", path, ident, [])


_SPLIT = {
    ">>": (">",),
    ">=": (">",),
    ">>=": (">", ">>"),
    "&&": ("&",),
    "||": ("|",),
    "<<": ("<",),
    "<<=": ("<", "<<"),
    "&=": ("&",),
    "<-": ("<",),
    "+=": ("+",),
    "|=": ("|",),
}
