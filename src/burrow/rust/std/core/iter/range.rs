//! Ranges as iterators.

use crate::iter::FusedIterator;
use crate::ops::{Range, RangeFrom, RangeInclusive};

/// A type whose values follow one another.
pub trait Step: Clone + PartialOrd + Sized {
    /// How many steps from `start` to `end`: `(n, Some(n))`, or `(usize::MAX, None)` when that does not fit.
    fn steps_between(start: &Self, end: &Self) -> (usize, Option<usize>);
    fn forward_checked(start: Self, count: usize) -> Option<Self>;
    fn backward_checked(start: Self, count: usize) -> Option<Self>;

    #[track_caller]
    fn forward(start: Self, count: usize) -> Self {
        Step::forward_checked(start, count).expect("overflow in `Step::forward`")
    }

    #[track_caller]
    fn backward(start: Self, count: usize) -> Self {
        Step::backward_checked(start, count).expect("overflow in `Step::backward`")
    }

    /// One step, known not to overflow.
    fn succ(start: Self) -> Self { Step::forward(start, 1) }
    /// One step back, known not to overflow.
    fn pred(start: Self) -> Self { Step::backward(start, 1) }
}

macro_rules! step_integers {
    ($($t:ident $unsigned:ident;)*) => { $(impl Step for $t {
        #[inline]
        fn steps_between(start: &Self, end: &Self) -> (usize, Option<usize>) {
            if *start <= *end {
                let n = end.wrapping_sub(*start) as $unsigned;
                if n as u128 <= usize::MAX as u128 { (n as usize, Some(n as usize)) } else { (usize::MAX, None) }
            } else {
                (0, None)
            }
        }

        #[inline]
        fn forward_checked(start: Self, n: usize) -> Option<Self> {
            if n as u128 > $unsigned::MAX as u128 {
                return None;
            }
            let end = start.wrapping_add(n as $t);
            if end >= start { Some(end) } else { None }
        }

        #[inline]
        fn backward_checked(start: Self, n: usize) -> Option<Self> {
            if n as u128 > $unsigned::MAX as u128 {
                return None;
            }
            let end = start.wrapping_sub(n as $t);
            if end <= start { Some(end) } else { None }
        }

        #[inline]
        #[rustc_inherit_overflow_checks]
        fn forward(start: Self, n: usize) -> Self {
            if Self::forward_checked(start, n).is_none() {
                let _ = <$t>::MAX + 1;
            }
            start.wrapping_add(n as Self)
        }

        #[inline(always)]
        fn succ(start: Self) -> Self { start.wrapping_add(1) }
        #[inline(always)]
        fn pred(start: Self) -> Self { start.wrapping_sub(1) }
    })* };
}

step_integers! {
    u8 u8; u16 u16; u32 u32; u64 u64; u128 u128; usize usize;
    i8 u8; i16 u16; i32 u32; i64 u64; i128 u128; isize usize;
}

// The scalar values skip the surrogates d800..=dfff.
impl Step for char {
    fn steps_between(start: &char, end: &char) -> (usize, Option<usize>) {
        let (start, end) = (*start as u32, *end as u32);
        if start > end {
            return (0, None);
        }
        let mut n = end - start;
        if start < 0xd800 && end >= 0xe000 {
            n -= 0x800;
        }
        (n as usize, Some(n as usize))
    }

    fn forward_checked(start: char, count: usize) -> Option<char> {
        let start = start as u32;
        let mut end = Step::forward_checked(start, count)?;
        if start < 0xd800 && end >= 0xd800 {
            end = Step::forward_checked(end, 0x800)?;
        }
        char::from_u32(end)
    }

    fn backward_checked(start: char, count: usize) -> Option<char> {
        let start = start as u32;
        let mut end = Step::backward_checked(start, count)?;
        if start >= 0xe000 && end < 0xe000 {
            end = Step::backward_checked(end, 0x800)?;
        }
        char::from_u32(end)
    }
}

impl<A: Step> Iterator for Range<A> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        if self.start < self.end {
            let n = Step::succ(self.start.clone());
            Some(crate::mem::replace(&mut self.start, n))
        } else {
            None
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.start < self.end { Step::steps_between(&self.start, &self.end) } else { (0, Some(0)) }
    }

    #[inline]
    fn count(self) -> usize {
        if self.start < self.end {
            Step::steps_between(&self.start, &self.end).1.expect("count overflowed usize")
        } else {
            0
        }
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<A> {
        if let Some(plus_n) = Step::forward_checked(self.start.clone(), n) {
            if plus_n < self.end {
                self.start = Step::succ(plus_n.clone());
                return Some(plus_n);
            }
        }
        self.start = self.end.clone();
        None
    }

    #[inline]
    fn last(mut self) -> Option<A> { self.next_back() }

    #[inline]
    fn min(mut self) -> Option<A>
    where
        A: Ord,
    {
        self.next()
    }

    #[inline]
    fn max(mut self) -> Option<A>
    where
        A: Ord,
    {
        self.next_back()
    }
}

impl<A: Step> DoubleEndedIterator for Range<A> {
    #[inline]
    fn next_back(&mut self) -> Option<A> {
        if self.start < self.end {
            self.end = Step::pred(self.end.clone());
            Some(self.end.clone())
        } else {
            None
        }
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<A> {
        if let Some(minus_n) = Step::backward_checked(self.end.clone(), n) {
            if minus_n > self.start {
                self.end = Step::pred(minus_n);
                return Some(self.end.clone());
            }
        }
        self.end = self.start.clone();
        None
    }
}

impl<A: Step> FusedIterator for Range<A> {}

macro_rules! range_exact {
    ($Range:ident: $($t:ty)*) => { $(impl ExactSizeIterator for $Range<$t> {})* };
}

range_exact! { Range: usize u8 isize i8 u16 i16 u32 i32 }
range_exact! { RangeInclusive: u8 i8 u16 i16 }

impl<A: Step> Iterator for RangeFrom<A> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        let n = Step::forward(self.start.clone(), 1);
        Some(crate::mem::replace(&mut self.start, n))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) { (usize::MAX, None) }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<A> {
        let plus_n = Step::forward(self.start.clone(), n);
        self.start = Step::forward(plus_n.clone(), 1);
        Some(plus_n)
    }
}

impl<A: Step> FusedIterator for RangeFrom<A> {}

impl<A: Step> Iterator for RangeInclusive<A> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        if self.exhausted || !(self.start <= self.end) {
            return None;
        }
        if self.start < self.end {
            let n = Step::succ(self.start.clone());
            Some(crate::mem::replace(&mut self.start, n))
        } else {
            self.exhausted = true;
            Some(self.start.clone())
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_empty() {
            return (0, Some(0));
        }
        let (lower, upper) = Step::steps_between(&self.start, &self.end);
        (lower.saturating_add(1), upper.and_then(|steps| steps.checked_add(1)))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<A> {
        if self.is_empty() {
            return None;
        }
        if let Some(plus_n) = Step::forward_checked(self.start.clone(), n) {
            if plus_n < self.end {
                self.start = Step::succ(plus_n.clone());
                return Some(plus_n);
            }
            if plus_n == self.end {
                self.start = plus_n.clone();
                self.exhausted = true;
                return Some(plus_n);
            }
        }
        self.start = self.end.clone();
        self.exhausted = true;
        None
    }

    #[inline]
    fn last(mut self) -> Option<A> { self.next_back() }

    #[inline]
    fn fold<B, F>(self, init: B, mut f: F) -> B
    where
        F: FnMut(B, A) -> B,
    {
        let mut accum = init;
        if self.exhausted || !(self.start <= self.end) {
            return accum;
        }
        let mut at = self.start;
        while at < self.end {
            let n = Step::succ(at.clone());
            accum = f(accum, crate::mem::replace(&mut at, n));
        }
        f(accum, at)
    }

    #[inline]
    fn min(mut self) -> Option<A>
    where
        A: Ord,
    {
        self.next()
    }

    #[inline]
    fn max(mut self) -> Option<A>
    where
        A: Ord,
    {
        self.next_back()
    }
}

impl<A: Step> DoubleEndedIterator for RangeInclusive<A> {
    #[inline]
    fn next_back(&mut self) -> Option<A> {
        if self.exhausted || !(self.start <= self.end) {
            return None;
        }
        if self.start < self.end {
            let n = Step::pred(self.end.clone());
            Some(crate::mem::replace(&mut self.end, n))
        } else {
            self.exhausted = true;
            Some(self.end.clone())
        }
    }
}

impl<A: Step> FusedIterator for RangeInclusive<A> {}
