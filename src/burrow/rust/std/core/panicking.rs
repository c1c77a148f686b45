//! How a panic starts: messages, and the hand-over to `std`.

use crate::fmt;
use crate::panic::{Location, PanicInfo};

/// What ends a panic: `std` puts its own function here before `main` runs.  Without one the process aborts.
pub static mut HANDLER: Option<fn(&PanicInfo<'_>) -> !> = None;

#[cold]
#[inline(never)]
#[track_caller]
#[lang = "panic_fmt"]
#[rustc_do_not_const_check]
pub const fn panic_fmt(fmt: fmt::Arguments<'_>) -> ! { hand_over(fmt, true) }

#[track_caller]
fn hand_over(fmt: fmt::Arguments<'_>, can_unwind: bool) -> ! {
    let info = PanicInfo::new(&fmt, Location::caller(), can_unwind);
    unsafe {
        match HANDLER {
            Some(handler) => handler(&info),
            None => crate::intrinsics::abort(),
        }
    }
}

#[cold]
#[inline(never)]
#[lang = "panic_nounwind"]
#[rustc_do_not_const_check]
pub const fn panic_nounwind(expr: &'static str) -> ! { hand_over(fmt::Arguments::from_str(expr), false) }

#[cold]
#[inline(never)]
#[track_caller]
#[lang = "panic"]
pub const fn panic(expr: &'static str) -> ! { panic_fmt(fmt::Arguments::from_str(expr)) }

#[cold]
#[inline(never)]
#[track_caller]
pub const fn panic_str_2015(expr: &str) -> ! { panic_display(&expr) }

#[cold]
#[inline(never)]
#[track_caller]
#[lang = "panic_display"]
#[rustc_do_not_const_check]
pub const fn panic_display<T: fmt::Display>(x: &T) -> ! { panic_fmt(format_args!("{}", *x)) }

#[cold]
#[inline(never)]
#[track_caller]
pub const fn panic_explicit() -> ! { panic("explicit panic") }

#[cold]
#[inline(never)]
#[track_caller]
pub fn unreachable_display<T: fmt::Display>(x: &T) -> ! {
    panic_fmt(format_args!("internal error: entered unreachable code: {}", *x))
}

#[cold]
#[inline(never)]
#[track_caller]
#[lang = "panic_bounds_check"]
fn panic_bounds_check(index: usize, len: usize) -> ! {
    panic!("index out of bounds: the len is {len} but the index is {index}")
}

macro_rules! panic_const {
    ($($lang:literal $name:ident $message:literal;)*) => { $(
        #[cold]
        #[inline(never)]
        #[track_caller]
        #[lang = $lang]
        pub const fn $name() -> ! { panic_fmt(fmt::Arguments::from_str($message)) }
    )* };
}

/// What failed checks of arithmetic call.
pub mod panic_const {
    use super::*;

    panic_const! {
        "panic_const_add_overflow" panic_const_add_overflow "attempt to add with overflow";
        "panic_const_sub_overflow" panic_const_sub_overflow "attempt to subtract with overflow";
        "panic_const_mul_overflow" panic_const_mul_overflow "attempt to multiply with overflow";
        "panic_const_div_overflow" panic_const_div_overflow "attempt to divide with overflow";
        "panic_const_rem_overflow" panic_const_rem_overflow "attempt to calculate the remainder with overflow";
        "panic_const_neg_overflow" panic_const_neg_overflow "attempt to negate with overflow";
        "panic_const_shr_overflow" panic_const_shr_overflow "attempt to shift right with overflow";
        "panic_const_shl_overflow" panic_const_shl_overflow "attempt to shift left with overflow";
        "panic_const_div_by_zero" panic_const_div_by_zero "attempt to divide by zero";
        "panic_const_rem_by_zero" panic_const_rem_by_zero "attempt to calculate the remainder with a divisor of zero";
        "panic_null_pointer_dereference" panic_null_pointer_dereference "null pointer dereference occurred";
    }
}

#[cold]
#[inline(never)]
#[lang = "panic_cannot_unwind"]
fn panic_cannot_unwind() -> ! { panic_nounwind("panic in a function that cannot unwind") }

#[cold]
#[inline(never)]
#[lang = "panic_in_cleanup"]
fn panic_in_cleanup() -> ! { panic_nounwind("panic in a destructor during cleanup") }

#[derive(Debug)]
pub enum AssertKind {
    Eq,
    Ne,
    Match,
}

#[cold]
#[inline(never)]
#[track_caller]
pub fn assert_failed<T, U>(kind: AssertKind, left: &T, right: &U, args: Option<fmt::Arguments<'_>>) -> !
where
    T: fmt::Debug + ?Sized,
    U: fmt::Debug + ?Sized,
{
    assert_failed_inner(kind, &left, &right, args)
}

#[cold]
#[inline(never)]
#[track_caller]
fn assert_failed_inner(
    kind: AssertKind,
    left: &dyn fmt::Debug,
    right: &dyn fmt::Debug,
    args: Option<fmt::Arguments<'_>>,
) -> ! {
    let op = match kind {
        AssertKind::Eq => "==",
        AssertKind::Ne => "!=",
        AssertKind::Match => "matches",
    };
    match args {
        Some(args) => panic!("assertion `left {op} right` failed: {args}\n  left: {left:?}\n right: {right:?}"),
        None => panic!("assertion `left {op} right` failed\n  left: {left:?}\n right: {right:?}"),
    }
}
