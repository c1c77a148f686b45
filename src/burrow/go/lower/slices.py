"""Slices: expressions, make, append. The bounds and their texts are runtime/panic.go's; growth is runtime.growslice."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.builtins import make_size
from burrow.go.lower.expr import as_int, expr, index_value, place, pointee, stable, unsigned, value
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Binary, Const, Copy, CopyMem, Operand, Place, Use

ALEN, ACAP, B, ALEN3, ACAP3, B3, C3 = 1, 2, 3, 4, 5, 6, 7  # the codes of runtime's boundsError


SMALL = 32  # bytes of a slice of unknown size in the frame of the function, where it does not escape


def slice_expr(f: Function, x: s.SliceExpr) -> Operand:
    """`a[lo:hi:max]`."""
    base = f.type(x.x)
    u = base.underlying
    length: Operand
    capacity: Operand
    if isinstance(u, g.Pointer) or isinstance(u, g.Array):
        if isinstance(u, g.Pointer):
            where = pointee(f, stable(f, expr(f, x.x)), u.elem)
            u = u.elem.underlying
        else:
            where = place(f, x.x)
        assert isinstance(u, g.Array)
        elem = f.mt(u.elem)
        ptr: Operand = f.temp(t.Ptr(elem), Use(f.address(where)))
        length = capacity = f.num(u.len)
        is_array = True
    else:
        o = f.keep(expr(f, x.x))
        if isinstance(o, Const):
            o = Copy(f.place_of(o))
        is_array = False
        ptr, length = f.field(o, 0), f.field(o, 1)
        if m.is_string(base):
            return _string(f, x, ptr, length)
        capacity = f.field(o, 2)
        elem = f.mt(u.elem)  # type: ignore[attr-defined]
    lo, lo_s = _bound(f, x.lo)
    hi, hi_s = _bound(f, x.hi)
    mx, mx_s = _bound(f, x.max)
    f.at(x.pos)
    new_cap = capacity
    if x.max is not None:
        assert mx is not None
        _check(f, mx, capacity, mx_s, ALEN3 if is_array else ACAP3)
        assert hi is not None
        _check(f, hi, mx, hi_s, B3)
        if lo is not None:
            _check(f, lo, hi, lo_s, C3)
        new_cap = mx
        end = hi
    elif hi is not None:
        _check(f, hi, capacity, hi_s, ALEN if is_array else ACAP)
        if lo is not None:
            _check(f, lo, hi, lo_s, B)
        end = hi
    else:
        if lo is not None:
            _check(f, lo, length, lo_s, B)
        end = length
    st = f.mt(f.type(x))
    if lo is None or (isinstance(lo, Const) and lo.value == 0):
        return f.temp(st, Aggregate(st, [ptr, end, new_cap]))
    size = _minus(f, end, lo)
    room = _minus(f, new_cap, lo)
    at = _advance(f, ptr, lo, room, elem)
    return f.temp(st, Aggregate(st, [at, size, room]))


def _minus(f: Function, a: Operand, b: Operand) -> Operand:
    if isinstance(a, Const) and isinstance(b, Const):
        return f.num(a.value - b.value)
    return f.binary("sub", a, b)


def _advance(f: Function, ptr: Operand, lo: Operand, room: Operand, elem: t.Ty) -> Operand:
    """The new first element; where no room is left the pointer stays, so that it keeps no neighbour alive."""
    if isinstance(room, Const):
        return f.offset(ptr, lo, elem) if room.value else ptr
    p = Place(f.local(t.Ptr(elem)))
    f.store(p, ptr)
    some, after = f.block(), f.block()
    f.branch(f.binary("ne", room, f.num(0)), some, after)
    f.enter(some)
    f.assign(p, Binary("offset", f.ptr_as(ptr, elem), lo))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def _string(f: Function, x: s.SliceExpr, ptr: Operand, length: Operand) -> Operand:
    lo, lo_s = _bound(f, x.lo)
    hi, hi_s = _bound(f, x.hi)
    f.at(x.pos)
    end = length
    if hi is not None:
        _check(f, hi, length, hi_s, ALEN)
        end = hi
    if lo is None:
        return f.temp(m.STRING, Aggregate(m.STRING, [ptr, end]))
    _check(f, lo, end, lo_s, B)
    size = _minus(f, end, lo)
    return f.temp(m.STRING, Aggregate(m.STRING, [_advance(f, ptr, lo, size, t.U8), size]))


def _bound(f: Function, x: s.Expr | None) -> tuple[Operand | None, bool]:
    """A bound as an int, and whether its type was signed."""
    if x is None:
        return None, True
    i = index_value(f, x)
    signed = f.op_ty(i) == t.I64
    return f.keep(as_int(f, i)), signed


def _check(f: Function, i: Operand, limit: Operand, signed: bool, code: int) -> None:
    """Panic unless 0 <= i <= limit."""
    if isinstance(i, Const) and isinstance(limit, Const) and 0 <= i.value <= limit.value:
        return
    if isinstance(i, Const) and i.value == 0:
        return
    ok = f.binary("le", unsigned(f, i), unsigned(f, limit))
    f.unless(ok, "panicSlice", i, Const(signed, t.BOOL), limit, f.num(code))


def make(f: Function, x: s.Call, ty: g.Type, u: g.Slice) -> Operand:
    """`make([]T, len, cap)`."""
    elem = f.mt(u.elem)
    st = f.mt(ty)
    n = f.keep(make_size(f, x.args[1]))
    c = f.keep(make_size(f, x.args[2])) if len(x.args) > 2 else n
    f.at(x.pos)
    size = max(t.size_of(elem), 1)
    most = (1 << 47) // size
    heap = f.plan.on_heap(x)
    known = f.plan.constant_cap(x)
    if known is not None and not heap:  # a variable that only ever has this value
        c = f.num(known)
        n = c if len(x.args) < 3 else n
    if isinstance(c, Const) and isinstance(n, Const) and 0 <= n.value <= c.value <= most:
        if not heap or c.value * t.size_of(elem) <= 1024:
            ptr = f.room(t.Array(elem, c.value), heap, "make", "make", x.pos)
            return f.temp(st, Aggregate(st, [f.temp(t.Ptr(elem), Use(ptr)), n, c]))
    else:
        ok = f.binary("le", unsigned(f, n), Const(most, t.U64))
        f.unless(ok, "panicmakeslicelen")
        if c is not n:
            f.unless(f.binary("le", unsigned(f, c), Const(most, t.U64)), "panicmakeslicecap")
            f.unless(f.binary("le", n, c), "panicmakeslicecap")
        few = SMALL // size
        if not heap and few and not isinstance(c, Const):
            p = Place(f.local(t.Ptr(elem)))
            here, there, after = f.block(), f.block(), f.block()
            f.branch(f.binary("le", c, f.num(few)), here, there)
            f.enter(here)
            f.store(p, f.temp(t.Ptr(elem), Use(f.room(t.Array(elem, few), False, "make", "make", x.pos))))
            f.goto(after)
            f.enter(there)
            f.store(p, f.alloc(elem, "make", f"make({ty})", x.pos, c))
            f.goto(after)
            f.enter(after)
            return f.temp(st, Aggregate(st, [Copy(p), n, c]))
    ptr = f.alloc(elem, "make", f"make({ty})", x.pos, c)
    return f.temp(st, Aggregate(st, [ptr, n, c]))


def _first_in_frame(
    f: Function, old: Operand, want: Operand, ptr: Place, cap: Place, elem: t.Ty, few: int, fits: int
) -> None:
    """Where a slice that does not escape grows from nothing and stays small, its elements are in this frame; once only,
    since an earlier turn of a loop may still use them (gc's moveSliceNoCap and its `used` flag)."""
    used = f.flag()
    small, unused, fresh, heap = f.block(), f.block(), f.block(), f.block()
    nothing = f.binary("eq", f.field(old, 2), f.num(0))
    f.branch(nothing, small, heap)
    f.enter(small)
    f.branch(f.binary("le", want, f.num(few)), unused, heap)
    f.enter(unused)
    f.branch(Copy(used), heap, fresh)
    f.enter(fresh)
    f.store(used, Const(True, t.BOOL))
    f.store(ptr, f.temp(t.Ptr(elem), Use(f.room(t.Array(elem, few), False, "append", "append", 0))))
    f.store(cap, f.num(few))
    f.goto(fits)
    f.enter(heap)


def append(f: Function, x: s.Call) -> Operand:
    """`append(s, v…)` and `append(s, t...)`."""
    ty = f.type(x)
    u = ty.underlying
    if not isinstance(u, g.Slice):
        raise f.unsupported(x.pos, "append here")
    elem = f.mt(u.elem)
    st = f.mt(ty)
    old = value(f, x.args[0], ty)
    if len(x.args) == 1:
        return old
    old = f.keep(old)
    if isinstance(old, Const):
        old = Copy(f.place_of(old))
    if x.dots:
        more = f.keep(expr(f, x.args[1])) if x.args[1].mode != s.NIL else f.zero(ty)
        if isinstance(more, Const):
            more = Copy(f.place_of(more))
        f.at(x.pos)
        count = f.field(more, 1)
        values: list[Operand] = []
    else:
        values = [f.keep(value(f, a, u.elem)) for a in x.args[1:]]
        f.at(x.pos)
        count = f.num(len(values))
    have = f.field(old, 1)
    want = f.binary("add", have, count)
    ptr = Place(f.local(t.Ptr(elem)))
    cap = Place(f.local(t.I64))
    f.store(ptr, f.field(old, 0))
    f.store(cap, f.field(old, 2))
    grow, fits = f.block(), f.block()
    f.branch(f.binary("gt", unsigned(f, want), unsigned(f, Copy(cap))), grow, fits)
    f.enter(grow)
    few = SMALL // max(t.size_of(elem), 1) if not f.plan.on_heap(x) and t.size_of(elem) else 0
    if few:
        _first_in_frame(f, old, want, ptr, cap, elem, few, fits)
    got = f.rt("growslice", f.field(old, 0), have, f.field(old, 2), want, f.type_ref(u.elem))
    f.store(ptr, f.field(got, 0))
    f.store(cap, f.field(got, 1))
    f.goto(fits)
    f.enter(fits)
    at = f.offset(Copy(ptr), have, elem)
    if x.dots:
        f.emit(CopyMem(at, f.field(more, 0), count, elem, True, f.info))
    else:
        for i, v in enumerate(values):
            to = at if i == 0 else f.offset(at, f.num(i), elem)
            f.store(f.deref(to, elem), v)
    return f.temp(st, Aggregate(st, [Copy(ptr), want, Copy(cap)]))
