//! Numbers: methods, errors, parsing.

use crate::fmt;
use crate::intrinsics;

pub(crate) mod bignum;
pub(crate) mod digits;
mod error;
mod float_parse;
mod f32;
mod f64;
mod int_macros;
pub(crate) mod modules;
mod nonzero;
mod parse;
mod wrapping;

pub use error::{IntErrorKind, ParseFloatError, ParseIntError, TryFromIntError};
pub use nonzero::{
    NonZero, NonZeroI128, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI8, NonZeroIsize, NonZeroU128, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU8, NonZeroUsize, ZeroablePrimitive,
};
pub use wrapping::{Saturating, Wrapping};

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum FpCategory {
    Nan,
    Infinite,
    Zero,
    Subnormal,
    Normal,
}
