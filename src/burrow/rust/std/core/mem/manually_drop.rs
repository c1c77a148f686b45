//! `ManuallyDrop`: the compiler does not drop what is inside.

use crate::ops::{Deref, DerefMut};
use crate::ptr;

#[lang = "manually_drop"]
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct ManuallyDrop<T: ?Sized> {
    value: T,
}

impl<T> ManuallyDrop<T> {
    #[inline(always)]
    pub const fn new(value: T) -> ManuallyDrop<T> { ManuallyDrop { value } }

    #[inline(always)]
    pub const fn into_inner(slot: ManuallyDrop<T>) -> T { slot.value }

    #[inline]
    pub unsafe fn take(slot: &mut ManuallyDrop<T>) -> T { unsafe { ptr::read(&slot.value) } }
}

impl<T: ?Sized> ManuallyDrop<T> {
    #[inline]
    pub unsafe fn drop(slot: &mut ManuallyDrop<T>) { unsafe { ptr::drop_in_place(&mut slot.value) } }
}

impl<T: ?Sized> Deref for ManuallyDrop<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T { &self.value }
}

impl<T: ?Sized> DerefMut for ManuallyDrop<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T { &mut self.value }
}
