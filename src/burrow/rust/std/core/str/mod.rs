//! `str`.

use crate::fmt;
use crate::mem;
use crate::ops::{Index, IndexMut};
use crate::slice::{self, SliceIndex};

mod converts;
mod error;
mod iter;
pub mod pattern;
mod traits;
mod validations;

pub use converts::{from_utf8, from_utf8_mut, from_utf8_unchecked, from_utf8_unchecked_mut};
pub use error::{ParseBoolError, Utf8Error};
pub use iter::{
    Bytes, CharIndices, Chars, EncodeUtf16, EscapeDebug, EscapeDefault, Lines, MatchIndices, Matches, RMatchIndices, RSplit,
    RSplitN, RSplitTerminator, Split, SplitAsciiWhitespace, SplitInclusive, SplitN, SplitTerminator, SplitWhitespace,
};
use pattern::{DoubleEndedSearcher, Pattern, ReverseSearcher, Searcher};
pub use traits::FromStr;

impl str {
    #[inline]
    pub const fn len(&self) -> usize { self.as_bytes().len() }

    #[inline]
    pub const fn is_empty(&self) -> bool { self.len() == 0 }

    #[inline]
    pub const fn is_char_boundary(&self, index: usize) -> bool {
        if index == 0 {
            return true;
        }
        if index >= self.len() {
            index == self.len()
        } else {
            self.as_bytes()[index].is_utf8_char_boundary()
        }
    }

    pub fn floor_char_boundary(&self, index: usize) -> usize {
        if index >= self.len() {
            return self.len();
        }
        let mut i = index;
        while !self.is_char_boundary(i) {
            i -= 1;
        }
        i
    }

    #[inline(always)]
    pub const fn as_bytes(&self) -> &[u8] { unsafe { mem::transmute(self) } }

    #[inline(always)]
    pub const unsafe fn as_bytes_mut(&mut self) -> &mut [u8] { unsafe { &mut *(self as *mut str as *mut [u8]) } }

    #[inline(always)]
    pub const fn as_ptr(&self) -> *const u8 { self as *const str as *const u8 }

    #[inline(always)]
    pub const fn as_mut_ptr(&mut self) -> *mut u8 { self as *mut str as *mut u8 }

    #[inline]
    pub fn get<I: SliceIndex<str>>(&self, i: I) -> Option<&I::Output> { i.get(self) }

    #[inline]
    pub fn get_mut<I: SliceIndex<str>>(&mut self, i: I) -> Option<&mut I::Output> { i.get_mut(self) }

    #[inline]
    pub unsafe fn get_unchecked<I: SliceIndex<str>>(&self, i: I) -> &I::Output { unsafe { &*i.get_unchecked(self) } }

    #[inline]
    pub unsafe fn get_unchecked_mut<I: SliceIndex<str>>(&mut self, i: I) -> &mut I::Output {
        unsafe { &mut *i.get_unchecked_mut(self) }
    }

    #[inline]
    #[track_caller]
    pub fn split_at(&self, mid: usize) -> (&str, &str) {
        match self.split_at_checked(mid) {
            None => traits::slice_error_fail(self, 0, mid),
            Some(pair) => pair,
        }
    }

    pub fn split_at_checked(&self, mid: usize) -> Option<(&str, &str)> {
        if self.is_char_boundary(mid) {
            unsafe { Some((self.get_unchecked(..mid), self.get_unchecked(mid..))) }
        } else {
            None
        }
    }

    #[track_caller]
    pub fn split_at_mut(&mut self, mid: usize) -> (&mut str, &mut str) {
        if !self.is_char_boundary(mid) {
            traits::slice_error_fail(self, 0, mid)
        }
        let (a, b) = unsafe { self.as_bytes_mut() }.split_at_mut(mid);
        unsafe { (from_utf8_unchecked_mut(a), from_utf8_unchecked_mut(b)) }
    }

    #[inline]
    pub fn chars(&self) -> Chars<'_> { Chars::new(self) }

    #[inline]
    pub fn char_indices(&self) -> CharIndices<'_> { CharIndices::new(self) }

    #[inline]
    pub fn bytes(&self) -> Bytes<'_> { Bytes(self.as_bytes().iter().copied()) }

    #[inline]
    pub fn split_whitespace(&self) -> SplitWhitespace<'_> { SplitWhitespace::new(self) }

    #[inline]
    pub fn split_ascii_whitespace(&self) -> SplitAsciiWhitespace<'_> { SplitAsciiWhitespace::new(self) }

    #[inline]
    pub fn lines(&self) -> Lines<'_> { Lines(self.split_inclusive('\n')) }

    pub fn encode_utf16(&self) -> EncodeUtf16<'_> { EncodeUtf16::new(self) }

    #[inline]
    pub fn contains<P: Pattern>(&self, pat: P) -> bool { pat.is_contained_in(self) }

    pub fn starts_with<P: Pattern>(&self, pat: P) -> bool { pat.is_prefix_of(self) }

    pub fn ends_with<P: Pattern>(&self, pat: P) -> bool
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        pat.is_suffix_of(self)
    }

    #[inline]
    pub fn find<P: Pattern>(&self, pat: P) -> Option<usize> {
        match pat.into_searcher(self).next_match() {
            Some((i, _)) => Some(i),
            None => None,
        }
    }

    #[inline]
    pub fn rfind<P: Pattern>(&self, pat: P) -> Option<usize>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        match pat.into_searcher(self).next_match_back() {
            Some((i, _)) => Some(i),
            None => None,
        }
    }

    #[inline]
    pub fn split<P: Pattern>(&self, pat: P) -> Split<'_, P> { Split(iter::SplitInternal::new(self, pat, true)) }

    #[inline]
    pub fn split_inclusive<P: Pattern>(&self, pat: P) -> SplitInclusive<'_, P> {
        SplitInclusive(iter::SplitInternal::new(self, pat, false))
    }

    #[inline]
    pub fn rsplit<P: Pattern>(&self, pat: P) -> RSplit<'_, P>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        RSplit(iter::SplitInternal::new(self, pat, true))
    }

    #[inline]
    pub fn split_terminator<P: Pattern>(&self, pat: P) -> SplitTerminator<'_, P> {
        SplitTerminator(iter::SplitInternal::new(self, pat, false))
    }

    #[inline]
    pub fn rsplit_terminator<P: Pattern>(&self, pat: P) -> RSplitTerminator<'_, P>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        RSplitTerminator(iter::SplitInternal::new(self, pat, false))
    }

    #[inline]
    pub fn splitn<P: Pattern>(&self, n: usize, pat: P) -> SplitN<'_, P> {
        SplitN { inner: iter::SplitInternal::new(self, pat, true), count: n }
    }

    #[inline]
    pub fn rsplitn<P: Pattern>(&self, n: usize, pat: P) -> RSplitN<'_, P>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        RSplitN { inner: iter::SplitInternal::new(self, pat, true), count: n }
    }

    #[inline]
    pub fn split_once<P: Pattern>(&self, delimiter: P) -> Option<(&'_ str, &'_ str)> {
        let (start, end) = delimiter.into_searcher(self).next_match()?;
        unsafe { Some((self.get_unchecked(..start), self.get_unchecked(end..))) }
    }

    #[inline]
    pub fn rsplit_once<P: Pattern>(&self, delimiter: P) -> Option<(&'_ str, &'_ str)>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        let (start, end) = delimiter.into_searcher(self).next_match_back()?;
        unsafe { Some((self.get_unchecked(..start), self.get_unchecked(end..))) }
    }

    #[inline]
    pub fn matches<P: Pattern>(&self, pat: P) -> Matches<'_, P> { Matches(self.match_indices(pat)) }

    #[inline]
    pub fn match_indices<P: Pattern>(&self, pat: P) -> MatchIndices<'_, P> { MatchIndices(pat.into_searcher(self)) }

    #[inline]
    pub fn rmatch_indices<P: Pattern>(&self, pat: P) -> RMatchIndices<'_, P>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        RMatchIndices(pat.into_searcher(self))
    }

    #[inline]
    pub fn trim(&self) -> &str { self.trim_start().trim_end() }

    pub fn trim_start(&self) -> &str {
        let mut chars = self.chars();
        loop {
            let rest = chars.as_str();
            match chars.next() {
                Some(c) if c.is_whitespace() => {}
                _ => return rest,
            }
        }
    }

    pub fn trim_end(&self) -> &str {
        let mut chars = self.chars();
        loop {
            let rest = chars.as_str();
            match chars.next_back() {
                Some(c) if c.is_whitespace() => {}
                _ => return rest,
            }
        }
    }

    #[inline]
    pub fn trim_left(&self) -> &str { self.trim_start() }
    #[inline]
    pub fn trim_right(&self) -> &str { self.trim_end() }

    pub fn trim_matches<P: Pattern>(&self, pat: P) -> &str
    where
        for<'a> P::Searcher<'a>: DoubleEndedSearcher<'a>,
    {
        let mut i = 0;
        let mut j = 0;
        let mut matcher = pat.into_searcher(self);
        if let Some((a, b)) = matcher.next_reject() {
            i = a;
            // Overwritten unless this is the only piece that stays.
            j = b;
        }
        if let Some((_, b)) = matcher.next_reject_back() {
            j = b;
        }
        unsafe { self.get_unchecked(i..j) }
    }

    pub fn trim_start_matches<P: Pattern>(&self, pat: P) -> &str {
        let mut i = self.len();
        let mut matcher = pat.into_searcher(self);
        if let Some((a, _)) = matcher.next_reject() {
            i = a;
        }
        unsafe { self.get_unchecked(i..self.len()) }
    }

    pub fn trim_end_matches<P: Pattern>(&self, pat: P) -> &str
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        let mut j = 0;
        let mut matcher = pat.into_searcher(self);
        if let Some((_, b)) = matcher.next_reject_back() {
            j = b;
        }
        unsafe { self.get_unchecked(0..j) }
    }

    pub fn strip_prefix<P: Pattern>(&self, prefix: P) -> Option<&str> { prefix.strip_prefix_of(self) }

    pub fn strip_suffix<P: Pattern>(&self, suffix: P) -> Option<&str>
    where
        for<'a> P::Searcher<'a>: ReverseSearcher<'a>,
    {
        suffix.strip_suffix_of(self)
    }

    #[inline]
    pub fn parse<F: FromStr>(&self) -> Result<F, F::Err> { FromStr::from_str(self) }

    #[inline]
    pub const fn is_ascii(&self) -> bool { self.as_bytes().is_ascii() }

    #[inline]
    pub const fn eq_ignore_ascii_case(&self, other: &str) -> bool { self.as_bytes().eq_ignore_ascii_case(other.as_bytes()) }

    #[inline]
    pub const fn make_ascii_uppercase(&mut self) { unsafe { self.as_bytes_mut() }.make_ascii_uppercase() }

    #[inline]
    pub const fn make_ascii_lowercase(&mut self) { unsafe { self.as_bytes_mut() }.make_ascii_lowercase() }

    pub fn escape_debug(&self) -> EscapeDebug<'_> { EscapeDebug::new(self) }

    pub fn escape_default(&self) -> EscapeDefault<'_> { EscapeDefault::new(self) }
}

impl AsRef<[u8]> for str {
    #[inline]
    fn as_ref(&self) -> &[u8] { self.as_bytes() }
}

impl Default for &str {
    #[inline]
    fn default() -> Self { "" }
}

impl Default for &mut str {
    fn default() -> Self { unsafe { from_utf8_unchecked_mut(&mut []) } }
}
