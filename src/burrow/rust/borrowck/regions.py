"""Region variables, the constraints between them, and their solution.

A region's value is the set of points of the body where it must hold, and the universal regions (`'static`, the
function's lifetime parameters) whose end it must include.  A constraint `sup: sub` says that the value of `sup`
contains that of `sub`; constraints hold everywhere (they are location-insensitive), only liveness is by points.  The
solution takes the strongly connected components of the constraints, each after those it must contain.

The reference is `rustc_borrowck::region_infer`.  What differs: a value is one Python integer, points in the low bits
and universal ends above them. """

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from burrow.rust import types as ty
from burrow.source import NO_SPAN, Span


@dataclass(slots=True)
class Constraint:
    """`sup: sub`, because of `category` at `span`.  `what` by category (the call argument's number, the upvar's …)."""

    sup: int
    sub: int
    category: str
    span: Span
    point: tuple[int, int] | None = None
    what: Any = None
    from_closure: bool = False


@dataclass(slots=True)
class RegionInfo:
    """Where a variable comes from: `universal` (its `name` and place in the signature), or an existential one."""

    universal: bool = False
    external: bool = False  # of the function around a closure
    region: ty.Region | None = None
    name: str | None = None
    placeholder: int = 0  # the universe of a `for<'a>` that must hold for all 'a
    span: Span = NO_SPAN
    data: Any = None


@dataclass(slots=True)
class TypeTest:
    """`what` (a type parameter or a projection) must outlive region `lower`; `bounds` are ways to show it."""

    what: ty.Ty
    lower: int
    span: Span
    category: str = "Boring"


@dataclass(slots=True)
class Regions:
    """The variables and constraints of one body."""

    infos: list[RegionInfo] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    live: list[int] = field(default_factory=list)  # points where each variable is live
    tests: list[TypeTest] = field(default_factory=list)
    universals: int = 0  # the first so many variables are universal
    points: int = 0
    terms: list[ty.Region] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    scc: list[int] = field(default_factory=list)
    _seen: set[tuple[int, int, str]] = field(default_factory=set)
    _out: dict[int, list[Constraint]] | None = None

    def new(self, info: RegionInfo | None = None) -> ty.Region:
        """A new variable, as a term."""
        n = len(self.infos)
        self.infos.append(info if info is not None else RegionInfo())
        self.live.append(0)
        r = ty.Region("var", n)
        self.terms.append(r)
        return r

    def add(
        self,
        sup: ty.Region,
        sub: ty.Region,
        category: str,
        span: Span,
        point: tuple[int, int] | None = None,
        what: Any = None,
    ) -> None:
        """`sup: sub`."""
        a, b = self.number(sup), self.number(sub)
        if a == b or a == 0:
            return
        key = (a, b, category)
        if key in self._seen and category == "Boring":
            return
        self._seen.add(key)
        self.constraints.append(Constraint(a, b, category, span, point, what))

    def number(self, r: ty.Region) -> int:
        if r.kind == "var":
            return r.index
        if r.kind == "static":
            return 0
        raise AssertionError(f"region {r.kind} {r.name} was not renumbered")

    # ---- solving

    def solve(self, known: dict[int, int]) -> None:
        """Compute `values`; `known[u]` are the universals that universal `u` is known to outlive (for their ends)."""
        n = len(self.infos)
        out: list[list[int]] = [[] for _ in range(n)]
        for c in self.constraints:
            out[c.sup].append(c.sub)
        self.scc = [-1] * n
        order: list[list[int]] = []
        for members in _components(out):
            for m in members:
                self.scc[m] = len(order)
            order.append(members)
        values: list[int] = []
        all_points = (1 << self.points) - 1
        for i, members in enumerate(order):  # each component after those it points to
            v = 0
            for m in members:
                v |= self.live[m]
                if self.infos[m].universal:
                    v |= all_points | 1 << (self.points + m)
                if self.infos[m].placeholder:
                    v |= 1 << (self.points + m)
                for s in out[m]:
                    if self.scc[s] != i:
                        v |= values[self.scc[s]]
            values.append(v)
        self.values = values

    def value(self, r: int) -> int:
        return self.values[self.scc[r]]

    def points_of(self, r: int) -> int:
        """The points in a region's value, as a bit set."""
        return self.value(r) & ((1 << self.points) - 1)

    def ends_of(self, r: int) -> Iterator[int]:
        """The universal regions (and placeholders) whose end the region includes."""
        bits = self.value(r) >> self.points
        while bits:
            low = bits & -bits
            yield low.bit_length() - 1
            bits ^= low

    def contains_end(self, r: int, universal: int) -> bool:
        return bool(self.value(r) >> (self.points + universal) & 1)

    # ---- why

    def outgoing(self, r: int) -> list[Constraint]:
        """The constraints whose `sup` is `r`."""
        if self._out is None:
            self._out = {}
            for c in self.constraints:
                self._out.setdefault(c.sup, []).append(c)
        return self._out.get(r, [])

    def path(self, start: int, accept: Any) -> list[Constraint] | None:
        """A shortest chain of constraints from `start` to a region that `accept`s; rustc's `find_constraint_path`."""
        came: dict[int, Constraint | None] = {start: None}
        queue = deque([start])
        while queue:
            r = queue.popleft()
            if accept(r):
                out: list[Constraint] = []
                c = came[r]
                while c is not None:
                    out.append(c)
                    c = came[c.sup]
                return out[::-1]
            for c in self.outgoing(r):
                if c.sub not in came:
                    came[c.sub] = c
                    queue.append(c.sub)
        return None


def _components(out: list[list[int]]) -> Iterator[list[int]]:
    """Strongly connected components, each after all that it reaches (Tarjan's algorithm, without recursion)."""
    n = len(out)
    index = [-1] * n
    low = [0] * n
    on = [False] * n
    stack: list[int] = []
    counter = 0
    for root in range(n):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            v, i = work.pop()
            if i == 0:
                index[v] = low[v] = counter
                counter += 1
                stack.append(v)
                on[v] = True
            again = False
            edges = out[v]
            while i < len(edges):
                w = edges[i]
                i += 1
                if index[w] < 0:
                    work.append((v, i))
                    work.append((w, 0))
                    again = True
                    break
                if on[w] and index[w] < low[v]:
                    low[v] = index[w]
            if again:
                continue
            if low[v] == index[v]:
                members = []
                while True:
                    w = stack.pop()
                    on[w] = False
                    members.append(w)
                    if w == v:
                        break
                yield members
            if work:
                u = work[-1][0]
                low[u] = min(low[u], low[v])
