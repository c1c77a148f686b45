//! Iterators over text.

use super::pattern::{DoubleEndedSearcher, Pattern, ReverseSearcher, Searcher};
use super::validations::{next_code_point, next_code_point_reverse};
use crate::char as char_mod;
use crate::fmt::{self, Write};
use crate::iter::{Copied, FusedIterator};
use crate::slice;

#[derive(Clone)]
pub struct Chars<'a> {
    iter: slice::Iter<'a, u8>,
}

impl<'a> Chars<'a> {
    #[inline]
    pub(super) fn new(s: &'a str) -> Chars<'a> { Chars { iter: s.as_bytes().iter() } }

    #[inline]
    pub fn as_str(&self) -> &'a str { unsafe { super::from_utf8_unchecked(self.iter.as_slice()) } }
}

impl fmt::Debug for Chars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chars(")?;
        f.debug_list().entries(self.clone()).finish()?;
        f.write_str(")")
    }
}

impl<'a> Iterator for Chars<'a> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match next_code_point(&mut self.iter) {
            Some(n) => Some(unsafe { char::from_u32_unchecked(n) }),
            None => None,
        }
    }

    #[inline]
    fn count(self) -> usize {
        let mut n = 0;
        for b in self.iter {
            if b.is_utf8_char_boundary() {
                n += 1;
            }
        }
        n
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.iter.len();
        ((len + 3) / 4, Some(len))
    }

    #[inline]
    fn last(mut self) -> Option<char> { self.next_back() }
}

impl<'a> DoubleEndedIterator for Chars<'a> {
    #[inline]
    fn next_back(&mut self) -> Option<char> {
        match next_code_point_reverse(&mut self.iter) {
            Some(n) => Some(unsafe { char::from_u32_unchecked(n) }),
            None => None,
        }
    }
}

impl FusedIterator for Chars<'_> {}

#[derive(Clone, Debug)]
pub struct CharIndices<'a> {
    front_offset: usize,
    iter: Chars<'a>,
}

impl<'a> CharIndices<'a> {
    #[inline]
    pub(super) fn new(s: &'a str) -> CharIndices<'a> { CharIndices { front_offset: 0, iter: s.chars() } }
    pub fn as_str(&self) -> &'a str { self.iter.as_str() }
    pub fn offset(&self) -> usize { self.front_offset }
}

impl<'a> Iterator for CharIndices<'a> {
    type Item = (usize, char);

    #[inline]
    fn next(&mut self) -> Option<(usize, char)> {
        let before = self.iter.iter.len();
        match self.iter.next() {
            None => None,
            Some(ch) => {
                let index = self.front_offset;
                self.front_offset += before - self.iter.iter.len();
                Some((index, ch))
            }
        }
    }

    fn count(self) -> usize { self.iter.count() }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) { self.iter.size_hint() }
}

impl<'a> DoubleEndedIterator for CharIndices<'a> {
    #[inline]
    fn next_back(&mut self) -> Option<(usize, char)> {
        let ch = self.iter.next_back()?;
        Some((self.front_offset + self.iter.iter.len(), ch))
    }
}

impl FusedIterator for CharIndices<'_> {}

#[derive(Clone, Debug)]
pub struct Bytes<'a>(pub(super) Copied<slice::Iter<'a, u8>>);

impl Iterator for Bytes<'_> {
    type Item = u8;
    #[inline]
    fn next(&mut self) -> Option<u8> { self.0.next() }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) { self.0.size_hint() }
    #[inline]
    fn nth(&mut self, n: usize) -> Option<u8> { self.0.nth(n) }
}

impl DoubleEndedIterator for Bytes<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u8> { self.0.next_back() }
}

impl ExactSizeIterator for Bytes<'_> {}
impl FusedIterator for Bytes<'_> {}

/// What is common to all splits: the rest from `start` to `end`, cut at matches.
pub(super) struct SplitInternal<'a, P: Pattern> {
    start: usize,
    end: usize,
    matcher: P::Searcher<'a>,
    // Whether an empty piece after the last match counts.
    allow_trailing_empty: bool,
    finished: bool,
}

impl<'a, P: Pattern> SplitInternal<'a, P> {
    pub(super) fn new(s: &'a str, pat: P, allow_trailing_empty: bool) -> Self {
        SplitInternal { start: 0, end: s.len(), matcher: pat.into_searcher(s), allow_trailing_empty, finished: false }
    }

    #[inline]
    fn get_end(&mut self) -> Option<&'a str> {
        if !self.finished {
            self.finished = true;
            if self.allow_trailing_empty || self.end - self.start > 0 {
                return Some(unsafe { self.matcher.haystack().get_unchecked(self.start..self.end) });
            }
        }
        None
    }

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        if self.finished {
            return None;
        }
        let haystack = self.matcher.haystack();
        match self.matcher.next_match() {
            Some((a, b)) => {
                let piece = unsafe { haystack.get_unchecked(self.start..a) };
                self.start = b;
                Some(piece)
            }
            None => self.get_end(),
        }
    }

    #[inline]
    fn next_inclusive(&mut self) -> Option<&'a str> {
        if self.finished {
            return None;
        }
        let haystack = self.matcher.haystack();
        match self.matcher.next_match() {
            Some((_, b)) => {
                let piece = unsafe { haystack.get_unchecked(self.start..b) };
                self.start = b;
                Some(piece)
            }
            None => self.get_end(),
        }
    }

    #[inline]
    fn next_back(&mut self) -> Option<&'a str>
    where
        P::Searcher<'a>: ReverseSearcher<'a>,
    {
        if self.finished {
            return None;
        }
        if !self.allow_trailing_empty {
            self.allow_trailing_empty = true;
            match self.next_back() {
                Some(piece) if !piece.is_empty() => return Some(piece),
                _ => {
                    if self.finished {
                        return None;
                    }
                }
            }
        }
        let haystack = self.matcher.haystack();
        match self.matcher.next_match_back() {
            Some((a, b)) => {
                let piece = unsafe { haystack.get_unchecked(b..self.end) };
                self.end = a;
                Some(piece)
            }
            None => {
                self.finished = true;
                Some(unsafe { haystack.get_unchecked(self.start..self.end) })
            }
        }
    }

    #[inline]
    fn next_back_inclusive(&mut self) -> Option<&'a str>
    where
        P::Searcher<'a>: ReverseSearcher<'a>,
    {
        if self.finished {
            return None;
        }
        if !self.allow_trailing_empty {
            self.allow_trailing_empty = true;
            match self.next_back_inclusive() {
                Some(piece) if !piece.is_empty() => return Some(piece),
                _ => {
                    if self.finished {
                        return None;
                    }
                }
            }
        }
        let haystack = self.matcher.haystack();
        match self.matcher.next_match_back() {
            Some((_, b)) => {
                let piece = unsafe { haystack.get_unchecked(b..self.end) };
                self.end = b;
                Some(piece)
            }
            None => {
                self.finished = true;
                Some(unsafe { haystack.get_unchecked(self.start..self.end) })
            }
        }
    }

    fn remainder(&self) -> Option<&'a str> {
        if self.finished {
            return None;
        }
        Some(unsafe { self.matcher.haystack().get_unchecked(self.start..self.end) })
    }
}

impl<'a, P: Pattern> Clone for SplitInternal<'a, P>
where
    P::Searcher<'a>: Clone,
{
    fn clone(&self) -> Self {
        SplitInternal {
            start: self.start,
            end: self.end,
            matcher: self.matcher.clone(),
            allow_trailing_empty: self.allow_trailing_empty,
            finished: self.finished,
        }
    }
}

macro_rules! splits {
    ($($Name:ident $next:ident $back:ident $Back:ident;)*) => { $(
        pub struct $Name<'a, P: Pattern>(pub(super) SplitInternal<'a, P>);

        impl<'a, P: Pattern> Clone for $Name<'a, P>
        where
            P::Searcher<'a>: Clone,
        {
            fn clone(&self) -> Self { $Name(self.0.clone()) }
        }

        impl<'a, P: Pattern> Iterator for $Name<'a, P> {
            type Item = &'a str;
            #[inline]
            fn next(&mut self) -> Option<&'a str> { self.0.$next() }
        }

        impl<'a, P: Pattern> DoubleEndedIterator for $Name<'a, P>
        where
            P::Searcher<'a>: $Back<'a>,
        {
            #[inline]
            fn next_back(&mut self) -> Option<&'a str> { self.0.$back() }
        }

        impl<'a, P: Pattern> FusedIterator for $Name<'a, P> {}

        impl<'a, P: Pattern> $Name<'a, P> {
            pub fn remainder(&self) -> Option<&'a str> { self.0.remainder() }
        }
    )* };
}

splits! {
    Split next next_back DoubleEndedSearcher;
    SplitInclusive next_inclusive next_back_inclusive DoubleEndedSearcher;
    SplitTerminator next next_back DoubleEndedSearcher;
}

pub struct RSplit<'a, P: Pattern>(pub(super) SplitInternal<'a, P>);

impl<'a, P: Pattern> Iterator for RSplit<'a, P>
where
    P::Searcher<'a>: ReverseSearcher<'a>,
{
    type Item = &'a str;
    #[inline]
    fn next(&mut self) -> Option<&'a str> { self.0.next_back() }
}

pub struct RSplitTerminator<'a, P: Pattern>(pub(super) SplitInternal<'a, P>);

impl<'a, P: Pattern> Iterator for RSplitTerminator<'a, P>
where
    P::Searcher<'a>: ReverseSearcher<'a>,
{
    type Item = &'a str;
    #[inline]
    fn next(&mut self) -> Option<&'a str> { self.0.next_back() }
}

pub struct SplitN<'a, P: Pattern> {
    pub(super) inner: SplitInternal<'a, P>,
    pub(super) count: usize,
}

impl<'a, P: Pattern> Iterator for SplitN<'a, P> {
    type Item = &'a str;
    fn next(&mut self) -> Option<&'a str> {
        match self.count {
            0 => None,
            1 => {
                self.count = 0;
                self.inner.get_end()
            }
            _ => {
                self.count -= 1;
                self.inner.next()
            }
        }
    }
}

pub struct RSplitN<'a, P: Pattern> {
    pub(super) inner: SplitInternal<'a, P>,
    pub(super) count: usize,
}

impl<'a, P: Pattern> Iterator for RSplitN<'a, P>
where
    P::Searcher<'a>: ReverseSearcher<'a>,
{
    type Item = &'a str;
    fn next(&mut self) -> Option<&'a str> {
        match self.count {
            0 => None,
            1 => {
                self.count = 0;
                self.inner.get_end()
            }
            _ => {
                self.count -= 1;
                self.inner.next_back()
            }
        }
    }
}

pub struct MatchIndices<'a, P: Pattern>(pub(super) P::Searcher<'a>);

impl<'a, P: Pattern> Iterator for MatchIndices<'a, P> {
    type Item = (usize, &'a str);
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let (start, end) = self.0.next_match()?;
        Some((start, unsafe { self.0.haystack().get_unchecked(start..end) }))
    }
}

pub struct RMatchIndices<'a, P: Pattern>(pub(super) P::Searcher<'a>);

impl<'a, P: Pattern> Iterator for RMatchIndices<'a, P>
where
    P::Searcher<'a>: ReverseSearcher<'a>,
{
    type Item = (usize, &'a str);
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let (start, end) = self.0.next_match_back()?;
        Some((start, unsafe { self.0.haystack().get_unchecked(start..end) }))
    }
}

pub struct Matches<'a, P: Pattern>(pub(super) MatchIndices<'a, P>);

impl<'a, P: Pattern> Iterator for Matches<'a, P> {
    type Item = &'a str;
    fn next(&mut self) -> Option<&'a str> { Some(self.0.next()?.1) }
}

#[derive(Clone)]
pub struct Lines<'a>(pub(super) SplitInclusive<'a, char>);

fn without_line_end(line: &str) -> &str {
    match line.strip_suffix('\n') {
        None => line,
        Some(line) => match line.strip_suffix('\r') {
            None => line,
            Some(line) => line,
        },
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;
    #[inline]
    fn next(&mut self) -> Option<&'a str> { Some(without_line_end(self.0.next()?)) }
}

impl<'a> DoubleEndedIterator for Lines<'a> {
    #[inline]
    fn next_back(&mut self) -> Option<&'a str> { Some(without_line_end(self.0.next_back()?)) }
}

impl FusedIterator for Lines<'_> {}

macro_rules! whitespace {
    ($($Name:ident $test:ident;)*) => { $(
        #[derive(Clone, Debug)]
        pub struct $Name<'a> {
            rest: &'a str,
        }

        impl<'a> $Name<'a> {
            pub(super) fn new(rest: &'a str) -> Self { $Name { rest } }
        }

        impl<'a> Iterator for $Name<'a> {
            type Item = &'a str;

            fn next(&mut self) -> Option<&'a str> {
                let start = self.rest.find(|c: char| !c.$test())?;
                let from = &self.rest[start..];
                let end = from.find(|c: char| c.$test()).unwrap_or(from.len());
                let (word, rest) = from.split_at(end);
                self.rest = rest;
                Some(word)
            }
        }

        impl<'a> DoubleEndedIterator for $Name<'a> {
            fn next_back(&mut self) -> Option<&'a str> {
                let trimmed = self.rest.trim_end_matches(|c: char| c.$test());
                if trimmed.is_empty() {
                    self.rest = trimmed;
                    return None;
                }
                let start = match trimmed.char_indices().rev().find(|(_, c)| c.$test()) {
                    Some((i, c)) => i + c.len_utf8(),
                    None => 0,
                };
                let (rest, word) = trimmed.split_at(start);
                self.rest = rest;
                Some(word)
            }
        }

        impl FusedIterator for $Name<'_> {}
    )* };
}

whitespace! { SplitWhitespace is_whitespace; SplitAsciiWhitespace is_ascii_whitespace; }

#[derive(Clone)]
pub struct EncodeUtf16<'a> {
    chars: Chars<'a>,
    extra: u16,
}

impl<'a> EncodeUtf16<'a> {
    pub(super) fn new(s: &'a str) -> Self { EncodeUtf16 { chars: s.chars(), extra: 0 } }
}

impl<'a> Iterator for EncodeUtf16<'a> {
    type Item = u16;
    fn next(&mut self) -> Option<u16> {
        if self.extra != 0 {
            let tmp = self.extra;
            self.extra = 0;
            return Some(tmp);
        }
        let mut buf = [0; 2];
        let n = self.chars.next()?.encode_utf16(&mut buf).len();
        if n == 2 {
            self.extra = buf[1];
        }
        Some(buf[0])
    }
}

macro_rules! escapes {
    ($($Name:ident $Inner:ident |$c:ident, $first:ident| $e:expr;)*) => { $(
        #[derive(Clone)]
        pub struct $Name<'a> {
            chars: Chars<'a>,
            current: Option<char_mod::$Inner>,
            first: bool,
        }

        impl<'a> $Name<'a> {
            pub(super) fn new(s: &'a str) -> Self { $Name { chars: s.chars(), current: None, first: true } }
        }

        impl<'a> Iterator for $Name<'a> {
            type Item = char;
            fn next(&mut self) -> Option<char> {
                loop {
                    if let Some(current) = &mut self.current {
                        if let Some(c) = current.next() {
                            return Some(c);
                        }
                    }
                    let $c = self.chars.next()?;
                    let $first = self.first;
                    self.first = false;
                    self.current = Some($e);
                }
            }
        }

        impl<'a> fmt::Display for $Name<'a> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for c in self.clone() {
                    f.write_char(c)?;
                }
                Ok(())
            }
        }
    )* };
}

escapes! {
    EscapeDebug EscapeDebug |c, first| if first { c.escape_debug() } else { c.escape_debug() };
    EscapeDefault EscapeDefault |c, first| c.escape_default();
}
