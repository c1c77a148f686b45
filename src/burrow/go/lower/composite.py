"""Composite literals: structs, arrays, slices, maps, and pointers to them."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import maps
from burrow.go.lower.expr import value
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place, Use, const_index


def literal(f: Function, x: s.CompositeLit) -> Operand:
    """The value of a literal (of `&T{…}` where the `&` is elided: its address)."""
    ty = f.type(x)
    u = ty.underlying
    if isinstance(u, g.Pointer):
        return pointer_to(f, x, u.elem, x)
    if isinstance(u, g.Map):
        return _map(f, x, ty, u)
    if isinstance(u, g.Slice):
        return _slice(f, x, ty, u)
    mt = f.mt(ty)
    p = Place(f.local(mt))
    fill(f, p, x, ty, False)
    return Copy(p)


def pointer_to(f: Function, x: s.CompositeLit, ty: g.Type, node: s.Expr) -> Operand:
    """`&T{…}`."""
    mt = f.mt(ty)
    u = ty.underlying
    heap = f.plan.on_heap(node)
    if isinstance(u, (g.Struct, g.Array)):
        if not _simple(x):
            p = Place(f.local(mt))
            fill(f, p, x, ty, False)
            ptr = f.room(mt, heap, "&", f"&{ty}{{...}}", node.pos, zero=False)
            f.store(f.deref(ptr, mt), Copy(p))
            return ptr
        ptr = f.room(mt, heap, "&", f"&{ty}{{...}}", node.pos)
        f.checked.add(f.place_of(ptr))
        fill(f, f.deref(ptr, mt), x, ty, True)
        return ptr
    v = _slice(f, x, ty, u) if isinstance(u, g.Slice) else _map(f, x, ty, u)  # type: ignore[arg-type]
    ptr = f.room(mt, heap, "&", f"&{ty}{{...}}", node.pos, zero=False)
    f.store(f.deref(ptr, mt), v)
    return ptr


def _simple(x: s.CompositeLit) -> bool:
    """Whether the elements are few and plain, so that they can be stored right where they belong."""
    from burrow.go.lower.expr import has_call

    for e in x.elems:
        v = e.value if isinstance(e, s.KeyValue) else e
        if isinstance(v, s.CompositeLit):
            return False
        if v.const is None and has_call(v):
            return False
    return True


def fill(f: Function, where: Place, x: s.CompositeLit, ty: g.Type, zeroed: bool) -> None:
    """Write a struct or array literal to `where`, which holds nothing of use."""
    u = ty.underlying
    mt = f.mt(ty)
    if isinstance(u, g.Struct):
        count = len(u.fields)
    else:
        assert isinstance(u, g.Array)
        count = u.len
    entries = list(_entries(x, u))
    blank = isinstance(u, g.Struct) and any(fl.name == "_" for fl in u.fields)
    if not zeroed and (len({i for i, _ in entries}) < count or isinstance(u, g.Array) or blank):
        f.store(where, Const(None, mt))
    for i, v in entries:
        if isinstance(u, g.Struct):
            if u.fields[i].name == "_":  # evaluated and forgotten
                _put(f, Place(f.local(f.mt(u.fields[i].type))), v, u.fields[i].type)
            else:
                _put(f, where.field(i), v, u.fields[i].type)
        else:
            _put(f, where.then(const_index(i, count)), v, u.elem)


def _put(f: Function, where: Place, v: s.Expr, ty: g.Type) -> None:
    inner = s.unparen(v)
    if (
        isinstance(inner, s.CompositeLit)
        and f.type(inner).key == ty.key
        and isinstance(ty.underlying, (g.Struct, g.Array))
    ):
        fill(f, where, inner, ty, False)
        return
    f.store(where, value(f, v, ty))


def _entries(x: s.CompositeLit, u: g.Type) -> list[tuple[int, s.Expr]]:
    """(field or index, value) of each element."""
    out: list[tuple[int, s.Expr]] = []
    if isinstance(u, g.Struct):
        for i, e in enumerate(x.elems):
            if isinstance(e, s.KeyValue):
                assert isinstance(e.key, s.Ident)
                name = e.key.name
                out.append((next(k for k, fl in enumerate(u.fields) if fl.name == name), e.value))
            else:
                out.append((i, e))
        return out
    at = 0
    for e in x.elems:
        if isinstance(e, s.KeyValue):
            assert isinstance(e.key.const, int)
            at = e.key.const
            out.append((at, e.value))
        else:
            out.append((at, e))
        at += 1
    return out


def _slice(f: Function, x: s.CompositeLit, ty: g.Type, u: g.Slice) -> Operand:
    from burrow.go.lower import static_init

    elem = f.mt(u.elem)
    st = f.mt(ty)
    entries = _entries(x, u)
    n = max((i + 1 for i, _ in entries), default=0)
    array = t.Array(elem, n)
    heap = f.plan.on_heap(x)
    if n == 0:
        return f.temp(st, Aggregate(st, [Const(_zero(f), t.Ptr(elem)), f.num(0), f.num(0)]))
    known = static_init.array(f, entries, u.elem, n) if n > 4 else None
    if known is not None:  # copy a table that is already there
        ptr = f.room(array, heap, "literal", f"{ty}{{...}}", x.pos, zero=False)
        source = f.temp(t.Ptr(array), Use(Const(known, t.Ptr(array))))
        f.store(f.deref(ptr, array), Copy(f.place_of(source).deref()))
        return f.temp(st, Aggregate(st, [f.temp(t.Ptr(elem), Use(ptr)), f.num(n), f.num(n)]))
    fake = g.Array(u.elem, n)
    if _simple(x) and n <= 8:
        ptr = f.room(array, heap, "literal", f"{ty}{{...}}", x.pos)
        f.checked.add(f.place_of(ptr))
        fill_array(f, f.deref(ptr, array), entries, u.elem, n)
    else:
        p = Place(f.local(array))
        f.store(p, Const(None, array))
        fill_array(f, p, entries, u.elem, n)
        ptr = f.room(array, heap, "literal", f"{ty}{{...}}", x.pos, zero=False)
        f.store(f.deref(ptr, array), Copy(p))
    del fake
    return f.temp(st, Aggregate(st, [f.temp(t.Ptr(elem), Use(ptr)), f.num(n), f.num(n)]))


def fill_array(f: Function, where: Place, entries: list[tuple[int, s.Expr]], elem: g.Type, n: int) -> None:
    for i, v in entries:
        _put(f, where.then(const_index(i, n)), v, elem)


def _zero(f: Function) -> object:
    from burrow.go.lower.convert import zero_base
    from burrow.ir.nodes import StaticRef

    return StaticRef(zero_base(f))


def _map(f: Function, x: s.CompositeLit, ty: g.Type, u: g.Map) -> Operand:
    table = f.keep(maps.make(f, x, ty, u, f.num(len(x.elems))))
    kind = "fast64" if maps.fast(f, u.map_key) == "fast64" else ""
    for e in x.elems:
        assert isinstance(e, s.KeyValue)
        key = maps.key_operand(f, e.key, u.map_key, kind)
        v = f.keep(value(f, e.value, u.elem))
        f.at(e.pos)
        f.store(maps.element(f, ty, table, key, kind), v)
    return table
