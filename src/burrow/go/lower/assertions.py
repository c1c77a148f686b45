"""Type assertions, and the tests that type switches share with them."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.convert import type_word, unbox
from burrow.go.lower.expr import expr
from burrow.go.lower.function import Function
from burrow.go.lower.maps import pair_type
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place


def assertion(f: Function, x: s.TypeAssert) -> Operand:
    """`v.(T)`; with `, ok` a pair."""
    have = f.type(x.x)
    target = f.type(x)
    if isinstance(target, g.Tuple):
        target = target.vars[0].type
    o = f.keep(expr(f, x.x))
    f.at(x.pos)
    if m.is_interface(target):
        return _to_interface(f, x, o, have, target)
    hit = holds(f, o, have, target)
    mt = f.mt(target)
    if x.comma_ok:
        pair = pair_type(f, mt)
        p = Place(f.local(pair))
        yes, no, after = f.block(), f.block(), f.block()
        f.branch(hit, yes, no)
        f.enter(yes)
        f.assign(p, Aggregate(pair, [unbox(f, o, target), Const(True, t.BOOL)]))
        f.goto(after)
        f.enter(no)
        f.store(p, Const(None, pair))
        f.goto(after)
        f.enter(after)
        return Copy(p)
    good, bad = f.block(), f.block()
    f.branch(hit, good, bad)
    f.enter(bad)
    f.rt("panicdottype", type_word(f, o, have), f.type_ref(target), f.type_ref(have))
    f.enter(good)
    return f.keep(unbox(f, o, target))


def holds(f: Function, o: Operand, have: g.Type, target: g.Type) -> Operand:
    """Whether the dynamic type of `o` is the concrete type `target`."""
    return f.binary("eq", type_word(f, o, have), f.type_ref(target))


def _to_interface(f: Function, x: s.TypeAssert, o: Operand, have: g.Type, target: g.Type) -> Operand:
    under = target.underlying
    assert isinstance(under, g.Interface)
    word = f.keep(type_word(f, o, have))
    if not under.all_methods:
        result = f.temp(m.IFACE, Aggregate(m.IFACE, [word, f.field(o, 1)]))
        ok = f.binary("ne", word, Const(None, t.PTR))
        if not x.comma_ok:
            f.unless(ok, "panicdottype", word, f.type_ref(target), f.type_ref(have))
            return result
        pair = pair_type(f, m.IFACE)
        return f.temp(pair, Aggregate(pair, [result, ok]))
    if not x.comma_ok:
        tab = f.rt("assertE2I", f.type_ref(target), word)
        return f.temp(m.IFACE, Aggregate(m.IFACE, [tab, f.field(o, 1)]))
    tab = f.rt("assertE2I2", f.type_ref(target), word)
    return _checked(f, tab, f.field(o, 1))


def _checked(f: Function, tab: Operand, data: Operand) -> Operand:
    pair = pair_type(f, m.IFACE)
    p = Place(f.local(pair))
    f.store(p, Const(None, pair))
    yes, after = f.block(), f.block()
    f.branch(f.binary("ne", tab, Const(None, t.PTR)), yes, after)
    f.enter(yes)
    value = f.temp(m.IFACE, Aggregate(m.IFACE, [tab, data]))
    f.assign(p, Aggregate(pair, [value, Const(True, t.BOOL)]))
    f.goto(after)
    f.enter(after)
    return Copy(p)
