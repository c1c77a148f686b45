//! Iterators made of other iterators.

mod chain;
mod flatten;
mod fuse;
mod map;
mod peekable;
mod rev;
mod take;
mod try_process;
mod zip;

pub use self::chain::{Chain, Cycle};
pub use self::flatten::{FlatMap, Flatten};
pub use self::fuse::Fuse;
pub use self::map::{Cloned, Copied, Enumerate, Filter, FilterMap, Inspect, Map, MapWhile, Scan};
pub use self::peekable::Peekable;
pub use self::rev::Rev;
pub use self::take::{Skip, SkipWhile, StepBy, Take, TakeWhile};
pub(crate) use self::try_process::try_process;
pub use self::zip::{zip, Zip};
