//! `Arc`: shared ownership between threads.

pub use self::shared::{Arc, Weak};

mod shared;
