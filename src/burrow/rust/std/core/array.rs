//! Arrays.

use crate::borrow::{Borrow, BorrowMut};
use crate::cmp::Ordering;
use crate::error::Error;
use crate::fmt;
use crate::hash::{Hash, Hasher};
use crate::iter::{FusedIterator, TrustedLen};
use crate::mem::{self, ManuallyDrop, MaybeUninit};
use crate::ops::{Index, IndexMut};
use crate::ptr;
use crate::slice::{Iter, IterMut, SliceIndex};

/// The elements of an array while it is filled or emptied; drops those that are there.
struct Guard<T, const N: usize> {
    array: [MaybeUninit<T>; N],
    start: usize,
    end: usize,
}

impl<T, const N: usize> Drop for Guard<T, N> {
    fn drop(&mut self) {
        let p = self.array.as_mut_ptr() as *mut T;
        unsafe { ptr::drop_in_place(ptr::slice_from_raw_parts_mut(p.add(self.start), self.end - self.start)) }
    }
}

impl<T, const N: usize> Guard<T, N> {
    fn empty() -> Self { Guard { array: MaybeUninit::uninit_array(), start: 0, end: 0 } }

    fn finish(self) -> [T; N] {
        let this = ManuallyDrop::new(self);
        unsafe { ptr::read(&this.array as *const [MaybeUninit<T>; N] as *const [T; N]) }
    }
}

#[inline]
pub fn from_fn<T, const N: usize, F>(mut f: F) -> [T; N]
where
    F: FnMut(usize) -> T,
{
    let mut guard = Guard::<T, N>::empty();
    while guard.end < N {
        guard.array[guard.end] = MaybeUninit::new(f(guard.end));
        guard.end += 1;
    }
    guard.finish()
}

pub const fn from_ref<T>(s: &T) -> &[T; 1] { unsafe { &*(s as *const T as *const [T; 1]) } }

impl<T, const N: usize> [T; N] {
    #[inline]
    pub fn map<F, U>(self, mut f: F) -> [U; N]
    where
        F: FnMut(T) -> U,
    {
        let mut iter = self.into_iter();
        from_fn(|_| f(unsafe { iter.next().unwrap_unchecked() }))
    }

    #[inline]
    pub const fn as_slice(&self) -> &[T] { self }

    #[inline]
    pub const fn as_mut_slice(&mut self) -> &mut [T] { self }

    pub fn each_ref(&self) -> [&T; N] { from_fn(|i| unsafe { &*(self as *const [T; N] as *const T).add(i) }) }

    pub fn each_mut(&mut self) -> [&mut T; N] {
        let p = self as *mut [T; N] as *mut T;
        from_fn(|i| unsafe { &mut *p.add(i) })
    }
}

#[derive(Debug, Copy, Clone)]
pub struct TryFromSliceError(());

impl fmt::Display for TryFromSliceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad("could not convert slice to array") }
}

impl Error for TryFromSliceError {}

impl<T, const N: usize> AsRef<[T]> for [T; N] {
    #[inline]
    fn as_ref(&self) -> &[T] { self }
}

impl<T, const N: usize> AsMut<[T]> for [T; N] {
    #[inline]
    fn as_mut(&mut self) -> &mut [T] { self }
}

impl<T, const N: usize> Borrow<[T]> for [T; N] {
    fn borrow(&self) -> &[T] { self }
}

impl<T, const N: usize> BorrowMut<[T]> for [T; N] {
    fn borrow_mut(&mut self) -> &mut [T] { self }
}

impl<T, const N: usize> TryFrom<&[T]> for [T; N]
where
    T: Copy,
{
    type Error = TryFromSliceError;
    fn try_from(slice: &[T]) -> Result<[T; N], TryFromSliceError> { <&Self>::try_from(slice).copied() }
}

impl<T, const N: usize> TryFrom<&mut [T]> for [T; N]
where
    T: Copy,
{
    type Error = TryFromSliceError;
    fn try_from(slice: &mut [T]) -> Result<[T; N], TryFromSliceError> { <Self>::try_from(&*slice) }
}

impl<'a, T, const N: usize> TryFrom<&'a [T]> for &'a [T; N] {
    type Error = TryFromSliceError;
    fn try_from(slice: &'a [T]) -> Result<&'a [T; N], TryFromSliceError> { slice.as_array().ok_or(TryFromSliceError(())) }
}

impl<'a, T, const N: usize> TryFrom<&'a mut [T]> for &'a mut [T; N] {
    type Error = TryFromSliceError;
    fn try_from(slice: &'a mut [T]) -> Result<&'a mut [T; N], TryFromSliceError> {
        if slice.len() == N { Ok(unsafe { &mut *(slice.as_mut_ptr() as *mut [T; N]) }) } else { Err(TryFromSliceError(())) }
    }
}

impl<T: Hash, const N: usize> Hash for [T; N] {
    fn hash<H: Hasher>(&self, state: &mut H) { Hash::hash(&self[..], state) }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for [T; N] {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&self[..], f) }
}

impl<'a, T, const N: usize> IntoIterator for &'a [T; N] {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> { self.iter() }
}

impl<'a, T, const N: usize> IntoIterator for &'a mut [T; N] {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> { self.iter_mut() }
}

impl<T, I, const N: usize> Index<I> for [T; N]
where
    [T]: Index<I>,
{
    type Output = <[T] as Index<I>>::Output;
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &Self::Output { Index::index(self as &[T], index) }
}

impl<T, I, const N: usize> IndexMut<I> for [T; N]
where
    [T]: IndexMut<I>,
{
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut Self::Output { IndexMut::index_mut(self as &mut [T], index) }
}

impl<T: Copy, const N: usize> Copy for [T; N] {}

impl<T: Clone, const N: usize> Clone for [T; N] {
    #[inline]
    fn clone(&self) -> Self { from_fn(|i| self[i].clone()) }

    #[inline]
    fn clone_from(&mut self, other: &Self) { self.clone_from_slice(other); }
}

macro_rules! array_eq {
    ($([$($g:tt)*] $Left:ty, $Right:ty;)*) => { $(
        impl<T, U, $($g)*> PartialEq<$Right> for $Left
        where
            T: PartialEq<U>,
        {
            #[inline]
            fn eq(&self, other: &$Right) -> bool { self[..] == other[..] }
        }
    )* };
}

array_eq! {
    [const N: usize] [T; N], [U; N];
    [const N: usize] [T; N], [U];
    [const N: usize] [T], [U; N];
    [const N: usize] [T; N], &[U];
    [const N: usize] &[T], [U; N];
    [const N: usize] [T; N], &mut [U];
    [const N: usize] &mut [T], [U; N];
}

impl<T: Eq, const N: usize> Eq for [T; N] {}

impl<T: PartialOrd, const N: usize> PartialOrd for [T; N] {
    #[inline]
    fn partial_cmp(&self, other: &[T; N]) -> Option<Ordering> { PartialOrd::partial_cmp(&self[..], &other[..]) }
}

impl<T: Ord, const N: usize> Ord for [T; N] {
    #[inline]
    fn cmp(&self, other: &[T; N]) -> Ordering { Ord::cmp(&self[..], &other[..]) }
}

impl<T, const N: usize> crate::marker::StructuralPartialEq for [T; N] {}
impl<T: crate::marker::ConstParamTy_, const N: usize> crate::marker::ConstParamTy_ for [T; N] {}

// `Default` of the empty array asks nothing of its elements, so the lengths are spelled out.
macro_rules! array_default {
    ($($n:literal)*) => { $(impl<T: Default> Default for [T; $n] {
        fn default() -> [T; $n] { from_fn(|_| T::default()) }
    })* };
}

impl<T> Default for [T; 0] {
    fn default() -> [T; 0] { [] }
}

array_default! { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 }

macro_rules! tuples_to_arrays {
    ($( $n:literal $T:ident $($x:ident)+ ; )+) => { $(
        impl<$T> From<($(tuples_to_arrays!(@ $x $T),)+)> for [$T; $n] {
            fn from(tuple: ($(tuples_to_arrays!(@ $x $T),)+)) -> Self {
                let ($($x,)+) = tuple;
                [$($x),+]
            }
        }
    )+ };
    (@ $x:ident $T:ident) => { $T };
}

tuples_to_arrays! { 1 T a; 2 T a b; 3 T a b c; 4 T a b c d; }

pub struct IntoIter<T, const N: usize> {
    inner: Guard<T, N>,
}

impl<T, const N: usize> IntoIterator for [T; N] {
    type Item = T;
    type IntoIter = IntoIter<T, N>;
    #[inline]
    fn into_iter(self) -> IntoIter<T, N> {
        let this = ManuallyDrop::new(self);
        let array = unsafe { ptr::read(&*this as *const [T; N] as *const [MaybeUninit<T>; N]) };
        IntoIter { inner: Guard { array, start: 0, end: N } }
    }
}

impl<T, const N: usize> IntoIter<T, N> {
    pub fn as_slice(&self) -> &[T] {
        let p = self.inner.array.as_ptr() as *const T;
        unsafe { crate::slice::from_raw_parts(p.add(self.inner.start), self.inner.end - self.inner.start) }
    }
}

impl<T, const N: usize> Iterator for IntoIter<T, N> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let inner = &mut self.inner;
        if inner.start == inner.end {
            return None;
        }
        let i = inner.start;
        inner.start += 1;
        Some(unsafe { inner.array.get_unchecked(i).assume_init_read() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = self.inner.end - self.inner.start;
        (n, Some(n))
    }
}

impl<T, const N: usize> DoubleEndedIterator for IntoIter<T, N> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        let inner = &mut self.inner;
        if inner.start == inner.end {
            return None;
        }
        inner.end -= 1;
        Some(unsafe { inner.array.get_unchecked(inner.end).assume_init_read() })
    }
}

impl<T, const N: usize> ExactSizeIterator for IntoIter<T, N> {}
impl<T, const N: usize> FusedIterator for IntoIter<T, N> {}
unsafe impl<T, const N: usize> TrustedLen for IntoIter<T, N> {}

impl<T: Clone, const N: usize> Clone for IntoIter<T, N> {
    fn clone(&self) -> Self {
        let mut guard = Guard::<T, N>::empty();
        for x in self.as_slice() {
            guard.array[guard.end] = MaybeUninit::new(x.clone());
            guard.end += 1;
        }
        IntoIter { inner: guard }
    }
}

impl<T: fmt::Debug, const N: usize> fmt::Debug for IntoIter<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("IntoIter").field(&self.as_slice()).finish() }
}
