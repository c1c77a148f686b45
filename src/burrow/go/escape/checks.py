"""Decisions as checks: what must not be on the heap.

In: a checked package, a pattern, the `//burrow:noalloc` and `//burrow:noescape` comments on its functions.  Out: a
line for each value that breaks a rule, with the chain that put it on the heap.  `--fail-on-escape RE` is about every
value whose `-m` line matches; `noalloc` about everything that a function (with what is inlined into it, and the
literals in it) allocates; `noescape` about its variables and parameters: none is moved to the heap, none leaks to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.source.render_go import short_path

if TYPE_CHECKING:
    from burrow.go.escape.reasons import Value

NOALLOC = "burrow:noalloc"
NOESCAPE = "burrow:noescape"


def broken(package: Any, pattern: str | None = None) -> list[str]:
    """The lines for all rules of the package that are broken."""
    from burrow.go.escape.reasons import analysed

    marked = {f: [d.lstrip("/") for d in f.directives if d.lstrip("/") in (NOALLOC, NOESCAPE)] for f in package.funcs}
    marked = {f: rules for f, rules in marked.items() if rules}
    if pattern is None and not marked:
        return []
    found, analysis = analysed(package)
    wanted = re.compile(pattern) if pattern is not None else None
    out: list[str] = []
    for v in found:
        if not v.heap:
            continue
        message = f"moved to heap: {v.what}" if v.kind == "variable" else f"{v.what} escapes to heap"
        if wanted is not None and wanted.search(message):
            out += lines(v, message)
    for obj, rules in marked.items():
        fn = analysis.world.by_obj.get(obj)
        if fn is None:
            continue
        name = fn.name.sym
        for rule in rules:
            for v in found:
                inside = v.func == name or v.func.startswith(name + ".")
                if inside and v.heap and (rule == NOALLOC or v.kind == "variable"):
                    message = f"{v.what} escapes to heap in {name}, which is marked {rule}"
                    out += lines(v, message)
            if rule == NOESCAPE:
                from burrow.go.escape.leaks import HEAP, Leaks

                for p, tag in zip(fn.params, fn.tags or [], strict=False):
                    if tag is not None and Leaks(tag).get(HEAP) >= 0 and has_pointers(p.type):
                        out.append(f"{place(p.pos)}: parameter {p.sym} of {name} leaks, which is marked {rule}")
    return out


def has_pointers(t: Any) -> bool:
    from burrow.go.inline.layout import has_pointers as pointers

    return pointers(t)


def place(pos: int) -> str:
    path, line, column = S.position(pos)
    return f"{short_path(path)}:{line}:{column}"


def lines(v: Value, message: str) -> list[str]:
    out = [f"{place(v.pos)}: {message}"]
    out += [f"{place(v.pos)}:     from {s.what} ({s.why}) at {place(s.pos)}" for s in v.steps]
    return out
