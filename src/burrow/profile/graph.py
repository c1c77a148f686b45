"""The call graph of a profile: a node for each function (or line, file, address), an edge for each call.

Comes in: a `Profile` after `select`, and which value counts.  Goes out: a `Graph`, trimmed by the rules of pprof:
nodes below a part of the total go first, then all but the most costly; each time the graph is built anew from the
samples, so that what remains keeps exact numbers.  Reference: `internal/graph` and `newTrimmedGraph` of
github.com/google/pprof.  Tags and call trees are left out: tables do not show them.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from burrow.profile.model import Line, Location, Profile


class Info(NamedTuple):
    """What tells a node from another."""

    name: str
    address: int
    file: str
    line: int
    object: str
    start: int = 0

    @property
    def printed(self) -> str:
        """The node's name in a table."""
        parts = [f"{self.address:016x}"] if self.address else []
        if self.name:
            parts.append(self.name)
        if self.line:
            parts.append(f"{self.file}:{self.line}")
        elif self.file:
            parts.append(self.file)
        elif not self.name:
            parts.append(f"[{os.path.basename(self.object)}]" if self.object else "<unknown>")
        return " ".join(parts)


@dataclass(slots=True, eq=False)
class Node:
    """A function's own cost (`flat`) and that of all it calls (`cum`)."""

    info: Info
    flat: int = 0
    cum: int = 0
    callers: dict[int, Edge] = field(default_factory=dict)
    callees: dict[int, Edge] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Edge:
    """Calls of one function by another."""

    caller: Node
    callee: Node
    weight: int = 0
    inline: bool = True
    residual: bool = False


def info_of(location: Location, line: Line | None) -> Info:
    """The node that a line of a location belongs to."""
    mapped = location.mapping.file if location.mapping else ""
    if line is None or line.function is None:
        return Info("", location.address, "", 0, mapped)
    function = line.function
    file = os.path.normpath(function.filename) if function.filename else ""
    if function.name:
        return Info(function.name, location.address, file, line.line, "")
    return Info("", location.address, file, line.line, mapped, function.start_line)


def build(profile: Profile, index: int, kept: set[Info] | None = None) -> list[Node]:
    """The nodes of all samples; only those of `kept`, where given."""
    nodes: dict[Info, Node] = {}
    places: dict[int, list[Node | None]] = {}
    for location in profile.locations:
        row: list[Node | None] = []
        lines: Sequence[Line | None] = location.lines or [None]
        for line in lines:
            info = info_of(location, line)
            row.append(nodes.setdefault(info, Node(info)) if kept is None or info in kept else None)
        places[id(location)] = row
    for sample in profile.samples:
        value = sample.values[index]
        if value:
            add_sample(value, [places[id(at)] for at in sample.locations])
    return [node for node in nodes.values() if node.cum or node.flat]


def frames(stack: list[list[Node | None]]) -> Iterator[tuple[Node | None, bool]]:
    """The nodes from the root to the leaf, and whether each was inlined into the one before."""
    for row in reversed(stack):
        for position in range(len(row) - 1, -1, -1):
            yield row[position], position != len(row) - 1


def add_sample(value: int, stack: list[list[Node | None]]) -> None:
    """Add one sample's value to the nodes and edges of its stack, once each."""
    seen: set[int] = set()
    seen_edges: set[tuple[int, int]] = set()
    parent: Node | None = None
    residual = False
    for node, inline in frames(stack):
        if node is None:
            residual = True
            continue
        if id(node) not in seen:
            seen.add(id(node))
            node.cum += value
        if parent is not None and node is not parent and (id(node), id(parent)) not in seen_edges:
            seen_edges.add((id(node), id(parent)))
            add_edge(parent, node, value, inline, residual)
        parent, residual = node, False
    if parent is not None and not residual:
        parent.flat += value


def add_edge(parent: Node, node: Node, value: int, inline: bool, residual: bool) -> None:
    """Add to the edge between two nodes."""
    edge = parent.callees.get(id(node))
    if edge is None:
        edge = parent.callees[id(node)] = node.callers[id(parent)] = Edge(parent, node)
    edge.weight += value
    edge.residual |= residual
    edge.inline &= inline


@dataclass(slots=True)
class Graph:
    """Sorted nodes, and how many were left out."""

    nodes: list[Node]
    before: int
    dropped: int


def trimmed(profile: Profile, index: int, by_cum: bool = False, count: int = 0, node_fraction: float = 0.005,
            edge_fraction: float = 0.001) -> Graph:
    """The graph that a report shows."""
    nodes = build(profile, index)
    whole = sum(node.flat for node in nodes)
    node_cut, edge_cut = abs(int(whole * node_fraction)), abs(int(whole * edge_fraction))
    dropped = 0
    if node_cut > 0:
        kept = {node.info for node in nodes if abs(node.cum) >= node_cut}
        if len(kept) != len(nodes):
            dropped = len(nodes) - len(kept)
            nodes = build(profile, index, kept)
    before = len(nodes)
    sort(nodes, by_cum)
    if count > 0:
        cut_edges(nodes, edge_cut)
        top = {node.info for node in nodes[:count]}
        if len(top) != len(nodes):
            nodes = build(profile, index, top)
            sort(nodes, by_cum)
    cut_edges(nodes, edge_cut)
    return Graph(nodes, before, dropped)


def sort(nodes: list[Node], by_cum: bool) -> None:
    """By cost, then by name."""
    if by_cum:
        nodes.sort(key=lambda node: (-abs(node.cum), node.info.printed, -abs(node.flat)))
    else:
        nodes.sort(key=lambda node: (-abs(node.flat), node.info.printed, -abs(node.cum)))


def cut_edges(nodes: list[Node], least: int) -> None:
    """Forget calls that cost less than `least`."""
    for node in nodes:
        for caller, edge in list(node.callers.items()):
            if abs(edge.weight) < least:
                del node.callers[caller]
                del edge.caller.callees[id(node)]
