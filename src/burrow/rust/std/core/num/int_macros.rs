//! The methods of the integers.

use crate::intrinsics;
use crate::mem;

// What both signs share.
macro_rules! common_methods {
    ($t:ident, $unsigned:ident, $bits:literal, $bytes:literal) => {
        pub const BITS: u32 = $bits;

        #[inline(always)]
        pub const fn count_ones(self) -> u32 { intrinsics::ctpop(self) }
        #[inline(always)]
        pub const fn count_zeros(self) -> u32 { (!self).count_ones() }
        #[inline(always)]
        pub const fn leading_zeros(self) -> u32 { intrinsics::ctlz(self) }
        #[inline(always)]
        pub const fn trailing_zeros(self) -> u32 { intrinsics::cttz(self) }
        #[inline(always)]
        pub const fn leading_ones(self) -> u32 { (!self).leading_zeros() }
        #[inline(always)]
        pub const fn trailing_ones(self) -> u32 { (!self).trailing_zeros() }
        #[cfg(not(real))]
        #[inline(always)]
        pub const fn rotate_left(self, n: u32) -> Self { intrinsics::rotate_left(self, n) }
        #[cfg(real)]
        pub const fn rotate_left(self, n: u32) -> Self {
            let n = n % $bits;
            if n == 0 { self } else { (((self as $unsigned) << n) | ((self as $unsigned) >> ($bits - n))) as Self }
        }
        #[cfg(not(real))]
        #[inline(always)]
        pub const fn rotate_right(self, n: u32) -> Self { intrinsics::rotate_right(self, n) }
        #[cfg(real)]
        pub const fn rotate_right(self, n: u32) -> Self {
            let n = n % $bits;
            if n == 0 { self } else { (((self as $unsigned) >> n) | ((self as $unsigned) << ($bits - n))) as Self }
        }
        #[inline(always)]
        pub const fn swap_bytes(self) -> Self { intrinsics::bswap(self) }
        #[inline(always)]
        pub const fn reverse_bits(self) -> Self { intrinsics::bitreverse(self) }
        #[inline]
        pub const fn from_be(x: Self) -> Self { x.swap_bytes() }
        #[inline]
        pub const fn from_le(x: Self) -> Self { x }
        #[inline]
        pub const fn to_be(self) -> Self { self.swap_bytes() }
        #[inline]
        pub const fn to_le(self) -> Self { self }
        #[inline]
        pub const fn to_ne_bytes(self) -> [u8; $bytes] { unsafe { mem::transmute(self) } }
        #[inline]
        pub const fn to_le_bytes(self) -> [u8; $bytes] { self.to_le().to_ne_bytes() }
        #[inline]
        pub const fn to_be_bytes(self) -> [u8; $bytes] { self.to_be().to_ne_bytes() }
        #[inline]
        pub const fn from_ne_bytes(bytes: [u8; $bytes]) -> Self { unsafe { mem::transmute(bytes) } }
        #[inline]
        pub const fn from_le_bytes(bytes: [u8; $bytes]) -> Self { Self::from_le(Self::from_ne_bytes(bytes)) }
        #[inline]
        pub const fn from_be_bytes(bytes: [u8; $bytes]) -> Self { Self::from_be(Self::from_ne_bytes(bytes)) }
        #[inline(always)]
        pub const fn min_value() -> Self { Self::MIN }
        #[inline(always)]
        pub const fn max_value() -> Self { Self::MAX }

        #[inline(always)]
        pub const fn wrapping_add(self, rhs: Self) -> Self { intrinsics::wrapping_add(self, rhs) }
        #[inline(always)]
        pub const fn wrapping_sub(self, rhs: Self) -> Self { intrinsics::wrapping_sub(self, rhs) }
        #[inline(always)]
        pub const fn wrapping_mul(self, rhs: Self) -> Self { intrinsics::wrapping_mul(self, rhs) }
        #[inline(always)]
        pub const fn wrapping_neg(self) -> Self { intrinsics::wrapping_sub(0, self) }
        #[inline(always)]
        pub const fn wrapping_shl(self, rhs: u32) -> Self { unsafe { intrinsics::unchecked_shl(self, rhs & ($bits - 1)) } }
        #[inline(always)]
        pub const fn wrapping_shr(self, rhs: u32) -> Self { unsafe { intrinsics::unchecked_shr(self, rhs & ($bits - 1)) } }
        #[inline(always)]
        pub const fn overflowing_add(self, rhs: Self) -> (Self, bool) {
            let (a, b) = intrinsics::add_with_overflow(self, rhs);
            (a, b)
        }
        #[inline(always)]
        pub const fn overflowing_sub(self, rhs: Self) -> (Self, bool) {
            let (a, b) = intrinsics::sub_with_overflow(self, rhs);
            (a, b)
        }
        #[inline(always)]
        pub const fn overflowing_mul(self, rhs: Self) -> (Self, bool) {
            let (a, b) = intrinsics::mul_with_overflow(self, rhs);
            (a, b)
        }
        #[inline]
        pub const fn overflowing_shl(self, rhs: u32) -> (Self, bool) { (self.wrapping_shl(rhs), rhs >= $bits) }
        #[inline]
        pub const fn overflowing_shr(self, rhs: u32) -> (Self, bool) { (self.wrapping_shr(rhs), rhs >= $bits) }
        #[inline]
        pub const fn checked_add(self, rhs: Self) -> Option<Self> {
            let (a, b) = self.overflowing_add(rhs);
            if b { None } else { Some(a) }
        }
        #[inline]
        pub const fn checked_sub(self, rhs: Self) -> Option<Self> {
            let (a, b) = self.overflowing_sub(rhs);
            if b { None } else { Some(a) }
        }
        #[inline]
        pub const fn checked_mul(self, rhs: Self) -> Option<Self> {
            let (a, b) = self.overflowing_mul(rhs);
            if b { None } else { Some(a) }
        }
        #[inline]
        pub const fn checked_shl(self, rhs: u32) -> Option<Self> {
            if rhs < $bits { Some(self.wrapping_shl(rhs)) } else { None }
        }
        #[inline]
        pub const fn checked_shr(self, rhs: u32) -> Option<Self> {
            if rhs < $bits { Some(self.wrapping_shr(rhs)) } else { None }
        }
        #[inline(always)]
        pub const unsafe fn unchecked_add(self, rhs: Self) -> Self { self.wrapping_add(rhs) }
        #[inline(always)]
        pub const unsafe fn unchecked_sub(self, rhs: Self) -> Self { self.wrapping_sub(rhs) }
        #[inline(always)]
        pub const unsafe fn unchecked_mul(self, rhs: Self) -> Self { self.wrapping_mul(rhs) }
        #[inline(always)]
        pub const fn saturating_add(self, rhs: Self) -> Self { intrinsics::saturating_add(self, rhs) }
        #[inline(always)]
        pub const fn saturating_sub(self, rhs: Self) -> Self { intrinsics::saturating_sub(self, rhs) }

        #[inline]
        #[rustc_inherit_overflow_checks]
        #[track_caller]
        pub const fn pow(self, mut exp: u32) -> Self {
            if exp == 0 {
                return 1;
            }
            let mut base = self;
            let mut acc = 1;
            while exp > 1 {
                if exp & 1 == 1 {
                    acc = acc * base;
                }
                exp /= 2;
                base = base * base;
            }
            acc * base
        }

        #[inline]
        pub const fn checked_pow(self, mut exp: u32) -> Option<Self> {
            if exp == 0 {
                return Some(1);
            }
            let mut base = self;
            let mut acc: Self = 1;
            while exp > 1 {
                if exp & 1 == 1 {
                    match acc.checked_mul(base) {
                        Some(x) => acc = x,
                        None => return None,
                    }
                }
                exp /= 2;
                match base.checked_mul(base) {
                    Some(x) => base = x,
                    None => return None,
                }
            }
            acc.checked_mul(base)
        }

        #[inline]
        pub const fn wrapping_pow(self, exp: u32) -> Self { self.overflowing_pow(exp).0 }

        #[inline]
        pub const fn overflowing_pow(self, mut exp: u32) -> (Self, bool) {
            let mut base = self;
            let mut acc: Self = 1;
            let mut overflown = false;
            while exp > 0 {
                if exp & 1 == 1 {
                    let (r, o) = acc.overflowing_mul(base);
                    acc = r;
                    overflown = overflown | o;
                }
                exp /= 2;
                if exp > 0 {
                    let (r, o) = base.overflowing_mul(base);
                    base = r;
                    overflown = overflown | o;
                }
            }
            (acc, overflown)
        }

        pub const fn from_str_radix(src: &str, radix: u32) -> Result<Self, super::ParseIntError> {
            match super::parse::from_bytes(src.as_bytes(), radix, Self::MIN as i128, Self::MAX as u128) {
                Ok(n) => Ok(n as Self),
                Err(kind) => Err(super::ParseIntError { kind }),
            }
        }

        #[inline]
        #[track_caller]
        pub const fn ilog2(self) -> u32 {
            match self.checked_ilog2() {
                Some(n) => n,
                None => panic!("argument of integer logarithm must be positive"),
            }
        }

        #[inline]
        #[track_caller]
        pub const fn ilog10(self) -> u32 {
            match self.checked_ilog10() {
                Some(n) => n,
                None => panic!("argument of integer logarithm must be positive"),
            }
        }

        #[inline]
        #[track_caller]
        pub const fn ilog(self, base: Self) -> u32 {
            assert!(base >= 2, "base of integer logarithm must be at least 2");
            match self.checked_ilog(base) {
                Some(n) => n,
                None => panic!("argument of integer logarithm must be positive"),
            }
        }

        pub const fn checked_ilog2(self) -> Option<u32> {
            if self <= 0 { None } else { Some($bits - 1 - self.leading_zeros()) }
        }

        pub const fn checked_ilog10(self) -> Option<u32> { self.checked_ilog(10) }

        pub const fn checked_ilog(self, base: Self) -> Option<u32> {
            if self <= 0 || base < 2 {
                return None;
            }
            let mut n = 0;
            let mut rest = self;
            while rest >= base {
                rest /= base;
                n += 1;
            }
            Some(n)
        }

        #[inline]
        pub const fn midpoint(self, rhs: Self) -> Self {
            let low = (self & rhs).wrapping_add((self ^ rhs) >> 1);
            // Rounded towards zero, as the signed types have it.
            if low < 0 && (self ^ rhs) & 1 != 0 { low.wrapping_add(1) } else { low }
        }
    };
}

macro_rules! signed_impl {
    ($($t:ident $unsigned:ident $bits:literal $bytes:literal;)*) => { $(impl $t {
        pub const MIN: Self = ((1 as $unsigned) << ($bits - 1)) as Self;
        pub const MAX: Self = !Self::MIN;
        common_methods! { $t, $unsigned, $bits, $bytes }

        #[inline(always)]
        pub const fn cast_unsigned(self) -> $unsigned { self as $unsigned }
        #[inline]
        #[track_caller]
        pub const fn wrapping_div(self, rhs: Self) -> Self { self.overflowing_div(rhs).0 }
        #[inline]
        #[track_caller]
        pub const fn wrapping_rem(self, rhs: Self) -> Self { self.overflowing_rem(rhs).0 }
        #[inline]
        #[track_caller]
        pub const fn overflowing_div(self, rhs: Self) -> (Self, bool) {
            if self == Self::MIN && rhs == -1 { (self, true) } else { (self / rhs, false) }
        }
        #[inline]
        #[track_caller]
        pub const fn overflowing_rem(self, rhs: Self) -> (Self, bool) {
            if rhs == -1 { (0, self == Self::MIN) } else { (self % rhs, false) }
        }
        #[inline]
        pub const fn checked_div(self, rhs: Self) -> Option<Self> {
            if rhs == 0 || (self == Self::MIN && rhs == -1) { None } else { Some(self / rhs) }
        }
        #[inline]
        pub const fn checked_rem(self, rhs: Self) -> Option<Self> {
            if rhs == 0 || (self == Self::MIN && rhs == -1) { None } else { Some(self % rhs) }
        }
        #[inline]
        pub const fn checked_neg(self) -> Option<Self> { if self == Self::MIN { None } else { Some(-self) } }
        #[inline]
        pub const fn checked_abs(self) -> Option<Self> { if self == Self::MIN { None } else { Some(self.abs()) } }
        #[inline]
        pub const fn overflowing_neg(self) -> (Self, bool) { (self.wrapping_neg(), self == Self::MIN) }
        #[inline]
        pub const fn overflowing_abs(self) -> (Self, bool) { (self.wrapping_abs(), self == Self::MIN) }
        #[inline]
        pub const fn wrapping_abs(self) -> Self { if self < 0 { self.wrapping_neg() } else { self } }
        #[inline]
        pub const fn unsigned_abs(self) -> $unsigned { self.wrapping_abs() as $unsigned }
        #[inline]
        pub const fn saturating_mul(self, rhs: Self) -> Self {
            match self.checked_mul(rhs) {
                Some(x) => x,
                None => if (self < 0) == (rhs < 0) { Self::MAX } else { Self::MIN },
            }
        }
        #[inline]
        #[track_caller]
        pub const fn saturating_div(self, rhs: Self) -> Self {
            match self.overflowing_div(rhs) {
                (result, false) => result,
                (_, true) => Self::MAX,
            }
        }
        #[inline]
        pub const fn saturating_neg(self) -> Self { if self == Self::MIN { Self::MAX } else { -self } }
        #[inline]
        pub const fn saturating_abs(self) -> Self { if self < 0 { self.saturating_neg() } else { self } }
        #[inline]
        pub const fn saturating_pow(self, exp: u32) -> Self {
            match self.checked_pow(exp) {
                Some(x) => x,
                None => if self < 0 && exp % 2 == 1 { Self::MIN } else { Self::MAX },
            }
        }
        #[inline]
        #[rustc_inherit_overflow_checks]
        #[track_caller]
        pub const fn abs(self) -> Self { if self < 0 { -self } else { self } }
        #[inline]
        pub const fn abs_diff(self, other: Self) -> $unsigned {
            if self < other {
                (other as $unsigned).wrapping_sub(self as $unsigned)
            } else {
                (self as $unsigned).wrapping_sub(other as $unsigned)
            }
        }
        #[inline]
        pub const fn signum(self) -> Self { (self > 0) as Self - (self < 0) as Self }
        #[inline(always)]
        pub const fn is_positive(self) -> bool { self > 0 }
        #[inline(always)]
        pub const fn is_negative(self) -> bool { self < 0 }
        #[inline]
        #[track_caller]
        #[rustc_inherit_overflow_checks]
        pub const fn div_euclid(self, rhs: Self) -> Self {
            let q = self / rhs;
            if self % rhs < 0 { if rhs > 0 { q - 1 } else { q + 1 } } else { q }
        }
        #[inline]
        #[track_caller]
        #[rustc_inherit_overflow_checks]
        pub const fn rem_euclid(self, rhs: Self) -> Self {
            let r = self % rhs;
            if r < 0 { r.wrapping_add(rhs.wrapping_abs()) } else { r }
        }
        #[inline]
        pub const fn checked_div_euclid(self, rhs: Self) -> Option<Self> {
            if rhs == 0 || (self == Self::MIN && rhs == -1) { None } else { Some(self.div_euclid(rhs)) }
        }
        #[inline]
        pub const fn checked_rem_euclid(self, rhs: Self) -> Option<Self> {
            if rhs == 0 || (self == Self::MIN && rhs == -1) { None } else { Some(self.rem_euclid(rhs)) }
        }
        #[inline]
        pub const fn wrapping_div_euclid(self, rhs: Self) -> Self {
            if self == Self::MIN && rhs == -1 { self } else { self.div_euclid(rhs) }
        }
        #[inline]
        pub const fn wrapping_rem_euclid(self, rhs: Self) -> Self { if rhs == -1 { 0 } else { self.rem_euclid(rhs) } }
        #[inline]
        pub const fn checked_add_unsigned(self, rhs: $unsigned) -> Option<Self> {
            let (a, b) = self.overflowing_add(rhs as Self);
            if b != ((rhs as Self) < 0) { None } else { Some(a) }
        }
        #[inline]
        pub const fn checked_sub_unsigned(self, rhs: $unsigned) -> Option<Self> {
            let (a, b) = self.overflowing_sub(rhs as Self);
            if b != ((rhs as Self) < 0) { None } else { Some(a) }
        }
        #[inline]
        pub const fn wrapping_add_unsigned(self, rhs: $unsigned) -> Self { self.wrapping_add(rhs as Self) }
        #[inline]
        pub const fn wrapping_sub_unsigned(self, rhs: $unsigned) -> Self { self.wrapping_sub(rhs as Self) }
        #[inline]
        #[track_caller]
        pub const fn isqrt(self) -> Self {
            assert!(self >= 0, "argument of integer square root cannot be negative");
            (self as $unsigned).isqrt() as Self
        }
    })* };
}

signed_impl! {
    i8 u8 8 1; i16 u16 16 2; i32 u32 32 4; i64 u64 64 8; i128 u128 128 16; isize usize 64 8;
}

macro_rules! unsigned_impl {
    ($($t:ident $signed:ident $bits:literal $bytes:literal;)*) => { $(#[allow(unused_comparisons)] impl $t {
        pub const MIN: Self = 0;
        pub const MAX: Self = !0;
        common_methods! { $t, $t, $bits, $bytes }

        #[inline(always)]
        pub const fn cast_signed(self) -> $signed { self as $signed }
        #[inline]
        #[track_caller]
        pub const fn wrapping_div(self, rhs: Self) -> Self { self / rhs }
        #[inline]
        #[track_caller]
        pub const fn wrapping_rem(self, rhs: Self) -> Self { self % rhs }
        #[inline]
        #[track_caller]
        pub const fn overflowing_div(self, rhs: Self) -> (Self, bool) { (self / rhs, false) }
        #[inline]
        #[track_caller]
        pub const fn overflowing_rem(self, rhs: Self) -> (Self, bool) { (self % rhs, false) }
        #[inline]
        pub const fn overflowing_neg(self) -> (Self, bool) { (self.wrapping_neg(), self != 0) }
        #[inline]
        pub const fn checked_div(self, rhs: Self) -> Option<Self> { if rhs == 0 { None } else { Some(self / rhs) } }
        #[inline]
        pub const fn checked_rem(self, rhs: Self) -> Option<Self> { if rhs == 0 { None } else { Some(self % rhs) } }
        #[inline]
        pub const fn checked_neg(self) -> Option<Self> { if self == 0 { Some(0) } else { None } }
        #[inline]
        pub const fn saturating_mul(self, rhs: Self) -> Self {
            match self.checked_mul(rhs) {
                Some(x) => x,
                None => Self::MAX,
            }
        }
        #[inline]
        #[track_caller]
        pub const fn saturating_div(self, rhs: Self) -> Self { self / rhs }
        #[inline]
        pub const fn saturating_pow(self, exp: u32) -> Self {
            match self.checked_pow(exp) {
                Some(x) => x,
                None => Self::MAX,
            }
        }
        #[inline]
        pub const fn abs_diff(self, other: Self) -> Self { if self < other { other - self } else { self - other } }
        #[inline(always)]
        #[track_caller]
        pub const fn div_euclid(self, rhs: Self) -> Self { self / rhs }
        #[inline(always)]
        #[track_caller]
        pub const fn rem_euclid(self, rhs: Self) -> Self { self % rhs }
        #[inline]
        pub const fn checked_rem_euclid(self, rhs: Self) -> Option<Self> { self.checked_rem(rhs) }
        #[inline]
        pub const fn checked_div_euclid(self, rhs: Self) -> Option<Self> { self.checked_div(rhs) }
        #[inline]
        #[track_caller]
        pub const fn div_ceil(self, rhs: Self) -> Self {
            let (d, r) = (self / rhs, self % rhs);
            if r > 0 { d + 1 } else { d }
        }
        #[inline]
        #[rustc_inherit_overflow_checks]
        pub const fn next_multiple_of(self, rhs: Self) -> Self {
            match self % rhs {
                0 => self,
                r => self + (rhs - r),
            }
        }
        #[inline]
        pub const fn checked_next_multiple_of(self, rhs: Self) -> Option<Self> {
            match self.checked_rem(rhs) {
                None => None,
                Some(0) => Some(self),
                Some(r) => self.checked_add(rhs - r),
            }
        }
        #[inline]
        pub const fn is_multiple_of(self, rhs: Self) -> bool {
            match rhs {
                0 => self == 0,
                _ => self % rhs == 0,
            }
        }
        #[inline(always)]
        pub const fn is_power_of_two(self) -> bool { self.count_ones() == 1 }
        #[inline]
        const fn one_less_than_next_power_of_two(self) -> Self {
            if self <= 1 { 0 } else { Self::MAX >> (self - 1).leading_zeros() }
        }
        #[inline]
        #[rustc_inherit_overflow_checks]
        pub const fn next_power_of_two(self) -> Self { self.one_less_than_next_power_of_two() + 1 }
        #[inline]
        pub const fn checked_next_power_of_two(self) -> Option<Self> {
            self.one_less_than_next_power_of_two().checked_add(1)
        }
        #[inline]
        pub const fn checked_add_signed(self, rhs: $signed) -> Option<Self> {
            let (a, b) = self.overflowing_add(rhs as Self);
            if b != (rhs < 0) { None } else { Some(a) }
        }
        #[inline]
        pub const fn wrapping_add_signed(self, rhs: $signed) -> Self { self.wrapping_add(rhs as Self) }
        #[inline]
        pub const fn saturating_add_signed(self, rhs: $signed) -> Self {
            match self.checked_add_signed(rhs) {
                Some(x) => x,
                None => if rhs < 0 { 0 } else { Self::MAX },
            }
        }
        #[inline]
        pub const fn checked_signed_diff(self, rhs: Self) -> Option<$signed> {
            let res = self.wrapping_sub(rhs) as $signed;
            if (self >= rhs) == (res < 0) { None } else { Some(res) }
        }
        pub const fn isqrt(self) -> Self {
            let mut low: Self = 0;
            let mut bit = ($bits - 1) / 2 + 1;
            while bit > 0 {
                bit -= 1;
                let next = low | ((1 as Self) << bit);
                match next.checked_mul(next) {
                    Some(square) => if square <= self { low = next },
                    None => {}
                }
            }
            low
        }
    })* };
}

unsigned_impl! {
    u8 i8 8 1; u16 i16 16 2; u32 i32 32 4; u64 i64 64 8; u128 i128 128 16; usize isize 64 8;
}
