"""One small program for each thing the checker once had wrong; a comment `//~ CODE` marks each line with an error, as
rustc 1.95 reports it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from burrow.options import Options
from burrow.rust import driver
from burrow.source import load_file

PROGRAMS = {
    "one error for the drop and the write of an assignment": """
fn f() { let mut s = Box::new(String::new()); let r = &s;
    *s = String::new(); //~ E0506
    println!("{r}"); }""",
    "an array that is indexed is initialised": """
fn f(i: usize) -> [String; 2] { let mut a: [String; 2];
    a[i] = String::new(); //~ E0381
    a }""",
    "an index does not change what another one has checked": """
fn f(mut x: &mut [&mut [u8]], y: &mut [u8]) {
    x[0][{ x = &mut []; 0 }] = 1; //~ E0510
    let _ = y; }""",
    "out of an array behind a reference": """
fn f(a: &[String; 2]) -> String {
    let [s, _] = *a; //~ E0508
    s }""",
    "mutable borrows of one local that is not mut are one error, where it is declared": """
fn h(_: &mut i32) {}
fn one(b: i32) {
    h(&mut b); } //~ E0596
fn two(b: (i32, i32)) { //~ E0596
    h(&mut b.0);
    h(&mut b.1); }""",
    "a mutable capture through a shared reference is the closure's error alone": """
fn f(x: &String) {
    let c = || //~ E0596
        x.push('a'); }
fn g(mut x: &mut String, s: String) { let r = &x; let c = || { //~ E0596
        **r = s; };
    let _ = c; }
fn h(mut x: String) { let r = &x; let mut c = || { let mut d = || r.len(); d() }; let _ = c(); x.clear(); }""",
    "what a closure must outlive for its result is not a return of the function around it": """
fn call<F>(_: F) where F: for<'a> FnOnce(&'a u8) -> &'a u8 {}
fn f() { let y = 3;
    call(|z| if false { &y } else { z }); } //~ E0597""",
    "a function item holds no borrow": """
fn is_static<T: 'static>(_: T) {}
fn early<'a: 'a>() {}
fn f<'a>() { is_static(early::<'a>); }""",
    "a type that has itself in a projection": """
struct D<'a> { s: Vec<A<'a, R>> }
trait T<'r>: Sized { type D: 'r; }
struct R;
impl<'a> T<'a> for R { type D = D<'a>; }
enum A<'a, X: T<'a>> { N(Box<X::D>) }
fn f() { let _x = D { s: Vec::new() }; let _ = A::<R>::N; }""",
    "closures in closures take time in proportion": """
fn f() { let x = (); let _ = || || || || || || || || || || || || || || || || || || || || || || || || [&(), &x]; }""",
    "the expected signature holds of a closure, what is written must agree": """
fn call<F: for<'a> Fn(&'a u8) -> &'a u8>(f: F) { f(&1); }
fn f() { call(|x: &u8| x); call(|x| -> &u8 { x }); }""",
    "an elided result is borrowed from the one reference to self": """
struct S(u8);
impl S { fn f(self: &Self, _y: &u8) -> &u8 { &self.0 } fn g(self: Box<Self>, y: &u8) -> &u8 { y } }""",
}


def check(path: Path) -> list[tuple[int, str | None]]:
    out = []
    for d in driver.check(str(path), Options(edition="2021", crate_type="lib")):
        if d.level.value == "error":
            assert d.span is not None
            out.append((load_file(d.span.path).position(d.span.lo)[0], d.code))
    return sorted(out, key=lambda x: x[0])


def wanted(text: str) -> list[tuple[int, str | None]]:
    marks = [(i, line.partition("//~ ")[2].split()) for i, line in enumerate(text.splitlines(), 1)]
    return [(i, code) for i, codes in marks for code in codes]


@pytest.mark.parametrize("name", PROGRAMS)
def test_as_rustc(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rs"
    path.write_text(PROGRAMS[name])
    assert check(path) == wanted(PROGRAMS[name])


@pytest.mark.real
@pytest.mark.skipif(shutil.which("rustc") is None, reason="rustc is not installed")
@pytest.mark.parametrize("name", PROGRAMS)
def test_rustc_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rs"
    path.write_text(PROGRAMS[name])
    command = ["rustc", "--edition=2021", "--crate-type=lib", "--error-format=short", "-Awarnings", "--emit=metadata"]
    out = subprocess.run([*command, "-o", str(tmp_path / "m"), str(path)], capture_output=True, text=True, check=False)
    got = []
    for line in out.stderr.splitlines():
        place, found, rest = line.partition(": error")
        if found and place.startswith(str(path)):
            got.append((int(place.split(":")[1]), rest[1:6] if rest.startswith("[") else None))
    assert sorted(got, key=lambda x: x[0]) == wanted(PROGRAMS[name])
