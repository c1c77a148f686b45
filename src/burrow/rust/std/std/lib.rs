//! The library as programs name it: `core` and `alloc` again, and what needs a system.
#![no_std]
#![allow(internal_features, incomplete_features, dead_code, unused_attributes, static_mut_refs, unused_imports, deprecated)]
#![allow(unused_unsafe, ambiguous_wide_pointer_comparisons, unused_macros)]
#![feature(lang_items, rustc_attrs, negative_impls, unboxed_closures, dropck_eyepatch, prelude_import, never_type)]
#![feature(allow_internal_unstable, coverage_attribute, auto_traits, with_negative_coherence, link_cfg, thread_local)]

extern crate alloc as alloc_crate;
extern crate self as std;

/// What the bundled crate `pprof` needs of the runtime.
#[doc(hidden)]
pub mod __runtime {
    use core::runtime;

    pub fn profile_start(hz: usize) -> isize { unsafe { runtime::profile_start(hz) } }
    pub fn profile_stop() -> usize { unsafe { runtime::profile_stop() } }

    pub fn host(op: usize, words: &mut [usize; 7]) -> isize {
        unsafe { runtime::host(op, words.as_mut_ptr() as *mut u8, 56) }
    }
}

#[doc(hidden)]
pub mod __export {
    pub use core::format_args_nl;
}

#[macro_use]
mod macros;

pub use alloc_crate::borrow;
pub use alloc_crate::boxed;
pub use alloc_crate::fmt;
pub use alloc_crate::rc;
pub use alloc_crate::slice;
pub use alloc_crate::str;
pub use alloc_crate::string;
pub use alloc_crate::vec;
pub use alloc_crate::format;
pub use core::{
    any, array, ascii, cell, char, clone, cmp, convert, default, future, hint, intrinsics, iter, marker, mem, num, ops, option,
    pin, ptr, result,
};
pub use core::{f32, f64, i128, i16, i32, i64, i8, isize, u128, u16, u32, u64, u8, usize};
pub use core::{
    assert, assert_eq, assert_ne, cfg, column, compile_error, concat, debug_assert, debug_assert_eq, debug_assert_ne, env,
    file, format_args, include, include_bytes, include_str, line, matches, module_path, option_env, r#try, stringify, todo,
    unimplemented, unreachable, write, writeln,
};

pub mod alloc;
pub mod backtrace;
pub mod collections;
pub mod env;
pub mod error;
pub mod ffi;
pub mod fs;
pub mod hash;
pub mod io;
pub mod os;
pub mod panic;
pub mod panicking;
pub mod path;
pub mod prelude;
pub mod process;
pub mod rt;
pub mod sync;
mod sys;
pub mod task;
pub mod thread;
pub mod time;

// After the module it names: rustc resolves it in this order.
#[prelude_import]
use prelude::rust_2021::*;
