//! `Unique`: a pointer that owns what it points to.

use crate::fmt;
use crate::marker::{PhantomData, Unsize};
use crate::ops::{CoerceUnsized, DispatchFromDyn};
use crate::ptr::NonNull;

#[repr(transparent)]
pub struct Unique<T: ?Sized> {
    pointer: NonNull<T>,
    // Owns a `T`: dropck and variance see it.
    _marker: PhantomData<T>,
}

unsafe impl<T: Send + ?Sized> Send for Unique<T> {}
unsafe impl<T: Sync + ?Sized> Sync for Unique<T> {}

impl<T: Sized> Unique<T> {
    #[inline]
    pub const fn dangling() -> Self { Unique { pointer: NonNull::dangling(), _marker: PhantomData } }
}

impl<T: ?Sized> Unique<T> {
    #[inline]
    pub const unsafe fn new_unchecked(ptr: *mut T) -> Self {
        unsafe { Unique { pointer: NonNull::new_unchecked(ptr), _marker: PhantomData } }
    }

    #[inline]
    pub const fn as_ptr(self) -> *mut T { self.pointer.as_ptr() }

    #[inline]
    pub const fn as_non_null_ptr(self) -> NonNull<T> { self.pointer }

    #[inline]
    pub const unsafe fn as_ref(&self) -> &T { unsafe { self.pointer.as_ref() } }

    #[inline]
    pub const unsafe fn as_mut(&mut self) -> &mut T { unsafe { self.pointer.as_mut() } }

    #[inline]
    pub const fn cast<U>(self) -> Unique<U> { Unique { pointer: self.pointer.cast(), _marker: PhantomData } }
}

impl<T: ?Sized> Clone for Unique<T> {
    #[inline]
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> Copy for Unique<T> {}

impl<T: ?Sized, U: ?Sized> CoerceUnsized<Unique<U>> for Unique<T> where T: Unsize<U> {}
impl<T: ?Sized, U: ?Sized> DispatchFromDyn<Unique<U>> for Unique<T> where T: Unsize<U> {}

impl<T: ?Sized> fmt::Debug for Unique<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&self.as_ptr(), f) }
}

impl<T: ?Sized> fmt::Pointer for Unique<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&self.as_ptr(), f) }
}

impl<T: ?Sized> From<NonNull<T>> for Unique<T> {
    #[inline]
    fn from(pointer: NonNull<T>) -> Self { Unique { pointer, _marker: PhantomData } }
}
