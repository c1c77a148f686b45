//! Floats: shortest digits that read back as the same number, or exactly as many as asked for.
//!
//! Digits come from `num::digits`; here they are laid out as rustc does: `{}` never uses an exponent, `{:?}` does below 1e-5
//! and from 1e16 on, both show at least what tells a float from an integer (`{:?}` and an unrounded `{}` differ in `.0`).

use crate::fmt::{self, Alignment, Debug, Display, Formatter, LowerExp, UpperExp};
use crate::num::digits::{self, Decoded};
use crate::str;

/// A piece of a formatted number.
#[derive(Copy, Clone)]
pub(super) enum Part<'a> {
    Zero(usize),
    Copy(&'a [u8]),
}

impl Part<'_> {
    fn len(&self) -> usize {
        match *self {
            Part::Zero(n) => n,
            Part::Copy(text) => text.len(),
        }
    }
}

fn write_parts(f: &mut Formatter<'_>, sign: &str, parts: &[Part<'_>]) -> fmt::Result {
    f.write_str(sign)?;
    for part in parts {
        match *part {
            Part::Zero(n) => {
                for _ in 0..n {
                    f.write_str("0")?;
                }
            }
            Part::Copy(text) => f.write_str(unsafe { str::from_utf8_unchecked(text) })?,
        }
    }
    Ok(())
}

pub(super) fn pad_parts(f: &mut Formatter<'_>, sign: &str, parts: &[Part<'_>]) -> fmt::Result {
    let mut len = sign.len();
    for part in parts {
        len += part.len();
    }
    let width = f.width().unwrap_or(0);
    if width <= len {
        return write_parts(f, sign, parts);
    }
    if f.sign_aware_zero_pad() {
        f.write_str(sign)?;
        for _ in 0..width - len {
            f.write_str("0")?;
        }
        return write_parts(f, "", parts);
    }
    let post = f.padding(width - len, Alignment::Right)?;
    write_parts(f, sign, parts)?;
    post.write(f)
}

fn sign_of(f: &Formatter<'_>, negative: bool) -> &'static str {
    if negative {
        "-"
    } else if f.sign_plus() {
        "+"
    } else {
        ""
    }
}

/// Digits d1d2d3… mean 0.d1d2d3… * 10^exp; at least `min_frac` digits after the point.
fn pad_decimal(f: &mut Formatter<'_>, sign: &str, digits: &[u8], exp: i32, min_frac: usize) -> fmt::Result {
    let n = digits.len();
    if exp <= 0 {
        let zeros = (-exp) as usize;
        let more = min_frac.saturating_sub(zeros + n);
        return pad_parts(f, sign, &[Part::Copy(b"0."), Part::Zero(zeros), Part::Copy(digits), Part::Zero(more)]);
    }
    let whole = exp as usize;
    if whole < n {
        let more = min_frac.saturating_sub(n - whole);
        let parts = [Part::Copy(&digits[..whole]), Part::Copy(b"."), Part::Copy(&digits[whole..]), Part::Zero(more)];
        return pad_parts(f, sign, &parts);
    }
    let point: &[u8] = if min_frac > 0 { b"." } else { b"" };
    pad_parts(f, sign, &[Part::Copy(digits), Part::Zero(whole - n), Part::Copy(point), Part::Zero(min_frac)])
}

fn fmt_shortest(f: &mut Formatter<'_>, negative: bool, value: Decoded, min_frac: usize) -> fmt::Result {
    let sign = sign_of(f, negative);
    if value.mantissa == 0 {
        return pad_decimal(f, sign, b"0", 1, min_frac);
    }
    let mut buf = [0; 20];
    let (n, exp) = digits::shortest(value, &mut buf);
    pad_decimal(f, sign, &buf[..n], exp, min_frac)
}

fn fmt_exact(f: &mut Formatter<'_>, negative: bool, value: Decoded, frac: usize) -> fmt::Result {
    let sign = sign_of(f, negative);
    let mut buf = [0; 1100];
    let (n, exp) = if value.mantissa == 0 { (0, 0) } else { digits::exact(value, &mut buf, i32::MAX, -(frac as i32)) };
    if n == 0 {
        // Nothing is left above the last place.
        let parts = [Part::Copy(b"0"), Part::Copy(if frac > 0 { b"." } else { b"" }), Part::Zero(frac)];
        return pad_parts(f, sign, &parts);
    }
    pad_decimal(f, sign, &buf[..n], exp, frac)
}

fn fmt_exp(f: &mut Formatter<'_>, negative: bool, value: Decoded, upper: bool) -> fmt::Result {
    let sign = sign_of(f, negative);
    let mut buf = [0; 1100];
    let precision = f.precision();
    let (n, exp) = if value.mantissa == 0 {
        buf[0] = b'0';
        (1, 1)
    } else {
        match precision {
            None => digits::shortest(value, &mut buf),
            Some(p) => digits::exact(value, &mut buf, (p as i32).saturating_add(1), i32::MIN),
        }
    };
    let zeros = match precision {
        Some(p) => (p + 1).saturating_sub(n),
        None => 0,
    };
    let e = exp - 1;
    let mut digits_of_e = [0; 4];
    let mut at = 4;
    let mut rest = e.unsigned_abs();
    loop {
        at -= 1;
        digits_of_e[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    let mark: &[u8] = match (upper, e < 0) {
        (false, false) => b"e",
        (false, true) => b"e-",
        (true, false) => b"E",
        (true, true) => b"E-",
    };
    let parts = [
        Part::Copy(&buf[..1]),
        Part::Copy(if n > 1 || zeros > 0 { b"." } else { b"" }),
        Part::Copy(&buf[1..n]),
        Part::Zero(zeros),
        Part::Copy(mark),
        Part::Copy(&digits_of_e[at..]),
    ];
    pad_parts(f, sign, &parts)
}

macro_rules! floats {
    ($($t:ident $decode:ident;)*) => { $(
        impl Display for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                if self.is_nan() {
                    return pad_parts(f, "", &[Part::Copy(b"NaN")]);
                }
                let negative = self.is_sign_negative();
                if self.is_infinite() {
                    let sign = sign_of(f, negative);
                    return pad_parts(f, sign, &[Part::Copy(b"inf")]);
                }
                match f.precision() {
                    Some(precision) => fmt_exact(f, negative, digits::$decode(*self), precision),
                    None => fmt_shortest(f, negative, digits::$decode(*self), 0),
                }
            }
        }

        impl Debug for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                if self.is_nan() || self.is_infinite() || f.precision().is_some() {
                    return Display::fmt(self, f);
                }
                let size = self.abs();
                let negative = self.is_sign_negative();
                if size == 0.0 || (size >= 1e-4 && size < 1e16) {
                    fmt_shortest(f, negative, digits::$decode(*self), 1)
                } else {
                    fmt_exp(f, negative, digits::$decode(*self), false)
                }
            }
        }

        impl LowerExp for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                if self.is_nan() || self.is_infinite() {
                    return Display::fmt(self, f);
                }
                fmt_exp(f, self.is_sign_negative(), digits::$decode(*self), false)
            }
        }

        impl UpperExp for $t {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                if self.is_nan() || self.is_infinite() {
                    return Display::fmt(self, f);
                }
                fmt_exp(f, self.is_sign_negative(), digits::$decode(*self), true)
            }
        }
    )* };
}

floats! { f32 decode_f32; f64 decode_f64; }
