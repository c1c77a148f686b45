//! Floats from text, correctly rounded.
//!
//! A decimal of up to 19 digits with a small exponent is exact in one operation (Clinger 1990); everything else goes through
//! a decimal number of up to 800 digits that is doubled and halved until its binary exponent is known, as in Go's `strconv`.

use super::error::FloatErrorKind;
use super::ParseFloatError;
use crate::str::FromStr;

const MAX_DIGITS: usize = 800;

/// 0.d1d2d3… * 10^point.
struct Decimal {
    digits: [u8; MAX_DIGITS],
    n: usize,
    point: i32,
    // Digits that are not zero were cut off.
    truncated: bool,
}

impl Decimal {
    fn trim(&mut self) {
        while self.n > 0 && self.digits[self.n - 1] == 0 {
            self.n -= 1;
        }
        if self.n == 0 {
            self.point = 0;
        }
    }

    /// Divide by 2^k, k <= 59.
    fn shift_right(&mut self, k: u32) {
        let mut read = 0;
        let mut write = 0;
        let mut n = 0u64;
        while n >> k == 0 {
            if read >= self.n {
                if n == 0 {
                    self.n = 0;
                    return;
                }
                while n >> k == 0 {
                    n *= 10;
                    read += 1;
                }
                break;
            }
            n = n * 10 + self.digits[read] as u64;
            read += 1;
        }
        self.point -= read as i32 - 1;
        let mask = (1u64 << k) - 1;
        while read < self.n {
            let digit = n >> k;
            n &= mask;
            self.digits[write] = digit as u8;
            write += 1;
            n = n * 10 + self.digits[read] as u64;
            read += 1;
        }
        while n > 0 {
            let digit = n >> k;
            n &= mask;
            if write < MAX_DIGITS {
                self.digits[write] = digit as u8;
                write += 1;
            } else if digit > 0 {
                self.truncated = true;
            }
            n *= 10;
        }
        self.n = write;
        self.trim();
    }

    /// Multiply by 2^k, k <= 59.
    fn shift_left(&mut self, k: u32) {
        let mut out = [0u8; 20];
        let mut carry = 0u64;
        let mut i = self.n;
        while i > 0 {
            i -= 1;
            let v = (self.digits[i] as u64) << k;
            let v = v + carry;
            self.digits[i] = (v % 10) as u8;
            carry = v / 10;
        }
        let mut more = 0;
        while carry > 0 {
            out[more] = (carry % 10) as u8;
            more += 1;
            carry /= 10;
        }
        // Make room for the new leading digits.
        let keep = crate::cmp::min(self.n, MAX_DIGITS - more);
        for j in keep..self.n {
            if self.digits[j] != 0 {
                self.truncated = true;
            }
        }
        let mut j = keep;
        while j > 0 {
            j -= 1;
            self.digits[j + more] = self.digits[j];
        }
        for j in 0..more {
            self.digits[j] = out[more - 1 - j];
        }
        self.n = keep + more;
        self.point += more as i32;
        self.trim();
    }

    fn shift(&mut self, mut k: i32) {
        while k > 0 && self.n > 0 {
            let step = if k > 59 { 59 } else { k };
            self.shift_left(step as u32);
            k -= step;
        }
        while k < 0 && self.n > 0 {
            let step = if k < -59 { 59 } else { -k };
            self.shift_right(step as u32);
            k += step;
        }
    }

    /// The nearest integer, ties to even.
    fn rounded(&self) -> u64 {
        if self.point > 20 {
            return u64::MAX;
        }
        let mut n = 0u64;
        let mut i = 0;
        while (i as i32) < self.point {
            n = n * 10 + if i < self.n { self.digits[i] as u64 } else { 0 };
            i += 1;
        }
        if self.point < 0 || i >= self.n {
            return n;
        }
        let digit = self.digits[i];
        let up = if digit == 5 && i + 1 == self.n {
            self.truncated || (i > 0 && self.digits[i - 1] % 2 != 0)
        } else {
            digit >= 5
        };
        if up { n + 1 } else { n }
    }

    /// The bits of the float with that many bits of mantissa (without the hidden one) and exponent.
    fn to_bits(&mut self, mantissa_bits: u32, exp_bits: u32) -> u64 {
        let bias = (1i32 << (exp_bits - 1)) - 1;
        let infinity = ((1u64 << exp_bits) - 1) << mantissa_bits;
        if self.n == 0 || self.point < -330 {
            return 0;
        }
        if self.point > 310 {
            return infinity;
        }
        // Bring the value into 0.5 <= v < 1.
        let mut exp = 0;
        while self.point > 0 {
            let step = if self.point > 18 { 59 } else { step_for(self.point) };
            self.shift(-step);
            exp += step;
        }
        while self.point < 0 || (self.point == 0 && self.digits[0] < 5) {
            let step = if -self.point > 18 { 59 } else { step_for(-self.point) };
            self.shift(step);
            exp -= step;
        }
        // Now 1 <= v < 2.
        exp -= 1;
        if exp < 1 - bias {
            let step = 1 - bias - exp;
            self.shift(-step);
            exp += step;
        }
        if exp > bias {
            return infinity;
        }
        self.shift(mantissa_bits as i32 + 1);
        let mut mantissa = self.rounded();
        if mantissa == 2u64 << mantissa_bits {
            mantissa >>= 1;
            exp += 1;
            if exp > bias {
                return infinity;
            }
        }
        if mantissa >> mantissa_bits == 0 {
            exp = -bias;
        }
        mantissa & ((1u64 << mantissa_bits) - 1) | ((exp + bias) as u64) << mantissa_bits
    }
}

/// A power of two that moves the decimal point by about `point` places and not past it.
fn step_for(point: i32) -> i32 {
    const STEPS: [u8; 19] = [1, 3, 6, 9, 13, 16, 19, 23, 26, 29, 33, 36, 39, 43, 46, 49, 53, 56, 59];
    STEPS[point as usize] as i32
}

fn same(text: &[u8], word: &[u8]) -> bool { text.eq_ignore_ascii_case(word) }

enum Parsed {
    Special(f64),
    // digits as an integer (19 at most), power of ten, and the whole thing when that is not exact
    Number { mantissa: u64, exp10: i32, exact: bool },
}

/// Reads `[digits][.digits][e[+-]digits]`, `inf`, `infinity`, `nan`; fills `dec` with all digits.
fn read(text: &[u8], dec: &mut Decimal) -> Option<Parsed> {
    if same(text, b"inf") || same(text, b"infinity") {
        return Some(Parsed::Special(f64::INFINITY));
    }
    if same(text, b"nan") {
        return Some(Parsed::Special(f64::NAN));
    }
    let mut i = 0;
    let mut seen = false;
    let mut point = false;
    let mut mantissa = 0u64;
    let mut used = 0;
    let mut exact = true;
    let mut exp10 = 0i32;
    while i < text.len() {
        let c = text[i];
        if c == b'.' && !point {
            point = true;
        } else if c >= b'0' && c <= b'9' {
            seen = true;
            let digit = c - b'0';
            if point && dec.n == 0 && digit == 0 {
                dec.point -= 1;
                exp10 -= 1;
            } else if dec.n > 0 || digit != 0 {
                if dec.n < MAX_DIGITS {
                    dec.digits[dec.n] = digit;
                    dec.n += 1;
                } else if digit != 0 {
                    dec.truncated = true;
                }
                if !point {
                    dec.point += 1;
                }
                if used < 19 {
                    mantissa = mantissa * 10 + digit as u64;
                    used += 1;
                    if point {
                        exp10 -= 1;
                    }
                } else {
                    exact = false;
                    if !point {
                        exp10 += 1;
                    }
                }
            }
        } else {
            break;
        }
        i += 1;
    }
    if !seen {
        return None;
    }
    if i < text.len() && (text[i] == b'e' || text[i] == b'E') {
        i += 1;
        let mut negative = false;
        if i < text.len() && (text[i] == b'+' || text[i] == b'-') {
            negative = text[i] == b'-';
            i += 1;
        }
        let start = i;
        let mut e = 0i32;
        while i < text.len() && text[i] >= b'0' && text[i] <= b'9' {
            if e < 100_000 {
                e = e * 10 + (text[i] - b'0') as i32;
            }
            i += 1;
        }
        if i == start {
            return None;
        }
        let e = if negative { -e } else { e };
        dec.point += e;
        exp10 += e;
    }
    if i != text.len() {
        return None;
    }
    dec.trim();
    Some(Parsed::Number { mantissa, exp10, exact })
}

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

const POWERS_F32: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

macro_rules! parse_float {
    ($t:ident, $bits:ident, $mantissa_bits:literal, $exp_bits:literal, $powers:ident, $max:literal) => {
        impl FromStr for $t {
            type Err = ParseFloatError;

            fn from_str(src: &str) -> Result<$t, ParseFloatError> {
                let text = src.as_bytes();
                if text.is_empty() {
                    return Err(ParseFloatError { kind: FloatErrorKind::Empty });
                }
                let negative = text[0] == b'-';
                let text = if negative || text[0] == b'+' { &text[1..] } else { text };
                let mut dec = Decimal { digits: [0; MAX_DIGITS], n: 0, point: 0, truncated: false };
                let v = match read(text, &mut dec) {
                    None => return Err(ParseFloatError { kind: FloatErrorKind::Invalid }),
                    Some(Parsed::Special(v)) => v as $t,
                    Some(Parsed::Number { mantissa, exp10, exact }) => {
                        if exact && mantissa >> ($mantissa_bits + 1) == 0 && exp10 >= -$max && exp10 <= $max {
                            if exp10 < 0 {
                                mantissa as $t / $powers[-exp10 as usize]
                            } else {
                                mantissa as $t * $powers[exp10 as usize]
                            }
                        } else {
                            $t::from_bits(dec.to_bits($mantissa_bits, $exp_bits) as $bits)
                        }
                    }
                };
                Ok(if negative { -v } else { v })
            }
        }
    };
}

parse_float! { f32, u32, 23, 8, POWERS_F32, 10 }
parse_float! { f64, u64, 52, 11, POWERS, 22 }
