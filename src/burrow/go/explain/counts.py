"""How many objects and bytes each line of a program allocated in one run.

In: the sites of a run (`run.records.heap_sites`). Out: `Counts`: by the line of the package that was being run, and
by the function of another package that it had called for it ("" where the line itself allocated). The runtime records
every allocation (a heap profile of rate 1); calls that were inlined count as calls. What a library does on its own
account is under the library's own line, what it sets up before main too.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple


class Count(NamedTuple):
    """Allocations: how many, and their bytes (as the allocator rounds them)."""

    objects: int
    bytes: int


Counts = dict[tuple[str, int], dict[str, Count]]


def by_line(sites: list[tuple[list[Any], int, int]], own: dict[str, str]) -> Counts:
    """The sites of a run by line; `own` says how the files that are asked about are spelled."""
    out: Counts = {}
    for frames, objects, size in sites:
        at = next((i for i, f in enumerate(frames) if _asked(f, own)), 0 if frames else None)
        if at is None:
            continue
        frame = frames[at]
        file = own.get(os.path.abspath(frame.file), frame.file)
        via = frames[at - 1].name if at else ""
        rows = out.setdefault((file, frame.line), {})
        before = rows.get(via, Count(0, 0))
        rows[via] = Count(before.objects + objects, before.bytes + size)
    return out


def _asked(frame: Any, own: dict[str, str]) -> bool:
    """Whether a frame is a line of the package (what starts the program carries a line of it, but is the runtime)."""
    return os.path.abspath(frame.file) in own and not frame.name.startswith("runtime.")
