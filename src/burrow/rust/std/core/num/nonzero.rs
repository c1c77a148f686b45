//! `NonZero`: integers that are never 0, so that `Option` of them takes no more room.

use crate::fmt;
use crate::hash::{Hash, Hasher};
use crate::num::{IntErrorKind, ParseIntError, TryFromIntError};
use crate::ops::BitOr;
use crate::str::FromStr;

/// Integers that `NonZero` can hold.
pub unsafe trait ZeroablePrimitive: Sized + Copy {
    #[doc(hidden)]
    type NonZeroInner: Sized + Copy;
}

#[repr(transparent)]
pub struct NonZero<T: ZeroablePrimitive>(T::NonZeroInner);

impl<T: ZeroablePrimitive> Clone for NonZero<T> {
    #[inline]
    fn clone(&self) -> Self { *self }
}

impl<T: ZeroablePrimitive> Copy for NonZero<T> {}

macro_rules! nonzero {
    ($($t:ident $Alias:ident $Inner:ident;)*) => { $(
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        #[rustc_layout_scalar_valid_range_start(1)]
        pub struct $Inner($t);

        unsafe impl ZeroablePrimitive for $t {
            type NonZeroInner = $Inner;
        }

        pub type $Alias = NonZero<$t>;

        impl NonZero<$t> {
            pub const BITS: u32 = $t::BITS;

            #[inline]
            pub const fn new(n: $t) -> Option<Self> { if n != 0 { Some(unsafe { NonZero($Inner(n)) }) } else { None } }
            #[inline]
            pub const unsafe fn new_unchecked(n: $t) -> Self { unsafe { NonZero($Inner(n)) } }
            #[inline]
            pub const fn get(self) -> $t { self.0.0 }
            #[inline]
            pub const fn leading_zeros(self) -> u32 { self.get().leading_zeros() }
            #[inline]
            pub const fn trailing_zeros(self) -> u32 { self.get().trailing_zeros() }
            #[inline]
            pub const fn checked_mul(self, other: Self) -> Option<Self> {
                match self.get().checked_mul(other.get()) {
                    Some(n) => Self::new(n),
                    None => None,
                }
            }
        }

        impl PartialEq for NonZero<$t> {
            #[inline]
            fn eq(&self, other: &Self) -> bool { self.get() == other.get() }
        }

        impl Eq for NonZero<$t> {}

        impl PartialOrd for NonZero<$t> {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<crate::cmp::Ordering> { self.get().partial_cmp(&other.get()) }
        }

        impl Ord for NonZero<$t> {
            #[inline]
            fn cmp(&self, other: &Self) -> crate::cmp::Ordering { self.get().cmp(&other.get()) }
        }

        impl Hash for NonZero<$t> {
            #[inline]
            fn hash<H: Hasher>(&self, state: &mut H) { self.get().hash(state) }
        }

        impl fmt::Debug for NonZero<$t> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&self.get(), f) }
        }

        impl fmt::Display for NonZero<$t> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.get(), f) }
        }

        impl From<NonZero<$t>> for $t {
            #[inline]
            fn from(nonzero: NonZero<$t>) -> Self { nonzero.get() }
        }

        impl TryFrom<$t> for NonZero<$t> {
            type Error = TryFromIntError;
            #[inline]
            fn try_from(n: $t) -> Result<Self, TryFromIntError> { Self::new(n).ok_or(TryFromIntError(())) }
        }

        impl BitOr for NonZero<$t> {
            type Output = Self;
            #[inline]
            fn bitor(self, rhs: Self) -> Self { unsafe { Self::new_unchecked(self.get() | rhs.get()) } }
        }

        impl FromStr for NonZero<$t> {
            type Err = ParseIntError;
            fn from_str(src: &str) -> Result<Self, ParseIntError> {
                Self::new(<$t>::from_str_radix(src, 10)?).ok_or(ParseIntError { kind: IntErrorKind::Zero })
            }
        }
    )* };
}

nonzero! {
    u8 NonZeroU8 NonZeroU8Inner; u16 NonZeroU16 NonZeroU16Inner; u32 NonZeroU32 NonZeroU32Inner;
    u64 NonZeroU64 NonZeroU64Inner; u128 NonZeroU128 NonZeroU128Inner; usize NonZeroUsize NonZeroUsizeInner;
    i8 NonZeroI8 NonZeroI8Inner; i16 NonZeroI16 NonZeroI16Inner; i32 NonZeroI32 NonZeroI32Inner;
    i64 NonZeroI64 NonZeroI64Inner; i128 NonZeroI128 NonZeroI128Inner; isize NonZeroIsize NonZeroIsizeInner;
}
