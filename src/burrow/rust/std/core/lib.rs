//! The core of the library: what needs neither a heap nor a system.
//!
//! Layout of the modules, names, bounds and messages are those of rustc 1.95's `core`; the texts are our own.  Items the compiler
//! must know carry rustc's `#[lang]` names.  With `--cfg real` the crate is also accepted by rustc itself (tests do that);
//! what only rustc needs is under `#[cfg(real)]`.
#![no_core]
#![rustc_coherence_is_core]
#![allow(internal_features, incomplete_features, dead_code, unused_attributes, static_mut_refs, unused_imports, deprecated)]
#![allow(unused_unsafe, unpredictable_function_pointer_comparisons, unconditional_recursion, ambiguous_wide_pointer_comparisons)]
#![feature(no_core, lang_items, intrinsics, rustc_attrs, auto_traits, negative_impls, decl_macro, prelude_import, unboxed_closures)]
#![feature(fundamental, never_type, dropck_eyepatch, adt_const_params, unsized_const_params, arbitrary_self_types, const_trait_impl)]
#![feature(link_cfg, f16, f128, allow_internal_unstable, macro_metavar_expr, unsafe_binders, abi_unadjusted, structural_match)]
#![feature(unsized_fn_params, doc_notable_trait, stmt_expr_attributes, with_negative_coherence, rustdoc_internals, optimize_attribute, coverage_attribute, freeze_impls, transparent_unions, const_destruct, const_precise_live_drops)]

extern crate self as core;

#[macro_use]
mod macros;
#[macro_use]
mod internal_macros;

pub mod alloc;
pub mod any;
pub mod array;
pub mod ascii;
pub mod borrow;
pub mod cell;
pub mod char;
pub mod clone;
pub mod cmp;
pub mod convert;
pub mod default;
pub mod error;
pub mod ffi;
pub mod fmt;
pub mod future;
pub mod hash;
pub mod hint;
pub mod intrinsics;
pub mod iter;
pub mod marker;
pub mod mem;
pub mod num;
pub mod ops;
pub mod option;
pub mod panic;
pub mod panicking;
pub mod pin;
pub mod prelude;
pub mod ptr;
pub mod result;
pub mod runtime;
pub mod slice;
pub mod str;
pub mod sync;
pub mod task;
pub mod time;
mod tuple;
mod unit;

pub use num::modules::{f32, f64, i128, i16, i32, i64, i8, isize, u128, u16, u32, u64, u8, usize};

// After the module it names: rustc resolves it in this order.
#[prelude_import]
use prelude::rust_2021::*;
