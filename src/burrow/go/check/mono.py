"""Generic functions and types that would need instances without end.

In: every instantiation of a package, as it is checked.  Out: `instantiation cycle` where type arguments grow for ever
along a cycle.  Reference: cmd/compile/internal/types2/mono.go, which shows that this is a question about a graph: type
parameters are its vertices, `T instantiated as X` an edge to T from each parameter in X, with weight 0 where X is the
parameter itself and 1 where X is built from it; there is an end exactly when no cycle has positive weight.  A type
declared inside of a generic function has the function's parameters without saying so.  Heaviest paths are relaxed as
by Bellman and Ford.  Here an edge holds the text of its line of the message; there it is made from the objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from burrow.go import types as T


class Edge(NamedTuple):
    """Something flows from vertex `source` to vertex `to`."""

    to: int
    source: int
    weight: int
    pos: int
    text: str


class Instances:
    """The graph of a package's instantiations."""

    __slots__ = ("edges", "local", "name", "numbers", "objects", "same")

    def __init__(self, name: Callable[[T.Type], str]) -> None:
        self.name = name
        self.edges: list[Edge] = []
        self.numbers: dict[T.TypeParam | T.TypeName, int] = {}
        self.objects: list[T.TypeName] = []
        self.same: dict[T.TypeParam, T.TypeParam] = {}  # a method's own name for a parameter of its receiver's type
        self.local: dict[T.TypeName, list[T.TypeParam]] = {}  # types in generic functions, and the parameters there

    def add(self, tparams: list[T.TypeParam], targs: Sequence[T.Type], at: Callable[[int], int]) -> None:
        """Note an instantiation; `at(i)`: where its i-th argument stands."""
        for i, (p, t) in enumerate(zip(tparams, targs, strict=False)):
            self._assign(p, t, t, at, i)

    def _assign(self, p: T.TypeParam, whole: T.Type, t: T.Type | None, at: Callable[[int], int], i: int) -> None:
        kind = t.__class__
        if kind is T.Basic or t is None:
            return
        if isinstance(t, T.TypeParam):
            self._flow(p, self._vertex(t), whole, t, at(i))
        elif isinstance(t, T.Named):
            if t.targs:
                for x in t.targs:
                    self._assign(p, whole, x, at, i)
            inside = self.local.get((t.origin or t).obj)
            if inside:
                self._flow(p, self._local_vertex((t.origin or t).obj, inside), whole, t, at(i))
        elif isinstance(t, T.Map):
            self._assign(p, whole, t.map_key, at, i)
            self._assign(p, whole, t.elem, at, i)
        elif isinstance(t, (T.Pointer, T.Slice, T.Array, T.Chan)):
            self._assign(p, whole, t.elem, at, i)
        elif isinstance(t, T.Struct):
            for f in t.fields:
                self._assign(p, whole, f.type, at, i)
        elif isinstance(t, T.Signature):
            for v in (*t.params, *t.results):
                self._assign(p, whole, v.type, at, i)
        elif isinstance(t, T.Interface):
            for m in t.methods:
                self._assign(p, whole, m.type, at, i)

    def _flow(self, p: T.TypeParam, source: int, whole: T.Type, part: T.Type, pos: int) -> None:
        weight = 0 if part is whole else 1
        text = f"{self.same.get(p, p).obj.name} instantiated as {self.name(whole)}"
        self.edges.append(Edge(self._vertex(p), source, weight, pos, text))

    def _vertex(self, p: T.TypeParam) -> int:
        p = self.same.get(p, p)
        n = self.numbers.get(p)
        if n is None:
            n = self.numbers[p] = len(self.objects)
            self.objects.append(p.obj)
        return n

    def _local_vertex(self, obj: T.TypeName, inside: list[T.TypeParam]) -> int:
        n = self.numbers.get(obj)
        if n is None:
            n = self.numbers[obj] = len(self.objects)
            self.objects.append(obj)
            for p in inside:
                text = f"{obj.name} implicitly parameterized by {p.obj.name}"
                self.edges.append(Edge(n, self._vertex(p), 1, obj.pos, text))
        return n

    def cycle(self) -> list[Edge] | None:
        """The edges of a cycle of positive weight, the first one into the object to report; None where all end."""
        count = len(self.objects)
        weights, lengths, by = [0] * count, [0] * count, [-1] * count
        again = True
        while again:
            again = False
            for number, e in enumerate(self.edges):
                if weights[e.source] + e.weight <= weights[e.to]:
                    continue
                weights[e.to] = weights[e.source] + e.weight
                lengths[e.to] = lengths[e.source] + 1
                by[e.to] = number
                again = True
                if lengths[e.to] >= count:
                    return self._loop(e.to, by)
        return None

    def _loop(self, at: int, by: list[int]) -> list[Edge]:
        """The cycle that the path to `at` comes from."""
        seen: set[int] = set()
        while at not in seen:
            seen.add(at)
            at = self.edges[by[at]].source
        out = []
        start = at
        while True:
            e = self.edges[by[at]]
            out.append(e)
            at = e.source
            if at == start:
                return out
