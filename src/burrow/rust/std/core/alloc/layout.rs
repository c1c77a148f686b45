//! `Layout`: size and alignment.

use crate::error::Error;
use crate::{fmt, mem};

#[lang = "alloc_layout"]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    size: usize,
    align: usize,
}

impl Layout {
    #[inline]
    pub const fn from_size_align(size: usize, align: usize) -> Result<Self, LayoutError> {
        if !align.is_power_of_two() || size > isize::MAX as usize - (align - 1) {
            return Err(LayoutError);
        }
        Ok(Layout { size, align })
    }

    #[inline]
    pub const unsafe fn from_size_align_unchecked(size: usize, align: usize) -> Self { Layout { size, align } }

    #[inline]
    pub const fn size(&self) -> usize { self.size }

    #[inline]
    pub const fn align(&self) -> usize { self.align }

    #[inline]
    pub const fn new<T>() -> Self { Layout { size: mem::size_of::<T>(), align: mem::align_of::<T>() } }

    #[inline]
    pub const fn for_value<T: ?Sized>(t: &T) -> Self { Layout { size: mem::size_of_val(t), align: mem::align_of_val(t) } }

    #[inline]
    pub const unsafe fn for_value_raw<T: ?Sized>(t: *const T) -> Self {
        unsafe { Layout { size: crate::intrinsics::size_of_val(t), align: crate::intrinsics::align_of_val(t) } }
    }

    #[inline]
    pub const fn padding_needed_for(&self, align: usize) -> usize {
        let rounded = self.size.wrapping_add(align).wrapping_sub(1) & !align.wrapping_sub(1);
        rounded.wrapping_sub(self.size)
    }

    #[inline]
    pub const fn pad_to_align(&self) -> Layout {
        Layout { size: self.size + self.padding_needed_for(self.align), align: self.align }
    }

    pub const fn extend(&self, next: Self) -> Result<(Self, usize), LayoutError> {
        let align = if self.align > next.align { self.align } else { next.align };
        let offset = match self.size.checked_add(self.padding_needed_for(next.align)) {
            Some(n) => n,
            None => return Err(LayoutError),
        };
        let size = match offset.checked_add(next.size) {
            Some(n) => n,
            None => return Err(LayoutError),
        };
        match Layout::from_size_align(size, align) {
            Ok(layout) => Ok((layout, offset)),
            Err(e) => Err(e),
        }
    }

    #[inline]
    pub const fn array<T>(n: usize) -> Result<Self, LayoutError> {
        match mem::size_of::<T>().checked_mul(n) {
            Some(size) => Layout::from_size_align(size, mem::align_of::<T>()),
            None => Err(LayoutError),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LayoutError;

impl Error for LayoutError {}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid parameters to Layout::from_size_align")
    }
}
