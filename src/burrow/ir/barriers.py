"""Marks the stores of pointers that a concurrent collector must know of.

In: machine-stage bodies; out: the same with `Assign.barrier` and `CopyMem.barrier` set.  A store needs the barrier when
it goes through a pointer (so it may reach the heap or a global) and what is stored holds pointers.  Go's
`cmd/compile/internal/ssa/writebarrier.go` also leaves out stores into objects
allocated just before; with a flag test of one load that has not shown in a profile, so all stay.
"""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.ir.program import Unit
from burrow.ir.verify import place_type


def mark(unit: Unit) -> None:
    """Mark every function of a unit."""
    known: dict[int, tuple[t.Ty, bool]] = {}

    def pointers(ty: t.Ty) -> bool:
        found = known.get(id(ty))
        if found is None or found[0] is not ty:
            found = known[id(ty)] = (ty, t.has_pointers(ty))
        return found[1]

    for body in unit.functions.values():
        for block in body.blocks:
            for s in block.statements:
                if isinstance(s, n.Assign):
                    if any(step.kind == "deref" for step in s.place.proj):
                        s.barrier = pointers(place_type(body, s.place))
                elif isinstance(s, n.CopyMem):
                    s.barrier = pointers(s.ty)
