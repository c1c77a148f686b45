"""Parsing of parameter lists, struct and interface types: the places where names and types can be told apart only
later.

Part of the parser (see `parser.py`); as cmd/compile/internal/syntax does.
"""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go.parse.exprs import Exprs
from burrow.go.parse.scanner import EOF, LITERAL, NAME
from burrow.go.syntax import (
    BasicLit,
    Binary,
    Ellipsis,
    Expr,
    Field,
    Ident,
    Index,
    InterfaceType,
    Star,
    StructType,
    Unary,
)


class _Param:
    """A parameter whose name and type are not sorted out yet."""

    __slots__ = ("name", "pos", "type")

    def __init__(self, pos: int, name: Ident | None, type: Expr | None) -> None:
        self.pos = pos
        self.name = name
        self.type = type


class Params(Exprs):
    """Fields of all kinds."""

    __slots__ = ()

    def parameters(self, name: Ident | None, typ: Expr | None, close: str, names: bool, dots_ok: bool) -> list[Field]:
        """A parameter list after its opening bracket.

        `name`, `typ`: the first one, where it was parsed already.  `names`: it is a list of type parameters.
        """
        if name is not None and typ is not None and self.tok == close:
            self.next()
            return [Field(name.pos, name, typ)]
        if name is None and self.tok == close:
            self.next()
            return []
        params: list[_Param] = []
        named = typed = 0
        ended = True
        while self.tok != EOF and self.tok != close:
            if typ is not None and name is not None:
                param: _Param | None = _Param(name.pos, name, typ)
            else:
                param = self._param(name, close)
            name = typ = None
            if param is not None:
                if param.type is not None:
                    typed += 1
                    if param.name is not None:
                        named += 1
                params.append(param)
            if not self.got(",") and self.tok != close:
                word = {")": ")", "]": "]"}[close]
                self.syntax_error(f"in parameter list; possibly missing comma or {word}")
                self.advance(")", "]", "}")
                if self.tok != close:
                    ended = False
                    break
        end = self.poss[self.i]
        if ended:
            self.want(close)
        if not params:
            return []
        if named == 0 and not names:
            for p in params:
                if p.name is not None:
                    p.type, p.name = p.name, None
        elif named != len(params):
            self._distribute(params, named == typed, names, end)
        return self._fields(params, dots_ok)

    def _distribute(self, params: list[_Param], complete: bool, names: bool, end: int) -> None:
        """`a, b int`: give names without a type the type of the next one."""
        error = 0
        typ: Expr | None = None
        for p in reversed(params):
            if p.type is not None:
                typ = p.type
                if p.name is None:
                    error = s.start(typ)
                    p.name = Ident(error, "_")
            elif typ is not None:
                p.type = typ
            else:
                assert p.name is not None
                error = p.name.pos
                p.type = s.BadExpr(error)
        if not error:
            return
        if complete:
            error = end
            text = "missing type constraint" if names else "missing parameter type"
        elif names:
            text = "missing type parameter name"
            if len(params) == 1:
                text += " or invalid array length"
        else:
            text = "missing parameter name"
        self.syntax_error_at(error, text)

    def _fields(self, params: list[_Param], dots_ok: bool) -> list[Field]:
        out: list[Field] = []
        reported = False
        for i, p in enumerate(params):
            t = p.type
            assert t is not None
            if t.__class__ is Ellipsis and (not dots_ok or i + 1 < len(params)):
                if not reported:
                    reported = True
                    self.error_at(t.pos, "can only use ... with final parameter" if dots_ok else "invalid use of ...")
                t = t.elem
            out.append(Field(p.pos, p.name, t))
        return out

    def _param(self, name: Ident | None, close: str) -> _Param | None:
        sets = close == "]"  # a type parameter: its constraint may be a union
        if name is None and sets and self.tok == "~":
            return self._union(_Param(self.pos(), None, None))
        f = _Param(name.pos if name is not None else self.poss[self.i], None, None)
        if name is not None or self.tok == NAME:
            if name is None:
                name = self.name()
            tok = self.tok
            if tok == "[":
                f.type = self._array_or_instance(name)
                if f.type.__class__ is not Index:
                    f.name = name
                return self._union(f) if sets and self.tok == "|" else f
            if tok == ".":
                f.type = self.qualified_name(name)
                return self._union(f) if sets and self.tok == "|" else f
            if sets and tok == "|":
                f.type = name
                return self._union(f)
            f.name = name
            if tok == "," or tok == close:
                return f
        if self.tok == "...":
            pos = self.pos()
            self.next()
            elem = self.type_or_none()
            if elem is None:
                f.type = self.bad()
                self.syntax_error("... is missing type")
            else:
                f.type = Ellipsis(pos, elem)
            return f
        if sets and self.tok == "~":
            f.type = self._union(_Param(self.pos(), None, None)).type
            return f
        f.type = self.type_or_none()
        if sets and self.tok == "|" and f.type is not None:
            f = self._union(f)
        if f.name is not None or f.type is not None:
            return f
        self.syntax_error("expected " + close)
        self.advance(",", close)
        return None

    def _array_or_instance(self, name: Ident) -> Expr:
        """After a name: the array or slice type of it, or `name[T]` itself (then an Index)."""
        pos = self.poss[self.i]
        self.want("[")
        if self.got("]"):
            return s.SliceType(pos, self.type_())
        items, comma = self.type_list(False)
        self.want("]")
        if not comma:
            elem = self.type_or_none()
            if elem is not None:
                return s.ArrayType(pos, items[0], elem)
        return Index(pos, name, items)

    # constraints

    def _union(self, f: _Param) -> _Param:
        """The terms that follow, joined by `|`."""
        if f.type is None:
            f.type = self._term()
        while self.tok == "|":
            pos = self.pos()
            self.next()
            f.type = Binary(pos, "|", f.type, self._term())
        return f

    def _term(self) -> Expr:
        if self.tok == "~":
            pos = self.pos()
            self.next()
            return Unary(pos, "~", self.type_())
        t = self.type_or_none()
        if t is None:
            t = self.bad()
            self.syntax_error("expected ~ term or type")
            self.advance("operator", ";", ")", "]", "}")
        return t

    # struct types

    def struct_type(self) -> StructType:
        """`struct { ... }`."""
        pos = self.poss[self.i]
        self.want("struct")
        self.want("{")
        fields: list[Field] = []
        while self.tok != EOF and self.tok != "}":
            self._struct_field(fields)
            if not self.got(";") and self.tok != "}":
                self.syntax_error("in struct type; possibly missing semicolon or newline or }")
                self.advance(")", "]", "}")
                if self.tok != "}":
                    return StructType(pos, fields)
        self.want("}")
        return StructType(pos, fields)

    def _struct_field(self, fields: list[Field]) -> None:
        pos = self.poss[self.i]
        tok = self.tok
        if tok == NAME:
            name = self.name()
            if self.tok == "." or self.tok == LITERAL or self.tok == ";" or self.tok == "}":
                typ = self.qualified_name(name)
                fields.append(Field(pos, None, typ, self.literal_or_none()))
                return
            names = [name]
            while self.got(","):
                names.append(self.name())
            if len(names) == 1 and self.tok == "[":
                typ = self._array_or_instance(name)
                if typ.__class__ is Index:
                    fields.append(Field(pos, None, typ, self.literal_or_none()))
                    return
            else:
                typ = self.type_()
            tag: BasicLit | None = self.literal_or_none()
            for name in names:
                fields.append(Field(name.pos, name, typ, tag))
        elif tok == "*":
            self.next()
            if self.tok == "(":
                self.syntax_error("cannot parenthesize embedded type")
                self.next()
                typ = self.qualified_name(None)
                self.got(")")
            else:
                typ = self.qualified_name(None)
            fields.append(Field(pos, None, Star(pos, typ), self.literal_or_none()))
        elif tok == "(":
            self.syntax_error("cannot parenthesize embedded type")
            self.next()
            star = self.pos()
            if self.got("*"):
                typ = Star(star, self.qualified_name(None))
            else:
                typ = self.qualified_name(None)
            self.got(")")
            fields.append(Field(pos, None, typ, self.literal_or_none()))
        else:
            self.syntax_error("expected field name or embedded type")
            self.advance(";", "}")

    # interface types

    def interface_type(self) -> InterfaceType:
        """`interface { ... }`."""
        pos = self.poss[self.i]
        self.want("interface")
        self.want("{")
        methods: list[Field] = []
        while self.tok != EOF and self.tok != "}":
            methods.append(self._interface_element())
            if not self.got(";") and self.tok != "}":
                self.syntax_error("in interface type; possibly missing semicolon or newline or }")
                self.advance(")", "]", "}")
                if self.tok != "}":
                    return InterfaceType(pos, methods)
        self.want("}")
        return InterfaceType(pos, methods)

    def _interface_element(self) -> Field:
        pos = self.poss[self.i]
        f = _Param(pos, None, None)
        if self.tok == NAME:
            name = self.name()
            if self.tok == "(":
                return Field(pos, name, self.func_type("interface method")[1])
            if self.tok == "[":
                method = self._bracket_element(pos, name, f)
                if method is not None:
                    return method
            else:
                f.type = self.qualified_name(name)
        f = self._union(f)
        assert f.type is not None
        return Field(pos, None, f.type)

    def _bracket_element(self, pos: int, name: Ident, f: _Param) -> Field | None:
        """`name[`: a method with type parameters (an error) or an instantiated embedded type (put into `f`)."""
        context = "interface method"
        bracket = self.pos()
        self.next()
        if self.tok == "]":
            at = self.pos()
            self.next()
            if self.tok == "(":
                self.error_at(at, "empty type parameter list")
                return Field(pos, name, self.func_type(context)[1])
            self.error_at(at, "empty type argument list")
            f.type = name
            return None
        params = self.parameters(None, None, "]", False, False)
        if not params:
            if self.tok == "(":
                return Field(pos, name, self.func_type(context)[1])
            f.type = name
            return None
        if params[0].name is not None:
            method = Field(pos, name, self.func_type(context)[1])
            self.error_at(bracket, "interface method must have no type parameters")
            return method
        f.type = Index(bracket, name, [p.type_expr for p in params])
        return None
