"""Conversions: implicit ones to interfaces, and every explicit one of the language."""

from __future__ import annotations

import struct

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import descriptors
from burrow.go.lower import machine as m
from burrow.go.lower.expr import constant, expr, retype
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place, StaticRef, Use
from burrow.ir.program import Reloc

SMALL = 32  # see strings.py


def implicit(
    f: Function, o: Operand, have: g.Type, target: g.Type, node: s.Expr | None, role: str = "iface"
) -> Operand:
    """A value as it is assigned to a variable of type `target`."""
    if have.key == target.key or not m.is_interface(target):
        return retype(f, o, have, target)
    under = target.underlying
    assert isinstance(under, g.Interface)
    empty = not under.all_methods
    if m.is_interface(have):
        return _between(f, o, have, target, empty)
    tab = f.type_ref(have) if empty else Const(StaticRef(descriptors.itab(f.u, target, have)), t.PTR)
    return f.temp(m.IFACE, Aggregate(m.IFACE, [tab, box(f, o, have, node, role)]))


def box(f: Function, o: Operand, have: g.Type, node: s.Expr | None, role: str = "iface") -> Operand:
    """The data word for a concrete value."""
    mt = f.mt(have)
    if m.is_direct(have):
        if isinstance(mt, t.Ptr):
            return o
        p = f.place_of(o)
        while not isinstance(f.local_ty(p), t.Ptr):
            ty = f.local_ty(p)
            if isinstance(ty, t.Struct):
                p = p.field(0)
            else:
                from burrow.ir.nodes import const_index

                p = p.then(const_index(0, 1))
        return Copy(p)
    if t.size_of(mt) == 0:
        return Const(StaticRef(zero_base(f)), t.PTR)
    if isinstance(o, Const):
        known = constant_box(f, o, mt)
        if known is not None:
            return Const(StaticRef(known), t.PTR)
    if node is not None and not isinstance(o, Const):
        known = _constant_literal(f, node, have, mt)
        if known is not None:
            return Const(StaticRef(known), t.PTR)
    heap = node is None or f.plan.on_heap(node, role)
    if not heap:
        ptr = f.room(mt, False, "interface", str(have), 0, zero=False)
        f.store(f.deref(ptr, mt), o)
        return ptr
    return _box_on_heap(f, f.keep(o), have, mt)


def _box_on_heap(f: Function, o: Operand, have: g.Type, mt: t.Ty) -> Operand:
    """Fresh memory for a value; small integers and empty strings have theirs already (runtime.convT64 and others)."""
    word: Operand | None = None
    if isinstance(mt, t.Bool):
        word = f.cast("int", o, t.U64)
    elif isinstance(mt, t.Int):
        same = t.Int(mt.bits, False)
        word = o if mt == same else f.cast("int", o, same)
        word = word if mt.bits == 64 else f.cast("int", word, t.U64)
    if word is not None and t.size_of(mt) == 1:
        return f.temp(t.PTR, Use(f.offset(small_numbers(f), word, t.U64)))
    if word is None and not m.is_string(have):
        ptr = f.alloc(mt, "interface", str(have), 0)
        f.store(f.deref(ptr, mt), o)
        return ptr
    p = Place(f.local(t.PTR))
    known, fresh, after = f.block(), f.block(), f.block()
    if word is not None:
        f.branch(f.binary("lt", word, Const(256, t.U64)), known, fresh)
    else:
        f.branch(f.binary("eq", f.field(o, 1), f.num(0)), known, fresh)
    f.enter(known)
    f.store(p, f.offset(small_numbers(f), word, t.U64) if word is not None else zero_string(f))
    f.goto(after)
    f.enter(fresh)
    ptr = f.alloc(mt, "interface", str(have), 0)
    f.store(f.deref(ptr, mt), o)
    f.store(p, ptr)
    f.goto(after)
    f.enter(after)
    return Copy(p)


def small_numbers(f: Function) -> Operand:
    """A table of 0 to 255, each in a word of its own."""
    if f.u.pkg.path != "runtime":
        f.u.unit.extern_statics.setdefault("runtime.smallNumbers", t.Array(t.U64, 256))
    return Const(StaticRef("runtime.smallNumbers"), t.Ptr(t.U64))


def zero_string(f: Function) -> Operand:
    """Where an empty string is."""
    if f.u.pkg.path != "runtime":
        f.u.unit.extern_statics.setdefault("runtime.zeroVal", t.Array(t.U64, 1024))
    return Const(StaticRef("runtime.zeroVal"), t.PTR)


def _constant_literal(f: Function, node: s.Expr, have: g.Type, mt: t.Ty) -> str | None:
    """Read-only memory that holds a struct or array literal of constants."""
    x = s.unparen(node)
    if isinstance(x, s.Call) and x.kind == s.CONVERSION:
        x = s.unparen(x.args[0])
    if not isinstance(x, s.CompositeLit) or t.size_of(mt) > 1024 or f.type(x).key != have.key:
        return None
    if not isinstance(have.underlying, (g.Struct, g.Array)):
        return None
    from burrow.go.lower import static_init

    data = bytearray(t.size_of(mt))
    relocs: list[Reloc] = []
    if not static_init.put(f, x, have, data, 0, relocs, fresh=True):
        return None
    return f.u.static_data("box", mt, bytes(data), relocs)


def zero_base(f: Function) -> str:
    if f.u.pkg.path != "runtime":
        f.u.unit.extern_statics.setdefault("runtime.zerobase", t.U64)
    return "runtime.zerobase"


def constant_box(f: Function, o: Const, mt: t.Ty) -> str | None:
    """Read-only memory that holds a constant."""
    v = o.value
    if v is None:
        data = bytes(t.size_of(mt))
        if len(data) > 1024:
            return None
    elif isinstance(v, bytes):
        return f.u.static_data("box", mt, struct.pack("<qq", 0, len(v)), [Reloc(0, f.u.text(v))] if v else [])
    elif isinstance(mt, t.Float):
        data = struct.pack("<d", v) if mt.bits == 64 else struct.pack("<f", v)
    elif isinstance(mt, (t.Int, t.Bool)) and isinstance(v, int):
        size = t.size_of(mt)
        data = (int(v) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
    else:
        return None
    return f.u.static_data("box", mt, data, [])


def _between(f: Function, o: Operand, have: g.Type, target: g.Type, empty: bool) -> Operand:
    """From interface to interface."""
    source = have.underlying
    assert isinstance(source, g.Interface)
    o = f.keep(o)
    if empty:
        return f.temp(m.IFACE, Aggregate(m.IFACE, [type_word(f, o, have), f.field(o, 1)]))
    tu = target.underlying
    assert isinstance(tu, g.Interface)
    if [x.unique_name for x in source.all_methods] == [x.unique_name for x in tu.all_methods]:
        return o
    tab = f.rt("assertE2I2", f.type_ref(target), type_word(f, o, have))
    return f.temp(m.IFACE, Aggregate(m.IFACE, [tab, f.field(o, 1)]))


ITAB = t.lay_out(
    t.Struct("itab"),
    [
        ("inter", t.PTR),
        ("type", t.PTR),
        ("hash", t.U32),
        ("_", t.U32),
        ("fun", t.Array(t.FnPtr((), t.UNIT), 1 << 16)),
    ],
)


def type_word(f: Function, o: Operand, ty: g.Type) -> Operand:
    """The dynamic type's descriptor of an interface value, or nil."""
    under = ty.underlying
    assert isinstance(under, g.Interface)
    word = f.field(o, 0)
    if not under.all_methods:
        return word
    word = f.temp(t.Ptr(ITAB), Use(word))
    p = Place(f.local(t.PTR))
    yes, no, after = f.block(), f.block(), f.block()
    f.branch(f.binary("ne", word, Const(None, t.Ptr(ITAB))), yes, no)
    f.enter(yes)
    assert isinstance(word, Copy)
    f.store(p, Copy(word.place.deref().field(1)))
    f.goto(after)
    f.enter(no)
    f.store(p, Const(None, t.PTR))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def unbox(f: Function, o: Operand, ty: g.Type) -> Operand:
    """The concrete value in an interface whose dynamic type is `ty`."""
    mt = f.mt(ty)
    data = f.field(o, 1)
    if m.is_direct(ty):
        if isinstance(mt, t.Ptr):
            return f.temp(mt, Use(data))
        return f.cast("bits", data, mt)
    if t.size_of(mt) == 0:
        return Const(None, mt)
    return Copy(f.deref(f.temp(t.Ptr(mt), Use(data)), mt))


# ---------------------------------------------------------------------------------------------------------------------
# Explicit conversions


def conversion(f: Function, x: s.Call) -> Operand:
    """`T(v)`."""
    target = f.type(x)
    arg = x.args[0]
    if arg.mode == s.NIL:
        return f.zero(target)
    have = f.type(arg)
    if arg.const is not None and not m.is_interface(target):
        u = target.underlying
        if m.is_complex(target) and not isinstance(arg.const, (bytes, bool)):
            return constant(f, arg.const, target)  # also of a type parameter, where the constant has another type
        if (
            isinstance(u, g.Basic)
            and not isinstance(arg.const, bytes)
            and not u.info & g.IS_STRING
            and isinstance(f.mt(target), (t.Int, t.Float))
        ):
            have_mt = f.mt(have)
            if isinstance(have_mt, (t.Int, t.Float)) and (
                isinstance(have_mt, t.Int) or isinstance(f.mt(target), t.Float)
            ):
                return _fold(f, arg.const, have, target)
    if m.is_interface(target):
        o = expr(f, arg)
        f.at(x.pos)
        return implicit(f, o, have, target, x)
    o = expr(f, arg)
    f.at(x.pos)
    return convert(f, o, have, target, x)


def _fold(f: Function, v: object, have: g.Type, target: g.Type) -> Operand:
    o = constant(f, v, have)
    return convert(f, o, have, target, None)


def convert(f: Function, o: Operand, have: g.Type, target: g.Type, node: s.Expr | None) -> Operand:
    """A value of type `have` as a `target`, neither an interface."""
    hu, tu = have.underlying, target.underlying
    hm, tm = f.mt(have), f.mt(target)
    heap = node is None or f.plan.on_heap(node)
    if isinstance(tu, g.Basic) and tu.info & g.IS_STRING:
        if isinstance(hu, g.Basic) and hu.info & g.IS_INTEGER:
            assert isinstance(hm, t.Int)
            wide = o if hm.bits == 64 else f.cast("int", o, t.I64)
            if hm == t.U64:
                wide = f.cast("int", o, t.I64)
            return f.rt("intstring", f.buffer(t.U8, 4, heap), wide)
        if isinstance(hu, g.Slice):
            o = f.keep(o)
            if f.mt(hu.elem) == t.U8:
                return f.rt("slicebytetostring", f.buffer(t.U8, SMALL, heap), f.field(o, 0), f.field(o, 1))
            return f.rt("slicerunetostring", f.buffer(t.U8, SMALL, heap), o)
        return o
    if isinstance(hu, g.Basic) and hu.info & g.IS_STRING and isinstance(tu, g.Slice):
        if f.mt(tu.elem) != t.U8:
            return rename(f, f.rt("stringtoslicerune", f.buffer(t.I32, SMALL, heap), o), tm)
        if node is not None and f.plan.zero_copy(node):
            o = f.keep(o)
            n = f.field(o, 1)
            return f.temp(tm, Aggregate(tm, [f.ptr_as(f.field(o, 0), f.mt(tu.elem)), n, n]))
        return rename(f, f.rt("stringtoslicebyte", f.buffer(t.U8, SMALL, heap), o), tm)
    if isinstance(hu, g.Slice) and isinstance(tu, (g.Array, g.Pointer)):
        return _slice_to_array(f, o, tu, target)
    return number(f, o, hm, tm)


def rename(f: Function, o: Operand, tm: t.Ty) -> Operand:
    """The same bits under another struct type."""
    have = f.op_ty(o)
    if have is tm or have == tm:
        return o
    if isinstance(have, t.Struct) and isinstance(tm, t.Struct) and have.name == tm.name:
        return o
    return f.cast("bits", o, tm)


def number(f: Function, o: Operand, hm: t.Ty, tm: t.Ty) -> Operand:
    """Between numbers, pointers and types of the same layout."""
    if hm is tm or hm == tm:
        return o
    if isinstance(hm, t.Int) and isinstance(tm, t.Int):
        if isinstance(o, Const):
            v = int(o.value or 0) & ((1 << tm.bits) - 1)
            return Const(v - (1 << tm.bits) if tm.signed and v >> (tm.bits - 1) else v, tm)
        return f.cast("int", o, tm)
    if isinstance(hm, t.Int) and isinstance(tm, t.Float):
        return f.cast("int_float", o, tm)
    if isinstance(hm, t.Float) and isinstance(tm, t.Int):
        return _float_to_int(f, o, tm)
    if isinstance(hm, t.Float) and isinstance(tm, t.Float):
        return f.cast("float_float", o, tm)
    if isinstance(hm, t.Ptr) and isinstance(tm, t.Int):
        return f.cast("ptr_int", o, tm)
    if isinstance(hm, t.Int) and isinstance(tm, t.Ptr):
        return f.cast("int_ptr", o, tm)
    if isinstance(hm, t.Ptr) and isinstance(tm, t.Ptr):
        return f.temp(tm, Use(o)) if not isinstance(o, Const) else Const(o.value, tm)
    if hm in (m.COMPLEX64, m.COMPLEX128) and tm in (m.COMPLEX64, m.COMPLEX128):
        part = tm.fields[0].ty  # type: ignore[union-attr]
        return f.temp(tm, Aggregate(tm, [f.cast("float_float", f.field(o, i), part) for i in (0, 1)]))
    return rename(f, o, tm)


def _float_to_int(f: Function, o: Operand, tm: t.Int) -> Operand:
    """As amd64 does it: through int64 (of a uint64, in two halves); what does not fit is what the machine gives."""
    if tm.signed and tm.bits == 64:
        return f.cast("float_int", o, tm)
    if tm.bits == 64:
        return f.cast("float_int", o, tm)
    return f.cast("int", f.cast("float_int", o, t.I64), tm)


def _slice_to_array(f: Function, o: Operand, tu: g.Type, target: g.Type) -> Operand:
    """`[4]int(s)` and `(*[4]int)(s)`."""
    array = tu.elem.underlying if isinstance(tu, g.Pointer) else tu
    assert isinstance(array, g.Array)
    o = f.keep(o)
    length = f.field(o, 1)
    ok = f.binary("ge", length, f.num(array.len))
    f.unless(ok, "panicSlice", length, Const(True, t.BOOL), f.num(array.len), f.num(8))
    ptr = f.field(o, 0)
    if isinstance(tu, g.Pointer):
        return f.temp(f.mt(target), Use(ptr))
    mt = f.mt(target)
    if t.size_of(mt) == 0:
        return Const(None, mt)
    return f.temp(mt, Use(Copy(f.deref(f.temp(t.Ptr(mt), Use(ptr)), mt))))
