"""Values that are known while compiling, as the bytes of statics: constants, tables of them, functions.

The reference is cmd/compile/internal/staticinit. A value that is not known gives None and is computed by the
package's init.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.ir import types as t
from burrow.ir.nodes import StaticRef
from burrow.ir.program import Reloc

if TYPE_CHECKING:
    from burrow.go.lower.function import Function
    from burrow.go.lower.unit import UnitLowering


def variable(u: UnitLowering, f: Function, v: g.Var, e: s.Expr) -> bool:
    """Initialise a package variable by data, if its value is known."""
    if v.name == "_":
        return e.const is not None
    symbol = u.variable(v).symbol
    static = u.unit.statics.get(symbol)
    if static is None:
        return False
    if t.size_of(static.ty) > LARGE:
        return _large(f, v, e)
    data = bytearray(t.size_of(static.ty))
    relocs: list[Reloc] = []
    if not put(f, e, v.type, data, 0, relocs):
        return False
    static.data = bytes(data) if any(data) else b""
    static.relocs = relocs
    return True


LARGE = 1 << 20  # bytes: more is not written into the image, but where the program starts


def _large(f: Function, v: g.Var, e: s.Expr) -> bool:
    """Fill a large variable in place; it is zero before."""
    from burrow.go.lower import composite

    e = s.unparen(e)
    if not isinstance(e, s.CompositeLit) or f.type(e).key != v.type.key:
        return False
    composite.fill(f, f.variable(v, e.pos), e, v.type, True)
    return True


def array(f: Function, entries: list[tuple[int, s.Expr]], elem: g.Type, n: int) -> StaticRef | None:
    """A read-only table of the elements, if all are known."""
    mt = f.mt(elem)
    step = t.size_of(mt)
    data = bytearray(step * n)
    relocs: list[Reloc] = []
    for i, e in entries:
        if not put(f, e, elem, data, step * i, relocs, fresh=True):
            return None
    return StaticRef(f.u.static_data("table", t.Array(mt, n), bytes(data), relocs))


def put(
    f: Function, e: s.Expr, ty: g.Type, data: bytearray, at: int, relocs: list[Reloc], fresh: bool = False
) -> bool:
    """Write the value of `e` as a `ty` at an offset; False if it is not known.

    `fresh`: what is made is copied each time, so a slice in it may not be shared.
    """
    e = s.unparen(e)
    ty = f.subst(ty)
    if e.mode == s.NIL:
        return True
    if m.is_interface(ty):
        return False
    if e.const is not None and e.mode == s.CONST:
        return _constant(f, e.const, ty, data, at, relocs)
    if isinstance(e, s.CompositeLit):
        return _composite(f, e, ty, data, at, relocs, fresh)
    if isinstance(e, s.Unary) and e.op == "&" and not fresh:
        inner = s.unparen(e.x)
        if isinstance(inner, s.CompositeLit):
            return _pointer(f, inner, f.type(inner), data, at, relocs)
    if isinstance(e, s.Ident) and isinstance(e.obj, g.Func) and f.u.intrinsic(e.obj) is None:
        from burrow.go.lower.expr import function_symbol

        value = f.u.func_value(function_symbol(f, e)).value
        assert isinstance(value, StaticRef)
        relocs.append(Reloc(at, value.symbol))
        return True
    return False


def _constant(f: Function, v: object, ty: g.Type, data: bytearray, at: int, relocs: list[Reloc]) -> bool:
    from burrow.go.lower.expr import to_float

    mt = f.mt(ty)
    if isinstance(v, bytes):
        if v:
            relocs.append(Reloc(at, f.u.text(v)))
            struct.pack_into("<q", data, at + 8, len(v))
        return True
    if isinstance(mt, t.Bool):
        data[at] = bool(v)
        return True
    if isinstance(mt, t.Int):
        size = mt.bits // 8
        data[at : at + size] = (int(v) & ((1 << mt.bits) - 1)).to_bytes(size, "little")  # type: ignore[call-overload]
        return True
    if isinstance(mt, t.Float):
        try:
            struct.pack_into("<d" if mt.bits == 64 else "<f", data, at, to_float(v))  # type: ignore[arg-type]
        except OverflowError:
            return False
        return True
    return False


def _composite(
    f: Function, e: s.CompositeLit, ty: g.Type, data: bytearray, at: int, relocs: list[Reloc], fresh: bool
) -> bool:
    from burrow.go.lower.composite import _entries

    own = f.type(e)
    u = ty.underlying
    if isinstance(u, g.Pointer) and isinstance(own.underlying, g.Pointer):
        return not fresh and _pointer(f, e, u.elem, data, at, relocs)
    if own.key != ty.key:
        return False
    mt = f.mt(ty)
    if isinstance(u, g.Struct):
        assert isinstance(mt, t.Struct)
        return all(
            put(f, v, u.fields[i].type, data, at + mt.fields[i].offset, relocs, fresh)
            for i, v in _entries(e, u)
            if u.fields[i].name != "_" or v.const is None
        )
    if isinstance(u, g.Array):
        step = t.size_of(f.mt(u.elem))
        return all(put(f, v, u.elem, data, at + step * i, relocs, fresh) for i, v in _entries(e, u))
    if isinstance(u, g.Slice) and not fresh:
        entries = _entries(e, u)
        n = max((i + 1 for i, _ in entries), default=0)
        elem = f.mt(u.elem)
        step = t.size_of(elem)
        inner = bytearray(step * n)
        inside: list[Reloc] = []
        if n == 0 or not all(put(f, v, u.elem, inner, step * i, inside) for i, v in entries):
            return False
        relocs.append(Reloc(at, f.u.static_data("array", t.Array(elem, n), bytes(inner), inside, mutable=True)))
        struct.pack_into("<qq", data, at + 8, n, n)
        return True
    return False


def _pointer(f: Function, e: s.CompositeLit, ty: g.Type, data: bytearray, at: int, relocs: list[Reloc]) -> bool:
    u = ty.underlying
    if not isinstance(u, (g.Struct, g.Array)):
        return False
    mt = f.mt(ty)
    if t.size_of(mt) == 0:
        return False
    inner = bytearray(t.size_of(mt))
    inside: list[Reloc] = []
    own = e.type
    e_ty = own.underlying.elem if isinstance(own.underlying, g.Pointer) else own
    if e_ty.key != ty.key:
        return False
    from burrow.go.lower.composite import _entries

    if isinstance(u, g.Struct):
        assert isinstance(mt, t.Struct)
        ok = all(put(f, v, u.fields[i].type, inner, mt.fields[i].offset, inside) for i, v in _entries(e, u))
    else:
        step = t.size_of(f.mt(u.elem))
        ok = all(put(f, v, u.elem, inner, step * i, inside) for i, v in _entries(e, u))
    if not ok:
        return False
    relocs.append(Reloc(at, f.u.static_data("pointed", mt, bytes(inner), inside, mutable=True)))
    return True
