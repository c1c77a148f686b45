"""The least that a memory manager can cost, where no program without one exists to compare with.

Comes in: what was measured of several ways to run one program.  Goes out: for each, its total over a baseline that is
at most what the program would cost with free memory management: the cheapest total less that way's visible memory work
(its sampled classes).  Whatever the manager costs out of sight, in caches and in barriers that are inlined, stays in
the baseline, so each ratio is a lower bound of the true overhead.  The method is that of Cai, Blackburn, Bond and Maas,
"Distilling the real cost of production garbage collectors", ISPASS 2022 (their LBO); here allocation and zeroing count
as visible memory work too, since managers differ in them, and what the kernel charges for page faults does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from burrow.lab.result import Measured
from burrow.lab.words import cpu

VISIBLE = ("allocation", "zeroing", "mark", "assist", "sweep", "barrier", "free and drop")


@dataclass(slots=True)
class Bound:
    """A way to run a program, over the baseline."""

    ratio: float
    baseline: float
    from_whom: Measured


def visible(one: Measured) -> float:
    """CPU that is plainly the memory manager's, in nanoseconds."""
    split = one.classes()
    return sum(split.get(name, 0.0) for name in VISIBLE)


def bounds(found: list[Measured]) -> list[Bound | None]:
    """The overhead of each way; None where nobody's memory work is known.

    Ways to run the same program are compared with each other; programs that ran in one way each are taken for the same
    work, and compared with all.
    """
    alone = all(sum(other.program == one.program for other in found) == 1 for one in found)
    out: list[Bound | None] = []
    for one in found:
        group = [other for other in found if alone or other.program == one.program]
        if not any(other.classes() for other in group):
            out.append(None)
            continue
        least = min(group, key=lambda other: other.middle(cpu) - visible(other))
        baseline = max(least.middle(cpu) - visible(least), 1.0)
        out.append(Bound(one.middle(cpu) / baseline, baseline, least))
    return out
