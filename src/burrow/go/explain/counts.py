"""How many objects and bytes each line of a program allocated in one run.

In: a program and its arguments.  Out: `Counts`: by the line of the package that was being run, and by the function of
another package that it had called for it ("" where the line itself allocated).  The runtime records every allocation
(a heap profile of rate 1); calls that were inlined count as calls.  What a library does on its own account is under
the library's own line.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from burrow.source import Span, Unsupported


class Count(NamedTuple):
    """Allocations: how many, and their bytes (as the allocator rounds them)."""

    objects: int
    bytes: int


Counts = dict[tuple[str, int], dict[str, Count]]


def counted(path: str, options: Any, args: list[str], own: set[str]) -> Counts:
    """Run the program at `path`; its output goes to stderr.  `own`: the files whose lines are asked about."""
    raise Unsupported(Span(path, 0, 0), "counting a run's allocations")


def by_line(sites: list[tuple[list[Any], int, int]], own: dict[str, str]) -> Counts:
    """The sites of a run by line; `own` says how the files that are asked about are spelled."""
    out: Counts = {}
    for frames, objects, size in sites:
        at = next((i for i, f in enumerate(frames) if os.path.abspath(f.file) in own), 0 if frames else None)
        if at is None:
            continue
        frame = frames[at]
        file = own.get(os.path.abspath(frame.file), frame.file)
        via = frames[at - 1].name if at else ""
        rows = out.setdefault((file, frame.line), {})
        before = rows.get(via, Count(0, 0))
        rows[via] = Count(before.objects + objects, before.bytes + size)
    return out
