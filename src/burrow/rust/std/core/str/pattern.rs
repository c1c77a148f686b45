//! What can be looked for in a text: a character, several, a function, a text.

use crate::fmt;

pub trait Pattern: Sized {
    type Searcher<'a>: Searcher<'a>;

    fn into_searcher(self, haystack: &str) -> Self::Searcher<'_>;

    #[inline]
    fn is_contained_in(self, haystack: &str) -> bool { self.into_searcher(haystack).next_match().is_some() }

    #[inline]
    fn is_prefix_of(self, haystack: &str) -> bool { matches!(self.into_searcher(haystack).next(), SearchStep::Match(0, _)) }

    #[inline]
    fn is_suffix_of<'a>(self, haystack: &'a str) -> bool
    where
        Self::Searcher<'a>: ReverseSearcher<'a>,
    {
        matches!(self.into_searcher(haystack).next_back(), SearchStep::Match(_, j) if haystack.len() == j)
    }

    #[inline]
    fn strip_prefix_of(self, haystack: &str) -> Option<&str> {
        match self.into_searcher(haystack).next() {
            SearchStep::Match(0, end) => Some(unsafe { haystack.get_unchecked(end..) }),
            _ => None,
        }
    }

    #[inline]
    fn strip_suffix_of<'a>(self, haystack: &'a str) -> Option<&'a str>
    where
        Self::Searcher<'a>: ReverseSearcher<'a>,
    {
        match self.into_searcher(haystack).next_back() {
            SearchStep::Match(start, end) if end == haystack.len() => Some(unsafe { haystack.get_unchecked(..start) }),
            _ => None,
        }
    }
}

#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum SearchStep {
    Match(usize, usize),
    Reject(usize, usize),
    Done,
}

/// Cuts the haystack into matches and pieces that do not match, from the front.
pub unsafe trait Searcher<'a> {
    fn haystack(&self) -> &'a str;
    fn next(&mut self) -> SearchStep;

    #[inline]
    fn next_match(&mut self) -> Option<(usize, usize)> {
        loop {
            match self.next() {
                SearchStep::Match(a, b) => return Some((a, b)),
                SearchStep::Done => return None,
                _ => continue,
            }
        }
    }

    #[inline]
    fn next_reject(&mut self) -> Option<(usize, usize)> {
        loop {
            match self.next() {
                SearchStep::Reject(a, b) => return Some((a, b)),
                SearchStep::Done => return None,
                _ => continue,
            }
        }
    }
}

pub unsafe trait ReverseSearcher<'a>: Searcher<'a> {
    fn next_back(&mut self) -> SearchStep;

    #[inline]
    fn next_match_back(&mut self) -> Option<(usize, usize)> {
        loop {
            match self.next_back() {
                SearchStep::Match(a, b) => return Some((a, b)),
                SearchStep::Done => return None,
                _ => continue,
            }
        }
    }

    #[inline]
    fn next_reject_back(&mut self) -> Option<(usize, usize)> {
        loop {
            match self.next_back() {
                SearchStep::Reject(a, b) => return Some((a, b)),
                SearchStep::Done => return None,
                _ => continue,
            }
        }
    }
}

/// Both ends see the same matches.
pub trait DoubleEndedSearcher<'a>: ReverseSearcher<'a> {}

/// Tells which characters match.
trait CharEq {
    fn matches(&mut self, c: char) -> bool;
}

impl CharEq for char {
    #[inline]
    fn matches(&mut self, c: char) -> bool { *self == c }
}

impl<F> CharEq for F
where
    F: FnMut(char) -> bool,
{
    #[inline]
    fn matches(&mut self, c: char) -> bool { (*self)(c) }
}

impl<const N: usize> CharEq for [char; N] {
    #[inline]
    fn matches(&mut self, c: char) -> bool { self.contains(&c) }
}

impl<const N: usize> CharEq for &[char; N] {
    #[inline]
    fn matches(&mut self, c: char) -> bool { self.contains(&c) }
}

impl CharEq for &[char] {
    #[inline]
    fn matches(&mut self, c: char) -> bool { self.contains(&c) }
}

#[derive(Clone)]
struct CharEqSearcher<'a, C> {
    char_eq: C,
    haystack: &'a str,
    indices: super::CharIndices<'a>,
}

impl<'a, C: CharEq> CharEqSearcher<'a, C> {
    fn new(char_eq: C, haystack: &'a str) -> Self { CharEqSearcher { char_eq, haystack, indices: haystack.char_indices() } }

    #[inline]
    fn next(&mut self) -> SearchStep {
        match self.indices.next() {
            Some((i, c)) => {
                let end = i + c.len_utf8();
                if self.char_eq.matches(c) { SearchStep::Match(i, end) } else { SearchStep::Reject(i, end) }
            }
            None => SearchStep::Done,
        }
    }

    #[inline]
    fn next_back(&mut self) -> SearchStep {
        match self.indices.next_back() {
            Some((i, c)) => {
                let end = i + c.len_utf8();
                if self.char_eq.matches(c) { SearchStep::Match(i, end) } else { SearchStep::Reject(i, end) }
            }
            None => SearchStep::Done,
        }
    }
}

macro_rules! char_pattern {
    ($([$($g:tt)*] [$($w:tt)*] $Pattern:ty, $Searcher:ident [$($s:tt)*];)*) => { $(
        #[derive(Clone)]
        pub struct $Searcher<'a, $($g)*>(CharEqSearcher<'a, $Pattern>) $($w)*;

        unsafe impl<'a, $($g)*> Searcher<'a> for $Searcher<'a, $($s)*> $($w)* {
            #[inline]
            fn haystack(&self) -> &'a str { self.0.haystack }
            #[inline]
            fn next(&mut self) -> SearchStep { self.0.next() }
        }

        unsafe impl<'a, $($g)*> ReverseSearcher<'a> for $Searcher<'a, $($s)*> $($w)* {
            #[inline]
            fn next_back(&mut self) -> SearchStep { self.0.next_back() }
        }

        impl<'a, $($g)*> DoubleEndedSearcher<'a> for $Searcher<'a, $($s)*> $($w)* {}
    )* };
}

char_pattern! {
    [] [] char, CharSearcher [];
    [F] [where F: FnMut(char) -> bool] F, CharPredicateSearcher [F];
    [const N: usize] [] [char; N], CharArraySearcher [N];
    ['b, const N: usize] [] &'b [char; N], CharArrayRefSearcher ['b, N];
    ['b] [] &'b [char], CharSliceSearcher ['b];
}

impl Pattern for char {
    type Searcher<'a> = CharSearcher<'a>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> CharSearcher<'_> { CharSearcher(CharEqSearcher::new(self, haystack)) }
}

impl<F> Pattern for F
where
    F: FnMut(char) -> bool,
{
    type Searcher<'a> = CharPredicateSearcher<'a, F>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> CharPredicateSearcher<'_, F> {
        CharPredicateSearcher(CharEqSearcher::new(self, haystack))
    }
}

impl<const N: usize> Pattern for [char; N] {
    type Searcher<'a> = CharArraySearcher<'a, N>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> CharArraySearcher<'_, N> {
        CharArraySearcher(CharEqSearcher::new(self, haystack))
    }
}

impl<'b, const N: usize> Pattern for &'b [char; N] {
    type Searcher<'a> = CharArrayRefSearcher<'a, 'b, N>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> CharArrayRefSearcher<'_, 'b, N> {
        CharArrayRefSearcher(CharEqSearcher::new(self, haystack))
    }
}

impl<'b> Pattern for &'b [char] {
    type Searcher<'a> = CharSliceSearcher<'a, 'b>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> CharSliceSearcher<'_, 'b> {
        CharSliceSearcher(CharEqSearcher::new(self, haystack))
    }
}

impl<'b, 'c> Pattern for &'c &'b str {
    type Searcher<'a> = StrSearcher<'a, 'b>;
    #[inline]
    fn into_searcher(self, haystack: &str) -> StrSearcher<'_, 'b> { (*self).into_searcher(haystack) }
}

impl<'b> Pattern for &'b str {
    type Searcher<'a> = StrSearcher<'a, 'b>;

    #[inline]
    fn into_searcher(self, haystack: &str) -> StrSearcher<'_, 'b> { StrSearcher::new(haystack, self) }

    #[inline]
    fn is_prefix_of(self, haystack: &str) -> bool { haystack.as_bytes().starts_with(self.as_bytes()) }

    #[inline]
    fn is_suffix_of<'a>(self, haystack: &'a str) -> bool
    where
        Self::Searcher<'a>: ReverseSearcher<'a>,
    {
        haystack.as_bytes().ends_with(self.as_bytes())
    }

    #[inline]
    fn strip_prefix_of(self, haystack: &str) -> Option<&str> {
        if self.is_prefix_of(haystack) { Some(unsafe { haystack.get_unchecked(self.len()..) }) } else { None }
    }

    #[inline]
    fn strip_suffix_of<'a>(self, haystack: &'a str) -> Option<&'a str>
    where
        Self::Searcher<'a>: ReverseSearcher<'a>,
    {
        if self.is_suffix_of(haystack) {
            Some(unsafe { haystack.get_unchecked(..haystack.len() - self.len()) })
        } else {
            None
        }
    }
}

/// Looks for a text, byte by byte; the empty text matches before, between and after all characters.
#[derive(Clone, Debug)]
pub struct StrSearcher<'a, 'b> {
    haystack: &'a str,
    needle: &'b str,
    front: usize,
    back: usize,
    // For the empty needle: whether a match comes next (else the character after it is rejected).
    match_front: bool,
    match_back: bool,
    done: bool,
}

impl<'a, 'b> StrSearcher<'a, 'b> {
    fn new(haystack: &'a str, needle: &'b str) -> StrSearcher<'a, 'b> {
        StrSearcher { haystack, needle, front: 0, back: haystack.len(), match_front: true, match_back: true, done: false }
    }

    fn is_at(&self, i: usize) -> bool {
        let (h, n) = (self.haystack.as_bytes(), self.needle.as_bytes());
        if i + n.len() > h.len() {
            return false;
        }
        unsafe { crate::intrinsics::compare_bytes(h.as_ptr().add(i), n.as_ptr(), n.len()) == 0 }
    }

    /// Where the needle starts at or after `i`.
    fn search(&self, mut i: usize, end: usize) -> Option<usize> {
        let (h, n) = (self.haystack.as_bytes(), self.needle.as_bytes());
        let first = n[0];
        while i + n.len() <= end {
            if h[i] == first && self.is_at(i) {
                return Some(i);
            }
            i += 1;
        }
        None
    }
}

unsafe impl<'a, 'b> Searcher<'a> for StrSearcher<'a, 'b> {
    #[inline]
    fn haystack(&self) -> &'a str { self.haystack }

    fn next(&mut self) -> SearchStep {
        if self.done {
            return SearchStep::Done;
        }
        if self.needle.is_empty() {
            let is_match = self.match_front;
            self.match_front = !is_match;
            let at = self.front;
            match self.haystack[at..].chars().next() {
                _ if is_match => SearchStep::Match(at, at),
                None => {
                    self.done = true;
                    SearchStep::Done
                }
                Some(c) => {
                    self.front += c.len_utf8();
                    SearchStep::Reject(at, self.front)
                }
            }
        } else {
            let at = self.front;
            if at >= self.back {
                self.done = true;
                return SearchStep::Done;
            }
            match self.search(at, self.back) {
                Some(i) if i == at => {
                    self.front = at + self.needle.len();
                    SearchStep::Match(at, self.front)
                }
                Some(i) => {
                    self.front = i;
                    SearchStep::Reject(at, i)
                }
                None => {
                    self.front = self.back;
                    SearchStep::Reject(at, self.back)
                }
            }
        }
    }
}

unsafe impl<'a, 'b> ReverseSearcher<'a> for StrSearcher<'a, 'b> {
    fn next_back(&mut self) -> SearchStep {
        if self.done {
            return SearchStep::Done;
        }
        if self.needle.is_empty() {
            let is_match = self.match_back;
            self.match_back = !is_match;
            let end = self.back;
            match self.haystack[..end].chars().next_back() {
                _ if is_match => SearchStep::Match(end, end),
                None => {
                    self.done = true;
                    SearchStep::Done
                }
                Some(c) => {
                    self.back -= c.len_utf8();
                    SearchStep::Reject(self.back, end)
                }
            }
        } else {
            let end = self.back;
            if self.front >= end {
                self.done = true;
                return SearchStep::Done;
            }
            let n = self.needle.len();
            let mut i = end;
            while i >= self.front + n {
                if self.is_at(i - n) {
                    if i == end {
                        self.back = i - n;
                        return SearchStep::Match(self.back, end);
                    }
                    self.back = i;
                    return SearchStep::Reject(i, end);
                }
                i -= 1;
            }
            self.back = self.front;
            SearchStep::Reject(self.front, end)
        }
    }
}
