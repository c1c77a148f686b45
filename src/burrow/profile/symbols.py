"""Names, files and lines of addresses in an image.

Comes in: what `native.image.read_debug` yields, the image's symbols and the objects that it was linked from.  Goes out:
for an address the frames that stand there, the innermost inlined call first.  What keeps instances apart
(`ir.symbol`) is not shown.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from burrow.ir.symbol import display
from burrow.profile.dwarf import LineTable, line_table


class Frame(NamedTuple):
    """One function that an address is in."""

    name: str
    symbol: str
    file: str = ""
    line: int = 0
    start_line: int = 0


class Symbolizer:
    """Answers for the addresses of one image; an object's DWARF is read when an address first falls into it."""

    def __init__(self, symbols: list[tuple[int, int, str]], objects: list[tuple[bytes, dict[str, int]]]) -> None:
        self.symbols = sorted(symbols)
        self.starts = [symbol[0] for symbol in self.symbols]
        self.objects = objects
        self.tables: dict[int, LineTable] = {}
        self.known: dict[int, list[Frame]] = {}
        bounds = [(address, number) for number, (_, sections) in enumerate(objects)
                  for name, address in sections.items() if name.startswith(".text")]
        self.bounds = sorted(bounds)
        self.bound_starts = [address for address, _ in self.bounds]

    @classmethod
    def of_image(cls, path: str) -> Symbolizer:
        """The symboliser of the image at `path`."""
        from burrow.native.image import read_debug

        debug = read_debug(path)
        return cls([tuple(one) for one in debug["symbols"]], debug["objects"])

    def symbol(self, address: int) -> str | None:
        """The symbol that covers an address."""
        index = bisect_right(self.starts, address) - 1
        if index < 0:
            return None
        start, size, name = self.symbols[index]
        return name if address < start + max(size, 1) else None

    def table(self, address: int) -> LineTable | None:
        """The line table of the object that an address is in."""
        index = bisect_right(self.bound_starts, address) - 1
        if index < 0:
            return None
        number = self.bounds[index][1]
        if number not in self.tables:
            data, sections = self.objects[number]
            self.tables[number] = line_table(data, sections)
        return self.tables[number]

    def frames(self, address: int) -> list[Frame]:
        """The frames at an address, innermost first; empty where nothing is known."""
        if address not in self.known:
            self.known[address] = self.find(address)
        return self.known[address]

    def find(self, address: int) -> list[Frame]:
        """`frames`, without the memory."""
        symbol = self.symbol(address)
        if symbol is None:
            return []
        table = self.table(address)
        file, line = table.line(address) if table else ("", 0)
        frames = []
        for _, _, _, name, start, call_file, call_line in table.inlined(address) if table else ():
            frames.append(Frame(display(name), name, file, line, start))
            file, line = call_file, call_line
        frames.append(Frame(display(symbol), symbol, file, line))
        return frames
