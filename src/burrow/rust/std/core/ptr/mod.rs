//! Raw pointers.

use crate::cmp::Ordering::{self, Equal, Greater, Less};
use crate::intrinsics;
use crate::mem::{self, MaybeUninit};
use crate::{fmt, hash};

mod const_ptr;
mod metadata;
mod mut_ptr;
mod non_null;
mod unique;

pub use crate::intrinsics::{copy, copy_nonoverlapping, write_bytes};
pub use metadata::{from_raw_parts, from_raw_parts_mut, metadata, DynMetadata, Pointee};
pub use non_null::NonNull;
pub use unique::Unique;

/// The compiler replaces the body by the drop glue of `T`.
#[lang = "drop_in_place"]
#[allow(unconditional_recursion)]
pub unsafe fn drop_in_place<T: ?Sized>(to_drop: *mut T) { unsafe { drop_in_place(to_drop) } }

#[inline(always)]
pub const fn null<T>() -> *const T { 0usize as *const T }

#[inline(always)]
pub const fn null_mut<T>() -> *mut T { 0usize as *mut T }

#[inline(always)]
pub const fn without_provenance<T>(addr: usize) -> *const T { unsafe { mem::transmute(addr) } }

#[inline(always)]
pub const fn without_provenance_mut<T>(addr: usize) -> *mut T { unsafe { mem::transmute(addr) } }

#[inline(always)]
pub const fn dangling<T>() -> *const T { without_provenance(mem::align_of::<T>()) }

#[inline(always)]
pub const fn dangling_mut<T>() -> *mut T { without_provenance_mut(mem::align_of::<T>()) }

#[inline(always)]
pub fn with_exposed_provenance<T>(addr: usize) -> *const T { addr as *const T }

#[inline(always)]
pub fn with_exposed_provenance_mut<T>(addr: usize) -> *mut T { addr as *mut T }

#[inline(always)]
pub const fn from_ref<T: ?Sized>(r: &T) -> *const T { r }

#[inline(always)]
pub const fn from_mut<T: ?Sized>(r: &mut T) -> *mut T { r }

#[inline]
pub const fn slice_from_raw_parts<T>(data: *const T, len: usize) -> *const [T] {
    intrinsics::aggregate_raw_ptr(data, len)
}

#[inline]
pub const fn slice_from_raw_parts_mut<T>(data: *mut T, len: usize) -> *mut [T] {
    intrinsics::aggregate_raw_ptr(data, len)
}

#[inline]
pub const unsafe fn swap<T>(x: *mut T, y: *mut T) {
    unsafe {
        let a = read(x);
        copy(y, x, 1);
        write(y, a);
    }
}

#[inline]
pub unsafe fn swap_nonoverlapping<T>(x: *mut T, y: *mut T, count: usize) {
    let mut i = 0;
    while i < count {
        unsafe { swap(x.add(i), y.add(i)) };
        i += 1;
    }
}

#[inline]
pub const unsafe fn replace<T>(dst: *mut T, src: T) -> T {
    unsafe {
        let old = read(dst);
        write(dst, src);
        old
    }
}

#[inline]
#[track_caller]
pub const unsafe fn read<T>(src: *const T) -> T { unsafe { intrinsics::read_via_copy(src) } }

#[inline]
pub const unsafe fn read_unaligned<T>(src: *const T) -> T {
    let mut tmp = MaybeUninit::<T>::uninit();
    unsafe {
        copy_nonoverlapping(src as *const u8, tmp.as_mut_ptr() as *mut u8, mem::size_of::<T>());
        tmp.assume_init()
    }
}

#[inline]
#[track_caller]
pub const unsafe fn write<T>(dst: *mut T, src: T) { unsafe { intrinsics::write_via_move(dst, src) } }

#[inline]
pub const unsafe fn write_unaligned<T>(dst: *mut T, src: T) {
    unsafe {
        copy_nonoverlapping(&src as *const T as *const u8, dst as *mut u8, mem::size_of::<T>());
    }
    mem::forget(src);
}

#[inline]
pub unsafe fn read_volatile<T>(src: *const T) -> T { unsafe { intrinsics::volatile_load(src) } }

#[inline]
pub unsafe fn write_volatile<T>(dst: *mut T, src: T) { unsafe { intrinsics::volatile_store(dst, src) } }

#[inline(always)]
pub fn eq<T: ?Sized>(a: *const T, b: *const T) -> bool { a == b }

#[inline(always)]
pub fn addr_eq<T: ?Sized, U: ?Sized>(p: *const T, q: *const U) -> bool { (p as *const ()) == (q as *const ()) }

#[inline(always)]
pub fn fn_addr_eq<T: crate::marker::FnPtr, U: crate::marker::FnPtr>(f: T, g: U) -> bool { f.addr() == g.addr() }

pub fn hash<T: ?Sized, S: hash::Hasher>(hashee: *const T, into: &mut S) {
    use crate::hash::Hash;
    hashee.hash(into);
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> hash::Hash for F {
    fn hash<H: hash::Hasher>(&self, state: &mut H) { state.write_usize(self.addr() as usize) }
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> fmt::Pointer for F {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::pointer_fmt_inner(self.addr() as usize, f) }
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> fmt::Debug for F {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::pointer_fmt_inner(self.addr() as usize, f) }
}

macro_rules! pointer_traits {
    ($($p:tt)*) => {
        impl<T: ?Sized> PartialEq for $($p)* T {
            #[inline(always)]
            fn eq(&self, other: &$($p)* T) -> bool { *self == *other }
        }

        impl<T: ?Sized> Eq for $($p)* T {}

        impl<T: ?Sized> PartialOrd for $($p)* T {
            #[inline(always)]
            fn partial_cmp(&self, other: &$($p)* T) -> Option<Ordering> { Some(self.cmp(other)) }
            #[inline(always)]
            fn lt(&self, other: &$($p)* T) -> bool { *self < *other }
            #[inline(always)]
            fn le(&self, other: &$($p)* T) -> bool { *self <= *other }
            #[inline(always)]
            fn gt(&self, other: &$($p)* T) -> bool { *self > *other }
            #[inline(always)]
            fn ge(&self, other: &$($p)* T) -> bool { *self >= *other }
        }

        impl<T: ?Sized> Ord for $($p)* T {
            #[inline]
            fn cmp(&self, other: &$($p)* T) -> Ordering {
                if *self < *other { Less } else if *self == *other { Equal } else { Greater }
            }
        }

        impl<T: ?Sized> hash::Hash for $($p)* T {
            #[inline]
            fn hash<H: hash::Hasher>(&self, state: &mut H) { state.write_usize(*self as *const () as usize); }
        }
    };
}
pointer_traits! { *const }
pointer_traits! { *mut }

#[macro_export]
macro_rules! addr_of {
    ($place:expr) => { &raw const $place };
}

#[macro_export]
macro_rules! addr_of_mut {
    ($place:expr) => { &raw mut $place };
}

pub use crate::{addr_of, addr_of_mut};
