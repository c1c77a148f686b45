//! Comparison, slicing and parsing of `str`.

use super::ParseBoolError;
use crate::cmp::Ordering;
use crate::ops::{self, Index, IndexMut};
use crate::slice::SliceIndex;

impl Ord for str {
    #[inline]
    fn cmp(&self, other: &str) -> Ordering { self.as_bytes().cmp(other.as_bytes()) }
}

impl PartialEq for str {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.len() == other.len()
            && unsafe { crate::intrinsics::compare_bytes(self.as_ptr(), other.as_ptr(), self.len()) == 0 }
    }
}

impl Eq for str {}

impl PartialOrd for str {
    #[inline]
    fn partial_cmp(&self, other: &str) -> Option<Ordering> { Some(self.cmp(other)) }
}

impl<I> Index<I> for str
where
    I: SliceIndex<str>,
{
    type Output = I::Output;
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &I::Output { index.index(self) }
}

impl<I> IndexMut<I> for str
where
    I: SliceIndex<str>,
{
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut I::Output { index.index_mut(self) }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn slice_error_fail(s: &str, begin: usize, end: usize) -> ! {
    const MAX_DISPLAY_LENGTH: usize = 256;
    let trunc_len = s.floor_char_boundary(MAX_DISPLAY_LENGTH);
    let s_trunc = &s[..trunc_len];
    let ellipsis = if trunc_len < s.len() { "[...]" } else { "" };
    if begin > s.len() || end > s.len() {
        let oob_index = if begin > s.len() { begin } else { end };
        panic!("byte index {oob_index} is out of bounds of `{s_trunc}`{ellipsis}");
    }
    assert!(begin <= end, "begin <= end ({} <= {}) when slicing `{}`{}", begin, end, s_trunc, ellipsis);
    let index = if !s.is_char_boundary(begin) { begin } else { end };
    let mut char_start = index;
    while !s.is_char_boundary(char_start) {
        char_start -= 1;
    }
    let ch = s[char_start..].chars().next().unwrap();
    let char_range = char_start..char_start + ch.len_utf8();
    panic!("byte index {index} is not a char boundary; it is inside {ch:?} (bytes {char_range:?}) of `{s_trunc}`{ellipsis}");
}

unsafe impl SliceIndex<str> for ops::Range<usize> {
    type Output = str;

    #[inline]
    fn get(self, slice: &str) -> Option<&str> {
        if self.start <= self.end && slice.is_char_boundary(self.start) && slice.is_char_boundary(self.end) {
            Some(unsafe { &*self.get_unchecked(slice) })
        } else {
            None
        }
    }

    #[inline]
    fn get_mut(self, slice: &mut str) -> Option<&mut str> {
        if self.start <= self.end && slice.is_char_boundary(self.start) && slice.is_char_boundary(self.end) {
            Some(unsafe { &mut *self.get_unchecked_mut(slice) })
        } else {
            None
        }
    }

    #[inline]
    unsafe fn get_unchecked(self, slice: *const str) -> *const str {
        unsafe { <ops::Range<usize> as SliceIndex<[u8]>>::get_unchecked(self, slice as *const [u8]) as *const str }
    }

    #[inline]
    unsafe fn get_unchecked_mut(self, slice: *mut str) -> *mut str {
        unsafe { <ops::Range<usize> as SliceIndex<[u8]>>::get_unchecked_mut(self, slice as *mut [u8]) as *mut str }
    }

    #[inline]
    #[track_caller]
    fn index(self, slice: &str) -> &str {
        let (start, end) = (self.start, self.end);
        match self.get(slice) {
            Some(s) => s,
            None => slice_error_fail(slice, start, end),
        }
    }

    #[inline]
    #[track_caller]
    fn index_mut(self, slice: &mut str) -> &mut str {
        if self.start <= self.end && slice.is_char_boundary(self.start) && slice.is_char_boundary(self.end) {
            unsafe { &mut *self.get_unchecked_mut(slice) }
        } else {
            slice_error_fail(slice, self.start, self.end)
        }
    }
}

macro_rules! by_range {
    ($Range:ty, |$r:ident, $len:ident| $range:expr, get: $get:expr) => {
        unsafe impl SliceIndex<str> for $Range {
            type Output = str;

            #[inline]
            fn get(self, slice: &str) -> Option<&str> {
                let ($r, $len) = (self, slice.len());
                if $get { ($range).get(slice) } else { None }
            }

            #[inline]
            fn get_mut(self, slice: &mut str) -> Option<&mut str> {
                let ($r, $len) = (self, slice.len());
                if $get { ($range).get_mut(slice) } else { None }
            }

            #[inline]
            unsafe fn get_unchecked(self, slice: *const str) -> *const str {
                let ($r, $len) = (self, (slice as *const [u8]).len());
                unsafe { ($range).get_unchecked(slice) }
            }

            #[inline]
            unsafe fn get_unchecked_mut(self, slice: *mut str) -> *mut str {
                let ($r, $len) = (self, (slice as *mut [u8]).len());
                unsafe { ($range).get_unchecked_mut(slice) }
            }

            #[inline]
            #[track_caller]
            fn index(self, slice: &str) -> &str {
                let ($r, $len) = (self, slice.len());
                if !$get {
                    crate::slice::index_overflow();
                }
                ($range).index(slice)
            }

            #[inline]
            #[track_caller]
            fn index_mut(self, slice: &mut str) -> &mut str {
                let ($r, $len) = (self, slice.len());
                if !$get {
                    crate::slice::index_overflow();
                }
                ($range).index_mut(slice)
            }
        }
    };
}

by_range! { ops::RangeTo<usize>, |r, len| 0..r.end, get: true }
by_range! { ops::RangeFrom<usize>, |r, len| r.start..crate::cmp::max(len, r.start), get: true }
by_range! { ops::RangeFull, |r, len| 0..len, get: true }
by_range! { ops::RangeInclusive<usize>, |r, len| r.into_slice_range(), get: r.end != usize::MAX }
by_range! { ops::RangeToInclusive<usize>, |r, len| 0..r.end + 1, get: r.end != usize::MAX }

pub trait FromStr: Sized {
    type Err;
    fn from_str(s: &str) -> Result<Self, Self::Err>;
}

impl FromStr for bool {
    type Err = ParseBoolError;
    #[inline]
    fn from_str(s: &str) -> Result<bool, ParseBoolError> {
        match s {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(ParseBoolError),
        }
    }
}
