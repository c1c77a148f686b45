"""The table that `go tool pprof -top` prints: what each function costs itself (flat) and with its callees (cum).

Comes in: a `Profile` and `TopOptions`.  Goes out: the text.  Reference: `printText` and `reportLabels` in
`internal/report` of github.com/google/pprof.
"""

from __future__ import annotations

import os.path
import time
from dataclasses import dataclass

from burrow.profile import select, units
from burrow.profile.graph import Graph, Node, trimmed
from burrow.profile.model import Profile


@dataclass(slots=True)
class TopOptions:
    """What the flags of pprof say."""

    focus: str = ""
    ignore: str = ""
    hide: str = ""
    show: str = ""
    cum: bool = False
    nodecount: int = -1
    nodefraction: float = 0.005
    edgefraction: float = 0.001
    sample_index: str = ""
    granularity: str = "functions"
    inlines: bool = True
    unit: str = "minimum"


def top(profile: Profile, options: TopOptions) -> tuple[str, list[str]]:
    """The table, and what to warn about; `profile` is changed on the way."""
    index = profile.index_of(options.sample_index)
    total = sum(abs(sample.values[index]) for sample in profile.samples)
    select.simplify_names(profile)
    select.drop_uninteresting(profile)
    unmatched = select.narrow(profile, options.focus, options.ignore, options.hide, options.show)
    select.aggregate(profile, options.granularity, options.inlines)
    graph = trimmed(profile, index, options.cum, max(0, options.nodecount), options.nodefraction, options.edgefraction)
    report = _Report(profile, options, index, total, graph)
    return report.text(), [f"{name} expression matched no samples" for name in unmatched]


class _Report:
    """The lines of one table."""

    def __init__(self, profile: Profile, options: TopOptions, index: int, total: int, graph: Graph) -> None:
        self.profile = profile
        self.options = options
        self.kind = profile.sample_types[index]
        self.total = total
        self.graph = graph
        self.unit = self.chosen_unit()

    def chosen_unit(self) -> str:
        """The unit in which the smallest number can still be told."""
        if self.options.unit != "minimum" or not self.graph.nodes:
            return self.options.unit
        sizes = [abs(node.flat) or abs(node.cum) for node in self.graph.nodes]
        least = min((size for size in sizes if size), default=0) or self.total
        unit = units.scale(least, self.kind.unit, "minimum")[1]
        if unit != units.scale(self.total, self.kind.unit, "minimum")[1] and least * 100 < self.total:
            unit = units.scale(100 * least, self.kind.unit, "minimum")[1]
        return unit or self.kind.unit

    def value(self, number: int) -> str:
        """A number in the table's unit."""
        return units.label(number, self.kind.unit, self.unit)

    def text(self) -> str:
        """Everything."""
        lines = [*self.head(), f"{'flat':>10} {'flat':>5}% {'sum':>5}% {'cum':>10} {'cum':>5}%"]
        running = 0
        for node in self.graph.nodes:
            running += node.flat
            lines.append(f"{self.value(node.flat):>10} {units.percentage(node.flat, self.total)} "
                         f"{units.percentage(running, self.total)} {self.value(node.cum):>10} "
                         f"{units.percentage(node.cum, self.total)}  {node.info.printed}{inlined(node)}")
        return "\n".join(lines) + "\n"

    def head(self) -> list[str]:
        """The lines above the table."""
        graph, options = self.graph, self.options
        lines = self.about()
        filters = [f"{name}={value}" for name, value in (("focus", options.focus), ("ignore", options.ignore),
                                                         ("hide", options.hide), ("show", options.show)) if value]
        if filters:
            lines.append("Active filters:")
            lines += ["   " + (one if len(one.encode()) <= 80 else one.encode()[:80].decode("utf-8", "ignore") + "…")
                      for one in filters]
        shown = sum(node.flat for node in graph.nodes)
        lines.append(f"Showing nodes accounting for {self.value(shown)}, "
                     f"{units.percentage(shown, self.total).strip()} of {self.value(self.total)} total")
        if self.total:
            if graph.dropped:
                least = abs(int(self.total * options.nodefraction))
                lines.append(f"Dropped {graph.dropped} node{'s' * (graph.dropped > 1)} (cum <= {self.value(least)})")
            if 0 < len(graph.nodes) < graph.before:
                lines.append(f"Showing top {len(graph.nodes)} nodes out of {graph.before}")
        return lines

    def about(self) -> list[str]:
        """What was profiled, when, for how long."""
        profile = self.profile
        lines = []
        if profile.mappings:
            main = profile.mappings[0]
            if main.file:
                lines.append(f"File: {os.path.basename(main.file)}")
            if main.build_id:
                lines.append(f"Build ID: {main.build_id}")
        lines += [comment for comment in profile.comments if not comment.startswith("#")]
        if self.kind.type:
            lines.append(f"Type: {self.kind.type}")
        if profile.doc_url:
            lines.append(f"Doc: {profile.doc_url}")
        if profile.time_nanos:
            when = time.localtime(profile.time_nanos // 1_000_000_000)
            lines.append("Time: " + time.strftime("%Y-%m-%d %H:%M:%S %Z", when))
        if profile.duration_nanos:
            nanos, unit = units.scale(self.total, self.kind.unit, "nanoseconds")
            ratio = f"({units.percentage(int(nanos), profile.duration_nanos)})" if unit == "ns" and nanos else ""
            lines.append(f"Duration: {units.label(profile.duration_nanos, 'nanoseconds')}, "
                         f"Total samples = {self.value(self.total)} {ratio}")
        return lines


def inlined(node: Node) -> str:
    """Whether the calls of a function were inlined."""
    kinds = {edge.inline for edge in node.callers.values()}
    if True not in kinds:
        return ""
    return " (partial-inline)" if False in kinds else " (inline)"
