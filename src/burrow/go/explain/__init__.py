"""`burrow explain` of a Go file or package: the source, and at each line what lives where, why, and what it cost.

In: a path, and after a run where it allocated (`sites`: frames, objects, bytes). Out: text, JSON or an HTML page. The
decisions are those of `go/escape`, the ones that `-m` prints and that the machine code follows; the counts are the
runtime's records of one run in which every allocation is recorded (`counts.py`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burrow.go.escape.reasons import Value
    from burrow.go.explain.counts import Counts

Sites = list[tuple[list[Any], int, int]]


def explain(path: str, options: Any = None, form: str = "text", sites: Sites | None = None) -> str:
    """The annotated source of the package at `path`, as "text", "json" or "html"."""
    from burrow.go.driver import packages
    from burrow.go.escape.reasons import values

    package = packages(path)[-1]
    found = values(package)
    counts = None
    if sites is not None:
        from burrow.go.explain.counts import by_line

        counts = by_line(sites, {os.path.abspath(p): p for p in package.paths})
    if form == "json":
        return as_json(found, counts)
    if form == "html":
        from burrow.go.explain.page import page

        return page(path, package.paths, found, counts)
    from burrow.go.explain.remarks import as_text

    return as_text(package.paths, found, counts)


def as_json(found: list[Value], counts: Counts | None) -> str:
    """Everything as data: `values`, and after a run `lines`."""
    import json

    data: dict[str, Any] = {"values": [as_data(v) for v in found]}
    if counts is not None:
        data["lines"] = [
            {"file": file, "line": line, "calls": via, "objects": n.objects, "bytes": n.bytes}
            for (file, line), rows in sorted(counts.items()) for via, n in rows.items()
        ]  # fmt: skip
    return json.dumps(data, indent=2) + "\n"


def as_data(v: Value) -> dict[str, Any]:
    """A value for JSON."""
    from burrow.go import syntax as S

    path, line, column = S.position(v.pos)
    steps = []
    for s in v.steps:
        step_file, step_line, step_column = S.position(s.pos)
        steps.append({"file": step_file, "line": step_line, "column": step_column, "what": s.what, "why": s.why})
    return {
        "file": path, "line": line, "column": column, "value": v.what, "kind": v.kind, "function": v.func,
        "type": v.type, "size": v.size, "place": "heap" if v.heap else "varies" if v.varies else "stack",
        "varies": v.varies, "chain": steps, "reaches": v.sink, "advice": v.advice, "note": v.note,
    }  # fmt: skip
