//! Slices cut where a function says so.

use crate::iter::FusedIterator;
use crate::mem;

#[derive(Clone)]
pub struct Split<'a, T: 'a, P> {
    v: &'a [T],
    pred: P,
    finished: bool,
}

impl<'a, T: 'a, P: FnMut(&T) -> bool> Split<'a, T, P> {
    pub(super) fn new(slice: &'a [T], pred: P) -> Self { Split { v: slice, pred, finished: false } }

    fn finish(&mut self) -> Option<&'a [T]> {
        if self.finished {
            return None;
        }
        self.finished = true;
        Some(self.v)
    }
}

impl<'a, T, P> Iterator for Split<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    type Item = &'a [T];

    fn next(&mut self) -> Option<&'a [T]> {
        if self.finished {
            return None;
        }
        for i in 0..self.v.len() {
            if (self.pred)(&self.v[i]) {
                let ret = &self.v[..i];
                self.v = &self.v[i + 1..];
                return Some(ret);
            }
        }
        self.finish()
    }
}

impl<'a, T, P> DoubleEndedIterator for Split<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    fn next_back(&mut self) -> Option<&'a [T]> {
        if self.finished {
            return None;
        }
        let mut i = self.v.len();
        while i > 0 {
            i -= 1;
            if (self.pred)(&self.v[i]) {
                let ret = &self.v[i + 1..];
                self.v = &self.v[..i];
                return Some(ret);
            }
        }
        self.finish()
    }
}

impl<T, P> FusedIterator for Split<'_, T, P> where P: FnMut(&T) -> bool {}

#[derive(Clone)]
pub struct RSplit<'a, T: 'a, P> {
    inner: Split<'a, T, P>,
}

impl<'a, T: 'a, P: FnMut(&T) -> bool> RSplit<'a, T, P> {
    pub(super) fn new(slice: &'a [T], pred: P) -> Self { RSplit { inner: Split::new(slice, pred) } }
}

impl<'a, T, P> Iterator for RSplit<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    type Item = &'a [T];
    fn next(&mut self) -> Option<&'a [T]> { self.inner.next_back() }
}

#[derive(Clone)]
pub struct SplitInclusive<'a, T: 'a, P> {
    v: &'a [T],
    pred: P,
}

impl<'a, T: 'a, P: FnMut(&T) -> bool> SplitInclusive<'a, T, P> {
    pub(super) fn new(slice: &'a [T], pred: P) -> Self { SplitInclusive { v: slice, pred } }
}

impl<'a, T, P> Iterator for SplitInclusive<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    type Item = &'a [T];

    fn next(&mut self) -> Option<&'a [T]> {
        if self.v.is_empty() {
            return None;
        }
        let mut at = self.v.len();
        for i in 0..self.v.len() {
            if (self.pred)(&self.v[i]) {
                at = i + 1;
                break;
            }
        }
        let (head, tail) = self.v.split_at(at);
        self.v = tail;
        Some(head)
    }
}

pub struct SplitMut<'a, T: 'a, P> {
    v: &'a mut [T],
    pred: P,
    finished: bool,
}

impl<'a, T: 'a, P: FnMut(&T) -> bool> SplitMut<'a, T, P> {
    pub(super) fn new(slice: &'a mut [T], pred: P) -> Self { SplitMut { v: slice, pred, finished: false } }
}

impl<'a, T, P> Iterator for SplitMut<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    type Item = &'a mut [T];

    fn next(&mut self) -> Option<&'a mut [T]> {
        if self.finished {
            return None;
        }
        for i in 0..self.v.len() {
            if (self.pred)(&self.v[i]) {
                let (head, tail) = mem::take(&mut self.v).split_at_mut(i);
                self.v = &mut tail[1..];
                return Some(head);
            }
        }
        self.finished = true;
        Some(mem::take(&mut self.v))
    }
}

pub struct SplitN<'a, T: 'a, P> {
    inner: Split<'a, T, P>,
    count: usize,
}

impl<'a, T: 'a, P: FnMut(&T) -> bool> SplitN<'a, T, P> {
    pub(super) fn new(inner: Split<'a, T, P>, count: usize) -> Self { SplitN { inner, count } }
}

impl<'a, T, P> Iterator for SplitN<'a, T, P>
where
    P: FnMut(&T) -> bool,
{
    type Item = &'a [T];

    fn next(&mut self) -> Option<&'a [T]> {
        match self.count {
            0 => None,
            1 => {
                self.count = 0;
                self.inner.finish()
            }
            _ => {
                self.count -= 1;
                self.inner.next()
            }
        }
    }
}
