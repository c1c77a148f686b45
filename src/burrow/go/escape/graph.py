"""Locations and the flows between them.

In: the walk of the tree (`walk`).  Out: a graph for `solve`.  The reference is cmd/compile/internal/escape/graph.go.
A location stands for a variable, or for what an expression allocates; an edge into it for an assignment, weighted by
dereferences minus addresses taken (`p = &q` -1, `p = q` 0, `p = *q` 1).  A *hole* is the place that a value flows to
while an expression is walked: a location, a number of dereferences and, for `-m -m`, why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from burrow.go.escape.leaks import Leaks

if TYPE_CHECKING:
    from burrow.go.inline.nodes import Func

ESCAPES: Final = 1  # its address outlives it: heap
PERSISTS: Final = 2  # its address outlives the statement
MUTATES: Final = 4  # what it points to may be written
CALLS: Final = 8  # a closure that reaches it may be called where its results are lost
EVERYTHING: Final = ESCAPES | PERSISTS | MUTATES | CALLS


class Location:
    """Where a value may be stored."""

    __slots__ = (
        "addrtaken",
        "attrs",
        "captured",
        "depth",
        "derefs",
        "dst",
        "dst_edge",
        "edges",
        "fn",
        "leaks",
        "node",
        "param",
        "param_out",
        "queued",
        "queued_one",
        "reassigned",
        "result_index",
        "walk",
    )

    def __init__(self, node: Any, fn: Func | None, depth: int) -> None:
        self.node = node
        self.fn = fn
        self.edges: list[tuple[Location, int, Any]] = []  # what flows here: (from, dereferences, note)
        self.depth = depth  # of loops, where it is declared
        self.result_index = 0  # from 1, for results
        self.attrs = 0
        self.leaks: Leaks | None = None  # of a parameter
        self.captured = False
        self.reassigned = False
        self.addrtaken = False
        self.param = False
        self.param_out = False
        # used while solving
        self.derefs = 0
        self.walk = 0
        self.dst: Location | None = None
        self.dst_edge = 0
        self.queued = False
        self.queued_one = 0

    def __repr__(self) -> str:
        return f"<location {self.node!r} {self.attrs}>"


class Note:
    """A step of an explanation: `from WHERE (WHY)`; `next` is the step before."""

    __slots__ = ("next", "where", "why")

    def __init__(self, next: Note | None, where: Any, why: str) -> None:
        self.next = next
        self.where = where
        self.why = why


# A hole: (location, dereferences, note, whether the address of the value is taken).
Hole = tuple[Location, int, Note | None, bool]
