"""Maps: lookup, assignment, deletion. Keys of four and eight bytes and strings have functions of their own
(runtime/mapfast.go).
"""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.expr import expr, value
from burrow.go.lower.function import Function
from burrow.go.lower.helpers import HMAP
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place, Use

STACK_GROUP = 2304  # bytes: no larger group is put on the stack


def make(f: Function, node: s.Expr, ty: g.Type, u: g.Map, hint: Operand) -> Operand:
    """A new map; its head and first group are in this frame where it does not escape, as gc does it."""
    if not f.plan.on_heap(node) and isinstance(hint, Const) and hint.value <= 8:
        from burrow.go.lower.descriptors import map_layout

        group = map_layout(f.u, u)[0]
        if group.size <= STACK_GROUP:
            head = f.room(HMAP, False, "make", f"make({ty})", node.pos)
            first = f.room(group, False, "make", f"make({ty})", node.pos)
            f.rt("stackmap", f.type_ref(ty), f.temp(t.PTR, Use(head)), f.temp(t.PTR, Use(first)))
            return f.temp(f.mt(ty), Use(head))
    return f.rt("makemap", f.type_ref(ty), hint)


def parts(f: Function, x: s.Index) -> tuple[g.Type, g.Map]:
    ty = f.type(x.x)
    u = ty.underlying
    assert isinstance(u, g.Map)
    return ty, u


def fast(f: Function, key: g.Type) -> str:
    """Which functions are for this key: `fast64`, `faststr`, or the general ones."""
    u = key.underlying
    if isinstance(u, g.Basic) and u.info & g.IS_INTEGER and t.size_of(f.mt(key)) == 8:
        return "fast64"
    return "faststr" if m.is_string(key) else ""


def key_operand(f: Function, x: s.Expr, key: g.Type, kind: str) -> Operand:
    """The key as the functions take it: itself, or its address."""
    o = value(f, x, key)
    return key_value(f, o, kind)


def key_value(f: Function, o: Operand, kind: str) -> Operand:
    if kind == "fast64":
        from burrow.go.lower.expr import unsigned

        return f.keep(unsigned(f, o))
    if kind == "faststr":
        return f.keep(o)
    return f.temp(t.PTR, Use(f.address(f.place_of(f.keep(o)))))


def lookup(f: Function, x: s.Index) -> Operand:
    """`m[k]`; with `, ok` a pair."""
    ty, u = parts(f, x)
    table = f.keep(expr(f, x.x))
    kind = fast(f, u.map_key)
    if kind == "faststr":
        from burrow.go.lower import strings

        key = f.keep(strings.view(f, x.indices[0]))
    else:
        key = key_operand(f, x.indices[0], u.map_key, kind)
    f.at(x.pos)
    elem = f.mt(u.elem)
    suffix = f"_{kind}" if kind else ""
    if not x.comma_ok:
        got = f.rt(f"mapaccess1{suffix}", f.type_ref(ty), table, key)
        if t.size_of(elem) == 0:
            return f.zero(u.elem)
        return f.keep(Copy(f.deref(f.temp(t.Ptr(elem), Use(got)), elem)))
    got = f.rt(f"mapaccess2{suffix}", f.type_ref(ty), table, key)
    pair = pair_type(f, elem)
    v = f.zero(u.elem) if t.size_of(elem) == 0 else Copy(f.deref(f.temp(t.Ptr(elem), Use(f.field(got, 0))), elem))
    return f.temp(pair, Aggregate(pair, [v, f.field(got, 1)]))


def pair_type(f: Function, elem: t.Ty) -> t.Struct:
    """A value and `ok`."""
    return t.lay_out(t.Struct(f"({elem}, bool)"), [("0", elem), ("1", t.BOOL)])


def element(f: Function, ty: g.Type, table: Operand, key: Operand, kind: str) -> Place:
    """Where the element of a key is or will be, for an assignment."""
    u = ty.underlying
    assert isinstance(u, g.Map)
    name = "mapassign_fast64" if kind == "fast64" else "mapassign"
    if kind == "faststr":
        key = f.temp(t.PTR, Use(f.address(f.place_of(key))))
    got = f.rt(name, f.type_ref(ty), table, key)
    elem = f.mt(u.elem)
    p = f.temp(t.Ptr(elem), Use(got))
    f.checked.add(p.place)
    return p.place.deref()


def delete(f: Function, x: s.Call) -> None:
    """`delete(m, k)`."""
    ty = f.type(x.args[0])
    u = ty.underlying
    assert isinstance(u, g.Map)
    table = f.keep(expr(f, x.args[0]))
    kind = "fast64" if fast(f, u.map_key) == "fast64" else ""
    key = key_operand(f, x.args[1], u.map_key, kind)
    f.at(x.pos)
    f.rt("mapdelete_fast64" if kind else "mapdelete", f.type_ref(ty), table, key)
