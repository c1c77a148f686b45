//! The global allocator.

pub use core::alloc::*;
use core::runtime;

#[lang = "global_alloc_ty"]
#[derive(Copy, Clone, Default, Debug)]
pub struct Global;

#[inline]
pub unsafe fn alloc(layout: Layout) -> *mut u8 { unsafe { runtime::alloc(layout.size(), layout.align()) } }

#[inline]
pub unsafe fn dealloc(ptr: *mut u8, layout: Layout) { unsafe { runtime::free(ptr, layout.size(), layout.align()) } }

#[inline]
pub unsafe fn realloc(ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
    unsafe { runtime::realloc(ptr, layout.size(), layout.align(), new_size) }
}

#[inline]
pub unsafe fn alloc_zeroed(layout: Layout) -> *mut u8 { unsafe { runtime::alloc_zeroed(layout.size(), layout.align()) } }

#[cold]
pub fn handle_alloc_error(layout: Layout) -> ! { panic!("memory allocation of {} bytes failed", layout.size()) }

/// Memory for `layout`, or an address that fits it when it has no size.
#[inline]
pub(crate) unsafe fn allocate(layout: Layout) -> *mut u8 {
    if layout.size() == 0 { layout.align() as *mut u8 } else { unsafe { alloc(layout) } }
}

#[inline]
pub(crate) unsafe fn deallocate(ptr: *mut u8, layout: Layout) {
    if layout.size() != 0 {
        unsafe { dealloc(ptr, layout) }
    }
}
