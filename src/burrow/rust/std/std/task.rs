//! Tasks.

pub use alloc_crate::task::*;
