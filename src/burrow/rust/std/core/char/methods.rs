//! Methods of `char`.

use super::escape::{EscapeDebug, EscapeDefault, EscapeUnicode};
use super::unicode;
use crate::fmt::{self, Write};
use crate::iter::FusedIterator;
use crate::mem;

impl char {
    pub const MIN: char = '\0';
    pub const MAX: char = '\u{10FFFF}';
    pub const REPLACEMENT_CHARACTER: char = '\u{FFFD}';
    pub const UNICODE_VERSION: (u8, u8, u8) = (16, 0, 0);

    #[inline]
    pub const fn from_u32(i: u32) -> Option<char> {
        if i > 0x10ffff || (i >= 0xd800 && i < 0xe000) { None } else { Some(unsafe { mem::transmute::<u32, char>(i) }) }
    }

    #[inline]
    pub const unsafe fn from_u32_unchecked(i: u32) -> char { unsafe { mem::transmute::<u32, char>(i) } }

    #[inline]
    pub const fn from_digit(num: u32, radix: u32) -> Option<char> {
        if radix > 36 {
            panic!("from_digit: radix is too high (maximum 36)");
        }
        if num >= radix {
            return None;
        }
        let num = num as u8;
        Some(if num < 10 { (b'0' + num) as char } else { (b'a' + num - 10) as char })
    }

    #[inline]
    pub const fn is_digit(self, radix: u32) -> bool { self.to_digit(radix).is_some() }

    #[inline]
    pub const fn to_digit(self, radix: u32) -> Option<u32> {
        assert!(radix >= 2 && radix <= 36, "to_digit: invalid radix -- radix must be in the range 2 to 36 inclusive");
        let c = self as u32;
        let digit = match self {
            '0'..='9' => c - 48,
            'a'..='z' => c - 97 + 10,
            'A'..='Z' => c - 65 + 10,
            _ => return None,
        };
        if digit < radix { Some(digit) } else { None }
    }

    pub fn escape_unicode(self) -> EscapeUnicode { EscapeUnicode::new(self) }
    pub fn escape_default(self) -> EscapeDefault { EscapeDefault::new(self) }
    pub fn escape_debug(self) -> EscapeDebug { EscapeDebug::new(self, true, true, true) }
    pub(crate) fn escape_debug_in_string(self) -> EscapeDebug { EscapeDebug::new(self, false, true, true) }
    pub(crate) fn escape_debug_in_char(self) -> EscapeDebug { EscapeDebug::new(self, true, false, true) }

    #[inline]
    pub const fn len_utf8(self) -> usize {
        let code = self as u32;
        if code < 0x80 {
            1
        } else if code < 0x800 {
            2
        } else if code < 0x10000 {
            3
        } else {
            4
        }
    }

    #[inline]
    pub const fn len_utf16(self) -> usize { if (self as u32) < 0x10000 { 1 } else { 2 } }

    #[inline]
    pub const fn encode_utf8(self, dst: &mut [u8]) -> &mut str {
        let n = encode_utf8_raw(self as u32, dst);
        unsafe { crate::str::from_utf8_unchecked_mut(crate::slice::from_raw_parts_mut(dst.as_mut_ptr(), n)) }
    }

    pub fn encode_utf16(self, dst: &mut [u16]) -> &mut [u16] {
        let code = self as u32;
        if code < 0x10000 {
            dst[0] = code as u16;
            &mut dst[..1]
        } else {
            let code = code - 0x10000;
            dst[0] = 0xd800 | (code >> 10) as u16;
            dst[1] = 0xdc00 | (code as u16 & 0x3ff);
            &mut dst[..2]
        }
    }

    #[inline]
    pub fn is_alphabetic(self) -> bool {
        match self {
            'a'..='z' | 'A'..='Z' => true,
            c => c > '\x7f' && unicode::is_alphabetic(c),
        }
    }

    #[inline]
    pub const fn is_lowercase(self) -> bool {
        match self {
            'a'..='z' => true,
            c => c > '\x7f' && unicode::is_lowercase(c),
        }
    }

    #[inline]
    pub const fn is_uppercase(self) -> bool {
        match self {
            'A'..='Z' => true,
            c => c > '\x7f' && unicode::is_uppercase(c),
        }
    }

    #[inline]
    pub const fn is_whitespace(self) -> bool {
        match self {
            ' ' | '\x09'..='\x0d' => true,
            '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => true,
            '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => true,
            _ => false,
        }
    }

    #[inline]
    pub fn is_alphanumeric(self) -> bool { self.is_alphabetic() || self.is_numeric() }

    #[inline]
    pub const fn is_control(self) -> bool { matches!(self, '\0'..='\x1f' | '\x7f'..='\u{9f}') }

    #[inline]
    pub fn is_numeric(self) -> bool {
        match self {
            '0'..='9' => true,
            c => c > '\x7f' && unicode::is_numeric(c),
        }
    }

    #[inline]
    pub fn to_lowercase(self) -> ToLowercase { ToLowercase(CaseMapping::new(unicode::to_lower(self))) }

    #[inline]
    pub fn to_uppercase(self) -> ToUppercase { ToUppercase(CaseMapping::new(unicode::to_upper(self))) }

    #[inline]
    pub const fn is_ascii(&self) -> bool { (*self as u32) < 128 }

    #[inline]
    pub const fn to_ascii_uppercase(&self) -> char {
        if self.is_ascii_lowercase() { (*self as u8 - 32) as char } else { *self }
    }

    #[inline]
    pub const fn to_ascii_lowercase(&self) -> char {
        if self.is_ascii_uppercase() { (*self as u8 + 32) as char } else { *self }
    }

    #[inline]
    pub const fn eq_ignore_ascii_case(&self, other: &char) -> bool {
        self.to_ascii_lowercase() as u32 == other.to_ascii_lowercase() as u32
    }

    #[inline]
    pub const fn make_ascii_uppercase(&mut self) { *self = self.to_ascii_uppercase(); }
    #[inline]
    pub const fn make_ascii_lowercase(&mut self) { *self = self.to_ascii_lowercase(); }
    #[inline]
    pub const fn is_ascii_alphabetic(&self) -> bool { matches!(*self, 'A'..='Z' | 'a'..='z') }
    #[inline]
    pub const fn is_ascii_uppercase(&self) -> bool { matches!(*self, 'A'..='Z') }
    #[inline]
    pub const fn is_ascii_lowercase(&self) -> bool { matches!(*self, 'a'..='z') }
    #[inline]
    pub const fn is_ascii_alphanumeric(&self) -> bool { matches!(*self, '0'..='9' | 'A'..='Z' | 'a'..='z') }
    #[inline]
    pub const fn is_ascii_digit(&self) -> bool { matches!(*self, '0'..='9') }
    #[inline]
    pub const fn is_ascii_hexdigit(&self) -> bool { matches!(*self, '0'..='9' | 'A'..='F' | 'a'..='f') }
    #[inline]
    pub const fn is_ascii_punctuation(&self) -> bool { matches!(*self, '!'..='/' | ':'..='@' | '['..='`' | '{'..='~') }
    #[inline]
    pub const fn is_ascii_graphic(&self) -> bool { matches!(*self, '!'..='~') }
    #[inline]
    pub const fn is_ascii_whitespace(&self) -> bool { matches!(*self, '\t' | '\n' | '\x0C' | '\r' | ' ') }
    #[inline]
    pub const fn is_ascii_control(&self) -> bool { matches!(*self, '\0'..='\x1F' | '\x7F') }
}

/// Writes the UTF-8 of `code` to `dst`; how many bytes.
#[inline]
pub(crate) const fn encode_utf8_raw(code: u32, dst: &mut [u8]) -> usize {
    if code < 0x80 {
        dst[0] = code as u8;
        1
    } else if code < 0x800 {
        dst[0] = (code >> 6) as u8 | 0xc0;
        dst[1] = (code & 0x3f) as u8 | 0x80;
        2
    } else if code < 0x10000 {
        dst[0] = (code >> 12) as u8 | 0xe0;
        dst[1] = (code >> 6 & 0x3f) as u8 | 0x80;
        dst[2] = (code & 0x3f) as u8 | 0x80;
        3
    } else {
        dst[0] = (code >> 18) as u8 | 0xf0;
        dst[1] = (code >> 12 & 0x3f) as u8 | 0x80;
        dst[2] = (code >> 6 & 0x3f) as u8 | 0x80;
        dst[3] = (code & 0x3f) as u8 | 0x80;
        4
    }
}

/// Up to three characters that one turns into.
#[derive(Clone, Debug)]
struct CaseMapping {
    chars: [char; 3],
    at: u8,
    end: u8,
}

impl CaseMapping {
    fn new(chars: [char; 3]) -> Self {
        let end = if chars[2] != '\0' {
            3
        } else if chars[1] != '\0' {
            2
        } else {
            1
        };
        CaseMapping { chars, at: 0, end }
    }

    fn next(&mut self) -> Option<char> {
        if self.at == self.end {
            return None;
        }
        self.at += 1;
        Some(self.chars[self.at as usize - 1])
    }

    fn next_back(&mut self) -> Option<char> {
        if self.at == self.end {
            return None;
        }
        self.end -= 1;
        Some(self.chars[self.end as usize])
    }
}

macro_rules! case_mapping {
    ($($Name:ident)*) => { $(
        #[derive(Clone, Debug)]
        pub struct $Name(CaseMapping);

        impl Iterator for $Name {
            type Item = char;
            fn next(&mut self) -> Option<char> { self.0.next() }
            fn size_hint(&self) -> (usize, Option<usize>) {
                let n = (self.0.end - self.0.at) as usize;
                (n, Some(n))
            }
        }

        impl DoubleEndedIterator for $Name {
            fn next_back(&mut self) -> Option<char> { self.0.next_back() }
        }

        impl ExactSizeIterator for $Name {}
        impl FusedIterator for $Name {}

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for i in self.0.at..self.0.end {
                    f.write_char(self.0.chars[i as usize])?;
                }
                Ok(())
            }
        }
    )* };
}

case_mapping! { ToLowercase ToUppercase }

impl u8 {
    #[inline]
    pub const fn is_ascii(&self) -> bool { *self <= 127 }
    #[inline]
    pub const fn to_ascii_uppercase(&self) -> u8 { if self.is_ascii_lowercase() { *self - 32 } else { *self } }
    #[inline]
    pub const fn to_ascii_lowercase(&self) -> u8 { if self.is_ascii_uppercase() { *self + 32 } else { *self } }
    #[inline]
    pub const fn eq_ignore_ascii_case(&self, other: &u8) -> bool { self.to_ascii_lowercase() == other.to_ascii_lowercase() }
    #[inline]
    pub const fn make_ascii_uppercase(&mut self) { *self = self.to_ascii_uppercase(); }
    #[inline]
    pub const fn make_ascii_lowercase(&mut self) { *self = self.to_ascii_lowercase(); }
    #[inline]
    pub const fn is_ascii_alphabetic(&self) -> bool { matches!(*self, b'A'..=b'Z' | b'a'..=b'z') }
    #[inline]
    pub const fn is_ascii_uppercase(&self) -> bool { matches!(*self, b'A'..=b'Z') }
    #[inline]
    pub const fn is_ascii_lowercase(&self) -> bool { matches!(*self, b'a'..=b'z') }
    #[inline]
    pub const fn is_ascii_alphanumeric(&self) -> bool { matches!(*self, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') }
    #[inline]
    pub const fn is_ascii_digit(&self) -> bool { matches!(*self, b'0'..=b'9') }
    #[inline]
    pub const fn is_ascii_hexdigit(&self) -> bool { matches!(*self, b'0'..=b'9' | b'A'..=b'F' | b'a'..=b'f') }
    #[inline]
    pub const fn is_ascii_punctuation(&self) -> bool {
        matches!(*self, b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~')
    }
    #[inline]
    pub const fn is_ascii_graphic(&self) -> bool { matches!(*self, b'!'..=b'~') }
    #[inline]
    pub const fn is_ascii_whitespace(&self) -> bool { matches!(*self, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ') }
    #[inline]
    pub const fn is_ascii_control(&self) -> bool { matches!(*self, b'\0'..=b'\x1F' | b'\x7F') }
    #[inline]
    pub fn escape_ascii(self) -> crate::ascii::EscapeDefault { crate::ascii::escape_default(self) }
    #[inline]
    pub(crate) const fn is_utf8_char_boundary(self) -> bool { (self as i8) >= -0x40 }
}
