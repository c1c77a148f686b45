//! The table behind maps and sets: open addressing with a control byte per bucket.
//!
//! Kulukundis' "Swiss table" (CppCon 2017) with groups of eight bytes in one word, as in the generic part of hashbrown.  A control
//! byte is the low seven bits of a hash, or EMPTY, or DELETED.  Elements lie in front of the control bytes, the first right before.

use alloc_crate::alloc::{self, Layout};
use core::marker::PhantomData;
use core::mem;
use core::ptr::{self, NonNull};

const EMPTY: u8 = 0xff;
const DELETED: u8 = 0x80;
const GROUP: usize = 8;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The control bytes of a table without memory.
static NOTHING: [u8; 16] = [EMPTY; 16];

pub(super) struct Table<T> {
    ctrl: NonNull<u8>,
    // Buckets less one; their number is a power of two.
    mask: usize,
    growth_left: usize,
    items: usize,
    marker: PhantomData<T>,
}

unsafe impl<T: Send> Send for Table<T> {}
unsafe impl<T: Sync> Sync for Table<T> {}

/// The low bytes of the word's matching bytes, as a set that is walked from the first on.
#[derive(Copy, Clone)]
struct Matches(u64);

impl Matches {
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let i = self.0.trailing_zeros() as usize / 8;
        self.0 &= self.0 - 1;
        Some(i)
    }
}

unsafe fn group(p: *const u8) -> u64 { unsafe { (p as *const u64).read_unaligned() } }

fn matching(group: u64, byte: u8) -> Matches {
    let x = group ^ (ONES * byte as u64);
    Matches(x.wrapping_sub(ONES) & !x & HIGH)
}

fn empties(group: u64) -> Matches { Matches(group & (group << 1) & HIGH) }
fn free(group: u64) -> Matches { Matches(group & HIGH) }
fn full(group: u64) -> Matches { Matches(!group & HIGH) }

/// How many elements so many buckets hold: seven eighths.
fn capacity_of(mask: usize) -> usize { if mask < 8 { mask } else { (mask + 1) / 8 * 7 } }

fn buckets_for(capacity: usize) -> usize {
    if capacity < 4 {
        4
    } else if capacity < 8 {
        8
    } else {
        match capacity.checked_mul(8) {
            Some(n) => (n / 7).next_power_of_two(),
            None => panic!("Hash table capacity overflow"),
        }
    }
}

impl<T> Table<T> {
    pub(super) const fn new() -> Table<T> {
        Table {
            ctrl: unsafe { NonNull::new_unchecked(&raw const NOTHING as *const u8 as *mut u8) },
            mask: 0,
            growth_left: 0,
            items: 0,
            marker: PhantomData,
        }
    }

    pub(super) fn with_capacity(capacity: usize) -> Table<T> {
        if capacity == 0 { Table::new() } else { Table::with_buckets(buckets_for(capacity)) }
    }

    fn layout(buckets: usize) -> (Layout, usize) {
        let data = match Layout::array::<T>(buckets) {
            Ok(layout) => layout,
            Err(_) => panic!("Hash table capacity overflow"),
        };
        match data.extend(Layout::array::<u8>(buckets + GROUP).unwrap()) {
            Ok((layout, offset)) => (layout, offset),
            Err(_) => panic!("Hash table capacity overflow"),
        }
    }

    fn with_buckets(buckets: usize) -> Table<T> {
        let (layout, offset) = Table::<T>::layout(buckets);
        unsafe {
            let ctrl = alloc::alloc(layout).add(offset);
            ptr::write_bytes(ctrl, EMPTY, buckets + GROUP);
            Table {
                ctrl: NonNull::new_unchecked(ctrl),
                mask: buckets - 1,
                growth_left: capacity_of(buckets - 1),
                items: 0,
                marker: PhantomData,
            }
        }
    }

    fn is_static(&self) -> bool { self.mask == 0 }

    #[inline]
    pub(super) fn len(&self) -> usize { self.items }

    pub(super) fn capacity(&self) -> usize { self.items + self.growth_left }

    #[inline]
    pub(super) unsafe fn bucket(&self, index: usize) -> *mut T {
        unsafe { (self.ctrl.as_ptr() as *mut T).sub(index + 1) }
    }

    #[inline]
    unsafe fn group_at(&self, index: usize) -> u64 { unsafe { group(self.ctrl.as_ptr().add(index)) } }

    /// Sets a control byte, and its copy behind the end where groups wrap around.
    unsafe fn set_ctrl(&mut self, index: usize, byte: u8) {
        unsafe {
            let mirror = (index.wrapping_sub(GROUP) & self.mask) + GROUP;
            *self.ctrl.as_ptr().add(index) = byte;
            *self.ctrl.as_ptr().add(mirror) = byte;
        }
    }

    /// The bucket of an element with that hash for which `eq` holds.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut eq: impl FnMut(&T) -> bool) -> Option<usize> {
        let byte = (hash >> 57) as u8;
        let mut at = hash as usize & self.mask;
        let mut stride = 0;
        loop {
            let g = unsafe { self.group_at(at) };
            let mut m = matching(g, byte);
            while let Some(i) = m.next() {
                let index = (at + i) & self.mask;
                if eq(unsafe { &*self.bucket(index) }) {
                    return Some(index);
                }
            }
            if empties(g).0 != 0 {
                return None;
            }
            stride += GROUP;
            at = (at + stride) & self.mask;
        }
    }

    /// A free bucket for that hash; there must be one.
    fn find_free(&self, hash: u64) -> usize {
        let mut at = hash as usize & self.mask;
        let mut stride = 0;
        loop {
            let mut m = free(unsafe { self.group_at(at) });
            if let Some(i) = m.next() {
                let index = (at + i) & self.mask;
                // In a table smaller than a group the copy of the bytes may have matched.
                if unsafe { *self.ctrl.as_ptr().add(index) } < 0x80 {
                    return free(unsafe { self.group_at(0) }).next().unwrap();
                }
                return index;
            }
            stride += GROUP;
            at = (at + stride) & self.mask;
        }
    }

    pub(super) fn insert(&mut self, hash: u64, value: T, hasher: impl Fn(&T) -> u64) -> usize {
        if self.growth_left == 0 {
            let was_deleted = !self.is_static() && unsafe { *self.ctrl.as_ptr().add(self.find_free(hash)) } == DELETED;
            if !was_deleted {
                self.reserve(1, hasher);
            }
        }
        unsafe {
            let index = self.find_free(hash);
            if *self.ctrl.as_ptr().add(index) == EMPTY {
                self.growth_left -= 1;
            }
            self.set_ctrl(index, (hash >> 57) as u8);
            self.items += 1;
            ptr::write(self.bucket(index), value);
            index
        }
    }

    pub(super) fn reserve(&mut self, additional: usize, hasher: impl Fn(&T) -> u64) {
        if additional <= self.growth_left {
            return;
        }
        let needed = self.items.checked_add(additional).expect("Hash table capacity overflow");
        let full_capacity = capacity_of(self.mask);
        // Mostly deleted marks: the same size again, cleaned.
        let capacity = if !self.is_static() && needed <= full_capacity / 2 {
            full_capacity
        } else {
            core::cmp::max(needed, full_capacity + 1)
        };
        self.rebuild(capacity, hasher);
    }

    fn rebuild(&mut self, capacity: usize, hasher: impl Fn(&T) -> u64) {
        let mut new = Table::with_capacity(capacity);
        let mut walk = self.walk();
        unsafe {
            while let Some(from) = walk.next_bucket() {
                let hash = hasher(&*from);
                let index = new.find_free(hash);
                new.set_ctrl(index, (hash >> 57) as u8);
                new.growth_left -= 1;
                new.items += 1;
                ptr::copy_nonoverlapping(from, new.bucket(index), 1);
            }
        }
        // The old elements have moved away.
        self.items = 0;
        let mut old = mem::replace(self, new);
        old.free_memory();
    }

    pub(super) fn shrink_to(&mut self, min: usize, hasher: impl Fn(&T) -> u64) {
        let capacity = core::cmp::max(self.items, min);
        if capacity == 0 {
            self.free_memory();
        } else if buckets_for(capacity) < self.mask + 1 {
            self.rebuild(capacity, hasher);
        }
    }

    /// Takes the element out of its bucket.
    pub(super) unsafe fn remove(&mut self, index: usize) -> T {
        unsafe {
            // EMPTY may stand here only if no search can have passed over a full group around it.
            let before = self.group_at(index.wrapping_sub(GROUP) & self.mask);
            let after = self.group_at(index);
            let run = empties(before).0.leading_zeros() as usize / 8 + empties(after).0.trailing_zeros() as usize / 8;
            if run >= GROUP {
                self.set_ctrl(index, DELETED);
            } else {
                self.set_ctrl(index, EMPTY);
                self.growth_left += 1;
            }
            self.items -= 1;
            ptr::read(self.bucket(index))
        }
    }

    pub(super) fn walk(&self) -> Walk<T> {
        Walk {
            matches: if self.items == 0 { Matches(0) } else { full(unsafe { self.group_at(0) }) },
            ctrl: self.ctrl.as_ptr(),
            base: 0,
            last: 0,
            left: self.items,
            marker: PhantomData,
        }
    }

    pub(super) fn clear(&mut self) {
        let mut walk = self.walk();
        self.items = 0;
        if !self.is_static() {
            unsafe { ptr::write_bytes(self.ctrl.as_ptr(), EMPTY, self.mask + 1 + GROUP) };
            self.growth_left = capacity_of(self.mask);
        }
        if mem::needs_drop::<T>() {
            while let Some(p) = walk.next_bucket() {
                unsafe { ptr::drop_in_place(p) };
            }
        }
    }

    /// The elements are gone: only the memory is left to give back.
    pub(super) fn forget_elements(&mut self) {
        self.items = 0;
        self.free_memory();
    }

    fn free_memory(&mut self) {
        if !self.is_static() {
            let (layout, offset) = Table::<T>::layout(self.mask + 1);
            unsafe { alloc::dealloc(self.ctrl.as_ptr().sub(offset), layout) };
            self.ctrl = unsafe { NonNull::new_unchecked(&raw const NOTHING as *const u8 as *mut u8) };
            self.mask = 0;
            self.growth_left = 0;
        }
    }
}

unsafe impl<#[may_dangle] T> Drop for Table<T> {
    fn drop(&mut self) {
        if mem::needs_drop::<T>() {
            let mut walk = self.walk();
            while let Some(p) = walk.next_bucket() {
                unsafe { ptr::drop_in_place(p) };
            }
        }
        self.free_memory();
    }
}

impl<T: Clone> Clone for Table<T> {
    fn clone(&self) -> Table<T> {
        if self.is_static() {
            return Table::new();
        }
        let mut new = Table::with_buckets(self.mask + 1);
        for i in 0..self.mask + 1 {
            unsafe {
                let byte = *self.ctrl.as_ptr().add(i);
                if byte < 0x80 {
                    ptr::write(new.bucket(i), (*self.bucket(i)).clone());
                    new.items += 1;
                }
                // Deleted marks stay: searches run over them.
                new.set_ctrl(i, byte);
            }
        }
        new.growth_left = self.growth_left;
        new
    }
}

/// All full buckets, in their order.
pub(super) struct Walk<T> {
    ctrl: *mut u8,
    base: usize,
    // The bucket given out last.
    last: usize,
    matches: Matches,
    left: usize,
    marker: PhantomData<T>,
}

impl<T> Walk<T> {
    #[inline]
    pub(super) fn next_bucket(&mut self) -> Option<*mut T> {
        if self.left == 0 {
            return None;
        }
        loop {
            if let Some(i) = self.matches.next() {
                self.left -= 1;
                self.last = self.base + i;
                return Some(unsafe { (self.ctrl as *mut T).sub(self.last + 1) });
            }
            self.base += GROUP;
            self.matches = full(unsafe { group(self.ctrl.add(self.base)) });
        }
    }

    pub(super) fn len(&self) -> usize { self.left }

    /// The number of the bucket given out last.
    pub(super) fn index(&self) -> usize { self.last }
}

impl<T> Clone for Walk<T> {
    fn clone(&self) -> Self {
        Walk { ctrl: self.ctrl, base: self.base, last: self.last, matches: self.matches, left: self.left, marker: PhantomData }
    }
}
