//! Integers from text.

use super::{IntErrorKind, ParseIntError};
use crate::str::FromStr;

/// The number of `src`, which must lie in `min..=max`; the result keeps its bits when cast to the type.
pub(super) const fn from_bytes(src: &[u8], radix: u32, min: i128, max: u128) -> Result<u128, IntErrorKind> {
    if radix < 2 || radix > 36 {
        panic!("from_ascii_radix: radix must lie in the range `[2, 36]`");
    }
    if src.is_empty() {
        return Err(IntErrorKind::Empty);
    }
    let mut at = 0;
    let mut negative = false;
    if src[0] == b'+' || (src[0] == b'-' && min < 0) {
        if src.len() == 1 {
            return Err(IntErrorKind::InvalidDigit);
        }
        negative = src[0] == b'-';
        at = 1;
    }
    let limit = if negative { min.unsigned_abs() } else { max };
    let mut n: u128 = 0;
    while at < src.len() {
        let digit = match (src[at] as char).to_digit(radix) {
            Some(d) => d as u128,
            None => return Err(IntErrorKind::InvalidDigit),
        };
        let more = match n.checked_mul(radix as u128) {
            Some(m) => m.checked_add(digit),
            None => None,
        };
        match more {
            Some(m) if m <= limit => n = m,
            _ => return Err(if negative { IntErrorKind::NegOverflow } else { IntErrorKind::PosOverflow }),
        }
        at += 1;
    }
    Ok(if negative { n.wrapping_neg() } else { n })
}

macro_rules! from_str {
    ($($t:ident)*) => { $(impl FromStr for $t {
        type Err = ParseIntError;
        #[inline]
        fn from_str(src: &str) -> Result<$t, ParseIntError> { <$t>::from_str_radix(src, 10) }
    })* };
}

from_str! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
