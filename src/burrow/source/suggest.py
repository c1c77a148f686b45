"""Draws a suggested change: a diff where something is taken away, code with `+` or `~` marks where it is added.

Comes in: a `Buffer` and a `Splice`.  Goes out: rows in the buffer, as annotate-snippets' `emit_suggestion_default`
draws them.
"""

from __future__ import annotations

from burrow.source.buffer import Buffer
from burrow.source.extract import Extract, Line, visible, width
from burrow.source.splice import Splice, rust_lines

DOTS = "..."


class SuggestionPainter:
    """Draws one suggestion below what the buffer holds."""

    def __init__(self, buffer: Buffer, source: Extract, splice: Splice, digits: int, fold: bool = True) -> None:
        self.buffer = buffer
        self.source = source
        self.splice = splice
        self.digits = digits
        self.fold = fold
        self.form = splice.form(source)
        self.several = len(splice.lines) > 1
        lo = min(part.lo for part in splice.parts)
        hi = max(part.hi for part in splice.parts)
        self.old = source.covering(lo, hi)
        self.row = 0
        self.top = 0

    def bar(self, y: int, text: str = "|") -> None:
        """The gutter's bar."""
        self.buffer.put(y, self.digits + 1, text, "gutter")

    def number(self, y: int, number: int) -> None:
        """The line's number."""
        self.buffer.put(y, 0, f"{number:>{self.digits}}", "gutter")

    def paint(self, place: str | None, follows: bool) -> None:
        """Everything; `place` names a file that is not the one shown before, `follows` an alternative above."""
        first = 0 if follows else 1
        self.row = self.top = self.buffer.height + first
        self.bar(self.row - 1)
        if place is not None and not follows:
            self.buffer.put(self.row - 1, 0, "--> ", "gutter")
            self.buffer.put(self.row - 1, max(self.digits + 1, 4), place)
            self.buffer.prepend(self.row - 1, " " * self.digits)
            self.bar(self.row)
            self.row += 1
        if self.form == "diff":
            self.row += 1
        start, end = self.source.locate(*self.splice.parts[0].origin) if self.fold else \
            self.source.locate(0, len(self.source.raw))
        lines = self.splice.lines
        if not lines:
            self.removed_whole(start.line, end.line)
        self.new_lines(lines, start.line)
        if self.form != "plain":
            self.marks_below()
            self.row += 1
        self.bar(self.row - 1 if self.form != "plain" else self.row)

    def removed_whole(self, first: int, last: int) -> None:
        """Lines that go away altogether."""
        for number in range(first, last + 1):
            y = self.row - 1 + number - first
            self.number(y, number)
            self.buffer.put(y, self.digits + 1, "- ", "removed")
            self.buffer.put(y, self.digits + 3, visible(self.source.get(number) or ""), "removed")
        self.row += last - first

    def new_lines(self, lines: list[str], first: int) -> None:
        """The changed lines; of more than three unchanged ones between them, only the outermost."""
        plain: list[tuple[int, str]] = []
        for offset, (line, parts) in enumerate(zip(lines, self.splice.highlights, strict=False)):
            if not parts and self.fold:
                plain.append((offset, line))
                continue
            if len(plain) > 3:
                self.new_line(first + plain[0][0], plain[0][1], [])
                self.buffer.put(self.row, max(0, self.digits - len(DOTS)), DOTS, "gutter")
                self.row += 1
                plain = plain[-1:]
            for at, text in plain:
                self.new_line(first + at, text, [])
            plain = []
            self.new_line(first + offset, line, parts)

    def new_line(self, number: int, line: str, parts: list[tuple[int, int]]) -> None:
        """One line of the new text, with what it replaces above it in a diff."""
        put, sign, text = self.buffer.put, self.digits + 1, self.digits + 3
        if self.form == "diff":
            self.diff_line(number, line)
        else:
            self.number(self.row, number)
            if self.form == "add" and not self.several:
                put(self.row, sign, "+ ", "added")
            elif self.several:
                if len(parts) == 1 and parts[0] == (0, len(line.encode())):
                    put(self.row, sign, "+ ", "added")
                elif not parts or parts == [(0, 0)]:
                    self.bar(self.row)
                else:
                    put(self.row, sign, "~ ", "added")
            else:
                self.bar(self.row, "| ")
            put(self.row, text, visible(line))
        for start, end in parts:
            tabs = 3 * line[:start].count("\t")
            if start != end:
                self.buffer.restyle(self.row, text + start + tabs, text + end + tabs, "added")
        self.row += 1

    def diff_line(self, number: int, line: str) -> None:
        """The old lines with `-`, the new one with `+`."""
        put, sign, text = self.buffer.put, self.digits + 1, self.digits + 3
        *before, last = self.old
        for index, old in enumerate(before):
            self.old_line(self.row - 1, number + index, old)
            self.row += 1
        if last.text == line:
            self.row -= 2
            return
        self.old_line(self.row - 1, number + len(before), last)
        if not line.strip():
            self.row -= 1  # nothing but blanks is left: show the removal alone
            return
        self.number(self.row, number)
        put(self.row, sign, "+ ", "added")
        put(self.row, text, visible(line))

    def old_line(self, y: int, number: int, line: Line) -> None:
        """A line of the old text."""
        self.number(y, number)
        self.buffer.put(y, self.digits + 1, "- ", "removed")
        self.buffer.put(y, self.digits + 3, visible(line.text))

    def marks_below(self) -> None:
        """`+` and `~` below what is new, or colour on what is removed."""
        moved: list[tuple[int, int]] = []
        before: tuple[int, int] | None = None
        for part in self.splice.parts:
            start, end = self.source.locate(part.lo, part.hi)
            blank = not part.text.strip()
            lead = 0 if blank else len(part.text) - len(part.text.lstrip())
            shift = sum(by for at, by in moved if start.display >= at)
            at = self.digits + 3 + start.display + lead + shift
            if self.form == "underline":
                sign = "+" if part.adds(self.source) else "~"
                self.buffer.put(self.row, at, sign * width(part.text if blank else part.text.strip()), "added")
            elif self.form == "diff":
                self.colour_removed(part.lo, part.hi, before)
                before = start.line, end.line
            moved.append((end.display, width(part.text) - (end.display - start.display)))

    def colour_removed(self, lo: int, hi: int, before: tuple[int, int] | None) -> None:
        """The removed text, in the rows of the old lines."""
        start, end = self.source.locate(lo, hi)
        lines = rust_lines(self.source.slice(lo, hi))
        left = self.digits + 3
        if not lines or self.row <= len(lines):
            self.buffer.restyle(self.row - 2, left + start.display, left + end.display, "removed")
            return
        height = len(self.old) - (max(0, before[1] - before[0]) if before else 0)
        for index, line in enumerate(map(visible, lines)):
            y = max(self.row - 2 - (height - index - 1), self.top)
            first = left + (start.display if index == 0 else 0)
            last = left + (start.display + len(line) if index == 0 else end.display if index == len(lines) - 1
                           else len(line))
            self.buffer.restyle(y, first, last, "removed")
