//! `MaybeUninit`: memory for a value that may not be there yet.

use crate::mem::ManuallyDrop;
use crate::{fmt, intrinsics, ptr};

#[lang = "maybe_uninit"]
#[derive(Copy)]
#[repr(transparent)]
pub union MaybeUninit<T> {
    uninit: (),
    value: ManuallyDrop<T>,
}

impl<T: Copy> Clone for MaybeUninit<T> {
    #[inline(always)]
    fn clone(&self) -> Self { *self }
}

impl<T> fmt::Debug for MaybeUninit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaybeUninit<")?;
        f.write_str(crate::any::type_name::<T>())?;
        f.write_str(">")
    }
}

impl<T> MaybeUninit<T> {
    #[inline(always)]
    pub const fn new(val: T) -> MaybeUninit<T> { MaybeUninit { value: ManuallyDrop::new(val) } }

    #[inline(always)]
    pub const fn uninit() -> MaybeUninit<T> { MaybeUninit { uninit: () } }

    #[inline]
    pub const fn zeroed() -> MaybeUninit<T> {
        let mut u = MaybeUninit::<T>::uninit();
        unsafe { intrinsics::write_bytes(u.as_mut_ptr(), 0, 1) };
        u
    }

    #[inline(always)]
    pub const fn write(&mut self, val: T) -> &mut T {
        *self = MaybeUninit::new(val);
        unsafe { self.assume_init_mut() }
    }

    #[inline(always)]
    pub const fn as_ptr(&self) -> *const T { self as *const _ as *const T }

    #[inline(always)]
    pub const fn as_mut_ptr(&mut self) -> *mut T { self as *mut _ as *mut T }

    #[inline(always)]
    pub const unsafe fn assume_init(self) -> T { unsafe { ManuallyDrop::into_inner(self.value) } }

    #[inline(always)]
    pub const unsafe fn assume_init_read(&self) -> T { unsafe { ptr::read(self.as_ptr()) } }

    #[inline]
    pub unsafe fn assume_init_drop(&mut self) { unsafe { ptr::drop_in_place(self.as_mut_ptr()) } }

    #[inline(always)]
    pub const unsafe fn assume_init_ref(&self) -> &T { unsafe { &*self.as_ptr() } }

    #[inline(always)]
    pub const unsafe fn assume_init_mut(&mut self) -> &mut T { unsafe { &mut *self.as_mut_ptr() } }

    #[inline(always)]
    pub const fn uninit_array<const N: usize>() -> [MaybeUninit<T>; N] {
        unsafe { MaybeUninit::<[MaybeUninit<T>; N]>::uninit().assume_init() }
    }
}
