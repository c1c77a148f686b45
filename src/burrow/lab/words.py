"""One sentence that says what dominates."""

from __future__ import annotations

from burrow.lab.result import MS, Measured, Run

COLLECTOR = ("mark", "assist", "sweep", "barrier")
"""Classes that are the collector's."""

GROUPS = (("the collector", COLLECTOR), ("allocation and zeroing", ("allocation", "zeroing")),
          ("free and drop", ("free and drop",)), ("the scheduler", ("scheduler",)),
          ("the kernel (page faults above all)", ("kernel",)), ("the program itself", ("program",)))


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
    return f"{value / 1000:.2f} s" if value >= 10_000 else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


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
    if ratio < 1.05:
        return f"{first[0]} and {last[0]} take the same CPU ({first[1]} and {last[1]})."
    return (f"{first[0]} takes {ratio:.1f} times the CPU of {last[0]}: {first[1]}"
            + (f", {first[2]}" if first[2] else "") + f", against {last[1]}" + (f", {last[2]}." if last[2] else "."))
