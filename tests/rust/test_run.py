"""Rust programs as they run: what they print, and when they drop.  The expectations are what rustc's binaries print."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFORMANCE = Path(__file__).parent.parent / "conformance"

CAPTURED = """
use std::any::Any;
use std::sync::mpsc;
use std::thread;
struct D(i32);
impl D { fn hi(&self) { println!("hi {}", self.0); } }
impl Drop for D { fn drop(&mut self) { println!("drop {}", self.0); } }
fn once<F: FnOnce()>(f: F) { f() }
fn through(f: &mut dyn FnMut(i32) -> i32) -> i32 { f(1) + f(2) }
fn is<T: Any>(x: &dyn Any) -> bool { x.is::<T>() }
fn main() {
    let d = D(1);
    once(move || d.hi());
    let d = D(2);
    let b: Box<dyn FnOnce()> = Box::new(move || { d.hi(); });
    b();
    let d = D(3);
    once(move || { let x = d; x.hi(); });
    let d = D(4);
    thread::spawn(move || d.hi()).join().unwrap();
    let (tx, rx) = mpsc::channel();
    for i in 0..3 {
        let tx = tx.clone();
        thread::spawn(move || { for _ in 0..2 { tx.send(i).unwrap(); } });
    }
    drop(tx);
    println!("{}", rx.iter().sum::<i32>());
    let mut sum = 0;
    println!("{}", through(&mut |x| { sum += x; sum }));
    println!("{}", is::<i32>(&1i32));
}
"""
CAPTURED_SAYS = "hi 1\ndrop 1\nhi 2\ndrop 2\nhi 3\ndrop 3\nhi 4\ndrop 4\n6\n4\ntrue\n"

VALUES = """
struct W(*const i32);
impl PartialEq for W { fn eq(&self, o: &W) -> bool { self.0 == o.0 } }
enum Never {}
macro_rules! many { ($($n:ident)*) => { enum E<X> { First { f: bool }, $($n(X),)* Last, Other } } }
many! { A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 C0 C1 C2 C3 C4 C5 C6 C7 C8 C9 D0 D1 D2 D3 D4 D5 D6
  D7 D8 D9 E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 G0 G1 G2 G3 G4 G5 G6 G7 G8 G9 H0 H1 H2 H3 H4 H5
  H6 H7 H8 H9 I0 I1 I2 I3 I4 I5 I6 I7 I8 I9 J0 J1 J2 J3 J4 J5 J6 J7 J8 J9 K0 K1 K2 K3 K4 K5 K6 K7 K8 K9 L0 L1 L2 L3 L4 L5
  L6 L7 L8 L9 M0 M1 M2 M3 M4 M5 M6 M7 M8 M9 N0 N1 N2 N3 N4 N5 N6 N7 N8 N9 O0 O1 O2 O3 O4 O5 O6 O7 O8 O9 P0 P1 P2 P3 P4 P5
  P6 P7 P8 P9 Q0 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 R0 R1 R2 R3 R4 R5 R6 R7 R8 R9 S0 S1 S2 S3 S4 S5 S6 S7 S8 S9 T0 T1 T2 T3 T4 T5
  T6 T7 T8 T9 U0 U1 U2 U3 U4 U5 U6 U7 U8 U9 V0 V1 V2 V3 V4 V5 V6 V7 V8 V9 W0 W1 W2 W3 W4 W5 W6 W7 W8 W9 X0 X1 X2 X3 X4 X5
  X6 X7 X8 X9 Y0 Y1 Y2 Y3 Y4 Y5 Y6 Y7 Y8 Y9 Z0 Z1 Z2 Z3 Z4 Z5 Z6 Z7 Z8 Z9 }
fn which(e: &E<Never>) -> i32 { match e { E::First { f } => *f as i32, E::Last => 2, E::Other => 3, _ => 9 } }
fn one(x: i32) -> i32 { x + 1 }
fn main() {
    const NULL: *const i32 = std::ptr::null();
    println!("{}", match W(std::ptr::null()).0 { NULL => "null", _ => "other" });
    println!("{} {} {}", which(&E::First { f: true }), which(&E::Last), which(&E::Other));
    let p: fn(i32) -> i32 = one;
    println!("{} {}", p == p, None::<String>.is_none());
    let (mut x, y) = (5u64, &3u32);
    x <<= y;
    x >>= &1i8;
    println!("{} {} {}", x, &x << 1, &x >> &2u64);
    println!("{}", (ToString::to_string as fn(&(dyn ToString + 'static)) -> String)(&"object"));
    let copies: [fn(&(u8, String)) -> (u8, String); 1] = [Clone::clone];
    println!("{:?}", copies[0](&(7, "tuple".to_string())));
}
"""
VALUES_SAYS = "null\n1 2 3\ntrue true\n20 40 5\nobject\n(7, \"tuple\")\n"

WRITTEN = """
static mut TEST: &'static mut [isize] = &mut [1];
static mut EMPTY: &'static mut [isize] = &mut [];
static mut NAMES: [&'static mut [u8]; 2] = [&mut [1, 2], &mut [3]];
static WORDS: &[&str] = &["a", "b"];
fn main() {
    unsafe {
        TEST[0] += 1;
        NAMES[1][0] += 4;
        NAMES[0][1] += NAMES[1][0];
        println!("{} {} {:?} {:?} {:?}", TEST[0], EMPTY.len(), NAMES[0], NAMES[1], WORDS);
    }
}
"""
WRITTEN_SAYS = '2 0 [1, 9] [7] ["a", "b"]\n'


@pytest.mark.parametrize(
    ("source", "says"), [(CAPTURED, CAPTURED_SAYS), (VALUES, VALUES_SAYS), (WRITTEN, WRITTEN_SAYS)]
)
def test_prints(source: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "p.rs"
    file.write_text(source)
    done = subprocess.run([sys.executable, "-m", "burrow", "run", "--edition", "2021", str(file)],
                          capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.returncode) == (says, 0), done.stderr


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("rustc"), reason="needs rustc")
def test_drops_as_rustc_does(tmp_path: Path) -> None:
    """A few random programs; `tests/conformance/drops.py` runs 200."""
    done = subprocess.run([sys.executable, str(CONFORMANCE / "drops.py"), "--count", "4", "--batch", "4", "--seed", "901",
                           "--keep", str(tmp_path)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout
