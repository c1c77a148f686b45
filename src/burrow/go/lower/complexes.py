"""Complex arithmetic; division is the runtime's, which knows infinities."""

from __future__ import annotations

from burrow.go.lower import machine as m
from burrow.go.lower.expr import OPS
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Operand


def arithmetic(f: Function, op: str, a: Operand, b: Operand, mt: t.Ty) -> Operand:
    """`a op b` of complex operands."""
    assert isinstance(mt, t.Struct)
    if op == "/":
        wide = [
            f.temp(m.COMPLEX128, Aggregate(m.COMPLEX128, [_wide(f, f.field(o, i)) for i in (0, 1)])) for o in (a, b)
        ]
        r = f.rt("complex128div", *wide)
        if mt is m.COMPLEX128:
            return r
        return f.temp(mt, Aggregate(mt, [f.cast("float_float", f.field(r, i), t.F32) for i in (0, 1)]))
    a, b = f.keep(a), f.keep(b)
    if op == "*":
        (ar, ai), (br, bi) = ((f.field(o, 0), f.field(o, 1)) for o in (a, b))
        re = f.binary("sub", f.binary("mul", ar, br), f.binary("mul", ai, bi))
        im = f.binary("add", f.binary("mul", ar, bi), f.binary("mul", ai, br))
        return f.temp(mt, Aggregate(mt, [re, im]))
    return f.temp(mt, Aggregate(mt, [f.binary(OPS[op], f.field(a, i), f.field(b, i)) for i in (0, 1)]))


def _wide(f: Function, o: Operand) -> Operand:
    return o if f.op_ty(o) == t.F64 else f.cast("float_float", o, t.F64)
