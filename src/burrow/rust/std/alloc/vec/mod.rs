//! `Vec`.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::{self, Ordering};
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut, Index, IndexMut, RangeBounds};
use core::ptr;
use core::slice::{self, SliceIndex};

use crate::borrow::{Cow, ToOwned};
use crate::boxed::Box;
use crate::raw_vec::RawVec;
use crate::string::String;

mod convert;
mod drain;
mod into_iter;
mod partial_eq;

pub use self::drain::{Drain, ExtractIf, Splice};
pub use self::into_iter::IntoIter;

pub struct Vec<T> {
    buf: RawVec<T>,
    len: usize,
}

impl<T> Vec<T> {
    #[inline]
    pub const fn new() -> Self { Vec { buf: RawVec::new(), len: 0 } }

    #[inline]
    #[track_caller]
    pub fn with_capacity(capacity: usize) -> Self { Vec { buf: RawVec::with_capacity(capacity), len: 0 } }

    #[inline]
    pub unsafe fn from_raw_parts(ptr: *mut T, length: usize, capacity: usize) -> Self {
        unsafe { Vec { buf: RawVec::from_raw_parts(ptr, capacity), len: length } }
    }

    pub fn into_raw_parts(self) -> (*mut T, usize, usize) {
        let mut me = ManuallyDrop::new(self);
        (me.as_mut_ptr(), me.len(), me.capacity())
    }

    #[inline]
    pub const fn capacity(&self) -> usize { self.buf.capacity() }

    #[track_caller]
    pub fn reserve(&mut self, additional: usize) { self.buf.reserve(self.len, additional); }

    #[track_caller]
    pub fn reserve_exact(&mut self, additional: usize) { self.buf.reserve_exact(self.len, additional); }

    pub fn try_reserve(&mut self, additional: usize) -> Result<(), crate::collections::TryReserveError> {
        let fits = match self.len.checked_add(additional) {
            Some(n) => core::alloc::Layout::array::<T>(n).is_ok(),
            None => false,
        };
        if !fits {
            return Err(crate::collections::TryReserveError::capacity_overflow());
        }
        self.reserve(additional);
        Ok(())
    }

    pub fn shrink_to_fit(&mut self) {
        if self.capacity() > self.len {
            self.buf.shrink_to_fit(self.len);
        }
    }

    pub fn shrink_to(&mut self, min_capacity: usize) {
        if self.capacity() > min_capacity {
            self.buf.shrink_to_fit(cmp::max(self.len, min_capacity));
        }
    }

    pub fn into_boxed_slice(mut self) -> Box<[T]> {
        self.shrink_to_fit();
        let mut me = ManuallyDrop::new(self);
        let (p, n) = (me.as_mut_ptr(), me.len());
        unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(p, n)) }
    }

    pub fn truncate(&mut self, len: usize) {
        unsafe {
            if len > self.len {
                return;
            }
            let rest = ptr::slice_from_raw_parts_mut(self.as_mut_ptr().add(len), self.len - len);
            self.len = len;
            ptr::drop_in_place(rest);
        }
    }

    #[inline]
    pub const fn as_slice(&self) -> &[T] { unsafe { slice::from_raw_parts(self.as_ptr(), self.len) } }

    #[inline]
    pub const fn as_mut_slice(&mut self) -> &mut [T] { unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len) } }

    #[inline]
    pub const fn as_ptr(&self) -> *const T { self.buf.ptr() }

    #[inline]
    pub const fn as_mut_ptr(&mut self) -> *mut T { self.buf.ptr() }

    #[inline]
    pub unsafe fn set_len(&mut self, new_len: usize) { self.len = new_len; }

    #[inline]
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        let len = self.len();
        if index >= len {
            panic!("swap_remove index (is {index}) should be < len (is {len})");
        }
        unsafe {
            let value = ptr::read(self.as_ptr().add(index));
            let base_ptr = self.as_mut_ptr();
            ptr::copy(base_ptr.add(len - 1), base_ptr.add(index), 1);
            self.set_len(len - 1);
            value
        }
    }

    #[track_caller]
    pub fn insert(&mut self, index: usize, element: T) {
        let len = self.len();
        if index > len {
            panic!("insertion index (is {index}) should be <= len (is {len})");
        }
        if len == self.capacity() {
            self.buf.grow_one();
        }
        unsafe {
            let p = self.as_mut_ptr().add(index);
            if index < len {
                ptr::copy(p, p.add(1), len - index);
            }
            ptr::write(p, element);
            self.set_len(len + 1);
        }
    }

    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        let len = self.len();
        if index >= len {
            panic!("removal index (is {index}) should be < len (is {len})");
        }
        unsafe {
            let p = self.as_mut_ptr().add(index);
            let ret = ptr::read(p);
            ptr::copy(p.add(1), p, len - index - 1);
            self.set_len(len - 1);
            ret
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
        /// Closes the gap, also when `f` or a drop panics.
        struct Backshift<'a, T> {
            v: &'a mut Vec<T>,
            processed: usize,
            deleted: usize,
            original: usize,
        }

        impl<T> Drop for Backshift<'_, T> {
            fn drop(&mut self) {
                if self.deleted > 0 {
                    unsafe {
                        let p = self.v.as_mut_ptr().add(self.processed);
                        ptr::copy(p, p.sub(self.deleted), self.original - self.processed);
                    }
                }
                unsafe { self.v.set_len(self.original - self.deleted) };
            }
        }

        let original = self.len();
        unsafe { self.set_len(0) };
        let mut g = Backshift { v: self, processed: 0, deleted: 0, original };
        while g.processed < original {
            unsafe {
                let cur = g.v.as_mut_ptr().add(g.processed);
                if f(&mut *cur) {
                    if g.deleted > 0 {
                        ptr::copy_nonoverlapping(cur, cur.sub(g.deleted), 1);
                    }
                    g.processed += 1;
                } else {
                    g.processed += 1;
                    g.deleted += 1;
                    ptr::drop_in_place(cur);
                }
            }
        }
    }

    #[inline]
    pub fn dedup_by_key<F, K>(&mut self, mut key: F)
    where
        F: FnMut(&mut T) -> K,
        K: PartialEq,
    {
        self.dedup_by(|a, b| key(a) == key(b))
    }

    pub fn dedup_by<F>(&mut self, mut same_bucket: F)
    where
        F: FnMut(&mut T, &mut T) -> bool,
    {
        let mut last: *mut T = ptr::null_mut();
        self.retain_mut(|x| {
            let same = !last.is_null() && same_bucket(x, unsafe { &mut *last });
            if !same {
                // Where it will be once the gap before it is closed.
                last = if last.is_null() { x } else { unsafe { last.add(1) } };
                if last != x as *mut T {
                    unsafe { ptr::copy_nonoverlapping(x, last, 1) };
                }
            }
            !same
        });
    }

    #[inline]
    #[track_caller]
    pub fn push(&mut self, value: T) {
        if self.len == self.buf.capacity() {
            self.buf.grow_one();
        }
        unsafe {
            ptr::write(self.as_mut_ptr().add(self.len), value);
            self.len += 1;
        }
    }

    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            None
        } else {
            unsafe {
                self.len -= 1;
                Some(ptr::read(self.as_ptr().add(self.len)))
            }
        }
    }

    pub fn pop_if(&mut self, predicate: impl FnOnce(&mut T) -> bool) -> Option<T> {
        let last = self.last_mut()?;
        if predicate(last) { self.pop() } else { None }
    }

    #[inline]
    #[track_caller]
    pub fn append(&mut self, other: &mut Self) {
        unsafe {
            self.append_elements(other.as_slice() as *const [T]);
            other.set_len(0);
        }
    }

    #[inline]
    #[track_caller]
    unsafe fn append_elements(&mut self, other: *const [T]) {
        let count = other.len();
        self.reserve(count);
        let len = self.len();
        unsafe { ptr::copy_nonoverlapping(other as *const T, self.as_mut_ptr().add(len), count) };
        self.len += count;
    }

    #[track_caller]
    pub fn drain<R>(&mut self, range: R) -> Drain<'_, T>
    where
        R: RangeBounds<usize>,
    {
        Drain::new(self, range)
    }

    #[inline]
    pub fn clear(&mut self) { self.truncate(0) }

    #[inline]
    pub const fn len(&self) -> usize { self.len }

    #[inline]
    pub const fn is_empty(&self) -> bool { self.len == 0 }

    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self {
        let len = self.len();
        if at > len {
            panic!("`at` split index (is {at}) should be <= len (is {len})");
        }
        let other_len = len - at;
        let mut other = Vec::with_capacity(other_len);
        unsafe {
            self.set_len(at);
            other.set_len(other_len);
            ptr::copy_nonoverlapping(self.as_ptr().add(at), other.as_mut_ptr(), other_len);
        }
        other
    }

    pub fn resize_with<F>(&mut self, new_len: usize, mut f: F)
    where
        F: FnMut() -> T,
    {
        let len = self.len();
        if new_len > len {
            self.reserve(new_len - len);
            for _ in len..new_len {
                self.push(f());
            }
        } else {
            self.truncate(new_len);
        }
    }

    #[inline]
    pub fn leak<'a>(self) -> &'a mut [T] {
        let mut me = ManuallyDrop::new(self);
        unsafe { slice::from_raw_parts_mut(me.as_mut_ptr(), me.len) }
    }

    pub fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        unsafe {
            slice::from_raw_parts_mut(
                self.as_mut_ptr().add(self.len) as *mut MaybeUninit<T>,
                self.buf.capacity() - self.len,
            )
        }
    }

    #[track_caller]
    pub fn splice<R, I>(&mut self, range: R, replace_with: I) -> Splice<'_, I::IntoIter>
    where
        R: RangeBounds<usize>,
        I: IntoIterator<Item = T>,
    {
        Splice::new(self.drain(range), replace_with.into_iter())
    }

    pub fn extract_if<F, R>(&mut self, range: R, filter: F) -> ExtractIf<'_, T, F>
    where
        F: FnMut(&mut T) -> bool,
        R: RangeBounds<usize>,
    {
        ExtractIf::new(self, range, filter)
    }
}

impl<T: Clone> Vec<T> {
    #[track_caller]
    pub fn resize(&mut self, new_len: usize, value: T) {
        let len = self.len();
        if new_len > len { self.extend_with(new_len - len, value) } else { self.truncate(new_len) }
    }

    #[track_caller]
    pub fn extend_from_slice(&mut self, other: &[T]) {
        self.reserve(other.len());
        for x in other {
            unsafe {
                ptr::write(self.as_mut_ptr().add(self.len), x.clone());
                self.len += 1;
            }
        }
    }

    pub fn extend_from_within<R>(&mut self, src: R)
    where
        R: RangeBounds<usize>,
    {
        let range = slice::range(src, ..self.len());
        self.reserve(range.end - range.start);
        for i in range {
            let x = self[i].clone();
            self.push(x);
        }
    }

    /// `n` copies, the last of them `value` itself.
    fn extend_with(&mut self, n: usize, value: T) {
        self.reserve(n);
        for _ in 1..n {
            self.push(value.clone());
        }
        if n > 0 {
            self.push(value);
        }
    }
}

impl<T: PartialEq> Vec<T> {
    #[inline]
    pub fn dedup(&mut self) { self.dedup_by(|a, b| a == b) }
}

/// What `vec![elem; n]` calls.  Values whose bytes are all zero come zeroed from the allocator.
#[doc(hidden)]
#[track_caller]
pub fn from_elem<T: Clone>(elem: T, n: usize) -> Vec<T> {
    if is_plain_zero(&elem) {
        return Vec { buf: RawVec::with_capacity_zeroed(n), len: n };
    }
    let mut v = Vec::with_capacity(n);
    v.extend_with(n, elem);
    v
}

/// Whether `elem` is an integer, float, `bool` or `char` of only zero bytes: for these `clone` is a copy of bytes.
#[inline(always)]
fn is_plain_zero<T>(elem: &T) -> bool {
    if mem::needs_drop::<T>() || !is_plain::<T>() {
        return false;
    }
    let p = elem as *const T as *const u8;
    let mut i = 0;
    while i < mem::size_of::<T>() {
        if unsafe { *p.add(i) } != 0 {
            return false;
        }
        i += 1;
    }
    true
}

/// By name, which is a constant of each instance: there is no specialisation.
#[inline(always)]
fn is_plain<T>() -> bool {
    match core::any::type_name::<T>() {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => true,
        "f32" | "f64" | "bool" | "char" => true,
        _ => false,
    }
}

impl<T> Deref for Vec<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] { self.as_slice() }
}

impl<T> DerefMut for Vec<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] { self.as_mut_slice() }
}

impl<T: Clone> Clone for Vec<T> {
    #[track_caller]
    fn clone(&self) -> Self { self.as_slice().to_vec() }

    fn clone_from(&mut self, source: &Self) {
        self.truncate(source.len());
        let (init, tail) = source.split_at(self.len());
        self.clone_from_slice(init);
        self.extend_from_slice(tail);
    }
}

impl<T: Hash> Hash for Vec<T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) { Hash::hash(&**self, state) }
}

impl<T, I: SliceIndex<[T]>> Index<I> for Vec<T> {
    type Output = I::Output;
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &Self::Output { Index::index(&**self, index) }
}

impl<T, I: SliceIndex<[T]>> IndexMut<I> for Vec<T> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut Self::Output { IndexMut::index_mut(&mut **self, index) }
}

impl<T> FromIterator<T> for Vec<T> {
    #[inline]
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Vec<T> {
        let mut iter = iter.into_iter();
        // As in the real one: nothing is allocated for an empty iterator, and four elements are the least otherwise.
        let first = match iter.next() {
            None => return Vec::new(),
            Some(element) => element,
        };
        let (lower, upper) = iter.size_hint();
        let exact = upper == Some(lower);
        let capacity = if exact { lower + 1 } else { cmp::max(RawVecMin::<T>::MIN, lower.saturating_add(1)) };
        let mut v = Vec::with_capacity(capacity);
        v.push(first);
        v.extend(iter);
        v
    }
}

struct RawVecMin<T>(PhantomData<T>);

impl<T> RawVecMin<T> {
    const MIN: usize = if mem::size_of::<T>() == 1 {
        8
    } else if mem::size_of::<T>() <= 1024 {
        4
    } else {
        1
    };
}

impl<T> IntoIterator for Vec<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    #[inline]
    fn into_iter(self) -> IntoIter<T> { IntoIter::new(self) }
}

impl<'a, T> IntoIterator for &'a Vec<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;
    fn into_iter(self) -> slice::Iter<'a, T> { self.iter() }
}

impl<'a, T> IntoIterator for &'a mut Vec<T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;
    fn into_iter(self) -> slice::IterMut<'a, T> { self.iter_mut() }
}

impl<T> Extend<T> for Vec<T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {
        let mut iterator = iter.into_iter();
        while let Some(element) = iterator.next() {
            if self.len == self.capacity() {
                let (lower, _) = iterator.size_hint();
                self.reserve(lower.saturating_add(1));
            }
            unsafe {
                ptr::write(self.as_mut_ptr().add(self.len), element);
                self.len += 1;
            }
        }
    }

    #[inline]
    fn extend_one(&mut self, item: T) { self.push(item); }

    #[inline]
    fn extend_reserve(&mut self, additional: usize) { self.reserve(additional); }
}

impl<'a, T: Copy + 'a> Extend<&'a T> for Vec<T> {
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, iter: I) { self.extend(iter.into_iter().copied()) }
}

impl<T: PartialOrd> PartialOrd for Vec<T> {
    #[inline]
    fn partial_cmp(&self, other: &Vec<T>) -> Option<Ordering> { PartialOrd::partial_cmp(&**self, &**other) }
}

impl<T: Eq> Eq for Vec<T> {}

impl<T: Ord> Ord for Vec<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { Ord::cmp(&**self, &**other) }
}

unsafe impl<#[may_dangle] T> Drop for Vec<T> {
    fn drop(&mut self) {
        // The memory itself goes with `RawVec`.
        unsafe { ptr::drop_in_place(ptr::slice_from_raw_parts_mut(self.as_mut_ptr(), self.len)) }
    }
}

impl<T> Default for Vec<T> {
    fn default() -> Vec<T> { Vec::new() }
}

impl<T: fmt::Debug> fmt::Debug for Vec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

impl<T> AsRef<Vec<T>> for Vec<T> {
    fn as_ref(&self) -> &Vec<T> { self }
}

impl<T> AsMut<Vec<T>> for Vec<T> {
    fn as_mut(&mut self) -> &mut Vec<T> { self }
}

impl<T> AsRef<[T]> for Vec<T> {
    fn as_ref(&self) -> &[T] { self }
}

impl<T> AsMut<[T]> for Vec<T> {
    fn as_mut(&mut self) -> &mut [T] { self }
}

impl<T> Borrow<[T]> for Vec<T> {
    fn borrow(&self) -> &[T] { self }
}

impl<T> BorrowMut<[T]> for Vec<T> {
    fn borrow_mut(&mut self) -> &mut [T] { self }
}
