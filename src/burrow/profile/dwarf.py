"""The line table and the inlined calls of one loaded object, from its DWARF.

Comes in: a relocatable object's bytes and the addresses that its sections were loaded at.  Goes out: a `LineTable`,
kept in the cache by content, since reading DWARF in Python takes longer than all else that a profile needs.  A
relocatable object's debugging sections still have their relocations; they are applied here with the load addresses,
and pyelftools does the rest.
"""

from __future__ import annotations

import io
import marshal
import struct
from bisect import bisect_right
from typing import Any

from burrow import cache

VERSION = "1"
R_64, R_32, R_32S = 1, 10, 11  # of R_X86_64
WIDTH = {R_64: "<Q", R_32: "<I", R_32S: "<I"}

Row = tuple[int, str, int]  # address, file, line; an empty file ends a sequence
Call = tuple[int, int, int, str, int, str, int]
"""An inlined call: low, high, depth, name of the callee, its first line, file and line of the call."""


class LineTable:
    """Which line each address of one object comes from, and which calls were inlined there."""

    __slots__ = ("addresses", "calls", "rows")

    def __init__(self, rows: list[Row], calls: list[Call]) -> None:
        self.rows = rows
        self.addresses = [row[0] for row in rows]
        self.calls = calls

    def line(self, address: int) -> tuple[str, int]:
        """File and line of an address; ("", 0) where none is known."""
        index = bisect_right(self.addresses, address) - 1
        return (self.rows[index][1], self.rows[index][2]) if index >= 0 else ("", 0)

    def inlined(self, address: int) -> list[Call]:
        """The inlined calls around an address, the innermost first."""
        return sorted((call for call in self.calls if call[0] <= address < call[1]), key=lambda call: -call[2])


def line_table(data: bytes, sections: dict[str, int]) -> LineTable:
    """The table of an object, from the cache where it is there."""
    key = cache.digest(VERSION, data, repr(sorted(sections.items())))
    kept = cache.get("lines", key)
    if kept is not None:
        try:
            return LineTable(*marshal.loads(kept))
        except (ValueError, EOFError, TypeError):
            pass
    table = read(data, sections)
    cache.put("lines", key, marshal.dumps((table.rows, table.calls)))
    return table


def read(data: bytes, sections: dict[str, int]) -> LineTable:
    """The table of an object, from its DWARF."""
    from elftools.elf.elffile import ELFFile

    dwarf = ELFFile(io.BytesIO(relocated(data, sections))).get_dwarf_info(relocate_dwarf_sections=False)
    rows: list[Row] = []
    calls: list[Call] = []
    for unit in dwarf.iter_CUs():
        program = dwarf.line_program_for_CU(unit)
        if program is None:
            continue
        files = file_names(program, unit)
        rows += line_rows(program, files)
        ranges = dwarf.range_lists()
        base = unit.get_top_DIE().attributes.get("DW_AT_low_pc")
        collect_calls(unit.get_top_DIE(), ranges, base.value if base else 0, files, 0, calls)
    rows.sort(key=lambda row: (row[0], row[1] != ""))  # where one sequence ends and another begins, the latter counts
    return LineTable(rows, calls)


def relocated(data: bytes, sections: dict[str, int]) -> bytes:
    """The object with the relocations of its debugging sections applied."""
    from elftools.elf.elffile import ELFFile

    elf = ELFFile(io.BytesIO(data))
    out = bytearray(data)
    headers = list(elf.iter_sections())
    for section in headers:
        if section["sh_type"] != "SHT_RELA" or not section.name.startswith(".rela.debug_"):
            continue
        target = headers[section["sh_info"]]["sh_offset"]
        symbols = headers[section["sh_link"]]
        values: dict[int, int] = {}
        raw = section.data()
        for offset, info, addend in struct.iter_unpack("<QQq", raw):
            number = info >> 32
            if number not in values:
                values[number] = symbol_value(symbols.get_symbol(number), headers, sections)
            form = WIDTH.get(info & 0xFFFFFFFF)
            if form:
                mask = (1 << 8 * struct.calcsize(form)) - 1
                struct.pack_into(form, out, target + offset, (values[number] + addend) & mask)
    return bytes(out)


def symbol_value(symbol: Any, headers: list[Any], sections: dict[str, int]) -> int:
    """Where a symbol is: an address in what was loaded, an offset in what was not."""
    index = symbol["st_shndx"]
    if not isinstance(index, int):
        return int(symbol["st_value"])
    return int(sections.get(headers[index].name, 0)) + int(symbol["st_value"])


def text(value: Any) -> str:
    """A string of a DIE."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def file_names(program: Any, unit: Any) -> dict[int, str]:
    """The files of a line program by number; from 1 in DWARF 4, from 0 in DWARF 5."""
    header = program.header
    five = header["version"] >= 5
    folder = unit.get_top_DIE().attributes.get("DW_AT_comp_dir")
    home = text(folder.value) if folder else ""
    folders = [text(one) for one in header["include_directory"]]
    if not five:
        folders.insert(0, home)
    names: dict[int, str] = {}
    for number, entry in enumerate(header["file_entry"], 0 if five else 1):
        index = entry.dir_index
        name = text(entry.name)
        place = folders[index] if index < len(folders) else ""
        names[number] = name if name.startswith("/") or not place else f"{place}/{name}"
    return names


def line_rows(program: Any, files: dict[int, str]) -> list[Row]:
    """The rows of a line program; equal lines in a row are joined, line 0 continues the line before."""
    rows: list[Row] = []
    last: tuple[str, int] = ("", -1)
    for entry in program.get_entries():
        state = entry.state
        if state is None:
            continue
        if state.end_sequence:
            rows.append((state.address, "", 0))
            last = ("", -1)
            continue
        place = (files.get(state.file, ""), state.line)
        if state.line and place != last:
            rows.append((state.address, *place))
            last = place
    return rows


def spans_of(die: Any, ranges: Any, base: int) -> list[tuple[int, int]]:
    """The addresses that a DIE covers."""
    attributes = die.attributes
    if "DW_AT_ranges" in attributes and ranges is not None:
        value = attributes["DW_AT_ranges"].value
        if attributes["DW_AT_ranges"].form == "DW_FORM_rnglistx":
            entries = ranges.get_range_list_at_offset(ranges_offset(die, value), die.cu)
        else:
            entries = ranges.get_range_list_at_offset(value, die.cu)
        return resolved(entries, base)
    if "DW_AT_low_pc" in attributes and "DW_AT_high_pc" in attributes:
        low, high = attributes["DW_AT_low_pc"].value, attributes["DW_AT_high_pc"]
        return [(low, high.value if high.form == "DW_FORM_addr" else low + high.value)]
    return []


def ranges_offset(die: Any, index: int) -> int:
    """The offset of a range list that is named by its number."""
    from elftools.dwarf.dwarf_util import _resolve_via_offset_table

    return int(_resolve_via_offset_table(die.dwarfinfo.debug_rnglists_sec.stream, die.cu, index, "DW_AT_rnglists_base"))


def resolved(entries: Any, base: int) -> list[tuple[int, int]]:
    """Range list entries as addresses."""
    out = []
    for entry in entries:
        if hasattr(entry, "base_address"):
            base = entry.base_address
        else:
            start = 0 if entry.is_absolute else base
            out.append((entry.begin_offset + start, entry.end_offset + start))
    return out


def collect_calls(die: Any, ranges: Any, base: int, files: dict[int, str], depth: int, calls: list[Call]) -> None:
    """Walk the tree below `die` and note each inlined call."""
    for child in die.iter_children():
        inside = depth
        if child.tag == "DW_TAG_inlined_subroutine":
            inside = depth + 1
            name, line = origin(child)
            attributes = child.attributes
            file = files.get(attributes["DW_AT_call_file"].value, "") if "DW_AT_call_file" in attributes else ""
            at = attributes["DW_AT_call_line"].value if "DW_AT_call_line" in attributes else 0
            calls += [(low, high, inside, name, line, file, at) for low, high in spans_of(child, ranges, base)]
        if child.has_children:
            collect_calls(child, ranges, base, files, inside, calls)


def origin(die: Any) -> tuple[str, int]:
    """Name and first line of the function that was inlined."""
    while "DW_AT_abstract_origin" in die.attributes or "DW_AT_specification" in die.attributes:
        key = "DW_AT_abstract_origin" if "DW_AT_abstract_origin" in die.attributes else "DW_AT_specification"
        attributes = die.attributes
        if "DW_AT_name" in attributes:
            break
        die = die.get_DIE_from_attribute(key)
    attributes = die.attributes
    name = attributes.get("DW_AT_linkage_name") or attributes.get("DW_AT_name")
    line = attributes.get("DW_AT_decl_line")
    return (text(name.value) if name else "", line.value if line else 0)
