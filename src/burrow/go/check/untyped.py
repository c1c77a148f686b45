"""Untyped operands getting types, assignability, conversions.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/const.go, conversions.go, expr.go
(implicitTypeAndValue, updateExprType), operand.go (assignableTo), assignments.go (assignment).
The difference: what is still untyped is seen from the node's own type; no table is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.typexprs import TypeExprs
from burrow.go.constants import UNKNOWN
from burrow.go.lookup import is_interface_pointer
from burrow.go.printer import expr_string
from burrow.go.types import (
    IS_BOOL,
    IS_FLOAT,
    IS_INTEGER,
    IS_NUMERIC,
    IS_STRING,
    IS_UNTYPED,
    Array,
    Basic,
    Chan,
    Interface,
    Named,
    Pointer,
    Signature,
    Slice,
    Type,
    TypeParam,
    identical,
)
from burrow.go.universe import INT, INVALID, UNSAFE_POINTER, UNTYPED_NIL, UNTYPED_ORDER, default_type

_COMPARISONS = frozenset(["==", "!=", "<", "<=", ">", ">="])
_TRUNCATED, _OVERFLOW, _OTHER = "truncated", "overflows", "other"


class Untyped(TypeExprs):
    """Conversions, implicit and explicit."""

    def implicit(self, x: s.Expr, target: Type) -> tuple[Type | None, Any, str]:
        """The type that the untyped `x` has when `target` is wanted, its constant value there, and what is wrong (""
        for nothing)."""
        t = x.type

        if not x.mode or target is INVALID or not (t.__class__ is Basic and t.info & IS_UNTYPED):
            return t, None, ""
        if target.__class__ is Basic and target.info & IS_UNTYPED:
            if t is target:
                return t, None, ""
            if t in UNTYPED_ORDER and target in UNTYPED_ORDER:
                return (t if UNTYPED_ORDER[t] > UNTYPED_ORDER[target] else target), None, ""
            return None, None, _OTHER
        if x.mode == s.NIL:
            return (target, None, "") if predicates.has_nil(target) else (None, None, _OTHER)
        u = target if target.__class__ is Basic else target.underlying
        if isinstance(u, Basic):
            if x.mode == s.CONST:
                value, code = self.representation(x, u)
                return (None, None, code) if code else (target, value, "")
            info = t.info
            want = IS_BOOL if info & IS_BOOL else IS_NUMERIC if info & IS_NUMERIC else IS_STRING
            return (target, None, "") if u.info & want else (None, None, _OTHER)
        if target.__class__ is TypeParam:
            for _, term in predicates.type_terms(target):
                if term is None or self.implicit(x, term)[0] is None:
                    return None, None, _OTHER
            return target, None, ""
        if isinstance(u, Interface):
            if not u.type_set.is_all:
                return None, None, _OTHER
            return default_type(t), None, ""
        return None, None, _OTHER

    def representation(self, x: s.Expr, typ: Basic) -> tuple[Any, str]:
        """The constant `x` as a value of `typ`, or what is wrong."""
        value = constants.represent(x.const, typ)
        if value is not None:
            return value, ""
        have = x.type.underlying
        if isinstance(have, Basic) and have.info & IS_NUMERIC and typ.info & IS_NUMERIC:
            if not have.info & IS_INTEGER and typ.info & IS_INTEGER:
                return None, _TRUNCATED
            return None, _OVERFLOW
        return None, _OTHER

    def representable(self, x: s.Expr, typ: Basic) -> bool:
        """Round the constant `x` to `typ`; reports where that cannot be."""
        value, code = self.representation(x, typ)
        if code:
            self._cannot_convert(x, typ, code)
            return False
        x.const = value
        return True

    def _cannot_convert(self, x: s.Expr, typ: Type, code: str) -> None:
        shown = self.operand(x)
        if code == _TRUNCATED:
            text = f"{shown} truncated to {self.ts(typ)}"
        elif code == _OVERFLOW:
            text = f"{shown} overflows {self.ts(typ)}"
        else:
            text = f"cannot convert {shown} to type {self.ts(typ)}"
        self.error(x, text)
        x.mode = 0

    def convert_untyped(self, x: s.Expr, target: Type) -> bool:
        """Give the untyped `x` the type `target`; False (and mode 0) where that is not possible."""
        t = x.type
        if not (t.__class__ is Basic and t.info & IS_UNTYPED) or not x.mode:
            return x.mode != 0
        typ, value, code = self.implicit(x, target)
        if code:
            self._cannot_convert(x, target if target.__class__ is TypeParam else target.underlying, code)
            return False
        if value is not None:
            x.const = value
        if typ is not t:
            assert typ is not None
            self.update_type(x, typ)
        return x.mode != 0

    def update_type(self, e: s.Expr, typ: Type, final: bool = False) -> None:
        """Give a still untyped expression and what it got its type from the type `typ`."""
        old = e.type
        if not (old.__class__ is Basic and old.info & IS_UNTYPED) or not e.mode:
            return
        if isinstance(e, s.Paren):
            self.update_type(e.x, typ, final)
        elif e.const is None:
            if isinstance(e, s.Binary):
                op = e.op
                if op not in _COMPARISONS:
                    self.update_type(e.x, typ, final)
                    if op != "<<" and op != ">>":
                        self.update_type(e.y, typ, final)
            elif isinstance(e, s.Unary):
                self.update_type(e.x, typ, final)
        if not final and typ.__class__ is Basic and typ.info & IS_UNTYPED:
            e.type = typ
            return
        if e in self.shift_lhs and not predicates.all_basic(typ, IS_INTEGER):
            self.error(e, f"invalid operation: shifted operand {expr_string(e)} (type {self.ts(typ)}) must be integer")
            e.mode = 0
            return
        if e.const is not None and e.mode == s.CONST:
            u = typ.underlying
            if isinstance(u, Basic):
                value, code = self.representation(e, u)
                if code:
                    self._cannot_convert(e, u, code)
                    return
                e.const = value
            elif self.implicit(e, typ)[2]:
                self._cannot_convert(e, typ, _OTHER)
                return
        e.type = typ

    # assignment

    def assignment(self, x: s.Expr, target: Type | None, context: str) -> bool:
        """Check that `x` can be assigned to `target` (None: any type) and give it a type; False where it cannot."""
        mode = x.mode
        typ = x.type
        if typ is target and mode >= s.CONST:
            return True
        if mode == s.VALUE and typ.__class__ is types.Tuple:
            self.single_value(x)
            mode = x.mode
        if not mode:
            return False
        if mode < s.CONST:
            self.error(x, f"cannot assign {self.operand(x)} to {self.ts(target)} in {context}")
            x.mode = 0
            return False
        if typ.__class__ is Basic and typ.info & IS_UNTYPED:
            want = target
            if mode == s.NIL:
                if target is None:
                    self.error(x, f"use of untyped nil in {context}")
                    x.mode = 0
                    return False
            elif target is None or predicates.is_interface(target):
                want = default_type(typ)
            assert want is not None
            new, value, code = self.implicit(x, want)
            if code:
                text = f"cannot use {self.operand(x)} as {self.ts(want)} value in {context}"
                if code != _OTHER:
                    text += f" ({code})"
                self.error(x, text)
                x.mode = 0
                return False
            if value is not None:
                x.const = value
            if new is not typ:
                assert new is not None
                self.update_type(x, new)
                if not x.mode:
                    return False
            if new is target:
                return True
        elif typ.__class__ is Signature and typ.tparams:
            self.non_generic(x, (target, context) if target is not None else None)
            if not x.mode:
                return False
        if target is None:
            return True
        ok, cause = self.assignable(x, target)
        if not ok:
            text = f"cannot use {self.operand(x)} as {self.ts(target)} value in {context}"
            self.error(x, f"{text}: {cause}" if cause else text)
            x.mode = 0
        return ok

    def assignable(self, x: s.Expr, target: Type) -> tuple[bool, str]:
        """Whether `x` is assignable to `target`, and if not, why (may be empty)."""
        return self._assignable(x, x.type, target)

    def _assignable(self, x: s.Expr, v: Type, t: Type) -> tuple[bool, str]:
        if not x.mode or v is INVALID or t is INVALID or v is t:
            return True, ""
        if identical(v, t):
            return True, ""
        vu, tu = v.underlying, t.underlying
        v_param, t_param = v.__class__ is TypeParam, t.__class__ is TypeParam
        if isinstance(vu, Basic) and vu.info & IS_UNTYPED:
            if t_param:
                for term, _ in predicates.type_terms(t):
                    if term is None or self.implicit(x, term)[0] is None:
                        return False, ""
                return True, ""
            return self.implicit(x, t)[0] is not None, ""
        if (
            not v_param
            and not t_param
            and (not predicates.has_name(v) or not predicates.has_name(t))
            and identical(vu, tu)
        ):
            return True, ""
        cause = ""
        if isinstance(tu, Interface) and not t_param or is_interface_pointer(tu):
            why = self.implements(v, t, False)
            if why is None:
                return True, ""
            if not v_param:
                return False, why
        if isinstance(vu, Interface) and not v_param and self.implements(t, v, False) is None:
            return False, "need type assertion"
        if isinstance(vu, Chan) and vu.dir == types.BOTH and isinstance(tu, Chan) and identical(vu.elem, tu.elem):
            return not predicates.has_name(v) or not predicates.has_name(t), ""
        if not v_param and not t_param:
            return False, ""
        if t_param and not predicates.has_name(v):
            for term, _ in predicates.type_terms(t):
                if term is None:
                    return False, cause
                ok, cause = self._assignable(x, v, term)
                if not ok:
                    text = f"cannot assign {self.ts(v)} to {self.ts(term)} (in {self.ts(t)})"
                    return False, f"{text}\n\t{cause}" if cause else text
            return True, ""
        if v_param and not predicates.has_name(t):
            for term, _ in predicates.type_terms(v):
                if term is None:
                    return False, cause
                ok, cause = self._assignable(x, term, t)
                if not ok:
                    text = f"cannot assign {self.ts(term)} (in {self.ts(v)}) to {self.ts(t)}"
                    return False, f"{text}\n\t{cause}" if cause else text
            return True, ""
        return False, ""

    # explicit conversions

    def conversion(self, call: s.Call, x: s.Expr, target: Type) -> None:
        """`T(x)`: leaves the result on `call`."""
        constant = x.mode == s.CONST
        value: Any = None
        ok = False
        cause = ""
        tu = target.underlying
        mode = s.VALUE
        if constant and isinstance(tu, Basic) and tu.info & types.IS_CONST:
            value = self._constant_as(x, tu)
            ok = value is not None
            mode = s.CONST
            if not ok and predicates.is_basic(x.type, IS_INTEGER) and tu.info & IS_INTEGER:
                self.error(x, f"constant {constants.show(x.const)} overflows {self.ts(target)}")
                call.mode = 0
                return
        elif constant and target.__class__ is TypeParam:
            ok = True
            for _, u in predicates.type_terms(target):
                if u is None:
                    ok, cause = False, f"{self.ts(target)} does not contain specific types"
                    break
                if predicates.is_basic(x.type, IS_STRING) and _bytes_or_runes(u):
                    continue
                if not isinstance(u, Basic) or self._constant_as(x, u) is None:
                    ok = False
                    if predicates.is_basic(x.type, IS_INTEGER) and predicates.is_basic(u, IS_INTEGER):
                        cause = f"constant {constants.show(x.const)} overflows {self.ts(u)} (in {self.ts(target)})"
                    else:
                        cause = f"cannot convert {self.operand(x)} to type {self.ts(u)} (in {self.ts(target)})"
                    break
        else:
            ok, cause = self._convertible(x, x.type, target)
        if not ok:
            text = f"cannot convert {self.operand(x)} to type {self.ts(target)}"
            self.error(x, f"{text}: {cause}" if cause else text)
            call.mode = 0
            return
        if predicates.is_untyped(x.type):
            final = target
            if x.type is not UNTYPED_NIL:
                if predicates.is_interface(target) or constant and mode != s.CONST:
                    final = default_type(x.type)
                elif (
                    mode == s.CONST
                    and predicates.is_basic(x.type, IS_INTEGER)
                    and predicates.all_basic(target, IS_STRING)
                ):
                    final = x.type
            if final is x.type:
                x.type = default_type(x.type) if constants.represent(x.const, INT) is not None else x.type
            else:
                self.update_type(x, final, True)
        call.mode = mode
        call.type = target
        call.const = value if mode == s.CONST else None

    def _constant_as(self, x: s.Expr, typ: Basic) -> Any:
        value = constants.represent(x.const, typ)
        if value is None and typ.info & IS_STRING and predicates.is_basic(x.type, IS_INTEGER):
            code = x.const
            if not isinstance(code, int) or not 0 <= code <= 0x10FFFF or 0xD800 <= code < 0xE000:
                code = 0xFFFD
            return chr(code).encode()
        return value

    def _convertible(self, x: s.Expr, v: Type, t: Type) -> tuple[bool, str]:
        ok, cause = self._assignable(x, v, t)
        if ok:
            return True, ""
        vu, tu = v.underlying, t.underlying
        v_param, t_param = v.__class__ is TypeParam, t.__class__ is TypeParam
        if not v_param and not t_param:
            if predicates.identical_ignoring_tags(vu, tu):
                return True, ""
            if isinstance(v, Pointer) and isinstance(t, Pointer):
                if v.elem.__class__ is not TypeParam and t.elem.__class__ is not TypeParam:
                    if predicates.identical_ignoring_tags(v.elem.underlying, t.elem.underlying):
                        return True, ""
            done = self._convertible_under(vu, tu)
            return (True, "") if done == "" else (False, done if done is not None else cause)
        for v_term, _ in predicates.type_terms(v):
            for t_term, _ in predicates.type_terms(t):
                if v_term is None or t_term is None:
                    return False, cause
                ok, why = self._convertible(x, v_term, t_term)
                if not ok:
                    text = (
                        f"cannot convert {self.ts(v_term)}{f' (in {self.ts(v)})' if v_param else ''} "
                        f"to type {self.ts(t_term)}"
                    )
                    if t_param:
                        text += f" (in {self.ts(t)})"
                    return False, f"{text}\n\t{why}" if why else text
        return True, ""

    def _convertible_under(self, vu: Type, tu: Type) -> str | None:
        """ "" where a value of underlying type `vu` converts to `tu`, None or a reason where it does not."""
        if isinstance(vu, Basic) and isinstance(tu, Basic):
            a, b = vu.info, tu.info
            if a & (IS_INTEGER | IS_FLOAT) and b & (IS_INTEGER | IS_FLOAT) or a & b & types.IS_COMPLEX:
                return ""
            if a & IS_INTEGER and b & IS_STRING:
                return ""
        if _bytes_or_runes(vu) and predicates.is_basic(tu, IS_STRING):
            return ""
        if _bytes_or_runes(tu) and predicates.is_basic(vu, IS_STRING):
            return ""
        if tu is UNSAFE_POINTER and (vu.__class__ is Pointer or vu.key == "uintptr"):
            return ""
        if vu is UNSAFE_POINTER and (tu.__class__ is Pointer or tu.key == "uintptr"):
            return ""
        if isinstance(vu, Slice):
            if isinstance(tu, Array) and identical(vu.elem, tu.elem):
                return "" if self.version >= 20 else "conversion of slice to array requires go1.20 or later"
            if isinstance(tu, Pointer):
                a_type = tu.elem.underlying
                if isinstance(a_type, Array) and identical(vu.elem, a_type.elem):
                    return "" if self.version >= 17 else "conversion of slice to array pointer requires go1.17 or later"
        return None

    # provided by other parts

    def single_value(self, x: s.Expr) -> None:
        """Report a call with several results where one is wanted (exprs.py)."""
        raise NotImplementedError

    def non_generic(self, x: s.Expr, target: tuple[Type | None, str] | None) -> None:
        """Report, or instantiate by `target`, a generic function or type that is used as it is (exprs.py)."""
        raise NotImplementedError


def _bytes_or_runes(t: Type) -> bool:
    if t.__class__ is not Slice:
        t = t.underlying
    if isinstance(t, Slice):
        return t.elem.underlying.key in ("uint8", "int32")
    return False


Handler = Callable[..., str]
__all__ = ["UNKNOWN", "Handler", "Named", "Untyped"]
