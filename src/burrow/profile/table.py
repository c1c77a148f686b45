"""The table that `go tool pprof -top` prints: what each function costs itself (flat) and with its callees (cum).

Comes in: a `Report`.  Goes out: the text.  Reference: `printText` in `internal/report` of github.com/google/pprof.
"""

from __future__ import annotations

from burrow.profile.graph import Node
from burrow.profile.report import Report


def top(report: Report) -> str:
    """The table."""
    lines = [*report.head(), f"{'flat':>10} {'flat':>5}% {'sum':>5}% {'cum':>10} {'cum':>5}%"]
    running = 0
    for node in report.graph.nodes:
        running += node.flat
        lines.append(f"{report.value(node.flat):>10} {report.part(node.flat)} {report.part(running)} "
                     f"{report.value(node.cum):>10} {report.part(node.cum)}  {node.info.printed}{inlined(node)}")
    return "\n".join(lines) + "\n"


def inlined(node: Node) -> str:
    """Whether the calls of a function were inlined."""
    kinds = {edge.inline for edge in node.callers.values()}
    if True not in kinds:
        return ""
    return " (partial-inline)" if False in kinds else " (inline)"
