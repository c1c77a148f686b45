"""Callers and callees of each function as text: `-tree`, and `-peek RE` for those that match.

Comes in: a `Report`.  Goes out: the text.  Reference: `printTree` in `internal/report` of github.com/google/pprof.
"""

from __future__ import annotations

import re

from burrow.profile import units
from burrow.profile.graph import Edge, by_weight
from burrow.profile.model import ProfileError
from burrow.profile.report import Report
from burrow.profile.select import compiled

SEPARATOR = "----------------------------------------------------------+-------------"
LEGEND = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t "


def tree(report: Report, expression: str = "") -> str:
    """All functions, or those whose name matches."""
    wanted: re.Pattern[str] | None = compiled("argument", expression)
    nodes = report.graph.nodes
    lines = [*report.head(), SEPARATOR, LEGEND]
    running = matched = 0
    for node in nodes:
        if wanted is not None and not wanted.search(node.info.printed):
            continue
        matched += 1
        running += node.flat

        def line(edge: Edge, other: str, cum: int = node.cum) -> str:
            inline = " (inline)" if edge.inline else ""
            return f"{report.value(edge.weight):>50} {units.percentage(edge.weight, cum)} |   {other}{inline}"

        lines.append(SEPARATOR)
        lines += [line(edge, edge.caller.info.printed) for edge in by_weight(node.callers.values())]
        lines.append(f"{report.value(node.flat):>10} {report.part(node.flat)} {report.part(running)} "
                     f"{report.value(node.cum):>10} {report.part(node.cum)}                | {node.info.printed}")
        lines += [line(edge, edge.callee.info.printed) for edge in by_weight(node.callees.values())]
    if nodes:
        lines.append(SEPARATOR)
    if wanted is not None and not matched:
        raise ProfileError(f"no matches found for regexp: {expression}")
    return "\n".join(lines) + "\n"
