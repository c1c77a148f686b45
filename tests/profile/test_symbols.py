"""Addresses to names, lines and inlined calls, on objects that LLVM makes here."""

from __future__ import annotations

import struct

import pytest

from burrow import cache
from burrow.ir.symbol import display
from burrow.profile import dwarf
from burrow.profile.symbols import Frame, Symbolizer

SOURCE = """
define internal i64 @leaf(i64 %x) #0 !dbg !10 {
  %a = udiv i64 %x, 11, !dbg !20
  ret i64 %a, !dbg !21
}

define i64 @"main.first#ab12cd34ef"(i64 %x) !dbg !11 {
  %a = call i64 @leaf(i64 %x), !dbg !22
  %b = add i64 %a, 7, !dbg !23
  ret i64 %b, !dbg !24
}

define i64 @main.second(i64 %x) section ".text.other" !dbg !12 {
  %a = udiv i64 %x, 5, !dbg !25
  ret i64 %a, !dbg !26
}

attributes #0 = { alwaysinline }
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C99, file: !1, producer: "t", isOptimized: true, runtimeVersion: 0,
  emissionKind: LineTablesOnly)
!1 = !DIFile(filename: "unit", directory: "/work")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !{i32 7, !"Dwarf Version", i32 VERSION}
!4 = !DISubroutineType(types: !5)
!5 = !{null}
!6 = !DIFile(filename: "a.go", directory: "/src")
!7 = !DIFile(filename: "leaf.go", directory: "/src/leaf")
!10 = distinct !DISubprogram(name: "leaf.Leaf", scope: !7, file: !7, line: 3, type: !4, scopeLine: 3,
  spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0)
!11 = distinct !DISubprogram(name: "main.first", scope: !6, file: !6, line: 10, type: !4, scopeLine: 10,
  spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0)
!12 = distinct !DISubprogram(name: "main.second", scope: !6, file: !6, line: 30, type: !4, scopeLine: 30,
  spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0)
!20 = !DILocation(line: 4, column: 5, scope: !10)
!21 = !DILocation(line: 5, column: 2, scope: !10)
!22 = !DILocation(line: 12, column: 7, scope: !11)
!23 = !DILocation(line: 13, column: 7, scope: !11)
!24 = !DILocation(line: 14, column: 2, scope: !11)
!25 = !DILocation(line: 31, column: 7, scope: !12)
!26 = !DILocation(line: 32, column: 2, scope: !12)
"""
LOADED = {".text": 0x40001000, ".text.other": 0x40005000}


def compiled(version: int) -> bytes:
    """The object that LLVM emits."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(SOURCE.replace("VERSION", str(version)))
    machine = llvm.Target.from_default_triple().create_target_machine(opt=2, reloc="static", codemodel="small")
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    data: bytes = machine.emit_object(module)
    return data


def symbols_of(data: bytes) -> list[tuple[int, int, str]]:
    """The functions of an object, at their load addresses."""
    from burrow.native.elf import STT_FUNC, Object

    parsed = Object(data)
    return [(LOADED[parsed.sections[one.section].name] + one.value, one.size, one.name)
            for one in parsed.symbols if one.kind == STT_FUNC and one.section in parsed.sections]


@pytest.fixture(params=[4, 5], ids=["dwarf4", "dwarf5"])
def symbolizer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Symbolizer:
    """A symboliser of the object, without what other runs have cached."""
    monkeypatch.setenv("BURROW_CACHE", str(tmp_path))
    data = compiled(request.param)
    return Symbolizer(symbols_of(data), [(data, LOADED)])


def test_lines_and_inlined_calls(symbolizer: Symbolizer) -> None:
    """Each instruction has its line; what was inlined has the callee first, then the call."""
    start, size, _ = next(one for one in symbolizer.symbols if one[2].startswith("main.first"))
    stacks = {tuple((frame.name, frame.file, frame.line) for frame in symbolizer.frames(address))
              for address in range(start, start + size)}
    assert (("leaf.Leaf", "/src/leaf/leaf.go", 4), ("main.first", "/src/a.go", 12)) in stacks
    assert (("main.first", "/src/a.go", 14),) in stacks
    assert all(stack[-1][0] == "main.first" for stack in stacks)


def test_a_second_section(symbolizer: Symbolizer) -> None:
    """Relocations count from each section's own load address."""
    start, size, _ = next(one for one in symbolizer.symbols if one[2] == "main.second")
    assert start == 0x40005000
    assert symbolizer.frames(start)[-1].name == "main.second"
    lines = {symbolizer.frames(address)[-1].line for address in range(start, start + size)}
    assert {31, 32} <= lines


def test_unknown_addresses(symbolizer: Symbolizer) -> None:
    """Nothing is made up."""
    assert symbolizer.frames(0) == []
    assert symbolizer.frames(0x40000FFF) == []
    assert symbolizer.frames(2**63) == []


def test_the_cache_says_the_same(symbolizer: Symbolizer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reading comes from the cache, and a spoilt cache is read past."""
    data, sections = symbolizer.objects[0]
    first = dwarf.line_table(data, sections)
    with monkeypatch.context() as patch:
        patch.setattr(dwarf, "read", lambda *_: pytest.fail("was not cached"))
        again = dwarf.line_table(data, sections)
    assert (first.rows, first.calls) == ([tuple(row) for row in again.rows], [tuple(call) for call in again.calls])
    key = cache.digest(dwarf.VERSION, data, repr(sorted(sections.items())))
    cache.put("lines", key, b"spoilt")
    assert dwarf.line_table(data, sections).rows == first.rows


def test_symbols_without_debug_information() -> None:
    """A function written in assembly has its name and no line."""
    bare = Symbolizer([(0x1000, 16, "runtime.switch")], [])
    assert bare.frames(0x1008) == [Frame("runtime.switch", "runtime.switch")]
    assert bare.frames(0x1010) == []


@pytest.mark.parametrize(("symbol", "name"), [
    ("alloc::vec::Vec<T,A>::push#0f3a5b6c7d", "alloc::vec::Vec<T,A>::push"),
    ("alloc::vec::Vec<T,A>::push#0f3a5b6c7d.2", "alloc::vec::Vec<T,A>::push"),
    ("main.Map[...]#0f3a5b6c7d#body", "main.Map[...]"), ("main.main#body", "main.main"),
    ("main.main.func2", "main.main.func2"), ("prog::main::{closure#0}", "prog::main::{closure#0}"),
    ("core::ptr::drop_in_place<prog::main::{closure#1}>#00112233ff", "core::ptr::drop_in_place<prog::main::{closure#1}>"),
    ("name#abc", "name#abc"), ("#0123456789", "#0123456789"),
])
def test_display(symbol: str, name: str) -> None:
    """What keeps instances apart is not shown; any other `#` is part of the name."""
    assert display(symbol) == name


def test_a_relocation_wraps() -> None:
    """Addresses above 2 GiB are stored whole in their 8 bytes, cut in 4."""
    assert struct.calcsize(dwarf.WIDTH[dwarf.R_64]) == 8
    assert struct.calcsize(dwarf.WIDTH[dwarf.R_32]) == 4
