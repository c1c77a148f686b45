//! Integers: decimal, and bases 2, 8 and 16.

use crate::fmt::{self, Debug, Formatter};
use crate::str;

/// Writes the decimal digits of `n` at the end of `buf`; where they start.
fn decimal(mut n: u64, buf: &mut [u8; 40]) -> usize {
    let mut at = 40;
    loop {
        at -= 1;
        buf[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            return at;
        }
    }
}

fn decimal128(mut n: u128, buf: &mut [u8; 40]) -> usize {
    let mut at = 40;
    while n > u64::MAX as u128 {
        at -= 1;
        buf[at] = b'0' + (n % 10) as u8;
        n /= 10;
    }
    let mut rest = n as u64;
    loop {
        at -= 1;
        buf[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            return at;
        }
    }
}

fn fmt_u64(n: u64, is_nonnegative: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let mut buf = [0; 40];
    let at = decimal(n, &mut buf);
    f.pad_integral(is_nonnegative, "", unsafe { str::from_utf8_unchecked(&buf[at..]) })
}

fn fmt_u128(n: u128, is_nonnegative: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let mut buf = [0; 40];
    let at = decimal128(n, &mut buf);
    f.pad_integral(is_nonnegative, "", unsafe { str::from_utf8_unchecked(&buf[at..]) })
}

/// Base 2^shift.
fn fmt_radix(mut n: u128, shift: u32, upper: bool, prefix: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut buf = [0u8; 128];
    let mut at = 128;
    let mask = (1u128 << shift) - 1;
    loop {
        let d = (n & mask) as u8;
        at -= 1;
        buf[at] = if d < 10 {
            b'0' + d
        } else if upper {
            b'A' + (d - 10)
        } else {
            b'a' + (d - 10)
        };
        n >>= shift;
        if n == 0 {
            break;
        }
    }
    f.pad_integral(true, prefix, unsafe { str::from_utf8_unchecked(&buf[at..]) })
}

/// `{:e}` of an integer of `digits`: trailing zeros go into the exponent; a precision rounds half to even.
fn fmt_exp(n: u128, is_nonnegative: bool, upper: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let (mut n, mut exponent) = (n, 0usize);
    while n != 0 && n % 10 == 0 {
        n /= 10;
        exponent += 1;
    }
    let mut added = 0;
    let mut count = 0;
    let mut rest = n;
    while rest >= 10 {
        rest /= 10;
        count += 1;
    }
    if let Some(precision) = f.precision() {
        added = precision.saturating_sub(count);
        while count > precision {
            let (q, r) = (n / 10, n % 10);
            let mut scale = 1;
            let mut low = r;
            // Cut all surplus digits at once, so that rounding happens once.
            let mut cut = q;
            let mut left = count - 1;
            while left > precision {
                scale *= 10;
                low += cut % 10 * scale;
                cut /= 10;
                left -= 1;
            }
            let half = scale * 5;
            exponent += count - precision;
            count = precision;
            n = cut;
            if low > half || (low == half && n % 2 == 1) {
                n += 1;
                let mut power = 1;
                for _ in 0..=precision {
                    power *= 10;
                }
                if n == power {
                    n /= 10;
                    exponent += 1;
                }
            }
        }
    }
    let shown = exponent + count;
    let mut digits = [0; 40];
    let at = decimal128(n, &mut digits);
    let sign = if !is_nonnegative {
        "-"
    } else if f.sign_plus() {
        "+"
    } else {
        ""
    };
    let mut exp_digits = [0; 40];
    let exp_at = decimal(shown as u64, &mut exp_digits);
    let parts = [
        super::float::Part::Copy(&digits[at..at + 1]),
        super::float::Part::Copy(if count + added > 0 { b"." } else { b"" }),
        super::float::Part::Copy(&digits[at + 1..]),
        super::float::Part::Zero(added),
        super::float::Part::Copy(if upper { b"E" } else { b"e" }),
        super::float::Part::Copy(&exp_digits[exp_at..]),
    ];
    super::float::pad_parts(f, sign, &parts)
}

macro_rules! integers {
    ($($t:ident $unsigned:ident $show:ident $wide:ident;)*) => { $(
        impl fmt::Display for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                #[allow(unused_comparisons)]
                let is_nonnegative = *self >= 0;
                let n = if is_nonnegative { *self as $wide } else { (*self as $wide).wrapping_neg() };
                $show(n, is_nonnegative, f)
            }
        }

        impl Debug for $t {
            #[inline]
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                if f.debug_lower_hex() {
                    fmt::LowerHex::fmt(self, f)
                } else if f.debug_upper_hex() {
                    fmt::UpperHex::fmt(self, f)
                } else {
                    fmt::Display::fmt(self, f)
                }
            }
        }

        impl fmt::Binary for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result { fmt_radix(*self as $unsigned as u128, 1, false, "0b", f) }
        }

        impl fmt::Octal for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result { fmt_radix(*self as $unsigned as u128, 3, false, "0o", f) }
        }

        impl fmt::LowerHex for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result { fmt_radix(*self as $unsigned as u128, 4, false, "0x", f) }
        }

        impl fmt::UpperHex for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result { fmt_radix(*self as $unsigned as u128, 4, true, "0x", f) }
        }

        impl fmt::LowerExp for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                #[allow(unused_comparisons)]
                let is_nonnegative = *self >= 0;
                let n = if is_nonnegative { *self as u128 } else { (*self as u128).wrapping_neg() };
                fmt_exp(n, is_nonnegative, false, f)
            }
        }

        impl fmt::UpperExp for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                #[allow(unused_comparisons)]
                let is_nonnegative = *self >= 0;
                let n = if is_nonnegative { *self as u128 } else { (*self as u128).wrapping_neg() };
                fmt_exp(n, is_nonnegative, true, f)
            }
        }
    )* };
}

integers! {
    i8 u8 fmt_u64 u64; i16 u16 fmt_u64 u64; i32 u32 fmt_u64 u64; i64 u64 fmt_u64 u64; isize usize fmt_u64 u64;
    u8 u8 fmt_u64 u64; u16 u16 fmt_u64 u64; u32 u32 fmt_u64 u64; u64 u64 fmt_u64 u64; usize usize fmt_u64 u64;
    i128 u128 fmt_u128 u128; u128 u128 fmt_u128 u128;
}
