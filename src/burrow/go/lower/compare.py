"""Equality of every kind of type, and comparison with nil."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.expr import expr, has_call
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Const, Copy, Operand, Place, Unary


def equality(f: Function, x: s.Binary) -> Operand:
    """`x == y` and `x != y`."""
    from burrow.go.lower.convert import implicit

    a_nil, b_nil = _is_nil(x.x), _is_nil(x.y)
    if a_nil or b_nil:
        other = x.y if a_nil else x.x
        if _is_nil(other):
            return Const(x.op == "==", t.BOOL)
        o = expr(f, other)
        f.at(x.pos)
        return with_nil(f, o, f.type(other), x.op == "==")
    ta, tb = f.type(x.x), f.type(x.y)
    if m.is_string(ta) and m.is_string(tb):
        from burrow.go.lower import strings

        if not strings.calls(x.x) and not strings.calls(x.y):
            same = string_equal(f, f.keep(strings.view(f, x.x)), strings.view(f, x.y))
            return same if x.op == "==" else negate(f, same)
    a = expr(f, x.x)
    if not isinstance(a, Const) and has_call(x.y):
        a = f.keep(a)
    b = expr(f, x.y)
    f.at(x.pos)
    ty = ta
    if m.is_interface(ta) and not m.is_interface(tb):
        result = mixed(f, a, ta, b, tb, x.y)
        return result if x.op == "==" else negate(f, result)
    if m.is_interface(tb) and not m.is_interface(ta):
        result = mixed(f, b, tb, a, ta, x.x)
        return result if x.op == "==" else negate(f, result)
    if m.is_interface(ta) and ta.key != tb.key:
        empty_a, empty_b = _empty(ta), _empty(tb)
        if empty_a and not empty_b:
            b = implicit(f, b, tb, ta, x.y)
        elif empty_b and not empty_a:
            a = implicit(f, a, ta, tb, x.x)
            ty = tb
    result = equal(f, a, b, ty)
    return result if x.op == "==" else negate(f, result)


def _empty(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Interface) and not u.all_methods


def negate(f: Function, o: Operand) -> Operand:
    if isinstance(o, Const):
        return Const(not o.value, t.BOOL)
    return f.temp(t.BOOL, Unary("not", o))


def _is_nil(x: s.Expr) -> bool:
    return x.mode == s.NIL


def with_nil(f: Function, o: Operand, ty: g.Type, eq: bool) -> Operand:
    """Whether a pointer, func, slice, map, channel or interface is nil."""
    u = ty.underlying
    word = f.field(o, 0) if isinstance(u, (g.Slice, g.Interface)) else o
    return f.binary("eq" if eq else "ne", word, Const(None, f.op_ty(word)))


def mixed(f: Function, i: Operand, ity: g.Type, v: Operand, vty: g.Type, node: s.Expr) -> Operand:
    """An interface and a concrete value: the same type, and then equal values."""
    from burrow.go.lower.convert import type_word, unbox

    have = type_word(f, i, ity)
    p = Place(f.local(t.BOOL))
    same, differ, after = f.block(), f.block(), f.block()
    f.branch(f.binary("eq", have, f.type_ref(vty)), same, differ)
    f.enter(same)
    if m.comparable(vty):
        f.store(p, equal(f, unbox(f, i, vty), v, vty))
    f.goto(after)
    f.enter(differ)
    f.store(p, Const(False, t.BOOL))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def equal(f: Function, a: Operand, b: Operand, ty: g.Type) -> Operand:
    """Whether two values of type `ty` are equal."""
    u = ty.underlying
    if (
        isinstance(u, g.Basic)
        and not u.info & (g.IS_STRING | g.IS_COMPLEX)
        or isinstance(u, (g.Pointer, g.Chan, g.Map, g.Signature))
    ):
        return f.binary("eq", a, b)
    if m.is_string(ty):
        return string_equal(f, a, b)
    if m.is_complex(ty):
        return both(
            f,
            lambda: f.binary("eq", f.field(a, 0), f.field(b, 0)),
            lambda: f.binary("eq", f.field(a, 1), f.field(b, 1)),
        )
    if isinstance(u, g.Interface):
        a, b = f.keep(a), f.keep(b)
        helper = "efaceeq" if not u.all_methods else "ifaceeq"
        if helper == "ifaceeq":
            return f.rt(helper, f.field(a, 0), f.field(a, 1), f.field(b, 0), f.field(b, 1))
        return both(
            f,
            lambda: f.binary("eq", f.field(a, 0), f.field(b, 0)),
            lambda: f.rt(helper, f.field(a, 0), f.field(a, 1), f.field(b, 1)),
        )
    if isinstance(u, g.Struct):
        fields = [i for i, x in enumerate(u.fields) if x.name != "_"]
        if len(fields) <= 4 or len(fields) <= 8 and not m.plain_memory(ty, f.u.machine):
            pa, pb = f.place_of(a), f.place_of(b)
            return conjunction(f, [(Copy(pa.field(i)), Copy(pb.field(i)), u.fields[i].type) for i in fields])
    if isinstance(u, g.Array) and u.len == 0:
        return Const(True, t.BOOL)
    pa, pb = f.place_of(a), f.place_of(b)
    if m.plain_memory(ty, f.u.machine):
        return f.rt("memequal", f.address(pa), f.address(pb), f.num(t.size_of(f.mt(ty)), t.U64))
    return f.rt("typeequal", f.type_ref(ty), f.address(pa), f.address(pb))


def conjunction(f: Function, parts: list[tuple[Operand, Operand, g.Type]]) -> Operand:
    """Whether all the pairs are equal, stopping at the first that is not."""
    if not parts:
        return Const(True, t.BOOL)
    if len(parts) == 1:
        return equal(f, *parts[0])
    p = Place(f.local(t.BOOL))
    differ, after = f.block(), f.block()
    for i, (a, b, ty) in enumerate(parts):
        r = equal(f, a, b, ty)
        if i == len(parts) - 1:
            f.store(p, r)
            f.goto(after)
        else:
            on = f.block()
            f.branch(r, on, differ)
            f.enter(on)
    f.enter(differ)
    f.store(p, Const(False, t.BOOL))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def both(f: Function, first: object, second: object) -> Operand:
    """`first() && second()`."""
    p = Place(f.local(t.BOOL))
    on, no, after = f.block(), f.block(), f.block()
    f.branch(first(), on, no)  # type: ignore[operator]
    f.enter(on)
    f.store(p, second())  # type: ignore[operator]
    f.goto(after)
    f.enter(no)
    f.store(p, Const(False, t.BOOL))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def string_equal(f: Function, a: Operand, b: Operand) -> Operand:
    """Lengths first, then the bytes."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Const) and one.value in (None, b""):
            return f.binary("eq", f.field(other, 1), f.num(0))
    a, b = f.keep(a), f.keep(b)
    length = f.field(a, 1)

    def content() -> Operand:
        size = f.cast("int", length, t.U64) if not isinstance(length, Const) else Const(length.value, t.U64)
        return f.rt("memequal", f.field(a, 0), f.field(b, 0), size)

    return both(f, lambda: f.binary("eq", length, f.field(b, 1)), content)
