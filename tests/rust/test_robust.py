"""Any bytes as source give diagnostics: never a traceback, never a hang."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burrow.rust import driver
from burrow.source import CompileErrors, Unsupported

HERE = Path(__file__).parent
SEED = b"""use std::fmt; #[derive(Clone, Debug)] struct P<'a, T: 'a> { x: &'a T, y: [u8; 3] } enum E { A(i32), B { c: char } }
trait Tr { type A; const N: usize = 1; fn f(&self) -> Self::A; } impl<'a, T> Tr for P<'a, T> where T: Clone { type A = T; fn f(&self)
-> T { self.x.clone() } } macro_rules! m { ($($e:expr),*) => { [$($e),*] } } fn g<F: Fn(i32) -> i32>(f: F) -> i32 { f(1) }
fn main() { let mut v = vec![1, 2]; for x in &mut v { *x += 1; } let s = match E::A(1) { E::A(n @ 1..=3) if n > 1 => "a", _ => "b" };
println!("{s:?} {}", g(|x| x * 2)); 'l: loop { break 'l; } let _ = m!(1, 2); if let Some(q) = v.get(0) { drop(q) } }"""
TOKENS = [
    b"{",
    b"}",
    b"(",
    b")",
    b"<",
    b">",
    b"&",
    b"'a",
    b"fn",
    b"impl",
    b"let",
    b"::",
    b"=",
    b";",
    b"|",
    b"0",
    b'"',
    b"macro_rules!",
    b"\xff",
]


def run(text: bytes) -> None:
    try:
        driver.check_crate(driver.load("fuzz.rs", edition=2021, text=text))
    except (CompileErrors, Unsupported):
        pass


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SEED)), st.integers(0, 40), st.sampled_from(TOKENS))
def test_mutated(at: int, drop: int, put: bytes) -> None:
    run(SEED[:at] + put + SEED[at + drop :])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SEED)))
def test_truncated(n: int) -> None:
    run(SEED[:n])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=80))
def test_bytes(data: bytes) -> None:
    run(data)
