"""IR to machine code: small functions give what they should, optimised and not."""

import pytest

from native.machine import execute

PROGRAMS = {
    "arithmetic": ("fn main() -> i64 { let _1: i64; bb0: { _1 = mul(const 6_i64, const 7_i64); _0 = copy _1; return; } }", 42),
    "least by minus one": ("""fn f(_1: i64, _2: i64) -> i64 noinline { bb0: { _0 = div(copy _1, copy _2); return; } }
        fn main() -> i64 { let _1: i64; let _2: i64; bb0: { _1 = const -9223372036854775808_i64; _2 = const -1_i64;
        _0 = call const fn f(copy _1, copy _2) -> bb1; } bb1: { _0 = eq(copy _0, copy _1) as i64 (int); return; } }"""
        .replace("_0 = eq(copy _0, copy _1) as i64 (int)", "_0 = shr(copy _0, const 63_i64); _0 = neg(copy _0)"), 1),
    "shift modulo": ("fn main() -> i64 { let _1: i64; bb0: { _1 = const 66_i64; _0 = shl(const 3_i64, copy _1); return; } }", 12),
    "loop": ("""fn main() -> i64 { let _1: i64; let _2: bool;
        bb0: { _0 = const 0_i64; _1 = const 0_i64; goto bb1; }
        bb1: { _2 = lt(copy _1, const 10_i64); switch(copy _2) [0: bb3, otherwise: bb2]; }
        bb2: { _0 = add(copy _0, copy _1); _1 = add(copy _1, const 1_i64); goto bb1; }
        bb3: { return; } }""", 45),
    "struct by value": ("""struct %S size 24 align 8 { a: i64 @0, b: u8 @8, c: i64 @16 }
        fn f(_1: %S) -> %S { bb0: { _0 = copy _1; _0.1 = const 5_u8; return; } }
        fn main() -> i64 { let _1: %S; let _2: i64; bb0: { _1 = %S { const 1_i64, const 2_u8, const 3_i64 };
        _1 = call const fn f(move _1) -> bb1; } bb1: { _2 = copy _1.1 as i64 (int); _0 = add(copy _1.0, copy _2);
        _0 = add(copy _0, copy _1.2); return; } }""", 9),
    "struct in memory": ("""struct %B size 64 align 8 { a: [i64; 8] @0 }
        fn f(_1: %B, _2: i64) -> %B noinline { bb0: { _0 = copy _1; _0.0[_2] = const 7_i64; return; } }
        fn main() -> i64 { let _1: %B; let _2: i64; bb0: { _1.0 = [const 1_i64; 8]; _2 = const 3_i64;
        _1 = call const fn f(copy _1, copy _2) -> bb1; } bb1: { _0 = add(copy _1.0[_2], copy _1.0[0 of 1]); return; } }""", 8),
    "niche": ("""enum %O i64 tag u64 @0 niche 1 0..0 from 0 size 8 align 8 { None = 0 size 0 align 1 { } Some = 1 size 8 align 8 { v: *i64 @0 } }
        fn f(_1: %O) -> i64 noinline { let _2: i64; bb0: { _2 = discriminant(_1); switch(copy _2) [0: bb1, 1: bb2]; }
        bb1: { _0 = const 3_i64; return; } bb2: { _0 = copy (*(_1 as 1).0); return; } }
        fn main() -> i64 { let _1: %O; let _2: i64; let _3: i64; let _4: *i64; bb0: { _2 = const 40_i64; _4 = &raw mut _2;
        _1 = %O variant 1 { copy _4 }; _0 = call const fn f(copy _1) -> bb1; } bb1: { _1 = %O { };
        _3 = call const fn f(copy _1) -> bb2; } bb2: { _0 = add(copy _0, copy _3); return; } }""", 43),
    "tagged": ("""enum %E i64 tag u8 @0 size 16 align 8 { A = 0 size 16 align 8 { x: i64 @8 } B = 7 size 16 align 8 { y: u8 @1 } }
        fn main() -> i64 { let _1: %E; let _2: i64; let _3: i64; bb0: { _1 = %E variant 1 { const 30_u8 };
        _2 = discriminant(_1); _3 = copy (_1 as 1).0 as i64 (int); _0 = add(copy _2, copy _3); return; } }""", 37),
    "slice": ("""fn sum(_1: *[i64]) -> i64 noinline { let _2: u64; let _3: u64; let _4: bool;
        bb0: { _0 = const 0_i64; _2 = const 0_u64; _3 = len((*_1)); goto bb1; }
        bb1: { _4 = lt(copy _2, copy _3); switch(copy _4) [1: bb2, 0: bb3]; }
        bb2: { _0 = add(copy _0, copy (*_1)[_2]); _2 = add(copy _2, const 1_u64); goto bb1; } bb3: { return; } }
        fn main() -> i64 { let _1: [i64; 3]; let _2: *[i64; 3]; let _3: *[i64]; bb0: { _1 = [i64; 3] { const 4_i64,
        const 5_i64, const 6_i64 }; _2 = &raw mut _1; _3 = copy _2 as *[i64] (unsize); _0 = call const fn sum(copy _3) -> bb1; }
        bb1: { return; } }""", 15),
    "static": ("""static counter: i64 mut root = x0a;
        fn main() -> i64 { let _1: *i64; bb0: { _1 = const &static counter: *i64; (*_1) = add(copy (*_1), const 1_i64);
        _0 = copy (*_1); return; } }""", 11),
    "function pointer": ("""fn f(_1: i64) -> i64 { bb0: { _0 = add(copy _1, const 1_i64); return; } }
        fn main() -> i64 { let _1: fn(i64) -> i64; bb0: { _1 = const fn f; _0 = call copy _1(const 8_i64) -> bb1; } bb1: { return; } }""", 9),
    "checked": ("""struct %P size 16 align 8 { v: i64 @0, o: bool @8 }
        fn main() -> i64 { let _1: %P; let _2: i64; bb0: { _2 = const 9223372036854775807_i64;
        _1 = add_checked(copy _2, const 1_i64); _0 = copy _1.1 as i64 (int); return; } }""", 1),
    "float": ("""fn main() -> i64 { let _1: f64; bb0: { _1 = mul(const 2.5_f64, const 4.0_f64); _1 = call const intrinsic sqrt<f64>(copy _1) -> bb1; }
        bb1: { _0 = copy _1 as i64 (float_int); return; } }""", 3),
    "saturating": ("""fn main() -> i64 { let _1: u8; bb0: { _1 = const 1e10_f64 as u8 (float_int); _0 = copy _1 as i64 (int); return; } }""", 255),
    "bits": ("""fn main() -> i64 { let _1: u32; bb0: { _1 = call const intrinsic ctlz<u32>(const 1_u32) -> bb1; } bb1: { _0 = copy _1 as i64 (int); return; } }""", 31),
    "atomic": ("""fn main() -> i64 { let _1: i64; let _2: *i64; let _3: i64; bb0: { _1 = const 5_i64; _2 = &raw mut _1;
        _3 = call const intrinsic atomic_add<i64>(copy _2, const 6_i64) -> bb1; } bb1: { _0 = add(copy _1, copy _3); return; } }""", 16),
    "text": ("""struct %str size 16 align 8 { p: *u8 @0, n: i64 @8 }
        fn main() -> i64 { let _1: %str; let _2: *u8; let _3: i64; bb0: { _1 = const b"abc": %str; _2 = copy _1.0;
        _3 = copy (*_2) as i64 (int); _0 = add(copy _3, copy _1.1); return; } }""", 100),
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("speed", [0, 2])
def test_program(name: str, speed: int) -> None:
    text, want = PROGRAMS[name]
    assert execute(text, speed=speed) == want
