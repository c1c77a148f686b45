"""What all reports of one profile share: which samples count, the trimmed graph, the unit, the lines above a table.

Comes in: a `Profile` and the `Options` that the flags of pprof say.  Goes out: a `Report`, which `table`, `tree`,
`listing`, `traces`, `dot` and the pages print.  Reference: `internal/report` and `internal/driver` of
github.com/google/pprof.  What it does not have: `kind`, the classes of `classes` as a filter of their own.
"""

from __future__ import annotations

import os.path
import time
from dataclasses import dataclass, field

from burrow.profile import classes, select, units
from burrow.profile.graph import Graph, trimmed
from burrow.profile.model import Profile, ProfileError


@dataclass(slots=True)
class Options:
    """What the flags of pprof say."""

    focus: str = ""
    ignore: str = ""
    hide: str = ""
    show: str = ""
    kind: str = ""
    """Only samples of these classes, comma between: `collector`, `allocation`, `drop and free`, or one of `classes`."""
    cum: bool = False
    nodecount: int = -1
    nodefraction: float = 0.005
    edgefraction: float = 0.001
    sample_index: str = ""
    granularity: str = "functions"
    inlines: bool = True
    unit: str = "minimum"

    def untrimmed(self) -> Options:
        """The same without leaving out what is small."""
        self.nodecount, self.nodefraction, self.edgefraction = 0, 0.0, 0.0
        return self


DIFFERENCE_BASE = "pprof::base"
"""The label of the samples that a difference is taken from (`-diff_base`): percentages are of them."""


@dataclass(slots=True)
class Report:
    """A profile after all that was asked of it; `profile` is changed on the way."""

    profile: Profile
    options: Options
    visual: bool = False
    """A graph to be drawn: edges that another path explains are left out, the rest is chosen by what it tells."""
    index: int = 0
    total: int = 0
    unit: str = ""
    warnings: list[str] = field(default_factory=list)
    _graph: Graph | None = None

    def __post_init__(self) -> None:
        profile, options = self.profile, self.options
        self.index = profile.index_of(options.sample_index)
        self.total = total_of(profile, self.index)
        self.unit = options.unit
        select.simplify_names(profile)
        if options.kind:
            keep_classes(profile, options.kind)
        select.drop_uninteresting(profile)
        unmatched = select.narrow(profile, options.focus, options.ignore, options.hide, options.show)
        self.warnings = [f"{name} expression matched no samples" for name in unmatched]
        select.aggregate(profile, options.granularity, options.inlines)

    @property
    def graph(self) -> Graph:
        """The trimmed graph; from then on numbers are in one unit."""
        if self._graph is None:
            options = self.options
            self._graph = trimmed(self.profile, self.index, options.cum, max(0, options.nodecount),
                                  options.nodefraction, options.edgefraction, self.visual)
            self.unit = self.chosen_unit(self._graph)
        return self._graph

    @property
    def sample_unit(self) -> str:
        """What the values are counted in."""
        return self.profile.sample_types[self.index].unit

    def chosen_unit(self, graph: Graph) -> str:
        """The unit in which the smallest number can still be told."""
        if self.options.unit != "minimum" or not graph.nodes:
            return self.options.unit
        sizes = [abs(node.flat) or abs(node.cum) for node in graph.nodes]
        least = min((size for size in sizes if size), default=0) or self.total
        unit = units.scale(least, self.sample_unit, "minimum")[1]
        if unit != units.scale(self.total, self.sample_unit, "minimum")[1] and least * 100 < self.total:
            unit = units.scale(100 * least, self.sample_unit, "minimum")[1]
        return unit or self.sample_unit

    def value(self, number: int) -> str:
        """A number in the report's unit."""
        return units.label(number, self.sample_unit, self.unit)

    def part(self, number: int) -> str:
        """A number's part of the total, in six columns."""
        return units.percentage(number, self.total)

    def head(self, drawn: bool = False) -> list[str]:
        """The lines above the table."""
        graph, options = self.graph, self.options
        lines = self.about()
        filters = [f"{name}={value}" for name, value in (
            ("focus", options.focus), ("ignore", options.ignore), ("hide", options.hide), ("show", options.show),
            ("class", options.kind)) if value]
        if filters:
            lines.append("Active filters:")
            lines += ["   " + (one if len(one.encode()) <= 80 else one.encode()[:80].decode("utf-8", "ignore") + "…")
                      for one in filters]
        shown = sum(node.flat for node in graph.nodes)
        lines.append(f"Showing nodes accounting for {self.value(shown)}, {self.part(shown).strip()} "
                     f"of {self.value(self.total)} total")
        if self.total:
            if graph.dropped:
                least = abs(int(self.total * options.nodefraction))
                lines.append(f"Dropped {graph.dropped} node{'s' * (graph.dropped > 1)} (cum <= {self.value(least)})")
            if drawn and graph.dropped_edges:
                least = abs(int(self.total * options.edgefraction))
                plural = "s" * (graph.dropped_edges > 1)
                lines.append(f"Dropped {graph.dropped_edges} edge{plural} (freq <= {self.value(least)})")
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
        kind = profile.sample_types[self.index].type
        if kind:
            lines.append(f"Type: {kind}")
        if profile.doc_url:
            lines.append(f"Doc: {profile.doc_url}")
        if profile.time_nanos:
            when = time.localtime(profile.time_nanos // 1_000_000_000)
            lines.append("Time: " + time.strftime("%Y-%m-%d %H:%M:%S %Z", when))
        if profile.duration_nanos:
            nanos, unit = units.scale(self.total, self.sample_unit, "nanoseconds")
            ratio = f"({units.percentage(int(nanos), profile.duration_nanos)})" if unit == "ns" and nanos else ""
            lines.append(f"Duration: {units.label(profile.duration_nanos, 'nanoseconds')}, "
                         f"Total samples = {self.value(self.total)} {ratio}")
        return lines


def total_of(profile: Profile, index: int) -> int:
    """What percentages are of: all samples, or those that a difference is taken from."""
    base = [sample for sample in profile.samples if sample.labels.get(DIFFERENCE_BASE) == ["true"]]
    return sum(abs(sample.values[index]) for sample in base) or \
        sum(abs(sample.values[index]) for sample in profile.samples)


def keep_classes(profile: Profile, kinds: str) -> None:
    """Only the samples of these classes."""
    wanted: set[str] = set()
    for name in filter(None, (one.strip() for one in kinds.split(","))):
        if name not in classes.VIEWS and name not in classes.CLASSES:
            known = ", ".join(dict.fromkeys((*classes.VIEWS, *classes.CLASSES)))
            raise ProfileError(f'class "{name}" must be one of: {known}')
        wanted |= set(classes.VIEWS.get(name, (name,)))
    profile.samples = [one for one in profile.samples if classes.class_of(classes.functions_of(one)) in wanted]
