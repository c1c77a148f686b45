"""Assignments to local variables that are never read are taken out.

In: functions after inlining.  Out: the same, with such assignments replaced by `_ = 0`, so that what was only
assigned there (a function literal above all) is not analysed.  The reference is
cmd/compile/internal/deadlocals/deadlocals.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import Name, Node

if TYPE_CHECKING:
    from burrow.go.inline.nodes import Func


def remove_dead(funcs: list[Func]) -> set[Any]:
    """Replace dead assignments; the nodes that are no longer evaluated."""
    from burrow.go.universe import INT

    zero = Node(N.OLITERAL, 0, None, INT, aux=0)
    dead: set[Any] = set()
    for fn in funcs:
        if fn.is_closure:
            continue
        v = _Visitor()
        v.nodes(fn.body)
        for name, assigns in v.defs.items():
            if not assigns:
                continue
            for stmt, i in assigns:
                if i < 0:
                    dead.add(stmt.y)
                    stmt.x = N.BLANK
                    stmt.y = zero
                else:
                    dead.add(stmt.b[i])
                    stmt.a[i] = N.BLANK
                    stmt.b[i] = zero
            name.defn = None
    return dead


class _Visitor:
    def __init__(self) -> None:
        self.defs: dict[Name, list[tuple[Node, int]] | None] = {}

    def nodes(self, nodes: Any) -> None:
        if nodes:
            for n in nodes:
                if n is not None:
                    self.node(n)

    def node(self, n: Any) -> None:
        op = n.op
        if op == N.ONAME:
            n = n.canonical
            if _local(n, False):
                pending = self.defs.get(n)
                self.defs[n] = None
                for stmt, i in pending or ():
                    value = stmt.y if i < 0 else stmt.b[i]
                    if value is not None:
                        self.node(value)
            return
        if op == N.ODCL:
            return
        if op == N.OCLOSURE:
            self.nodes(n.init)
            for view in n.aux.closure_vars:
                self.node(view)
            self.nodes(n.aux.body)
            return
        if op == N.OAS:
            self.assign(n, -1, n.x, n.y, False)
            return
        if op == N.OAS2:
            discard = any(not N.is_blank(x) for x in n.a)
            for i in range(len(n.a)):
                self.assign(n, i, n.a[i], n.b[i], discard)
            return
        if n.init:
            for c in n.init:
                self.node(c)
        for slot in N.SLOTS[op]:
            c = getattr(n, slot)
            if c is not None:
                if c.__class__ is list:
                    for e in c:
                        if e is not None:
                            self.node(e)
                else:
                    self.node(c)

    def assign(self, stmt: Node, i: int, x: Any, y: Any, blank_is_not_use: bool) -> None:
        if x.__class__ is not Name:
            self.node(x)
            if y is not None:
                self.node(y)
            return
        x = x.canonical
        if _local(x, blank_is_not_use) and not _has_effects(y):
            pending = self.defs.get(x, _NEW)
            if pending is not None:
                if pending is _NEW:
                    pending = self.defs[x] = []
                pending.append((stmt, i))
                return
        if y is not None:
            self.node(y)


_NEW: Any = object()


def _has_effects(n: Any) -> bool:
    if n is None:
        return False
    if n.init:
        return True
    return n.op not in (N.ONAME, N.OLITERAL, N.ONIL, N.OCLOSURE)


def _local(n: Name, blank_is_not_use: bool) -> bool:
    if n.sym == "_":
        return blank_is_not_use
    return n.cls == N.PAUTO or n.cls == N.PPARAM
