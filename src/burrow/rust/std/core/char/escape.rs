//! Characters as escapes.

use crate::fmt::{self, Write};
use crate::iter::FusedIterator;

/// At most ten ASCII characters, or one character as it is.
#[derive(Clone, Debug)]
struct Buffer {
    data: [u8; 10],
    at: u8,
    end: u8,
    // Shown as it is, when `end` is 0.
    plain: Option<char>,
}

const HEX: [u8; 16] = *b"0123456789abcdef";

impl Buffer {
    fn plain(c: char) -> Buffer { Buffer { data: [0; 10], at: 0, end: 0, plain: Some(c) } }

    fn backslash(c: u8) -> Buffer {
        let mut data = [0; 10];
        data[0] = b'\\';
        data[1] = c;
        Buffer { data, at: 0, end: 2, plain: None }
    }

    fn unicode(c: char) -> Buffer {
        let n = c as u32;
        let digits = (32 - (n | 1).leading_zeros() as usize + 3) / 4;
        let mut data = [0; 10];
        data[0] = b'\\';
        data[1] = b'u';
        data[2] = b'{';
        for i in 0..digits {
            data[3 + i] = HEX[(n >> (4 * (digits - 1 - i)) & 15) as usize];
        }
        data[3 + digits] = b'}';
        Buffer { data, at: 0, end: 4 + digits as u8, plain: None }
    }

    fn next(&mut self) -> Option<char> {
        if self.at < self.end {
            self.at += 1;
            return Some(self.data[self.at as usize - 1] as char);
        }
        self.plain.take()
    }

    fn len(&self) -> usize { (self.end - self.at) as usize + self.plain.is_some() as usize }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.clone();
        while let Some(c) = rest.next() {
            f.write_char(c)?;
        }
        Ok(())
    }
}

macro_rules! escape {
    ($($Name:ident)*) => { $(
        #[derive(Clone, Debug)]
        pub struct $Name(Buffer);

        impl Iterator for $Name {
            type Item = char;
            fn next(&mut self) -> Option<char> { self.0.next() }
            fn size_hint(&self) -> (usize, Option<usize>) { (self.0.len(), Some(self.0.len())) }
        }

        impl ExactSizeIterator for $Name {
            fn len(&self) -> usize { self.0.len() }
        }

        impl FusedIterator for $Name {}

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
    )* };
}

escape! { EscapeUnicode EscapeDefault EscapeDebug }

impl EscapeUnicode {
    pub(super) fn new(c: char) -> Self { EscapeUnicode(Buffer::unicode(c)) }
}

impl EscapeDefault {
    pub(super) fn new(c: char) -> Self {
        EscapeDefault(match c {
            '\t' => Buffer::backslash(b't'),
            '\r' => Buffer::backslash(b'r'),
            '\n' => Buffer::backslash(b'n'),
            '\\' | '\'' | '"' => Buffer::backslash(c as u8),
            '\x20'..='\x7e' => Buffer::plain(c),
            _ => Buffer::unicode(c),
        })
    }
}

impl EscapeDebug {
    pub(super) fn new(c: char, single_quote: bool, double_quote: bool, grapheme_extended: bool) -> Self {
        EscapeDebug(match c {
            '\0' => Buffer::backslash(b'0'),
            '\t' => Buffer::backslash(b't'),
            '\r' => Buffer::backslash(b'r'),
            '\n' => Buffer::backslash(b'n'),
            '\\' => Buffer::backslash(b'\\'),
            '"' if double_quote => Buffer::backslash(b'"'),
            '\'' if single_quote => Buffer::backslash(b'\''),
            _ if grapheme_extended && super::unicode::is_grapheme_extended(c) => Buffer::unicode(c),
            _ if super::unicode::is_printable(c) => Buffer::plain(c),
            _ => Buffer::unicode(c),
        })
    }
}
