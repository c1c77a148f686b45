//! Cells: changes through shared references.

use crate::cmp::Ordering;
use crate::fmt::{self, Display};
use crate::marker::{PhantomData, Unsize};
use crate::mem;
use crate::ops::{CoerceUnsized, Deref, DerefMut};
use crate::ptr::{self, NonNull};

mod once;
mod ref_cell;

pub use once::{LazyCell, OnceCell};
pub use ref_cell::{BorrowError, BorrowMutError, Ref, RefCell, RefMut};

#[lang = "unsafe_cell"]
#[repr(transparent)]
pub struct UnsafeCell<T: ?Sized> {
    value: T,
}

impl<T: ?Sized> !Sync for UnsafeCell<T> {}

impl<T> UnsafeCell<T> {
    #[inline(always)]
    pub const fn new(value: T) -> UnsafeCell<T> { UnsafeCell { value } }

    #[inline(always)]
    pub fn into_inner(self) -> T { self.value }
}

impl<T: ?Sized> UnsafeCell<T> {
    #[inline(always)]
    pub const fn get(&self) -> *mut T { self as *const UnsafeCell<T> as *const T as *mut T }

    #[inline(always)]
    pub const fn get_mut(&mut self) -> &mut T { &mut self.value }

    #[inline(always)]
    pub const fn raw_get(this: *const Self) -> *mut T { this as *const T as *mut T }
}

impl<T: Default> Default for UnsafeCell<T> {
    fn default() -> UnsafeCell<T> { UnsafeCell::new(T::default()) }
}

impl<T> From<T> for UnsafeCell<T> {
    fn from(t: T) -> UnsafeCell<T> { UnsafeCell::new(t) }
}

impl<T: CoerceUnsized<U>, U> CoerceUnsized<UnsafeCell<U>> for UnsafeCell<T> {}

#[repr(transparent)]
pub struct Cell<T: ?Sized> {
    value: UnsafeCell<T>,
}

unsafe impl<T: ?Sized> Send for Cell<T> where T: Send {}
impl<T: ?Sized> !Sync for Cell<T> {}

impl<T: Copy> Clone for Cell<T> {
    #[inline]
    fn clone(&self) -> Cell<T> { Cell::new(self.get()) }
}

impl<T: Default> Default for Cell<T> {
    #[inline]
    fn default() -> Cell<T> { Cell::new(Default::default()) }
}

impl<T: PartialEq + Copy> PartialEq for Cell<T> {
    #[inline]
    fn eq(&self, other: &Cell<T>) -> bool { self.get() == other.get() }
}

impl<T: Eq + Copy> Eq for Cell<T> {}

impl<T: PartialOrd + Copy> PartialOrd for Cell<T> {
    #[inline]
    fn partial_cmp(&self, other: &Cell<T>) -> Option<Ordering> { self.get().partial_cmp(&other.get()) }
}

impl<T: Ord + Copy> Ord for Cell<T> {
    #[inline]
    fn cmp(&self, other: &Cell<T>) -> Ordering { self.get().cmp(&other.get()) }
}

impl<T> From<T> for Cell<T> {
    fn from(t: T) -> Cell<T> { Cell::new(t) }
}

impl<T> Cell<T> {
    #[inline]
    pub const fn new(value: T) -> Cell<T> { Cell { value: UnsafeCell::new(value) } }

    #[inline]
    pub fn set(&self, val: T) { self.replace(val); }

    pub fn swap(&self, other: &Self) {
        if !ptr::eq(self, other) {
            unsafe { ptr::swap(self.value.get(), other.value.get()) }
        }
    }

    #[inline]
    pub const fn replace(&self, val: T) -> T { mem::replace(unsafe { &mut *self.value.get() }, val) }

    pub fn into_inner(self) -> T { self.value.into_inner() }
}

impl<T: Copy> Cell<T> {
    #[inline]
    pub const fn get(&self) -> T { unsafe { *self.value.get() } }

    #[inline]
    pub fn update(&self, f: impl FnOnce(T) -> T) {
        let old = self.get();
        self.set(f(old));
    }
}

impl<T: ?Sized> Cell<T> {
    #[inline]
    pub const fn as_ptr(&self) -> *mut T { self.value.get() }

    #[inline]
    pub const fn get_mut(&mut self) -> &mut T { self.value.get_mut() }

    #[inline]
    pub const fn from_mut(t: &mut T) -> &Cell<T> { unsafe { &*(t as *mut T as *const Cell<T>) } }
}

impl<T: Default> Cell<T> {
    pub fn take(&self) -> T { self.replace(Default::default()) }
}

impl<T: CoerceUnsized<U>, U> CoerceUnsized<Cell<U>> for Cell<T> {}

impl<T> Cell<[T]> {
    pub const fn as_slice_of_cells(&self) -> &[Cell<T>] { unsafe { &*(self as *const Cell<[T]> as *const [Cell<T>]) } }
}
