//! What may stand in `slice[…]`.

use crate::ops::{self, Bound, Index, IndexMut, Range, RangeBounds};
use crate::ptr;

impl<T, I> Index<I> for [T]
where
    I: SliceIndex<[T]>,
{
    type Output = I::Output;
    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output { index.index(self) }
}

impl<T, I> IndexMut<I> for [T]
where
    I: SliceIndex<[T]>,
{
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output { index.index_mut(self) }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn fail(start: usize, end: usize, len: usize) -> ! {
    if start > len {
        panic!("range start index {start} out of range for slice of length {len}");
    }
    if end > len {
        panic!("range end index {end} out of range for slice of length {len}");
    }
    panic!("slice index starts at {start} but ends at {end}")
}

#[cold]
#[track_caller]
pub(crate) fn end_overflow() -> ! { panic!("attempted to index slice up to maximum usize") }

#[cold]
#[track_caller]
pub(crate) fn start_overflow() -> ! { panic!("attempted to index slice from after maximum usize") }

/// An index, or a range of them.
pub unsafe trait SliceIndex<T: ?Sized> {
    type Output: ?Sized;
    fn get(self, slice: &T) -> Option<&Self::Output>;
    fn get_mut(self, slice: &mut T) -> Option<&mut Self::Output>;
    unsafe fn get_unchecked(self, slice: *const T) -> *const Self::Output;
    unsafe fn get_unchecked_mut(self, slice: *mut T) -> *mut Self::Output;
    #[track_caller]
    fn index(self, slice: &T) -> &Self::Output;
    #[track_caller]
    fn index_mut(self, slice: &mut T) -> &mut Self::Output;
}

unsafe impl<T> SliceIndex<[T]> for usize {
    type Output = T;

    #[inline]
    fn get(self, slice: &[T]) -> Option<&T> {
        if self < slice.len() { unsafe { Some(&*slice.as_ptr().add(self)) } } else { None }
    }

    #[inline]
    fn get_mut(self, slice: &mut [T]) -> Option<&mut T> {
        if self < slice.len() { unsafe { Some(&mut *slice.as_mut_ptr().add(self)) } } else { None }
    }

    #[inline]
    unsafe fn get_unchecked(self, slice: *const [T]) -> *const T { unsafe { (slice as *const T).add(self) } }

    #[inline]
    unsafe fn get_unchecked_mut(self, slice: *mut [T]) -> *mut T { unsafe { (slice as *mut T).add(self) } }

    #[inline]
    #[track_caller]
    fn index(self, slice: &[T]) -> &T { &(*slice)[self] }

    #[inline]
    #[track_caller]
    fn index_mut(self, slice: &mut [T]) -> &mut T { &mut (*slice)[self] }
}

unsafe impl<T> SliceIndex<[T]> for ops::Range<usize> {
    type Output = [T];

    #[inline]
    fn get(self, slice: &[T]) -> Option<&[T]> {
        if self.start > self.end || self.end > slice.len() { None } else { unsafe { Some(&*self.get_unchecked(slice)) } }
    }

    #[inline]
    fn get_mut(self, slice: &mut [T]) -> Option<&mut [T]> {
        if self.start > self.end || self.end > slice.len() {
            None
        } else {
            unsafe { Some(&mut *self.get_unchecked_mut(slice)) }
        }
    }

    #[inline]
    unsafe fn get_unchecked(self, slice: *const [T]) -> *const [T] {
        unsafe { ptr::slice_from_raw_parts((slice as *const T).add(self.start), self.end.wrapping_sub(self.start)) }
    }

    #[inline]
    unsafe fn get_unchecked_mut(self, slice: *mut [T]) -> *mut [T] {
        unsafe { ptr::slice_from_raw_parts_mut((slice as *mut T).add(self.start), self.end.wrapping_sub(self.start)) }
    }

    #[inline(always)]
    #[track_caller]
    fn index(self, slice: &[T]) -> &[T] {
        if self.start > self.end || self.end > slice.len() {
            fail(self.start, self.end, slice.len());
        }
        unsafe { &*self.get_unchecked(slice) }
    }

    #[inline]
    #[track_caller]
    fn index_mut(self, slice: &mut [T]) -> &mut [T] {
        if self.start > self.end || self.end > slice.len() {
            fail(self.start, self.end, slice.len());
        }
        unsafe { &mut *self.get_unchecked_mut(slice) }
    }
}

// The other ranges, each by the half-open range it stands for.
macro_rules! by_range {
    ($Range:ty, |$r:ident, $len:ident| $range:expr, get: $get:expr, checked: $check:expr) => {
        unsafe impl<T> SliceIndex<[T]> for $Range {
            type Output = [T];

            #[inline]
            fn get(self, slice: &[T]) -> Option<&[T]> {
                let ($r, $len) = (self, slice.len());
                if $get { ($range).get(slice) } else { None }
            }

            #[inline]
            fn get_mut(self, slice: &mut [T]) -> Option<&mut [T]> {
                let ($r, $len) = (self, slice.len());
                if $get { ($range).get_mut(slice) } else { None }
            }

            #[inline]
            unsafe fn get_unchecked(self, slice: *const [T]) -> *const [T] {
                let ($r, $len) = (self, slice.len());
                unsafe { ($range).get_unchecked(slice) }
            }

            #[inline]
            unsafe fn get_unchecked_mut(self, slice: *mut [T]) -> *mut [T] {
                let ($r, $len) = (self, slice.len());
                unsafe { ($range).get_unchecked_mut(slice) }
            }

            #[inline]
            #[track_caller]
            fn index(self, slice: &[T]) -> &[T] {
                let ($r, $len) = (self, slice.len());
                $check;
                ($range).index(slice)
            }

            #[inline]
            #[track_caller]
            fn index_mut(self, slice: &mut [T]) -> &mut [T] {
                let ($r, $len) = (self, slice.len());
                $check;
                ($range).index_mut(slice)
            }
        }
    };
}

by_range! { ops::RangeTo<usize>, |r, len| 0..r.end, get: true, checked: () }
by_range! { ops::RangeFrom<usize>, |r, len| r.start..len, get: r.start <= len,
    checked: if r.start > len { fail(r.start, len, len) } }
by_range! { ops::RangeFull, |r, len| 0..len, get: true, checked: () }
by_range! { ops::RangeInclusive<usize>, |r, len| r.into_slice_range(), get: r.end != usize::MAX,
    checked: if r.end == usize::MAX { end_overflow() } }
by_range! { ops::RangeToInclusive<usize>, |r, len| 0..r.end + 1, get: r.end != usize::MAX,
    checked: if r.end == usize::MAX { end_overflow() } }

unsafe impl<T> SliceIndex<[T]> for (Bound<usize>, Bound<usize>) {
    type Output = [T];

    fn get(self, slice: &[T]) -> Option<&[T]> { pair(self, slice.len())?.get(slice) }

    fn get_mut(self, slice: &mut [T]) -> Option<&mut [T]> { pair(self, slice.len())?.get_mut(slice) }

    unsafe fn get_unchecked(self, slice: *const [T]) -> *const [T] {
        unsafe { range(self, ..slice.len()).get_unchecked(slice) }
    }

    unsafe fn get_unchecked_mut(self, slice: *mut [T]) -> *mut [T] {
        unsafe { range(self, ..slice.len()).get_unchecked_mut(slice) }
    }

    #[track_caller]
    fn index(self, slice: &[T]) -> &[T] { range(self, ..slice.len()).index(slice) }

    #[track_caller]
    fn index_mut(self, slice: &mut [T]) -> &mut [T] { range(self, ..slice.len()).index_mut(slice) }
}

fn pair(bounds: (Bound<usize>, Bound<usize>), len: usize) -> Option<Range<usize>> {
    let start = match bounds.0 {
        Bound::Included(i) => i,
        Bound::Excluded(i) => i.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let end = match bounds.1 {
        Bound::Included(i) => i.checked_add(1)?,
        Bound::Excluded(i) => i,
        Bound::Unbounded => len,
    };
    Some(start..end)
}

/// The indices that `range` means, checked against `bounds.end`.
#[track_caller]
pub fn range<R>(range: R, bounds: ops::RangeTo<usize>) -> ops::Range<usize>
where
    R: ops::RangeBounds<usize>,
{
    let len = bounds.end;
    let start = match range.start_bound() {
        Bound::Included(&start) => start,
        Bound::Excluded(start) => match start.checked_add(1) {
            Some(start) => start,
            None => start_overflow(),
        },
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(end) => match end.checked_add(1) {
            Some(end) => end,
            None => end_overflow(),
        },
        Bound::Excluded(&end) => end,
        Bound::Unbounded => len,
    };
    if start > end || end > len {
        fail(start, end, len);
    }
    Range { start, end }
}
