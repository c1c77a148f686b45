"""Where the boxes of a call graph go: layers from callers to callees, few crossings, short arrows.

Comes in: the sizes of boxes and the arrows between them, the most important first.  Goes out: a `Layout`, with the
centre of each box and the points of each arrow.  The method is Sugiyama, Tagawa and Toda's ("Methods for visual
understanding of hierarchical system structures", 1981) in the four steps of Gansner, Koutsofios, North and Vo ("A
technique for drawing directed graphs", 1993): cycles are cut at the arrows that lead back, layers are the longest
paths from the roots, each layer is sorted by the medians of its neighbours, and boxes are moved towards them.
Simpler than theirs: layers are not found by a network simplex, and arrows through several layers bend at each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

GAP_X, GAP_Y = 26.0, 54.0
ROUNDS = 12


@dataclass(slots=True)
class Layout:
    """Centres of boxes, points of arrows, and the size of the whole."""

    centres: list[tuple[float, float]] = field(default_factory=list)
    arrows: list[list[tuple[float, float]]] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def layout(sizes: Sequence[tuple[float, float]], arrows: Sequence[tuple[int, int]]) -> Layout:
    """Place boxes; arrows are pairs of box numbers."""
    if not sizes:
        return Layout()
    forward = acyclic(len(sizes), arrows)
    layer = layers(len(sizes), forward)
    widths = [size[0] for size in sizes]
    chains: list[list[int]] = []
    for source, target in forward:  # an arrow over several layers goes through points that take a little room
        chain = [source]
        for between in range(layer[source] + 1, layer[target]):
            chain.append(len(layer))
            layer.append(between)
            widths.append(8.0)
        chains.append([*chain, target])
    above: list[list[int]] = [[] for _ in layer]
    below: list[list[int]] = [[] for _ in layer]
    for chain in chains:
        for one, other in zip(chain, chain[1:], strict=False):
            below[one].append(other)
            above[other].append(one)
    rows = ordered(layer, above, below)
    across = positions(rows, widths, above, below)
    tops, height = depths(rows, sizes)
    out = Layout(height=height)
    out.width = max(across[one] + widths[one] / 2 for one in range(len(sizes)))
    out.centres = [(across[one], tops[layer[one]]) for one in range(len(sizes))]
    for chain, (source, target), (first, _) in zip(chains, forward, arrows, strict=True):
        points = [(across[one], tops[layer[one]]) for one in chain]
        points[0] = (points[0][0], points[0][1] + sizes[source][1] / 2)
        points[-1] = (points[-1][0], points[-1][1] - sizes[target][1] / 2)
        out.arrows.append(points if source == first else points[::-1])
    return out


def acyclic(count: int, arrows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The arrows, turned round where they would close a cycle; arrows to oneself go nowhere and are turned to that."""
    out: list[tuple[int, int]] = []
    next_of: list[list[int]] = [[] for _ in range(count)]

    def reaches(start: int, goal: int) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for other in next_of[waiting.pop()]:
                if other == goal:
                    return True
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return False

    for source, target in arrows:
        one = (target, source) if source != target and reaches(target, source) else (source, target)
        if source != target:
            next_of[one[0]].append(one[1])
        out.append(one)
    return out


def layers(count: int, arrows: Sequence[tuple[int, int]]) -> list[int]:
    """The longest path from a root to each box; roots then move down to just above what they call."""
    layer = [0] * count
    for _ in range(count):
        changed = False
        for source, target in arrows:
            if source != target and layer[target] <= layer[source]:
                layer[target] = layer[source] + 1
                changed = True
        if not changed:
            break
    called = {target for source, target in arrows if source != target}
    for one in range(count):
        targets = [layer[target] for source, target in arrows if source == one != target]
        if one not in called and targets:
            layer[one] = min(targets) - 1
    return layer


def ordered(layer: list[int], above: list[list[int]], below: list[list[int]]) -> list[list[int]]:
    """The boxes of each layer from left to right, so that few arrows cross."""
    rows: list[list[int]] = [[] for _ in range(max(layer) + 1)]
    for one, at in enumerate(layer):
        rows[at].append(one)
    best, fewest = [list(row) for row in rows], crossings(rows, below)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        for number in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
            neighbours = above if down else below
            place = {one: at for at, one in enumerate(rows[number - 1 if down else number + 1])}
            own = {one: at for at, one in enumerate(rows[number])}
            rows[number].sort(key=lambda one: (median([place[n] for n in neighbours[one] if n in place], own[one]),
                                               own[one]))
        now = crossings(rows, below)
        if now < fewest:
            best, fewest = [list(row) for row in rows], now
    return best


def median(values: list[int], otherwise: float) -> float:
    """The one in the middle."""
    values.sort()
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2 if values else otherwise


def crossings(rows: list[list[int]], below: list[list[int]]) -> int:
    """How many arrows cross."""
    count = 0
    for row, under in zip(rows, rows[1:], strict=False):
        place = {one: at for at, one in enumerate(under)}
        ends = [place[target] for one in row for target in sorted(below[one], key=lambda t: place.get(t, 0))
                if target in place]
        seen: list[int] = []
        for end in ends:
            count += sum(other > end for other in seen)
            seen.append(end)
    return count


def positions(rows: list[list[int]], widths: list[float], above: list[list[int]],
              below: list[list[int]]) -> list[float]:
    """How far from the left each box is: near its neighbours, never over another."""
    at = [0.0] * len(widths)
    for row in rows:
        edge = 0.0
        for one in row:
            at[one] = edge + widths[one] / 2
            edge += widths[one] + GAP_X
    for turn in range(ROUNDS):
        order = rows if turn % 2 == 0 else rows[::-1]
        for row in order:
            wanted = []
            for one in row:
                near = (above if turn % 2 == 0 else below)[one] or (below if turn % 2 == 0 else above)[one]
                wanted.append(sum(at[n] for n in near) / len(near) if near else at[one])
            settle(row, wanted, widths, at)
    left = min(at[one] - widths[one] / 2 for one in range(len(widths)))
    return [one - left for one in at]


def settle(row: list[int], wanted: list[float], widths: list[float], at: list[float]) -> None:
    """Place a row as near as can be to where its boxes want to be; what touches moves as one (isotonic regression)."""
    offsets, edge = [], 0.0
    for number, one in enumerate(row):
        edge += widths[one] / 2 + (GAP_X + widths[row[number - 1]] / 2 if number else 0.0)
        offsets.append(edge)
    blocks: list[tuple[float, int]] = []  # sum of wishes, boxes
    for wish, offset in zip(wanted, offsets, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = (blocks[-1][0] + total, blocks[-1][1] + count)
    number = 0
    for total, count in blocks:
        for _ in range(count):
            at[row[number]] = total / count + offsets[number]
            number += 1


def depths(rows: list[list[int]], sizes: Sequence[tuple[float, float]]) -> tuple[list[float], float]:
    """The middle of each layer, and how deep all are."""
    tops, edge = [], 0.0
    for row in rows:
        height = max((sizes[one][1] for one in row if one < len(sizes)), default=0.0)
        tops.append(edge + height / 2)
        edge += height + GAP_Y
    return tops, edge - GAP_Y
