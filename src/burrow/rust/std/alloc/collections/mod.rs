//! Collections that need a heap and no system.

use core::fmt;

pub mod binary_heap;
mod btree;
pub mod linked_list;
pub mod vec_deque;

pub use self::binary_heap::BinaryHeap;
pub use self::btree::map::BTreeMap;
pub use self::btree::set::BTreeSet;
pub use self::linked_list::LinkedList;
pub use self::vec_deque::VecDeque;
pub use core::ops::Bound;

pub mod btree_map {
    pub use super::btree::map::*;
}

pub mod btree_set {
    pub use super::btree::set::*;
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TryReserveError {
    kind: TryReserveErrorKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TryReserveErrorKind {
    CapacityOverflow,
}

impl TryReserveError {
    pub(crate) fn capacity_overflow() -> Self { TryReserveError { kind: TryReserveErrorKind::CapacityOverflow } }
}

impl fmt::Display for TryReserveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory allocation failed because the computed capacity exceeded the collection's maximum")
    }
}

impl core::error::Error for TryReserveError {}
