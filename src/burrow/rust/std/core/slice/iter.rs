//! Iterators over slices.

use crate::cmp;
use crate::fmt;
use crate::iter::{FusedIterator, TrustedLen};
use crate::marker::PhantomData;
use crate::mem;
use crate::ptr::NonNull;
use crate::slice::{from_raw_parts, from_raw_parts_mut};

impl<T> !Iterator for [T] {}

impl<'a, T> IntoIterator for &'a [T] {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    #[inline]
    fn into_iter(self) -> Iter<'a, T> { self.iter() }
}

impl<'a, T> IntoIterator for &'a mut [T] {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    #[inline]
    fn into_iter(self) -> IterMut<'a, T> { self.iter_mut() }
}

pub struct Iter<'a, T: 'a> {
    ptr: NonNull<T>,
    // One past the last; for types without a size an address that counts what is left.
    end: *const T,
    _marker: PhantomData<&'a T>,
}

pub struct IterMut<'a, T: 'a> {
    ptr: NonNull<T>,
    end: *mut T,
    _marker: PhantomData<&'a mut T>,
}

unsafe impl<T: Sync> Sync for Iter<'_, T> {}
unsafe impl<T: Sync> Send for Iter<'_, T> {}
unsafe impl<T: Sync> Sync for IterMut<'_, T> {}
unsafe impl<T: Send> Send for IterMut<'_, T> {}

impl<'a, T> Iter<'a, T> {
    #[inline]
    pub(super) fn new(slice: &'a [T]) -> Self {
        let ptr = slice.as_ptr();
        let end =
            if mem::size_of::<T>() == 0 { ptr.wrapping_byte_add_addr(slice.len()) } else { unsafe { ptr.add(slice.len()) } };
        Iter { ptr: unsafe { NonNull::new_unchecked(ptr as *mut T) }, end, _marker: PhantomData }
    }

    #[inline]
    pub fn as_slice(&self) -> &'a [T] { unsafe { from_raw_parts(self.ptr.as_ptr(), self.left()) } }
}

impl<T> *const T {
    #[inline]
    fn wrapping_byte_add_addr(self, n: usize) -> *const T { (self as *const u8).wrapping_add(n) as *const T }
}

impl<T> Clone for Iter<'_, T> {
    #[inline]
    fn clone(&self) -> Self { Iter { ptr: self.ptr, end: self.end, _marker: self._marker } }
}

impl<T> AsRef<[T]> for Iter<'_, T> {
    fn as_ref(&self) -> &[T] { self.as_slice() }
}

impl<T> Default for Iter<'_, T> {
    fn default() -> Self { (&[]).into_iter() }
}

impl<T: fmt::Debug> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("Iter").field(&self.as_slice()).finish() }
}

impl<T: fmt::Debug> fmt::Debug for IterMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("IterMut").field(&self.as_slice()).finish() }
}

impl<'a, T> IterMut<'a, T> {
    #[inline]
    pub(super) fn new(slice: &'a mut [T]) -> Self {
        let len = slice.len();
        let ptr = slice.as_mut_ptr();
        let end =
            if mem::size_of::<T>() == 0 { ptr.wrapping_byte_add_addr(len) as *mut T } else { unsafe { ptr.add(len) } };
        IterMut { ptr: unsafe { NonNull::new_unchecked(ptr) }, end, _marker: PhantomData }
    }

    pub fn into_slice(self) -> &'a mut [T] { unsafe { from_raw_parts_mut(self.ptr.as_ptr(), self.left()) } }

    pub fn as_slice(&self) -> &[T] { unsafe { from_raw_parts(self.ptr.as_ptr(), self.left()) } }
}

impl<T> *mut T {
    #[inline]
    fn wrapping_byte_add_addr(self, n: usize) -> *const T { (self as *const u8).wrapping_add(n) as *const T }
}

macro_rules! slice_iterator {
    ($Name:ident, $Item:ty, |$p:ident| $borrow:expr) => {
        impl<'a, T> $Name<'a, T> {
            #[inline(always)]
            fn left(&self) -> usize {
                let size = mem::size_of::<T>();
                let bytes = (self.end as usize).wrapping_sub(self.ptr.as_ptr() as usize);
                if size == 0 { bytes } else { unsafe { (self.end as *const T).offset_from_unsigned(self.ptr.as_ptr()) } }
            }

            /// Moves the start by n <= left(); where it was.
            #[inline(always)]
            unsafe fn forward(&mut self, n: usize) -> *mut T {
                let old = self.ptr;
                if mem::size_of::<T>() == 0 {
                    self.end = (self.end as *const u8).wrapping_sub(n) as *mut T;
                } else {
                    self.ptr = unsafe { self.ptr.add(n) };
                }
                old.as_ptr()
            }

            /// Moves the end back by n <= left(); the new end.
            #[inline(always)]
            unsafe fn backward(&mut self, n: usize) -> *mut T {
                if mem::size_of::<T>() == 0 {
                    self.end = (self.end as *const u8).wrapping_sub(n) as *mut T;
                    self.ptr.as_ptr()
                } else {
                    self.end = unsafe { self.end.sub(n) };
                    self.end as *mut T
                }
            }
        }

        impl<'a, T> Iterator for $Name<'a, T> {
            type Item = $Item;

            #[inline]
            fn next(&mut self) -> Option<$Item> {
                if self.ptr.as_ptr() as *const T == self.end as *const T {
                    None
                } else {
                    unsafe {
                        let $p = self.forward(1);
                        Some($borrow)
                    }
                }
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) { (self.left(), Some(self.left())) }

            #[inline]
            fn count(self) -> usize { self.left() }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<$Item> {
                let n = cmp::min(n, self.left());
                unsafe { self.forward(n) };
                self.next()
            }

            #[inline]
            fn last(mut self) -> Option<$Item> { self.next_back() }
        }

        impl<'a, T> DoubleEndedIterator for $Name<'a, T> {
            #[inline]
            fn next_back(&mut self) -> Option<$Item> {
                if self.ptr.as_ptr() as *const T == self.end as *const T {
                    None
                } else {
                    unsafe {
                        let $p = self.backward(1);
                        Some($borrow)
                    }
                }
            }

            #[inline]
            fn nth_back(&mut self, n: usize) -> Option<$Item> {
                let n = cmp::min(n, self.left());
                unsafe { self.backward(n) };
                self.next_back()
            }
        }

        impl<T> ExactSizeIterator for $Name<'_, T> {
            #[inline(always)]
            fn len(&self) -> usize { self.left() }
        }

        impl<T> FusedIterator for $Name<'_, T> {}
        unsafe impl<T> TrustedLen for $Name<'_, T> {}
    };
}

slice_iterator! { Iter, &'a T, |p| &*p }
slice_iterator! { IterMut, &'a mut T, |p| &mut *p }

#[derive(Debug)]
pub struct Windows<'a, T: 'a> {
    v: &'a [T],
    size: usize,
}

impl<'a, T: 'a> Windows<'a, T> {
    pub(super) fn new(v: &'a [T], size: usize) -> Self { Windows { v, size } }
}

impl<T> Clone for Windows<'_, T> {
    fn clone(&self) -> Self { Windows { v: self.v, size: self.size } }
}

impl<'a, T> Iterator for Windows<'a, T> {
    type Item = &'a [T];

    #[inline]
    fn next(&mut self) -> Option<&'a [T]> {
        if self.size > self.v.len() {
            None
        } else {
            let ret = &self.v[..self.size];
            self.v = &self.v[1..];
            Some(ret)
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = (self.v.len() + 1).saturating_sub(self.size);
        (n, Some(n))
    }
}

impl<'a, T> DoubleEndedIterator for Windows<'a, T> {
    fn next_back(&mut self) -> Option<&'a [T]> {
        if self.size > self.v.len() {
            None
        } else {
            let ret = &self.v[self.v.len() - self.size..];
            self.v = &self.v[..self.v.len() - 1];
            Some(ret)
        }
    }
}

impl<T> ExactSizeIterator for Windows<'_, T> {}
impl<T> FusedIterator for Windows<'_, T> {}

/// Kept for its name: `windows` serves.
pub type ArrayWindows<'a, T> = Windows<'a, T>;

#[derive(Debug)]
pub struct Chunks<'a, T: 'a> {
    v: &'a [T],
    size: usize,
}

impl<'a, T: 'a> Chunks<'a, T> {
    pub(super) fn new(v: &'a [T], size: usize) -> Self { Chunks { v, size } }
}

impl<T> Clone for Chunks<'_, T> {
    fn clone(&self) -> Self { Chunks { v: self.v, size: self.size } }
}

/// How long the last chunk of `len` elements is.
fn last_chunk(len: usize, size: usize) -> usize {
    let rest = len % size;
    if rest == 0 { size } else { rest }
}

impl<'a, T> Iterator for Chunks<'a, T> {
    type Item = &'a [T];

    #[inline]
    fn next(&mut self) -> Option<&'a [T]> {
        if self.v.is_empty() {
            return None;
        }
        let (head, tail) = self.v.split_at(cmp::min(self.v.len(), self.size));
        self.v = tail;
        Some(head)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.v.len().div_ceil(self.size);
        (n, Some(n))
    }
}

impl<'a, T> DoubleEndedIterator for Chunks<'a, T> {
    fn next_back(&mut self) -> Option<&'a [T]> {
        if self.v.is_empty() {
            return None;
        }
        let (head, tail) = self.v.split_at(self.v.len() - last_chunk(self.v.len(), self.size));
        self.v = head;
        Some(tail)
    }
}

impl<T> ExactSizeIterator for Chunks<'_, T> {}
impl<T> FusedIterator for Chunks<'_, T> {}

#[derive(Debug)]
pub struct ChunksMut<'a, T: 'a> {
    v: &'a mut [T],
    size: usize,
}

impl<'a, T: 'a> ChunksMut<'a, T> {
    pub(super) fn new(v: &'a mut [T], size: usize) -> Self { ChunksMut { v, size } }
}

impl<'a, T> Iterator for ChunksMut<'a, T> {
    type Item = &'a mut [T];

    #[inline]
    fn next(&mut self) -> Option<&'a mut [T]> {
        if self.v.is_empty() {
            return None;
        }
        let n = cmp::min(self.v.len(), self.size);
        let (head, tail) = mem::take(&mut self.v).split_at_mut(n);
        self.v = tail;
        Some(head)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.v.len().div_ceil(self.size);
        (n, Some(n))
    }
}

impl<'a, T> DoubleEndedIterator for ChunksMut<'a, T> {
    fn next_back(&mut self) -> Option<&'a mut [T]> {
        if self.v.is_empty() {
            return None;
        }
        let at = self.v.len() - last_chunk(self.v.len(), self.size);
        let (head, tail) = mem::take(&mut self.v).split_at_mut(at);
        self.v = head;
        Some(tail)
    }
}

impl<T> ExactSizeIterator for ChunksMut<'_, T> {}
impl<T> FusedIterator for ChunksMut<'_, T> {}

#[derive(Debug)]
pub struct ChunksExact<'a, T: 'a> {
    v: &'a [T],
    rem: &'a [T],
    size: usize,
}

impl<'a, T> ChunksExact<'a, T> {
    pub(super) fn new(slice: &'a [T], size: usize) -> Self {
        let (v, rem) = slice.split_at(slice.len() - slice.len() % size);
        ChunksExact { v, rem, size }
    }

    pub fn remainder(&self) -> &'a [T] { self.rem }
}

impl<T> Clone for ChunksExact<'_, T> {
    fn clone(&self) -> Self { ChunksExact { v: self.v, rem: self.rem, size: self.size } }
}

impl<'a, T> Iterator for ChunksExact<'a, T> {
    type Item = &'a [T];

    #[inline]
    fn next(&mut self) -> Option<&'a [T]> {
        let (head, tail) = self.v.split_at_checked(self.size)?;
        self.v = tail;
        Some(head)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.v.len() / self.size;
        (n, Some(n))
    }
}

impl<'a, T> DoubleEndedIterator for ChunksExact<'a, T> {
    fn next_back(&mut self) -> Option<&'a [T]> {
        if self.v.is_empty() {
            return None;
        }
        let (head, tail) = self.v.split_at(self.v.len() - self.size);
        self.v = head;
        Some(tail)
    }
}

impl<T> ExactSizeIterator for ChunksExact<'_, T> {}
impl<T> FusedIterator for ChunksExact<'_, T> {}

#[derive(Debug)]
pub struct ChunksExactMut<'a, T: 'a> {
    v: &'a mut [T],
    rem: &'a mut [T],
    size: usize,
}

impl<'a, T> ChunksExactMut<'a, T> {
    pub(super) fn new(slice: &'a mut [T], size: usize) -> Self {
        let at = slice.len() - slice.len() % size;
        let (v, rem) = slice.split_at_mut(at);
        ChunksExactMut { v, rem, size }
    }

    pub fn into_remainder(self) -> &'a mut [T] { self.rem }
}

impl<'a, T> Iterator for ChunksExactMut<'a, T> {
    type Item = &'a mut [T];

    #[inline]
    fn next(&mut self) -> Option<&'a mut [T]> {
        if self.v.len() < self.size {
            return None;
        }
        let (head, tail) = mem::take(&mut self.v).split_at_mut(self.size);
        self.v = tail;
        Some(head)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.v.len() / self.size;
        (n, Some(n))
    }
}

impl<T> ExactSizeIterator for ChunksExactMut<'_, T> {}
impl<T> FusedIterator for ChunksExactMut<'_, T> {}

#[derive(Debug)]
pub struct RChunks<'a, T: 'a> {
    v: &'a [T],
    size: usize,
}

impl<'a, T: 'a> RChunks<'a, T> {
    pub(super) fn new(v: &'a [T], size: usize) -> Self { RChunks { v, size } }
}

impl<'a, T> Iterator for RChunks<'a, T> {
    type Item = &'a [T];

    fn next(&mut self) -> Option<&'a [T]> {
        if self.v.is_empty() {
            return None;
        }
        let (head, tail) = self.v.split_at(self.v.len().saturating_sub(self.size));
        self.v = head;
        Some(tail)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.v.len().div_ceil(self.size);
        (n, Some(n))
    }
}

impl<T> ExactSizeIterator for RChunks<'_, T> {}

pub struct ChunkBy<'a, T: 'a, P> {
    slice: &'a [T],
    predicate: P,
}

impl<'a, T: 'a, P> ChunkBy<'a, T, P> {
    pub(super) fn new(slice: &'a [T], predicate: P) -> Self { ChunkBy { slice, predicate } }
}

impl<'a, T: 'a, P> Iterator for ChunkBy<'a, T, P>
where
    P: FnMut(&T, &T) -> bool,
{
    type Item = &'a [T];

    fn next(&mut self) -> Option<&'a [T]> {
        if self.slice.is_empty() {
            return None;
        }
        let mut len = 1;
        while len < self.slice.len() && (self.predicate)(&self.slice[len - 1], &self.slice[len]) {
            len += 1;
        }
        let (head, tail) = self.slice.split_at(len);
        self.slice = tail;
        Some(head)
    }
}
