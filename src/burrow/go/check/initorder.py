"""The order in which package variables are initialised.

In: the package-level objects and what each refers to.  Out: `Package.init_order`; initialisation cycles as errors.
Reference: cmd/compile/internal/types2/initorder.go: functions are taken out of the dependency graph, then the variable
with the fewest open dependencies, earliest in the source, is next.
"""

from __future__ import annotations

import heapq

from burrow.go.check.base import Base
from burrow.go.types import Const, Func, Object, Var


def init_order(check: Base, objs: list[Object]) -> None:
    """Fill `check.pkg.init_order`."""
    order = {o: i for i, o in enumerate(objs)}
    nodes = [o for o in objs if isinstance(o, (Const, Var, Func))]
    succ: dict[Object, set[Object]] = {o: set() for o in nodes}
    pred: dict[Object, set[Object]] = {o: set() for o in nodes}
    for o in nodes:
        for d in check.decls[o].deps:
            if d in succ:
                succ[o].add(d)
                pred[d].add(o)
    funcs = sorted((o for o in nodes if isinstance(o, Func)), key=lambda o: len(succ[o]) * len(pred[o]))
    for f in funcs:
        for p in pred[f]:
            if p is not f:
                for n in succ[f]:
                    if n is not f:
                        succ[p].add(n)
                        pred[n].add(p)
                succ[p].discard(f)
        for n in succ[f]:
            pred[n].discard(f)
    left = {o: len(succ[o]) for o in nodes if not isinstance(o, Func)}
    heap = [(not isinstance(o, Const), n, order[o], o) for o, n in left.items()]
    heapq.heapify(heap)
    done: set[Object] = set()
    emitted: set[int] = set()
    while heap:
        _, count, _, obj = heapq.heappop(heap)
        if obj in done or count != left[obj]:
            continue
        done.add(obj)
        if count > 0:
            cycle = _path(check, obj, obj, set(), order)
            if cycle is not None:
                _report(check, cycle)
        for p in pred[obj]:
            if p in left and p not in done:
                left[p] -= 1
                heapq.heappush(heap, (not isinstance(p, Const), left[p], order[p], p))
        if isinstance(obj, Var):
            declared = check.decls[obj]
            if declared.init is not None and id(declared) not in emitted:
                emitted.add(id(declared))
                check.pkg._init_order.append((declared.lhs or [obj], declared.init))


def _path(check: Base, start: Object, to: Object, seen: set[Object], order: dict[Object, int]) -> list[Object] | None:
    """A way along dependencies from `start` to `to`, last step first."""
    if start in seen or start not in check.decls:
        return None
    seen.add(start)
    for d in sorted((d for d in check.decls[start].deps if d in order), key=order.__getitem__):
        if d is to:
            return [d]
        found = _path(check, d, to, seen, order)
        if found is not None:
            found.append(d)
            return found
    return None


def _report(check: Base, cycle: list[Object]) -> None:
    obj = cycle[0]
    if len(cycle) == 1:
        check.error(obj.pos, f"initialization cycle: {obj.name} refers to itself")
        return
    lines = [f"initialization cycle for {obj.name}"]
    for following in reversed(cycle):
        lines.append(f"\n\t{check.place(obj.pos)}: {obj.name} refers to {following.name}")
        obj = following
    check.error(cycle[0].pos, "".join(lines))
