//! Collections.

pub use alloc_crate::collections::*;
