//! Sizes, swaps, and values that are not dropped.

use crate::intrinsics;
use crate::marker::DiscriminantKind;
use crate::{clone, cmp, fmt, hash, ptr};

mod manually_drop;
mod maybe_uninit;

pub use manually_drop::ManuallyDrop;
pub use maybe_uninit::MaybeUninit;

pub use crate::intrinsics::transmute;

#[inline]
pub const fn forget<T>(t: T) { let _ = ManuallyDrop::new(t); }

#[inline(always)]
pub const fn size_of<T>() -> usize { constant!(intrinsics::size_of::<T>()) }

#[inline]
pub const fn size_of_val<T: ?Sized>(val: &T) -> usize { unsafe { intrinsics::size_of_val(val as *const T) } }

#[inline(always)]
pub const fn align_of<T>() -> usize { constant!(intrinsics::align_of::<T>()) }

#[inline]
pub const fn align_of_val<T: ?Sized>(val: &T) -> usize { unsafe { intrinsics::align_of_val(val as *const T) } }

#[inline]
pub fn min_align_of<T>() -> usize { constant!(intrinsics::align_of::<T>()) }

#[inline]
pub const fn needs_drop<T: ?Sized>() -> bool { constant!(intrinsics::needs_drop::<T>()) }

#[inline(always)]
pub const unsafe fn zeroed<T>() -> T { unsafe { MaybeUninit::zeroed().assume_init() } }

#[inline(always)]
pub unsafe fn uninitialized<T>() -> T { unsafe { MaybeUninit::zeroed().assume_init() } }

#[inline]
pub const fn swap<T>(x: &mut T, y: &mut T) {
    unsafe {
        let a = ptr::read(x);
        let b = ptr::read(y);
        ptr::write(x, b);
        ptr::write(y, a);
    }
}

#[inline]
pub fn take<T: Default>(dest: &mut T) -> T { replace(dest, T::default()) }

#[inline]
pub const fn replace<T>(dest: &mut T, src: T) -> T {
    unsafe {
        let result = ptr::read(dest);
        ptr::write(dest, src);
        result
    }
}

#[inline]
pub fn drop<T>(_x: T) {}

#[inline]
pub const unsafe fn transmute_copy<Src, Dst>(src: &Src) -> Dst {
    unsafe { ptr::read_unaligned(src as *const Src as *const Dst) }
}

#[cfg(real)]
pub struct Discriminant<T>(<T as DiscriminantKind>::Discriminant);
#[cfg(not(real))]
pub struct Discriminant<T>(isize, crate::marker::PhantomData<fn(T)>);

impl<T> Copy for Discriminant<T> {}

impl<T> clone::Clone for Discriminant<T> {
    fn clone(&self) -> Self { *self }
}

impl<T> cmp::PartialEq for Discriminant<T> {
    fn eq(&self, rhs: &Self) -> bool { self.0 == rhs.0 }
}

impl<T> cmp::Eq for Discriminant<T> {}

impl<T> hash::Hash for Discriminant<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) { hash::Hash::hash(&self.0, state); }
}

impl<T> fmt::Debug for Discriminant<T> {
    fn fmt(&self, fmt: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt.debug_tuple("Discriminant").field(&self.0).finish()
    }
}

#[cfg(real)]
pub const fn discriminant<T>(v: &T) -> Discriminant<T> { Discriminant(intrinsics::discriminant_value(v)) }
#[cfg(not(real))]
pub const fn discriminant<T>(v: &T) -> Discriminant<T> {
    Discriminant(intrinsics::discriminant_value(v), crate::marker::PhantomData)
}
