//! Hints to the compiler.

use crate::intrinsics;

#[inline]
#[track_caller]
pub const unsafe fn unreachable_unchecked() -> ! { unsafe { intrinsics::unreachable() } }

#[inline]
pub const unsafe fn assert_unchecked(cond: bool) { unsafe { intrinsics::assume(cond) } }

#[inline]
pub fn black_box<T>(dummy: T) -> T { intrinsics::black_box(dummy) }

#[inline]
pub fn spin_loop() {}

#[inline]
pub const fn must_use<T>(value: T) -> T { value }
