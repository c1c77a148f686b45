"""Channels: send, receive, select."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower.expr import expr, value
from burrow.go.lower.function import Function
from burrow.go.lower.helpers import SCASE
from burrow.go.lower.maps import pair_type
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place, Use, const_index


def elem_of(f: Function, x: s.Expr) -> g.Type:
    u = f.type(x).underlying
    assert isinstance(u, g.Chan)
    return u.elem


def receive(f: Function, x: s.Unary) -> Operand:
    """`<-c`; with `, ok` a pair."""
    elem = f.mt(elem_of(f, x.x))
    c = expr(f, x.x)
    f.at(x.pos)
    p = Place(f.local(elem))
    f.store(p, Const(None, elem))
    ok = f.rt("chanrecv", c, f.temp(t.PTR, Use(f.address(p))))
    if not x.comma_ok:
        return Copy(p)
    pair = pair_type(f, elem)
    return f.temp(pair, Aggregate(pair, [Copy(p), ok]))


def send(f: Function, x: s.SendStmt) -> None:
    """`c <- v`."""
    c = f.keep(expr(f, x.chan))
    v = f.keep(value(f, x.value, elem_of(f, x.chan)))
    f.at(x.pos)
    f.rt("chansend", c, f.temp(t.PTR, Use(f.address(f.place_of(v)))))


def select(f: Function, x: s.SelectStmt, label: object) -> None:
    """`select { … }`."""
    from burrow.go.lower import stmt

    after = f.block()
    f.targets[x] = (after, None)
    comms = [c for c in x.clauses if c.comm is not None]
    default = next((c for c in x.clauses if c.comm is None), None)
    f.at(x.pos)
    if not comms and default is None:
        f.rt("block")
        f.enter(f.block())
        f.enter(after)
        return
    n = len(comms)
    array_ty = t.Array(SCASE, max(n, 1))
    array = Place(f.local(array_ty))
    f.store(array, Const(None, array_ty))
    slots: list[Place | None] = []
    for i, c in enumerate(comms):
        where = array.then(const_index(i, n))
        comm = c.comm
        if isinstance(comm, s.SendStmt):
            chan = f.keep(expr(f, comm.chan))
            v = f.place_of(f.keep(value(f, comm.value, elem_of(f, comm.chan))))
            f.store(where.field(2), Const(True, t.BOOL))
            slots.append(None)
        else:
            recv = received(comm)
            chan = f.keep(expr(f, recv.x))
            elem = f.mt(elem_of(f, recv.x))
            v = Place(f.local(elem))
            f.store(v, Const(None, elem))
            slots.append(v)
        f.store(where.field(0), chan)
        f.store(where.field(1), f.temp(t.PTR, Use(f.address(v))))
    f.at(x.pos)
    got = f.rt("selectgo", f.temp(t.PTR, Use(f.address(array))), f.num(n), Const(default is None, t.BOOL))
    chosen, ok = f.field(got, 0), f.field(got, 1)
    blocks = [f.block() for _ in comms]
    other = f.block()
    from burrow.ir.nodes import Switch

    f.end(Switch(chosen, [(i, b) for i, b in enumerate(blocks)], other, f.info))
    saved = set(f.checked)
    for c, b, slot in zip(comms, blocks, slots, strict=True):
        f.enter(b)
        f.checked = set(saved)
        comm = c.comm
        if isinstance(comm, s.AssignStmt):
            assert slot is not None
            stmt.assign_received(f, comm, received(comm), slot, ok)
        stmt.block(f, c.body)
        f.goto(after)
    f.enter(other)
    f.checked = set(saved)
    if default is not None:
        stmt.block(f, default.body)
    f.goto(after)
    f.checked = saved
    f.enter(after)


def received(comm: object) -> s.Unary:
    """The receive of a case."""
    if isinstance(comm, s.AssignStmt):
        r = s.unparen(comm.rhs[0])
    else:
        assert isinstance(comm, s.ExprStmt)
        r = s.unparen(comm.x)
    assert isinstance(r, s.Unary)
    return r
