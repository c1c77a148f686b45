"""Where each loan is in scope: from the borrow on, as long as its region contains the point and nothing has replaced
what it borrows.

In: solved regions and the loans.  Out: for each loan the set of points at whose entry it is in scope.  The reference is
`rustc_borrowck::dataflow` (`OutOfScopePrecomputer`, `Borrows`).
"""

from __future__ import annotations

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust.borrowck.liveness import Points
from burrow.rust.borrowck.places import definitely_conflict
from burrow.rust.borrowck.typeck import Loan, TypeCheck


def in_scope(check: TypeCheck, points: Points) -> list[int]:
    """See the module."""
    kills = _kills(check, points)
    return [_scope(check, points, loan, kills) for loan in check.loans]


def _kills(check: TypeCheck, points: Points) -> dict[int, list[tuple[int, ir.Place]]]:
    """By local: the points where it, or a part, is given a new value or its storage ends."""
    out: dict[int, list[tuple[int, ir.Place]]] = {}
    borrowed = {loan.place.local for loan in check.loans}
    for b in dataflow.reverse_postorder(check.body):
        at = points.first[b]
        for i, s in enumerate(check.body.blocks[b].statements):
            if isinstance(s, ir.Assign) and s.place.local in borrowed:
                out.setdefault(s.place.local, []).append((at + i, s.place))
            elif isinstance(s, ir.StorageDead) and s.local in borrowed:
                out.setdefault(s.local, []).append((at + i, ir.Place(s.local)))
    return out


def _scope(check: TypeCheck, points: Points, loan: Loan, kills: dict[int, list[tuple[int, ir.Place]]]) -> int:
    region = check.regions.points_of(loan.region)
    kill = 0
    for at, place in kills.get(loan.place.local, ()):
        if not place.proj or definitely_conflict(check.types, loan.place, place):
            kill |= 1 << at
    out = 0
    start = points.of(loan.point)
    work = []
    block = loan.point[0]
    if start == points.last(block):
        t = check.body.blocks[block].terminator
        assert t is not None
        work += [points.first[s] for s in ir.successors(t)]
    else:
        work.append(start + 1)
    seen: set[int] = set()
    while work:
        at = work.pop()
        if at in seen:
            continue
        seen.add(at)
        block = points.blocks[at]
        last = points.last(block)
        span = (1 << (last + 1)) - (1 << at)
        outside = ~region & span
        stop = (outside & -outside).bit_length() - 1 if outside else last + 1
        killed = kill & span
        end = (killed & -killed).bit_length() - 1 if killed else last + 1
        if end < stop:
            out |= (1 << (end + 1)) - (1 << at)
            continue
        out |= (1 << stop) - (1 << at)
        if stop == last + 1:
            t = check.body.blocks[block].terminator
            assert t is not None
            work += [points.first[s] for s in ir.successors(t)]
    return out
