"""What is said of a value, in words; and the source with these words between its lines.

In: `reasons.Value`s, and after a run the counts.  Out: text.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from burrow.go import syntax as S
from burrow.source import load_file

if TYPE_CHECKING:
    from burrow.go.escape.reasons import Value
    from burrow.go.explain.counts import Counts

WHY = {
    "spill": "",
    "address-of": "its address is taken",
    "assign": "it is assigned",
    "assign-pair": "it is assigned",
    "assign-pair-func-call": "it is assigned",
    "return": "it is returned",
    "call parameter": "it is an argument of a call",
    "interface-converted": "it becomes an interface",
    "slice-literal-element": "it is an element of a slice",
    "struct literal element": "it is a field of a struct",
    "array literal element": "it is an element of an array",
    "captured by a closure": "a function literal captures it",
    "reference": "by reference",
    "send": "it is sent through a channel",
    "slice": "it is sliced",
    "dot of pointer": "a part of what it points to",
    "indirection": "what it points to",
    "too large for stack": "it is too large for the stack",
    "map literal value": "it is a value of a map",
    "map literal key": "it is a key of a map",
    "key of map put": "it is a key of a map",
    "appended slice...": "its elements are appended",
    "panic": "it is the value of a panic",
}


class Remark(NamedTuple):
    """What is said of one value."""

    heap: bool
    varies: bool
    head: str
    lines: list[str]


def as_text(paths: list[str], found: list[Value], counts: Counts | None) -> str:
    """The source with remarks under each line that declares or allocates something."""
    by_line = lines_of(found)
    out = []
    for path in paths:
        rows = source_lines(path)
        width = len(str(len(rows)))
        margin = " " * width + "  | "
        out.append(path)
        for number, words in enumerate(rows, 1):
            out.append(f"{number:>{width}}  {words}".rstrip())
            for v in by_line.get((path, number), ()):
                r = remark(v)
                out += [margin + r.head, *[f"{margin}    {line}" for line in r.lines]]
            out += [margin + said for said in counted(counts, path, number)]
        out.append("")
    if counts is not None:
        out.append(total(counts, set(paths)))
    return "\n".join(out).rstrip("\n") + "\n"


def lines_of(found: list[Value]) -> dict[tuple[str, int], list[Value]]:
    """Values by file and line."""
    out: dict[tuple[str, int], list[Value]] = {}
    for v in found:
        path, line, _ = S.position(v.pos)
        out.setdefault((path, line), []).append(v)
    return out


def source_lines(path: str) -> list[str]:
    """The lines of a file."""
    rows = load_file(path).text.decode("utf-8", "replace").split("\n")
    return rows[:-1] if rows and not rows[-1] else rows


def remark(v: Value) -> Remark:
    """The words about a value."""
    if v.kind == "operation":
        lines = [v.varies, *([f"to avoid it: {v.advice}"] if v.advice else [])]
        return Remark(False, True, f"{v.what}: may allocate", lines)
    size = "" if v.size is None else f", {v.size} byte{'' if v.size == 1 else 's'}"
    where = "on the heap" if v.heap else "on the stack if it is small, else on the heap" if v.varies else "on the stack"
    name = v.what if v.kind != "append" else "the slice that append grows"
    lines = []
    for s in v.steps:
        words = WHY.get(s.why, s.why)
        if words:
            lines.append(f"{words}: `{s.what}` at {place(s.pos)}")
    if v.heap and v.sink:
        if v.sink == "{heap}":
            lines.append("and so it may outlive the function")
        elif v.sink.startswith("result "):
            lines.append("and the caller keeps it")
        else:
            lines.append(f"and {v.sink} outlives it")
    if v.varies:
        lines.append(v.varies)
    if v.note:
        lines.append(v.note)
    if v.advice:
        lines.append(f"{'to avoid that' if v.varies else 'to keep it on the stack'}: {v.advice}")
    return Remark(v.heap, bool(v.varies), f"{name}: {where} ({v.type}{size})", lines)


def place(pos: int) -> str:
    """A position in a remark: the file's name alone."""
    name, line, column = S.position(pos)
    return f"{os.path.basename(name)}:{line}:{column}"


def counted(counts: Counts | None, path: str, line: int) -> list[str]:
    """What a line allocated in the run."""
    out = []
    for via, n in (counts or {}).get((path, line), {}).items():
        where = f"in {via}" if via else "here"
        out.append(f"in this run: {amount(n.objects, n.bytes)} {where}")
    return out


def total(counts: Counts, paths: set[str]) -> str:
    """The sum over the lines of `paths`, and of the rest."""
    own = [n for (path, _), rows in counts.items() if path in paths for n in rows.values()]
    rest = [n for (path, _), rows in counts.items() if path not in paths for n in rows.values()]
    text = f"in this run: {amount(sum(n.objects for n in own), sum(n.bytes for n in own))} by these lines"
    if rest:
        text += f"; {amount(sum(n.objects for n in rest), sum(n.bytes for n in rest))} elsewhere"
    return text


def amount(objects: int, size: int) -> str:
    return f"{objects:,} object{'' if objects == 1 else 's'}, {size:,} byte{'' if size == 1 else 's'}"
