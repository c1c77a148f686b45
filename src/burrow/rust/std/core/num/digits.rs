//! Decimal digits of floats, after Steele and White, "How to Print Floating-Point Numbers Accurately" (1990).
//!
//! Everything is exact arithmetic on `Big`; rustc tries Grisu first and falls back to the same method.  Integers below 2^53
//! take a short way.

use super::bignum::Big;

/// A positive finite float is `mantissa * 2^exp`.
#[derive(Copy, Clone)]
pub(crate) struct Decoded {
    pub(crate) mantissa: u64,
    pub(crate) exp: i32,
    // The next smaller float is only half as far away as the next larger.
    lower_half: bool,
    even: bool,
}

fn decode(bits: u64, mantissa_bits: u32, exp_bits: u32) -> Decoded {
    let exp_mask = (1u64 << exp_bits) - 1;
    let biased = (bits >> mantissa_bits) & exp_mask;
    let fraction = bits & ((1u64 << mantissa_bits) - 1);
    let bias = (exp_mask >> 1) as i32 + mantissa_bits as i32;
    if biased == 0 {
        Decoded { mantissa: fraction, exp: 1 - bias, lower_half: false, even: fraction & 1 == 0 }
    } else {
        let mantissa = fraction | 1u64 << mantissa_bits;
        Decoded { mantissa, exp: biased as i32 - bias, lower_half: fraction == 0 && biased > 1, even: fraction & 1 == 0 }
    }
}

pub(crate) fn decode_f32(v: f32) -> Decoded { decode((v.to_bits() & 0x7fff_ffff) as u64, 23, 8) }

pub(crate) fn decode_f64(v: f64) -> Decoded { decode(v.to_bits() & 0x7fff_ffff_ffff_ffff, 52, 11) }

/// k with 10^(k-1) <= v < 10^(k+1): the right exponent or one too small.
fn estimate(d: Decoded) -> i32 {
    let bits = 64 - d.mantissa.leading_zeros() as i64;
    // floor((e) * log10(2)) for v >= 2^e.
    let e = bits - 1 + d.exp as i64;
    ((e * 1233) >> 12) as i32
}

/// The value as a fraction `(r, s)` with `0.1 <= r/s < 10`, and the power of ten taken out.
fn scaled(d: Decoded, factor: u32) -> (Big, Big, i32) {
    let k = estimate(d);
    let mut r = Big::from_u64(d.mantissa);
    let mut s = Big::from_u64(1);
    r.mul_small(factor);
    s.mul_small(factor);
    if d.exp >= 0 {
        r.mul_pow2(d.exp as usize);
    } else {
        s.mul_pow2(-d.exp as usize);
    }
    if k >= 0 {
        s.mul_pow10(k as usize);
    } else {
        r.mul_pow10(-k as usize);
    }
    (r, s, k)
}

fn next_digit(r: &mut Big, s: &Big) -> u8 {
    let mut digit = 0;
    while r.compare(s) >= 0 {
        r.sub(s);
        digit += 1;
    }
    digit
}

/// Adds one in the last place; true when that gave a new first digit (then all others are 0).
fn round_up(buf: &mut [u8], n: usize) -> bool {
    let mut i = n;
    while i > 0 {
        i -= 1;
        if buf[i] != b'9' {
            buf[i] += 1;
            return false;
        }
        buf[i] = b'0';
    }
    if n > 0 {
        buf[0] = b'1';
    }
    true
}

/// The fewest digits that only this float reads back from, the closest of them: count, and exponent as in 0.d1d2… * 10^exp.
pub(crate) fn shortest(d: Decoded, buf: &mut [u8]) -> (usize, i32) {
    if d.exp <= 0 && d.exp > -53 && d.mantissa & ((1u64 << -d.exp) - 1) == 0 {
        return small_integer(d.mantissa >> -d.exp, buf);
    }
    // Twice (or four times) everything, so that half the distance to the neighbours is a whole number.
    let (mut r, mut s, mut k) = scaled(d, if d.lower_half { 4 } else { 2 });
    let mut low = Big::from_u64(1);
    if d.exp >= 0 {
        low.mul_pow2(d.exp as usize);
    }
    if k < 0 {
        low.mul_pow10(-k as usize);
    }
    let mut high = low;
    if d.lower_half {
        high.mul_small(2);
    }
    // The first digit must not be 10: does r + high reach s * 10?
    let mut top = r;
    top.add(&high);
    let mut ten = s;
    ten.mul_small(10);
    let reaches = top.compare(&ten);
    if reaches > 0 || (reaches == 0 && d.even) {
        s = ten;
        k += 1;
    }
    // Or the estimate was one too large.
    loop {
        let mut top = r;
        top.add(&high);
        let c = top.compare(&s);
        if c > 0 || (c == 0 && d.even) {
            break;
        }
        r.mul_small(10);
        low.mul_small(10);
        high.mul_small(10);
        k -= 1;
    }
    let mut n = 0;
    loop {
        let digit = next_digit(&mut r, &s);
        buf[n] = b'0' + digit;
        n += 1;
        let c = r.compare(&low);
        let down = c < 0 || (c == 0 && d.even);
        let mut top = r;
        top.add(&high);
        let c = top.compare(&s);
        let up = c > 0 || (c == 0 && d.even);
        if down || up {
            if up {
                let mut twice = r;
                twice.mul_small(2);
                // Both ends are near: take the closer one, upwards when equally near.
                if (!down || twice.compare(&s) >= 0) && round_up(buf, n) {
                    k += 1;
                    n = 1;
                }
            }
            break;
        }
        r.mul_small(10);
        low.mul_small(10);
        high.mul_small(10);
    }
    while n > 1 && buf[n - 1] == b'0' {
        n -= 1;
    }
    (n, k + 1)
}

fn small_integer(v: u64, buf: &mut [u8]) -> (usize, i32) {
    let mut digits = [0; 20];
    let mut at = 20;
    let mut rest = v;
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let exp = (20 - at) as i32;
    let mut end = 20;
    while digits[end - 1] == b'0' {
        end -= 1;
    }
    for i in at..end {
        buf[i - at] = digits[i];
    }
    (end - at, exp)
}

/// Exact digits, rounded half to even: at most `max` of them, none below 10^`limit`.  Count 0: rounds to nothing.
pub(crate) fn exact(d: Decoded, buf: &mut [u8], max: i32, limit: i32) -> (usize, i32) {
    let (mut r, mut s, mut k) = scaled(d, 1);
    let mut ten = s;
    ten.mul_small(10);
    if r.compare(&ten) >= 0 {
        s = ten;
        k += 1;
    }
    while r.compare(&s) < 0 {
        r.mul_small(10);
        k -= 1;
    }
    // The first digit stands for 10^k.
    let mut len = max as i64;
    let above = k as i64 - limit as i64 + 1;
    if above < len {
        len = above;
    }
    if len < 0 {
        return (0, limit);
    }
    let capacity = buf.len() as i64;
    if len > capacity {
        len = capacity;
    }
    let mut n = 0;
    while n < len as usize {
        if r.is_zero() {
            // Only zeros follow: the caller knows how many to show.
            return (n, k + 1);
        }
        if n > 0 {
            r.mul_small(10);
        }
        buf[n] = b'0' + next_digit(&mut r, &s);
        n += 1;
    }
    let mut twice = r;
    twice.mul_small(2);
    if n == 0 {
        // All of r/s counts: is it more than half of 10^limit = 10 s?
        s.mul_small(10);
    }
    let c = twice.compare(&s);
    if c > 0 || (c == 0 && n > 0 && (buf[n - 1] - b'0') % 2 == 1) {
        if n == 0 {
            buf[0] = b'1';
            return (1, limit + 1);
        }
        if round_up(buf, n) {
            k += 1;
            if (limit as i64) > i32::MIN as i64 && n < buf.len() {
                // One more digit before the point, the places after it stay.
                if max == i32::MAX {
                    buf[n] = b'0';
                    n += 1;
                }
            }
        }
    }
    (n, k + 1)
}
