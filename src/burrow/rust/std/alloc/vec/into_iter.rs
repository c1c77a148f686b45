//! `Vec` by value.

use super::Vec;
use core::fmt;
use core::iter::{FusedIterator, TrustedLen};
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::ptr::{self, NonNull};
use core::slice;

use crate::raw_vec::RawVec;

pub struct IntoIter<T> {
    buf: NonNull<T>,
    phantom: PhantomData<T>,
    cap: usize,
    // What is left is at `start..end`, counted in elements.
    start: usize,
    end: usize,
}

impl<T> IntoIter<T> {
    #[inline]
    pub(super) fn new(v: Vec<T>) -> Self {
        let mut me = ManuallyDrop::new(v);
        let buf = unsafe { NonNull::new_unchecked(me.as_mut_ptr()) };
        IntoIter { buf, phantom: PhantomData, cap: me.buf.capacity(), start: 0, end: me.len }
    }

    pub fn as_slice(&self) -> &[T] {
        unsafe { slice::from_raw_parts(self.buf.as_ptr().add(self.start), self.end - self.start) }
    }

    pub fn as_mut_slice(&mut self) -> &mut [T] {
        unsafe { slice::from_raw_parts_mut(self.buf.as_ptr().add(self.start), self.end - self.start) }
    }
}

impl<T: fmt::Debug> fmt::Debug for IntoIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("IntoIter").field(&self.as_slice()).finish() }
}

impl<T> AsRef<[T]> for IntoIter<T> {
    fn as_ref(&self) -> &[T] { self.as_slice() }
}

unsafe impl<T: Send> Send for IntoIter<T> {}
unsafe impl<T: Sync> Sync for IntoIter<T> {}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.start == self.end {
            return None;
        }
        let i = self.start;
        self.start += 1;
        Some(unsafe { ptr::read(self.buf.as_ptr().add(i)) })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.end - self.start;
        (n, Some(n))
    }

    #[inline]
    fn count(self) -> usize { self.end - self.start }
}

impl<T> DoubleEndedIterator for IntoIter<T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        if self.start == self.end {
            return None;
        }
        self.end -= 1;
        Some(unsafe { ptr::read(self.buf.as_ptr().add(self.end)) })
    }
}

impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> FusedIterator for IntoIter<T> {}
unsafe impl<T> TrustedLen for IntoIter<T> {}

impl<T> Default for IntoIter<T> {
    fn default() -> Self { Vec::new().into_iter() }
}

impl<T: Clone> Clone for IntoIter<T> {
    fn clone(&self) -> Self { self.as_slice().to_vec().into_iter() }
}

unsafe impl<#[may_dangle] T> Drop for IntoIter<T> {
    fn drop(&mut self) {
        unsafe {
            // Gives back the memory even if an element's drop panics.
            let _memory = RawVec::from_raw_parts(self.buf.as_ptr(), self.cap);
            ptr::drop_in_place(ptr::slice_from_raw_parts_mut(self.buf.as_ptr().add(self.start), self.end - self.start));
        }
    }
}
