"""The call graph in Graphviz's language: `-dot`.

Comes in: a visual `Report`.  Goes out: the text, for `dot` where that is installed; `drawing` needs no other program.
Reference: `internal/graph/dotgraph.go` of github.com/google/pprof; samples' labels make no boxes of their own here.
"""

from __future__ import annotations

import math
import os.path

from burrow.profile.graph import Edge, Node, by_weight
from burrow.profile.report import Report
from burrow.profile.select import short_name

GREY_BELOW = 0.2
SHIFT = 0.3


def dot(report: Report) -> str:
    """The graph."""
    head = [escaped(line) for line in report.head(drawn=True)]
    title = head[0] if head else "burrow"
    lines = ['digraph "burrow" {', 'node [style=filled fillcolor="#f8f8f8"]',
             f'subgraph cluster_L {{ "{title}" [shape=box fontsize=16 label="' + "".join(f"{one}\\l" for one in head)
             + '"] }']
    nodes = report.graph.nodes
    numbers = {id(node): number for number, node in enumerate(nodes, 1)}
    most = max((abs(node.flat) for node in nodes), default=0)
    lines += [node_line(report, node, numbers[id(node)], most) for node in nodes]
    for edge in by_weight(edge for node in nodes for edge in node.callees.values()):
        lines.append(edge_line(report, edge, numbers[id(edge.caller)], numbers[id(edge.callee)]))
    return "\n".join([*lines, "}"]) + "\n"


def node_line(report: Report, node: Node, number: int, most: int) -> str:
    """A box: larger letters for more own cost, redder for more cost with callees."""
    size = 8 + (math.ceil(16 * math.sqrt(abs(node.flat) / most)) if most and node.flat else 0)
    score = node.cum / abs(report.total) if report.total else 0.0
    label = "\\n".join(escaped(part) for part in name_parts(node)) + "\\n" + "\\n".join(costs(report, node))
    return (f'N{number} [label="{label}" id="node{number}" fontsize={size} shape=box '
            f'tooltip="{escaped(node.info.printed)} ({report.value(node.cum)})" '
            f'color="{colour(score, False)}" fillcolor="{colour(score, True)}"]')


def name_parts(node: Node) -> list[str]:
    """A node's name, a line for each part of it."""
    info = node.info
    parts = [f"{info.address:016x}"] if info.address else []
    if info.name:
        name = short_name(info.name).replace("[...]", "[…]")
        if "<" not in name:
            name = name.replace("::", "\n").replace(".", "\n")
        parts += [part for part in name.split("\n") if part]
    if info.file:
        parts.append(os.path.basename(info.file) + (f":{info.line}" if info.line else ""))
    return parts or [info.printed]


def costs(report: Report, node: Node) -> list[str]:
    """Own cost, and cost with callees where that is another."""
    own = f"{report.value(node.flat)} ({report.part(node.flat).strip()})" if node.flat else "0"
    if node.cum == node.flat:
        return [own]
    whole = f"of {report.value(node.cum)} ({report.part(node.cum).strip()})"
    return [own, whole] if node.flat else [f"{own} {whole}"]


def edge_line(report: Report, edge: Edge, source: int, target: int) -> str:
    """An arrow: thicker for more weight, dotted where functions between were left out."""
    total = abs(report.total)
    value = report.value(edge.weight)
    words = [f'label=" {value}{chr(92) + "n (inline)" if edge.inline else ""}"']
    if total:
        weight = 1 + min(abs(edge.weight) * 100 // total, 100)
        width = 1 + min(abs(edge.weight) * 5 // total, 5)
        words += [f"weight={weight}"] * (weight > 1) + [f"penwidth={width}"] * (width > 1)
        words.append(f'color="{colour(edge.weight / total, False)}"')
    arrow = "..." if edge.residual else "->"
    tip = f"{escaped(edge.caller.info.printed)} {arrow} {escaped(edge.callee.info.printed)} ({value})"
    words += [f'tooltip="{tip}"', f'labeltooltip="{tip}"'] + ['style="dotted"'] * edge.residual
    return f"N{source} -> N{target} [{' '.join(words)}]"


def colour(score: float, background: bool) -> str:
    """Red for much, green for much less, grey for little."""
    saturation, value = (0.1, 0.93) if background else (1.0, 0.7)
    score = max(-1.0, min(1.0, score))
    if abs(score) < GREY_BELOW:
        saturation *= abs(score) / GREY_BELOW
    score = math.copysign(abs(score) ** SHIFT, score)
    red = value * (1 + saturation * score) if score < 0 else value
    green = value if score < 0 else value * (1 - saturation * score)
    return "#" + "".join(f"{int(part * 255):02x}" for part in (red, green, value * (1 - saturation)))


def escaped(text: str) -> str:
    """For a string of Graphviz."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
