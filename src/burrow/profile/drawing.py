"""The call graph as a picture: `-svg`, and the graph of the page.

Comes in: a visual `Report`.  Goes out: SVG text that needs nothing else; its colours are classes, so that the page's
style sheet gives them in light and in dark; a file of its own carries the style sheet with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

from burrow.profile.classes import class_of_frame
from burrow.profile.dot import costs, name_parts
from burrow.profile.graph import Node, by_weight
from burrow.profile.layered import layout
from burrow.profile.report import Report

LETTER = 0.61
"""The width of a letter, in its height: what monospaced fonts have."""

STYLE = """
svg{background:#fff;font-family:ui-monospace,Menlo,Consolas,monospace}
.node rect{fill:#f1f5f9;stroke:#64748b}.node text{fill:#0f172a}.edge path{stroke:#64748b;fill:none}
.edge text{fill:#475569}.edge polygon{fill:#64748b;stroke:none}
@media(prefers-color-scheme:dark){svg{background:#0f172a}.node rect{fill:#1e293b;stroke:#94a3b8}
.node text{fill:#e2e8f0}.edge path{stroke:#94a3b8}.edge text{fill:#cbd5e1}.edge polygon{fill:#94a3b8}}
"""
HEAT = ".node rect{fill:color-mix(in srgb,#dc2626 calc(var(--heat)*45%),#f1f5f9)}" \
       "@media(prefers-color-scheme:dark){.node rect{fill:color-mix(in srgb,#dc2626 calc(var(--heat)*55%),#1e293b)}}"


def drawing(report: Report, link: Callable[[str], str] | None = None, alone: bool = True) -> str:
    """The picture; with `link`, a function's box leads to an address."""
    nodes = report.graph.nodes
    numbers = {id(node): number for number, node in enumerate(nodes)}
    edges = by_weight(edge for node in nodes for edge in node.callees.values() if edge.caller is not edge.callee)
    most = max((abs(node.flat) for node in nodes), default=0)
    boxes = [box(report, node, most) for node in nodes]
    placed = layout([one[1] for one in boxes], [(numbers[id(e.caller)], numbers[id(e.callee)]) for e in edges])
    width, height = max(placed.width, 120) + 24, placed.height + 24
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {width:.0f} {height:.0f}" width="{width:.0f}" '
           f'height="{height:.0f}" role="group" aria-label="call graph: {len(nodes)} functions">']
    if alone:
        out.append(f"<style>{STYLE}{HEAT}</style>")
    for edge, points in zip(edges, placed.arrows, strict=True):
        thickness = 1 + 4 * min(1.0, abs(edge.weight) / report.total) if report.total else 1
        title = f"{edge.caller.info.printed} → {edge.callee.info.printed}: {report.value(edge.weight)}"
        dashes = ' stroke-dasharray="4 4"' if edge.residual else ""
        middle = points[len(points) // 2 - 1], points[len(points) // 2]
        x, y = (middle[0][0] + middle[1][0]) / 2, (middle[0][1] + middle[1][1]) / 2
        out.append(f'<g class="edge"><title>{escape(title)}</title><path d="{curve(points)}" '
                   f'stroke-width="{thickness:.1f}"{dashes}/>{head(points, thickness)}'
                   f'<text x="{x + 5:.0f}" y="{y:.0f}" font-size="10">{escape(report.value(edge.weight))}'
                   f'{" (inline)" if edge.inline else ""}</text></g>')
    for node, (lines, (w, h)), (x, y) in zip(nodes, boxes, placed.centres, strict=True):
        heat = min(1.0, abs(node.cum) / report.total) ** 0.6 if report.total else 0.0
        kind = class_of_frame(node.info.name, True) or class_of_frame(node.info.name, False) or "program"
        texts, baseline = [], y - h / 2 + 6
        for text, letters in lines:
            baseline += letters * 1.2
            texts.append(f'<text x="{x:.1f}" y="{baseline:.1f}" font-size="{letters:.0f}" text-anchor="middle">'
                         f'{escape(text)}</text>')
        title = f"{node.info.printed}: {', '.join(costs(report, node))} [{kind}]"
        shape = (f'<title>{escape(title)}</title><rect x="{x - w / 2:.1f}" y="{y - h / 2:.1f}" width="{w:.1f}" '
                 f'height="{h:.1f}" rx="4" data-kind="{kind}" style="--heat:{heat:.2f}"/>' + "".join(texts))
        if link is not None and node.info.name:
            shape = f'<a href="{escape(link(node.info.name))}" aria-label="{escape(title)}">{shape}</a>'
        out.append(f'<g class="node">{shape}</g>')
    return "".join(out) + "</svg>\n"


Box = tuple[list[tuple[str, float]], tuple[float, float]]


def box(report: Report, node: Node, most: int) -> Box:
    """The lines of a box with the height of their letters, and its size."""
    size = 9 + (math.ceil(11 * math.sqrt(abs(node.flat) / most)) if most and node.flat else 0)
    lines = [(shortened(part), float(size)) for part in name_parts(node)]
    lines += [(part, max(9.0, size * 0.8)) for part in costs(report, node)]
    width = max(len(text) * letters * LETTER for text, letters in lines) + 14
    return lines, (width, sum(letters * 1.2 for _, letters in lines) + 14)


def shortened(text: str, most: int = 38) -> str:
    """Long generic names are cut in the middle."""
    return text if len(text) <= most else text[:most // 2] + "…" + text[-(most // 2 - 1):]


def curve(points: list[tuple[float, float]]) -> str:
    """A smooth line through the points of an arrow."""
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (u, v) in zip(points, points[1:], strict=False):
        bend = (v - y) / 2
        path.append(f"C{x:.1f} {y + bend:.1f} {u:.1f} {v - bend:.1f} {u:.1f} {v:.1f}")
    return "".join(path)


def head(points: list[tuple[float, float]], thickness: float) -> str:
    """The head of an arrow."""
    (_, before), (x, y) = points[-2], points[-1]
    size = 5 + thickness
    up = -size if y >= before else size
    return f'<polygon points="{x:.1f},{y:.1f} {x - size / 2:.1f},{y + up:.1f} {x + size / 2:.1f},{y + up:.1f}"/>'
