"""Decisions as checks: what must not be on the heap.

In: a checked package, a pattern, the `//burrow:noalloc` and `//burrow:noescape` comments above its functions.  Out: a
line for each rule that is broken, with the chain behind it, and notes where a rule could not be decided.

* `--fail-on-escape RE`: no value whose `-m` line (`moved to heap: x`, `new(T) escapes to heap`) matches is on the heap.
* `//burrow:noalloc`: the function, with what is inlined into it and the literals in it, never allocates, and neither
  does what it calls; `allocs.py` says what counts.  A call of a function that is not known (through an interface or a
  function value) is noted, and does not break the rule.
* `//burrow:noescape`: no variable of the function or of the literals in it is moved to the heap, and nothing that a
  parameter points to leaks there.

A marked generic function is checked in each of its instances that the package has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.go.escape.allocs import NOALLOC, Alloc, Known
from burrow.source.render_go import short_path

if TYPE_CHECKING:
    from burrow.go.escape.analyze import Analysis
    from burrow.go.escape.reasons import Value
    from burrow.go.inline.nodes import Func

NOESCAPE = "burrow:noescape"


class Checked:
    """What was found: lines about broken rules, and notes."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.notes: list[str] = []


def check(package: Any, pattern: str | None = None, no_inline: bool = False, small_frames: bool = False) -> Checked:
    """Check all rules of the package."""
    from burrow.go.escape.reasons import analysed

    out = Checked()
    marked = {f: [d.lstrip("/") for d in f.directives if d.lstrip("/") in (NOALLOC, NOESCAPE)] for f in package.funcs}
    marked = {f: rules for f, rules in marked.items() if rules}
    if pattern is None and not marked:
        return out
    found, analysis = analysed(package, no_inline, small_frames)
    if pattern is not None:
        wanted = re.compile(pattern)
        by_line = {(v.pos, moved(v)): v for v in found if v.heap}
        for pos, line in analysis.lines:
            if (line.startswith("moved to heap: ") or line.endswith(" escapes to heap")) and wanted.search(line):
                v = by_line.get((pos, line))
                out.broken += [f"{place(pos)}: {line}", *(chain(v) if v is not None else [])]
    known: Known | None = None
    for obj, rules in marked.items():
        functions = instances(analysis, obj)
        if not functions:
            out.notes.append(f"{place(obj.pos)}: note: {obj.name} has no instance here: its rules were not checked")
        for fn in functions:
            if NOALLOC in rules:
                known = known or Known(analysis.world)
                allocations(out, known, fn, found)
            if NOESCAPE in rules:
                escapes(out, fn, found)
    out.broken, out.notes = list(dict.fromkeys(out.broken)), list(dict.fromkeys(out.notes))
    return out


def instances(analysis: Analysis, obj: Any) -> list[Func]:
    """The function that `obj` is, or the shapes of its instances."""
    world = analysis.world
    fn = world.by_obj.get(obj)
    if fn is not None:
        return [fn]
    return [fn for (origin, _), fn in world.generics.shaped.items() if origin is obj and fn.body]


def allocations(out: Checked, known: Known, fn: Func, values: list[Value]) -> None:
    """What `fn`, marked noalloc, may allocate."""
    name = fn.name.sym
    own = known.of(known_path(known), name)
    if own is None:
        return
    by_place = {(v.pos, v.what): v for v in values if v.heap}
    for a in own.allocs:
        out.broken.append(f"{place(a.pos)}: {said(a)} in {name}, which is marked {NOALLOC}")
        v = by_place.get((a.pos, a.what))
        if v is not None:
            out.broken += chain(v)
    for call in own.calls:
        way = known.way(call)
        if way is None:
            continue
        calls, end = way
        if isinstance(end, Alloc):
            out.broken.append(f"{place(call.pos)}: call of {call.what} allocates in {name}, which is marked {NOALLOC}")
            out.broken += [f"{place(call.pos)}:     which calls {c.what} at {place(c.pos)}" for c in calls[1:]]
            out.broken.append(f"{place(call.pos)}:     where {said(end)} at {place(end.pos)}")
        else:
            steps = "".join(f"{c.what}, which calls " for c in calls)
            what = end.symbol if not end.path else "whose code is not known"
            out.notes.append(
                f"{place(call.pos)}: note: {name}, which is marked {NOALLOC}, calls {steps}{end.what}, {what}: "
                "it may allocate"
            )


def known_path(known: Known) -> str:
    return next(iter(known.found))


def said(a: Alloc) -> str:
    return f"{a.what} may allocate ({a.why})" if a.why else f"{a.what} escapes to heap"


def escapes(out: Checked, fn: Func, values: list[Value]) -> None:
    """Variables of `fn`, marked noescape, that are on the heap, and parameters that leak."""
    from burrow.go.escape.leaks import HEAP, Leaks
    from burrow.go.inline.layout import has_pointers

    name = fn.name.sym
    for v in values:
        if v.heap and v.kind == "variable" and (v.func == name or v.func.startswith(name + ".")):
            out.broken.append(f"{place(v.pos)}: moved to heap: {v.what} in {name}, which is marked {NOESCAPE}")
            out.broken += chain(v)
    for p, tag in zip(fn.params, fn.tags or [], strict=False):
        if tag is not None and p.obj is not None and Leaks(tag).get(HEAP) >= 0 and has_pointers(p.type):
            what = "" if Leaks(tag).get(HEAP) == 0 else " content"
            out.broken.append(f"{place(p.pos)}: leaking param{what}: {p.sym} in {name}, which is marked {NOESCAPE}")


def place(pos: int) -> str:
    path, line, column = S.position(pos)
    return f"{short_path(path)}:{line}:{column}"


def moved(v: Value) -> str:
    """The value's line of `-m`."""
    return f"moved to heap: {v.what}" if v.kind == "variable" else f"{v.what} escapes to heap"


def chain(v: Value) -> list[str]:
    return [f"{place(v.pos)}:     from {s.what} ({s.why}) at {place(s.pos)}" for s in v.steps]
