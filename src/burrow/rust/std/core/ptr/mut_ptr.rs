//! Methods of `*mut T`.

use crate::intrinsics;

impl<T: ?Sized> *mut T {
    #[inline]
    pub const fn is_null(self) -> bool { unsafe { crate::mem::transmute::<*const u8, usize>(self as *const u8) == 0 } }

    #[inline(always)]
    pub const fn cast<U>(self) -> *mut U { self as _ }

    #[inline]
    pub const unsafe fn as_ref<'a>(self) -> Option<&'a T> {
        if self.is_null() { None } else { unsafe { Some(&*self) } }
    }

    #[inline]
    pub fn to_raw_parts(self) -> (*mut (), <T as super::Pointee>::Metadata) {
        (self.cast(), super::metadata(self))
    }

    #[inline(always)]
    pub const fn cast_const(self) -> *const T { self as _ }

    #[inline]
    pub const unsafe fn as_mut<'a>(self) -> Option<&'a mut T> {
        if self.is_null() { None } else { unsafe { Some(&mut *self) } }
    }

    #[inline(always)]
    pub unsafe fn drop_in_place(self) { unsafe { super::drop_in_place(self) } }
}

impl<T> *mut T {
    #[inline]
    pub fn addr(self) -> usize { self as usize }

    #[inline]
    pub fn expose_provenance(self) -> usize { self as usize }

    #[inline]
    pub fn with_addr(self, addr: usize) -> Self { addr as Self }

    #[inline(always)]
    #[track_caller]
    pub const unsafe fn offset(self, count: isize) -> *mut T { unsafe { intrinsics::offset(self, count) } }

    #[inline(always)]
    #[track_caller]
    pub const unsafe fn add(self, count: usize) -> Self { unsafe { intrinsics::offset(self, count) } }

    #[inline(always)]
    #[track_caller]
    pub const unsafe fn sub(self, count: usize) -> Self {
        unsafe { intrinsics::offset(self, intrinsics::wrapping_sub(0, count as isize)) }
    }

    #[inline(always)]
    pub const unsafe fn byte_add(self, count: usize) -> Self { unsafe { self.cast::<u8>().add(count).cast() } }

    #[inline(always)]
    pub const unsafe fn byte_sub(self, count: usize) -> Self { unsafe { self.cast::<u8>().sub(count).cast() } }

    #[inline(always)]
    pub const unsafe fn byte_offset(self, count: isize) -> Self { unsafe { self.cast::<u8>().offset(count).cast() } }

    #[inline(always)]
    pub const fn wrapping_offset(self, count: isize) -> *mut T {
        unsafe { intrinsics::arith_offset(self, count) as *mut T }
    }

    #[inline(always)]
    pub const fn wrapping_add(self, count: usize) -> Self { self.wrapping_offset(count as isize) }

    #[inline(always)]
    pub const fn wrapping_sub(self, count: usize) -> Self {
        self.wrapping_offset(intrinsics::wrapping_sub(0, count as isize))
    }

    #[inline]
    pub const unsafe fn offset_from(self, origin: *const T) -> isize {
        unsafe { intrinsics::ptr_offset_from(self, origin) }
    }

    #[inline]
    pub const unsafe fn offset_from_unsigned(self, origin: *const T) -> usize {
        unsafe { intrinsics::ptr_offset_from_unsigned(self, origin) }
    }

    #[inline]
    #[track_caller]
    pub const unsafe fn read(self) -> T { unsafe { super::read(self) } }

    #[inline]
    pub unsafe fn read_volatile(self) -> T { unsafe { super::read_volatile(self) } }

    #[inline]
    pub const unsafe fn read_unaligned(self) -> T { unsafe { super::read_unaligned(self) } }

    #[inline]
    pub const unsafe fn copy_to(self, dest: *mut T, count: usize) { unsafe { super::copy(self, dest, count) } }

    #[inline]
    pub const unsafe fn copy_to_nonoverlapping(self, dest: *mut T, count: usize) {
        unsafe { super::copy_nonoverlapping(self, dest, count) }
    }

    #[inline]
    pub fn align_offset(self, align: usize) -> usize {
        let size = crate::mem::size_of::<T>();
        let missing = (self as usize).wrapping_neg() & (align - 1);
        if size == 0 {
            return if missing == 0 { 0 } else { usize::MAX };
        }
        if missing % size == 0 { missing / size } else { usize::MAX }
    }

    #[inline]
    pub fn is_aligned(self) -> bool { (self as usize) % crate::mem::align_of::<T>() == 0 }

    #[inline]
    #[track_caller]
    pub const unsafe fn write(self, val: T) { unsafe { super::write(self, val) } }

    #[inline]
    pub unsafe fn write_volatile(self, val: T) { unsafe { super::write_volatile(self, val) } }

    #[inline]
    pub const unsafe fn write_unaligned(self, val: T) { unsafe { super::write_unaligned(self, val) } }

    #[inline]
    pub const unsafe fn write_bytes(self, val: u8, count: usize) { unsafe { super::write_bytes(self, val, count) } }

    #[inline]
    pub const unsafe fn copy_from(self, src: *const T, count: usize) { unsafe { super::copy(src, self, count) } }

    #[inline]
    pub const unsafe fn copy_from_nonoverlapping(self, src: *const T, count: usize) {
        unsafe { super::copy_nonoverlapping(src, self, count) }
    }

    #[inline]
    pub const unsafe fn replace(self, src: T) -> T { unsafe { super::replace(self, src) } }

    #[inline]
    pub const unsafe fn swap(self, with: *mut T) { unsafe { super::swap(self, with) } }
}

impl<T> *mut [T] {
    #[inline]
    pub const fn len(self) -> usize { intrinsics::ptr_metadata(self as *const [T]) }

    #[inline]
    pub const fn is_empty(self) -> bool { self.len() == 0 }

    #[inline]
    pub const fn as_mut_ptr(self) -> *mut T { self as *mut T }
}
