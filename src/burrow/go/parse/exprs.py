"""Parsing of expressions and of types.

Part of the parser (see `parser.py`); the grammar and its ambiguities are resolved as cmd/compile/internal/syntax does.
"""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go.parse.base import Base
from burrow.go.parse.scanner import EOF, LITERAL, NAME
from burrow.go.syntax import (
    ArrayType,
    BadExpr,
    BasicLit,
    Binary,
    Call,
    ChanType,
    CompositeLit,
    Expr,
    Field,
    FuncLit,
    FuncType,
    Ident,
    Index,
    InterfaceType,
    KeyValue,
    MapType,
    Paren,
    Selector,
    SliceExpr,
    SliceType,
    Star,
    StructType,
    TypeAssert,
    Unary,
)
from burrow.go.types import BOTH, RECV_ONLY, SEND_ONLY

PRECEDENCE = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "|": 4,
    "^": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "&": 5,
    "&^": 5,
    "<<": 5,
    ">>": 5,
}
_UNARY = frozenset("+ - ! ^ ~ & * <-".split())
_LITERAL_KINDS = {'"': "string", "`": "string", "'": "char"}
_TYPE_STARTS = frozenset("* <- func [ chan map struct interface (".split()) | {NAME}


class Exprs(Base):
    """Expressions and types."""

    __slots__ = ()

    # expressions

    def expr(self) -> Expr:
        """An expression."""
        x = self.unary()
        return self.binary(x, 0) if self.tok in PRECEDENCE else x

    def binary(self, x: Expr, outer: int) -> Expr:
        """What follows the operand `x`, as far as it binds tighter than `outer`."""
        precedence = PRECEDENCE.get
        while True:
            op = self.tok
            prec = precedence(op, 0)
            if prec <= outer:
                return x
            pos = self.poss[self.i]
            self.next()
            y = self.unary()
            if precedence(self.tok, 0) > prec:
                y = self.binary(y, prec)
            x = Binary(pos, op, x, y)

    def unary(self) -> Expr:
        """An operand with the operators before and after it."""
        op = self.tok
        if op == NAME or op not in _UNARY:
            return self.primary(None)
        pos = self.poss[self.i]
        self.next()
        if op == "*":
            return Star(pos, self.unary())
        if op == "&":
            return Unary(pos, op, s.unparen(self.unary()))
        x = self.unary()
        if op == "<-" and isinstance(x, ChanType):
            return self._receive_channel(x)
        return Unary(pos, op, x)

    def _receive_channel(self, x: ChanType) -> Expr:
        """`<-` before a channel type binds to the type: `<-chan chan<- T` and so on."""
        dir = SEND_ONLY
        t: Expr = x
        while dir == SEND_ONLY and isinstance(t, ChanType):
            dir = t.dir
            if dir == RECV_ONLY:
                self.syntax_error("unexpected <-, expected chan")
            t.dir = RECV_ONLY
            t = t.elem
        if dir == SEND_ONLY:
            from burrow.go.printer import expr_string

            self.syntax_error(f"unexpected {expr_string(t)}, expected chan")
        return x

    def operand(self) -> Expr:
        """A name, a literal, a function literal, a parenthesised expression or a type."""
        tok = self.tok
        if tok == LITERAL:
            return self.literal()
        pos = self.poss[self.i]
        if tok == "(":
            self.next()
            self.xnest += 1
            x = self.expr()
            self.xnest -= 1
            self.want(")")
            return Paren(pos, x)
        if tok == "func":
            self.next()
            ftype = self.func_type("function type")[1]
            if self.tok == "{":
                self.xnest += 1
                body = self.func_body()
                self.xnest -= 1
                return FuncLit(pos, ftype, body)
            return ftype
        if tok in ("[", "chan", "map", "struct", "interface"):
            return self.type_()
        x = self.bad()
        self.syntax_error("expected expression")
        self.advance(")", "]", "}")
        return x

    def func_body(self) -> s.BlockStmt:
        """The body of a function (in stmts.py)."""
        raise NotImplementedError

    def literal(self) -> BasicLit:
        """The literal that is the current token."""
        i = self.i
        text = self.texts[i]
        kind = _LITERAL_KINDS.get(text[0])
        if kind is None:
            kind = number_kind(text)
        self.next()
        return BasicLit(self.poss[i], kind, text)

    def literal_or_none(self) -> BasicLit | None:
        """A literal, if there is one."""
        return self.literal() if self.tok == LITERAL else None

    def primary(self, x: Expr | None) -> Expr:
        """An operand and the selectors, calls, indices and composite values after it."""
        if x is None:
            i = self.i
            if self.tok == NAME:
                x = Ident(self.poss[i], self.texts[i])
                self.i = i = i + 1
                self.tok = self.kinds[i]
            else:
                x = self.operand()
        while True:
            tok = self.tok
            if tok == ".":
                pos = self.poss[self.i]
                self.next()
                if self.tok == NAME:
                    i = self.i
                    x = Selector(pos, x, Ident(self.poss[i], self.texts[i]))
                    self.i = i = i + 1
                    self.tok = self.kinds[i]
                elif self.tok == "(":
                    self.next()
                    x = TypeAssert(pos, x, None if self.got("type") else self.type_())
                    self.want(")")
                else:
                    self.syntax_error("expected name or (")
                    self.advance(";", ")")
            elif tok == "(":
                pos = self.poss[self.i]
                self.next()
                args, dots = self.arguments()
                x = Call(pos, x, args, dots)
            elif tok == "[":
                x = self._index(x)
            elif tok == "{":
                t = s.unparen(x)
                cls = t.__class__
                if cls is Ident or cls is Selector:
                    ok = self.xnest >= 0
                elif cls is Index:
                    ok = self.xnest >= 0 and not _is_value(t)
                else:
                    ok = cls is ArrayType or cls is SliceType or cls is StructType or cls is MapType
                if not ok:
                    return x
                if t is not x:
                    self.syntax_error("cannot parenthesize type in composite literal")
                x = self.composite(x)
            else:
                return x

    def arguments(self) -> tuple[list[Expr], bool]:
        """The arguments of a call, after its `(`; and whether the last is followed by `...`."""
        args: list[Expr] = []
        dots = False
        if self.tok == ")":
            self.next()
            return args, dots
        self.xnest += 1
        while self.tok != EOF and self.tok != ")" and not dots:
            args.append(self.expr())
            if self.tok == "...":
                dots = True
                self.next()
            if not self.got(",") and self.tok != ")":
                self.syntax_error("in argument list; possibly missing comma or )")
                self.advance(")", "]", "}")
                if self.tok != ")":
                    self.xnest -= 1
                    return args, dots
        self.want(")")
        self.xnest -= 1
        return args, dots

    def _index(self, x: Expr) -> Expr:
        """`x[i]`, `x[T1, T2]`, `x[i:j:k]`."""
        pos = self.poss[self.i]
        self.next()
        lo: Expr | None = None
        if self.tok != ":":
            if self.tok == "]":
                self.syntax_error("expected operand")
                items: list[Expr] = [self.bad()]
                comma = False
            else:
                items, comma = self.type_list(False)
            if comma or self.tok == "]":
                self.want("]")
                return Index(pos, x, items)
            lo = items[0]
        if not self.got(":"):
            self.syntax_error("expected comma, : or ]")
            self.advance(",", ":", "]")
        self.xnest += 1
        hi: Expr | None = None
        top: Expr | None = None
        full = False
        if self.tok != ":" and self.tok != "]":
            hi = self.expr()
        if self.tok == ":":
            full = True
            if hi is None:
                self.error_at(self.pos(), "middle index required in 3-index slice")
                hi = self.bad()
            self.next()
            if self.tok != "]":
                top = self.expr()
            else:
                self.error_at(self.pos(), "final index required in 3-index slice")
                top = self.bad()
        self.xnest -= 1
        self.want("]")
        return SliceExpr(pos, x, lo, hi, top, full)

    def composite(self, type_expr: Expr | None) -> CompositeLit:
        """The `{...}` of a composite literal."""
        pos = self.poss[self.i]
        self.xnest += 1
        self.want("{")
        elems: list[Expr] = []
        failed = False
        while self.tok != EOF and self.tok != "}":
            e: Expr = self.composite(None) if self.tok == "{" else self.expr()
            if self.tok == ":":
                colon = self.poss[self.i]
                self.next()
                value: Expr = self.composite(None) if self.tok == "{" else self.expr()
                e = KeyValue(colon, e, value)
            elems.append(e)
            if not self.got(",") and self.tok != "}":
                self.syntax_error("in composite literal; possibly missing comma or }")
                self.advance(")", "]", "}")
                failed = self.tok != "}"
                if failed:
                    break
        rbrace = self.poss[self.i]
        if not failed:
            self.want("}")
        self.xnest -= 1
        return CompositeLit(pos, type_expr, elems, rbrace)

    def type_list(self, strict: bool) -> tuple[list[Expr], bool]:
        """A list of types (the first may be any expression unless `strict`), and whether there was a comma."""
        self.xnest += 1
        items = [self.type_() if strict else self.expr()]
        comma = False
        while self.got(","):
            comma = True
            t = self.type_or_none()
            if t is None:
                break
            items.append(t)
        self.xnest -= 1
        return items, comma

    # types

    def type_(self) -> Expr:
        """A type."""
        t = self.type_or_none()
        if t is None:
            t = self.bad()
            self.syntax_error("expected type")
            self.advance(",", ":", ";", ")", "]", "}")
        return t

    def type_or_none(self) -> Expr | None:
        """A type, if one starts here."""
        tok = self.tok
        if tok == NAME:
            return self.qualified_name(None)
        if tok not in _TYPE_STARTS:
            return None
        pos = self.poss[self.i]
        if tok == "struct":
            return self.struct_type()
        if tok == "interface":
            return self.interface_type()
        self.next()
        if tok == "*":
            return Star(pos, self.type_())
        if tok == "[":
            return SliceType(pos, self.type_()) if self.got("]") else self.array_type(pos, None)
        if tok == "func":
            return self.func_type("function type")[1]
        if tok == "map":
            self.want("[")
            key = self.type_()
            self.want("]")
            return MapType(pos, key, self.type_())
        if tok == "chan":
            dir = SEND_ONLY if self.got("<-") else BOTH
            return ChanType(pos, dir, self._chan_elem())
        if tok == "<-":
            self.want("chan")
            return ChanType(pos, RECV_ONLY, self._chan_elem())
        inner = self.type_()
        self.want(")")
        return inner

    def _chan_elem(self) -> Expr:
        t = self.type_or_none()
        if t is None:
            t = self.bad()
            self.syntax_error("missing channel element type")
        return t

    def array_type(self, pos: int, length: Expr | None) -> ArrayType:
        """An array type after its `[` (and its length, where that was parsed already)."""
        if length is None and not self.got("..."):
            self.xnest += 1
            length = self.expr()
            self.xnest -= 1
        if self.tok == ",":
            self.syntax_error("unexpected comma; expected ]")
            self.next()
        self.want("]")
        return ArrayType(pos, length, self.type_())

    def qualified_name(self, name: Ident | None) -> Expr:
        """`T`, `p.T`, `p.T[A]`; the first name may have been parsed."""
        x: Expr
        if name is not None:
            x = name
        elif self.tok == NAME:
            x = self.name()
        else:
            x = Ident(self.poss[self.i], "_")
            self.syntax_error("expected name")
            self.advance(".", ";", "}")
        if self.tok == ".":
            pos = self.poss[self.i]
            self.next()
            x = Selector(pos, x, self.name())
        if self.tok == "[":
            pos = self.poss[self.i]
            self.next()
            if self.tok == "]":
                self.syntax_error("expected type argument list")
                items: list[Expr] = [self.bad()]
            else:
                items = self.type_list(True)[0]
            self.want("]")
            x = Index(pos, x, items)
        return x

    def func_type(self, context: str) -> tuple[list[Field], FuncType]:
        """Type parameters and signature; with a `context` type parameters are not allowed."""
        pos = self.poss[self.i]
        tparams: list[Field] = []
        if self.tok == "[":
            self.next()
            if context:
                self.syntax_error_at(pos, context + " must have no type parameters")
            if self.tok == "]":
                self.syntax_error("empty type parameter list")
                self.next()
            else:
                tparams = self.parameters(None, None, "]", True, False)
        self.want("(")
        params = self.parameters(None, None, ")", False, True)
        if self.tok == "(":
            self.next()
            results = self.parameters(None, None, ")", False, False)
        else:
            at = self.poss[self.i]
            t = self.type_or_none()
            results = [] if t is None else [Field(at, None, t)]
        return tparams, FuncType(pos, params, results)

    def parameters(self, name: Ident | None, typ: Expr | None, close: str, names: bool, dots_ok: bool) -> list[Field]:
        """A parameter list after its opening bracket (in params.py)."""
        raise NotImplementedError

    def struct_type(self) -> StructType:
        """A struct type (in params.py)."""
        raise NotImplementedError

    def interface_type(self) -> InterfaceType:
        """An interface type (in params.py)."""
        raise NotImplementedError


def number_kind(text: str) -> str:
    """Which kind of number a literal is."""
    if text[-1] == "i":
        return "imag"
    if text.isdigit():
        return "int"
    low = text.lower()
    if "." in low or "p" in low or ("e" in low and not low.startswith("0x")):
        return "float"
    return "int"


def _is_value(x: Expr) -> bool:
    """Whether `x` cannot be a type by its form alone."""
    if isinstance(x, (BasicLit, CompositeLit, FuncLit, SliceExpr, TypeAssert, Call, Binary, Unary)):
        return True
    if isinstance(x, Paren):
        return _is_value(x.x)
    if isinstance(x, Index):
        return _is_value(x.x) or _is_value(x.indices[0])
    return False


def is_type_elem(x: Expr) -> bool:
    """Whether `x` can only be an element of a constraint, not a value."""
    if isinstance(x, (ArrayType, StructType, FuncType, InterfaceType, SliceType, MapType, ChanType)):
        return True
    if isinstance(x, Binary):
        return is_type_elem(x.x) or is_type_elem(x.y)
    if isinstance(x, Unary):
        return x.op == "~" or is_type_elem(x.x)
    if isinstance(x, (Star, Paren)):
        return is_type_elem(x.x)
    return False


def split_name(x: Expr, force: bool) -> tuple[Ident | None, Expr | None]:
    """Read `P *C` (parsed as a product), `P (C)` (as a call) or `P *C|D` as a name and its constraint; (None, x) where
    it is none.

    With `force` also where the constraint could be a value.
    """
    if isinstance(x, Ident):
        return x, None
    if isinstance(x, Binary):
        if x.op == "*":
            if isinstance(x.x, Ident) and (force or is_type_elem(x.y)):
                return x.x, Star(x.pos, x.y)
        elif x.op == "|":
            name, left = split_name(x.x, force or is_type_elem(x.y))
            if name is not None and left is not None:
                return name, Binary(x.pos, "|", left, x.y)
    elif isinstance(x, Call) and isinstance(x.fun, Ident) and len(x.args) == 1 and not x.dots:
        if force or is_type_elem(x.args[0]):
            return x.fun, s.unparen(x.args[0])
    return None, x


__all__ = ["BadExpr", "Exprs", "is_type_elem", "number_kind", "split_name"]
