//! UTF-8, checked and decoded.

use super::Utf8Error;

/// The next character's number of valid UTF-8.
#[inline]
pub(super) fn next_code_point<'a, I: Iterator<Item = &'a u8>>(bytes: &mut I) -> Option<u32> {
    let x = *bytes.next()?;
    if x < 128 {
        return Some(x as u32);
    }
    let mut next = || match bytes.next() {
        Some(&b) => (b & 0x3f) as u32,
        None => 0,
    };
    let y = next();
    if x < 0xe0 {
        return Some((x as u32 & 0x1f) << 6 | y);
    }
    let z = next();
    if x < 0xf0 {
        return Some((x as u32 & 0xf) << 12 | y << 6 | z);
    }
    let w = next();
    Some((x as u32 & 7) << 18 | y << 12 | z << 6 | w)
}

/// The last character's number of valid UTF-8.
#[inline]
pub(super) fn next_code_point_reverse<'a, I: DoubleEndedIterator<Item = &'a u8>>(bytes: &mut I) -> Option<u32> {
    let w = *bytes.next_back()?;
    if w < 128 {
        return Some(w as u32);
    }
    let mut code = (w & 0x3f) as u32;
    let mut shift = 6;
    loop {
        let b = match bytes.next_back() {
            Some(&b) => b,
            None => return None,
        };
        if b & 0xc0 != 0x80 {
            // A first byte keeps 5, 4 or 3 bits.
            let mask = if shift == 6 { 0x1f } else if shift == 12 { 0xf } else { 7 };
            return Some(code | (b as u32 & mask) << shift);
        }
        code |= (b as u32 & 0x3f) << shift;
        shift += 6;
    }
}

const fn continues(v: &[u8], i: usize) -> bool { i < v.len() && v[i] & 0xc0 == 0x80 }

/// How many bytes the character at `i` takes, or how many of its bytes are wrong (`None`: the text ends within it).
const fn sequence(v: &[u8], i: usize) -> Result<usize, Option<u8>> {
    let first = v[i];
    let (len, low, high) = match first {
        0xc2..=0xdf => (2, 0x80, 0xbf),
        0xe0 => (3, 0xa0, 0xbf),
        0xe1..=0xec | 0xee..=0xef => (3, 0x80, 0xbf),
        0xed => (3, 0x80, 0x9f),
        0xf0 => (4, 0x90, 0xbf),
        0xf1..=0xf3 => (4, 0x80, 0xbf),
        0xf4 => (4, 0x80, 0x8f),
        _ => return Err(Some(1)),
    };
    if i + 1 >= v.len() {
        return Err(None);
    }
    if v[i + 1] < low || v[i + 1] > high {
        return Err(Some(1));
    }
    let mut k = 2;
    while k < len {
        if i + k >= v.len() {
            return Err(None);
        }
        if !continues(v, i + k) {
            return Err(Some(k as u8));
        }
        k += 1;
    }
    Ok(len)
}

pub(super) const fn run_utf8_validation(v: &[u8]) -> Result<(), Utf8Error> {
    let mut i = 0;
    while i < v.len() {
        if v[i] < 128 {
            i += 1;
            continue;
        }
        match sequence(v, i) {
            Ok(n) => i += n,
            Err(error_len) => return Err(Utf8Error { valid_up_to: i, error_len }),
        }
    }
    Ok(())
}
