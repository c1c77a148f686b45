//! `VecDeque`: a ring.

use core::cmp::{self, Ordering};
use core::fmt;
use core::hash::{Hash, Hasher};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::ops::{Index, IndexMut, Range, RangeBounds};
use core::ptr;
use core::slice;

use crate::raw_vec::RawVec;
use crate::vec::Vec;

pub struct VecDeque<T> {
    head: usize,
    len: usize,
    buf: RawVec<T>,
}

impl<T> VecDeque<T> {
    pub const fn new() -> VecDeque<T> { VecDeque { head: 0, len: 0, buf: RawVec::new() } }

    #[track_caller]
    pub fn with_capacity(capacity: usize) -> VecDeque<T> {
        VecDeque { head: 0, len: 0, buf: RawVec::with_capacity(capacity) }
    }

    #[inline]
    fn ptr(&self) -> *mut T { self.buf.ptr() }

    #[inline]
    pub fn capacity(&self) -> usize { self.buf.capacity() }

    /// Where element `index` is in the buffer.
    #[inline]
    fn physical(&self, index: usize) -> usize {
        let at = self.head.wrapping_add(index);
        if at >= self.capacity() { at.wrapping_sub(self.capacity()) } else { at }
    }

    fn grow(&mut self) {
        let old = self.capacity();
        self.buf.grow_one();
        self.straighten(old);
    }

    /// After growing: moves the part that had wrapped around.
    fn straighten(&mut self, old: usize) {
        if self.head <= old - self.len {
            return;
        }
        let head_len = old - self.head;
        let new_head = self.capacity() - head_len;
        unsafe { ptr::copy(self.ptr().add(self.head), self.ptr().add(new_head), head_len) };
        self.head = new_head;
    }

    #[track_caller]
    pub fn reserve(&mut self, additional: usize) {
        let old = self.capacity();
        if self.len.checked_add(additional).expect("capacity overflow") > old {
            self.buf.reserve(old, additional);
            self.straighten(old);
        }
    }

    pub fn shrink_to_fit(&mut self) {
        self.make_contiguous();
        if self.head != 0 {
            unsafe { ptr::copy(self.ptr().add(self.head), self.ptr(), self.len) };
            self.head = 0;
        }
        self.buf.shrink_to_fit(self.len);
    }

    pub fn get(&self, index: usize) -> Option<&T> {
        if index < self.len { unsafe { Some(&*self.ptr().add(self.physical(index))) } } else { None }
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        if index < self.len { unsafe { Some(&mut *self.ptr().add(self.physical(index))) } } else { None }
    }

    #[track_caller]
    pub fn swap(&mut self, i: usize, j: usize) {
        assert!(i < self.len());
        assert!(j < self.len());
        unsafe { ptr::swap(self.ptr().add(self.physical(i)), self.ptr().add(self.physical(j))) }
    }

    #[inline]
    pub fn len(&self) -> usize { self.len }

    #[inline]
    pub fn is_empty(&self) -> bool { self.len == 0 }

    /// Length of the first of the two parts.
    fn first_part(&self) -> usize { cmp::min(self.len, self.capacity() - self.head) }

    pub fn as_slices(&self) -> (&[T], &[T]) {
        if self.len == 0 {
            return (&[], &[]);
        }
        let n = self.first_part();
        unsafe {
            (slice::from_raw_parts(self.ptr().add(self.head), n), slice::from_raw_parts(self.ptr(), self.len - n))
        }
    }

    pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T]) {
        if self.len == 0 {
            return (&mut [], &mut []);
        }
        let n = self.first_part();
        unsafe {
            (
                slice::from_raw_parts_mut(self.ptr().add(self.head), n),
                slice::from_raw_parts_mut(self.ptr(), self.len - n),
            )
        }
    }

    pub fn iter(&self) -> Iter<'_, T> {
        let (a, b) = self.as_slices();
        Iter { i1: a.iter(), i2: b.iter() }
    }

    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        let (a, b) = self.as_mut_slices();
        IterMut { i1: a.iter_mut(), i2: b.iter_mut() }
    }

    pub fn clear(&mut self) {
        self.truncate(0);
        self.head = 0;
    }

    pub fn truncate(&mut self, len: usize) {
        while self.len > len {
            self.pop_back();
        }
    }

    pub fn contains(&self, x: &T) -> bool
    where
        T: PartialEq<T>,
    {
        let (a, b) = self.as_slices();
        a.contains(x) || b.contains(x)
    }

    pub fn front(&self) -> Option<&T> { self.get(0) }
    pub fn front_mut(&mut self) -> Option<&mut T> { self.get_mut(0) }
    pub fn back(&self) -> Option<&T> { self.get(self.len.wrapping_sub(1)) }
    pub fn back_mut(&mut self) -> Option<&mut T> { self.get_mut(self.len.wrapping_sub(1)) }

    pub fn pop_front(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        let old = self.head;
        self.head = self.physical(1);
        self.len -= 1;
        Some(unsafe { ptr::read(self.ptr().add(old)) })
    }

    pub fn pop_back(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        self.len -= 1;
        Some(unsafe { ptr::read(self.ptr().add(self.physical(self.len))) })
    }

    #[track_caller]
    pub fn push_front(&mut self, value: T) {
        if self.len == self.capacity() {
            self.grow();
        }
        self.head = if self.head == 0 { self.capacity() - 1 } else { self.head - 1 };
        self.len += 1;
        unsafe { ptr::write(self.ptr().add(self.head), value) }
    }

    #[track_caller]
    pub fn push_back(&mut self, value: T) {
        if self.len == self.capacity() {
            self.grow();
        }
        unsafe { ptr::write(self.ptr().add(self.physical(self.len)), value) }
        self.len += 1;
    }

    pub fn swap_remove_front(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        self.swap(index, 0);
        self.pop_front()
    }

    pub fn swap_remove_back(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        self.swap(index, self.len - 1);
        self.pop_back()
    }

    #[track_caller]
    pub fn insert(&mut self, index: usize, value: T) {
        assert!(index <= self.len(), "index out of bounds");
        self.push_back(value);
        let mut i = self.len - 1;
        while i > index {
            self.swap(i, i - 1);
            i -= 1;
        }
    }

    pub fn remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        for i in index..self.len - 1 {
            self.swap(i, i + 1);
        }
        self.pop_back()
    }

    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self {
        assert!(at <= self.len, "`at` out of bounds");
        let mut other = VecDeque::with_capacity(self.len - at);
        for i in at..self.len {
            other.push_back(unsafe { ptr::read(self.ptr().add(self.physical(i))) });
        }
        self.len = at;
        other
    }

    pub fn append(&mut self, other: &mut Self) {
        self.reserve(other.len);
        while let Some(x) = other.pop_front() {
            self.push_back(x);
        }
    }

    pub fn retain<F>(&mut self, mut f: F)
    where
        F: FnMut(&T) -> bool,
    {
        self.retain_mut(|elem| f(elem));
    }

    pub fn retain_mut<F>(&mut self, mut f: F)
    where
        F: FnMut(&mut T) -> bool,
    {
        let mut kept = 0;
        for i in 0..self.len {
            if f(&mut self[i]) {
                if kept != i {
                    self.swap(kept, i);
                }
                kept += 1;
            }
        }
        self.truncate(kept);
    }

    pub fn resize(&mut self, new_len: usize, value: T)
    where
        T: Clone,
    {
        while self.len < new_len {
            self.push_back(value.clone());
        }
        self.truncate(new_len);
    }

    pub fn make_contiguous(&mut self) -> &mut [T] {
        if self.head + self.len > self.capacity() {
            let mut straight = VecDeque::with_capacity(self.capacity());
            while let Some(x) = self.pop_front() {
                straight.push_back(x);
            }
            *self = straight;
        }
        self.as_mut_slices().0
    }

    #[track_caller]
    pub fn rotate_left(&mut self, n: usize) {
        assert!(n <= self.len());
        for _ in 0..n {
            let x = self.pop_front().unwrap();
            self.push_back(x);
        }
    }

    #[track_caller]
    pub fn rotate_right(&mut self, n: usize) {
        assert!(n <= self.len());
        for _ in 0..n {
            let x = self.pop_back().unwrap();
            self.push_front(x);
        }
    }

    #[track_caller]
    pub fn drain<R>(&mut self, range: R) -> crate::vec::IntoIter<T>
    where
        R: RangeBounds<usize>,
    {
        let Range { start, end } = slice::range(range, ..self.len);
        let mut tail = self.split_off(end);
        let middle = self.split_off(start);
        self.append(&mut tail);
        Vec::from(middle).into_iter()
    }

    pub fn range<R>(&self, range: R) -> core::iter::Take<core::iter::Skip<Iter<'_, T>>>
    where
        R: RangeBounds<usize>,
    {
        let Range { start, end } = slice::range(range, ..self.len);
        self.iter().skip(start).take(end - start)
    }

    pub fn binary_search(&self, x: &T) -> Result<usize, usize>
    where
        T: Ord,
    {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let mid = (low + high) / 2;
            match self[mid].cmp(x) {
                Ordering::Equal => return Ok(mid),
                Ordering::Less => low = mid + 1,
                Ordering::Greater => high = mid,
            }
        }
        Err(low)
    }
}

unsafe impl<#[may_dangle] T> Drop for VecDeque<T> {
    fn drop(&mut self) {
        let (a, b) = self.as_mut_slices();
        let (a, b) = (a as *mut [T], b as *mut [T]);
        unsafe {
            ptr::drop_in_place(a);
            ptr::drop_in_place(b);
        }
    }
}

impl<T: Clone> Clone for VecDeque<T> {
    fn clone(&self) -> Self { self.iter().cloned().collect() }
}

impl<T> Default for VecDeque<T> {
    fn default() -> VecDeque<T> { VecDeque::new() }
}

impl<T: PartialEq> PartialEq for VecDeque<T> {
    fn eq(&self, other: &Self) -> bool { self.len == other.len && self.iter().eq(other.iter()) }
}

impl<T: Eq> Eq for VecDeque<T> {}

macro_rules! eq_with {
    ($([$($g:tt)*] $Other:ty;)*) => { $(impl<T, U, $($g)*> PartialEq<$Other> for VecDeque<T>
    where
        T: PartialEq<U>,
    {
        fn eq(&self, other: &$Other) -> bool {
            if self.len != other.len() {
                return false;
            }
            for i in 0..self.len {
                if self[i] != other[i] {
                    return false;
                }
            }
            true
        }
    })* };
}

eq_with! { [] Vec<U>; [] &[U]; [const N: usize] [U; N]; [const N: usize] &[U; N]; }

impl<T: PartialOrd> PartialOrd for VecDeque<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> { self.iter().partial_cmp(other.iter()) }
}

impl<T: Ord> Ord for VecDeque<T> {
    fn cmp(&self, other: &Self) -> Ordering { self.iter().cmp(other.iter()) }
}

impl<T: Hash> Hash for VecDeque<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_length_prefix(self.len);
        self.iter().for_each(|elem| elem.hash(state));
    }
}

impl<T> Index<usize> for VecDeque<T> {
    type Output = T;
    #[inline]
    #[track_caller]
    fn index(&self, index: usize) -> &T { self.get(index).expect("Out of bounds access") }
}

impl<T> IndexMut<usize> for VecDeque<T> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: usize) -> &mut T { self.get_mut(index).expect("Out of bounds access") }
}

impl<T> FromIterator<T> for VecDeque<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> VecDeque<T> {
        let mut deque = VecDeque::new();
        deque.extend(iter);
        deque
    }
}

impl<T> Extend<T> for VecDeque<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        for x in iter {
            self.push_back(x);
        }
    }
}

impl<'a, T: 'a + Copy> Extend<&'a T> for VecDeque<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, iter: I) { self.extend(iter.into_iter().copied()) }
}

impl<T: fmt::Debug> fmt::Debug for VecDeque<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_list().entries(self.iter()).finish() }
}

impl<T> From<Vec<T>> for VecDeque<T> {
    fn from(other: Vec<T>) -> Self {
        let (p, len, cap) = other.into_raw_parts();
        VecDeque { head: 0, len, buf: unsafe { RawVec::from_raw_parts(p, cap) } }
    }
}

impl<T> From<VecDeque<T>> for Vec<T> {
    fn from(mut other: VecDeque<T>) -> Self {
        let mut v = Vec::with_capacity(other.len);
        while let Some(x) = other.pop_front() {
            v.push(x);
        }
        v
    }
}

impl<T, const N: usize> From<[T; N]> for VecDeque<T> {
    fn from(arr: [T; N]) -> Self { Vec::from(arr).into() }
}

pub struct Iter<'a, T: 'a> {
    i1: slice::Iter<'a, T>,
    i2: slice::Iter<'a, T>,
}

pub struct IterMut<'a, T: 'a> {
    i1: slice::IterMut<'a, T>,
    i2: slice::IterMut<'a, T>,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self { Iter { i1: self.i1.clone(), i2: self.i2.clone() } }
}

macro_rules! two_parts {
    ($Name:ident, $Item:ty) => {
        impl<'a, T> Iterator for $Name<'a, T> {
            type Item = $Item;
            #[inline]
            fn next(&mut self) -> Option<$Item> {
                match self.i1.next() {
                    None => self.i2.next(),
                    item => item,
                }
            }
            fn size_hint(&self) -> (usize, Option<usize>) {
                let n = self.i1.len() + self.i2.len();
                (n, Some(n))
            }
        }

        impl<'a, T> DoubleEndedIterator for $Name<'a, T> {
            #[inline]
            fn next_back(&mut self) -> Option<$Item> {
                match self.i2.next_back() {
                    None => self.i1.next_back(),
                    item => item,
                }
            }
        }

        impl<T> ExactSizeIterator for $Name<'_, T> {}
        impl<T> FusedIterator for $Name<'_, T> {}
    };
}

two_parts! { Iter, &'a T }
two_parts! { IterMut, &'a mut T }

#[derive(Clone)]
pub struct IntoIter<T> {
    inner: VecDeque<T>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;
    #[inline]
    fn next(&mut self) -> Option<T> { self.inner.pop_front() }
    fn size_hint(&self) -> (usize, Option<usize>) { (self.inner.len, Some(self.inner.len)) }
}

impl<T> DoubleEndedIterator for IntoIter<T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> { self.inner.pop_back() }
}

impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> FusedIterator for IntoIter<T> {}

impl<T> IntoIterator for VecDeque<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    fn into_iter(self) -> IntoIter<T> { IntoIter { inner: self } }
}

impl<'a, T> IntoIterator for &'a VecDeque<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> { self.iter() }
}

impl<'a, T> IntoIterator for &'a mut VecDeque<T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> { self.iter_mut() }
}
