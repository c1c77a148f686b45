"""What a function may allocate when it runs, whatever `-m` says of each value: for `//burrow:noalloc`.

In: an analysed package.  Out: for each function its `Allocs`: what its own code may take from the heap, which functions
it calls, which calls are of functions that nobody knows.  `Known` follows calls into the packages that are imported,
their findings kept by content.  gc has no counterpart; which operations allocate is what cmd/compile/internal/walk does
with them (order.go, convert.go, builtin.go, expr.go).

What counts
-----------
* a value that `-m` puts on the heap, unless it needs no memory there: of size zero, a function literal that captures
  nothing, a constant (or a single byte or bool) that becomes an interface;
* what depends on numbers that are known only at run time: `make` of a slice whose size is not constant, `append`, an
  assignment to a map's element, a map literal or a `make` of a map of more than 8 elements, and what makes strings or
  slices of strings (`+`, `string(b)`, `[]byte(s)`, …) except where the compiler needs no copy; values of up to 32 bytes
  are on the stack then, which does not make the function one that never allocates;
* `make` of a channel, `go`, and `defer` in a loop;
* a call of a function that allocates.

What does not count: what the value of a `panic` costs; memory that the runtime keeps for itself (stacks that grow, who
waits for a channel); a line that ends in `//burrow:mayalloc`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.format import text
from burrow.go.inline.intrinsics import is_intrinsic_call
from burrow.go.inline.nodes import Func, Name, message_pos
from burrow.go.inline.static import static_callee, static_value

if TYPE_CHECKING:
    from burrow.go.inline.world import World

ACCEPTED = b"//burrow:mayalloc"
NOALLOC = "burrow:noalloc"
SMALL_MAP = 8  # elements that fit the group of a map on the stack
# functions of the runtime that burrow's library calls to get memory
RUNTIME = frozenset(
    "runtime." + name
    for name in (
        "mallocgc", "newobject", "newarray", "makemap", "makechan", "mapassign", "newproc", "alloc", "growslice"
    )  # fmt: skip
)


class Alloc(NamedTuple):
    """Something that may allocate."""

    pos: int
    what: str
    why: str  # "" where the value is on the heap, as `-m` says


class CallTo(NamedTuple):
    """A call of a function of package `path` whose symbol is `symbol`; path "" for one that is not known."""

    pos: int
    what: str
    path: str
    symbol: str


class Allocs(NamedTuple):
    """What one function does."""

    allocs: list[Alloc]
    calls: list[CallTo]


class Known:
    """The findings about a package and about those it imports."""

    def __init__(self, world: World) -> None:
        self.packages: dict[str, Any] = {}
        self.found: dict[str, dict[str, Allocs]] = {world.package.path: of_world(world)}
        self.add(world.package)

    def add(self, package: Any) -> None:
        for p in package.imports:
            if p.path not in self.packages:
                self.packages[p.path] = p
                self.add(p)

    def of(self, path: str, symbol: str) -> Allocs | None:
        """The findings about a function."""
        found = self.found.get(path)
        if found is None:
            package = self.packages.get(path)
            found = self.found[path] = {} if package is None else of_package(package)
        return found.get(symbol)

    def way(self, call: CallTo) -> tuple[list[CallTo], Alloc | CallTo] | None:
        """The shortest chain of calls from `call` to something that allocates, or else to a call that is not known."""
        unknown: tuple[list[CallTo], CallTo] | None = None
        queue: list[list[CallTo]] = [[call]]
        seen = {(call.path, call.symbol)}
        for chain in queue:
            last = chain[-1]
            callee = self.of(last.path, last.symbol) if last.path else None
            if callee is None:
                if unknown is None:
                    unknown = chain[:-1], last
                continue
            if callee.allocs:
                return chain, callee.allocs[0]
            for c in callee.calls:
                if (c.path, c.symbol) not in seen:
                    seen.add((c.path, c.symbol))
                    queue.append([*chain, c])
        return unknown


def of_package(package: Any) -> dict[str, Allocs]:
    """The findings about an imported package, kept by its content."""
    from burrow import cache
    from burrow.go.escape.analyze import analyze
    from burrow.go.inline import format as printing

    key = cache.digest("go allocs 1", package.digest)
    kept = cache.get("go-allocs", key) if package.digest else None
    if kept is not None:
        return {
            symbol: Allocs([Alloc(*a) for a in allocs], [CallTo(*c) for c in calls])
            for symbol, (allocs, calls) in json.loads(kept).items()
        }
    saved = printing.current()
    found = of_world(analyze(package).world)
    printing.set_local(*saved)
    if package.digest:
        cache.put("go-allocs", key, json.dumps(found).encode())
    return found


def of_world(world: World) -> dict[str, Allocs]:
    """The findings about each function of an analysed package, by symbol."""
    out = {}
    for fn in world.funcs:
        if fn.closure is None:
            out[fn.name.sym] = _Finder(world, fn).found
    return out


class _Finder:
    """Walks one function."""

    def __init__(self, world: World, fn: Func) -> None:
        self.world = world
        self.found = Allocs([], [])
        self.seen: set[tuple[int, str]] = set()
        self.bodies: set[Func] = set()
        if not fn.body and not fn.has_body:
            self.without_body(fn)
        self.function(fn)

    def without_body(self, fn: Func) -> None:
        obj = fn.name.obj
        symbols = [d.split()[-1] for d in obj.directives if d.lstrip("/").startswith("burrow:runtime ")] if obj else []
        if any(symbol in RUNTIME for symbol in symbols):
            self.alloc(fn, f"{fn.name.sym} is the allocator", "the runtime's")
        elif not self.world.package.std:
            self.found.calls.append(CallTo(fn.pos, fn.name.sym, "", "it has no body"))

    def function(self, fn: Func) -> None:
        if fn in self.bodies:
            return
        self.bodies.add(fn)
        for name in fn.dcl:
            if name.esc == N.ESC_HEAP and name.type is not None and layout.size(name.type):
                self.alloc(name, name.sym, "")
        for s in fn.body:
            self.visit(s)

    def alloc(self, n: Any, what: str, why: str) -> None:
        pos = n.pos if n.__class__ is Func else message_pos(n)
        if (pos, what) in self.seen or accepted(pos):
            return
        self.seen.add((pos, what))
        self.found.allocs.append(Alloc(pos, what, why))

    def visit(self, n: Any, borrowed: bool = False) -> None:
        """`borrowed`: a string or slice that is made of another only to be looked at: no copy is made."""
        if n is None or n.__class__ is Name:
            return
        op = n.op
        if op == N.OPANIC:
            return
        if op == N.OCLOSURE:
            self.function(n.aux)
        if n.init:
            for c in n.init:
                self.visit(c)
        why = None if borrowed and op in _COPIES else self.why(n)
        if why is not None:
            self.alloc(n, "append" if op == N.OAPPEND else "map assignment" if op in _ASSIGN else text(n), why)
        if op == N.OCALLFUNC or op == N.OCALLINTER:
            self.call(n)
        lends = op in _LENDS or op == N.OADDSTR and any(x.op == N.OLITERAL and x.aux for x in n.a)
        for slot in N.SLOTS[op]:
            c = getattr(n, slot)
            if c.__class__ is list:
                for e in c:
                    self.visit(e, lends)
            else:
                self.visit(c, lends or (op == N.OINDEXMAP and slot == "y") or (op == N.ORANGE and slot == "x"))

    def why(self, n: Any) -> str | None:
        """Why `n` may allocate; None where it does not, "" where it is on the heap."""
        op = n.op
        t = n.type
        if n.esc == N.ESC_HEAP:
            return None if needs_nothing(n) else "it may have to grow the slice" if op == N.OAPPEND else ""
        if op == N.OAPPEND:
            return "it may have to grow the slice"
        if op == N.OMAKECHAN:
            return "a channel is on the heap"
        if op == N.OMAKESLICE:
            size = n.y if n.y is not None else n.x
            return "its size is not constant" if size.op != N.OLITERAL and layout.size(t.underlying.elem) else None
        if op == N.OMAKEMAP:
            hint = n.x
            small = hint is None or hint.op == N.OLITERAL and hint.aux <= SMALL_MAP
            return None if small else f"it has room for more than {SMALL_MAP} elements"
        if op == N.OMAPLIT:
            return f"it has more than {SMALL_MAP} elements" if len(n.a) > SMALL_MAP else None
        if op == N.OADDSTR:
            return "the new string may be longer than 32 bytes"
        if op in _COPIES:
            return "the copy may be longer than 32 bytes"
        if op == N.OGO:
            return "it starts a goroutine"
        if op == N.ODEFER:
            return None if n.esc == N.ESC_NEVER else "it defers in a loop"
        if op in _ASSIGN:
            targets = n.a if op not in (N.OAS, N.OASOP) else [n.x]
            if any(x is not None and x.op == N.OINDEXMAP for x in targets):
                return "the map may have to grow"
        return None

    def call(self, n: Any) -> None:
        pos = message_pos(n)
        if accepted(pos):
            return
        if n.op == N.OCALLINTER:
            self.found.calls.append(CallTo(pos, text(n.x), "", "a method of an interface"))
            return
        if is_intrinsic_call(n) or n.flags & N.VARLIVE:
            return
        callee = static_callee(static_value(n.x))
        if callee is None or callee.func is None:
            self.found.calls.append(CallTo(pos, text(n.x), "", "a function value"))
            return
        fn = callee.func
        if fn.closure is not None:
            self.function(fn)
        elif callee.obj is None or NOALLOC not in [d.lstrip("/") for d in callee.obj.directives]:
            path = self.world.package.path if fn.body or callee.pkg is None else callee.pkg.path
            self.found.calls.append(CallTo(pos, text(n.x), path, callee.sym))


_COPIES = frozenset((N.OBYTES2STR, N.ORUNES2STR, N.OSTR2BYTES, N.OSTR2RUNES))
_LENDS = frozenset((N.OEQ, N.ONE, N.OLT, N.OLE, N.OGT, N.OGE, N.OSWITCH))
_ASSIGN = frozenset((N.OAS, N.OASOP, N.OAS2, N.OAS2FUNC, N.OAS2DOTTYPE, N.OAS2MAPR, N.OAS2RECV))


def needs_nothing(n: Any) -> bool:
    """Whether a value on the heap takes no memory there."""
    op = n.op
    if op == N.OCLOSURE:
        return not n.aux.closure_vars
    if op == N.OCONVIFACE:
        t = n.x.type
        u = t.underlying
        small = u.__class__ is T.Basic and u.size == 1
        return n.x.op == N.OLITERAL or layout.size(t) == 0 or small
    if op == N.ONEW or op == N.OPTRLIT:
        return layout.size(n.type.underlying.elem) == 0
    if op == N.OSLICELIT:
        return n.aux == 0 or layout.size(n.type.underlying.elem) == 0
    if op == N.OMAKESLICE:
        size = n.y if n.y is not None else n.x
        return layout.size(n.type.underlying.elem) == 0 or size.op == N.OLITERAL and size.aux == 0
    return False


def accepted(pos: int) -> bool:
    """Whether the source line of `pos` says that it may allocate."""
    if pos <= 0:
        return False
    file = S.source_of(pos)
    if ACCEPTED not in file.text:
        return False
    return ACCEPTED in file.line(file.position(pos & 0xFFFFFF)[0]).encode()
