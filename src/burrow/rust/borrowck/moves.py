"""Move paths: which places of a body are tracked for initialisation, and where each is moved and initialised.

In: a body of the typed stage.  Out: `MoveData`: a tree of paths (a local, its fields, what a Box owns), for each
point the paths moved out and the initialisations, and the moves that are not allowed at all (out of a borrow, an
index, a type with `Drop`).  `init_analyses` are the three dataflows on top: maybe initialised, maybe uninitialised,
ever initialised.

The reference is `rustc_mir_dataflow::move_paths` and `impls/initialized.rs`.  What differs: path sets are integers
used as bit sets, so that "a path and all inside it" is one mask. """

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import types as ty
from burrow.rust.build.places import PlaceTypes

Point = tuple[int, int]  # block and statement; the terminator is one past the last statement


@dataclass(slots=True)
class Path:
    """A tracked place, its parent and children (by projection)."""

    place: ir.Place
    parent: int
    children: dict[ir.Proj, int] = field(default_factory=dict)


@dataclass(slots=True)
class MoveOut:
    """Path `path` is moved out of at `point`."""

    path: int
    point: Point


@dataclass(slots=True)
class Init:
    """Path `path` is initialised at `point` (None: it is an argument); `on_return`: only when the call returns."""

    path: int
    point: Point | None
    on_return: bool = False


@dataclass(slots=True)
class IllegalMove:
    """A move that no path can stand for.  `why`: borrow (behind a reference, raw pointer or static: `base` is the place
    that was dereferenced), drop (of a field of a type with Drop), index or slice (out of an array or slice)."""

    why: str
    place: ir.Place
    base: ir.Place
    container: ty.Ty
    point: Point


class MoveData:
    """See the module."""

    def __init__(self, body: ir.Body, types: PlaceTypes) -> None:
        self.body = body
        self.types = types
        self.paths: list[Path] = [Path(ir.Place(i), -1) for i in range(len(body.locals))]
        self.moves: list[MoveOut] = []
        self.inits: list[Init] = []
        self.illegal: list[IllegalMove] = []
        self.moves_at: dict[Point, list[int]] = {}
        self.inits_at: dict[Point, list[int]] = {}
        self._why: IllegalMove | None = None
        for i in range(1, body.params + 1):
            self.inits.append(Init(i, None))
        reachable = dataflow.reverse_postorder(body)
        for b in sorted(reachable):
            block = body.blocks[b]
            for i, s in enumerate(block.statements):
                self._statement(s, (b, i))
            assert block.terminator is not None
            self._terminator(block.terminator, (b, len(block.statements)))

    # ---- lookups

    def find(self, place: ir.Place) -> tuple[int, bool]:
        """The path of `place` and True, or the nearest path around it and False."""
        at = place.local
        for step in place.proj:
            if step.kind == "field" and self._is_union(at):
                return at, False
            child = self.paths[at].children.get(step)
            if child is None:
                return at, False
            at = child
        return at, True

    @cached_property
    def below(self) -> list[int]:
        """For each path, the set of it and everything inside it."""
        out = [1 << i for i in range(len(self.paths))]
        for i in range(len(self.paths) - 1, -1, -1):
            parent = self.paths[i].parent
            if parent >= 0:
                out[parent] |= out[i]  # children come after their parents
        return out

    @cached_property
    def moves_of(self) -> dict[int, list[MoveOut]]:
        """Move-outs by path."""
        out: dict[int, list[MoveOut]] = {}
        for m in self.moves:
            out.setdefault(m.path, []).append(m)
        return out

    @cached_property
    def inits_of(self) -> dict[int, list[int]]:
        """Numbers of the initialisations by path."""
        out: dict[int, list[int]] = {}
        for i, init in enumerate(self.inits):
            out.setdefault(init.path, []).append(i)
        return out

    def base_local(self, path: int) -> int:
        return self.paths[path].place.local

    # ---- gathering

    def _is_union(self, path: int) -> bool:
        t = self.types.of(self.paths[path].place)
        return isinstance(t, ty.Adt) and t.def_.is_union

    def _path(self, place: ir.Place, point: Point) -> int | None:
        """The path of `place`, made if need be; None where it cannot be moved out of (`_why` says why)."""
        at = place.local
        union: int | None = None
        for n, step in enumerate(place.proj):
            base = ir.Place(place.local, place.proj[:n])
            t = self.types.of(base)
            why = ""
            if step.kind == "deref":
                if not (isinstance(t, ty.Adt) and t.is_box):
                    why = "borrow"
            elif step.kind == "field":
                if isinstance(t, ty.Adt):
                    if t.def_.is_union:
                        if union is None:
                            union = at
                    elif self.types.has_drop_impl(t) and not t.is_box:
                        why = "drop"
            elif step.kind == "index":
                why = "index"
            elif step.kind in ("const_index", "subslice") and isinstance(t, ty.Slice):
                why = "slice"
            if why:
                self._why = IllegalMove(why, place, base, t, point)
                return None
            if union is None:
                child = self.paths[at].children.get(step)
                if child is None:
                    child = len(self.paths)
                    self.paths.append(Path(base.then(step), at))
                    self.paths[at].children[step] = child
                at = child
        return at if union is None else union

    def _init(self, place: ir.Place, point: Point, on_return: bool = False) -> None:
        if place.proj and place.proj[-1].kind == "field":
            outer = ir.Place(place.local, place.proj[:-1])
            t = self.types.of(outer)
            if isinstance(t, ty.Adt) and t.def_.is_union:
                place = outer
        path, exact = self.find(place)
        if exact:
            self.inits_at.setdefault(point, []).append(len(self.inits))
            self.inits.append(Init(path, point, on_return))

    def _record(self, path: int, point: Point) -> None:
        self.moves_at.setdefault(point, []).append(len(self.moves))
        self.moves.append(MoveOut(path, point))

    def _move(self, place: ir.Place, point: Point) -> None:
        last = place.proj[-1] if place.proj else None
        if last is not None and last.kind == "subslice":
            outer = ir.Place(place.local, place.proj[:-1])
            t = self.types.of(outer)
            if isinstance(t, ty.Array):
                if self._path(outer, point) is None:
                    assert self._why is not None
                    self.illegal.append(self._why)
                    return
                length = int(t.len.value)
                hi = length - last.b if last.from_end else last.b
                for i in range(last.a, hi):
                    path = self._path(outer.then(ir.const_index(i, length)), point)
                    if path is not None:
                        self._record(path, point)
                return
        path = self._path(self._front(place), point)
        if path is None:
            assert self._why is not None
            self.illegal.append(self._why)
        else:
            self._record(path, point)

    def _front(self, place: ir.Place) -> ir.Place:
        """`place` with constant indexes of arrays counted from the front, so that equal elements are equal paths."""
        if not any(p.kind == "const_index" and p.from_end for p in place.proj):
            return place
        out = ir.Place(place.local)
        for p in place.proj:
            if p.kind == "const_index" and p.from_end:
                t = self.types.of(out)
                if isinstance(t, ty.Array):
                    p = ir.const_index(int(t.len.value) - p.a, int(t.len.value))
            out = out.then(p)
        return out

    def _operand(self, o: ir.Operand, point: Point) -> None:
        if isinstance(o, ir.Move):
            self._move(o.place, point)

    def _rvalue(self, r: ir.Rvalue, point: Point) -> None:
        for o in operands(r):
            self._operand(o, point)

    def _statement(self, s: ir.Statement, point: Point) -> None:
        if isinstance(s, ir.Assign):
            self._path(s.place, point)
            self._init(s.place, point)
            self._rvalue(s.rvalue, point)
        elif isinstance(s, ir.FakeRead):
            self._path(s.place, point)
        elif isinstance(s, ir.StorageDead):
            self._record(s.local, point)

    def _terminator(self, t: ir.Terminator, point: Point) -> None:
        if isinstance(t, ir.Call):
            self._operand(t.func, point)
            for a in t.args:
                self._operand(a, point)
            if t.target is not None:
                self._path(t.dest, point)
                self._init(t.dest, point, on_return=True)
        elif isinstance(t, ir.Drop):
            path, exact = self.find(t.place)
            if exact:
                self._record(path, point)
        elif isinstance(t, ir.Switch):
            self._operand(t.operand, point)
        elif isinstance(t, ir.Assert):
            self._operand(t.cond, point)
            for a in t.args:
                self._operand(a, point)


def operands(r: ir.Rvalue) -> list[ir.Operand]:
    """The operands of an rvalue, in the order they are evaluated."""
    if isinstance(r, (ir.Use, ir.Unary, ir.Cast, ir.Repeat)):
        return [r.operand]
    if isinstance(r, (ir.Binary, ir.Checked)):
        return [r.left, r.right]
    if isinstance(r, ir.Aggregate):
        return list(r.fields)
    if isinstance(r, ir.Alloc) and r.count is not None:
        return [r.count]
    return []


class InitFlows:
    """The dataflows: `maybe_init` and `maybe_uninit` over paths, `ever_init` over initialisations."""

    def __init__(self, data: MoveData) -> None:
        self.data = data
        self._effects: dict[Point, dataflow.Effect] = {}

    @cached_property
    def maybe_init(self) -> dataflow.Results:
        """Paths that may hold a value."""
        entry = 0
        for i in range(1, self.data.body.params + 1):
            entry |= self.data.below[i]
        return dataflow.solve(
            self.data.body,
            dataflow.Analysis(
                lambda b, i, s: self.effect((b, i)),
                lambda b, t: self.effect((b, len(self.data.body.blocks[b].statements))),
                self._returned,
                entry,
            ),
        )

    @cached_property
    def maybe_uninit(self) -> dataflow.Results:
        """Paths that may hold none."""

        def flip(e: dataflow.Effect) -> dataflow.Effect:
            return e[1] & ~e[0], e[0]

        entry = (1 << len(self.data.paths)) - 1
        for i in range(1, self.data.body.params + 1):
            entry &= ~self.data.below[i]
        return dataflow.solve(
            self.data.body,
            dataflow.Analysis(
                lambda b, i, s: flip(self.effect((b, i))),
                lambda b, t: flip(self.effect((b, len(self.data.body.blocks[b].statements)))),
                lambda b, t, s: flip(self._returned(b, t, s)),
                entry,
            ),
        )

    @cached_property
    def ever_init(self) -> dataflow.Results:
        """Initialisations (numbers into `data.inits`) that may have happened."""
        data = self.data
        by_local: dict[int, int] = {}
        for i, init in enumerate(data.inits):
            if init.path < len(data.body.locals):
                by_local[init.path] = by_local.get(init.path, 0) | 1 << i

        def at(point: Point) -> int:
            bits = 0
            for i in data.inits_at.get(point, ()):
                if not data.inits[i].on_return:
                    bits |= 1 << i
            return bits

        def statement(b: int, i: int, s: ir.Statement) -> dataflow.Effect:
            if isinstance(s, ir.StorageDead):
                return 0, by_local.get(s.local, 0)
            return at((b, i)), 0

        def terminator(b: int, t: ir.Terminator) -> dataflow.Effect:
            return at((b, len(data.body.blocks[b].statements))), 0

        def edge(b: int, t: ir.Terminator, to: int) -> dataflow.Effect:
            if not dataflow.returns_into(t, to):
                return 0, 0
            bits = 0
            for i in data.inits_at.get((b, len(data.body.blocks[b].statements)), ()):
                bits |= 1 << i
            return bits, 0

        entry = sum(1 << i for i, init in enumerate(data.inits) if init.point is None)
        return dataflow.solve(data.body, dataflow.Analysis(statement, terminator, edge, entry))

    def effect(self, point: Point) -> dataflow.Effect:
        """Paths initialised and uninitialised at `point` (what a call's return does is on its edge)."""
        known = self._effects.get(point)
        if known is not None:
            return known
        data = self.data
        kill = gen = 0
        for m in data.moves_at.get(point, ()):
            kill |= data.below[data.moves[m].path]
        for i in data.inits_at.get(point, ()):
            if not data.inits[i].on_return:
                gen |= data.below[data.inits[i].path]
        self._effects[point] = gen, kill
        return gen, kill

    def _returned(self, b: int, t: ir.Terminator, to: int) -> dataflow.Effect:
        if isinstance(t, ir.Call) and to == t.target:
            path, exact = self.data.find(t.dest)
            if exact:
                return self.data.below[path], 0
        return 0, 0
