"""Source with samples beside the lines: `-list RE` as text, and the same rows for the page.

Comes in: a `Report` by lines, an expression for function names.  Goes out: a `Routine` for each function and file.
Reference: `internal/report/source.go` of github.com/google/pprof.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from burrow.profile import graph
from burrow.profile.model import ProfileError
from burrow.profile.report import Report
from burrow.profile.select import compiled

MARGIN = 5
"""Lines shown before the first and after the last sample."""


@dataclass(slots=True)
class Row:
    """A line of source and what it cost."""

    line: int
    flat: int
    cum: int
    text: str


@dataclass(slots=True)
class Routine:
    """A function in a file."""

    name: str
    file: str
    flat: int
    cum: int
    rows: list[Row]
    problem: str = ""


def routines(report: Report, expression: str) -> Iterator[Routine]:
    """The functions that match, by name and file."""
    wanted = compiled("argument", expression)
    by_function: dict[str, dict[str, list[graph.Node]]] = {}
    for node in graph.build(report.profile, report.index, starts=True):
        if wanted is None or wanted.search(node.info.name):
            files = by_function.setdefault(node.info.name, {})
            files.setdefault(node.info.file, []).append(node)
    if not by_function:
        raise ProfileError(f"no matches found for regexp: {expression}")
    for name in sorted(by_function):
        files = {file: nodes for file, nodes in by_function[name].items() if file}
        if not files:
            yield Routine(name, "", 0, 0, [], f"No source information for {name}")
        for file in sorted(files):
            yield routine(name, file, files[file])


def routine(name: str, file: str, nodes: list[graph.Node]) -> Routine:
    """One function in one file."""
    flat, cum = sum(node.flat for node in nodes), sum(node.cum for node in nodes)
    made = Routine(name, file, flat, cum, [])
    try:
        source = lines_of(file)
    except OSError as problem:
        made.problem = f"open {file}: {(problem.strerror or str(problem)).lower()}"
        return made
    first = nodes[0].info
    start, end = first.start or first.line - MARGIN, first.line + MARGIN
    by_line: dict[int, list[graph.Node]] = {}
    for node in nodes:
        line = node.info.line
        begins = node.info.start or line - MARGIN
        if begins < start:
            start = begins
        elif line + MARGIN > end:
            end = line + MARGIN
        by_line.setdefault(line, []).append(node)
    for line in range(max(start, 1), min(end, len(source)) + 1):
        here = by_line.get(line, [])
        made.rows.append(Row(line, sum(node.flat for node in here), sum(node.cum for node in here), source[line - 1]))
    return made


@lru_cache(maxsize=64)
def lines_of(file: str) -> list[str]:
    """The lines of a file; a relative name is looked for here and in the folders above."""
    if not os.path.isabs(file):
        folder = os.getcwd()
        while not os.path.exists(os.path.join(folder, file)) and folder != os.path.dirname(folder):
            folder = os.path.dirname(folder)
        file = os.path.join(folder, file)
    with open(file, encoding="utf-8", errors="replace") as f:
        return f.read().splitlines()


def listing(report: Report, expression: str) -> str:
    """The text."""
    lines = [f"Total: {report.value(report.total)}"]

    def cell(value: int) -> str:
        return report.value(value) if value else "."

    for one in routines(report, expression):
        if not one.file:
            lines.append(one.problem)
            continue
        lines.append(f"ROUTINE ======================== {one.name} in {one.file}")
        lines.append(f"{report.value(one.flat):>10} {report.value(one.cum):>10} (flat, cum) "
                     f"{report.part(one.cum)} of Total")
        if one.problem:
            lines.append(f" Error: {one.problem}")
        lines += [f"{cell(row.flat):>10} {cell(row.cum):>10} {row.line:>6}:{row.text}" for row in one.rows]
    return "\n".join(lines) + "\n"
