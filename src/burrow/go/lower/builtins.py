"""The predeclared functions and those of package unsafe."""

from __future__ import annotations

from collections.abc import Callable

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.convert import number
from burrow.go.lower.expr import as_int, expr, index_value, value
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Binary, Const, Copy, CopyMem, Operand, Place, Use


def call(f: Function, x: s.Call) -> Operand:
    """A call of a builtin."""
    name = x.builtin
    assert name is not None
    f.at(x.pos)
    if len(x.args) == 1 and isinstance(x.args[0].type, g.Tuple):
        x = _spread(f, x)
    make = _TABLE.get(name)
    if make is None:
        raise f.unsupported(x.pos, f"the builtin {name}")
    return make(f, x)


def named(f: Function, v: g.Var, where: Place) -> s.Ident:
    """A name for a value that has been computed."""
    name = s.Ident(v.pos, v.name)
    name.obj, name.type, name.const, name.mode = v, v.type, None, s.VAR
    f.vars[v] = where
    return name


def _spread(f: Function, x: s.Call) -> s.Call:
    """`append(f())`, where f has several results: the same call of variables with the results."""
    arg = x.args[0]
    ty = f.type(arg)
    assert isinstance(ty, g.Tuple)
    o = f.keep(expr(f, arg))
    parts = [f.field(o, i) if len(ty.vars) > 1 else o for i in range(len(ty.vars))]
    args: list[s.Expr] = [
        named(f, g.Var(f"·{i}", v.type, None, arg.pos), f.place_of(f.keep(p)))
        for i, (v, p) in enumerate(zip(ty.vars, parts, strict=True))
    ]
    out = s.Call(x.pos, x.fun, args, x.dots)
    out.type, out.const, out.mode, out.kind, out.builtin = x.type, None, x.mode, x.kind, x.builtin
    return out


NOTHING = Const(None, t.UNIT)


def _len(f: Function, x: s.Call) -> Operand:
    arg = x.args[0]
    ty = f.type(arg)
    u = ty.underlying
    if isinstance(u, g.Pointer):
        u = u.elem.underlying
    if isinstance(u, g.Array):
        expr(f, arg)
        return f.num(u.len)
    o = expr(f, arg)
    f.at(x.pos)
    if isinstance(u, g.Map):
        return map_length(f, o)
    if isinstance(u, g.Chan):
        return f.rt("chanlen", o)
    return f.field(o, 1)


MAPHEAD = t.lay_out(t.Struct("map"), [("count", t.I64)])


def map_length(f: Function, o: Operand) -> Operand:
    """The count at the head of a map, 0 of a nil one."""
    ptr = f.temp(t.Ptr(MAPHEAD), Use(o))
    p = Place(f.local(t.I64))
    yes, no, after = f.block(), f.block(), f.block()
    f.branch(f.binary("ne", ptr, Const(None, t.Ptr(MAPHEAD))), yes, no)
    f.enter(yes)
    f.store(p, Copy(f.place_of(ptr).deref().field(0)))
    f.goto(after)
    f.enter(no)
    f.store(p, f.num(0))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def _cap(f: Function, x: s.Call) -> Operand:
    arg = x.args[0]
    u = f.type(arg).underlying
    if isinstance(u, g.Pointer):
        u = u.elem.underlying
    o = expr(f, arg)
    if isinstance(u, g.Array):
        return f.num(u.len)
    if isinstance(u, g.Chan):
        return f.rt("chancap", o)
    return f.field(o, 2)


def _append(f: Function, x: s.Call) -> Operand:
    from burrow.go.lower import slices

    return slices.append(f, x)


def _copy(f: Function, x: s.Call) -> Operand:
    """`copy(dst, src)`: the smaller of the two lengths."""
    dst = f.keep(expr(f, x.args[0]))
    src = f.keep(expr(f, x.args[1]))
    f.at(x.pos)
    ty = f.type(x.args[0]).underlying
    assert isinstance(ty, g.Slice)
    elem = f.mt(ty.elem)
    n = smaller(f, f.field(dst, 1), f.field(src, 1))
    f.emit(CopyMem(f.field(dst, 0), f.field(src, 0), n, elem, True, f.info))
    return n


def smaller(f: Function, a: Operand, b: Operand) -> Operand:
    """The lesser of two integers."""
    p = Place(f.local(t.I64))
    f.store(p, a)
    less, after = f.block(), f.block()
    f.branch(f.binary("lt", b, a), less, after)
    f.enter(less)
    f.store(p, b)
    f.goto(after)
    f.enter(after)
    return Copy(p)


def _clear(f: Function, x: s.Call) -> Operand:
    ty = f.type(x.args[0])
    u = ty.underlying
    o = f.keep(expr(f, x.args[0]))
    f.at(x.pos)
    if isinstance(u, g.Map):
        f.rt("mapclear", f.type_ref(ty), o)
    else:
        assert isinstance(u, g.Slice)
        f.rt("memclrtyped", f.type_ref(u.elem), f.field(o, 0), f.field(o, 1))
    return NOTHING


def _delete(f: Function, x: s.Call) -> Operand:
    from burrow.go.lower import maps

    maps.delete(f, x)
    return NOTHING


def _new(f: Function, x: s.Call) -> Operand:
    arg = x.args[0]
    ty = f.type(x).underlying
    assert isinstance(ty, g.Pointer)
    elem = f.mt(ty.elem)
    if arg.mode == s.TYPE:
        if f.plan.on_heap(x) and t.size_of(elem) == 0:
            return _zero_sized(f, t.Ptr(elem))
        return f.room(elem, f.plan.on_heap(x), "new", f"new({ty.elem})", x.pos)
    o = f.keep(value(f, arg, ty.elem))
    ptr = f.room(elem, f.plan.on_heap(x), "new", "new", x.pos, zero=False)
    f.store(f.deref(ptr, elem), o)
    return ptr


def _zero_sized(f: Function, ty: t.Ty) -> Operand:
    from burrow.go.lower.convert import zero_base
    from burrow.ir.nodes import StaticRef

    return Const(StaticRef(zero_base(f)), ty)


def _make(f: Function, x: s.Call) -> Operand:
    ty = f.type(x)
    u = ty.underlying
    if isinstance(u, g.Slice):
        from burrow.go.lower import slices

        return slices.make(f, x, ty, u)
    size: Operand = f.num(0)
    if len(x.args) > 1:
        size = make_size(f, x.args[1])
    f.at(x.pos)
    if isinstance(u, g.Map):
        from burrow.go.lower import maps

        return maps.make(f, x, ty, u, size)
    return f.rt("makechan", f.type_ref(ty), size)


def make_size(f: Function, x: s.Expr) -> Operand:
    """A length as an int; a huge unsigned one becomes negative, which is out of range as well."""
    o = expr(f, x)
    mt = f.op_ty(o)
    if isinstance(mt, t.Float):
        return Const(int(o.value), t.I64) if isinstance(o, Const) else f.cast("float_int", o, t.I64)
    return as_int(f, index_value(f, x)) if not isinstance(o, Const) else Const(int(o.value or 0), t.I64)


def _panic(f: Function, x: s.Call) -> Operand:
    from burrow.go.universe import EMPTY_INTERFACE

    o = value(f, x.args[0], EMPTY_INTERFACE)
    f.at(x.pos)
    f.rt("gopanic", o)
    f.enter(f.block())
    return NOTHING


def _recover(f: Function, x: s.Call) -> Operand:
    from burrow.go.lower.wrappers import frame_address

    fp = Copy(f.frame.field(3)) if f.frame is not None else frame_address(f)
    return f.rt("gorecover", fp)


def _close(f: Function, x: s.Call) -> Operand:
    o = expr(f, x.args[0])
    f.at(x.pos)
    f.rt("closechan", o)
    return NOTHING


def _print(f: Function, x: s.Call) -> Operand:
    """`print` and `println`, to standard error."""
    from burrow.go.universe import default_type

    ops: list[tuple[Operand, g.Type]] = []
    for a in x.args:
        ty = f.type(a)
        if isinstance(ty, g.Basic) and ty.info & g.IS_UNTYPED:
            ty = default_type(ty)
        if a.mode == s.NIL:
            ops.append((f.zero(ty), ty))
        else:
            ops.append((f.keep(expr(f, a)), ty))
    f.at(x.pos)
    for i, (o, ty) in enumerate(ops):
        if i and x.builtin == "println":
            f.rt("printsp")
        _print_one(f, o, ty)
    if x.builtin == "println":
        f.rt("printnl")
    return NOTHING


def _print_one(f: Function, o: Operand, ty: g.Type) -> None:
    u = ty.underlying
    mt = f.op_ty(o)
    if isinstance(u, g.Interface):
        f.rt("printiface", f.field(o, 0), f.field(o, 1))
    elif isinstance(u, g.Slice):
        f.rt("printslice", f.field(o, 0), f.field(o, 1), f.field(o, 2))
    elif m.is_string(ty):
        f.rt("printstring", o)
    elif m.is_complex(ty):
        f.rt(
            "printcomplex",
            number(f, f.field(o, 0), f.op_ty(f.field(o, 0)), t.F64),
            number(f, f.field(o, 1), f.op_ty(f.field(o, 1)), t.F64),
            f.num(64 if mt is m.COMPLEX128 else 32),
        )
    elif isinstance(mt, t.Bool):
        f.rt("printbool", o)
    elif isinstance(mt, t.Float):
        f.rt("printfloat" if mt.bits == 64 else "printfloat32", o)
    elif isinstance(mt, t.Int):
        f.rt("printint" if mt.signed else "printuint", number(f, o, mt, t.I64 if mt.signed else t.U64))
    else:
        f.rt("printpointer", f.temp(t.PTR, Use(o)))


def _min_max(f: Function, x: s.Call) -> Operand:
    ty = f.type(x)
    best = f.keep(value(f, x.args[0], ty))
    for a in x.args[1:]:
        other = f.keep(value(f, a, ty))
        f.at(x.pos)
        best = _choose(f, best, other, ty, x.builtin == "min")
    return best


def _choose(f: Function, a: Operand, b: Operand, ty: g.Type, least: bool) -> Operand:
    mt = f.mt(ty)
    p = Place(f.local(mt))
    f.store(p, a)
    take, after = f.block(), f.block()
    if m.is_string(ty):
        cond = f.binary("lt" if least else "gt", f.rt("cmpstring", b, a), f.num(0))
    elif isinstance(mt, t.Float):
        # NaN wins; of two zeros the negative one is less
        nan, same, order = f.block(), f.block(), f.block()
        f.branch(f.binary("ne", a, a), after, nan)
        f.enter(nan)
        f.branch(f.binary("ne", b, b), take, same)
        f.enter(same)
        zero = f.block()
        f.branch(f.binary("eq", a, b), zero, order)
        f.enter(zero)
        bits = t.Int(mt.bits, True)
        f.branch(f.binary("lt", f.cast("bits", b if least else a, bits), Const(0, bits)), take, after)
        f.enter(order)
        cond = f.binary("lt" if least else "gt", b, a)
    else:
        cond = f.binary("lt" if least else "gt", b, a)
    f.branch(cond, take, after)
    f.enter(take)
    f.store(p, b)
    f.goto(after)
    f.enter(after)
    return Copy(p)


def _complex(f: Function, x: s.Call) -> Operand:
    mt = f.mt(f.type(x))
    part_ty = mt.fields[0].ty  # type: ignore[union-attr]
    parts: list[Operand] = []
    for a in x.args:
        if a.const is not None:
            from burrow.go.lower.expr import to_float

            v = a.const
            parts.append(Const(to_float(v.re if hasattr(v, "re") else v), part_ty))  # type: ignore[arg-type]
        else:
            parts.append(f.keep(expr(f, a)))
    return f.temp(mt, Aggregate(mt, parts))


def _real(f: Function, x: s.Call) -> Operand:
    return f.field(expr(f, x.args[0]), 0 if x.builtin == "real" else 1)


# ---- unsafe ----


def _sizeof(f: Function, x: s.Call) -> Operand:
    return Const(t.size_of(f.mt(f.type(x.args[0]))), t.U64)


def _alignof(f: Function, x: s.Call) -> Operand:
    return Const(max(t.align_of(f.mt(f.type(x.args[0]))), 1), t.U64)


def _unsafe_add(f: Function, x: s.Call) -> Operand:
    p = expr(f, x.args[0])
    i = as_int(f, index_value(f, x.args[1]))
    return f.temp(t.PTR, Binary("wrapping_offset", f.ptr_as(p, t.U8), i))


def _unsafe_slice(f: Function, x: s.Call) -> Operand:
    ty = f.type(x)
    u = ty.underlying
    assert isinstance(u, g.Slice)
    p = f.keep(expr(f, x.args[0]))
    n = f.keep(make_size(f, x.args[1]))
    f.at(x.pos)
    f.unless(f.binary("ge", n, f.num(0)), "panicunsafeslicelen")
    _not_nil(f, p, n, "panicunsafeslicenilptr")
    _fits(f, p, n, max(t.size_of(f.mt(u.elem)), 1), "panicunsafeslicelen")
    st = f.mt(ty)
    return f.temp(st, Aggregate(st, [p, n, n]))


def _fits(f: Function, p: Operand, n: Operand, size: int, helper: str) -> None:
    """Panic where n elements of a size reach beyond the end of the address space."""
    if isinstance(p, Const):
        return
    from burrow.go.lower.expr import unsigned

    room = f.binary("sub", Const(0, t.U64), f.cast("ptr_int", p, t.U64))
    f.unless(f.binary("le", unsigned(f, n), f.binary("div", _or_all(f, room), Const(size, t.U64))), helper)


def _or_all(f: Function, room: Operand) -> Operand:
    """The room after an address: all of it after nil."""
    p = Place(f.local(t.U64))
    f.store(p, room)
    none, after = f.block(), f.block()
    f.branch(f.binary("eq", room, Const(0, t.U64)), none, after)
    f.enter(none)
    f.store(p, Const((1 << 64) - 1, t.U64))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def _not_nil(f: Function, p: Operand, n: Operand, helper: str) -> None:
    some, good = f.block(), f.block()
    f.branch(f.binary("eq", p, Const(None, f.op_ty(p))), some, good)
    f.enter(some)
    f.unless(f.binary("eq", n, f.num(0)), helper)
    f.goto(good)
    f.enter(good)


def _unsafe_string(f: Function, x: s.Call) -> Operand:
    p = f.keep(expr(f, x.args[0]))
    n = f.keep(make_size(f, x.args[1]))
    f.at(x.pos)
    f.unless(f.binary("ge", n, f.num(0)), "panicunsafestringlen")
    _not_nil(f, p, n, "panicunsafestringnilptr")
    _fits(f, p, n, 1, "panicunsafestringlen")
    return f.temp(m.STRING, Aggregate(m.STRING, [p, n]))


def _data(f: Function, x: s.Call) -> Operand:
    o = expr(f, x.args[0])
    return f.temp(f.mt(f.type(x)), Use(f.field(f.keep(o) if isinstance(o, Const) else o, 0)))


def _offsetof(f: Function, x: s.Call) -> Operand:
    sel = s.unparen(x.args[0])
    assert isinstance(sel, s.Selector) and sel.selection is not None
    ty = f.type(sel.x)
    total = 0
    for i in sel.selection.path:
        if isinstance(ty.underlying, g.Pointer):
            ty = ty.underlying.elem
            total = 0
        mt = f.mt(ty)
        u = ty.underlying
        assert isinstance(mt, t.Struct) and isinstance(u, g.Struct)
        total += mt.fields[i].offset
        ty = u.fields[i].type
    return Const(total, t.U64)


_TABLE: dict[str, Callable[[Function, s.Call], Operand]] = {
    "len": _len,
    "cap": _cap,
    "append": _append,
    "copy": _copy,
    "clear": _clear,
    "delete": _delete,
    "new": _new,
    "make": _make,
    "panic": _panic,
    "recover": _recover,
    "close": _close,
    "print": _print,
    "println": _print,
    "min": _min_max,
    "max": _min_max,
    "complex": _complex,
    "real": _real,
    "imag": _real,
    "unsafe.Sizeof": _sizeof,
    "unsafe.Alignof": _alignof,
    "unsafe.Offsetof": _offsetof,
    "unsafe.Add": _unsafe_add,
    "unsafe.Slice": _unsafe_slice,
    "unsafe.String": _unsafe_string,
    "unsafe.StringData": _data,
    "unsafe.SliceData": _data,
}
