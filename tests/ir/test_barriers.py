"""Stores of pointers through pointers get the barrier; others do not."""

from burrow.ir.barriers import mark
from burrow.ir.parse import parse_unit
from burrow.ir.text import unit_text


def test_mark() -> None:
    unit = parse_unit("""struct %T size 16 align 8 { p: *i64 @0, n: i64 @8 }
fn f(_1: *%T, _2: *i64, _3: %T) -> %() {
    bb0: {
        (*_1).0 = copy _2;
        (*_1).1 = const 1_i64;
        (*_1) = copy _3;
        _3.0 = copy _2;
        memmove copy _1 from copy _1 of %T x const 2_u64;
        memmove copy _2 from copy _2 of i64 x const 2_u64;
        return;
    }
}""")
    mark(unit)
    lines = [s.strip() for s in unit_text(unit).splitlines()]
    assert [s for s in lines if "barrier" in s] == [
        "(*_1).0 =[barrier] copy _2;", "(*_1) =[barrier] copy _3;",
        "memmove[barrier] copy _1 from copy _1 of %T x const 2_u64;"]
