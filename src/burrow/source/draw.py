"""Draws marked source lines: the gutter, the code, the carets and dashes below it, and the labels hanging from them.

Comes in: a `Buffer` and the lines with their marks.  Goes out: rows in the buffer.  The layout is rustc's, today drawn
by the annotate-snippets crate (`render_snippet_annotations`, `render_source_line`); its rules are followed to the
column, since people compare, and so do tests.  Only the ASCII frame is drawn.
"""

from __future__ import annotations

from burrow.source.buffer import Buffer
from burrow.source.extract import Extract, char_width, visible, width
from burrow.source.margin import Margin
from burrow.source.marks import Mark, MarkedLine

DOTS = "..."
UNDERLINE = {True: "^", False: "-"}
Depths = list[tuple[int, str]]


def line_style(mark: Mark) -> str:
    """Lines and labels of primary spans take the level's colour."""
    return "primary" if mark.primary else "secondary"


class SnippetPainter:
    """Draws the lines of one file below each other."""

    __slots__ = ("buffer", "code", "digits", "frame", "margin")

    def __init__(self, buffer: Buffer, lines: list[MarkedLine], digits: int, depth: int, terminal: int) -> None:
        self.buffer = buffer
        self.digits = digits
        self.frame = digits + 3  # the gutter: number, blank, bar, blank
        self.code = self.frame + (depth + 1 if depth else 0)
        self.margin = Margin(lines, max(0, terminal - self.code))

    def bar(self, y: int) -> None:
        """The gutter's bar."""
        self.buffer.put(y, self.digits + 1, "|", "gutter")

    def paint(self, source: Extract, lines: list[MarkedLine]) -> None:
        """All lines, with what stands between them where that is one line, and dots where it is more."""
        running: Depths = []
        for index, line in enumerate(lines):
            top = self.buffer.height
            begun: Depths = []
            for depth, style in self.marked_line(line):
                if any(depth == d for d, _ in running):
                    running = [arm for arm in running if arm[0] != depth]
                else:
                    begun.append((depth, style))
            for y in range(top, self.buffer.height):
                self.arms(y, running)
            if index + 1 < len(lines):
                self.between(source, line, lines[index + 1].number, running)
            running = running + [arm for arm in begun if all(arm[0] != d for d, _ in running)]

    def arms(self, y: int, arms: Depths) -> None:
        """The vertical arms of long spans that pass row `y`."""
        for depth, style in arms:
            self.buffer.put(y, self.frame + depth - 1, "|", style)

    def between(self, source: Extract, line: MarkedLine, next_number: int, running: Depths) -> None:
        """What lies between a line and the next one shown."""
        gap = next_number - line.number
        if gap < 2:
            return
        y = self.buffer.height
        if gap == 2:
            self.code_line(visible(source.get(line.number + 1) or ""), line.number + 1, y)
        else:
            self.buffer.put(y, 0, DOTS, "gutter")
        self.arms(y, running + [(mark.depth, line_style(mark)) for mark in line.marks if mark.kind == "start"])

    def code_line(self, text: str, number: int, y: int) -> int:
        """One line of code with its number; the first column of it that is shown."""
        length = width(text)
        left, right = self.margin.left(length), self.margin.right(length)
        shown, left = cut(text, left, right)
        at = self.code
        if self.margin.left_column > 0:
            self.buffer.put(y, at, DOTS, "gutter")
            taken = covering(shown, len(DOTS))
            at += width(shown[:taken])
            shown = shown[taken:]
        self.buffer.put(y, at, shown, "code")
        if length > right:
            self.buffer.put(y, at + len(shown) - covering(shown[::-1], len(DOTS)), DOTS, "gutter")
        self.buffer.put(y, 0, f"{number:>{self.digits}}", "gutter")
        self.bar(y)
        return left

    def marked_line(self, line: MarkedLine) -> Depths:
        """A line and all that hangs below it; the depths whose arms begin or end here."""
        text = visible(line.text)
        y = self.buffer.height
        left = self.code_line(text, line.number, y)
        if not line.marks:
            return []
        short = self.short_starts(line, text, y)
        if short is not None:
            return short
        marks = sorted(line.marks, key=lambda mark: (mark.start.display, mark.start.char), reverse=True)
        rows, height, crossing = place(marks)
        if all(mark.kind == "line" for mark in marks):
            return []
        if all(mark.kind == "start" for mark in marks):
            deepest = max(rows)
            rows = [deepest - row for row in rows]
            height = max(0, height - 1)
        for row in range(height + 1):
            self.bar(y + row + 1)
        placed = list(zip(rows, marks, strict=True))
        self.horizontal(placed, y, left)
        self.vertical(placed, y, left, height)
        self.labels(placed, y, left)
        placed.sort(key=lambda one: (-one[1].length, one[1].primary))
        self.underlines(placed, y, left)
        self.shorten(placed, crossing, y)
        return [(mark.depth, line_style(mark)) for _, mark in placed if mark.takes_space]

    def short_starts(self, line: MarkedLine, text: str, y: int) -> Depths | None:
        """Long spans that begin a line and nothing else: a `/` beside the code instead of rows below it."""
        starts: list[Mark] = []
        for mark in line.marks:
            if mark.kind == "start" and not text[:mark.start.display].strip():
                starts.append(mark)
            elif mark.kind != "line":
                return None
        for mark in starts:
            self.buffer.put(y, self.frame + mark.depth - 1, "/", line_style(mark))
        return [(mark.depth, line_style(mark)) for mark in starts]

    def column(self, display: int, left: int) -> int:
        """Where column `display` of the code is on the sheet."""
        return max(0, self.code + display - left)

    def horizontal(self, placed: list[tuple[int, Mark]], y: int, left: int) -> None:
        """The horizontal arms of long spans."""
        for row, mark in placed:
            if mark.takes_space:
                start, end = self.frame + mark.depth, self.column(mark.start.display, left)
                self.buffer.put(y + row + 1, start, "_" * max(0, end - start), line_style(mark))

    def vertical(self, placed: list[tuple[int, Mark]], y: int, left: int, height: int) -> None:
        """The lines from a mark down to its label or arm, and the arms beside the code."""
        put = self.buffer.put
        for row, mark in placed:
            style, x, arm = line_style(mark), self.column(mark.start.display, left), self.frame + mark.depth - 1
            if row > 0 and (mark.label or mark.takes_space):
                for below in range(1, row + 2):
                    put(y + below, x, "|", style)
            if mark.kind == "start":
                put(y + row + 1, arm, " ", style)
                for below in range(row + 2, height + 2):
                    put(y + below, arm, "|", style)
            elif mark.kind == "end":
                for below in range(row + 2):
                    put(y + below, arm, "|", style)

    def labels(self, placed: list[tuple[int, Mark]], y: int, left: int) -> None:
        """The texts: behind the last mark, or below their own."""
        for row, mark in placed:
            if not mark.label:
                continue
            if row == 0:
                column = max(0, mark.end.display + (1 if mark.end.display else 2) - left)
                self.buffer.put(y + 1, self.code + column, mark.label, line_style(mark))
            else:
                column = max(0, mark.start.display - left)
                self.buffer.put(y + row + 2, self.code + column, mark.label, line_style(mark))

    def underlines(self, placed: list[tuple[int, Mark]], y: int, left: int) -> None:
        """Carets and dashes; shorter marks are drawn over longer ones."""
        for row, mark in placed:
            sign, style = UNDERLINE[mark.primary], line_style(mark)
            for display in range(mark.start.display, mark.end.display):
                self.buffer.put(y + 1, self.column(display, left), sign, style)
            if mark.takes_space or row > 0 and mark.label:
                self.buffer.put(y + 1, self.column(mark.start.display, left), sign, style)

    def shorten(self, placed: list[tuple[int, Mark]], crossing: list[bool], y: int) -> None:
        """Cut the middle out of a span much wider than the terminal."""
        room = self.margin.room
        for index, (_, mark) in enumerate(placed):
            span = mark.end.display - mark.start.display
            if crossing[index] or mark.kind != "single" or span <= room * 2 or span <= 10:
                continue
            pad = max(room // 3, 5)
            for row in (y, y + 1):
                self.buffer.elide(row, mark.start.display + pad, mark.end.display - pad, DOTS)


def cut(text: str, left: int, right: int) -> tuple[str, int]:
    """What of `text` stands in the columns `left` to `right`, and the column that it really starts at."""
    skipped = index = 0
    while index < len(text) and skipped < left:
        skipped += char_width(text[index])
        index += 1
    end, taken = index, 0
    while end < len(text) and taken + char_width(text[end]) <= right - left:
        taken += char_width(text[end])
        end += 1
    return text[index:end], max(left, skipped)


def covering(text: str, columns: int) -> int:
    """How many characters from the start cover `columns`."""
    taken = 0
    for count, char in enumerate(text, 1):
        taken += char_width(char)
        if taken >= columns:
            return count
    return len(text)


def overlap(one: Mark, other: Mark, padding: int = 0) -> bool:
    """Whether two marks share a column, the first made longer by `padding`."""
    a, a_end = one.start.display, one.end.display + padding
    b, b_end = other.start.display, other.end.display
    return b <= a < b_end or a <= b < a_end


def place(marks: list[Mark]) -> tuple[list[int], int, list[bool]]:
    """The row of each mark (0: its label stands behind it), the rows needed, and which marks cross others."""
    crossing = [False] * len(marks)
    rows: list[int] = []
    height = row = 0
    for i, mark in enumerate(marks):
        for j, other in enumerate(marks):
            if overlap(other, mark) and j > 1:
                crossing[i] = crossing[j] = True
            if overlap(other, mark) and mark.label and j > i and row == 0:
                if other.start[1:3] == mark.start[1:3] and other.end[1:3] == mark.end[1:3] and not other.label:
                    continue  # drawn as one
                row += 1
                break
        rows.append(row)
        for other in marks[i + 1:]:
            if pushes(mark, other, row):
                row += 1
                break
        height = max(height, row)
    return rows, height + 1 if height else 0, crossing


def pushes(mark: Mark, other: Mark, row: int) -> bool:
    """Whether `other`, left of `mark`, has to go one row further down."""
    padding = len(other.label.encode()) + 2 if other.label else 0
    close = overlap(other, mark, padding)
    if close and mark.label and other.label:
        return True
    if mark.takes_space and (other.label or other.takes_space) or mark.label and other.takes_space:
        return True
    ends_before = (other.end.display, other.end.char) <= (mark.end.display, mark.end.char)
    return close and ends_before and bool(other.label) and row == 0
