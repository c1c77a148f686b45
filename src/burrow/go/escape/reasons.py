"""For every value of a package: stack or heap, its size, the chain that forced it, what would change it.

In: a checked package.  Out: `Value`s for `burrow explain`.  The chains are those that the solver found (what `-m -m`
prints as text, kept here as data); the advice (`advice.py`) and the notes are burrow's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from burrow.go.escape.advice import advice, for_size
from burrow.go.escape.graph import ESCAPES, Location, Note
from burrow.go.escape.leaks import HEAP, RESULT, RESULTS, Leaks
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.format import name_text, text, type_text
from burrow.go.inline.nodes import Name, Node, message_pos

if TYPE_CHECKING:
    from burrow.go.escape.analyze import Analysis
    from burrow.go.escape.batch import Batch
    from burrow.go.inline.nodes import Func
    from burrow.go.inline.world import World


@dataclass(slots=True)
class Step:
    """One step of a chain: `what` flows on, at `pos`, because of `why`."""

    pos: int
    what: str
    why: str


@dataclass(slots=True)
class Value:
    """A variable or an allocating expression and where it lives."""

    pos: int
    what: str
    # "variable" or what allocates: "make", "new", "literal", "closure", "interface", "append", "string"; "operation" is
    # what allocates without being a value (a channel, a map's element, a goroutine)
    kind: str
    func: str
    type: str
    size: int | None  # in bytes; None where it is not constant
    heap: bool
    steps: list[Step] = field(default_factory=list)
    sink: str = ""  # where the chain ends: "{heap}", a result, a variable
    advice: str = ""
    note: str = ""
    in_map: bool = False  # it is put into a map
    go: bool = False  # it is what a go statement starts
    varies: str = ""  # why it may need the heap at run time though it does not escape


class Recorder:
    """An `explain.Explainer` that keeps what it is told."""

    def __init__(self, batch: Batch) -> None:
        self.b = batch
        self.found: dict[Location, tuple[Location, list[tuple[Location, Location, int, Note | None]]]] = {}
        batch.world.recorders.append(self)

    def direct(self, dst: Location, src: Location, derefs: int, note: Note | None) -> None:
        self.found.setdefault(src, (dst, [(dst, src, derefs, note)]))

    def escape(self, root: Location, loc: Location) -> None:
        path = []
        src = loc
        seen: set[Location] = set()
        while src not in seen:
            seen.add(src)
            dst = src.dst
            if dst is None:
                break
            _, derefs, note = dst.edges[src.dst_edge]
            path.append((dst, src, derefs, note))
            if dst is root:
                break
            src = dst
        self.found.setdefault(loc, (root, path))

    def leak(self, root: Location, loc: Location, derefs: int) -> None:
        """Leaks of parameters are in their tags."""


def values(package: Any) -> list[Value]:
    """Every value of the package's own functions, in the order of the source."""
    return analysed(package)[0]


def analysed(package: Any, no_inline: bool = False, small_frames: bool = False) -> tuple[list[Value], Analysis]:
    """The values, and the analysis that they come from (with the lines of `-m`)."""
    from burrow.go.escape.analyze import analyze

    analysis = analyze(package, None, no_inline, 1, Recorder, small_frames)
    started = started_literals(analysis.world.funcs)
    out: dict[tuple[int, str], Value] = {}
    for recorder in analysis.world.recorders:
        for loc in recorder.b.locations:
            value = describe(recorder, loc, started)
            if value is not None:
                known = out.get((value.pos, value.what))
                if known is None or value.heap and not known.heap:
                    out[value.pos, value.what] = value
    note_parameters(analysis.world.funcs, out)
    note_sizes(analysis.world, out)
    return sorted(out.values(), key=lambda v: (v.pos >> 24, v.pos, v.what)), analysis


def started_literals(funcs: list[Func]) -> set[Func]:
    """The function literals that go statements start."""
    out: set[Func] = set()

    def look(n: Any) -> None:
        if n.op == N.OGO and n.x.x.__class__ is Node and n.x.x.op == N.OCLOSURE:
            out.add(n.x.x.aux)
        elif n.op == N.OCLOSURE:
            for s in n.aux.body:
                N.visit(s, look)

    for fn in funcs:
        for s in fn.body:
            N.visit(s, look)
    return out


def note_parameters(funcs: list[Func], found: dict[tuple[int, str], Value]) -> None:
    """What becomes of what parameters point to."""
    for fn in funcs:
        for p, tag in zip(fn.params, fn.tags or [], strict=False):
            value = found.get((p.pos, p.sym))
            if value is None or value.note or not layout.has_pointers(p.type):
                continue
            leaks = Leaks(tag)
            depth = leaks.get(HEAP)
            if depth == 0:
                value.note = "it leaks: what the caller passes has to be on the heap"
            elif depth > 0:
                value.note = "what is reached through it leaks: that has to be on the heap, what is passed need not"
            else:
                results = [r.sym for i, r in enumerate(fn.results[:RESULTS]) if leaks.get(RESULT + i) >= 0]
                if results:
                    names = " and ".join(f"result {i}" if r[0] == "~" else r for i, r in enumerate(results, 1))
                    value.note = f"it flows to {names}: what is passed lives as long as that"


def note_sizes(world: World, found: dict[tuple[int, str], Value]) -> None:
    """What depends on numbers that are known only at run time, and what allocates without being a value."""
    from burrow.go.escape.allocs import of_world

    for symbol, allocs in of_world(world).items():
        for a in allocs.allocs:
            if not a.why or a.pos <= 0:
                continue
            value = found.get((a.pos, a.what))
            if value is None:
                value = found[a.pos, a.what] = Value(a.pos, a.what, "operation", symbol, "", None, False)
            value.varies = a.why
            if not value.heap:
                value.advice = for_size(a.why)


def describe(recorder: Recorder, loc: Location, started: set[Func]) -> Value | None:
    n = loc.node
    if n is None or loc.fn is None or loc.fn.wrapper:
        return None
    func = name_text(loc.fn.name)
    heap = bool(loc.attrs & ESCAPES)
    if n.__class__ is Name:
        if n.autotemp or n.inl is not None or n.sym.startswith(("~", ".", "#")) or n.obj is None:
            return None
        value = Value(n.pos, n.sym, "variable", func, type_text(n.type), layout.size(n.type), heap)
    else:
        if n.op == N.OCLOSURE and n.aux.wrapper:
            return None
        t, size = allocated(n)
        value = Value(message_pos(n), shown(n), kind_of(n), func, type_text(t), size, heap)
        value.go = n.op == N.OCLOSURE and n.aux in started
    if heap:
        found = recorder.found.get(loc)
        if found is not None:
            chain(recorder, value, found)
    elif n.__class__ is Name and loc.addrtaken and loc.depth == 1:
        keeper = kept_by(recorder, loc)
        if keeper:
            value.note = (
                f"its address is kept by {keeper}, but both are in the frame of {func}: "
                "a block is no loop, its variables live as long as the function's"
            )
    return value


def shown(n: Node) -> str:
    return "append" if n.op == N.OAPPEND else text(n)


def kind_of(n: Node) -> str:
    return {
        N.OMAKESLICE: "make", N.OMAKEMAP: "make", N.ONEW: "new", N.OPTRLIT: "literal", N.OSLICELIT: "literal",
        N.OMAPLIT: "literal", N.OCLOSURE: "closure", N.OMETHVALUE: "closure", N.OCONVIFACE: "interface", N.OAPPEND:
        "append",
    }.get(n.op, "string")  # fmt: skip


def allocated(n: Node) -> tuple[Any, int | None]:
    """What an expression allocates, and its size."""
    t = n.type
    op = n.op
    if op == N.ONEW or op == N.OPTRLIT:
        elem = t.underlying.elem
        return elem, layout.size(elem)
    if op == N.OCONVIFACE:
        return n.x.type, layout.size(n.x.type)
    if op == N.OMAKESLICE:
        r = n.y if n.y is not None else n.x
        elem = t.underlying.elem
        return t, r.aux * layout.size(elem) if r.op == N.OLITERAL else None
    if op == N.OSLICELIT:
        return t, n.aux * layout.size(t.underlying.elem)
    if op == N.OCLOSURE:
        size = 8
        for v in n.aux.closure_vars:
            size += (layout.size(v.type) + 7) // 8 * 8 if v.canonical.byval else 8
        return t, size
    if op == N.OMETHVALUE:
        return t, 8 + layout.size(n.x.type)
    return t, None


def chain(recorder: Recorder, value: Value, found: Any) -> None:
    root, path = found
    b = recorder.b
    for dst, _src, _derefs, note in path:
        steps = []
        while note is not None:
            steps.append(Step(message_pos(note.where), text(note.where), note.why))
            where = note.where
            if where.__class__ is Node and where.op == N.OAS and where.x.op == N.OINDEXMAP:
                value.in_map = True
            note = note.next
        value.steps += [s for s in steps if s.why != "spill"]
        value.sink = place_name(b, dst)
    value.advice = advice(b, value, root)


def place_name(b: Batch, loc: Location) -> str:
    if loc is b.heap:
        return "{heap}"
    if loc.node is None:
        return "{temporary}"
    if loc.node.__class__ is Name:
        return f"result {loc.node.sym}" if loc.param_out else str(loc.node.sym)
    return text(loc.node)


def kept_by(recorder: Recorder, loc: Location) -> str:
    """A variable declared before `loc` in the same function that holds its address."""
    for other in recorder.b.locations:
        n = other.node
        if n.__class__ is Name and not n.autotemp and other.fn is loc.fn and other is not loc and n.pos < loc.node.pos:
            if any(src is loc and derefs < 0 for src, derefs, _ in other.edges):
                return str(n.sym)
    return ""
