"""The comparison as a table: a row for each measure, a column for each way to run a program.

Where the columns do not fit the terminal there are several tables, one below the other.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from burrow.lab import lower_bound
from burrow.lab.result import Measured, quantile
from burrow.lab.statistics import interval
from burrow.lab.words import cpu, milliseconds, sentences, verdict
from burrow.profile.classes import CLASSES

if TYPE_CHECKING:
    from rich.table import Table

Row = tuple[str, list[str]]


def mebibytes(value: float) -> str:
    """As people write it."""
    return f"{value / 2**20:.1f} MB"


def spread(one: Measured) -> str:
    """The 95% interval of the median, where there are several runs."""
    if len(one.runs) < 2:
        return ""
    low, high = interval([run.cpu_ns for run in one.runs])
    return f"{milliseconds(low)}–{milliseconds(high)}"


def rows(found: list[Measured], bounds: list[lower_bound.Bound | None] | None = None) -> list[list[Row]]:
    """The rows in groups; rows that say nothing of any program are left out."""
    classes = [one.classes() for one in found]
    bounds = bounds if bounds is not None else lower_bound.bounds(found)

    def share(number: int, name: str) -> str:
        if name not in classes[number]:
            return "–" if not classes[number] else "0"
        value, total = classes[number][name], sum(classes[number].values())
        return f"{milliseconds(value)} {value / total:4.0%}" if total else "–"

    split = [(f"  {name}", [share(number, name) for number in range(len(found))])
             for name in CLASSES if any(one.get(name) for one in classes)]
    counted = [one.cycles() for one in found]
    pauses = [one.pauses() for one in found]

    def pause(part: float) -> list[str]:
        return [milliseconds(quantile(some, part)) if some else "–" for some in pauses]

    top = [("CPU", [milliseconds(one.middle(cpu)) for one in found]), ("  95%", [spread(one) for one in found])]
    overhead = [("over the baseline", [f"≥ {bound.ratio:.2f}×" if bound else "–" for bound in bounds])]
    memory = [
        ("collector cycles", ["–" if cycles is None else f"{cycles:.0f}" for cycles in counted]),
        ("pause, p50", pause(0.5)), ("pause, p99", pause(0.99)), ("longest pause", pause(1.0)),
        ("minor page faults", [f"{one.middle(lambda run: run.minor_faults):,.0f}" for one in found]),
        ("peak memory", [mebibytes(one.middle(lambda run: run.peak_bytes)) for one in found]),
        ("wall time", [milliseconds(one.middle(lambda run: run.wall_ns)) for one in found]),
    ]
    ended = [("ended", [ending(one) for one in found])]
    return [[row for row in group if any(cell not in ("", "–") for cell in row[1])]
            for group in (top + split, overhead + memory + ended)]


def ending(one: Measured) -> str:
    """How the program ended."""
    run = one.runs[-1]
    if run.ended == "exit":
        return "by itself" if run.status == 0 else f"status {run.status}"
    return {"until": "output matched", "seconds": "time was over", "signal": f"killed ({run.status - 128})"}[run.ended]


def build(found: list[Measured], bounds: list[lower_bound.Bound | None] | None = None) -> Table:
    """The table."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("", no_wrap=True)
    for one in found:
        table.add_column(f"{one.name}\n{one.how}", justify="right", overflow="fold", no_wrap=True)
    for group in rows(found, bounds):
        for name, cells in group:
            strong = name == "CPU"
            table.add_row(name, *cells, style="bold" if strong else "")
        table.add_section()
    return table


def fitting(found: list[Measured], width: int) -> list[list[int]]:
    """The columns of each table."""
    groups = rows(found)
    names = max((len(name) for group in groups for name, _ in group), default=0)
    out: list[list[int]] = [[]]
    room = width - names
    for number, one in enumerate(found):
        cells = [cells[number] for group in groups for _, cells in group]
        needed = max(len(text) for text in (one.name, one.how, *cells)) + 3
        if out[-1] and room < needed:
            out.append([])
            room = width - names
        out[-1].append(number)
        room -= needed
    return out


def print_comparison(found: list[Measured], remarks: list[str], width: int | None = None) -> None:
    """Table, sentence, remarks, where the profiles are."""
    from rich.console import Console

    console = Console(file=sys.stdout, width=width or wide(), highlight=False)
    runs = max(len(one.runs) for one in found)
    bounds = lower_bound.bounds(found)
    for columns in fitting(found, console.width):
        console.print(build([found[number] for number in columns], [bounds[number] for number in columns]))
        console.print()
    console.print(verdict(found), style="bold", soft_wrap=False)
    for sentence in sentences(found):
        console.print(sentence)
    if runs > 1:
        console.print(f"Medians of {runs} runs, in random order; differences at p < 0.01 by rank tests.")
    if any(bounds):
        console.print("Over the baseline: CPU over the cheapest way's CPU less its visible memory work; the true "
                      "overhead is at least that.")
    base = max(one.middle(lambda run: run.baseline_bytes) for one in found)
    if base:
        console.print(f"CPU, faults and memory are the kernel's account of the child; of its peak memory up to "
                      f"{mebibytes(base)} are the interpreter's that it was forked from.")
    for remark in remarks:
        console.print(remark)
    kept = [(one, one.profile) for one in found if one.profile]
    if kept:
        console.print("Profiles, for `burrow pprof -http=:8080` or `go tool pprof`:")
        for one, path in kept:
            console.print(f"  {one.name} ({one.how}): {path}", soft_wrap=True)


def wide() -> int:
    """As wide as the terminal; 120 columns where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return int(os.environ.get("COLUMNS", 120))
