//! The traits of iteration.

mod accum;
mod collect;
mod double_ended;
mod exact_size;
mod iterator;

pub use self::accum::{Product, Sum};
pub use self::collect::{Extend, FromIterator, IntoIterator};
pub use self::double_ended::DoubleEndedIterator;
pub use self::exact_size::{ExactSizeIterator, FusedIterator, TrustedLen};
pub use self::iterator::Iterator;
