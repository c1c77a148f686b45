"""The plots of the report as SVG: bars by class, runs as dots, overheads, memory, pauses.

Comes in: numbers.  Goes out: SVG text whose colours are the style sheet's (`profile/web/static/style.css`), so that it
reads in light and in dark; every mark has its numbers as a title, and the table holds them all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

WIDTH, LABEL, ROW, BAR = 860, 250, 34, 20
Part = tuple[str, float]
"""A part of a bar: its class (for the colour) and its size."""


def frame(height: float, body: Sequence[str], what: str) -> str:
    """The picture."""
    return (f'<svg class="plot" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(what)}">'
            + "".join(body) + "</svg>")


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from 0 up to what is shown."""
    if most <= 0:
        return [0.0]
    step = 10 ** math.floor(math.log10(most / count))
    step = next(step * factor for factor in (1, 2, 5, 10) if most / (step * factor) <= count)
    return [step * number for number in range(int(most / step) + 1)]


def axis(most: float, height: float, say: Callable[[float], str]) -> tuple[Callable[[float], float], list[str]]:
    """Where a value is from the left, and the grid."""
    room = WIDTH - LABEL - 90
    scale = room / most if most else 0.0

    def at(value: float) -> float:
        return LABEL + value * scale

    grid = [f'<line class="grid" x1="{at(tick):.1f}" x2="{at(tick):.1f}" y1="0" y2="{height - 20:.0f}"/>'
            f'<text class="tick" x="{at(tick):.1f}" y="{height - 5:.0f}" text-anchor="middle">{escape(say(tick))}'
            '</text>' for tick in ticks(most)]
    return at, grid


def name(text: str, y: float) -> str:
    """The name of a row, cut where it is long."""
    shown = text if len(text) <= 36 else text[:17] + "…" + text[-17:]
    return (f'<text class="name" x="{LABEL - 10}" y="{y + BAR * 0.72:.1f}" text-anchor="end">'
            f'<title>{escape(text)}</title>{escape(shown)}</text>')


def stacked(rows: Sequence[tuple[str, Sequence[Part]]], say: Callable[[float], str], what: str) -> str:
    """A bar of parts for each row."""
    height = len(rows) * ROW + 24
    at, out = axis(max((sum(size for _, size in parts) for _, parts in rows), default=0.0), height, say)
    for number, (label, parts) in enumerate(rows):
        y, x = number * ROW + 4, 0.0
        out.append(name(label, y))
        total = sum(size for _, size in parts)
        for kind, size in parts:
            if size > 0:
                out.append(f'<rect class="part" data-kind="{escape(kind)}" x="{at(x):.1f}" y="{y}" height="{BAR}" '
                           f'width="{max(at(x + size) - at(x) - 1, 0.8):.1f}"><title>{escape(label)}: {escape(kind)} '
                           f'{escape(say(size))} ({size / total:.0%})</title></rect>')
                x += size
        out.append(f'<text class="value" x="{at(total) + 6:.1f}" y="{y + BAR * 0.72:.1f}">{escape(say(total))}</text>')
    return frame(height, out, what)


def bars(rows: Sequence[tuple[str, float]], say: Callable[[float], str], what: str, mark: float | None = None) -> str:
    """A bar for each row; `mark` is a line that all are seen against."""
    height = len(rows) * ROW + 24
    at, out = axis(max([size for _, size in rows] + [mark or 0.0]), height, say)
    for number, (label, size) in enumerate(rows):
        y = number * ROW + 4
        out.append(name(label, y))
        out.append(f'<rect class="bar" x="{LABEL}" y="{y}" height="{BAR}" width="{max(at(size) - LABEL, 1):.1f}">'
                   f'<title>{escape(label)}: {escape(say(size))}</title></rect>'
                   f'<text class="value" x="{at(size) + 6:.1f}" y="{y + BAR * 0.72:.1f}">{escape(say(size))}</text>')
    if mark:
        out.append(f'<line class="mark" x1="{at(mark):.1f}" x2="{at(mark):.1f}" y1="0" y2="{height - 20}"/>')
    return frame(height, out, what)


def dots(rows: Sequence[tuple[str, Sequence[float], tuple[float, float], float]], say: Callable[[float], str],
         what: str) -> str:
    """Each run as a dot, the median as a line, its interval as a band."""
    height = len(rows) * ROW + 24
    at, out = axis(max((max(values) for _, values, _, _ in rows if values), default=0.0), height, say)
    for number, (label, values, (low, high), middle) in enumerate(rows):
        y = number * ROW + 4
        out.append(name(label, y))
        out.append(f'<rect class="band" x="{at(low):.1f}" y="{y}" height="{BAR}" '
                   f'width="{max(at(high) - at(low), 1):.1f}"><title>{escape(label)}: median {escape(say(middle))}, '
                   f'95% {escape(say(low))} to {escape(say(high))}</title></rect>')
        for place, value in enumerate(values):
            lift = (place * 7 % 11) / 11 * (BAR - 8) + 4
            out.append(f'<circle class="dot" cx="{at(value):.1f}" cy="{y + lift:.1f}" r="3"><title>{escape(say(value))}'
                       '</title></circle>')
        out.append(f'<line class="middle" x1="{at(middle):.1f}" x2="{at(middle):.1f}" y1="{y - 2}" '
                   f'y2="{y + BAR + 2}"/>'
                   f'<text class="value" x="{at(max([*values, high])) + 8:.1f}" y="{y + BAR * 0.72:.1f}">'
                   f'{escape(say(middle))}</text>')
    return frame(height, out, what)


def ranges(rows: Sequence[tuple[str, Sequence[float]]], say: Callable[[float], str], what: str) -> str:
    """Quantiles of each row on one logarithmic scale: p50, p99 and the longest, joined by a line."""
    height = len(rows) * ROW + 24
    known = [value for _, values in rows for value in values if value > 0]
    if not known:
        return ""
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)
    room = WIDTH - LABEL - 90

    def at(value: float) -> float:
        return LABEL + room * (math.log10(max(value, 10.0**low)) - low) / (high - low)

    out = []
    for power in range(low, high + 1):
        x = at(10.0**power)
        out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 20}"/>'
                   f'<text class="tick" x="{x:.1f}" y="{height - 5}" text-anchor="middle">{escape(say(10.0**power))}'
                   '</text>')
    for number, (label, values) in enumerate(rows):
        y = number * ROW + 4 + BAR / 2
        out.append(name(label, y - BAR / 2))
        out.append(f'<line class="join" x1="{at(values[0]):.1f}" x2="{at(values[-1]):.1f}" y1="{y}" y2="{y}"/>')
        for title, value, size in zip(("p50", "p99", "longest"), values, (6, 5, 4), strict=True):
            out.append(f'<circle class="dot" cx="{at(value):.1f}" cy="{y}" r="{size}"><title>{escape(label)}: {title} '
                       f'{escape(say(value))}</title></circle>')
        out.append(f'<text class="value" x="{at(values[-1]) + 9:.1f}" y="{y + BAR * 0.22:.1f}">'
                   f'{escape(say(values[-1]))}</text>')
    return frame(height, out, what)
