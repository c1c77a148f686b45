"""Function literals: an object with the code and what is captured, by value or by address as escape analysis says."""

from __future__ import annotations

from typing import Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Const, Copy, FnRef, Operand, Use

RECORD = "·record"  # a variable of range over a function, which no analysis knows
Capture = tuple[g.Var, bool]  # the variable, and whether its value is copied


def captures(info: s.FuncInfo) -> list[g.Var]:
    """The outer variables that a closure and the closures inside it use."""
    out: dict[g.Var, None] = dict.fromkeys(info.captures)
    own = {*info.params, *info.results, *info.locals}
    for inner in info.closures:
        for v in captures(inner.info):
            if v not in own and v.func is not info:
                out.setdefault(v)
    return [v for v in out if v.kind != g.PACKAGE_VAR]


def closure(f: Function, x: s.FuncLit) -> Operand:
    """The func value of a literal."""
    return make(f, x, x.info, x.body, x.pos)


def make(f: Function, node: Any, info: s.FuncInfo, body: s.BlockStmt, pos: int, extra: Any = None) -> Operand:
    """A closure over this function's variables; its body is lowered later."""
    from burrow.go.lower import defers

    suffix = f.symbol[f.symbol.index("#") :].removesuffix("#body") if "#" in f.symbol else ""
    symbol = info.name + suffix
    while symbol in f.u.known:
        symbol += "#2"
    f.u.known.add(symbol)
    f.closure_symbols[node] = symbol
    plan = f.plan.closure(node)
    taken = captures(info)
    caps: list[Capture] = [(v, v.name == RECORD or f.plan.by_value(v)) for v in taken if v in f.vars]
    for v in taken:
        if v not in f.vars:
            raise f.unsupported(pos, f"capturing {v.name} here")
    struct = t.lay_out(
        t.Struct(f"closure {symbol}"),
        [("fn", t.FnPtr((), t.UNIT)), *((v.name, _captured_type(f, v, by_value)) for v, by_value in caps)],
    )
    env, u, merge, live = f.env, f.u, f.merge, dict(f.types)
    del live
    u.work.append(lambda: defers.lower_body(u, symbol, info, body, env, plan, (struct, caps), merge, set(), extra))
    if not caps:
        return u.func_value(symbol)
    f.at(pos)
    role = "" if isinstance(node, s.FuncLit) else "wrap"
    ptr = f.room(struct, f.plan.on_heap(node, role), "closure", "func literal", pos, zero=False)
    where = f.deref(ptr, struct)
    f.store(where.field(0), Const(FnRef(symbol), t.FnPtr((), t.UNIT)))
    for i, (v, by_value) in enumerate(caps):
        place = f.vars[v]
        f.store(where.field(i + 1), Copy(place) if by_value else f.address(place))
    return f.temp(m.FUNC, Use(ptr))


def _captured_type(f: Function, v: g.Var, by_value: bool) -> t.Ty:
    ty = f.mt(f.subst(v.type))
    return ty if by_value else t.Ptr(ty)
