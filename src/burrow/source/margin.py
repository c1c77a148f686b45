"""Which columns of long lines are shown, so that what a diagnostic points at fits the terminal.

The arithmetic is annotate-snippets' `Margin`: leading blanks go first, then the view is centred on spans and labels,
then on the spans alone; a line that is cut shows `...` at the cut.
"""

from __future__ import annotations

from burrow.source.extract import width
from burrow.source.marks import MarkedLine

ELLIPSIS_ROOM = 6
LONG_BLANK = 20
BLANK_KEPT = 4


class Margin:
    """The first and last column shown."""

    __slots__ = ("left_column", "right_column", "room")

    def __init__(self, lines: list[MarkedLine], room: int) -> None:
        self.room = room
        blanks = [sum(4 if c == "\t" else 1 for c in line.text[:len(line.text) - len(line.text.lstrip())])
                  for line in lines if line.text.strip()]
        marks = [mark for line in lines for mark in line.marks]
        columns = [column for mark in marks for column in (mark.start.display, mark.end.display)]
        labels = [mark.end.display + (width(mark.label) + 1 if mark.label else 0) for mark in marks]
        blank = max(0, min(blanks, default=0) - ELLIPSIS_ROOM)
        first = max(0, min(columns, default=0) - ELLIPSIS_ROOM)
        last = max(columns, default=0) + ELLIPSIS_ROOM
        label = max(labels, default=0) + ELLIPSIS_ROOM
        left = blank - (LONG_BLANK - BLANK_KEPT) if blank > LONG_BLANK else 0
        right = max(max((width(line.text) for line in lines), default=0), left)
        if right - left > room:
            if max(0, label - blank) <= room and label >= blank:
                left, right = blank, blank + room
            elif label - first <= room:
                left = max(0, first - (room - (label - first)) // 2)
                right = left + room
            elif last - first <= room:
                left = max(0, first - (room - (last - first)) // 5 * 2)
                right = left + room
            else:
                left, right = first, last
        self.left_column, self.right_column = left, right

    def left(self, length: int) -> int:
        """The first column shown of a line of `length` columns."""
        return min(self.left_column, length)

    def right(self, length: int) -> int:
        """One past the last column shown."""
        return length if max(0, length - self.left_column) <= self.room else min(length, self.right_column)
