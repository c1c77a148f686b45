//! Ordered maps and sets.

mod entry;
mod iter;
pub mod map;
mod node;
pub mod set;
