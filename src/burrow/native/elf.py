"""Reading the relocatable objects that LLVM emits: sections, symbols and relocations that matter for loading.

System V ABI, x86-64 supplement; only little-endian ELF64 `ET_REL`.  (The debugging sections are read by pyelftools, in
`profile.symbols`; here a link must take milliseconds, so this reads just what is loaded.)
"""

from __future__ import annotations

import struct
from typing import NamedTuple

SHF_WRITE, SHF_ALLOC, SHF_EXEC = 1, 2, 4
SHT_SYMTAB, SHT_RELA, SHT_NOBITS, SHT_UNWIND = 2, 4, 8, 0x70000001
SHN_UNDEF, SHN_ABS, SHN_COMMON = 0, 0xFFF1, 0xFFF2
STB_LOCAL, STB_GLOBAL, STB_WEAK = 0, 1, 2
STT_FUNC = 2


class Section(NamedTuple):
    """One section that is loaded."""

    number: int
    name: str
    flags: int
    align: int
    size: int
    data: memoryview | None  # None: zero-filled


class Symbol(NamedTuple):
    name: str
    bind: int
    kind: int
    section: int
    value: int
    size: int


class Reloc(NamedTuple):
    offset: int
    kind: int
    symbol: int
    addend: int


def section(data: bytes, name: str) -> bytes:
    """The bytes of a section that is not loaded; none where there is no such section."""
    shoff, = struct.unpack_from("<Q", data, 40)
    shentsize, shnum, shstrndx = struct.unpack_from("<HHH", data, 58)
    headers = [struct.unpack_from("<IIQQQQ", data, shoff + i * shentsize) for i in range(shnum)]
    want = name.encode() + b"\0"
    for at, _kind, _flags, _addr, offset, size in headers:
        start = headers[shstrndx][4] + at
        if data[start:start + len(want)] == want:
            return data[offset:offset + size]
    return b""


class Object:
    """One object file: `sections` by index (loaded ones), all `symbols`, `relocs` by section index."""

    __slots__ = ("relocs", "sections", "symbols")

    def __init__(self, data: bytes) -> None:
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not an ELF64 object")
        view = memoryview(data)
        shoff, = struct.unpack_from("<Q", data, 40)
        shentsize, shnum, shstrndx = struct.unpack_from("<HHH", data, 58)
        headers = [struct.unpack_from("<IIQQQQIIQQ", data, shoff + i * shentsize) for i in range(shnum)]
        names = headers[shstrndx][4]
        self.sections: dict[int, Section] = {}
        self.symbols: list[Symbol] = []
        self.relocs: dict[int, list[Reloc]] = {}
        for i, (name, kind, flags, _addr, offset, size, _link, _info, align, _ent) in enumerate(headers):
            if flags & SHF_ALLOC:  # empty ones too: objects of no size have an address
                end = data.index(b"\0", names + name)
                self.sections[i] = Section(i, data[names + name:end].decode(), flags, max(align, 1), size,
                                           None if kind == SHT_NOBITS else view[offset:offset + size])
        for _name, kind, _flags, _addr, offset, size, link, info, _align, _ent in headers:
            if kind == SHT_SYMTAB:
                self._read_symbols(data, offset, size, headers[link][4])
            elif kind == SHT_RELA and info in self.sections:
                self.relocs[info] = [Reloc(o, i & 0xFFFFFFFF, i >> 32, a)
                                     for o, i, a in struct.iter_unpack("<QQq", view[offset:offset + size])]

    def _read_symbols(self, data: bytes, offset: int, size: int, strings: int) -> None:
        for name, info, _other, shndx, value, length in struct.iter_unpack("<IBBHQQ", data[offset:offset + size]):
            end = data.index(b"\0", strings + name)
            self.symbols.append(Symbol(data[strings + name:end].decode("utf-8", "replace"), info >> 4, info & 15, shndx,
                                       value, length))
