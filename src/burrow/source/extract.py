"""The part of a source file that a snippet shows: its lines, and places in them as line and column.

Comes in: a file and the spans to show.  Goes out: an `Extract` of the lines from the first span to the last, which
answers where a byte stands (line, character, column on the screen) and which lines a change of text would make.
rustc shrinks the file in `shrink_file`, annotate-snippets does the rest in `source_map`; columns on the screen count
tabs as four and wide characters as two there as here.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from burrow.source.span import SourceFile

CONTROL = dict(zip([*range(9), *range(0x0B, 0x20)], "␀␁␂␃␄␅␆␇␈␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟", strict=True))
"""Control characters are shown as their pictures, so that carets stay under what they mean."""

DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Characters that turn the direction of the text around them."""

REPLACED: dict[int, str] = {**CONTROL, 9: "    ", 0x7F: "␡", 0x200D: "", **dict.fromkeys(DIRECTIONS, "�")}


def visible(text: str) -> str:
    """`text` as it is printed: tabs and what terminals would act on replaced."""
    return text.translate(REPLACED)


def char_width(char: str) -> int:
    """Columns on the screen."""
    if char == "\t":
        return 4
    code = ord(char)
    if code < 0x7F or code == 0x7F or code in REPLACED and code != 0x200D:
        return 1
    import unicodedata

    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1


def width(text: str) -> int:
    """Columns on the screen of a whole text."""
    return len(text) + text.count("\t") * 3 if text.isascii() else sum(map(char_width, text))


class Loc(NamedTuple):
    """A place: line from 1, character and column on the screen from 0, byte in the extract."""

    line: int
    char: int
    display: int
    byte: int


class Line(NamedTuple):
    """One line of the extract: its text, number, and the bytes that it covers, its ending included."""

    text: str
    number: int
    start: int
    end: int
    ending: int


class Extract:
    """Some whole lines of a file; byte offsets are those from the start of the first."""

    __slots__ = ("base", "first", "lines", "raw", "starts")

    def __init__(self, raw: bytes, first: int, base: int = 0) -> None:
        self.raw = raw
        self.first = first
        self.base = base
        self.lines: list[Line] = []
        at = 0
        for number, piece in enumerate(raw.split(b"\n"), first):
            whole = at + len(piece)
            if whole == len(raw) and not piece and number > first:
                break
            last = whole == len(raw)
            ending = 0 if last else 2 if piece.endswith(b"\r") else 1
            body = piece[:-1] if ending == 2 else piece
            end = whole if last else whole + 1
            self.lines.append(Line(body.decode("utf-8", "replace"), number, at, end, ending))
            at = end
        self.starts = [line.start for line in self.lines]

    def line_at(self, byte: int) -> Line:
        """The line that holds `byte`; past the end it is the last."""
        line = self.lines[max(0, bisect_right(self.starts, byte) - 1)]
        return line if byte < line.end else self.lines[-1]

    def get(self, number: int) -> str | None:
        """The text of line `number`."""
        index = number - self.first
        return self.lines[index].text if 0 <= index < len(self.lines) else None

    def before(self, line: Line, byte: int) -> str:
        """The text of `line` up to `byte`."""
        return self.raw[line.start:min(byte, line.end - line.ending)].decode("utf-8", "replace")

    def locate(self, lo: int, hi: int) -> tuple[Loc, Loc]:
        """Where a span starts and ends."""
        line = self.line_at(lo)
        text = self.before(line, lo)
        past = lo - line.start > line.end - line.ending - line.start
        start = Loc(line.number, len(text) + past, width(text), lo)
        if lo == hi:
            return start, start
        line = self.line_at(hi)
        text = self.before(line, hi)
        past = start.line != line.number and hi > line.end - line.ending
        return start, Loc(line.number, len(text) + past, width(text) + past, hi)

    def covering(self, lo: int, hi: int) -> list[Line]:
        """The lines that a span touches."""
        lines = [line for line in self.lines if lo < line.end and hi >= line.start]
        return lines or self.lines[-1:]

    def slice(self, lo: int, hi: int) -> str:
        """The text of a span."""
        return self.raw[lo:hi].decode("utf-8", "replace")


def extract(file: SourceFile, spans: list[tuple[int, int]]) -> Extract:
    """The lines of `file` from the first of `spans` to the last."""
    starts = file.starts
    size = len(file.text)
    lo = min(max(lo, 0) for lo, _ in spans)
    hi = max(hi for _, hi in spans)
    first = bisect_right(starts, min(lo, size)) - 1
    last = bisect_right(starts, min(hi, size))
    end = starts[last] if last < len(starts) else size
    return Extract(file.text[starts[first]:end], first + 1, starts[first])
