"""Strings: concatenation and ordering."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.expr import OPS, expr, has_call
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Operand, Place, Use, const_index

SMALL = 32  # bytes (and runes) of a string that does not escape, in the frame of the function: gc's tmpStringBufSize


def concat(f: Function, x: s.Binary) -> Operand:
    """`a + b + c` at once."""
    parts: list[s.Expr] = []
    _flatten(x, parts)
    # a constant part makes sure that the result is a copy
    views = any(p.const for p in parts) and not any(calls(p) for p in parts)
    ops = [f.keep(view(f, p) if views else expr(f, p)) for p in parts]
    f.at(x.pos)
    buf = f.buffer(t.U8, SMALL, f.plan.on_heap(x))
    if len(ops) == 2:
        return f.rt("concatstring2", buf, *ops)
    array = Place(f.local(t.Array(m.STRING, len(ops))))
    for i, o in enumerate(ops):
        f.store(array.then(const_index(i, len(ops))), o)
    return f.rt("concatstrings", buf, f.temp(t.PTR, Use(f.address(array))), f.num(len(ops)))


def view(f: Function, x: s.Expr) -> Operand:
    """A string that is only looked at: of `string(b)`, the bytes of b themselves."""
    b = bytes_of(x)
    if b is None or f.mt(f.type(b).underlying.elem) != t.U8:  # type: ignore[attr-defined]
        return expr(f, x)
    o = f.keep(expr(f, b))
    return f.temp(m.STRING, Aggregate(m.STRING, [f.field(o, 0), f.field(o, 1)]))


def bytes_of(x: s.Expr) -> s.Expr | None:
    """The b of `string(b)`, a slice."""
    y = s.unparen(x)
    if isinstance(y, s.Call) and y.kind == s.CONVERSION and y.const is None and m.is_string(y.type):
        if isinstance(y.args[0].type.underlying, g.Slice):
            return y.args[0]
    return None


def calls(x: s.Expr) -> bool:
    """Whether evaluating `x` may change what another operand's bytes are."""
    b = bytes_of(x)
    return has_call(x if b is None else b)


def _flatten(x: s.Expr, out: list[s.Expr]) -> None:
    y = s.unparen(x)
    if isinstance(y, s.Binary) and y.op == "+" and y.const is None:
        _flatten(y.x, out)
        _flatten(y.y, out)
    else:
        out.append(x)


def ordered(f: Function, op: str, a: Operand, b: Operand) -> Operand:
    """`a < b` and the like."""
    return f.binary(OPS[op], f.rt("cmpstring", a, b), f.num(0))
