"""Calls of builtin functions.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/builtins.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.calls import Calls
from burrow.go.constants import UNKNOWN
from burrow.go.lookup import lookup, struct_pointer
from burrow.go.printer import expr_string
from burrow.go.types import (
    IS_FLOAT,
    IS_NUMERIC,
    IS_ORDERED,
    IS_STRING,
    Array,
    Basic,
    Chan,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Type,
    TypeParam,
    Var,
    identical,
)
from burrow.go.universe import (
    ANY,
    BUILTINS,
    BYTE,
    COMPLEX64,
    COMPLEX128,
    FLOAT32,
    FLOAT64,
    INT,
    INVALID,
    STRING,
    UINTPTR,
    UNSAFE_POINTER,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_NIL,
)

_TO_COMPLEX: dict[str, Type] = {"float32": COMPLEX64, "float64": COMPLEX128, "untyped float": UNTYPED_COMPLEX}
_TO_FLOAT: dict[str, Type] = {"complex64": FLOAT32, "complex128": FLOAT64, "untyped complex": UNTYPED_FLOAT}


class Builtins(Calls):
    """append, len, make, ..."""

    def builtin(self, e: s.Call, name: str) -> None:
        """Check a call of a builtin; mode, type and const go on `e`."""
        short = name.removeprefix("unsafe.")
        least, variadic, _ = BUILTINS[name]
        e.mode = 0
        if e.dots and name != "append":
            self.error(e, f"invalid operation: invalid use of ... with built-in {short}")
            self.use(*e.args)
            return
        has_call = self.has_call
        if name in ("len", "cap"):
            self.has_call = False
        args = e.args
        if name not in ("make", "new", "unsafe.Offsetof"):
            args = self.expr_list(e.args) if e.args else []
            if any(not a.mode for a in args):
                self.has_call = has_call
                return
        n = len(args)
        if n < least or not variadic and n > least:
            few = "not enough" if n < least else "too many"
            self.error(e, f"invalid operation: {few} arguments for {expr_string(e)} (expected {least}, found {n})")
            self.has_call = has_call
            return
        handler: Callable[..., None] = getattr(self, "_slice_" if short == "Slice" else "_" + short.lower())
        handler(e, args)
        if name in ("len", "cap"):
            self.has_call = has_call

    @staticmethod
    def _value(e: s.Call, t: Type) -> None:
        e.mode, e.type, e.const = s.VALUE, t, None

    @staticmethod
    def _nothing(e: s.Call) -> None:
        e.mode, e.type, e.const = s.NOVALUE, types.Tuple([]), None

    def _slice_elem(self, x: s.Expr) -> tuple[Type | None, str]:
        elem: Type | None = None
        for _, u in predicates.type_terms(x.type):
            if not isinstance(u, Slice):
                have = "untyped nil" if x.mode == s.NIL else self.operand(x)
                return None, f"argument must be a slice; have {have}"
            if elem is None:
                elem = u.elem
            elif not identical(elem, u.elem):
                return (
                    None,
                    f"mismatched slice element types {self.ts(elem)} and {self.ts(u.elem)} in {self.operand(x)}",
                )
        return elem, ""

    def _is_bytes(self, t: Type) -> bool:
        u = predicates.common_under(t)
        return isinstance(u, Slice) and identical(u.elem, BYTE)

    def _append(self, e: s.Call, args: list[s.Expr]) -> None:
        x = args[0]
        t = x.type
        elem, why = self._slice_elem(x)
        if elem is None:
            if t is not INVALID:
                self.error(x, f"invalid append: {why}")
            return
        if len(args) == 2 and e.dots and self._is_bytes(t):
            terms = predicates.type_terms(args[1].type)
            text = any(u is not None and predicates.is_basic(u, IS_STRING) for _, u in terms)
            if text and all(
                u is not None and (predicates.is_basic(u, IS_STRING) or self._is_bytes(u)) for _, u in terms
            ):
                self.convert_untyped(args[1], STRING)
                self._value(e, t)
                return
        sig = Signature([Var("", t, None, 0), Var("", Slice(elem), None, 0)], [Var("", t, None, 0)], True)
        self.arguments(e, sig, [], [], args, {})
        self._value(e, t)

    def _len(self, e: s.Call, args: list[s.Expr]) -> None:
        self._length(e, args[0], True)

    def _cap(self, e: s.Call, args: list[s.Expr]) -> None:
        self._length(e, args[0], False)

    def _length(self, e: s.Call, x: s.Expr, is_len: bool) -> None:
        u = predicates.array_pointer(x.type.underlying)
        ok = True
        value: Any = None
        if isinstance(u, Basic):
            ok = bool(u.info & IS_STRING) and is_len
            if ok and x.mode == s.CONST:
                value = len(x.const) if isinstance(x.const, bytes) else UNKNOWN
                if predicates.is_untyped(x.type):
                    self.convert_untyped(x, STRING)
        elif isinstance(u, Array):
            if not self.has_call:
                value = u.len if u.len >= 0 else UNKNOWN
        elif isinstance(u, Map):
            ok = is_len
        elif isinstance(u, Interface) and x.type.__class__ is TypeParam:
            for _, term in predicates.type_terms(x.type):
                under = predicates.array_pointer(term) if term is not None else None
                if isinstance(under, Basic):
                    ok = ok and is_len and bool(under.info & IS_STRING)
                elif isinstance(under, Map):
                    ok = ok and is_len
                else:
                    ok = ok and isinstance(under, (Array, Slice, Chan))
        else:
            ok = isinstance(u, (Slice, Chan))
        if not ok:
            if u is not INVALID:
                self.error(x, f"invalid argument: {self.operand(x)} for built-in {'len' if is_len else 'cap'}")
            return
        e.mode, e.type, e.const = (s.VALUE if value is None else s.CONST), INT, value

    def _clear(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(21, e.fun, "clear")
        x = args[0]
        for _, u in predicates.type_terms(x.type):
            if not isinstance(u, (Map, Slice)):
                self.error(
                    x,
                    f"invalid argument: cannot clear {self.operand(x)}: argument must be (or constrained "
                    f"by) map or slice",
                )
                return
        self._nothing(e)

    def _close(self, e: s.Call, args: list[s.Expr]) -> None:
        x = args[0]
        for _, u in predicates.type_terms(x.type):
            if not isinstance(u, Chan):
                self.error(x, f"invalid operation: cannot close non-channel {self.operand(x)}")
                return
            if u.dir == types.RECV_ONLY:
                self.error(x, f"invalid operation: cannot close receive-only channel {self.operand(x)}")
                return
        self._nothing(e)

    def _complex(self, e: s.Call, args: list[s.Expr]) -> None:
        x, y = args
        a, b = predicates.is_untyped(x.type), predicates.is_untyped(y.type)
        if a and not b:
            self.convert_untyped(x, y.type)
        elif b and not a:
            self.convert_untyped(y, x.type)
        elif a and b:
            if x.mode == s.CONST and y.mode == s.CONST:
                for z in (x, y):
                    if predicates.is_basic(z.type, IS_NUMERIC) and z.const.__class__ is not constants.Complex:
                        z.type = UNTYPED_FLOAT
            else:
                self.convert_untyped(x, FLOAT64)
                self.convert_untyped(y, FLOAT64)
        if not x.mode or not y.mode:
            return
        if not identical(x.type, y.type):
            self.error(
                x, f"invalid operation: {expr_string(e)} (mismatched types {self.ts(x.type)} and {self.ts(y.type)})"
            )
            return
        result = self._apply(x, _TO_COMPLEX, "complex")
        if result is None:
            self.error(x, f"invalid argument: arguments have type {self.ts(x.type)}, expected floating-point")
            return
        e.type = result
        if x.mode == s.CONST and y.mode == s.CONST:
            e.mode, e.const = s.CONST, constants.complex_value(x.const, y.const)
        else:
            e.mode = s.VALUE

    def _apply(self, x: s.Expr, table: dict[str, Type], name: str) -> Type | None:
        t = x.type
        if isinstance(t, TypeParam):
            if all(u is not None and u.key in table for _, u in predicates.type_terms(t)):
                self.error(
                    x,
                    f"{self.operand(x)} not supported as argument to built-in {name} for go1.18 (see "
                    f"go.dev/issue/50937)",
                )
            return None
        return table.get(t.underlying.key)

    def _real(self, e: s.Call, args: list[s.Expr]) -> None:
        self._part(e, args[0], 0)

    def _imag(self, e: s.Call, args: list[s.Expr]) -> None:
        self._part(e, args[0], 1)

    def _part(self, e: s.Call, x: s.Expr, which: int) -> None:
        if predicates.is_untyped(x.type):
            if x.mode == s.CONST:
                if predicates.is_basic(x.type, IS_NUMERIC):
                    x.type = UNTYPED_COMPLEX
            elif not self.convert_untyped(x, COMPLEX128):
                return
        result = self._apply(x, _TO_FLOAT, "imag" if which else "real")
        if result is None:
            self.error(x, f"invalid argument: argument has type {self.ts(x.type)}, expected complex type")
            return
        e.type = result
        if x.mode == s.CONST:
            e.mode, e.const = s.CONST, constants.parts(x.const)[which] if x.const is not UNKNOWN else UNKNOWN
        else:
            e.mode = s.VALUE

    def _copy(self, e: s.Call, args: list[s.Expr]) -> None:
        x, y = args
        elem, why = self._slice_elem(x)
        if elem is None:
            self.error(x, f"invalid copy: {why}")
            return
        special = False
        if self._is_bytes(x.type):
            special = all(
                u is not None
                and (predicates.is_basic(u, IS_STRING) or isinstance(u, Slice) and identical(u.elem, BYTE))
                for _, u in predicates.type_terms(y.type)
            )
        if not special:
            source, why = self._slice_elem(y)
            if source is None:
                if not predicates.all_basic(y.type, IS_STRING):
                    self.error(y, f"invalid copy: {why}")
                    return
                source = BYTE
            if not identical(elem, source):
                self.error(
                    x,
                    f"invalid copy: arguments {self.operand(x)} and {self.operand(y)} have different element types "
                    f"{self.ts(elem)} and {self.ts(source)}",
                )
                return
        self.convert_untyped(y, STRING)
        self._value(e, INT)

    def _delete(self, e: s.Call, args: list[s.Expr]) -> None:
        x = args[0]
        key: Type | None = None
        for _, u in predicates.type_terms(x.type):
            if not isinstance(u, Map):
                self.error(x, f"invalid argument: {self.operand(x)} is not a map")
                return
            if key is not None and not identical(u.map_key, key):
                self.error(x, f"invalid argument: maps of {self.operand(x)} must have identical key types")
                return
            key = u.map_key
        if self.assignment(args[1], key, "argument to delete"):
            self._nothing(e)

    def _make(self, e: s.Call, args: list[s.Expr]) -> None:
        arg = args[0]
        t = self.var_type(arg)
        if t is INVALID:
            self.use(*args[1:])
            return
        u = predicates.common_under(t)
        if not isinstance(u, (Slice, Map, Chan)):
            why = "type must be slice, map, or channel"
            if t.__class__ is TypeParam and u is None:
                terms = predicates.type_terms(t)
                if terms[0][0] is None:
                    why = "no specific type"
                elif all(isinstance(w, (Slice, Map, Chan)) for _, w in terms):
                    why = f"{self.ts(terms[0][0])} and {self.ts(terms[1][0])} have different underlying types"
            self.error(arg, f"invalid argument: cannot make {expr_string(arg)}: {why}")
            self.use(*args[1:])
            return
        least = 2 if isinstance(u, Slice) else 1
        if not least <= len(args) <= least + 1:
            self.error(
                e, f"invalid operation: {expr_string(e)} expects {least} or {least + 1} arguments; found {len(args)}"
            )
            return
        sizes = [self.index(a, -1) for a in args[1:]]
        if len(sizes) == 2 and sizes[0] >= 0 and sizes[1] >= 0 and sizes[0] > sizes[1]:
            self.error(args[1], "invalid argument: length and capacity swapped")
        self._value(e, t)

    def _max(self, e: s.Call, args: list[s.Expr]) -> None:
        self._extreme(e, args, "max", ">")

    def _min(self, e: s.Call, args: list[s.Expr]) -> None:
        self._extreme(e, args, "min", "<")

    def _extreme(self, e: s.Call, args: list[s.Expr], name: str, op: str) -> None:
        self.allow(21, e.fun, f"built-in {name}")
        x = args[0]
        # the result so far, apart from the operands
        r = s.Ident(x.pos, expr_string(x))
        r.mode, r.type, r.const = x.mode, x.type, x.const
        for i, a in enumerate(args):
            if not predicates.all_basic(a.type, IS_ORDERED):
                self.error(a, f"invalid argument: {self.operand(a)} cannot be ordered")
                return
            if i == 0:
                continue
            if not self.match_types(r, a):
                return
            if not identical(r.type, a.type):
                self.error(
                    a,
                    f"invalid argument: mismatched types {self.ts(r.type)} (previous argument) and {self.ts(a.type)} "
                    f"(type of {expr_string(a)})",
                )
                return
            if r.mode == s.CONST and a.mode == s.CONST:
                if r.const is not UNKNOWN and a.const is not UNKNOWN and constants.compare(op, a.const, r.const):
                    r.const = a.const
            else:
                r.mode, r.const = s.VALUE, None
        if r.mode != s.CONST:
            r.mode = s.VALUE
            if not self.assignment(r, ANY, f"argument to built-in {name}"):
                return
        for a in args:
            self.update_type(a, r.type, not predicates.is_untyped(r.type))
        e.mode, e.type, e.const = r.mode, r.type, r.const

    def _new(self, e: s.Call, args: list[s.Expr]) -> None:
        x = args[0]
        if not self.expr_or_type(x):
            return
        if x.mode == s.BUILTIN:
            self.exclude(x, True)
            return
        if x.mode == s.TYPE:
            self.valid_var_type(x, x.type)
        else:
            if predicates.is_untyped(x.type) and not self.assignment(x, None, "argument to new"):
                return
            self.allow(26, e.fun, f"new({expr_string(x)})")
        self._value(e, Pointer(x.type))

    def _panic(self, e: s.Call, args: list[s.Expr]) -> None:
        self.panics.add(e)
        if self.assignment(args[0], ANY, "argument to panic"):
            self._nothing(e)

    def _print(self, e: s.Call, args: list[s.Expr]) -> None:
        for a in args:
            if not self.assignment(a, None, f"argument to built-in {e.builtin}"):
                return
        self._nothing(e)

    _println = _print

    def _recover(self, e: s.Call, args: list[s.Expr]) -> None:
        if self.info is not None:
            self.info.has_recover = True
        self._value(e, ANY)

    # package unsafe

    def _add(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(17, e.fun, "unsafe.Add")
        if self.assignment(args[0], UNSAFE_POINTER, "argument to unsafe.Add") and self.valid_index(
            args[1], "length", True
        ):
            self._value(e, UNSAFE_POINTER)

    def _size(self, e: s.Call, x: s.Expr, name: str) -> None:
        from burrow.go.inline import layout

        if not self.assignment(x, None, f"argument to unsafe.{name}"):
            return
        e.type = UINTPTR
        if has_var_size(x.type):
            e.mode = s.VALUE
            return
        e.mode = s.CONST
        e.const = layout.size(x.type) if name == "Sizeof" else layout.align(x.type)

    def _sizeof(self, e: s.Call, args: list[s.Expr]) -> None:
        self._size(e, args[0], "Sizeof")

    def _alignof(self, e: s.Call, args: list[s.Expr]) -> None:
        self._size(e, args[0], "Alignof")

    def _offsetof(self, e: s.Call, args: list[s.Expr]) -> None:
        from burrow.go.inline import layout

        arg = args[0]
        x = s.unparen(arg)
        if not isinstance(x, s.Selector):
            self.error(arg, f"invalid argument: {expr_string(arg)} is not a selector expression")
            self.use(arg)
            return
        if not self.expr(x.x):
            return
        base = struct_pointer(x.x.type)
        name = x.sel.name
        found = lookup(base, self.pkg, name, False)
        if found.obj is None:
            self.error(x.x, f"invalid argument: {self.ts(base)} has no single field {name}")
            return
        if isinstance(found.obj, Func):
            self.error(arg, f"invalid argument: {expr_string(arg)} is a method value")
            return
        if found.indirect:
            self.error(x.x, f"invalid argument: field {name} is embedded via a pointer in {self.ts(base)}")
            return
        x.sel.obj = found.obj
        x.selection = s.Selection(s.FIELD, x.x.type, found.obj, found.path, base is not x.x.type)
        for node in (x, x.sel, arg):
            node.mode, node.type, node.const = s.VAR, found.obj.type, None
        e.type = UINTPTR
        if has_var_size(base):
            e.mode = s.VALUE
            return
        offset = 0
        t = base
        for i in found.path:
            u = t.underlying
            assert isinstance(u, Struct)
            offset += layout.offset(u, i)
            t = u.fields[i].type
        e.mode, e.const = s.CONST, offset

    def _slice_(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(17, e.fun, "unsafe.Slice")
        u = predicates.common_under(args[0].type)
        if not isinstance(u, Pointer):
            self.error(args[0], f"invalid argument: {self.operand(args[0])} is not a pointer")
            return
        if self.valid_index(args[1], "length", False):
            self._value(e, Slice(u.elem))

    def _slicedata(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(20, e.fun, "unsafe.SliceData")
        u = predicates.common_under(args[0].type)
        if not isinstance(u, Slice):
            self.error(args[0], f"invalid argument: {self.operand(args[0])} is not a slice")
            return
        self._value(e, Pointer(u.elem))

    def _string(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(20, e.fun, "unsafe.String")
        if self.assignment(args[0], Pointer(BYTE), "argument to unsafe.String") and self.valid_index(
            args[1], "length", False
        ):
            self._value(e, STRING)

    def _stringdata(self, e: s.Call, args: list[s.Expr]) -> None:
        self.allow(20, e.fun, "unsafe.StringData")
        if self.assignment(args[0], STRING, "argument to unsafe.StringData"):
            self._value(e, Pointer(BYTE))


def has_var_size(t: Type, seen: set[Type] | None = None) -> bool:
    """Whether the size depends on a type parameter."""
    if t.__class__ is TypeParam:
        return True
    if isinstance(t, Named):
        if not t.targs and not t.obj.parent_func:
            return False
        seen = seen or set()
        if t in seen:
            return False
        seen.add(t)
    u = t.underlying
    if isinstance(u, Array):
        return has_var_size(u.elem, seen)
    return isinstance(u, Struct) and any(has_var_size(f.type, seen) for f in u.fields)


__all__ = ["IS_FLOAT", "UNTYPED_NIL", "Builtins", "has_var_size"]
