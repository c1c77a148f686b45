//! Slices that need a heap: sorting, joining, copies.

use core::borrow::Borrow;
use core::cmp::Ordering::{self, Less};
use core::mem;
use core::ptr;
pub use core::slice::*;

use crate::borrow::ToOwned;
use crate::boxed::Box;
use crate::raw_vec::RawVec;
use crate::vec::Vec;

/// A box of elements as a vector of the same memory.
#[doc(hidden)]
#[inline]
pub fn into_vec<T>(b: Box<[T]>) -> Vec<T> {
    unsafe {
        let len = b.len();
        let p = Box::into_raw(b);
        Vec::from_raw_parts(p as *mut T, len, len)
    }
}

fn sort_stable<T, F: FnMut(&T, &T) -> bool>(v: &mut [T], mut is_less: F) {
    let n = v.len();
    if n < 2 || mem::size_of::<T>() == 0 {
        return;
    }
    let buf = if n > 16 { RawVec::<T>::with_capacity(n / 2 + 1) } else { RawVec::new() };
    unsafe { v.sort_with_buffer(buf.ptr(), &mut is_less) };
}

impl<T> [T] {
    #[rustc_allow_incoherent_impl]
    #[inline]
    pub fn sort(&mut self)
    where
        T: Ord,
    {
        sort_stable(self, |a, b| a.lt(b));
    }

    #[rustc_allow_incoherent_impl]
    #[inline]
    pub fn sort_by<F>(&mut self, mut compare: F)
    where
        F: FnMut(&T, &T) -> Ordering,
    {
        sort_stable(self, |a, b| compare(a, b) == Less);
    }

    #[rustc_allow_incoherent_impl]
    #[inline]
    pub fn sort_by_key<K, F>(&mut self, mut f: F)
    where
        F: FnMut(&T) -> K,
        K: Ord,
    {
        sort_stable(self, |a, b| f(a).lt(&f(b)));
    }

    #[rustc_allow_incoherent_impl]
    pub fn sort_by_cached_key<K, F>(&mut self, mut f: F)
    where
        F: FnMut(&T) -> K,
        K: Ord,
    {
        let n = self.len();
        let mut keyed: Vec<(K, usize)> = self.iter().map(|x| f(x)).enumerate().map(|(i, k)| (k, i)).collect();
        keyed.sort();
        for i in 0..n {
            // Where the element meant for place i has gone meanwhile.
            let mut index = keyed[i].1;
            while index < i {
                index = keyed[index].1;
            }
            keyed[i].1 = index;
            self.swap(i, index);
        }
    }

    #[rustc_allow_incoherent_impl]
    #[inline]
    #[track_caller]
    pub fn to_vec(&self) -> Vec<T>
    where
        T: Clone,
    {
        let mut v = Vec::with_capacity(self.len());
        v.extend_from_slice(self);
        v
    }

    #[rustc_allow_incoherent_impl]
    #[inline]
    pub fn into_vec(self: Box<Self>) -> Vec<T> { into_vec(self) }

    #[rustc_allow_incoherent_impl]
    pub fn repeat(&self, n: usize) -> Vec<T>
    where
        T: Copy,
    {
        let mut v = Vec::with_capacity(self.len().checked_mul(n).expect("capacity overflow"));
        for _ in 0..n {
            v.extend_from_slice(self);
        }
        v
    }

    #[rustc_allow_incoherent_impl]
    pub fn concat<Item: ?Sized>(&self) -> <Self as Concat<Item>>::Output
    where
        Self: Concat<Item>,
    {
        Concat::concat(self)
    }

    #[rustc_allow_incoherent_impl]
    pub fn join<Separator>(&self, sep: Separator) -> <Self as Join<Separator>>::Output
    where
        Self: Join<Separator>,
    {
        Join::join(self, sep)
    }

    #[rustc_allow_incoherent_impl]
    pub fn connect<Separator>(&self, sep: Separator) -> <Self as Join<Separator>>::Output
    where
        Self: Join<Separator>,
    {
        Join::join(self, sep)
    }
}

impl [u8] {
    #[rustc_allow_incoherent_impl]
    pub fn to_ascii_uppercase(&self) -> Vec<u8> {
        let mut me = self.to_vec();
        me.make_ascii_uppercase();
        me
    }

    #[rustc_allow_incoherent_impl]
    pub fn to_ascii_lowercase(&self) -> Vec<u8> {
        let mut me = self.to_vec();
        me.make_ascii_lowercase();
        me
    }
}

pub trait Concat<Item: ?Sized> {
    type Output;
    fn concat(slice: &Self) -> Self::Output;
}

pub trait Join<Separator> {
    type Output;
    fn join(slice: &Self, sep: Separator) -> Self::Output;
}

impl<T: Clone, V: Borrow<[T]>> Concat<T> for [V] {
    type Output = Vec<T>;

    fn concat(slice: &Self) -> Vec<T> {
        let size = slice.iter().map(|slice| slice.borrow().len()).sum();
        let mut result = Vec::with_capacity(size);
        for v in slice {
            result.extend_from_slice(v.borrow())
        }
        result
    }
}

impl<T: Clone, V: Borrow<[T]>> Join<&T> for [V] {
    type Output = Vec<T>;

    fn join(slice: &Self, sep: &T) -> Vec<T> {
        let mut result = Vec::new();
        for (i, v) in slice.iter().enumerate() {
            if i > 0 {
                result.push(sep.clone());
            }
            result.extend_from_slice(v.borrow())
        }
        result
    }
}

impl<T: Clone, V: Borrow<[T]>> Join<&[T]> for [V] {
    type Output = Vec<T>;

    fn join(slice: &Self, sep: &[T]) -> Vec<T> {
        let mut result = Vec::new();
        for (i, v) in slice.iter().enumerate() {
            if i > 0 {
                result.extend_from_slice(sep);
            }
            result.extend_from_slice(v.borrow())
        }
        result
    }
}

impl<T: Clone> ToOwned for [T] {
    type Owned = Vec<T>;
    fn to_owned(&self) -> Vec<T> { self.to_vec() }
    fn clone_into(&self, target: &mut Vec<T>) {
        target.clear();
        target.extend_from_slice(self);
    }
}
