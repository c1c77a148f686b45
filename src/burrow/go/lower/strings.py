"""Strings: concatenation and ordering."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go.lower import machine as m
from burrow.go.lower.expr import OPS, expr
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Operand, Place, Use, const_index


def concat(f: Function, x: s.Binary) -> Operand:
    """`a + b + c` at once."""
    parts: list[s.Expr] = []
    _flatten(x, parts)
    ops = [f.keep(expr(f, p)) for p in parts]
    f.at(x.pos)
    if len(ops) == 2:
        return f.rt("concatstring2", *ops)
    array = Place(f.local(t.Array(m.STRING, len(ops))))
    for i, o in enumerate(ops):
        f.store(array.then(const_index(i, len(ops))), o)
    return f.rt("concatstrings", f.temp(t.PTR, Use(f.address(array))), f.num(len(ops)))


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
