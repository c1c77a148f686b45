//! The part of the library that needs a heap.
//!
//! Collections have no allocator parameter: everything comes from the runtime's allocator.
#![no_std]
#![allow(internal_features, incomplete_features, dead_code, unused_attributes, static_mut_refs, unused_imports, deprecated)]
#![allow(unused_unsafe, ambiguous_wide_pointer_comparisons)]
#![feature(lang_items, rustc_attrs, negative_impls, unboxed_closures, fundamental, dropck_eyepatch)]
#![feature(allow_internal_unstable, coverage_attribute, never_type, const_trait_impl, auto_traits, arbitrary_self_types)]
#![feature(box_patterns, stmt_expr_attributes, unsized_fn_params, with_negative_coherence, f16, f128)]

#[macro_use]
mod macros;

pub mod alloc;
pub mod borrow;
pub mod boxed;
pub mod collections;
pub mod ffi;
pub mod fmt;
mod raw_vec;
pub mod rc;
pub mod slice;
pub mod str;
pub mod string;
pub mod sync;
pub mod task;
pub mod vec;

#[doc(hidden)]
pub mod intrinsics {
    pub use core::intrinsics::*;
}

#[doc(hidden)]
pub mod __export {
    pub use core::format_args;
}
