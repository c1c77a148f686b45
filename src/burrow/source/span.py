"""Places in source files.

A `Span` names its file by path and its text by byte offsets, so that spans can be stored with cached trees and IR
without a table that numbers the files.  Lines and columns are computed when somebody asks.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """The bytes `lo` (first) up to `hi` (one past the last) of the file at `path`."""

    path: str
    lo: int
    hi: int

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of `other` (same file)."""
        return Span(self.path, self.lo, other.hi)


NO_SPAN = Span("", 0, 0)


class SourceFile:
    """The text of one file, and where its lines start."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: bytes) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Byte offset of each line's first byte."""
        if self._starts is None:
            starts, at = [0], self.text.find(b"\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find(b"\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, both from 1; the column counts bytes, as Go's does."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its newline."""
        starts = self.starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1]:end].decode("utf-8", "replace").rstrip("\r")

    def slice(self, span: Span) -> str:
        """The text that `span` covers."""
        return self.text[span.lo:span.hi].decode("utf-8", "replace")


_memory: dict[str, SourceFile] = {}


def remember(file: SourceFile) -> SourceFile:
    """Make `file` what `load_file` answers for its path (text from stdin, a macro's expansion, a test)."""
    _memory[file.path] = file
    load_file.cache_clear()
    return file


def remembered() -> list[str]:
    """The paths that `remember` was told of."""
    return list(_memory)


@lru_cache(maxsize=1024)
def load_file(path: str) -> SourceFile:
    """The file at `path`; a missing one reads as empty, since spans may outlive their files."""
    if path in _memory:
        return _memory[path]
    try:
        with open(path, "rb") as f:
            return SourceFile(path, f.read())
    except OSError:
        return SourceFile(path, b"")
