"""What a program's unit holds of the library: copies of small functions, to be inlined, all the way down."""

from __future__ import annotations

from pathlib import Path

from burrow.options import Options
from burrow.rust import driver
from burrow.rust.mono_units import called


def test_a_loop_over_a_range_leaves_no_call_to_another_unit(tmp_path: Path) -> None:
    source = tmp_path / "loop.rs"
    source.write_text("fn main() { let mut s = 0usize; for k in 0..9usize { s ^= k; } std::process::exit(s as i32) }\n")
    program = driver.compile(str(source), Options(release=True, edition="2021"))
    unit = program.units[-1].build()
    work = [name for name in unit.functions if "Range<A> as core::iter::traits::iterator::Iterator>::next" in name]
    assert work and unit.copies.issuperset(work)
    seen = set(work)
    while work:
        for name in called(unit.functions[work.pop()]):
            assert name in unit.functions, name
            if name not in seen:
                seen.add(name)
                work.append(name)
