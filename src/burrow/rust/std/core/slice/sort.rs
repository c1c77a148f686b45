//! Sorting: a merge sort that keeps the order of equals, and an introsort that does not.
//!
//! rustc's are driftsort and ipnsort; order of the result is the same, the number of comparisons is not.  A panic in the
//! comparison leaves every element in the slice exactly once.

use crate::mem::{self, ManuallyDrop};
use crate::ptr;

/// An element taken out of the slice; goes back to `dest` when dropped.
struct Hole<T> {
    src: *const T,
    dest: *mut T,
}

impl<T> Drop for Hole<T> {
    fn drop(&mut self) { unsafe { ptr::copy_nonoverlapping(self.src, self.dest, 1) } }
}

/// Sorts `v`, whose first `sorted` elements are in order.
fn insertion<T, F>(v: &mut [T], sorted: usize, is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    let n = v.len();
    let p = v.as_mut_ptr();
    let mut i = sorted;
    while i < n {
        unsafe {
            if is_less(&*p.add(i), &*p.add(i - 1)) {
                let taken = ManuallyDrop::new(ptr::read(p.add(i)));
                let mut hole = Hole { src: &*taken, dest: p.add(i - 1) };
                ptr::copy_nonoverlapping(p.add(i - 1), p.add(i), 1);
                let mut j = i - 1;
                while j > 0 && is_less(&*taken, &*p.add(j - 1)) {
                    ptr::copy_nonoverlapping(p.add(j - 1), p.add(j), 1);
                    j -= 1;
                    hole.dest = p.add(j);
                }
            }
        }
        i += 1;
    }
}

/// What is left of the shorter run of a merge; goes back into the gap when dropped.
struct Gap<T> {
    start: *mut T,
    end: *mut T,
    dest: *mut T,
}

impl<T> Drop for Gap<T> {
    fn drop(&mut self) {
        unsafe {
            let n = self.end.offset_from_unsigned(self.start);
            ptr::copy_nonoverlapping(self.start, self.dest, n);
        }
    }
}

/// Merges the sorted `v[..mid]` and `v[mid..]`; `buf` has room for the shorter.
unsafe fn merge<T, F>(v: &mut [T], mid: usize, buf: *mut T, is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    unsafe {
        let n = v.len();
        let p = v.as_mut_ptr();
        let (middle, end) = (p.add(mid), p.add(n));
        if mid <= n - mid {
            ptr::copy_nonoverlapping(p, buf, mid);
            let mut gap = Gap { start: buf, end: buf.add(mid), dest: p };
            let mut right = middle;
            while gap.start < gap.end && right < end {
                if is_less(&*right, &*gap.start) {
                    ptr::copy_nonoverlapping(right, gap.dest, 1);
                    right = right.add(1);
                } else {
                    ptr::copy_nonoverlapping(gap.start, gap.dest, 1);
                    gap.start = gap.start.add(1);
                }
                gap.dest = gap.dest.add(1);
            }
        } else {
            ptr::copy_nonoverlapping(middle, buf, n - mid);
            // From behind: `dest` is the end of the left run that is still in place.
            let mut gap = Gap { start: buf, end: buf.add(n - mid), dest: middle };
            let mut out = end;
            while gap.start < gap.end && p < gap.dest {
                out = out.sub(1);
                if is_less(&*gap.end.sub(1), &*gap.dest.sub(1)) {
                    gap.dest = gap.dest.sub(1);
                    ptr::copy_nonoverlapping(gap.dest, out, 1);
                } else {
                    gap.end = gap.end.sub(1);
                    ptr::copy_nonoverlapping(gap.end, out, 1);
                }
            }
        }
    }
}

/// Stable: runs of 16 by insertion, then merged pairwise.
pub(super) unsafe fn stable<T, F>(v: &mut [T], buf: *mut T, is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    let n = v.len();
    if mem::size_of::<T>() == 0 || n < 2 {
        return;
    }
    let mut ordered = 1;
    while ordered < n && !is_less(&v[ordered], &v[ordered - 1]) {
        ordered += 1;
    }
    if ordered == n {
        return;
    }
    const RUN: usize = 16;
    let mut at = 0;
    while at < n {
        let end = crate::cmp::min(at + RUN, n);
        insertion(&mut v[at..end], 1, is_less);
        at = end;
    }
    let mut width = RUN;
    while width < n {
        let mut at = 0;
        while at + width < n {
            let end = crate::cmp::min(at + 2 * width, n);
            let part = &mut v[at..end];
            if is_less(&part[width], &part[width - 1]) {
                unsafe { merge(part, width, buf, is_less) };
            }
            at += 2 * width;
        }
        width *= 2;
    }
}

pub(super) fn unstable<T, F>(v: &mut [T], is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    let n = v.len();
    if mem::size_of::<T>() == 0 || n < 2 {
        return;
    }
    let limit = 2 * (usize::BITS - n.leading_zeros());
    quick(v, is_less, limit);
}

fn sift_down<T, F>(v: &mut [T], mut node: usize, is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    loop {
        let mut child = 2 * node + 1;
        if child >= v.len() {
            return;
        }
        if child + 1 < v.len() && is_less(&v[child], &v[child + 1]) {
            child += 1;
        }
        if !is_less(&v[node], &v[child]) {
            return;
        }
        v.swap(node, child);
        node = child;
    }
}

fn heap<T, F>(v: &mut [T], is_less: &mut F)
where
    F: FnMut(&T, &T) -> bool,
{
    let mut i = v.len() / 2;
    while i > 0 {
        i -= 1;
        sift_down(v, i, is_less);
    }
    let mut end = v.len();
    while end > 1 {
        end -= 1;
        v.swap(0, end);
        sift_down(&mut v[..end], 0, is_less);
    }
}

/// Quicksort around the median of three; heapsort once `limit` bad splits were seen.
fn quick<T, F>(mut v: &mut [T], is_less: &mut F, mut limit: u32)
where
    F: FnMut(&T, &T) -> bool,
{
    loop {
        let n = v.len();
        if n <= 20 {
            if n > 1 {
                insertion(v, 1, is_less);
            }
            return;
        }
        if limit == 0 {
            heap(v, is_less);
            return;
        }
        limit -= 1;
        let (a, b, c) = (n / 4, n / 2, n / 4 * 3);
        let median = if is_less(&v[a], &v[b]) {
            if is_less(&v[b], &v[c]) { b } else if is_less(&v[a], &v[c]) { c } else { a }
        } else if is_less(&v[a], &v[c]) {
            a
        } else if is_less(&v[b], &v[c]) {
            c
        } else {
            b
        };
        v.swap(0, median);
        // Less than the pivot, equal to it, greater.
        let (mut less, mut at, mut greater) = (0, 1, n);
        while at < greater {
            if is_less(&v[at], &v[less]) {
                v.swap(at, less);
                less += 1;
                at += 1;
            } else if is_less(&v[less], &v[at]) {
                greater -= 1;
                v.swap(at, greater);
            } else {
                at += 1;
            }
        }
        let (left, rest) = v.split_at_mut(less);
        let right = &mut rest[greater - less..];
        if left.len() < right.len() {
            quick(left, is_less, limit);
            v = right;
        } else {
            quick(right, is_less, limit);
            v = left;
        }
    }
}
