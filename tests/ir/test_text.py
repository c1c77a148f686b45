"""The text form prints and parses: print(parse(print(x))) is print(x)."""

from burrow.ir.parse import parse_unit
from burrow.ir.text import unit_text

UNIT = '''\
struct %main.T size 16 align 8 { a: i64 @0, "next one": *%main.T @8 }
union %U size 8 align 8 { a: i64 @0, b: f64 @0 }
enum %"Option<Box<i32>>" i64 tag u64 @0 niche 1 0..0 from 0 size 8 align 8 {
  None = 0 size 0 align 1 {  }
  Some = 1 size 8 align 8 { 0: *i32 @0 }
}
enum %E i8 tag u8 @0 size 2 align 1 {
  A = -1 size 1 align 1 {  }
  B = 5 size 2 align 1 { x: bool @1 }
}
static main.keep: %main.T mut root = x0100000000000000 8="type:main.T"+16;
static "type:main.T": [u8; 24] merge =;
fn main.f(_1: i64, _2: *%main.T) -> i64 noinline {
    name _1 = n;
    let _3: *[u8];
    let mut _4: %"Option<Box<i32>>";
    let mut _5: fn(i64) -> %();
    let mut _6: %E;
    let _7: *dyn Debug;
    let _8: %U;
    bb0: {
        StorageLive(_3);
        _3 = const b"a b\\x22\\x0a": *[u8];
        _0 = add(copy _1, const 5_i64);
        (*_2).1 =[barrier] alloc %main.T x const 3_u64 for "moved to heap" "x";
        _4 = %"Option<Box<i32>>" variant 1 { const zero *i32 };
        _8 = %U active 1 { const 1.5_f64 };
        set_discriminant(_6, 1);
        _0 = discriminant(_6);
        _0 = copy _1 as i32 (int);
        _3 = &raw const (*_2).0;
        memmove[barrier] copy _2 from copy _2 of %main.T x const 4_u64;
        free move _2 of %main.T;
        switch(copy _0) [0: bb1, -3: bb2, otherwise: bb3];
    }
    bb1: {
        _0 = call const fn "alloc::vec::Vec<T>::push"(move _4, const -1_i64) -> bb2 unwind bb4;
    }
    bb2: {
        _0 = call const intrinsic atomic_add<i64>(copy _1, const 1_i64) -> bb3;
    }
    bb3: {
        StorageDead(_3);
        _0 = copy ((_6 as 1).0)[_1];
        return;
    }
    bb4 (cleanup): {
        drop((_4 as 1).0) -> bb5;
    }
    bb5 (cleanup): {
        resume;
    }
}
'''.replace("copy ((_6 as 1).0)[_1]", "copy (_6 as 1).0[_1]")


def test_round_trip() -> None:
    once = unit_text(parse_unit(UNIT))
    assert unit_text(parse_unit(once)) == once
    def body(s: str) -> str:
        return s[s.index("fn main.f"):]

    assert body(once) == body(UNIT)
    assert set(once.splitlines()) == set(UNIT.splitlines())
