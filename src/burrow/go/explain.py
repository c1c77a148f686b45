"""`burrow explain` of a Go file or package: the source, and at each line what lives where and why.

In: a path.  Out: text or JSON.  The decisions are those of `go/escape`, the ones that `-m` prints and that the
machine code follows.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.source import load_file

if TYPE_CHECKING:
    from burrow.go.escape.reasons import Value

WHY = {
    "spill": "",
    "address-of": "its address is taken",
    "assign": "it is assigned",
    "assign-pair": "it is assigned",
    "return": "it is returned",
    "call parameter": "it is an argument of a call",
    "interface-converted": "it becomes an interface",
    "slice-literal-element": "it is an element of a slice",
    "struct literal element": "it is a field of a struct",
    "array literal element": "it is an element of an array",
    "captured by a closure": "a function literal captures it",
    "reference": "by reference",
    "send": "it is sent through a channel",
    "too large for stack": "it is too large for the stack",
    "map literal value": "it is a value of a map",
    "key of map put": "it is a key of a map",
}


def explain(path: str, options: Any = None, as_json: bool = False) -> str:
    """The annotated source of the package at `path`."""
    from burrow.go.driver import packages
    from burrow.go.escape.reasons import values

    found = values(packages(path)[-1])
    if as_json:
        return json.dumps([as_data(v) for v in found], indent=2) + "\n"
    return as_text(found)


def place(pos: int) -> str:
    name, line, column = S.position(pos)
    return f"{os.path.basename(name)}:{line}:{column}"


def as_data(v: Value) -> dict[str, Any]:
    """A value for JSON."""
    path, line, column = S.position(v.pos)
    steps = []
    for s in v.steps:
        _, step_line, step_column = S.position(s.pos)
        steps.append({"line": step_line, "column": step_column, "what": s.what, "why": s.why})
    return {
        "file": path, "line": line, "column": column, "value": v.what, "kind": v.kind, "function": v.func, "type":
        v.type, "size": v.size, "place": "heap" if v.heap else "stack", "chain": steps, "reaches": v.sink, "advice":
        v.advice, "note": v.note,
    }  # fmt: skip


def as_text(found: list[Value]) -> str:
    """The source with a remark under each line that declares or allocates something."""
    files: dict[str, dict[int, list[Value]]] = {}
    for v in found:
        path, line, _ = S.position(v.pos)
        files.setdefault(path, {}).setdefault(line, []).append(v)
    out = []
    for path, lines in files.items():
        source = load_file(path).text.decode("utf-8", "replace").split("\n")
        width = len(str(len(source)))
        out.append(path)
        for number, words in enumerate(source, 1):
            if number == len(source) and not words:
                break
            out.append(f"{number:>{width}}  {words}".rstrip())
            for v in lines.get(number, ()):
                out += remark(v, " " * width)
        out.append("")
    return "\n".join(out)


def remark(v: Value, margin: str) -> list[str]:
    size = "" if v.size is None else f", {v.size} byte{'' if v.size == 1 else 's'}"
    where = "on the heap" if v.heap else "on the stack"
    name = v.what if v.kind != "append" else "the slice that append grows"
    out = [f"{margin}  | {name}: {where} ({v.type}{size})"]
    for s in v.steps:
        words = WHY.get(s.why, s.why)
        if words:
            out.append(f"{margin}  |     {words}: `{s.what}` at {place(s.pos)}")
    if v.heap and v.sink:
        end = {"{heap}": "and so it may outlive the function"}.get(v.sink)
        if end is None:
            end = "and the caller keeps it" if v.sink.startswith("result ") else f"and {v.sink} outlives it"
        out.append(f"{margin}  |     {end}")
    if v.note:
        out.append(f"{margin}  |     {v.note}")
    if v.advice:
        out.append(f"{margin}  |     to keep it on the stack: {v.advice}")
    return out
