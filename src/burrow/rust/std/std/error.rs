//! `Error`.

pub use core::error::Error;
