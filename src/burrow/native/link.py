"""The linker: objects to an image at a fixed low address.

Static, small code model: every address fits in 31 bits, so code needs no GOT and calls are direct; the few functions
of C's library go through stubs whose slots the loader fills.  Sections of the same kind are put side by side in the
order code (the runtime first), read-only data, data, zero.  Weak symbols (generic instances, type descriptors) merge by
name.  Compare mold's passes; here there is no garbage collection of sections and no relaxation.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from burrow.native import image
from burrow.native.elf import (
    SHF_EXEC,
    SHF_WRITE,
    SHN_ABS,
    SHN_COMMON,
    SHN_UNDEF,
    STB_GLOBAL,
    STB_LOCAL,
    STT_FUNC,
    Object,
    Reloc,
)

BASE = 0x40000000
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
R_64, R_PC32, R_PLT32, R_32, R_32S, R_PC64 = 1, 2, 4, 10, 11, 24
R_GOT = (9, 41, 42)
STUB = 8


class LinkError(Exception):
    """An object refers to what nobody defines, or two define the same: a bug of burrow's."""


@dataclass(slots=True)
class _Segment:
    """Bytes being laid out; `size` runs on past `data` for what is zero-filled."""

    address: int
    protection: int
    data: bytearray = field(default_factory=bytearray)
    size: int = 0

    def place(self, size: int, align: int, data: bytes | memoryview | None) -> int:
        """Room for a section; its address."""
        self.size += -(self.address + self.size) % align
        at = self.size
        if data is not None:
            self.data += b"\0" * (at - len(self.data))
            self.data += data
        self.size += size
        return self.address + at


def link(objects: list[tuple[str, bytes]], entry: str, imports: tuple[str, ...], wanted: tuple[str, ...] = ()) -> bytes:
    """An image of the objects (name, bytes), the runtime's first.

    `imports` are the functions of C's libraries that may be left undefined; `wanted` the symbols whose addresses the
    loader wants to know.
    """
    return _Linker([Object(data) for _, data in objects], [data for _, data in objects], imports).run(entry, wanted)


class _Linker:
    def __init__(self, objects: list[Object], raw: list[bytes], imports: tuple[str, ...]) -> None:
        self.objects = objects
        self.raw = raw
        self.allowed = frozenset(imports)
        self.where: list[dict[int, int]] = [{} for _ in objects]  # section index -> address
        self.globals: dict[str, int] = {}
        self.imports: dict[str, int] = {}
        self.got: dict[str, int] = {}
        self.symbols: list[tuple[int, int, str]] = []

    def run(self, entry: str, wanted: tuple[str, ...]) -> bytes:
        """Lay out, resolve, relocate, pack."""
        self.find_imports()
        text = _Segment(BASE, PROT_READ | PROT_EXEC)
        stubs = text.place(STUB * len(self.imports), 16, bytes(STUB * len(self.imports)))
        runtime_end = self.lay_out_text(text)
        ro = _Segment(_page(text.address + text.size), PROT_READ)
        roots_lo = roots_hi = frames_lo = frames_hi = 0
        for k, o in enumerate(self.objects):
            for s in o.sections.values():
                if not s.flags & (SHF_EXEC | SHF_WRITE) and s.name not in ("burrow_roots", ".eh_frame"):
                    self.where[k][s.number] = ro.place(s.size, s.align, s.data)
        for name in ("burrow_roots", ".eh_frame"):
            lo = hi = 0
            for k, o in enumerate(self.objects):
                for s in o.sections.values():
                    if s.name == name:
                        at = self.where[k][s.number] = ro.place(s.size, s.align, s.data)
                        lo, hi = lo or at, at + s.size
            if name == "burrow_roots":
                roots_lo, roots_hi = lo, hi
            else:
                frames_lo, frames_hi = lo, hi
                ro.place(8, 8, bytes(8))  # the zero that ends the unwind tables
        data = _Segment(_page(ro.address + ro.size), PROT_READ | PROT_WRITE)
        room = 8 * (len(self.imports) + self.got_entries())
        slots = data.place(room, 8, bytes(room))
        for zeroed in (False, True):
            for k, o in enumerate(self.objects):
                for s in o.sections.values():
                    if s.flags & SHF_WRITE and (s.data is None) == zeroed:
                        self.where[k][s.number] = data.place(s.size, s.align, s.data)
        self.place_stubs(text, stubs, slots)
        self.resolve()
        got_at = slots + 8 * len(self.imports)
        for k, o in enumerate(self.objects):
            for index, relocs in o.relocs.items():
                self.relocate(k, o, index, relocs, (text, ro, data), got_at)
        for name, at in self.got.items():
            struct.pack_into("<Q", data.data, at - data.address, self.globals[name])
        meta = {
            "start": self.globals.get("runtime.start", 0), "entry": self.globals[entry],
            "imports": [(name, slots + 8 * i) for i, name in enumerate(self.imports)],
            "roots": (roots_lo, (roots_hi - roots_lo) // 24), "eh_frame": (frames_lo, frames_hi - frames_lo),
            "text": (BASE, BASE + text.size), "runtime": (stubs, runtime_end),
            "symbols": {name: self.globals[name] for name in wanted if name in self.globals},
        }
        debug = {"symbols": self.function_symbols(), "objects": [
            (raw, {o.sections[i].name: at for i, at in where.items()})
            for raw, o, where in zip(self.raw, self.objects, self.where, strict=True)]}
        segments = [(s.address, bytes(s.data), s.size, s.protection) for s in (text, ro, data) if s.size]
        return image.pack(segments, meta, debug)

    def lay_out_text(self, text: _Segment) -> int:
        """Code of all objects; the end of the first one's (the runtime's)."""
        end = 0
        for k, o in enumerate(self.objects):
            for s in o.sections.values():
                if s.flags & SHF_EXEC:
                    self.where[k][s.number] = text.place(s.size, max(s.align, 16), s.data)
            if k == 0:
                end = text.address + text.size
        return end

    def got_entries(self) -> int:
        """How many symbols are reached through a table of addresses (few: code is compiled for a static image)."""
        return len({o.symbols[r.symbol].name for o in self.objects for relocs in o.relocs.values() for r in relocs
                    if r.kind in R_GOT})

    def find_imports(self) -> None:
        """Undefined symbols that no object defines."""
        defined = {s.name for o in self.objects for s in o.symbols if s.bind != STB_LOCAL and s.section != SHN_UNDEF}
        missing: dict[str, None] = {}
        for o in self.objects:
            used = {r.symbol for relocs in o.relocs.values() for r in relocs}
            for i, s in enumerate(o.symbols):
                if s.section == SHN_UNDEF and s.name and s.name not in defined and i in used:
                    missing[s.name] = None
        bad = [name for name in missing if name not in self.allowed]
        if bad:
            raise LinkError("undefined: " + ", ".join(sorted(bad)[:20]))
        self.imports = dict.fromkeys(missing, 0)

    def place_stubs(self, text: _Segment, stubs: int, slots: int) -> None:
        """`jmp *slot` for each import."""
        for i, name in enumerate(self.imports):
            at = stubs + STUB * i
            struct.pack_into("<3sIx", text.data, at - text.address, b"\xff\x24\x25", slots + 8 * i)
            self.imports[name] = at
            self.globals[name] = at

    def resolve(self) -> None:
        """Addresses of global symbols: a strong definition wins, then the first weak one."""
        strong: set[str] = set()
        for k, o in enumerate(self.objects):
            where = self.where[k]
            for s in o.symbols:
                if s.bind == STB_LOCAL or s.section == SHN_UNDEF:
                    continue
                if s.section == SHN_COMMON:
                    raise LinkError(f"common symbol {s.name}")
                at = s.value if s.section == SHN_ABS else where[s.section] + s.value if s.section in where else 0
                if s.bind == STB_GLOBAL:
                    if s.name in strong:
                        raise LinkError(f"{s.name} is defined twice")
                    strong.add(s.name)
                    self.globals[s.name] = at
                else:
                    self.globals.setdefault(s.name, at)

    def function_symbols(self) -> list[tuple[int, int, str]]:
        """(address, size, name) of every function that is in use, by address."""
        out = []
        for k, o in enumerate(self.objects):
            where = self.where[k]
            for s in o.symbols:
                if s.kind == STT_FUNC and s.section in where:
                    at = where[s.section] + s.value
                    if s.bind == STB_LOCAL or self.globals.get(s.name) == at:
                        out.append((at, s.size, s.name))
        return sorted(out)

    def relocate(self, k: int, o: Object, index: int, relocs: list[Reloc],
                 segments: tuple[_Segment, ...], got_at: int) -> None:
        """Apply one section's relocations."""
        where, symbols = self.where[k], o.symbols
        if index not in where:
            return
        base = where[index]
        seg = next(s for s in segments if s.address <= base < s.address + s.size)
        buf, shift = seg.data, base - seg.address
        values: dict[int, int] = {}
        pack = struct.pack_into
        for offset, kind, symbol, addend in relocs:
            value = values.get(symbol)
            if value is None:
                s = symbols[symbol]
                if s.bind == STB_LOCAL:
                    if s.section not in where:
                        raise LinkError(f"{s.name or 'a section'} is not loaded")
                    value = where[s.section] + s.value
                else:
                    value = self.globals[s.name]
                values[symbol] = value
            at = shift + offset
            if kind == R_PC32 or kind == R_PLT32:
                pack("<i", buf, at, value + addend - (base + offset))
            elif kind == R_64:
                pack("<Q", buf, at, (value + addend) & 0xFFFFFFFFFFFFFFFF)
            elif kind == R_32:
                pack("<I", buf, at, value + addend)
            elif kind == R_32S:
                pack("<i", buf, at, value + addend)
            elif kind == R_PC64:
                pack("<q", buf, at, value + addend - (base + offset))
            elif kind in R_GOT:
                name = symbols[symbol].name
                slot = self.got.setdefault(name, got_at + 8 * len(self.got))
                pack("<i", buf, at, slot + addend - (base + offset))
            else:
                raise LinkError(f"relocation of kind {kind} for {symbols[symbol].name}")


def _page(address: int) -> int:
    return (address + image.PAGE - 1) & -image.PAGE
