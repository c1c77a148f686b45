"""Codes and lines of the borrow checker on small programs without the library's heap, against what rustc 1.95 says of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from burrow.options import Options
from burrow.rust import driver
from burrow.source import load_file

PROGRAM = """\
#![no_std]
#![crate_type = "lib"]
pub struct S2(u8);
pub struct Q { pub a: S2, pub b: S2 }
pub struct D(S2);
impl Drop for D { fn drop(&mut self) {} }
fn make() -> S2 { S2(1) }
fn take(_s: S2) {}
fn look(_s: &S2) {}
fn mutate(_s: &mut S2) {}
pub fn use_after_move() { let s1 = make(); let _s2 = s1; look(&s1); }
pub fn use_after_call() { let s1 = make(); take(s1); look(&s1); }
pub fn lent() { let s1 = make(); look(&s1); look(&s1); }
pub fn outlives() -> i32 { let r; { let x = 5; r = &x; } *r }
pub fn part(p: Q) -> Q { take(p.a); p }
pub fn branch(b: bool) { let s = make(); if b { take(s); } take(s); }
pub fn again() { let s = make(); loop { take(s); } }
pub fn unset() -> i32 { let x: i32; x }
pub fn maybe(b: bool) -> i32 { let x: i32; if b { x = 1; } x }
pub fn twice() -> i32 { let x = 5; x = 6; x }
pub fn not_mut() { let v = make(); mutate(&mut v); }
pub fn two() { let mut s = make(); let a = &mut s; let b = &mut s; mutate(a); mutate(b); }
pub fn assigned() -> i32 { let mut x = 5; let r = &x; x = 6; *r }
pub fn used() -> i32 { let mut x = 5; let r = &mut x; let y = x; *r = 1; y }
pub fn moved_out() { let s = make(); let r = &s; take(s); look(r); }
pub fn returned() -> &'static S2 { let s = make(); &s }
pub fn behind(p: &Q) -> S2 { p.a }
pub fn named<'a, 'b>(x: &'a str, y: &'b str) -> &'a str { let _ = x; y }
pub fn element(a: [S2; 2]) -> S2 { let i = 0; a[i] }
pub fn dropped(d: D) -> S2 { d.0 }
pub fn argument(s: S2) { s = make(); take(s); }
pub fn field() { let p = Q { a: make(), b: make() }; p.a = make(); }
pub fn through(x: &i32) { *x = 1; }
pub fn reborrow(x: &mut S2) -> &mut S2 { mutate(x); mutate(x); x }
pub fn promoted() -> &'static u8 { &5 }
pub fn shorter<'a>(x: &'a S2, y: &S2) -> &'a S2 { let _ = x; y }
pub fn promoted_closure(x: &u8) -> &u8 { let z = 4; let f = &|y| y; let _ = f(&z); f(x) }
pub fn called_through(f: &mut impl FnMut()) { f(); let mut g = || f(); g() }
pub fn halves(p: (S2, S2)) { match p { (a, _) => take(a) } match p { (_, b) => take(b) } }
pub fn half_twice(p: (S2, S2)) { match p { (a, _) => take(a) } match p { (b, _) => take(b) } }
pub fn loop_in_closure(n: u8) { let f = || { for _ in 0..n {} }; f() }
pub fn question_in_closure(x: Option<u8>) -> Option<u8> { let f = || Some(x? + 1); f() }
pub struct R<'a>(pub &'a u8);
pub fn pattern_type<'a>(r: R<'a>) { let R::<'static>(_x) = r; }
pub fn closure_result() { let f = |x: &u8| -> &u8 { x }; f(&1); }
pub fn unset_in_closure() { let x: u8; let f = ||
    { let _y = x; };
    f() }
"""

WANT = [
    (11, "E0382"),
    (12, "E0382"),
    (14, "E0597"),
    (15, "E0382"),
    (16, "E0382"),
    (17, "E0382"),
    (18, "E0381"),
    (19, "E0381"),
    (20, "E0384"),
    (21, "E0596"),
    (22, "E0499"),
    (23, "E0506"),
    (24, "E0503"),
    (25, "E0505"),
    (26, "E0515"),
    (27, "E0507"),
    (28, None),
    (29, "E0508"),
    (30, "E0509"),
    (31, "E0384"),
    (32, "E0594"),
    (33, "E0594"),
    (36, "E0621"),
    (37, "E0515"),
    (40, "E0382"),
    (44, None),
    (45, None),
    (46, "E0381"),
]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "ownership.rs"
    path.write_text(PROGRAM)
    return path


def test_codes_and_lines(program: Path) -> None:
    found = [d for d in driver.check(str(program), Options(edition="2021")) if d.level.value == "error"]
    got = []
    for d in found:
        assert d.span is not None
        got.append((load_file(d.span.path).position(d.span.lo)[0], d.code))
    assert sorted(got, key=lambda x: x[0]) == WANT


@pytest.mark.real
@pytest.mark.skipif(shutil.which("rustc") is None, reason="rustc is not installed")
def test_rustc_says_the_same(program: Path, tmp_path: Path) -> None:
    out = subprocess.run(
        [
            "rustc",
            "--edition=2021",
            "--error-format=short",
            "-Awarnings",
            "--emit=metadata",
            "-o",
            str(tmp_path / "m"),
            str(program),
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    got = []
    for line in out.splitlines():
        if ": error" in line and line.startswith(str(program)):
            place, _, rest = line.partition(": error")
            code = rest[1:6] if rest.startswith("[") else None
            got.append((int(place.split(":")[1]), code))
    assert sorted(got, key=lambda x: x[0]) == WANT
