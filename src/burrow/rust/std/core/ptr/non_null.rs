//! `NonNull`: a raw pointer that is never null, and covariant.

use crate::cmp::Ordering;
use crate::marker::Unsize;
use crate::ops::{CoerceUnsized, DispatchFromDyn};
use crate::ptr::{self, Unique};
use crate::{fmt, hash};

#[repr(transparent)]
#[rustc_layout_scalar_valid_range_start(1)]
pub struct NonNull<T: ?Sized> {
    pointer: *const T,
}

impl<T: ?Sized> !Send for NonNull<T> {}
impl<T: ?Sized> !Sync for NonNull<T> {}

impl<T> NonNull<T> {
    #[inline]
    pub const fn dangling() -> Self { unsafe { NonNull::new_unchecked(ptr::dangling_mut::<T>()) } }

    #[inline]
    pub const unsafe fn offset(self, count: isize) -> Self {
        unsafe { NonNull { pointer: self.as_ptr().offset(count) } }
    }

    #[inline]
    pub const unsafe fn add(self, count: usize) -> Self { unsafe { NonNull { pointer: self.as_ptr().add(count) } } }

    #[inline]
    pub const unsafe fn sub(self, count: usize) -> Self { unsafe { NonNull { pointer: self.as_ptr().sub(count) } } }

    #[inline]
    pub const unsafe fn offset_from(self, origin: NonNull<T>) -> isize {
        unsafe { self.as_ptr().offset_from(origin.as_ptr()) }
    }

    #[inline]
    pub const unsafe fn offset_from_unsigned(self, origin: NonNull<T>) -> usize {
        unsafe { self.as_ptr().offset_from_unsigned(origin.as_ptr()) }
    }

    #[inline]
    pub const unsafe fn read(self) -> T { unsafe { ptr::read(self.as_ptr()) } }

    #[inline]
    pub const unsafe fn write(self, val: T) { unsafe { ptr::write(self.as_ptr(), val) } }

    #[inline]
    pub fn addr(self) -> usize { self.as_ptr() as usize }
}

impl<T: ?Sized> NonNull<T> {
    #[inline]
    #[track_caller]
    pub const unsafe fn new_unchecked(ptr: *mut T) -> Self { unsafe { NonNull { pointer: ptr as *const T } } }

    #[inline]
    pub const fn new(ptr: *mut T) -> Option<Self> {
        if !ptr.is_null() { Some(unsafe { Self::new_unchecked(ptr) }) } else { None }
    }

    #[inline]
    pub const fn from_ref(r: &T) -> Self { unsafe { NonNull { pointer: r as *const T } } }

    #[inline]
    pub const fn from_mut(r: &mut T) -> Self { unsafe { NonNull { pointer: r as *mut T as *const T } } }

    #[inline(always)]
    pub const fn as_ptr(self) -> *mut T { self.pointer as *mut T }

    #[inline(always)]
    pub const unsafe fn as_ref<'a>(&self) -> &'a T { unsafe { &*self.as_ptr() } }

    #[inline(always)]
    pub const unsafe fn as_mut<'a>(&mut self) -> &'a mut T { unsafe { &mut *self.as_ptr() } }

    #[inline]
    pub const fn cast<U>(self) -> NonNull<U> { unsafe { NonNull { pointer: self.as_ptr() as *mut U } } }

    #[inline]
    pub unsafe fn drop_in_place(self) { unsafe { ptr::drop_in_place(self.as_ptr()) } }
}

impl<T> NonNull<[T]> {
    #[inline]
    pub const fn slice_from_raw_parts(data: NonNull<T>, len: usize) -> Self {
        unsafe { Self::new_unchecked(ptr::slice_from_raw_parts_mut(data.as_ptr(), len)) }
    }

    #[inline]
    pub const fn len(self) -> usize { self.as_ptr().len() }

    #[inline]
    pub const fn as_mut_ptr(self) -> *mut T { self.as_ptr() as *mut T }
}

impl<T: ?Sized> Clone for NonNull<T> {
    #[inline(always)]
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> Copy for NonNull<T> {}

impl<T: ?Sized, U: ?Sized> CoerceUnsized<NonNull<U>> for NonNull<T> where T: Unsize<U> {}
impl<T: ?Sized, U: ?Sized> DispatchFromDyn<NonNull<U>> for NonNull<T> where T: Unsize<U> {}

impl<T: ?Sized> fmt::Debug for NonNull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&self.as_ptr(), f) }
}

impl<T: ?Sized> fmt::Pointer for NonNull<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&self.as_ptr(), f) }
}

impl<T: ?Sized> Eq for NonNull<T> {}

impl<T: ?Sized> PartialEq for NonNull<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool { self.as_ptr() == other.as_ptr() }
}

impl<T: ?Sized> Ord for NonNull<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { self.as_ptr().cmp(&other.as_ptr()) }
}

impl<T: ?Sized> PartialOrd for NonNull<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> { self.as_ptr().partial_cmp(&other.as_ptr()) }
}

impl<T: ?Sized> hash::Hash for NonNull<T> {
    #[inline]
    fn hash<H: hash::Hasher>(&self, state: &mut H) { self.as_ptr().hash(state) }
}

impl<T: ?Sized> From<Unique<T>> for NonNull<T> {
    #[inline]
    fn from(unique: Unique<T>) -> Self { unique.as_non_null_ptr() }
}

impl<T: ?Sized> From<&mut T> for NonNull<T> {
    #[inline]
    fn from(r: &mut T) -> Self { NonNull::from_mut(r) }
}

impl<T: ?Sized> From<&T> for NonNull<T> {
    #[inline]
    fn from(r: &T) -> Self { NonNull::from_ref(r) }
}
