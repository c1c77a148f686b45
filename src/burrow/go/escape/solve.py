"""What outlives what.

In: the locations of a batch with their edges.  Out: their attributes (`ESCAPES` above all) and the leaks of
parameters.  The reference is cmd/compile/internal/escape/solve.go: from every location a walk backwards along the
edges finds the least number of dereferences to each other (Bellman-Ford; never below 0 once an address has been
passed); what flows with its address to something that outlives it escapes, and locations whose attributes grow are
walked again.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from burrow.go.escape import leaks as L
from burrow.go.escape.graph import CALLS, ESCAPES, EVERYTHING, MUTATES, PERSISTS, Location
from burrow.go.inline.nodes import OCLOSURE, TAGGED, Func, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go.escape.batch import Batch


def walk_all(b: Batch) -> None:
    """Walk from every location until nothing changes."""
    todo: deque[Location] = deque()

    def enqueue(loc: Location) -> None:
        if not loc.queued:
            loc.queued = True
            if loc.attrs & ESCAPES:
                todo.appendleft(loc)
            else:
                todo.append(loc)

    for loc in b.locations:
        todo.appendleft(loc)
        loc.queued = True
    for loc in (b.mutator, b.callee, b.heap):
        todo.appendleft(loc)
        loc.queued = True
    walk = 0
    while todo:
        root = todo.popleft()
        root.queued = False
        walk += 1
        walk_one(b, root, walk, enqueue)


def walk_one(b: Batch, root: Location, walk: int, enqueue: Callable[[Location], None]) -> None:
    """Find the least dereferences from `root` to all other locations."""
    root.walk = walk
    root.derefs = 0
    root.dst = None
    root_attrs = root.attrs
    if root_attrs & CALLS:
        n = root.node
        if n.__class__ is Node and n.op == OCLOSURE:
            fn: Func = n.aux
            if fn.esc_state < TAGGED and not fn.results_lost:
                fn.results_lost = True
                for result in fn.results:
                    enqueue(result.opt)
    if not root.edges and not root.param and not root.leaks:
        # only itself is reached, with 0 dereferences: its own attributes do not change
        return
    explain = b.explain
    todo: deque[Location] = deque((root,))
    while todo:
        loc = todo.popleft()
        loc.queued_one = 0
        derefs = loc.derefs
        new = 0
        if derefs < 0:
            derefs = 0
            if outlives(b, root, loc):
                if explain is not None and not loc.attrs & ESCAPES:
                    explain.escape(root, loc)
                new = EVERYTHING
            elif root.attrs & PERSISTS:
                new = PERSISTS
        if derefs == 0:
            new |= root.attrs & (MUTATES | CALLS)
        if loc.param:
            leaks = loc.leaks
            assert leaks is not None
            if outlives(b, root, loc):
                if explain is not None and not loc.attrs & ESCAPES:
                    explain.leak(root, loc, derefs)
                leak_to(loc, leaks, root, derefs)
            if root.attrs & MUTATES:
                leaks.add(L.MUTATOR, derefs)
            if root.attrs & CALLS:
                leaks.add(L.CALLEE, derefs)
        if new & ~loc.attrs:
            loc.attrs |= new
            enqueue(loc)
            if loc.attrs & ESCAPES:
                continue
        i = 0
        for src, weight, _ in loc.edges:
            if not src.attrs & ESCAPES:
                d = derefs + weight
                if src.walk != walk or src.derefs > d:
                    src.walk = walk
                    src.derefs = d
                    src.dst = loc
                    src.dst_edge = i
                    if src.queued_one != walk:
                        src.queued_one = walk
                        todo.append(src)
            i += 1


def leak_to(param: Location, leaks: L.Leaks, sink: Location, derefs: int) -> None:
    """`param` reaches `sink`."""
    if not sink.attrs & ESCAPES and sink.param_out and sink.fn is param.fn:
        i = sink.result_index - 1
        if i < L.RESULTS:
            leaks.add(L.RESULT + i, derefs)
            return
    leaks.add(L.HEAP, derefs)


def outlives(b: Batch, loc: Location, other: Location) -> bool:
    """Whether what is stored in `loc` may live on when `other`, on the stack, is gone."""
    if loc.attrs & ESCAPES:
        return True
    if loc is b.mutator or loc is b.callee:
        return False
    fn, other_fn = loc.fn, other.fn
    if loc.param_out:
        assert fn is not None
        # a closure whose callers are all known may return what lives outside of it
        return not (contains_closure(other_fn, fn) and not fn.results_lost)
    if fn is other_fn:
        return loc.depth < other.depth
    return contains_closure(fn, other_fn)


def contains_closure(f: Func | None, c: Func | None) -> bool:
    """Whether `c` is a function literal inside `f`."""
    if f is c or c is None or c.closure is None:
        return False
    p = c.parent
    while p is not None:
        if p is f:
            return True
        p = p.parent
    return False
