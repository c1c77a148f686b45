//! Parts of a `Vec` taken out.

use super::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::mem;
use core::ops::{Range, RangeBounds};
use core::ptr::{self, NonNull};
use core::slice;

pub struct Drain<'a, T: 'a> {
    tail_start: usize,
    tail_len: usize,
    iter: slice::Iter<'a, T>,
    vec: NonNull<Vec<T>>,
}

impl<'a, T> Drain<'a, T> {
    #[track_caller]
    pub(super) fn new<R: RangeBounds<usize>>(vec: &'a mut Vec<T>, range: R) -> Drain<'a, T> {
        let len = vec.len();
        let Range { start, end } = slice::range(range, ..len);
        unsafe {
            // Should the drain be leaked, the rest is leaked with it.
            vec.set_len(start);
            let range_slice = slice::from_raw_parts(vec.as_ptr().add(start), end - start);
            Drain { tail_start: end, tail_len: len - end, iter: range_slice.iter(), vec: NonNull::from(vec) }
        }
    }

    pub fn as_slice(&self) -> &[T] { self.iter.as_slice() }
}

impl<T: fmt::Debug> fmt::Debug for Drain<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("Drain").field(&self.iter.as_slice()).finish() }
}

unsafe impl<T: Sync> Sync for Drain<'_, T> {}
unsafe impl<T: Send> Send for Drain<'_, T> {}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;
    #[inline]
    fn next(&mut self) -> Option<T> {
        match self.iter.next() {
            Some(elt) => Some(unsafe { ptr::read(elt as *const T) }),
            None => None,
        }
    }
    fn size_hint(&self) -> (usize, Option<usize>) { self.iter.size_hint() }
}

impl<T> DoubleEndedIterator for Drain<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        match self.iter.next_back() {
            Some(elt) => Some(unsafe { ptr::read(elt as *const T) }),
            None => None,
        }
    }
}

impl<T> ExactSizeIterator for Drain<'_, T> {}
impl<T> FusedIterator for Drain<'_, T> {}

impl<T> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        /// Moves the tail back, also when an element's drop panics.
        struct DropGuard<'r, 'a, T>(&'r mut Drain<'a, T>);

        impl<'r, 'a, T> Drop for DropGuard<'r, 'a, T> {
            fn drop(&mut self) {
                if self.0.tail_len > 0 {
                    unsafe {
                        let source = self.0.vec.as_mut();
                        let start = source.len();
                        let tail = self.0.tail_start;
                        if tail != start {
                            let p = source.as_mut_ptr();
                            ptr::copy(p.add(tail), p.add(start), self.0.tail_len);
                        }
                        source.set_len(start + self.0.tail_len);
                    }
                }
            }
        }

        let rest = mem::take(&mut self.iter);
        let rest = rest.as_slice() as *const [T] as *mut [T];
        let _guard = DropGuard(self);
        unsafe { ptr::drop_in_place(rest) };
    }
}

pub struct Splice<'a, I: Iterator + 'a> {
    drain: Drain<'a, I::Item>,
    replace_with: I,
}

impl<'a, I: Iterator + 'a> Splice<'a, I> {
    pub(super) fn new(drain: Drain<'a, I::Item>, replace_with: I) -> Self { Splice { drain, replace_with } }
}

impl<I: Iterator> Iterator for Splice<'_, I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<Self::Item> { self.drain.next() }
    fn size_hint(&self) -> (usize, Option<usize>) { self.drain.size_hint() }
}

impl<I: Iterator> DoubleEndedIterator for Splice<'_, I> {
    fn next_back(&mut self) -> Option<Self::Item> { self.drain.next_back() }
}

impl<I: Iterator> ExactSizeIterator for Splice<'_, I> {}

impl<I: Iterator> Drop for Splice<'_, I> {
    fn drop(&mut self) {
        self.drain.by_ref().for_each(drop);
        // The new elements, then the tail behind them.
        let replacement: Vec<I::Item> = self.replace_with.by_ref().collect();
        unsafe {
            let vec = self.drain.vec.as_mut();
            let (start, tail, tail_len) = (vec.len(), self.drain.tail_start, self.drain.tail_len);
            let n = replacement.len();
            vec.buf.reserve(start, n + tail_len);
            if tail + tail_len > vec.capacity() {
                vec.buf.reserve(tail + tail_len, 0);
            }
            let p = vec.as_mut_ptr();
            ptr::copy(p.add(tail), p.add(start + n), tail_len);
            for (i, x) in replacement.into_iter().enumerate() {
                ptr::write(p.add(start + i), x);
            }
            vec.set_len(start + n);
            self.drain.tail_start = start + n;
        }
    }
}

pub struct ExtractIf<'a, T, F> {
    vec: &'a mut Vec<T>,
    idx: usize,
    end: usize,
    del: usize,
    old_len: usize,
    pred: F,
}

impl<'a, T, F> ExtractIf<'a, T, F> {
    pub(super) fn new<R: RangeBounds<usize>>(vec: &'a mut Vec<T>, range: R, pred: F) -> Self {
        let old_len = vec.len();
        let Range { start, end } = slice::range(range, ..old_len);
        unsafe { vec.set_len(0) };
        ExtractIf { vec, idx: start, del: 0, end, old_len, pred }
    }
}

impl<T, F> Iterator for ExtractIf<'_, T, F>
where
    F: FnMut(&mut T) -> bool,
{
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while self.idx < self.end {
            unsafe {
                let cur = self.vec.as_mut_ptr().add(self.idx);
                let extracted = (self.pred)(&mut *cur);
                self.idx += 1;
                if extracted {
                    self.del += 1;
                    return Some(ptr::read(cur));
                }
                if self.del > 0 {
                    ptr::copy_nonoverlapping(cur, cur.sub(self.del), 1);
                }
            }
        }
        None
    }
}

impl<T, F> Drop for ExtractIf<'_, T, F> {
    fn drop(&mut self) {
        unsafe {
            if self.del > 0 {
                let p = self.vec.as_mut_ptr().add(self.idx);
                ptr::copy(p, p.sub(self.del), self.old_len - self.idx);
            }
            self.vec.set_len(self.old_len - self.del);
        }
    }
}
