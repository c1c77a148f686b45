//! What threads share without a system.

pub mod atomic;
