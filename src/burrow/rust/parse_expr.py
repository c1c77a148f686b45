"""Tokens to syntax trees: expressions, patterns, statements and blocks (the other half of `parse`).

Operator precedence and the rule that a struct literal cannot stand in a condition are rustc's
(`rustc_parse::parser::expr`).
"""

from __future__ import annotations

from typing import Any

from burrow.rust import syntax as s
from burrow.rust.lexer import Tok, error
from burrow.source import Span

_BIN = {
    "*": 11,
    "/": 11,
    "%": 11,
    "+": 10,
    "-": 10,
    "<<": 9,
    ">>": 9,
    "&": 8,
    "^": 7,
    "|": 6,
    "==": 5,
    "!=": 5,
    "<": 5,
    ">": 5,
    "<=": 5,
    ">=": 5,
    "&&": 4,
    "||": 3,
}
_ASSIGN = frozenset(("+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=", "<<=", ">>="))
_LITS = frozenset(("int", "float", "str", "bstr", "cstr", "char", "byte"))
_STARTS_P = frozenset(("(", "[", "{", "-", "*", "!", "&", "&&", "|", "||", "..", "..=", "...", "<", "<<", "::", "#"))
_NOT_EXPR = frozenset(
    (
        "as",
        "else",
        "in",
        "where",
        "mut",
        "ref",
        "pub",
        "fn",
        "let",
        "mod",
        "use",
        "struct",
        "enum",
        "trait",
        "impl",
        "type",
        "extern",
        "abstract",
        "final",
        "override",
        "priv",
        "typeof",
        "virtual",
        "macro",
        "_",
    )
)


class ExprParser:
    """Mixed into `parse.Parser`."""

    # what Parser provides
    toks: list[Tok]
    tok: Tok
    x: str
    i: int
    prev: Tok
    edition: int
    kw: frozenset[str]
    depth: int
    lazy: bool

    def __getattr__(self, name: str) -> Any:  # for the type checker alone: Parser has the rest
        raise AttributeError(name)

    # ---- expressions
    # --------------------------------------------------------------------------------------------------------

    def expr(self, struct: bool = True) -> Any:
        """An expression; `struct` False where a `{` must not start a struct literal."""
        self.depth += 1
        if self.depth > 600:
            raise error(self.tok.span, "this expression is nested too deeply")
        try:
            return self.assign(struct)
        finally:
            self.depth -= 1

    def anon_expr(self) -> Any:
        return self.expr()

    def assign(self, struct: bool) -> Any:
        t = self.tok
        if t.kind == "p" and t.text in ("..", "..=", "..."):
            return self.prefix_range(struct)
        left = self.binary(1, struct)
        return self.after_operand(left, struct)

    def after_operand(self, left: Any, struct: bool) -> Any:
        """Ranges and assignments after a whole binary expression."""
        t = self.tok
        if t.kind != "p":
            return left
        if t.text in ("..", "..=", "..."):
            if t.text == "...":
                raise error(t.span, "unexpected token: `...`")
            self.bump()
            hi = None
            if self.starts_expr(struct):
                hi = self.binary(1, struct)
            elif t.text == "..=":
                raise error(t.span, "inclusive range with no end", code="E0586")
            left = s.ERange(self.join(left.span), left, hi, t.text == "..=")
            t = self.tok
        if t.kind == "p":
            if t.text == "=":
                self.bump()
                right = self.assign(struct)
                return s.EAssign(self.join(left.span), left, right, t.span)
            if t.text in _ASSIGN:
                self.bump()
                right = self.assign(struct)
                return s.EAssignOp(self.join(left.span), t.text[:-1], left, right, t.span)
        return left

    def prefix_range(self, struct: bool) -> Any:
        t = self.bump()
        if t.text == "...":
            raise error(t.span, "unexpected token: `...`")
        hi = self.binary(1, struct) if self.starts_expr(struct) else None
        if hi is None and t.text == "..=":
            raise error(t.span, "inclusive range with no end", code="E0586")
        return s.ERange(self.join(t.span), None, hi, t.text == "..=")

    def starts_expr(self, struct: bool = True) -> bool:
        t = self.tok
        if t.kind == "p":
            return t.text in _STARTS_P and (struct or t.text != "{")
        if t.kind == "id":
            return t.text not in _NOT_EXPR
        return (
            t.kind in _LITS or t.kind == "life" or t.kind == "nt" and t.value[0] not in ("item", "pat", "vis", "meta")
        )

    def binary(self, least: int, struct: bool) -> Any:
        left = self.unary(struct)
        return self.binary_rest(left, least, struct)

    def binary_rest(self, left: Any, least: int, struct: bool) -> Any:
        while True:
            t = self.tok
            if t.kind != "p":
                if t.kind == "id" and t.text == "as":
                    self.bump()
                    ty = self.ty(False)
                    left = s.ECast(self.join(left.span), left, ty)
                    continue
                return left
            prec = _BIN.get(t.text)
            if prec is None or prec < least:
                return left
            self.bump()
            if t.text in ("&&", "||") and self.tok.kind == "id" and self.x == "let":
                right = self.let_cond(struct)
            else:
                right = self.binary(prec + 1, struct)
            if prec == 5 and self.tok.kind == "p" and _BIN.get(self.x) == 5:
                raise error(t.span, "comparison operators cannot be chained")
            left = s.EBinary(self.join(left.span, right.span), t.text, left, right, t.span)

    def let_cond(self, struct: bool) -> Any:
        lo = self.bump().span
        pat = self.pattern(True)
        self.expect("=")
        e = self.binary(5, False)
        if self.tok.kind == "p" and self.x in ("..", "..="):
            e = self.after_operand(e, False)
        return s.ELet(self.join(lo), pat, e)

    def unary(self, struct: bool = True) -> Any:
        t = self.tok
        lo = t.span
        x = t.text
        if t.kind == "p":
            if x in ("-", "!", "*"):
                self.bump()
                self.depth += 1
                if self.depth > 600:
                    raise error(lo, "this expression is nested too deeply")
                e = self.unary(struct)
                self.depth -= 1
                return s.EUnary(self.join(lo, e.span), x, e)
            if x in ("&", "&&"):
                if x == "&&":
                    self.split("&")
                    inner = self.unary(struct)
                    return s.ERef(self.join(lo), False, False, inner)
                self.bump()
                raw = False
                if (
                    self.tok.kind == "id"
                    and self.x == "raw"
                    and self.ahead().text in ("const", "mut")
                    and self.ahead().kind == "id"
                ):
                    self.bump()
                    raw = True
                    mut = self.bump().text == "mut"
                else:
                    mut = self.eat("mut")
                self.depth += 1
                if self.depth > 600:
                    raise error(lo, "this expression is nested too deeply")
                e = self.unary(struct)
                self.depth -= 1
                return s.ERef(self.join(lo, e.span), mut, raw, e)
        return self.postfix(self.primary(struct), struct)

    def postfix(self, e: Any, struct: bool = True) -> Any:
        lo = e.span
        while True:
            t = self.tok
            if t.kind != "p":
                return e
            x = t.text
            if x == "?":
                self.bump()
                e = s.ETry(self.join(lo), e)
            elif x == ".":
                self.bump()
                e = self.dot(e, lo)
            elif x == "(":
                args = self.call_args()
                e = s.ECall(self.join(lo), e, args)
            elif x == "[":
                self.bump()
                i = self.expr()
                self.expect("]")
                e = s.EIndex(self.join(lo), e, i)
            else:
                return e

    def call_args(self) -> list[Any]:
        self.expect("(")
        out = []
        while not self.at(")"):
            attrs = self.outer_attrs()
            e = self.expr()
            if self.keep(attrs):
                out.append(e)
            if not self.eat(","):
                if not self.at(")"):
                    raise error(
                        self.tok.span,
                        f"expected one of `)`, `,`, `.`, `?`, or an operator, found {self.describe()}",
                        "expected one of `)`, `,`, `.`, `?`, or an operator",
                    )
                break
        self.expect(")")
        return out

    def keep(self, attrs: list[Any]) -> bool:
        """Whether `#[cfg]`s here hold (set by whoever knows the configuration)."""
        return not attrs or self.cfg_holds(attrs)

    def cfg_holds(self, attrs: list[Any]) -> bool:
        cfg = getattr(self, "cfg", None)
        if cfg is None:
            return True
        from burrow.rust.attrs import cfg_active

        return cfg_active(attrs, cfg)

    def dot(self, e: Any, lo: Span) -> Any:
        t = self.tok
        if t.kind == "int":
            self.bump()
            return s.EField(self.join(lo), e, s.Ident(t.text, t.span, None))
        if t.kind == "float" and t.value is None:  # x.0.1
            self.bump()
            for part in t.text.split("."):
                if part:
                    e = s.EField(self.join(lo), e, s.Ident(part, t.span, None))
            return self.dot(e, lo) if t.text.endswith(".") else e  # `x.0.$name` is lexed as a float
        if t.kind == "id" and t.text == "await" and self.edition >= 2018:
            self.bump()
            return s.EAwait(self.join(lo), e)
        node = self.nt("literal") if t.kind == "nt" else None
        if node is not None and isinstance(node, s.ELit) and node.tok.kind == "int":
            return s.EField(self.join(lo), e, s.Ident(node.tok.text, t.span, None))
        if t.kind != "id":
            raise error(t.span, f"unexpected token: {self.describe()}", "unexpected token")
        ident = self.ident()
        seg_lo = ident.span
        args = None
        if self.x == "::" and self.tok.kind == "p":
            self.bump()
            args = self.generic_args()
        if self.x == "(" and self.tok.kind == "p":
            seg = s.Seg(self.join(seg_lo), ident, args)
            a = self.call_args()
            return s.EMethod(self.join(lo), e, seg, a)
        if args is not None:
            raise error(self.join(seg_lo), "field expressions cannot have generic arguments")
        return s.EField(self.join(lo), e, ident)

    def literal(self) -> Any:
        t = self.tok
        node = self.nt("literal") if t.kind == "nt" else None
        if node is not None:
            return node
        if t.kind in _LITS or t.kind == "id" and t.text in ("true", "false"):
            self.bump()
            if t.kind != "id" and t.value is not None:
                self.check_suffix(t)
            return s.ELit(t.span, t)
        raise error(t.span, f"unexpected token: {self.describe()}")

    def check_suffix(self, t: Tok) -> None:
        from burrow.rust.types import INT_BITS

        if t.kind == "int" and t.value not in INT_BITS and t.value not in ("f32", "f64"):
            raise error(t.span, f"invalid suffix `{t.value}` for number literal", f"invalid suffix `{t.value}`")
        if t.kind == "float" and t.value not in ("f32", "f64"):
            raise error(t.span, f"invalid suffix `{t.value}` for float literal", f"invalid suffix `{t.value}`")
        if t.kind not in ("int", "float"):
            names = {"str": "string", "bstr": "byte string", "char": "char", "byte": "byte", "cstr": "C string"}
            raise error(t.span, f"suffixes on {names[t.kind]} literals are invalid", f"invalid suffix `{t.value}`")

    def primary(self, struct: bool) -> Any:
        t = self.tok
        k = t.kind
        lo = t.span
        x = t.text
        if k in _LITS:
            return self.literal()
        if k == "nt":
            return self.fragment(struct)
        if k == "p":
            if x == "(":
                return self.paren()
            if x == "{":
                return self.block_expr()
            if x == "[":
                return self.array()
            if x in ("|", "||"):
                return self.closure(lo)
            if x in ("<", "<<"):
                q, path = self.qpath("expr")
                if struct and self.x == "{" and self.tok.kind == "p" and self.struct_follows():
                    return self.struct_lit(lo, q, path)
                return s.EPath(self.join(lo), q, path)
            if x == "#":
                attrs = self.outer_attrs()
                del attrs
                return self.expr(struct)
            if x in ("..", "..="):
                return self.prefix_range(struct)
        elif k == "life":
            return self.labelled()
        elif k == "id":
            f = _KEYWORD.get(x)
            if f is not None:
                e = getattr(self, f)(struct)
                if e is not None:
                    return e
        if self.at_path():
            path = self.path("expr")
            if self.tok.kind == "p":
                if self.x == "!" and self.ahead().text in ("(", "[", "{") and self.ahead().kind == "p":
                    self.bump()
                    return self._mac(path, lo)
                if self.x == "{" and struct and self.struct_follows():
                    return self.struct_lit(lo, None, path)
            return s.EPath(self.join(lo), None, path)
        if k == "id" and x == "_":
            self.bump()
            return s.EUnderscore(lo)
        raise error(t.span, f"expected expression, found {self.describe()}", "expected expression")

    def _mac(self, path: Any, lo: Span) -> Any:
        mac = self.mac_args(path, lo)
        return s.EMac(mac.span, mac)

    def fragment(self, struct: bool) -> Any:
        t = self.tok
        kind = t.value[0]
        if kind in ("expr", "literal"):
            node = t.value[1]
            self.bump()
            # an expression fragment is one operand, whatever it is made of
            return node if isinstance(node, (s.ELit, s.EPath, s.EParen)) else s.EParen(node.span, node)
        if kind == "block":
            node = t.value[1]
            self.bump()
            return node
        if kind == "path" or kind == "ty":
            if kind == "ty":
                node = t.value[1]
                if isinstance(node, s.TPath) and node.qself is None:
                    self.bump()
                    segs = list(node.path.segments)
                    path = self.path_rest(segs, node.path.global_, t.span, "expr")
                    if self.x == "{" and struct and self.tok.kind == "p" and self.struct_follows():
                        return self.struct_lit(t.span, None, path)
                    return s.EPath(self.join(t.span), None, path)
                self.bump()
                q = s.QSelf(node.span, node, 0)
                self.expect("::")
                path = self.path_rest([self.segment("expr")], False, t.span, "expr")
                return s.EPath(self.join(t.span), q, path)
            path = self.path("expr")
            if self.x == "{" and struct and self.tok.kind == "p" and self.struct_follows():
                return self.struct_lit(t.span, None, path)
            if self.x == "!" and self.tok.kind == "p" and self.ahead().text in ("(", "[", "{"):
                self.bump()
                return self._mac(path, t.span)
            return s.EPath(self.join(t.span), None, path)
        if kind == "stmt":
            node = t.value[1]
            if isinstance(node, s.SExpr):
                self.bump()
                return node.expr
        raise error(t.span, f"expected expression, found {self.describe()}", "expected expression")

    def struct_follows(self) -> bool:
        """Whether the `{` after a path starts a struct literal."""
        a, b = self.ahead(), self.ahead(2)
        if a.text == "}" and a.kind == "p" or a.text == ".." and a.kind == "p":
            return True
        if a.kind in ("id", "int") and b.kind == "p" and b.text in (":", ",", "}"):
            return True
        return a.text == "#" or a.kind == "doc" or a.kind == "nt" and a.value[0] == "ident"  # type: ignore[no-any-return]

    def struct_lit(self, lo: Span, q: Any, path: Any) -> Any:
        self.expect("{")
        fields = []
        base = None
        rest = False
        while not self.at("}"):
            attrs = self.outer_attrs()
            if self.x == ".." and self.tok.kind == "p":
                self.bump()
                if self.at("}"):
                    rest = True
                else:
                    base = self.expr()
                break
            t = self.tok
            if t.kind == "int":
                self.bump()
                ident = s.Ident(t.text, t.span)
            else:
                ident = self.ident()
            if self.eat(":"):
                e, short = self.expr(), False
            else:
                seg = s.Seg(ident.span, ident, None)
                e, short = s.EPath(ident.span, None, s.Path(ident.span, [seg], False)), True
            if self.keep(attrs):
                fields.append((ident, e, short))
            if not self.eat(","):
                break
        self.expect("}", ",")
        return s.EStruct(self.join(lo), q, path, fields, base, rest)

    def paren(self) -> Any:
        lo = self.bump().span
        self.inner_attrs()
        elems = []
        comma = False
        while not self.at(")"):
            self.outer_attrs()
            elems.append(self.let_or_expr())
            comma = self.eat(",")
            if not comma:
                break
        if not self.at(")"):
            raise error(
                self.tok.span,
                f"expected one of `)`, `,`, `.`, `?`, or an operator, found {self.describe()}",
                "expected one of `)`, `,`, `.`, `?`, or an operator",
            )
        self.bump()
        if len(elems) == 1 and not comma:
            return s.EParen(self.join(lo), elems[0])
        return s.ETuple(self.join(lo), elems)

    def let_or_expr(self) -> Any:
        return self.expr()

    def array(self) -> Any:
        lo = self.bump().span
        self.inner_attrs()
        elems = []  # type: ignore[var-annotated]
        while not self.at("]"):
            attrs = self.outer_attrs()
            e = self.expr()
            if not elems and self.eat(";"):
                n = self.anon_expr()
                self.expect("]")
                return s.ERepeat(self.join(lo), e, n)
            if self.keep(attrs):
                elems.append(e)
            if not self.eat(","):
                break
        if not self.at("]"):
            raise error(
                self.tok.span,
                f"expected one of `,`, `.`, `;`, `?`, `]`, or an operator, found {self.describe()}"
                if len(elems) == 1
                else f"expected one of `,`, `.`, `?`, `]`, or an operator, found {self.describe()}",
                f"expected one of {6 if len(elems) == 1 else 5} possible tokens",
            )
        self.bump()
        return s.EArray(self.join(lo), elems)

    def closure(self, lo: Span) -> Any:
        for_ = self.for_lifetimes()
        const = self.eat("const") if self.tok.text == "const" else False
        del const
        if self.tok.kind == "id" and self.x == "static":
            self.bump()
        async_ = self.eat("async")
        move = self.eat("move")
        params = []
        if self.x == "||" and self.tok.kind == "p":
            self.bump()
        else:
            self.expect("|")
            while not self.at("|"):
                attrs = self.outer_attrs()
                plo = self.tok.span
                pat = self.pattern(False)
                ty = self.ty() if self.eat(":") else None
                params.append(s.FnParam(self.join(plo), pat, ty, attrs, None))
                if not self.eat(","):
                    break
            self.expect("|", ",")
        out = self.ty(False) if self.eat("->") else None
        head = self.join(lo)
        body = self.block_expr() if out is not None else self.expr()
        return s.EClosure(self.join(lo), move, params, out, body, head, for_, async_)

    # ---- keyword expressions: each takes `struct`
    # --------------------------------------------------------------------------

    def k_lit(self, struct: bool) -> Any:
        return self.literal()

    def k_if(self, struct: bool) -> Any:
        lo = self.bump().span
        cond = self.cond()
        then = self.block_node()
        els = None
        if self.eat("else"):
            if self.tok.kind == "id" and self.x == "if":
                els = self.k_if(True)
            else:
                els = self.block_node()
        return s.EIf(self.join(lo), cond, then, els)

    def cond(self) -> Any:
        return self.expr(False)

    def k_let(self, struct: bool) -> Any:
        return self.let_cond(struct)

    def block_node(self) -> Any:
        """`{ … }` as an EBlock."""
        lo = self.tok.span
        node = self.nt("block")
        if node is not None:
            return node
        b = self.block()
        return s.EBlock(self.join(lo), b, None, None)

    def k_match(self, struct: bool) -> Any:
        lo = self.bump().span
        e = self.expr(False)
        self.expect("{")
        self.inner_attrs()
        arms = []
        while not self.at("}"):
            attrs = self.outer_attrs()
            alo = self.tok.span
            pat = self.pattern(True)
            guard = self.cond_guard() if self.eat("if") else None
            if self.x == "=" and self.ahead().text == ">":
                raise error(self.tok.span, "expected `=>`")
            self.expect("=>", "if") if guard is None else self.expect("=>")
            body = self.arm_body()
            span = self.join(alo)
            comma = self.eat(",")
            if self.keep(attrs):
                arms.append(s.ArmAst(span, pat, guard, body, attrs))
            if not comma and not self.at("}") and not self.block_like(body):
                raise error(
                    self.tok.span,
                    f"expected one of `,`, `.`, `?`, `}}`, or an operator, found {self.describe()}",
                    "expected one of `,`, `.`, `?`, `}`, or an operator",
                )
        self.expect("}")
        return s.EMatch(self.join(lo), e, arms)

    def arm_body(self) -> Any:
        """An arm's value: an expression that ends in a block ends it, as a statement."""
        if self.at_block_like():
            e = self.primary(True)
            if self.tok.kind == "p" and self.x in (".", "?"):
                return self.after_operand(self.binary_rest(self.postfix(e), 1, True), True)
            return e
        return self.expr()

    def at_block_like(self) -> bool:
        """Whether an expression starts that needs no semicolon as a statement."""
        t = self.tok
        if t.kind == "p":
            return t.text == "{"
        if t.kind == "id":
            x = t.text
            return (
                x in ("if", "match", "loop", "while", "unsafe")
                or x == "for"
                and self.ahead().text != "<"
                or x == "const"
                and self.ahead().text == "{"
                or x == "try"
                and self.ahead().text == "{"
                and self.edition >= 2018
            )
        return t.kind == "life"

    def cond_guard(self) -> Any:
        return self.expr()

    def k_loop(self, struct: bool, label: Any = None, lo: Span | None = None) -> Any:
        t = self.bump()
        b = self.block()
        return s.ELoop(self.join(lo or t.span), b, label)

    def k_while(self, struct: bool, label: Any = None, lo: Span | None = None) -> Any:
        t = self.bump()
        c = self.cond()
        b = self.block()
        return s.EWhile(self.join(lo or t.span), c, b, label)

    def k_for(self, struct: bool, label: Any = None, lo: Span | None = None) -> Any:
        if self.ahead().text in ("<", "<<"):
            return self.closure(self.tok.span)
        t = self.bump()
        pat = self.pattern(True)
        self.expect("in")
        e = self.expr(False)
        b = self.block()
        return s.EFor(self.join(lo or t.span), pat, e, b, label)

    def labelled(self) -> Any:
        label = self.lifetime()
        self.expect(":")
        x = self.x
        lo = label.span
        if self.tok.kind == "id" and x in ("loop", "while", "for"):
            return getattr(self, "k_" + x)(True, label, lo)
        if self.x == "{" or self.tok.kind == "nt":
            node = self.nt("block")
            b = node.block if node is not None else self.block()
            return s.EBlock(self.join(lo), b, label, None)
        raise error(
            self.tok.span,
            f"expected `while`, `for`, `loop` or `{{` after a label, found {self.describe()}",
            "expected `while`, `for`, `loop` or `{` after a label",
        )

    def k_break(self, struct: bool) -> Any:
        lo = self.bump().span
        label = (
            self.lifetime()
            if self.tok.kind == "life" and not (self.ahead().text == ":" and self.ahead().kind == "p")
            else None
        )
        e = self.expr(struct) if self.starts_expr(struct) else None
        return s.EBreak(self.join(lo), label, e)

    def k_continue(self, struct: bool) -> Any:
        lo = self.bump().span
        label = self.lifetime() if self.tok.kind == "life" else None
        return s.EContinue(self.join(lo), label)

    def k_return(self, struct: bool) -> Any:
        lo = self.bump().span
        e = self.expr(struct) if self.starts_expr(struct) else None
        return s.EReturn(self.join(lo), e)

    def k_unsafe(self, struct: bool) -> Any:
        lo = self.bump().span
        node = self.nt("block")
        b = node.block if node is not None else self.block()
        return s.EBlock(self.join(lo), b, None, "unsafe")

    def k_const(self, struct: bool) -> Any:
        n = self.ahead()
        if n.text == "{":
            lo = self.bump().span
            b = self.block()
            return s.EBlock(self.join(lo), b, None, "const")
        if n.text in ("|", "||", "move"):
            return self.closure(self.tok.span)
        return None

    def k_async(self, struct: bool) -> Any:
        n = self.ahead()
        if self.edition < 2018:
            return None
        if n.text == "{" or n.text == "move" and self.ahead(2).text == "{":
            lo = self.bump().span
            kind = "async move" if self.eat("move") else "async"
            b = self.block()
            return s.EBlock(self.join(lo), b, None, kind)
        if n.text in ("|", "||", "move"):
            return self.closure(self.tok.span)
        return None

    def k_move(self, struct: bool) -> Any:
        return self.closure(self.tok.span)

    def k_static(self, struct: bool) -> Any:
        return self.closure(self.tok.span)

    def k_try(self, struct: bool) -> Any:
        if self.ahead().text == "{" and self.edition >= 2018:
            lo = self.bump().span
            b = self.block()
            return s.EBlock(self.join(lo), b, None, "try")
        return None

    def k_yield(self, struct: bool) -> Any:
        if self.edition and self.x == "yield":
            lo = self.bump().span
            e = self.expr(struct) if self.starts_expr(struct) else None
            return s.EYield(self.join(lo), e)
        return None

    def block_expr(self) -> Any:
        lo = self.tok.span
        b = self.block()
        return s.EBlock(self.join(lo), b, None, None)

    # ---- blocks and statements
    # -----------------------------------------------------------------------------------------------

    def block(self) -> Any:
        node = self.nt("block")
        if node is not None:
            return node.block
        lo = self.tok.span
        if not (self.x == "{" and self.tok.kind == "p"):
            raise error(self.tok.span, f"expected `{{`, found {self.describe()}", "expected `{`")
        self.depth += 1
        if self.depth > 600:
            raise error(lo, "this block is nested too deeply")
        self.bump()
        attrs = self.inner_attrs()
        stmts: list[Any] = []
        while not (self.x == "}" and self.tok.kind == "p"):
            if self.tok.kind == "eof":
                raise error(self.tok.span, "expected `}`, found <eof>")
            st = self.stmt()
            if st is not None:
                stmts.append(st)
        self.bump()
        self.depth -= 1
        return s.Block(self.join(lo), stmts, attrs)

    def block_like(self, e: Any) -> bool:
        """Whether an expression statement of this kind needs no semicolon."""
        return isinstance(e, (s.EIf, s.EMatch, s.EBlock, s.ELoop, s.EWhile, s.EFor))

    def stmt(self) -> Any:
        """One statement (None for a lone `;`)."""
        if self.x == ";" and self.tok.kind == "p":
            self.bump()
            return None
        attrs = self.outer_attrs()
        if attrs and self.x == "}" and self.tok.kind == "p":
            raise error(self.prev.span, "expected statement after outer attribute")
        t = self.tok
        lo = t.span
        keep = self.keep(attrs)
        st = self.stmt_inner(attrs, t, lo)
        return st if keep else None

    def stmt_inner(self, attrs: list[Any], t: Tok, lo: Span) -> Any:
        if t.kind == "nt":
            kind = t.value[0]
            if kind == "stmt":
                node = t.value[1]
                self.bump()
                if isinstance(node, (s.SExpr, s.SMac)):
                    semi = self.eat(";")
                    if isinstance(node, s.SMac):
                        return s.SMac(node.span, node.mac, semi or node.semi, node.attrs)
                    return s.SExpr(node.span, node.expr, semi or node.semi)
                self.eat(";")
                return node
            if kind == "item" or kind == "vis":
                return s.SItem(lo, self.item_with(attrs))
        if t.kind == "id":
            x = t.text
            if x == "let":
                return self.let_stmt(attrs, lo)
            if x == "pub" or self.at_item():
                return s.SItem(lo, self.item_with(attrs))
            if self.at_path() and x not in ("self", "Self", "super") or x in ("crate", "$crate", "self", "super"):
                st = self.macro_stmt(attrs, lo)
                if st is not None:
                    return st
        elif t.text == "::" and t.kind == "p":
            st = self.macro_stmt(attrs, lo)
            if st is not None:
                return st
        # block-like expressions end a statement by themselves
        if self.at_block_like():
            e = self.primary(True)
            if self.tok.kind == "p" and self.x in (".", "?"):
                e = self.postfix(e)
                e = self.after_operand(self.binary_rest(e, 1, True), True)
                return self.expr_stmt(e)
            semi = self.eat(";")
            return s.SExpr(e.span, e, semi)
        e = self.expr()
        return self.expr_stmt(e)

    def expr_stmt(self, e: Any) -> Any:
        if self.eat(";"):
            return s.SExpr(e.span, e, True)
        if self.x == "}" and self.tok.kind == "p" or self.tok.kind == "eof":
            return s.SExpr(e.span, e, False)
        if self.block_like(e):
            return s.SExpr(e.span, e, False)
        self.fail_stmt(e)

    def fail_stmt(self, e: Any) -> None:
        text = f"expected one of `.`, `;`, `?`, `}}`, or an operator, found {self.describe()}"
        if isinstance(e, s.EPath):
            text = f"expected one of `!`, `.`, `::`, `;`, `?`, `{{`, `}}`, or an operator, found {self.describe()}"
            raise error(self.tok.span, text, "expected one of 8 possible tokens")
        raise error(self.tok.span, text, "expected one of `.`, `;`, `?`, `}`, or an operator")

    def item_with(self, attrs: list[Any]) -> Any:
        item = self.item()
        if attrs:
            item = s.Item(item.span, item.kind, attrs + item.attrs, item.vis, item.ident, item.data)
        return item

    def macro_stmt(self, attrs: list[Any], lo: Span) -> Any:
        """`path!…` in statement position; None (nothing consumed) when it is no macro call."""
        i = self.i
        toks = self.toks
        # a quick look: path segments, then `!`, then a delimiter
        n = len(toks)
        if toks[i].text == "::":
            i += 1
        while True:
            if toks[i].kind != "id" and not (toks[i].kind == "nt" and toks[i].value[0] in ("path", "ident")):
                return None
            i += 1
            if i < n and toks[i].text == "::" and toks[i].kind == "p":
                i += 1
                continue
            break
        if not (
            toks[i].kind == "p"
            and toks[i].text == "!"
            and i + 1 < n
            and toks[i + 1].kind == "p"
            and toks[i + 1].text in ("(", "[", "{")
        ):
            return None
        path = self.path("mod")
        self.bump()
        mac = self.mac_args(path, lo)
        if mac.delim == "{":
            if self.tok.kind == "p" and self.x in (".", "?"):
                e = self.postfix(s.EMac(mac.span, mac))
                return self.expr_stmt(self.after_operand(self.binary_rest(e, 1, True), True))
            if self.eat(";"):
                return s.SMac(mac.span, mac, True, attrs)
            if self.x == "}" and self.tok.kind == "p" or self.tok.kind == "eof":
                return s.SMac(mac.span, mac, False, attrs)
            return s.SMac(mac.span, mac, None, attrs)  # braces: a statement without a semicolon
        if self.eat(";"):
            return s.SMac(mac.span, mac, True, attrs)
        if self.x == "}" and self.tok.kind == "p" or self.tok.kind == "eof":
            return s.SMac(mac.span, mac, False, attrs)
        e = self.postfix(s.EMac(mac.span, mac))
        e = self.after_operand(self.binary_rest(e, 1, True), True)
        return self.expr_stmt(e)

    def let_stmt(self, attrs: list[Any], lo: Span) -> Any:
        self.bump()
        pat = self.pattern(False, top_or=True)
        ty = self.ty() if self.eat(":") else None
        init = els = None
        if self.eat("="):
            init = self.expr()
            if self.eat("else"):
                els = self.block()
        elif self.tok.kind == "p" and self.x in _ASSIGN:
            raise error(self.tok.span, "can't reassign an uninitialized variable", "initialize the variable with `=`")
        if not self.eat(";"):
            if self.tok.kind == "eof" and getattr(self, "stmt_fragment", False):
                return s.SLet(self.join(lo), pat, ty, init, els, attrs)
            if init is None:
                wanted = (
                    ["`:`", "`;`", "`=`", "`@`", "`|`"] if ty is None else ["`!`", "`+`", "`::`", "`;`", "`<`", "`=`"]
                )
            else:
                raise error(
                    self.tok.span,
                    f"expected one of `.`, `;`, `?`, `else`, or an operator, found {self.describe()}",
                    "expected one of `.`, `;`, `?`, `else`, or an operator",
                )
            text = "one of " + ", ".join(wanted[:-1]) + f", or {wanted[-1]}"
            raise error(
                self.tok.span,
                f"expected {text}, found {self.describe()}",
                f"expected {text}" if len(wanted) < 6 else f"expected one of {len(wanted)} possible tokens",
            )
        return s.SLet(self.join(lo), pat, ty, init, els, attrs)

    # ---- patterns
    # -------------------------------------------------------------------------------------------------------------

    def pattern(self, top: bool = True, top_or: bool = False) -> Any:
        """A pattern; with `top`, alternatives (and a leading `|`) are taken."""
        lo = self.tok.span
        lead = (top or top_or) and self.eat("|")
        p = self.pattern_one()
        if not (top or top_or) or not (self.x == "|" and self.tok.kind == "p"):
            del lead
            return p
        pats = [p]
        while self.x == "|" and self.tok.kind == "p":
            self.bump()
            pats.append(self.pattern_one())
        return s.POr(self.join(lo), pats)

    def pattern_one(self) -> Any:
        self.depth += 1
        if self.depth > 600:
            raise error(self.tok.span, "this pattern is nested too deeply")
        try:
            return self.pattern_inner()
        finally:
            self.depth -= 1

    def pattern_inner(self) -> Any:
        t = self.tok
        lo = t.span
        x = t.text
        k = t.kind
        if k == "nt":
            kind = t.value[0]
            if kind == "pat":
                self.bump()
                return t.value[1]
            if kind in ("literal", "expr"):
                return self.lit_pattern(lo)
        elif k == "p":
            if x in ("&", "&&"):
                if x == "&&":
                    self.split("&")
                    inner = self.pattern_one()
                    return s.PRef(self.join(lo), False, inner)
                self.bump()
                mut = self.eat("mut")
                inner = self.pattern_one()
                return s.PRef(self.join(lo), mut, inner)
            if x == "(":
                self.bump()
                pats, comma = self.pat_list(")")
                if len(pats) == 1 and not comma and not isinstance(pats[0], s.PRest):
                    return s.PParen(self.join(lo), pats[0])
                return s.PTuple(self.join(lo), pats)
            if x == "[":
                self.bump()
                pats, _ = self.pat_list("]")
                return s.PSlice(self.join(lo), pats)
            if x == "..":
                n = self.ahead()
                self.bump()
                if n.kind in _LITS or n.text == "-":
                    hi = self.range_end()
                    return s.PRange(self.join(lo), None, hi, False)
                if self.range_end_follows():
                    hi = self.range_end()
                    return s.PRange(self.join(lo), None, hi, False)
                return s.PRest(lo)
            if x in ("..=", "..."):
                self.bump()
                hi = self.range_end()
                return s.PRange(self.join(lo), None, hi, True)
            if x == "-":
                return self.lit_pattern(lo)
            if x == "!":
                self.bump()
                return s.PNever(lo)
            if x == "<" or x == "<<":
                q, path = self.qpath("expr")
                return self.path_pattern(lo, q, path)
        elif k in _LITS or k == "id" and x in ("true", "false"):
            return self.lit_pattern(lo)
        elif k == "id":
            if x == "_":
                self.bump()
                return s.PWild(lo)
            if x == "box":
                self.bump()
                return self._box(lo)
            if x in ("ref", "mut"):
                by_ref = None
                mut = False
                if x == "mut":
                    self.bump()
                    mut = True
                    if self.eat("ref"):
                        by_ref = "ref mut" if self.eat("mut") else "ref"
                else:
                    self.bump()
                    by_ref = "ref mut" if self.eat("mut") else "ref"
                if self.tok.kind == "id" and self.x == "self":
                    m = self.bump()
                    ident = s.Ident("self", m.span, m.ctxt)
                else:
                    ident = self.ident()
                sub = self.pattern_one() if self.eat("@") else None
                return s.PIdent(self.join(lo), by_ref, mut, ident, sub)
            if x == "const" and self.ahead().text == "{":
                return self.lit_pattern(lo)
            n = self.ahead()
            if x not in self.kw and not (n.kind == "p" and n.text in ("::", "(", "{", "!", "..=", "...", "..", "<")):
                ident = self.ident()
                sub = self.pattern_one() if self.eat("@") else None
                return s.PIdent(self.join(lo), None, False, ident, sub)
        if self.at_path():
            path = self.path("expr")
            if self.x == "!" and self.tok.kind == "p" and self.ahead().text in ("(", "[", "{"):
                self.bump()
                mac = self.mac_args(path, lo)
                return s.PMac(mac.span, mac)
            return self.path_pattern(lo, None, path)
        if k == "id" and x in self.kw:
            raise error(t.span, f"expected identifier, found {self.describe()}", "expected identifier, found keyword")
        raise error(t.span, f"expected pattern, found {self.describe()}", "expected pattern")

    def _box(self, lo: Span) -> Any:
        p = self.pattern_one()
        return s.PBox(self.join(lo), p)

    def path_pattern(self, lo: Span, q: Any, path: Any) -> Any:
        if self.tok.kind == "p":
            if self.x == "(":
                self.bump()
                pats, _ = self.pat_list(")")
                return s.PTupleStruct(self.join(lo), q, path, pats)
            if self.x == "{":
                return self.struct_pattern(lo, q, path)
            if self.x in ("..=", "...", ".."):
                e = s.EPath(self.join(lo), q, path)
                return self.range_from(lo, e)
        if (
            q is None
            and len(path.segments) == 1
            and path.segments[0].args is None
            and not path.global_
            and path.segments[0].ident.name not in ("Self", "self", "crate", "super")
        ):
            ident = path.segments[0].ident
            sub = self.pattern_one() if self.eat("@") else None
            return s.PIdent(self.join(lo), None, False, ident, sub)
        return s.PPath(self.join(lo), q, path)

    def struct_pattern(self, lo: Span, q: Any, path: Any) -> Any:
        self.expect("{")
        fields = []
        rest = False
        while not self.at("}"):
            attrs = self.outer_attrs()
            t = self.tok
            if t.kind == "p" and t.text == "..":
                self.bump()
                rest = True
                break
            if t.kind == "int":
                self.bump()
                ident = s.Ident(t.text, t.span)
                self.expect(":")
                sub, short = self.pattern(True), False
            elif t.kind == "id" and self.ahead().text == ":" and t.text not in ("ref", "mut"):
                ident = self.ident()
                self.bump()
                sub, short = self.pattern(True), False
            else:
                flo = t.span
                box = self.eat("box")
                by_ref = None
                mut = False
                if self.eat("mut"):
                    mut = True
                    if self.eat("ref"):
                        by_ref = "ref mut" if self.eat("mut") else "ref"
                elif self.eat("ref"):
                    by_ref = "ref mut" if self.eat("mut") else "ref"
                ident = self.ident()
                sub = s.PIdent(self.join(flo), by_ref, mut, ident, None)
                if box:
                    sub = s.PBox(self.join(flo), sub)
                short = True
            if self.keep(attrs):
                fields.append((ident, sub, short))
            if not self.eat(","):
                break
        self.expect("}", ",")
        return s.PStruct(self.join(lo), q, path, fields, rest)

    def pat_list(self, close: str) -> tuple[list[Any], bool]:
        pats = []
        comma = False
        while not self.at(close):
            attrs = self.outer_attrs()
            p = self.pattern(True)
            if self.keep(attrs):
                pats.append(p)
            comma = self.eat(",")
            if not comma:
                break
        self.expect(close, ",")
        return pats, comma

    def lit_pattern(self, lo: Span) -> Any:
        e = self.range_end()
        if self.tok.kind == "p" and self.x in ("..=", "...", ".."):
            return self.range_from(lo, e)
        return s.PLit(self.join(lo), e)

    def range_from(self, lo: Span, e: Any) -> Any:
        op = self.bump()
        hi = self.range_end() if self.range_end_follows() else None
        if hi is None and op.text != "..":
            raise error(op.span, "inclusive range with no end", code="E0586")
        return s.PRange(self.join(lo), e, hi, op.text != "..")

    def range_end_follows(self) -> bool:
        t = self.tok
        return (
            t.kind in _LITS
            or t.kind == "p"
            and t.text in ("-", "<", "::")
            or t.kind == "id"
            and (
                t.text not in self.kw
                or t.text in ("true", "false", "crate", "self", "super", "Self")
                or t.text == "const"
            )
            or t.kind == "nt"
            and t.value[0] in ("literal", "expr", "path")
        )

    def range_end(self) -> Any:
        """A literal, a negated literal, a path, or an inline const."""
        t = self.tok
        lo = t.span
        if t.kind == "p" and t.text == "-":
            self.bump()
            e = self.literal()
            return s.EUnary(self.join(lo), "-", e)
        if t.kind in _LITS or t.kind == "id" and t.text in ("true", "false"):
            return self.literal()
        if t.kind == "nt" and t.value[0] in ("literal", "expr"):
            self.bump()
            return t.value[1]
        if t.kind == "id" and t.text == "const":
            return self.k_const(True)
        if t.kind == "p" and t.text == "<":
            q, path = self.qpath("expr")
            return s.EPath(self.join(lo), q, path)
        path = self.path("expr")
        return s.EPath(self.join(lo), None, path)


_KEYWORD = {
    "true": "k_lit",
    "false": "k_lit",
    "if": "k_if",
    "let": "k_let",
    "match": "k_match",
    "loop": "k_loop",
    "while": "k_while",
    "for": "k_for",
    "break": "k_break",
    "continue": "k_continue",
    "return": "k_return",
    "unsafe": "k_unsafe",
    "const": "k_const",
    "async": "k_async",
    "move": "k_move",
    "static": "k_static",
    "try": "k_try",
    "yield": "k_yield",
}
