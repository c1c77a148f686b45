"""Sentences: what dominates, and what differs from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from burrow.lab.result import MS, Measured, Run
from burrow.lab.statistics import LEVEL, Difference, compared, hold, least_chance

COLLECTOR = ("mark", "assist", "sweep", "barrier")
"""Classes that are the collector's."""

GROUPS = (("the collector", COLLECTOR), ("allocation and zeroing", ("allocation", "zeroing")),
          ("free and drop", ("free and drop",)), ("the scheduler", ("scheduler",)),
          ("the kernel (page faults above all)", ("kernel",)), ("the program itself", ("program",)))

ONCE = 1.05
"""Single runs that differ by less are called the same: nothing is known of their spread."""


def cpu(run: Run) -> float:
    """What is compared."""
    return run.cpu_ns


def label(one: Measured, all_of_them: list[Measured]) -> str:
    """The program's name, with how it ran where the name alone is not enough."""
    twice = sum(other.name == one.name for other in all_of_them) > 1
    return f"{one.name} ({one.how})" if twice else one.name


def grouped(one: Measured) -> dict[str, float]:
    """CPU by group of classes."""
    classes = one.classes()
    return {name: sum(classes.get(kind, 0.0) for kind in kinds) for name, kinds in GROUPS}


def dominant(one: Measured) -> str:
    """What most of a program's CPU goes to; empty where it was not sampled."""
    groups = grouped(one)
    total = sum(groups.values())
    if not total:
        return ""
    name, value = max(groups.items(), key=lambda item: item[1])
    return f"{value / total:.0%} of it in {name}"


def milliseconds(nanos: float) -> str:
    """As people write it."""
    value = nanos / MS
    if value < 1 and nanos:
        return f"{nanos / 1000:.0f} µs" if nanos >= 1000 else f"{nanos:.0f} ns"
    return f"{value / 1000:.2f} s" if value >= 10_000 else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


@dataclass(slots=True)
class Pair:
    """Two programs and how they differ in CPU; `more` is the one that takes more."""

    more: Measured
    less: Measured
    found: Difference

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        return {"more": [self.more.name, self.more.how], "less": [self.less.name, self.less.how],
                "ratio": self.found.ratio, "interval": [self.found.low, self.found.high], "chance": self.found.chance,
                "runs": self.found.runs, "differs": self.found.differs}


def differences(found: list[Measured]) -> list[Pair]:
    """The cheapest against each of the others, held to one level together; nothing of single runs."""
    if len(found) < 2 or min(len(one.runs) for one in found) < 2:
        return []
    least = min(found, key=lambda one: one.middle(cpu))
    pairs = [Pair(one, least, compared([cpu(run) for run in one.runs], [cpu(run) for run in least.runs]))
             for one in found if one is not least]
    hold([pair.found for pair in pairs])
    return pairs


def tell(pair: Pair, found: list[Measured]) -> str:
    """A pair in words."""
    one, other, by = label(pair.more, found), label(pair.less, found), pair.found
    if by.differs:
        return (f"{one} takes {by.ratio:.3g} times the CPU of {other} "
                f"({by.low:.3g} to {by.high:.3g}; p = {by.chance:.2g}).")
    if not by.enough:
        return (f"{one} and {other}: {by.runs} runs cannot tell; {by.ratio - 1:+.1%} in the middle "
                f"({by.low - 1:+.1%} to {by.high - 1:+.1%}; p = {by.chance:.2g}).")
    return (f"{one} and {other} take the same CPU, as far as {by.runs} runs can tell: {by.ratio - 1:+.1%} "
            f"({by.low - 1:+.1%} to {by.high - 1:+.1%}; p = {by.chance:.2g}).")


def sentences(found: list[Measured]) -> list[str]:
    """Every difference in words; one sentence where there are too few runs to tell any."""
    pairs = differences(found)
    if pairs and not any(pair.found.enough or pair.found.differs for pair in pairs):
        runs, needed = pairs[0].found.runs, 2
        while least_chance(needed) * len(pairs) >= LEVEL:
            needed += 1
        return [f"{runs} runs of each are too few to say which differences are more than chance: {needed} can tell "
                "large ones, 12 or more differences of 5% on a quiet machine."]
    return [tell(pair, found) for pair in pairs]


def verdict(found: list[Measured]) -> str:
    """The sentence."""
    if not found:
        return ""
    described = []
    ordered = sorted(found, key=lambda one: one.middle(cpu), reverse=True)
    for one in (ordered[0], ordered[-1]) if len(ordered) > 1 else ordered:
        most = dominant(one)
        described.append((label(one, found), milliseconds(one.middle(cpu)), most))
    first = described[0]
    if len(described) == 1:
        return f"{first[0]} takes {first[1]} of CPU" + (f", {first[2]}." if first[2] else ".")
    last = described[1]
    ratio = ordered[0].middle(cpu) / max(ordered[-1].middle(cpu), 1)
    pairs = differences(found)
    outer = next((pair for pair in pairs if pair.more is ordered[0]), None)
    if ratio < ONCE if outer is None or not outer.found.enough else not outer.found.differs:
        return f"{first[0]} and {last[0]} take the same CPU ({first[1]} and {last[1]})."
    shown = f"{ratio:.1f}" if ratio >= 1.5 else f"{ratio:.2f}"
    return (f"{first[0]} takes {shown} times the CPU of {last[0]}: {first[1]}"
            + (f", {first[2]}" if first[2] else "") + f", against {last[1]}" + (f", {last[2]}." if last[2] else "."))
