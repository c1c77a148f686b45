//! `Duration`.

use crate::error::Error;
use crate::fmt;
use crate::iter::Sum;
use crate::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};

const NANOS_PER_SEC: u32 = 1_000_000_000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration {
    secs: u64,
    nanos: u32,
}

impl Duration {
    pub const SECOND: Duration = Duration::from_secs(1);
    pub const MILLISECOND: Duration = Duration::from_millis(1);
    pub const MICROSECOND: Duration = Duration::from_micros(1);
    pub const NANOSECOND: Duration = Duration::from_nanos(1);
    pub const ZERO: Duration = Duration::from_nanos(0);
    pub const MAX: Duration = Duration::new(u64::MAX, NANOS_PER_SEC - 1);

    #[inline]
    pub const fn new(secs: u64, nanos: u32) -> Duration {
        if nanos < NANOS_PER_SEC {
            return Duration { secs, nanos };
        }
        match secs.checked_add((nanos / NANOS_PER_SEC) as u64) {
            Some(secs) => Duration { secs, nanos: nanos % NANOS_PER_SEC },
            None => panic!("overflow in Duration::new"),
        }
    }

    #[inline]
    pub const fn from_secs(secs: u64) -> Duration { Duration { secs, nanos: 0 } }
    #[inline]
    pub const fn from_millis(millis: u64) -> Duration {
        Duration { secs: millis / 1000, nanos: (millis % 1000) as u32 * 1_000_000 }
    }
    #[inline]
    pub const fn from_micros(micros: u64) -> Duration {
        Duration { secs: micros / 1_000_000, nanos: (micros % 1_000_000) as u32 * 1000 }
    }
    #[inline]
    pub const fn from_nanos(nanos: u64) -> Duration {
        Duration { secs: nanos / NANOS_PER_SEC as u64, nanos: (nanos % NANOS_PER_SEC as u64) as u32 }
    }
    #[inline]
    pub const fn from_mins(mins: u64) -> Duration { Duration::from_secs(mins * 60) }
    #[inline]
    pub const fn from_hours(hours: u64) -> Duration { Duration::from_secs(hours * 3600) }
    #[inline]
    pub const fn is_zero(&self) -> bool { self.secs == 0 && self.nanos == 0 }
    #[inline]
    pub const fn as_secs(&self) -> u64 { self.secs }
    #[inline]
    pub const fn subsec_millis(&self) -> u32 { self.nanos / 1_000_000 }
    #[inline]
    pub const fn subsec_micros(&self) -> u32 { self.nanos / 1000 }
    #[inline]
    pub const fn subsec_nanos(&self) -> u32 { self.nanos }
    #[inline]
    pub const fn as_millis(&self) -> u128 { self.secs as u128 * 1000 + (self.nanos / 1_000_000) as u128 }
    #[inline]
    pub const fn as_micros(&self) -> u128 { self.secs as u128 * 1_000_000 + (self.nanos / 1000) as u128 }
    #[inline]
    pub const fn as_nanos(&self) -> u128 { self.secs as u128 * NANOS_PER_SEC as u128 + self.nanos as u128 }

    pub const fn abs_diff(self, other: Duration) -> Duration {
        match self.checked_sub(other) {
            Some(d) => d,
            None => match other.checked_sub(self) {
                Some(d) => d,
                None => Duration::ZERO,
            },
        }
    }

    pub const fn checked_add(self, rhs: Duration) -> Option<Duration> {
        let mut secs = match self.secs.checked_add(rhs.secs) {
            Some(secs) => secs,
            None => return None,
        };
        let mut nanos = self.nanos + rhs.nanos;
        if nanos >= NANOS_PER_SEC {
            nanos -= NANOS_PER_SEC;
            secs = match secs.checked_add(1) {
                Some(secs) => secs,
                None => return None,
            };
        }
        Some(Duration { secs, nanos })
    }

    pub const fn checked_sub(self, rhs: Duration) -> Option<Duration> {
        let mut secs = match self.secs.checked_sub(rhs.secs) {
            Some(secs) => secs,
            None => return None,
        };
        if self.nanos >= rhs.nanos {
            return Some(Duration { secs, nanos: self.nanos - rhs.nanos });
        }
        secs = match secs.checked_sub(1) {
            Some(secs) => secs,
            None => return None,
        };
        Some(Duration { secs, nanos: self.nanos + NANOS_PER_SEC - rhs.nanos })
    }

    pub const fn saturating_add(self, rhs: Duration) -> Duration {
        match self.checked_add(rhs) {
            Some(d) => d,
            None => Duration::MAX,
        }
    }

    pub const fn saturating_sub(self, rhs: Duration) -> Duration {
        match self.checked_sub(rhs) {
            Some(d) => d,
            None => Duration::ZERO,
        }
    }

    pub const fn checked_mul(self, rhs: u32) -> Option<Duration> {
        let nanos = self.nanos as u64 * rhs as u64;
        let extra = nanos / NANOS_PER_SEC as u64;
        match self.secs.checked_mul(rhs as u64) {
            Some(s) => match s.checked_add(extra) {
                Some(secs) => Some(Duration { secs, nanos: (nanos % NANOS_PER_SEC as u64) as u32 }),
                None => None,
            },
            None => None,
        }
    }

    pub const fn checked_div(self, rhs: u32) -> Option<Duration> {
        if rhs == 0 {
            return None;
        }
        let rest = (self.secs % rhs as u64) * NANOS_PER_SEC as u64 + self.nanos as u64;
        Some(Duration::new(self.secs / rhs as u64, (rest / rhs as u64) as u32))
    }

    #[inline]
    pub const fn as_secs_f64(&self) -> f64 { self.secs as f64 + self.nanos as f64 / NANOS_PER_SEC as f64 }
    #[inline]
    pub const fn as_secs_f32(&self) -> f32 { self.secs as f32 + self.nanos as f32 / NANOS_PER_SEC as f32 }

    #[track_caller]
    pub fn from_secs_f64(secs: f64) -> Duration {
        if secs < 0.0 {
            panic!("cannot convert float seconds to Duration: value is negative");
        }
        if !(secs < 18446744073709551616.0) {
            panic!("cannot convert float seconds to Duration: value is either too big or NaN");
        }
        let whole = secs as u64;
        Duration::new(whole, ((secs - whole as f64) * NANOS_PER_SEC as f64).round_ties_even() as u32)
    }

    #[track_caller]
    pub fn from_secs_f32(secs: f32) -> Duration { Duration::from_secs_f64(secs as f64) }
    #[track_caller]
    pub fn mul_f64(self, rhs: f64) -> Duration { Duration::from_secs_f64(rhs * self.as_secs_f64()) }
    #[track_caller]
    pub fn div_f64(self, rhs: f64) -> Duration { Duration::from_secs_f64(self.as_secs_f64() / rhs) }
}

impl Add for Duration {
    type Output = Duration;
    #[inline]
    #[track_caller]
    fn add(self, rhs: Duration) -> Duration { self.checked_add(rhs).expect("overflow when adding durations") }
}

impl AddAssign for Duration {
    #[inline]
    #[track_caller]
    fn add_assign(&mut self, rhs: Duration) { *self = *self + rhs; }
}

impl Sub for Duration {
    type Output = Duration;
    #[inline]
    #[track_caller]
    fn sub(self, rhs: Duration) -> Duration { self.checked_sub(rhs).expect("overflow when subtracting durations") }
}

impl SubAssign for Duration {
    #[inline]
    #[track_caller]
    fn sub_assign(&mut self, rhs: Duration) { *self = *self - rhs; }
}

impl Mul<u32> for Duration {
    type Output = Duration;
    #[inline]
    #[track_caller]
    fn mul(self, rhs: u32) -> Duration { self.checked_mul(rhs).expect("overflow when multiplying duration by scalar") }
}

impl Mul<Duration> for u32 {
    type Output = Duration;
    #[inline]
    fn mul(self, rhs: Duration) -> Duration { rhs * self }
}

impl MulAssign<u32> for Duration {
    #[inline]
    fn mul_assign(&mut self, rhs: u32) { *self = *self * rhs; }
}

impl Div<u32> for Duration {
    type Output = Duration;
    #[inline]
    #[track_caller]
    fn div(self, rhs: u32) -> Duration { self.checked_div(rhs).expect("divide by zero error when dividing duration by scalar") }
}

impl DivAssign<u32> for Duration {
    #[inline]
    fn div_assign(&mut self, rhs: u32) { *self = *self / rhs; }
}

impl Sum for Duration {
    fn sum<I: Iterator<Item = Duration>>(iter: I) -> Duration { iter.fold(Duration::ZERO, |a, b| a + b) }
}

impl<'a> Sum<&'a Duration> for Duration {
    fn sum<I: Iterator<Item = &'a Duration>>(iter: I) -> Duration { iter.fold(Duration::ZERO, |a, b| a + *b) }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if f.sign_plus() { "+" } else { "" };
        if self.secs > 0 {
            fmt_decimal(f, self.secs, self.nanos, NANOS_PER_SEC / 10, sign, "s")
        } else if self.nanos >= 1_000_000 {
            fmt_decimal(f, (self.nanos / 1_000_000) as u64, self.nanos % 1_000_000, 100_000, sign, "ms")
        } else if self.nanos >= 1000 {
            fmt_decimal(f, (self.nanos / 1000) as u64, self.nanos % 1000, 100, sign, "µs")
        } else {
            fmt_decimal(f, self.nanos as u64, 0, 1, sign, "ns")
        }
    }
}

/// `integer` and `fraction`, whose first digit counts `unit`, rounded to the precision.
fn fmt_decimal(
    f: &mut fmt::Formatter<'_>,
    integer: u64,
    mut fraction: u32,
    mut unit: u32,
    sign: &str,
    suffix: &str,
) -> fmt::Result {
    let mut buf = [b'0'; 9];
    let mut at = 0;
    let end = match f.precision() {
        Some(p) if p < 9 => p,
        _ => 9,
    };
    while fraction > 0 && at < end {
        buf[at] = b'0' + (fraction / unit) as u8;
        fraction %= unit;
        unit /= 10;
        at += 1;
    }
    let mut whole = integer as u128;
    if fraction > 0 && fraction >= unit * 5 {
        // Half goes up unless the last digit is even and nothing follows.
        let last = if at == 0 { whole as u8 } else { buf[at - 1] - b'0' };
        if fraction > unit * 5 || last % 2 == 1 {
            let mut i = at;
            let mut carry = true;
            while carry && i > 0 {
                i -= 1;
                if buf[i] < b'9' {
                    buf[i] += 1;
                    carry = false;
                } else {
                    buf[i] = b'0';
                }
            }
            if carry {
                whole += 1;
            }
        }
    }
    let shown = match f.precision() {
        Some(p) => crate::cmp::min(p, 9),
        None => at,
    };
    let zeros = match f.precision() {
        Some(p) => p - shown,
        None => 0,
    };
    let mut digits = 1;
    let mut rest = whole;
    while rest >= 10 {
        rest /= 10;
        digits += 1;
    }
    let mut len = sign.len() + digits + suffix.chars().count();
    if shown + zeros > 0 {
        len += 1 + shown + zeros;
    }
    let mut post = None;
    if let Some(width) = f.width() {
        if len < width {
            post = Some(f.padding(width - len, fmt::Alignment::Left)?);
        }
    }
    let text = unsafe { crate::str::from_utf8_unchecked(&buf[..shown]) };
    f.buf.write_fmt(format_args!("{sign}{whole}"))?;
    if shown + zeros > 0 {
        f.buf.write_fmt(format_args!(".{text}"))?;
        for _ in 0..zeros {
            f.buf.write_str("0")?;
        }
    }
    f.buf.write_str(suffix)?;
    match post {
        Some(post) => post.write(f),
        None => Ok(()),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryFromFloatSecsError {
    negative: bool,
}

impl fmt::Display for TryFromFloatSecsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(if self.negative {
            "cannot convert float seconds to Duration: value is negative"
        } else {
            "cannot convert float seconds to Duration: value is either too big or NaN"
        })
    }
}

impl Error for TryFromFloatSecsError {}
