"""What the emitted module says: barriers by manager, unwinding edges, merged instances, debug lines."""

from burrow.ir.parse import parse_unit
from burrow.native.compile import assemble
from burrow.native.emit import emit

STORE = """struct %T size 16 align 8 { a: *%T @0, b: i64 @8 }
fn f(_1: *%T, _2: *%T) -> i64 { bb0: { (*_1).0 =[barrier] copy _2; goto bb1; } bb1: { goto bb1; } }"""
CLEAN = """fn g() -> i64 { bb0: { _0 = call const fn h() -> bb1 unwind bb2; } bb1: { return; }
bb2 (cleanup): { _0 = call const fn k() -> bb3; } bb3 (cleanup): { resume; } }
fn h() -> i64 noinline { bb0: { return; } }
fn k() -> i64 nounwind { bb0: { return; } }"""


def module(text: str, manager: str = "gc", language: str = "go") -> str:
    unit = parse_unit(text)
    unit.language = language
    return emit(unit, manager)


def test_managers_differ_in_barriers_only() -> None:
    gc, none = module(STORE), module(STORE, "none")
    assert 'call void @"runtime.write_barrier"' in gc
    assert "runtime." not in none


def test_unwinding_has_landing_pads_in_rust_only() -> None:
    rust = module(CLEAN, "drop", "rust")
    assert "invoke i64" in rust and "landingpad" in rust and "resume" in rust and "personality" in rust
    assert assemble(rust, 2)
    assert "invoke" not in module(CLEAN)


def test_instances_merge() -> None:
    unit = parse_unit(CLEAN)
    unit.merge = {"h"}
    unit.exports = {"g"}
    text = emit(unit, "none")
    assert 'define linkonce_odr dso_local i64 @"h"' in text
    assert 'define internal i64 @"k"' in text
    assert 'define dso_local i64 @"g"' in text


def test_names_of_any_character() -> None:
    text = module('fn "main.(*T).M[é]" () -> i64 { bb0: { _0 = const 1_i64; return; } }'.replace('" (', '"('), "none")
    assert '@"main.(*T).M[\\C3\\A9]"' in text
    assert assemble(text, 0)
