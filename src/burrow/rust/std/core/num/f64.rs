//! Methods of `f64` that need no system; those over mathematical functions are in the same file, the compiler has them all.

use crate::intrinsics;
use crate::mem;
use crate::num::FpCategory;

impl f64 {
    pub const RADIX: u32 = 2;
    pub const MANTISSA_DIGITS: u32 = 53;
    pub const DIGITS: u32 = 15;
    pub const EPSILON: f64 = 2.2204460492503131e-16;
    pub const MIN: f64 = -1.7976931348623157e+308;
    pub const MIN_POSITIVE: f64 = 2.2250738585072014e-308;
    pub const MAX: f64 = 1.7976931348623157e+308;
    pub const MIN_EXP: i32 = -1021;
    pub const MAX_EXP: i32 = 1024;
    pub const MIN_10_EXP: i32 = -307;
    pub const MAX_10_EXP: i32 = 308;
    pub const NAN: f64 = 0.0 / 0.0;
    pub const INFINITY: f64 = 1.0 / 0.0;
    pub const NEG_INFINITY: f64 = -1.0 / 0.0;

    #[inline]
    pub const fn is_nan(self) -> bool { self != self }
    #[inline]
    pub const fn is_infinite(self) -> bool { (self == f64::INFINITY) | (self == f64::NEG_INFINITY) }
    #[inline]
    pub const fn is_finite(self) -> bool { self.abs() < f64::INFINITY }
    #[inline]
    pub const fn is_subnormal(self) -> bool { matches!(self.classify(), FpCategory::Subnormal) }
    #[inline]
    pub const fn is_normal(self) -> bool { matches!(self.classify(), FpCategory::Normal) }

    pub const fn classify(self) -> FpCategory {
        let size = self.abs();
        if self.is_nan() {
            FpCategory::Nan
        } else if size == f64::INFINITY {
            FpCategory::Infinite
        } else if size == 0.0 {
            FpCategory::Zero
        } else if size < f64::MIN_POSITIVE {
            FpCategory::Subnormal
        } else {
            FpCategory::Normal
        }
    }

    #[inline]
    pub const fn is_sign_positive(self) -> bool { !self.is_sign_negative() }
    #[inline]
    pub const fn is_sign_negative(self) -> bool { self.to_bits() >> (64 - 1) != 0 }
    #[inline]
    pub const fn to_bits(self) -> u64 { unsafe { mem::transmute(self) } }
    #[inline]
    pub const fn from_bits(v: u64) -> Self { unsafe { mem::transmute(v) } }
    #[inline]
    pub const fn to_ne_bytes(self) -> [u8; 8] { self.to_bits().to_ne_bytes() }
    #[inline]
    pub const fn to_le_bytes(self) -> [u8; 8] { self.to_bits().to_le_bytes() }
    #[inline]
    pub const fn to_be_bytes(self) -> [u8; 8] { self.to_bits().to_be_bytes() }
    #[inline]
    pub const fn from_ne_bytes(bytes: [u8; 8]) -> Self { f64::from_bits(u64::from_ne_bytes(bytes)) }
    #[inline]
    pub const fn from_le_bytes(bytes: [u8; 8]) -> Self { f64::from_bits(u64::from_le_bytes(bytes)) }
    #[inline]
    pub const fn from_be_bytes(bytes: [u8; 8]) -> Self { f64::from_bits(u64::from_be_bytes(bytes)) }
    #[inline]
    pub const fn recip(self) -> Self { 1.0 / self }
    #[inline]
    pub const fn to_degrees(self) -> Self { self * (180.0 / crate::f64::consts::PI) }
    #[inline]
    pub const fn to_radians(self) -> Self { self * (crate::f64::consts::PI / 180.0) }

    #[inline]
    pub const fn max(self, other: Self) -> Self {
        if self.is_nan() || self < other { other } else { self }
    }

    #[inline]
    pub const fn min(self, other: Self) -> Self {
        if self.is_nan() || other < self { other } else { self }
    }

    #[inline]
    pub const fn clamp(mut self, min: Self, max: Self) -> Self {
        assert!(min <= max, "min > max, or either was NaN");
        if self < min {
            self = min;
        }
        if self > max {
            self = max;
        }
        self
    }

    /// The order of IEEE 754's totalOrder.
    #[inline]
    pub fn total_cmp(&self, other: &Self) -> crate::cmp::Ordering {
        let mut left = self.to_bits() as i64;
        let mut right = other.to_bits() as i64;
        left ^= (((left >> (64 - 1)) as u64) >> 1) as i64;
        right ^= (((right >> (64 - 1)) as u64) >> 1) as i64;
        left.cmp(&right)
    }

    #[inline]
    pub const fn abs(self) -> Self { f64::from_bits(self.to_bits() & (u64::MAX >> 1)) }

    #[inline]
    pub const fn signum(self) -> Self { if self.is_nan() { f64::NAN } else { (1.0 as f64).copysign(self) } }

    #[inline]
    pub const fn copysign(self, sign: Self) -> Self {
        f64::from_bits(self.to_bits() & (u64::MAX >> 1) | sign.to_bits() & !(u64::MAX >> 1))
    }

    #[inline]
    pub unsafe fn to_int_unchecked_i64(self) -> i64 { self as i64 }

    #[inline]
    pub const fn midpoint(self, other: Self) -> Self { self / 2.0 + other / 2.0 }

    #[inline]
    pub const fn floor(self) -> Self { intrinsics::floorf64(self) }
    #[inline]
    pub const fn ceil(self) -> Self { intrinsics::ceilf64(self) }
    #[inline]
    pub const fn round(self) -> Self { intrinsics::roundf64(self) }
    #[inline]
    pub const fn round_ties_even(self) -> Self { intrinsics::round_ties_even_f64(self) }
    #[inline]
    pub const fn trunc(self) -> Self { intrinsics::truncf64(self) }
    #[inline]
    pub const fn fract(self) -> Self { self - self.trunc() }
    #[inline]
    pub const fn mul_add(self, a: Self, b: Self) -> Self { intrinsics::fmaf64(self, a, b) }

    #[inline]
    pub fn div_euclid(self, rhs: Self) -> Self {
        let q = (self / rhs).trunc();
        if self % rhs < 0.0 { if rhs > 0.0 { q - 1.0 } else { q + 1.0 } } else { q }
    }

    #[inline]
    pub fn rem_euclid(self, rhs: Self) -> Self {
        let r = self % rhs;
        if r < 0.0 { r + rhs.abs() } else { r }
    }

    pub fn powi(self, n: i32) -> Self {
        let mut result = 1.0;
        let mut base = self;
        let mut rest = n.unsigned_abs();
        while rest > 0 {
            if rest & 1 == 1 {
                result *= base;
            }
            base *= base;
            rest >>= 1;
        }
        if n < 0 { 1.0 / result } else { result }
    }

    #[inline]
    pub fn powf(self, n: Self) -> Self { intrinsics::powf64(self, n) }
    #[inline]
    pub fn sqrt(self) -> Self { intrinsics::sqrtf64(self) }
    #[inline]
    pub fn exp(self) -> Self { intrinsics::expf64(self) }
    #[inline]
    pub fn exp2(self) -> Self { intrinsics::exp2f64(self) }
    #[inline]
    pub fn ln(self) -> Self { intrinsics::logf64(self) }
    #[inline]
    pub fn log(self, base: Self) -> Self { self.ln() / base.ln() }
    #[inline]
    pub fn log2(self) -> Self { intrinsics::log2f64(self) }
    #[inline]
    pub fn log10(self) -> Self { intrinsics::log10f64(self) }
    #[inline]
    pub fn hypot(self, other: Self) -> Self { (self * self + other * other).sqrt() }
    #[inline]
    pub fn sin(self) -> Self { intrinsics::sinf64(self) }
    #[inline]
    pub fn cos(self) -> Self { intrinsics::cosf64(self) }
    #[inline]
    pub fn tan(self) -> Self { self.sin() / self.cos() }
    #[inline]
    pub fn sin_cos(self) -> (Self, Self) { (self.sin(), self.cos()) }
    #[inline]
    pub fn exp_m1(self) -> Self { self.exp() - 1.0 }
    #[inline]
    pub fn ln_1p(self) -> Self { (1.0 + self).ln() }
    #[inline]
    pub fn sinh(self) -> Self { (self.exp() - (-self).exp()) / 2.0 }
    #[inline]
    pub fn cosh(self) -> Self { (self.exp() + (-self).exp()) / 2.0 }

    #[inline]
    pub fn tanh(self) -> Self {
        let e = (self * 2.0).exp();
        if e == f64::INFINITY { 1.0 } else { (e - 1.0) / (e + 1.0) }
    }

    #[inline]
    pub fn cbrt(self) -> Self {
        if self == 0.0 || !self.is_finite() {
            return self;
        }
        let size = self.abs();
        let mut x = size.powf(1.0 / 3.0);
        // One step of Newton's method brings whole roots back to whole numbers.
        x = x - (x * x * x - size) / (3.0 * x * x);
        x.copysign(self)
    }

    #[inline]
    pub fn atan(self) -> Self { super::f64::atan(self as f64) as f64 }
    #[inline]
    pub fn atan2(self, other: Self) -> Self { super::f64::atan2(self as f64, other as f64) as f64 }
    #[inline]
    pub fn asin(self) -> Self { super::f64::atan2(self as f64, ((1.0 - self as f64) * (1.0 + self as f64)).sqrt()) as f64 }
    #[inline]
    pub fn acos(self) -> Self { super::f64::atan2(((1.0 - self as f64) * (1.0 + self as f64)).sqrt(), self as f64) as f64 }
}

/// Arc tangent: the argument is brought below tan(pi/16) by two angle halvings, then the series converges quickly.
pub(super) fn atan(x: f64) -> f64 {
    if x.is_nan() || x == 0.0 {
        return x;
    }
    let size = x.abs();
    if size == f64::INFINITY {
        return (crate::f64::consts::FRAC_PI_2).copysign(x);
    }
    // atan(x) = pi/2 - atan(1/x) above 1.
    let invert = size > 1.0;
    let mut t = if invert { 1.0 / size } else { size };
    // atan(t) = 2 atan(t / (1 + sqrt(1 + t^2))), twice.
    let mut factor = 1.0;
    while t > 0.1 {
        t = t / (1.0 + (1.0 + t * t).sqrt());
        factor *= 2.0;
    }
    let square = t * t;
    let mut sum = 0.0;
    let mut n = 25;
    while n > 0 {
        sum = 1.0 / n as f64 - square * sum;
        n -= 2;
    }
    let mut angle = t * sum * factor;
    if invert {
        angle = crate::f64::consts::FRAC_PI_2 - angle;
    }
    angle.copysign(x)
}

pub(super) fn atan2(y: f64, x: f64) -> f64 {
    use crate::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if y == 0.0 {
        return if x.is_sign_negative() { PI.copysign(y) } else { y };
    }
    if x == 0.0 {
        return FRAC_PI_2.copysign(y);
    }
    if x.is_infinite() && y.is_infinite() {
        return (if x > 0.0 { FRAC_PI_4 } else { 3.0 * FRAC_PI_4 }).copysign(y);
    }
    let angle = atan((y / x).abs());
    (if x < 0.0 { PI - angle } else { angle }).copysign(y)
}
