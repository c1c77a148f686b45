"""A sheet of styled characters that diagnostics are drawn on, written out once as plain or coloured text.

The same idea as rustc's `styled_buffer`: drawing happens by row and column, in any order, later strokes over earlier
ones.  A style is a name; what it looks like is decided when the sheet is written, because `level` depends on whether
an error, a warning or a help is being drawn.
"""

from __future__ import annotations

BRIGHT = {"error": "\x1b[1m\x1b[91m", "warning": "\x1b[1m\x1b[33m", "note": "\x1b[1m\x1b[92m",
          "help": "\x1b[1m\x1b[96m", "unsupported": "\x1b[1m\x1b[95m", "": "\x1b[1m"}
"""How each level is coloured; the empty one is rustc's failure note."""

STYLES = {"": "", "strong": "\x1b[1m", "gutter": "\x1b[1m\x1b[94m", "secondary": "\x1b[1m\x1b[94m", "code": "",
          "added": "\x1b[92m", "removed": "\x1b[91m"}
"""How each style but `primary` (the level's own) is coloured."""

Cell = tuple[str, str]  # character, style
SPACE: Cell = (" ", "")


class Buffer:
    """Rows of styled characters."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []

    @property
    def height(self) -> int:
        """How many rows there are: the index of the next new one."""
        return len(self.rows)

    def row(self, index: int) -> list[Cell]:
        """The row at `index`, made if it is not there yet."""
        while index >= len(self.rows):
            self.rows.append([])
        return self.rows[index]

    def put(self, y: int, x: int, text: str, style: str = "") -> None:
        """Write `text` from column `x` of row `y` on, over what is there."""
        if not text:
            return
        row = self.row(y)
        end = x + len(text)
        if end > len(row):
            row.extend([SPACE] * (end - len(row)))
        for offset, char in enumerate(text):
            row[x + offset] = (char, style)

    def append(self, y: int, text: str, style: str = "") -> None:
        """Write `text` after what row `y` holds."""
        self.put(y, len(self.row(y)), text, style)

    def prepend(self, y: int, text: str, style: str = "") -> None:
        """Write `text` before what row `y` holds."""
        self.row(y)[:0] = [(char, style) for char in text]

    def restyle(self, y: int, start: int, end: int, style: str, over: bool = True) -> None:
        """Give what stands in the columns `start` to `end` another style; only plain text unless `over`."""
        if y >= len(self.rows):
            return
        row = self.rows[y]
        for x in range(max(start, 0), min(end, len(row))):
            if over or row[x][1] in ("", "code"):
                row[x] = (row[x][0], style)

    def elide(self, y: int, start: int, end: int, text: str) -> None:
        """Put `text` in place of the columns `start` to `end`, closing the gap; nothing where they do not exist."""
        row = self.rows[y]
        if start < end <= len(row):
            row[start:end] = [(char, "gutter") for char in text]

    def text(self, colour: bool, level: str) -> str:
        """All rows, joined by newlines, none after the last."""
        if not colour:
            return "\n".join("".join(char for char, _ in row) for row in self.rows)
        return "\n".join(coloured(row, level) for row in self.rows)


def coloured(row: list[Cell], level: str) -> str:
    """One row with escape codes where the colour changes."""
    out, now = [], ""
    for char, style in row:
        code = look(style, level)
        if code != now:
            if now:
                out.append("\x1b[0m")
            out.append(code)
            now = code
        out.append(char)
    if now:
        out.append("\x1b[0m")
    return "".join(out)


def look(style: str, level: str) -> str:
    """The escape codes of `style`; `level:NAME` is the colour of another level than the sheet's."""
    if style == "primary":
        return BRIGHT.get(level, "")
    if style.startswith("level:"):
        return BRIGHT.get(style[6:], "")
    return STYLES[style]
