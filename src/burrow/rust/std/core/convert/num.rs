//! `From` where nothing is lost, `TryFrom` between the other integers.

use crate::num::{IntErrorKind, TryFromIntError};

macro_rules! impl_from {
    ($($small:ty => $($large:ty)*;)*) => { $($(impl From<$small> for $large {
        #[inline(always)]
        fn from(small: $small) -> Self { small as Self }
    })*)* };
}

impl_from! {
    bool => u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize;
    u8 => u16 u32 u64 u128 usize i16 i32 i64 i128 isize char f32 f64;
    u16 => u32 u64 u128 usize i32 i64 i128 f32 f64;
    u32 => u64 u128 i64 i128 f64;
    u64 => u128 i128;
    i8 => i16 i32 i64 i128 isize f32 f64;
    i16 => i32 i64 i128 isize f32 f64;
    i32 => i64 i128 f64;
    i64 => i128;
    f32 => f64;
    char => u32 u64 u128;
}

impl From<bool> for f32 {
    fn from(b: bool) -> Self { b as u8 as Self }
}

impl From<bool> for f64 {
    fn from(b: bool) -> Self { b as u8 as Self }
}

// The result is right exactly when converting back gives the same number and the sign is kept.
macro_rules! impl_try_from {
    ($($source:ty => $($target:ty)*;)*) => { $($(impl TryFrom<$source> for $target {
        type Error = TryFromIntError;
        #[inline]
        #[allow(unused_comparisons)]
        fn try_from(u: $source) -> Result<Self, TryFromIntError> {
            let t = u as $target;
            if t as $source == u && (t < 0) == (u < 0) { Ok(t) } else { Err(TryFromIntError(())) }
        }
    })*)* };
}

impl_try_from! {
    u8 => i8;
    u16 => u8 i8 i16 isize;
    u32 => u8 u16 i8 i16 i32 usize isize;
    u64 => u8 u16 u32 i8 i16 i32 i64 usize isize;
    u128 => u8 u16 u32 u64 i8 i16 i32 i64 i128 usize isize;
    usize => u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 isize;
    i8 => u8 u16 u32 u64 u128 usize;
    i16 => u8 u16 u32 u64 u128 i8 usize;
    i32 => u8 u16 u32 u64 u128 i8 i16 usize isize;
    i64 => u8 u16 u32 u64 u128 i8 i16 i32 usize isize;
    i128 => u8 u16 u32 u64 u128 i8 i16 i32 i64 usize isize;
    isize => u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 usize;
}
