"""Expressions: operands, operators, calls of `raw` by the kind of node.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/expr.go, typexpr.go (ident), index.go.
Every handler leaves mode, type and const on the node and answers what kind of thing it is ("conversion", "expression",
"statement"), which matters where an expression stands as a statement.
"""

from __future__ import annotations

from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.untyped import Untyped
from burrow.go.constants import UNKNOWN
from burrow.go.printer import expr_string
from burrow.go.types import (
    IS_BOOL,
    IS_COMPLEX,
    IS_INTEGER,
    IS_NUMERIC,
    IS_ORDERED,
    IS_STRING,
    IS_UNSIGNED,
    IS_UNTYPED,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Tuple,
    Type,
    TypeParam,
    identical,
)
from burrow.go.universe import (
    BYTE,
    INT,
    INVALID,
    IOTA,
    STRING,
    UINT,
    UNTYPED_BOOL,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_NIL,
    UNTYPED_RUNE,
    UNTYPED_STRING,
    default_type,
)

_LITERAL_TYPES = {
    "int": UNTYPED_INT,
    "float": UNTYPED_FLOAT,
    "imag": UNTYPED_COMPLEX,
    "char": UNTYPED_RUNE,
    "string": UNTYPED_STRING,
}
_BINARY = {
    "+": IS_NUMERIC | IS_STRING,
    "-": IS_NUMERIC,
    "*": IS_NUMERIC,
    "/": IS_NUMERIC,
    "%": IS_INTEGER,
    "&": IS_INTEGER,
    "|": IS_INTEGER,
    "^": IS_INTEGER,
    "&^": IS_INTEGER,
    "&&": IS_BOOL,
    "||": IS_BOOL,
}
_UNARY = {"+": IS_NUMERIC, "-": IS_NUMERIC, "^": IS_INTEGER, "!": IS_BOOL}
_COMPARISONS = frozenset(["==", "!=", "<", "<=", ">", ">="])
_OP_NAMES = {"+": "addition ", "-": "subtraction ", "^": "bitwise XOR ", "*": "multiplication ", "<<": "shift "}

Target = tuple[Type | None, str] | None


class Exprs(Untyped):
    """Expressions."""

    def raw(self, e: s.Expr, target: Target = None, hint: Type | None = None, generic: bool = False) -> str:
        """Check any expression, type or call."""
        e.mode = 0
        e.type = INVALID
        e.const = None
        kind = _HANDLERS[e.__class__](self, e, target, hint)
        if not generic and e.mode:
            t: Any = e.type
            cls = t.__class__
            if (cls is Signature or cls is Named) and t.tparams:
                self.non_generic(e, target)
        return kind  # type: ignore[no-any-return]

    def expr(self, e: s.Expr, target: Target = None) -> bool:
        """Check an expression with a single value; False after an error."""
        self.raw(e, target)
        mode = e.mode
        if mode <= s.TYPE:
            if mode:
                self.exclude(e, True)
            return False
        if mode == s.VALUE and e.type.__class__ is Tuple:
            self.single_value(e)
            return False
        return True

    def generic_expr(self, e: s.Expr, hint: Type | None = None) -> bool:
        """As `expr`; it may also be a generic function without type arguments."""
        self.raw(e, None, hint, True)
        mode = e.mode
        if mode <= s.TYPE:
            if mode:
                self.exclude(e, True)
            return False
        if mode == s.VALUE and e.type.__class__ is Tuple:
            self.single_value(e)
            return False
        return True

    def expr_or_type(self, e: s.Expr, generic: bool = False) -> bool:
        """A single value, or a type, or a builtin's name."""
        self.raw(e, None, None, generic)
        mode = e.mode
        if mode == s.NOVALUE:
            self.exclude(e, False)
        elif mode == s.VALUE and e.type.__class__ is Tuple:
            self.single_value(e)
        return e.mode != 0

    def exclude(self, e: s.Expr, types_too: bool) -> None:
        """Report what is no value."""
        if e.mode == s.NOVALUE:
            self.error(e, f"{self.operand(e)} used as value{'' if types_too else ' or type'}")
        elif e.mode == s.BUILTIN:
            self.error(e, f"{self.operand(e)} must be called")
        elif e.mode == s.TYPE:
            self.error(e, f"{self.operand(e)} is not an expression")
        e.mode = 0

    def single_value(self, x: s.Expr) -> None:
        if x.mode == s.VALUE and x.type.__class__ is Tuple:
            self.error(x, f"multiple-value {self.operand(x)} in single-value context")
            x.mode = 0

    def multi(self, e: s.Expr, comma_ok: bool) -> tuple[list[s.Expr], bool]:
        """The values of an expression: several for a call, two for a comma-ok form where that is allowed.

        Values that have no node of their own get one that only names them in messages.
        """
        self.raw(e)
        if e.mode <= s.TYPE:
            if e.mode:
                self.exclude(e, True)
            return [e], False
        t = e.type
        if isinstance(t, Tuple) and e.mode == s.VALUE:
            out: list[s.Expr] = []
            for i, v in enumerate(t.vars):
                out.append(self.value_node(s.start(e), f"{_nth(i + 1)} function result", v.type))
            return out, False
        if comma_ok and (e.mode == s.MAPINDEX or e.mode == s.COMMAOK):
            ok = self.value_node(s.start(e), "ok value of (comma, ok) expression", UNTYPED_BOOL)
            return [e, ok], True
        return [e], False

    @staticmethod
    def value_node(pos: int, name: str, typ: Type) -> s.Ident:
        """A value that has no node in the source."""
        x = s.Ident(pos, name)
        x.mode, x.type, x.const = s.VALUE, typ, None
        return x

    def use(self, *exprs: s.Expr) -> bool:
        """Check expressions only so that what they name counts as used; whether they were fine."""
        ok = True
        for e in exprs:
            inner = s.unparen(e)
            if isinstance(inner, s.Ident):
                if inner.name == "_":
                    continue
                self.expr_or_type(inner, True)
                ok = ok and inner.mode != 0
            elif isinstance(inner, s.KeyValue):
                ok = self.use(inner.value) and ok
            else:
                self.raw(e, None, None, True)
                ok = ok and e.mode != 0
        return ok

    def use_lhs(self, *exprs: s.Expr) -> bool:
        """The same for what is assigned to: variables do not count as used."""
        ok = True
        for e in exprs:
            inner = s.unparen(e)
            v = self.lookup(inner.name) if isinstance(inner, s.Ident) else None
            before = v.used if isinstance(v, types.Var) else False
            ok = self.use(e) and ok
            if isinstance(v, types.Var) and v.pkg is self.pkg:
                v.used = before
        return ok

    def non_generic(self, x: s.Expr, target: Target) -> None:
        t = x.type
        if isinstance(t, Named):
            if not predicates.is_generic(t):
                return
            what = "type"
        elif isinstance(t, Signature) and t.tparams and x.mode != s.TYPE:
            if target is not None and target[0] is not None:
                want = predicates.common_under(target[0])
                if isinstance(want, Signature):
                    self.instantiate_function(x, None, (want, target[1]))
                    return
            what = "function"
        else:
            return
        self.error(x, f"cannot use generic {what} {expr_string(x)} without instantiation")
        x.mode, x.type = 0, INVALID

    # names and literals

    def ident(self, e: s.Ident, want_type: bool) -> None:
        """What a name denotes."""
        e.mode, e.type, e.const = 0, INVALID, None
        name = e.name
        scope: Any = self.scope
        obj = None
        while scope is not None:
            obj = scope.names.get(name)
            if obj is not None:
                break
            scope = scope.parent
        if obj is None:
            if name == "_":
                self.error(e, "cannot use _ as value or type")
            elif name.isascii() or name.isidentifier():
                self.error(e, f"undefined: {name}")
            return
        e.obj = obj
        cls = obj.__class__
        if want_type and cls is not types.TypeName:
            self.error(e, f"{name} ({_object_kind(obj)}) is not a type")
            if isinstance(obj, types.Var) and obj.pkg is self.pkg:
                obj.used = True
            return
        typ = obj.type
        if obj.pkg is self.pkg and (typ is None or cls is types.TypeName and want_type):
            self.obj_decl(obj)
            typ = obj.type
        if self.dot_imports:
            pkg_name = self.dot_imports.get((scope, name))
            if pkg_name is not None:
                pkg_name.used = True
        if cls is types.Var:
            if obj.pkg is self.pkg:
                obj.used = True
                if obj.kind == "package":
                    if self.decl is not None:
                        self.decl.deps[obj] = None
                elif obj.func is not self.info and obj.func is not None:
                    self.capture(obj)
            if typ is INVALID:
                return
            e.mode = s.VAR
        elif cls is types.TypeName:
            e.mode = s.TYPE
        elif cls is types.Func:
            if self.decl is not None and obj.pkg is self.pkg:
                self.decl.deps[obj] = None
            e.mode = s.VALUE
        elif cls is types.Const:
            if self.decl is not None and obj in self.decls:
                self.decl.deps[obj] = None
            if typ is INVALID:
                return
            if obj is IOTA:
                if self.iota is None:
                    self.error(e, "cannot use iota outside constant declaration")
                    return
                e.const = self.iota
            else:
                e.const = obj.value
                if e.const is None:
                    e.const = UNKNOWN
            e.mode = s.CONST
        elif cls is types.Nil:
            e.mode = s.NIL
        elif cls is types.Builtin:
            e.mode = s.BUILTIN
        else:
            self.error(e, f"use of package {name} not in selector")
            return
        e.type = typ

    def capture(self, v: types.Var) -> None:
        """A variable of a function around this closure is used."""
        v.captured = True
        info = self.info
        while info is not None and info is not v.func:
            if v not in info.captures:
                info.captures.append(v)
            info = info.outer

    def _ident(self, e: s.Ident, target: Target, hint: Type | None) -> str:
        self.ident(e, False)
        return "expression"

    def _literal(self, e: s.BasicLit, target: Target, hint: Type | None) -> str:
        if len(e.value) > 10000 and e.kind in ("int", "float", "imag"):
            self.error(e, f"excessively long constant: {e.value[:10]}... ({len(e.value)} chars)")
            return "statement"
        if self.version < 13:
            self._old_literal(e)
        value = constants.from_literal(e.kind, e.value)
        e.mode = s.CONST
        e.type = _LITERAL_TYPES[e.kind]
        e.const = value
        if value is UNKNOWN:
            self.error(e, f"malformed constant: {e.value}")
            e.mode = 0
        elif value.__class__ is int and value.bit_length() > 512 and e.kind == "int":
            self.overflow(e, e)
        return "expression"

    def _old_literal(self, e: s.BasicLit) -> None:
        text = e.value
        if e.kind in ("string", "char") or len(text) <= 2:
            return
        if "_" in text:
            self.error(e, "underscore in numeric literal requires go1.13 or later")
        elif text[:2].lower() == "0b":
            self.error(e, "binary literal requires go1.13 or later")
        elif text[:2].lower() == "0o":
            self.error(e, "0o/0O-style octal literal requires go1.13 or later")
        elif text[:2].lower() == "0x" and e.kind != "int":
            self.error(e, "hexadecimal floating-point literal requires go1.13 or later")

    def overflow(self, x: s.Expr, e: s.Expr) -> None:
        """Check a constant result: within its type, or untyped within 512 bits."""
        pos = e.pos if isinstance(e, (s.Binary, s.Unary)) else s.start(e)
        if x.const is UNKNOWN:
            self.error(pos, "constant result is not representable")
            return
        t = x.type
        if not predicates.is_untyped(t):
            u = t.underlying
            if isinstance(u, Basic):
                self.representable(x, u)
            return

        if x.const.__class__ is int and x.const.bit_length() > 512 and t in (UNTYPED_INT, UNTYPED_RUNE):
            op = ""
            if isinstance(e, s.Binary):
                op = _OP_NAMES.get(e.op, "")
            elif isinstance(e, s.Unary) and e.op == "^":
                op = "bitwise complement "
            self.error(pos, f"constant {op}overflow")
            x.const = UNKNOWN

    def _paren(self, e: s.Paren, target: Target, hint: Type | None) -> str:
        kind = self.raw(e.x)
        e.mode, e.type, e.const = e.x.mode, e.x.type, e.x.const
        if e.x in self.shift_lhs:
            self.shift_lhs.add(e)
        return kind

    # operators

    def _star(self, e: s.Star, target: Target, hint: Type | None) -> str:
        x = e.x
        if not self.expr_or_type(x):
            return "statement"
        if x.mode == s.TYPE:
            self.valid_var_type(x, x.type)
            e.mode, e.type = s.TYPE, Pointer(x.type)
            return "expression"
        if x.mode == s.BUILTIN:
            self.error(x, f"invalid operation: cannot indirect {self.operand(x)}")
            return "statement"
        base: Type | None = None
        for _, u in predicates.type_terms(x.type):
            if not isinstance(u, Pointer):
                if x.type is not INVALID:
                    self.error(x, f"invalid operation: cannot indirect {self.operand(x)}")
                return "statement"
            if base is not None and not identical(u.elem, base):
                self.error(x, f"invalid operation: pointers of {self.operand(x)} must have identical base types")
                return "statement"
            base = u.elem
        assert base is not None
        e.mode, e.type = s.VAR, base
        return "expression"

    def _unary(self, e: s.Unary, target: Target, hint: Type | None) -> str:
        x = e.x
        op = e.op
        if op == "&" and isinstance(x, s.CompositeLit) and x.type_expr is None and hint is not None:
            # &{...}: the syntax has no place for the hint; the reference has no such case either
            pass
        if not self.expr(x):
            return "statement"
        if op == "&":
            inner = s.unparen(x)
            if inner.__class__ is not s.CompositeLit:
                if x.mode != s.VAR:
                    self.error(x, f"invalid operation: cannot take address of {self.operand(x)}")
                    return "statement"
                self.mark_address(inner)
            e.mode, e.type = s.VALUE, Pointer(x.type)
            return "expression"
        if op == "<-":
            elem = self.chan_elem(x, x, True)
            if elem is None:
                return "statement"
            e.mode, e.type = s.COMMAOK, elem
            self.has_call = True
            return "statement"
        if op == "~":
            if not predicates.all_basic(x.type, IS_INTEGER):
                self.error(e, "cannot use ~ outside of interface or type constraint")
                return "statement"
            self.error(e, "cannot use ~ outside of interface or type constraint (use ^ for bitwise complement)")
            op = "^"
        if not predicates.all_basic(x.type, _UNARY[op]):
            self.error(x, f"invalid operation: operator {op} not defined on {self.operand(x)}")
            return "statement"
        e.type = x.type
        if x.mode == s.CONST:
            e.mode = s.CONST
            if x.const is UNKNOWN:
                e.const = UNKNOWN
                return "expression"
            value = x.const
            if op == "^" and value.__class__ is not int:
                e.const = UNKNOWN
                return "expression"
            e.const = constants.unary(op, value, x.type.underlying)  # type: ignore[arg-type]
            self.overflow(e, e)
            return "expression"
        e.mode = s.VALUE
        if x in self.shift_lhs:
            pass
        return "expression"

    def chan_elem(self, at: s.Expr | s.Stmt, x: s.Expr, receive: bool) -> Type | None:
        """The element type of the channel `x`; reports one that cannot be received from (or sent to)."""
        cause = ""
        elem: Type | None = None
        common: Chan | None = None
        for t, u in predicates.type_terms(x.type):
            if u is None:
                cause = "no specific channel type"
            elif not isinstance(u, Chan):
                cause = f"non-channel {self.ts(t)}"
            elif receive and u.dir == types.SEND_ONLY:
                cause = f"send-only channel {self.ts(t)}"
            elif not receive and u.dir == types.RECV_ONLY:
                cause = f"receive-only channel {self.ts(t)}"
            elif common is not None and not identical(common.elem, u.elem):
                cause = f"channels {self.ts(common)} and {self.ts(t)} have different element types"
            else:
                common = u
                elem = u.elem
                continue
            break
        if not cause:
            return elem
        if x.type is INVALID:
            return None
        verb = "receive from" if receive else "send to"
        if x.type.__class__ is TypeParam:
            self.error(at, f"invalid operation: cannot {verb} {self.operand(x)}: {cause}")
        else:
            self.error(at, f"invalid operation: cannot {verb} {cause} {self.operand(x)}")
        return None

    def _binary(self, e: s.Binary, target: Target, hint: Type | None) -> str:
        return "expression" if self.binary(e, e, None) else "statement"

    def binary(self, e: s.Binary, shown: s.Expr | None, assign: s.AssignStmt | None) -> bool:
        """`x op y`, of an expression or (with `assign`) of an assignment operation; leaves the result on `e`."""
        x, y, op = e.x, e.y, e.op
        # a + b + c + ... is a tree as deep as it is long: go down without recursion
        if x.__class__ is s.Binary and x.x.__class__ is s.Binary and assign is None:
            chain: list[s.Binary] = [e]
            while x.__class__ is s.Binary:
                chain.append(x)
                x = x.x
            self.expr(x)
            ok = True
            for node in reversed(chain):
                node.mode, node.type, node.const = 0, INVALID, None
                self.expr(node.y)
                ok = self._operate(node, node.x, node.y, node.op, node, None)
            return ok
        self.expr(x)
        self.expr(y)
        return self._operate(e, x, y, op, shown, assign)

    def _operate(
        self, e: s.Binary, x: s.Expr, y: s.Expr, op: str, shown: s.Expr | None, assign: s.AssignStmt | None
    ) -> bool:
        if not x.mode or not y.mode:
            return False
        if op == "<<" or op == ">>":
            return self._shift(e, x, y, op)
        a, b = x.type, y.type
        if a is not b or a.__class__ is Basic and a.info & IS_UNTYPED:
            if not self.match_types(x, y):
                if x.mode and y.mode:
                    return self._mismatch(x, y, e, op, assign)
                return False
            a, b = x.type, y.type
        if op in _COMPARISONS:
            return self.comparison(e, x, y, op)
        if a is not b and not identical(a, b):
            return self._mismatch(x, y, e, op, assign)
        if not predicates.all_basic(a, _BINARY[op]):
            self.error(x, f"invalid operation: operator {op} not defined on {self.operand(x)}")
            return False
        x_const, y_const = x.mode == s.CONST, y.mode == s.CONST
        if (op == "/" or op == "%") and y_const:
            if (x_const or predicates.all_basic(a, IS_INTEGER)) and y.const == 0:
                self.error(y, "invalid operation: division by zero")
                return False
        e.type = a
        if x_const and y_const:
            e.mode = s.CONST
            if x.const is UNKNOWN or y.const is UNKNOWN:
                e.const = UNKNOWN
                return True
            integers = predicates.is_basic(a, IS_INTEGER)
            if not predicates.is_basic(a, IS_INTEGER) and op in ("%", "&", "|", "^", "&^"):
                return False
            e.const = constants.binary(op, x.const, y.const, integers)
            if e.const.__class__ is bool or e.const.__class__ is bytes:
                return True
            self.overflow(e, e)
            return e.mode != 0
        e.mode = s.VALUE
        return True

    def _mismatch(self, x: s.Expr, y: s.Expr, e: s.Binary, op: str, assign: s.AssignStmt | None) -> bool:
        if x.type is not INVALID and y.type is not INVALID:
            text = expr_string(e) if assign is None else f"{expr_string(x)} {op}= {expr_string(y)}"
            self.error(x, f"invalid operation: {text} (mismatched types {self.ts(x.type)} and {self.ts(y.type)})")
        return False

    def match_types(self, x: s.Expr, y: s.Expr) -> bool:
        """Give the untyped one of two operands the other's type; False after an error (then mode is 0)."""
        if self._may_convert(x, y):
            if not self.convert_untyped(x, y.type):
                return False
            return self.convert_untyped(y, x.type)
        return True

    def _may_convert(self, x: s.Expr, y: s.Expr) -> bool:
        a, b = x.type, y.type
        if not predicates.is_untyped(a) and not predicates.is_untyped(b):
            return False
        all_basic = predicates.all_basic
        if all_basic(a, IS_NUMERIC) != all_basic(b, IS_NUMERIC):
            # numbers mix with interfaces only
            return False
        if predicates.is_interface(a) or predicates.is_interface(b):
            return True
        if all_basic(a, IS_BOOL) != all_basic(b, IS_BOOL) or all_basic(a, IS_STRING) != all_basic(b, IS_STRING):
            return False
        if x.mode == s.NIL:
            return predicates.has_nil(b)
        if y.mode == s.NIL:
            return predicates.has_nil(a)
        return a.underlying.__class__ is not Pointer and b.underlying.__class__ is not Pointer

    def comparison(self, e: s.Expr, x: s.Expr, y: s.Expr, op: str, switch: bool = False) -> bool:
        """`x op y` for a comparison; leaves an untyped bool on `e`."""
        a, b = x.type, y.type
        if a is INVALID or b is INVALID:
            return False
        if switch:
            op = "=="
        bad: s.Expr | None = None
        cause = ""
        if a is not b and not self.assignable(x, b)[0] and not self.assignable(y, a)[0]:
            bad = y
            cause = f"mismatched types {self.ts(a)} and {self.ts(b)}"
        elif op == "==" or op == "!=":
            if x.mode == s.NIL or y.mode == s.NIL:
                if not predicates.has_nil(b if x.mode == s.NIL else a) or a is UNTYPED_NIL and b is UNTYPED_NIL:
                    bad = y
            elif a.__class__ is not Basic and not predicates.comparable(a):
                bad, cause = x, self._incomparable(a)
            elif b.__class__ is not Basic and not predicates.comparable(b):
                bad, cause = y, self._incomparable(b)
        elif not predicates.all_basic(a, IS_ORDERED):
            bad = x
        elif not predicates.all_basic(b, IS_ORDERED):
            bad = y
        if bad is not None:
            self._comparison_error(bad, x, y, op, cause, switch)
            return False
        if x.mode == s.CONST and y.mode == s.CONST:
            known = x.const is not UNKNOWN and y.const is not UNKNOWN
            e.const = constants.compare(op, x.const, y.const) if known else UNKNOWN
            e.mode = s.CONST
            if not switch:
                self._default_operand(x)
                self._default_operand(y)
        else:
            e.const = None
            e.mode = s.VALUE
            self.update_type(x, default_type(x.type), True)
            self.update_type(y, default_type(y.type), True)
        e.type = UNTYPED_BOOL
        return True

    def _default_operand(self, x: s.Expr) -> None:
        """Constants compared with each other keep their value, whatever their type: nothing to do."""

    def _incomparable(self, t: Type) -> str:
        u = t.underlying
        if u.__class__ is Slice or u.__class__ is Signature or u.__class__ is Map:
            return self.kind(t) + " can only be compared to nil"
        found = predicates.incomparable(t, True)
        if found is None:
            return ""
        text, which = found
        return text.replace("%s", self.ts(which)) if which is not None else text

    def _comparison_error(self, bad: s.Expr, x: s.Expr, y: s.Expr, op: str, cause: str, switch: bool) -> None:
        if not cause:
            if x.type.__class__ is TypeParam or y.type.__class__ is TypeParam:
                if x.type.__class__ is not TypeParam:
                    bad = y
                cause = f"type parameter {self.ts(bad.type)} cannot use operator {op}"
            else:
                cause = f"operator {op} not defined on {self.kind(bad.type) or self.ts(bad.type)}"
        if switch:
            self.error(x, f"invalid case {expr_string(x)} in switch on {expr_string(y)} ({cause})")
        else:
            self.error(bad, f"invalid operation: {expr_string(x)} {op} {expr_string(y)} ({cause})")

    def _shift(self, e: s.Binary, x: s.Expr, y: s.Expr, op: str) -> bool:
        untyped = predicates.is_untyped(x.type)
        x_int = x.mode == s.CONST and x.const.__class__ is int
        if not predicates.all_basic(x.type, IS_INTEGER) and not (untyped and x_int):
            self.error(x, f"invalid operation: shifted operand {self.operand(x)} must be integer")
            return False
        if y.mode == s.CONST:
            if y.const.__class__ is int and y.const < 0:
                self.error(y, f"invalid operation: negative shift count {self.operand(y)}")
                return False
            if predicates.is_untyped(y.type):
                count = y.const
                if not self.representable(y, UINT):
                    return False
                if x.mode != s.CONST:
                    self.update_type(y, UINT)
                else:
                    y.type = UINT if count.__class__ is int else y.type
            elif not predicates.all_basic(y.type, IS_INTEGER):
                self.error(y, f"invalid operation: shift count {self.operand(y)} must be integer")
                return False
        elif predicates.all_basic(y.type, IS_INTEGER):
            if predicates.is_untyped(y.type):
                if not self.convert_untyped(y, UINT):
                    return False
            elif not predicates.all_basic(y.type, IS_UNSIGNED):
                if not self.allow(13, y, f"invalid operation: signed shift count {self.operand(y)}"):
                    return False
        elif predicates.is_untyped(y.type):
            if not self.convert_untyped(y, UINT):
                return False
        else:
            self.error(y, f"invalid operation: shift count {self.operand(y)} must be integer")
            return False
        e.type = x.type
        if x.mode == s.CONST:
            if y.mode == s.CONST:
                if not predicates.is_basic(x.type, IS_INTEGER):
                    e.type = UNTYPED_INT
                e.mode = s.CONST
                if x.const is UNKNOWN or y.const is UNKNOWN:
                    e.const = UNKNOWN
                    return True
                count = y.const
                if not isinstance(count, int) or count > 1074:
                    self.error(y, f"invalid operation: invalid shift count {self.operand(y)}")
                    e.mode = 0
                    return False
                value: Any = x.const
                e.const = value << count if op == "<<" else value >> count
                self.overflow(e, e)
                return e.mode != 0
            if untyped:
                self.shift_lhs.add(x)
                e.mode = s.VALUE
                return True
        if not predicates.all_basic(x.type, IS_INTEGER):
            self.error(x, f"invalid operation: shifted operand {self.operand(x)} must be integer")
            return False
        e.mode = s.VALUE
        return True

    # type assertions, indices, slices

    def _assert(self, e: s.TypeAssert, target: Target, hint: Type | None) -> str:
        if e.type_expr is None:
            self.error(e, "invalid syntax tree: use of .(type) outside type switch")
            self.use(e.x)
            return "statement"
        x = e.x
        if not self.expr(x):
            return "statement"
        if x.type.__class__ is TypeParam:
            self.error(x, f"invalid operation: cannot use type assertion on type parameter value {self.operand(x)}")
            return "statement"
        if x.type.underlying.__class__ is not Interface:
            self.error(x, f"invalid operation: {self.operand(x)} is not an interface")
            return "statement"
        t = self.var_type(e.type_expr)
        if t is INVALID:
            return "statement"
        self.type_assertion(e, x, t, False)
        e.mode, e.type = s.COMMAOK, t
        return "expression"

    def type_assertion(self, e: s.Expr, x: s.Expr, t: Type, switch: bool) -> None:
        """Report an assertion that can never hold."""
        u = x.type.underlying
        if t.underlying.__class__ is Interface or not isinstance(u, Interface):
            return
        cause = self.missing_method(t, u, False)
        if cause is None:
            return
        if switch:
            self.error(
                e,
                f"impossible type switch case: {expr_string(e)}\n\t{self.operand(x)} cannot have dynamic type "
                f"{self.ts(t)} {cause}",
            )
        else:
            self.error(
                e,
                f"impossible type assertion: {expr_string(e)}\n\t{self.ts(t)} does not implement "
                f"{self.ts(x.type)} {cause}",
            )

    def _index(self, e: s.Index, target: Target, hint: Type | None) -> str:
        if self.index_expr(e):
            self.instantiate_function(e, e, target)
        return "expression" if e.mode else "statement"

    def index_expr(self, e: s.Index) -> bool:
        """`x[i]`; True where `x` is a generic function, which the caller instantiates (its signature is on `e`)."""
        x = e.x
        e.mode, e.type, e.const = 0, INVALID, None
        if not self.expr_or_type(x, True):
            self.use(*e.indices)
            return False
        if x.mode == s.TYPE:
            x.mode = 0
            t = self.var_type(e)
            if t is not INVALID:
                e.mode, e.type = s.TYPE, t
            else:
                e.mode = 0
            return False
        t = x.type
        u = t.underlying
        if x.mode == s.VALUE and isinstance(u, Signature) and u.tparams:
            e.mode, e.type = s.VALUE, t
            e.generic = True
            return True
        self.non_generic(x, None)
        if not x.mode:
            return False
        length = -1
        mode = s.VALUE
        elem: Type | None = None
        if isinstance(u, Slice):
            mode, elem = s.VAR, u.elem
        elif isinstance(u, Map):
            return self._map_index(e, u.map_key, u.elem)
        elif isinstance(u, Array):
            length, elem = u.len, u.elem
            if x.mode == s.VAR:
                mode = s.VAR
        elif isinstance(u, Basic):
            if u.info & IS_STRING:
                elem = BYTE
                if x.mode == s.CONST and isinstance(x.const, bytes):
                    length = len(x.const)
                    if predicates.is_untyped(x.type):
                        x.type = STRING
        elif isinstance(u, Pointer):
            a = u.elem.underlying
            if isinstance(a, Array):
                mode, length, elem = s.VAR, a.len, a.elem
        elif isinstance(u, Interface) and t.__class__ is TypeParam:
            found = self._index_type_param(t, x.mode == s.VAR)
            if found is not None:
                mode, length, elem, key = found
                if key is not None:
                    return self._map_index(e, key, elem)
        if elem is None:
            if x.type is not INVALID:
                self.error(e.pos, f"cannot index {self.operand(x)}")
            self.use(*e.indices)
            return False
        index = self._single(e)
        e.mode, e.type = mode, elem
        self.index(index, length)
        return False

    def _single(self, e: s.Index) -> s.Expr:
        if len(e.indices) > 1:
            self.error(e.indices[1], "invalid operation: more than one index")
        return e.indices[0]

    def _map_index(self, e: s.Index, key: Type, elem: Type) -> bool:
        index = self._single(e)
        self.generic_expr(index)
        self.assignment(index, key, "map index")
        e.mode, e.type = s.MAPINDEX, elem
        return False

    def _index_type_param(self, t: Type, variable: bool) -> tuple[int, int, Type, Type | None] | None:
        mode, length = s.VAR, -1
        elem: Type | None = None
        key: Type | None = None
        for _, u in predicates.type_terms(t):
            n = -1
            k: Type | None = None
            e: Type | None = None
            if isinstance(u, Basic) and u.info & IS_STRING:
                e, mode = BYTE, s.VALUE
            elif isinstance(u, Array):
                n, e = u.len, u.elem
                if not variable:
                    mode = s.VALUE
            elif isinstance(u, Pointer) and isinstance(u.elem.underlying, Array):
                n, e = u.elem.underlying.len, u.elem.underlying.elem
            elif isinstance(u, Slice):
                e = u.elem
            elif isinstance(u, Map):
                k, e = u.map_key, u.elem
            if e is None:
                return None
            if elem is None:
                length, key, elem = n, k, e
                continue
            if (key is None) != (k is None) or key is not None and k is not None and not identical(key, k):
                return None
            if not identical(elem, e):
                return None
            if 0 <= n < length:
                length = n
        return None if elem is None else (mode, length, elem, key)

    def index(self, index: s.Expr, limit: int) -> int:
        """Check an index below `limit` (-1: any); its value, or -1."""
        self.expr(index)
        if not self.valid_index(index, "index", False):
            return -1
        if index.mode != s.CONST or not isinstance(index.const, int):
            return -1
        if 0 <= limit <= index.const:
            self.error(index, f"invalid argument: index {constants.show(index.const)} out of bounds [0:{limit}]")
            return -1
        return index.const

    def valid_index(self, x: s.Expr, what: str, negative: bool) -> bool:
        """Check that `x` is an integer (and constant ones not negative)."""
        if not x.mode or not self.convert_untyped(x, INT):
            return False
        if not predicates.all_basic(x.type, IS_INTEGER):
            self.error(x, f"invalid argument: {what} {self.operand(x)} must be integer")
            return False
        if x.mode == s.CONST and isinstance(x.const, int):
            if not negative and x.const < 0:
                self.error(x, f"invalid argument: {what} {self.operand(x)} must not be negative")
                return False
            if x.const >= 1 << 63:
                self.error(x, f"invalid argument: {what} {self.operand(x)} overflows int")
                return False
        return True

    def _slice(self, e: s.SliceExpr, target: Target, hint: Type | None) -> str:
        x = e.x
        indices = (e.lo, e.hi, e.max)
        if not self.expr(x):
            self.use(*[i for i in indices if i is not None])
            return "statement"
        t = x.type
        u = self._sliced_type(x)
        if u is None:
            return "statement"
        length = -1
        result: Type | None = None
        if isinstance(u, Basic):
            if u.info & IS_STRING:
                if e.full:
                    at = e.max if e.max is not None else e
                    self.error(at, "invalid operation: 3-index slice of string")
                    return "statement"
                if x.mode == s.CONST and isinstance(x.const, bytes):
                    length = len(x.const)
                if predicates.is_untyped(t):
                    x.type = t = STRING
                result = t
        elif isinstance(u, Slice):
            result = t
        elif isinstance(u, Array):
            length = u.len
            if x.mode != s.VAR:
                self.error(x, f"cannot slice unaddressable value {self.operand(x)}")
                return "statement"
            self.mark_address(s.unparen(x))
            result = Slice(u.elem)
        elif isinstance(u, Pointer):
            a = u.elem.underlying
            if isinstance(a, Array):
                length, result = a.len, Slice(a.elem)
        if result is None:
            self.error(x, f"cannot slice {self.operand(x)}")
            self.use(*[i for i in indices if i is not None])
            return "statement"
        e.mode, e.type = s.VALUE, result
        if e.full and (e.hi is None or e.max is None):
            return "statement"
        values: list[int] = []
        for i, index in enumerate(indices):
            value = -1
            if index is not None:
                value = self.index(index, length + 1 if length >= 0 else -1)
            elif i == 0:
                value = 0
            elif length >= 0:
                value = length
            values.append(value)
        for i in (0, 1):
            for j in range(i + 1, 3):
                y = indices[j]
                if values[i] > 0 and 0 <= values[j] < values[i] and y is not None:
                    self.error(y, f"invalid slice indices: {values[j]} < {values[i]}")
                    return "expression"
        return "expression"

    def _sliced_type(self, x: s.Expr) -> Type | None:
        """What is sliced: the one underlying type; strings mixed with byte slices are a string."""
        t = x.type
        if t.__class__ is not TypeParam:
            return t.underlying
        common: Type | None = None
        first: Type | None = None
        text = False
        for term, u in predicates.type_terms(t):
            if u is None:
                self.error(x, f"cannot slice {self.operand(x)}: no specific type in {self.ts(t)}")
                return None
            if predicates.is_basic(u, IS_STRING):
                text = True
                u = Slice(BYTE)
            if common is None:
                common, first = u, term
            elif not identical(common, u):
                self.error(
                    x,
                    f"cannot slice {self.operand(x)}: {self.ts(first)} and {self.ts(term)} have "
                    f"different underlying types",
                )
                return None
        return STRING if text else common

    # what is done to variables

    def mark_address(self, x: s.Expr) -> None:
        """The address of `x` (or a part of it) is taken."""
        v = _variable(x)
        if v is not None:
            v.addrtaken = True
            v.reassigned = True

    def mark_assigned(self, x: s.Expr) -> None:
        """`x` (or a part of a variable) is assigned to."""
        v = _variable(s.unparen(x))
        if v is not None:
            v.reassigned = True

    # the rest

    def _function(self, e: s.FuncLit, target: Target, hint: Type | None) -> str:
        return self.func_lit(e)

    def _call(self, e: s.Call, target: Target, hint: Type | None) -> str:
        return self.call(e)

    def _selector(self, e: s.Selector, target: Target, hint: Type | None) -> str:
        self.selector(e, False)
        return "expression"

    def _composite(self, e: s.CompositeLit, target: Target, hint: Type | None) -> str:
        self.composite(e, hint)
        return "expression" if e.mode else "statement"

    def _type_literal(self, e: s.Expr, target: Target, hint: Type | None) -> str:
        t = self.typ(e)
        if t is INVALID:
            e.mode = 0
        return "expression"

    def _bad(self, e: s.Expr, target: Target, hint: Type | None) -> str:
        return "statement"

    def _key_value(self, e: s.KeyValue, target: Target, hint: Type | None) -> str:
        self.error(e, "invalid syntax tree: no key:value expected")
        return "statement"

    # provided by other parts

    def func_lit(self, e: s.FuncLit) -> str:
        """A function literal (functions.py)."""
        raise NotImplementedError

    def call(self, e: s.Call) -> str:
        """A call (calls.py)."""
        raise NotImplementedError

    def composite(self, e: s.CompositeLit, hint: Type | None) -> None:
        """A composite literal (composites.py)."""
        raise NotImplementedError

    def instantiate_function(self, x: s.Expr, inst: s.Index | None, target: Target) -> None:
        """Give a generic function its type arguments (calls.py)."""
        raise NotImplementedError


def _variable(x: s.Expr) -> types.Var | None:
    """The variable that `x` is or is a part of."""
    while True:
        if isinstance(x, s.Ident):
            v = x.obj
            return v if isinstance(v, types.Var) else None
        if isinstance(x, s.Paren):
            x = x.x
        elif isinstance(x, s.Selector):
            sel = x.selection
            if sel is None:
                v = x.sel.obj
                return v if isinstance(v, types.Var) else None
            if sel.indirect:
                return None
            x = x.x
        elif isinstance(x, s.Index) and x.x.type.underlying.__class__ is Array:
            x = x.x
        else:
            return None


def _nth(n: int) -> str:
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n, 'th') }"


def _object_kind(obj: types.Object) -> str:
    if isinstance(obj, types.Var):
        return {
            types.FIELD: "struct field",
            types.PACKAGE_VAR: "package-level variable",
            types.LOCAL: "local variable",
            types.RECV: "receiver",
            types.PARAM: "parameter",
            types.RESULT: "result variable",
        }[obj.kind]
    if isinstance(obj, types.Func):
        return "method" if obj.recv_named is not None else "function"
    return {
        "Const": "constant",
        "PkgName": "package name",
        "Builtin": "built-in function",
        "Nil": "untyped nil",
        "Label": "label",
    }.get(obj.__class__.__name__, "object")


_HANDLERS: dict[type, Any] = {
    s.Ident: Exprs._ident,
    s.BasicLit: Exprs._literal,
    s.Paren: Exprs._paren,
    s.Star: Exprs._star,
    s.Unary: Exprs._unary,
    s.Binary: Exprs._binary,
    s.TypeAssert: Exprs._assert,
    s.Index: Exprs._index,
    s.SliceExpr: Exprs._slice,
    s.FuncLit: Exprs._function,
    s.Call: Exprs._call,
    s.Selector: Exprs._selector,
    s.CompositeLit: Exprs._composite,
    s.BadExpr: Exprs._bad,
    s.KeyValue: Exprs._key_value,
    s.Ellipsis: Exprs._type_literal,
    s.ArrayType: Exprs._type_literal,
    s.SliceType: Exprs._type_literal,
    s.StructType: Exprs._type_literal,
    s.FuncType: Exprs._type_literal,
    s.InterfaceType: Exprs._type_literal,
    s.MapType: Exprs._type_literal,
    s.ChanType: Exprs._type_literal,
}
__all__ = ["IS_COMPLEX", "Exprs", "Target"]
