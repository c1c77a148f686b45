//! `String`.

use core::error::Error;
use core::fmt;
use core::hash;
use core::iter::FusedIterator;
use core::ops::{self, Add, AddAssign, Bound, Deref, DerefMut, Index, IndexMut, Range, RangeBounds};
use core::ptr;
use core::slice;
use core::slice::SliceIndex;
use core::str::pattern::Pattern;
use core::str::{self, Chars, FromStr, Utf8Error};

use crate::borrow::{Cow, ToOwned};
use crate::boxed::Box;
use crate::vec::Vec;

mod convert;

#[lang = "String"]
#[derive(PartialEq, PartialOrd, Eq, Ord)]
pub struct String {
    vec: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq, Clone)]
pub struct FromUtf8Error {
    bytes: Vec<u8>,
    error: Utf8Error,
}

#[derive(Debug)]
pub struct FromUtf16Error(());

pub type ParseError = core::convert::Infallible;

impl String {
    #[inline]
    pub const fn new() -> String { String { vec: Vec::new() } }

    #[inline]
    pub fn with_capacity(capacity: usize) -> String { String { vec: Vec::with_capacity(capacity) } }

    #[inline]
    pub fn from_utf8(vec: Vec<u8>) -> Result<String, FromUtf8Error> {
        match str::from_utf8(&vec) {
            Ok(..) => Ok(String { vec }),
            Err(e) => Err(FromUtf8Error { bytes: vec, error: e }),
        }
    }

    pub fn from_utf8_lossy(v: &[u8]) -> Cow<'_, str> {
        let mut rest = v;
        let mut result = String::new();
        loop {
            match str::from_utf8(rest) {
                Ok(valid) => {
                    if result.is_empty() && rest.len() == v.len() {
                        return Cow::Borrowed(valid);
                    }
                    result.push_str(valid);
                    return Cow::Owned(result);
                }
                Err(e) => {
                    let (valid, after) = rest.split_at(e.valid_up_to());
                    result.push_str(unsafe { str::from_utf8_unchecked(valid) });
                    result.push_str("\u{FFFD}");
                    rest = match e.error_len() {
                        Some(n) => &after[n..],
                        None => return Cow::Owned(result),
                    };
                    if rest.is_empty() {
                        return Cow::Owned(result);
                    }
                }
            }
        }
    }

    pub fn from_utf16(v: &[u16]) -> Result<String, FromUtf16Error> {
        let mut s = String::with_capacity(v.len());
        let mut i = 0;
        while i < v.len() {
            let u = v[i] as u32;
            i += 1;
            let code = if u & 0xfc00 == 0xd800 && i < v.len() && v[i] & 0xfc00 == 0xdc00 {
                i += 1;
                0x10000 + ((u & 0x3ff) << 10 | (v[i - 1] as u32 & 0x3ff))
            } else {
                u
            };
            match char::from_u32(code) {
                Some(c) => s.push(c),
                None => return Err(FromUtf16Error(())),
            }
        }
        Ok(s)
    }

    #[inline]
    pub unsafe fn from_raw_parts(buf: *mut u8, length: usize, capacity: usize) -> String {
        unsafe { String { vec: Vec::from_raw_parts(buf, length, capacity) } }
    }

    #[inline]
    pub unsafe fn from_utf8_unchecked(bytes: Vec<u8>) -> String { String { vec: bytes } }

    #[inline]
    pub fn into_bytes(self) -> Vec<u8> { self.vec }

    #[inline]
    pub const fn as_str(&self) -> &str { unsafe { str::from_utf8_unchecked(self.vec.as_slice()) } }

    #[inline]
    pub const fn as_mut_str(&mut self) -> &mut str { unsafe { str::from_utf8_unchecked_mut(self.vec.as_mut_slice()) } }

    #[inline]
    pub fn push_str(&mut self, string: &str) {
        let n = string.len();
        self.vec.reserve(n);
        unsafe {
            let len = self.vec.len();
            ptr::copy_nonoverlapping(string.as_ptr(), self.vec.as_mut_ptr().add(len), n);
            self.vec.set_len(len + n);
        }
    }

    pub fn extend_from_within<R: RangeBounds<usize>>(&mut self, src: R) {
        let Range { start, end } = slice::range(src, ..self.len());
        assert!(self.is_char_boundary(start));
        assert!(self.is_char_boundary(end));
        self.vec.extend_from_within(start..end);
    }

    #[inline]
    pub const fn capacity(&self) -> usize { self.vec.capacity() }
    #[inline]
    pub fn reserve(&mut self, additional: usize) { self.vec.reserve(additional) }
    #[inline]
    pub fn reserve_exact(&mut self, additional: usize) { self.vec.reserve_exact(additional) }
    #[inline]
    pub fn shrink_to_fit(&mut self) { self.vec.shrink_to_fit() }
    #[inline]
    pub fn shrink_to(&mut self, min_capacity: usize) { self.vec.shrink_to(min_capacity) }

    #[inline]
    pub fn push(&mut self, ch: char) {
        if (ch as u32) < 0x80 {
            self.vec.push(ch as u8);
        } else {
            self.push_str(ch.encode_utf8(&mut [0; 4]));
        }
    }

    #[inline]
    pub const fn as_bytes(&self) -> &[u8] { self.vec.as_slice() }

    #[inline]
    #[track_caller]
    pub fn truncate(&mut self, new_len: usize) {
        if new_len <= self.len() {
            assert!(self.is_char_boundary(new_len));
            self.vec.truncate(new_len)
        }
    }

    #[inline]
    pub fn pop(&mut self) -> Option<char> {
        let ch = self.chars().rev().next()?;
        let newlen = self.len() - ch.len_utf8();
        unsafe { self.vec.set_len(newlen) };
        Some(ch)
    }

    #[inline]
    #[track_caller]
    pub fn remove(&mut self, idx: usize) -> char {
        let ch = match self[idx..].chars().next() {
            Some(ch) => ch,
            None => panic!("cannot remove a char from the end of a string"),
        };
        let next = idx + ch.len_utf8();
        let len = self.len();
        unsafe {
            ptr::copy(self.vec.as_ptr().add(next), self.vec.as_mut_ptr().add(idx), len - next);
            self.vec.set_len(len - (next - idx));
        }
        ch
    }

    pub fn retain<F>(&mut self, mut f: F)
    where
        F: FnMut(char) -> bool,
    {
        let mut kept = String::with_capacity(self.len());
        for c in self.chars() {
            if f(c) {
                kept.push(c);
            }
        }
        self.clear();
        self.push_str(&kept);
    }

    #[inline]
    #[track_caller]
    pub fn insert(&mut self, idx: usize, ch: char) {
        assert!(self.is_char_boundary(idx));
        let mut bits = [0; 4];
        let bits = ch.encode_utf8(&mut bits).as_bytes();
        unsafe { self.insert_bytes(idx, bits) };
    }

    unsafe fn insert_bytes(&mut self, idx: usize, bytes: &[u8]) {
        let len = self.len();
        let amt = bytes.len();
        self.vec.reserve(amt);
        unsafe {
            ptr::copy(self.vec.as_ptr().add(idx), self.vec.as_mut_ptr().add(idx + amt), len - idx);
            ptr::copy_nonoverlapping(bytes.as_ptr(), self.vec.as_mut_ptr().add(idx), amt);
            self.vec.set_len(len + amt);
        }
    }

    #[inline]
    #[track_caller]
    pub fn insert_str(&mut self, idx: usize, string: &str) {
        assert!(self.is_char_boundary(idx));
        unsafe { self.insert_bytes(idx, string.as_bytes()) };
    }

    #[inline]
    pub const unsafe fn as_mut_vec(&mut self) -> &mut Vec<u8> { &mut self.vec }

    #[inline]
    pub const fn len(&self) -> usize { self.vec.len() }

    #[inline]
    pub const fn is_empty(&self) -> bool { self.len() == 0 }

    #[inline]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> String {
        assert!(self.is_char_boundary(at));
        let other = self.vec.split_off(at);
        unsafe { String::from_utf8_unchecked(other) }
    }

    #[inline]
    pub fn clear(&mut self) { self.vec.clear() }

    #[track_caller]
    pub fn drain<R>(&mut self, range: R) -> Drain<'_>
    where
        R: RangeBounds<usize>,
    {
        let Range { start, end } = slice::range(range, ..self.len());
        assert!(self.is_char_boundary(start));
        assert!(self.is_char_boundary(end));
        let self_ptr = self as *mut String;
        let chars_iter = unsafe { self.get_unchecked(start..end) }.chars();
        Drain { start, end, iter: chars_iter, string: self_ptr }
    }

    #[track_caller]
    pub fn replace_range<R>(&mut self, range: R, replace_with: &str)
    where
        R: RangeBounds<usize>,
    {
        let Range { start, end } = slice::range(range, ..self.len());
        assert!(self.is_char_boundary(start));
        assert!(self.is_char_boundary(end));
        self.vec.splice(start..end, replace_with.bytes());
    }

    #[inline]
    pub fn into_boxed_str(self) -> Box<str> {
        let slice = self.vec.into_boxed_slice();
        unsafe { str_from_boxed(slice) }
    }

    #[inline]
    pub fn leak<'a>(self) -> &'a mut str {
        let slice = self.vec.leak();
        unsafe { str::from_utf8_unchecked_mut(slice) }
    }
}

unsafe fn str_from_boxed(slice: Box<[u8]>) -> Box<str> { unsafe { crate::str::from_boxed_utf8_unchecked(slice) } }

impl FromUtf8Error {
    pub fn as_bytes(&self) -> &[u8] { &self.bytes[..] }
    pub fn into_bytes(self) -> Vec<u8> { self.bytes }
    pub fn utf8_error(&self) -> Utf8Error { self.error }
}

impl fmt::Display for FromUtf8Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.error, f) }
}

impl fmt::Display for FromUtf16Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt("invalid utf-16: lone surrogate found", f) }
}

impl Error for FromUtf8Error {}
impl Error for FromUtf16Error {}

impl Clone for String {
    fn clone(&self) -> Self { String { vec: self.vec.clone() } }
    fn clone_from(&mut self, source: &Self) { self.vec.clone_from(&source.vec); }
}

impl FromIterator<char> for String {
    fn from_iter<I: IntoIterator<Item = char>>(iter: I) -> String {
        let mut buf = String::new();
        buf.extend(iter);
        buf
    }
}

macro_rules! from_texts {
    ($([$($g:tt)*] $t:ty;)*) => { $(
        impl<$($g)*> FromIterator<$t> for String {
            fn from_iter<I: IntoIterator<Item = $t>>(iter: I) -> String {
                let mut buf = String::new();
                buf.extend(iter);
                buf
            }
        }

        impl<$($g)*> Extend<$t> for String {
            fn extend<I: IntoIterator<Item = $t>>(&mut self, iter: I) { iter.into_iter().for_each(move |s| self.push_str(&s)); }
        }
    )* };
}

from_texts! { ['a] &'a str; [] String; [] Box<str>; ['a] Cow<'a, str>; }

impl<'a> FromIterator<&'a char> for String {
    fn from_iter<I: IntoIterator<Item = &'a char>>(iter: I) -> String {
        let mut buf = String::new();
        buf.extend(iter);
        buf
    }
}

impl Extend<char> for String {
    fn extend<I: IntoIterator<Item = char>>(&mut self, iter: I) {
        let iterator = iter.into_iter();
        let (lower_bound, _) = iterator.size_hint();
        self.reserve(lower_bound);
        iterator.for_each(move |c| self.push(c));
    }
}

impl<'a> Extend<&'a char> for String {
    fn extend<I: IntoIterator<Item = &'a char>>(&mut self, iter: I) { self.extend(iter.into_iter().cloned()); }
}

impl<'b> Pattern for &'b String {
    type Searcher<'a> = <&'b str as Pattern>::Searcher<'a>;
    fn into_searcher(self, haystack: &str) -> <&'b str as Pattern>::Searcher<'_> { self[..].into_searcher(haystack) }
}

macro_rules! impl_eq {
    ($([$($g:tt)*] $Left:ty, $Right:ty;)*) => { $(
        impl<$($g)*> PartialEq<$Right> for $Left {
            #[inline]
            fn eq(&self, other: &$Right) -> bool { PartialEq::eq(&self[..], &other[..]) }
        }

        impl<$($g)*> PartialEq<$Left> for $Right {
            #[inline]
            fn eq(&self, other: &$Left) -> bool { PartialEq::eq(&self[..], &other[..]) }
        }
    )* };
}

impl_eq! { [] String, str; ['a] String, &'a str; ['a] Cow<'a, str>, str; ['a, 'b] Cow<'a, str>, &'b str; ['a] Cow<'a, str>, String; }

impl Default for String {
    #[inline]
    fn default() -> String { String::new() }
}

impl fmt::Display for String {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&**self, f) }
}

impl fmt::Debug for String {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

impl hash::Hash for String {
    #[inline]
    fn hash<H: hash::Hasher>(&self, hasher: &mut H) { (**self).hash(hasher) }
}

impl Add<&str> for String {
    type Output = String;
    #[inline]
    fn add(mut self, other: &str) -> String {
        self.push_str(other);
        self
    }
}

impl AddAssign<&str> for String {
    #[inline]
    fn add_assign(&mut self, other: &str) { self.push_str(other); }
}

impl<I> Index<I> for String
where
    I: SliceIndex<str>,
{
    type Output = I::Output;
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output { index.index(self.as_str()) }
}

impl<I> IndexMut<I> for String
where
    I: SliceIndex<str>,
{
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output { index.index_mut(self.as_mut_str()) }
}

impl Deref for String {
    type Target = str;
    #[inline]
    fn deref(&self) -> &str { self.as_str() }
}

impl DerefMut for String {
    #[inline]
    fn deref_mut(&mut self) -> &mut str { self.as_mut_str() }
}

impl fmt::Write for String {
    #[inline]
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.push_str(s);
        Ok(())
    }

    #[inline]
    fn write_char(&mut self, c: char) -> fmt::Result {
        self.push(c);
        Ok(())
    }
}

impl FromStr for String {
    type Err = core::convert::Infallible;
    #[inline]
    fn from_str(s: &str) -> Result<String, Self::Err> { Ok(String::from(s)) }
}

pub trait ToString {
    fn to_string(&self) -> String;
}

impl<T: fmt::Display + ?Sized> ToString for T {
    #[inline]
    fn to_string(&self) -> String {
        let mut buf = String::new();
        let mut formatter = fmt::Formatter::new(&mut buf, fmt::FormattingOptions::new());
        fmt::Display::fmt(self, &mut formatter).expect("a Display implementation returned an error unexpectedly");
        buf
    }
}

pub struct Drain<'a> {
    string: *mut String,
    start: usize,
    end: usize,
    iter: Chars<'a>,
}

unsafe impl Sync for Drain<'_> {}
unsafe impl Send for Drain<'_> {}

impl Drop for Drain<'_> {
    fn drop(&mut self) {
        unsafe {
            let v = (*self.string).as_mut_vec();
            if self.start <= self.end && self.end <= v.len() {
                v.drain(self.start..self.end);
            }
        }
    }
}

impl<'a> Drain<'a> {
    pub fn as_str(&self) -> &str { self.iter.as_str() }
}

impl fmt::Debug for Drain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("Drain").field(&self.as_str()).finish() }
}

impl Iterator for Drain<'_> {
    type Item = char;
    #[inline]
    fn next(&mut self) -> Option<char> { self.iter.next() }
    fn size_hint(&self) -> (usize, Option<usize>) { self.iter.size_hint() }
}

impl DoubleEndedIterator for Drain<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<char> { self.iter.next_back() }
}

impl FusedIterator for Drain<'_> {}
