//! `char`.

use crate::error::Error;
use crate::fmt::{self, Write};
use crate::iter::FusedIterator;

mod convert;
mod escape;
mod methods;
pub(crate) mod unicode;

pub use self::convert::{CharTryFromError, ParseCharError, TryFromCharError};
pub use self::escape::{EscapeDebug, EscapeDefault, EscapeUnicode};
pub use self::methods::{ToLowercase, ToUppercase};
pub(crate) use self::methods::encode_utf8_raw;

pub const MAX: char = char::MAX;
pub const REPLACEMENT_CHARACTER: char = char::REPLACEMENT_CHARACTER;

#[inline]
pub const fn from_u32(i: u32) -> Option<char> { char::from_u32(i) }

#[inline]
pub const unsafe fn from_u32_unchecked(i: u32) -> char { unsafe { char::from_u32_unchecked(i) } }

#[inline]
pub const fn from_digit(num: u32, radix: u32) -> Option<char> { char::from_digit(num, radix) }
