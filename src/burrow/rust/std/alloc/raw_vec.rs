//! The memory of a `Vec`: pointer and capacity, and how it grows.

use core::cmp;
use core::marker::PhantomData;
use core::mem;
use core::ptr::{self, Unique};

use crate::alloc::{self, Layout};

pub(crate) struct RawVec<T> {
    ptr: Unique<T>,
    cap: usize,
}

#[cold]
#[track_caller]
pub(crate) fn capacity_overflow() -> ! { panic!("capacity overflow") }

#[track_caller]
fn array_layout<T>(n: usize) -> Layout {
    match Layout::array::<T>(n) {
        Ok(layout) => layout,
        Err(_) => capacity_overflow(),
    }
}

impl<T> RawVec<T> {
    /// The first capacity that is worth an allocation.
    const MIN_NON_ZERO_CAP: usize = if mem::size_of::<T>() == 1 {
        8
    } else if mem::size_of::<T>() <= 1024 {
        4
    } else {
        1
    };

    #[inline]
    pub(crate) const fn new() -> Self { RawVec { ptr: Unique::dangling(), cap: 0 } }

    #[track_caller]
    pub(crate) fn with_capacity(cap: usize) -> Self {
        if mem::size_of::<T>() == 0 || cap == 0 {
            return RawVec::new();
        }
        unsafe { RawVec { ptr: Unique::new_unchecked(alloc::alloc(array_layout::<T>(cap)) as *mut T), cap } }
    }

    #[track_caller]
    pub(crate) fn with_capacity_zeroed(cap: usize) -> Self {
        if mem::size_of::<T>() == 0 || cap == 0 {
            return RawVec::new();
        }
        unsafe { RawVec { ptr: Unique::new_unchecked(alloc::alloc_zeroed(array_layout::<T>(cap)) as *mut T), cap } }
    }

    #[inline]
    pub(crate) unsafe fn from_raw_parts(ptr: *mut T, cap: usize) -> Self {
        unsafe { RawVec { ptr: Unique::new_unchecked(ptr), cap: if mem::size_of::<T>() == 0 { 0 } else { cap } } }
    }

    #[inline(always)]
    pub(crate) const fn ptr(&self) -> *mut T { self.ptr.as_ptr() }

    #[inline(always)]
    pub(crate) const fn capacity(&self) -> usize { if mem::size_of::<T>() == 0 { usize::MAX } else { self.cap } }

    fn current(&self) -> Layout {
        unsafe { Layout::from_size_align_unchecked(self.cap * mem::size_of::<T>(), mem::align_of::<T>()) }
    }

    #[track_caller]
    fn set_capacity(&mut self, cap: usize) {
        let layout = array_layout::<T>(cap);
        let p = unsafe {
            if self.cap == 0 {
                alloc::alloc(layout)
            } else {
                alloc::realloc(self.ptr.as_ptr() as *mut u8, self.current(), layout.size())
            }
        };
        self.ptr = unsafe { Unique::new_unchecked(p as *mut T) };
        self.cap = cap;
    }

    /// Room for at least one more, at least doubled.
    #[inline(never)]
    #[track_caller]
    pub(crate) fn grow_one(&mut self) { self.grow_amortized(self.cap, 1) }

    #[inline(never)]
    #[track_caller]
    fn grow_amortized(&mut self, len: usize, additional: usize) {
        if mem::size_of::<T>() == 0 {
            capacity_overflow();
        }
        let required = match len.checked_add(additional) {
            Some(n) => n,
            None => capacity_overflow(),
        };
        let cap = cmp::max(self.cap * 2, required);
        self.set_capacity(cmp::max(Self::MIN_NON_ZERO_CAP, cap));
    }

    #[inline]
    #[track_caller]
    pub(crate) fn reserve(&mut self, len: usize, additional: usize) {
        if additional > self.capacity().wrapping_sub(len) {
            self.grow_amortized(len, additional);
        }
    }

    #[track_caller]
    pub(crate) fn reserve_exact(&mut self, len: usize, additional: usize) {
        if additional > self.capacity().wrapping_sub(len) {
            match len.checked_add(additional) {
                Some(cap) if mem::size_of::<T>() != 0 => self.set_capacity(cap),
                _ => capacity_overflow(),
            }
        }
    }

    pub(crate) fn shrink_to_fit(&mut self, cap: usize) {
        assert!(cap <= self.capacity(), "Tried to shrink to a larger capacity");
        if mem::size_of::<T>() == 0 || cap == self.cap {
            return;
        }
        if cap == 0 {
            unsafe { alloc::dealloc(self.ptr.as_ptr() as *mut u8, self.current()) };
            self.ptr = Unique::dangling();
            self.cap = 0;
        } else {
            self.set_capacity(cap);
        }
    }
}

unsafe impl<#[may_dangle] T> Drop for RawVec<T> {
    #[inline]
    fn drop(&mut self) {
        if mem::size_of::<T>() != 0 && self.cap != 0 {
            unsafe { alloc::dealloc(self.ptr.as_ptr() as *mut u8, self.current()) }
        }
    }
}
