"""Assignments that put nothing new anywhere.

In: an assignment's two sides.  Out: whether it stores into an object what was in the object: `b.buf = b.buf[i:j]`,
`v.x = v.y`, `a[i] = a[j]`.  The reference is isSelfAssign in cmd/compile/internal/escape/utils.go and SameSafeExpr in
ir/expr.go.
"""

from __future__ import annotations

from typing import Any

from burrow.go import types as T
from burrow.go.inline import nodes as N

_ARITHMETIC = frozenset((N.OADD, N.OSUB, N.OOR, N.OXOR, N.OMUL, N.OLSH, N.ORSH, N.OAND, N.OANDNOT, N.ODIV, N.OMOD))


def is_self_assign(dst: Any, src: Any) -> bool:
    """Whether `dst = src` can be ignored."""
    if _slice_of_itself(dst, src):
        return True
    if dst.op != src.op:
        return False
    if dst.op == N.ODOT or dst.op == N.ODOTPTR:
        return same_safe(dst.x, src.x)
    if dst.op == N.OINDEX:
        return not may_affect_memory(dst.y) and not may_affect_memory(src.y) and same_safe(dst.x, src.x)
    return False


def _slice_of_itself(dst: Any, src: Any) -> bool:
    if dst.op != N.ODEREF and dst.op != N.ODOTPTR or dst.x.op != N.ONAME:
        return False
    if src.op in (N.OSLICEARR, N.OSLICE3ARR):
        if src.x.op == N.OADDR:
            return False
    elif src.op not in (N.OSLICE, N.OSLICE3, N.OSLICESTR):
        return False
    base = src.x
    if base.op != N.ODEREF and base.op != N.ODOTPTR or base.x.op != N.ONAME:
        return False
    return dst.x is base.x


def may_affect_memory(n: Any) -> bool:
    op = n.op
    if op in (N.ONAME, N.OLITERAL, N.ONIL):
        return False
    if op in _ARITHMETIC or op == N.OINDEX:
        return may_affect_memory(n.x) or may_affect_memory(n.y)
    if op in (N.OCONVNOP, N.OCONV, N.OLEN, N.OCAP, N.ONOT, N.OBITNOT, N.OPLUS, N.ONEG, N.ODOT, N.ODOTPTR, N.ODEREF):
        return may_affect_memory(n.x)
    return True


def same_safe(a: Any, b: Any) -> bool:
    """Whether the two are the same and evaluating them has no effects."""
    while a.op == N.OCONVNOP:
        a = a.x
    while b.op == N.OCONVNOP:
        b = b.x
    if a.op != b.op or a.type is None or b.type is None or a.type.key != b.type.key:
        return False
    op = a.op
    if op == N.ONAME:
        return a is b
    if op == N.ODOT or op == N.ODOTPTR:
        return a.aux.name == b.aux.name and same_safe(a.x, b.x)
    if op in (N.ODEREF, N.ONOT, N.OBITNOT, N.OPLUS, N.ONEG):
        return same_safe(a.x, b.x)
    if op == N.OCONV:
        return a.type.underlying.__class__ is T.Basic and same_safe(a.x, b.x)
    if op == N.OINDEX or op == N.OINDEXMAP or op in _ARITHMETIC:
        return same_safe(a.x, b.x) and same_safe(a.y, b.y)
    if op == N.OLITERAL:
        return bool(a.aux == b.aux)
    return bool(op == N.ONIL)
