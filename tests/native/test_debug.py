"""Addresses of linked code lead back to functions, files and lines, inlining scopes included."""

from pathlib import Path

from burrow.ir import nodes as n
from burrow.ir.parse import parse_unit
from burrow.native import image
from burrow.native.compile import LIBC, assemble
from burrow.native.emit import emit
from burrow.native.link import link
from burrow.profile.symbols import Symbolizer
from burrow.source import Span

TEXT = """fn main.leaf#0123456789(_1: i64) -> i64 noinline {
    bb0: { _0 = mul(copy _1, const 7_i64); _0 = xor(copy _0, copy _1); return; } }
fn main.main() -> i64 { let _1: i64;
    bb0: { _1 = const 3_i64; _0 = call const fn main.leaf#0123456789(copy _1) -> bb1; } bb1: { _0 = add(copy _0, const 1_i64); return; } }"""


def test_lines_and_inlining(tmp_path: Path) -> None:
    source = tmp_path / "m.go"
    source.write_text("line\n" * 5)

    def at(line: int) -> Span:
        return Span(str(source), 5 * line - 5, 5 * line - 1)

    unit = parse_unit(TEXT.replace("main.leaf#0123456789", '"main.leaf#0123456789"'))
    leaf, main = unit.functions.values()
    leaf.span, main.span = at(1), at(3)
    leaf.scopes = [n.Scope(leaf.symbol, leaf.span), n.Scope("main.inlined", at(2), n.Info(at(4)))]
    for s in leaf.blocks[0].statements:
        s.info = n.Info(at(2), 1)
    leaf.blocks[0].terminator.info = n.Info(at(2), 1)
    for b in main.blocks:
        b.terminator.info = n.Info(at(5))
    data = link([("m", assemble(emit(unit, "none"), 2))], "main.main", LIBC)
    path = tmp_path / "image"
    path.write_bytes(data)
    debug = image.read_debug(str(path))
    symbolizer = Symbolizer.of_image(str(path))
    start, size, name = next(s for s in debug["symbols"] if s[2].startswith("main.leaf"))
    frames = [[(f.name, f.line) for f in symbolizer.frames(a)] for a in range(start, start + size)]
    assert [("main.inlined", 2), ("main.leaf", 4)] in frames
    assert all(f[-1][0] == "main.leaf" for f in frames)
    start, size, name = next(s for s in debug["symbols"] if s[2] == "main.main")
    lines = {symbolizer.frames(a)[0].line for a in range(start, start + size)}
    assert 5 in lines
    assert symbolizer.frames(start)[0].file == str(source)
