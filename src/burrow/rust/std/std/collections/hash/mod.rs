//! Hash tables.

pub mod map;
mod entry;
mod iter;
pub mod set;
mod set_ops;
mod table;
