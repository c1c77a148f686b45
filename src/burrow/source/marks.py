"""Labels laid out on lines: what is drawn below which line, and how deep the arms of spans of several lines reach.

Comes in: an `Extract` and the labelled spans on it.  Goes out: the lines to show, each with its marks.  A span of one
line is one mark; a longer one becomes a mark where it starts, one where it ends and placeholders between, at a depth
that keeps overlapping ones apart.  annotate-snippets does this in `SourceMap::annotated_lines`, rustc once in
`FileWithAnnotatedLines::collect_annotations`; the rules of what is shown of a long span are theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from burrow.source.extract import Extract, Loc

ORIGIN = Loc(0, 0, 0, 0)
SHOWN_AFTER_START = 4
"""Lines of a long span that are shown before the rest is elided."""


@dataclass(slots=True)
class Mark:
    """Something drawn below one line."""

    start: Loc
    end: Loc
    primary: bool
    label: str
    kind: str = "single"  # or `start`, `end`, `line`: parts of a span of several lines
    depth: int = 0

    @property
    def takes_space(self) -> bool:
        """Whether its horizontal arm needs a row of its own."""
        return self.kind in ("start", "end")

    @property
    def length(self) -> int:
        """Columns that it covers."""
        return abs(self.end.display - self.start.display)


@dataclass(slots=True)
class MarkedLine:
    """A line to show, and what is drawn below it."""

    text: str
    number: int
    marks: list[Mark]


@dataclass(slots=True)
class Long:
    """A span of several lines before it is taken apart."""

    start: Loc
    end: Loc
    primary: bool
    label: str
    depth: int = 1
    twin: bool = False

    def same(self, other: Long) -> bool:
        """Whether both cover the same text."""
        return self.start == other.start and self.end == other.end


def lay_out(source: Extract, spans: list[tuple[int, int, str, bool]]) -> tuple[int, list[MarkedLine]]:
    """The greatest depth, and the lines to show; a span is its bytes, label, and whether it is primary."""
    marks: dict[int, list[Mark]] = {}
    longs: list[Long] = []
    for lo, hi, label, primary in spans:
        start, end = source.locate(lo, hi)
        if start.line != end.line:
            longs.append(Long(start, end, primary, label))
            continue
        if start.display == end.display:
            end = end._replace(display=end.display + 1)
        marks.setdefault(start.line, []).append(Mark(start, end, primary, label))
    depth = set_depths(longs)
    for long in longs:
        take_apart(source, long, marks)
    return depth, [MarkedLine(source.get(number) or "", number, marks[number]) for number in sorted(marks)]


def set_depths(longs: list[Long]) -> int:
    """Put overlapping long spans at different depths, the first outermost; the greatest depth."""
    longs.sort(key=lambda long: (long.start.line, -long.end.line))
    primaries: list[tuple[Loc, Loc]] = []
    for outer, one in enumerate([replace(long) for long in longs]):
        if one.primary:
            primaries.append((one.start, one.end))
        for inner, other in enumerate(longs):
            if not one.same(other) and touch(one, other):
                other.depth += 1
            elif one.same(other) and outer != inner:
                other.twin = True
            else:
                if (other.start, other.end) in primaries:
                    other.primary = True
                break
    depth = max((long.depth for long in longs), default=0)
    for long in longs:
        long.depth = depth - long.depth + 1
    return depth


def touch(one: Long, other: Long) -> bool:
    """Whether two long spans share a line."""
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def take_apart(source: Extract, long: Long, marks: dict[int, list[Mark]]) -> None:
    """Add the marks of one long span to the lines that it is shown on."""
    def add(line: int, mark: Mark) -> None:
        marks.setdefault(line, []).append(mark)

    end = Mark(long.end._replace(char=max(0, long.end.char - 1), display=max(0, long.end.display - 1)), long.end,
               long.primary, long.label, "end", long.depth)
    if long.twin:
        end.kind = "single"
        add(long.end.line, end)
        return
    past = Loc(long.start.line, long.start.char + 1, long.start.display + 1, long.start.byte + 1)
    add(long.start.line, Mark(long.start, past, long.primary, "", "start", long.depth))
    middle = min(long.start.line + SHOWN_AFTER_START, long.end.line)
    until = next((line + 1 for line in range(middle - 1, long.start.line - 1, -1) if telling(source.get(line))),
                 long.start.line)
    between = Mark(ORIGIN, ORIGIN, long.primary, "", "line", long.depth)
    for line in range(long.start.line + 1, until):
        add(line, replace(between))
    last = long.end.line - 1
    text = source.get(last)
    if middle < last and (text is None or telling(text)):
        add(last, replace(between))
    add(long.end.line, end)


def telling(text: str | None) -> bool:
    """Whether a line says something: not blank, no comment (documentation does), no lone bracket."""
    if text is None:
        return False
    text = text.strip()
    if text.startswith("//") and not text.startswith(("///", "//!")):
        return False
    return text not in ("", "{", "}", "(", ")", "[", "]")
