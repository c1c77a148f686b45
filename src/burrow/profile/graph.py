"""The call graph of a profile: a node for each function (or line, file, address), an edge for each call.

Comes in: a `Profile` after `select`, and which value counts.  Goes out: a `Graph`, trimmed by the rules of pprof:
nodes below a part of the total go first, then all but the most costly; each time the graph is built anew from the
samples, so that what remains keeps exact numbers.  Reference: `internal/graph` and `newTrimmedGraph` of
github.com/google/pprof.  Tags and call trees are left out: tables do not show them.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log2
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


def info_of(location: Location, line: Line | None, starts: bool = False) -> Info:
    """The node that a line of a location belongs to; with `starts`, functions that begin elsewhere are others."""
    mapped = location.mapping.file if location.mapping else ""
    if line is None or line.function is None:
        return Info("", location.address, "", 0, mapped)
    function = line.function
    file = os.path.normpath(function.filename) if function.filename else ""
    if function.name and not starts:
        return Info(function.name, location.address, file, line.line, "")
    if function.name:
        return Info(function.name, location.address, file, line.line, "", function.start_line)
    return Info("", location.address, file, line.line, mapped, function.start_line)


def build(profile: Profile, index: int, kept: set[Info] | None = None, starts: bool = False) -> list[Node]:
    """The nodes of all samples; only those of `kept`, where given."""
    nodes: dict[Info, Node] = {}
    places: dict[int, list[Node | None]] = {}
    for location in profile.locations:
        row: list[Node | None] = []
        lines: Sequence[Line | None] = location.lines or [None]
        for line in lines:
            info = info_of(location, line, starts)
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
    dropped_edges: int = 0


def trimmed(profile: Profile, index: int, by_cum: bool = False, count: int = 0, node_fraction: float = 0.005,
            edge_fraction: float = 0.001, visual: bool = False) -> Graph:
    """The graph that a report shows; a visual one is chosen by what its nodes tell of the paths through them."""
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
    sort(nodes, by_cum, visual)
    if count > 0:
        cut_edges(nodes, edge_cut)
        top = {node.info for node in nodes[:count]}
        if len(top) != len(nodes):
            nodes = build(profile, index, top)
            sort(nodes, by_cum, visual)
    cut = cut_edges(nodes, edge_cut)
    if visual:
        cut_redundant(nodes)
    return Graph(nodes, before, dropped, cut)


def sort(nodes: list[Node], by_cum: bool, visual: bool = False) -> None:
    """By cost, or by what a node tells of the graph; then by name."""
    if visual:
        scores = {id(node): entropy(node) for node in nodes}
        nodes.sort(key=lambda node: (-abs(scores[id(node)]), node.info.printed, -abs(node.flat)))
    elif by_cum:
        nodes.sort(key=lambda node: (-abs(node.cum), node.info.printed, -abs(node.flat)))
    else:
        nodes.sort(key=lambda node: (-abs(node.flat), node.info.printed, -abs(node.cum)))


def entropy(node: Node) -> int:
    """How much a node tells: its cost, weighed by how it spreads over callers and callees."""
    score = edge_entropy(node.callers, 0) if node.callers else 1.0
    score += edge_entropy(node.callees, node.flat) if node.callees else 1.0
    return int(score * node.cum) + node.flat


def edge_entropy(edges: dict[int, Edge], own: int) -> float:
    """The entropy of the weights of edges, and of what stays in the node."""
    total = abs(own) + sum(edge.weight for edge in edges.values() if edge.weight > 0)
    if not total:
        return 0.0
    parts = [abs(edge.weight) / total for edge in edges.values()] + ([own / total] if own > 0 else [])
    return sum(-part * log2(part) for part in parts if part)


def by_weight(edges: Iterable[Edge]) -> list[Edge]:
    """The heaviest first."""
    return sorted(edges, key=lambda edge: (-abs(edge.weight), edge.caller.info.printed, edge.callee.info.printed))


def cut_edges(nodes: list[Node], least: int) -> int:
    """Forget calls that cost less than `least`; how many."""
    cut = 0
    for node in nodes:
        for caller, edge in list(node.callers.items()):
            if abs(edge.weight) < least:
                del node.callers[caller]
                del edge.caller.callees[id(node)]
                cut += 1
    return cut


def cut_redundant(nodes: list[Node]) -> None:
    """Forget calls through left out nodes that another path explains, the lightest first."""
    for node in reversed(nodes):
        for edge in reversed(by_weight(node.callers.values())):
            if not edge.residual:
                break
            if explained(edge):
                del edge.caller.callees[id(edge.callee)]
                del edge.callee.callers[id(edge.caller)]


def explained(edge: Edge) -> bool:
    """Whether another path leads from the edge's caller to its callee."""
    seen = {id(edge.callee)}
    waiting = [edge.callee]
    while waiting:
        for other in waiting.pop(0).callers.values():
            if other is edge or id(other.caller) in seen:
                continue
            if other.caller is edge.caller:
                return True
            seen.add(id(other.caller))
            waiting.append(other.caller)
    return False
