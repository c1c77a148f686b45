//! Collections.

pub use alloc_crate::collections::*;

mod hash;

pub use self::hash::map::HashMap;
pub use self::hash::set::HashSet;

pub mod hash_map {
    pub use super::hash::map::*;
    pub use crate::hash::{DefaultHasher, RandomState};
}

pub mod hash_set {
    pub use super::hash::set::*;
}
