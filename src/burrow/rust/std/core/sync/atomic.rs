//! Atomic numbers and pointers.  All operations are sequentially consistent.

use self::Ordering::*;
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::intrinsics;

#[derive(Copy, Clone, Debug, Eq, PartialEq, Hash)]
pub enum Ordering {
    Relaxed,
    Release,
    Acquire,
    AcqRel,
    SeqCst,
}

#[track_caller]
fn check_load(order: Ordering) {
    match order {
        Release => panic!("there is no such thing as a release load"),
        AcqRel => panic!("there is no such thing as an acquire-release load"),
        _ => {}
    }
}

#[track_caller]
fn check_store(order: Ordering) {
    match order {
        Acquire => panic!("there is no such thing as an acquire store"),
        AcqRel => panic!("there is no such thing as an acquire-release store"),
        _ => {}
    }
}

macro_rules! atomic_common {
    ($Atomic:ident [$($g:tt)*] $t:ty) => {
        unsafe impl<$($g)*> Sync for $Atomic<$($g)*> {}
        unsafe impl<$($g)*> Send for $Atomic<$($g)*> {}
        impl<$($g)*> crate::panic::RefUnwindSafe for $Atomic<$($g)*> {}

        impl<$($g)*> From<$t> for $Atomic<$($g)*> {
            #[inline]
            fn from(v: $t) -> Self { Self::new(v) }
        }

        impl<$($g)*> fmt::Debug for $Atomic<$($g)*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&self.load(Relaxed), f) }
        }

        impl<$($g)*> $Atomic<$($g)*> {
            #[inline]
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $t {
                check_load(order);
                unsafe { self.get_value(intrinsics::atomic_load(self.v.get())) }
            }

            #[inline]
            #[track_caller]
            pub fn store(&self, val: $t, order: Ordering) {
                check_store(order);
                unsafe { intrinsics::atomic_store(self.v.get(), val as _) }
            }

            #[inline]
            pub fn swap(&self, val: $t, _order: Ordering) -> $t {
                unsafe { self.get_value(intrinsics::atomic_xchg(self.v.get(), val as _)) }
            }

            #[inline]
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $t,
                new: $t,
                _success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                match failure {
                    Release => panic!("there is no such thing as a release failure ordering"),
                    AcqRel => panic!("there is no such thing as an acquire-release failure ordering"),
                    _ => {}
                }
                let (val, ok) = unsafe { intrinsics::atomic_cxchg(self.v.get(), current as _, new as _) };
                if ok { Ok(self.get_value(val)) } else { Err(self.get_value(val)) }
            }

            #[inline]
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $t,
                new: $t,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                self.compare_exchange(current, new, success, failure)
            }

            pub fn compare_and_swap(&self, current: $t, new: $t, order: Ordering) -> $t {
                match self.compare_exchange(current, new, order, SeqCst) {
                    Ok(x) => x,
                    Err(x) => x,
                }
            }

            pub fn fetch_update<F>(&self, set_order: Ordering, fetch_order: Ordering, mut f: F) -> Result<$t, $t>
            where
                F: FnMut($t) -> Option<$t>,
            {
                let mut prev = self.load(fetch_order);
                while let Some(next) = f(prev) {
                    match self.compare_exchange_weak(prev, next, set_order, fetch_order) {
                        x @ Ok(_) => return x,
                        Err(next_prev) => prev = next_prev,
                    }
                }
                Err(prev)
            }
        }
    };
}

macro_rules! atomic_int {
    ($($Atomic:ident $t:ident $align:literal $max:ident $min:ident;)*) => { $(
        #[repr(C, align($align))]
        pub struct $Atomic {
            v: UnsafeCell<$t>,
        }

        impl Default for $Atomic {
            #[inline]
            fn default() -> Self { Self::new(0) }
        }

        atomic_common! { $Atomic [] $t }

        impl $Atomic {
            #[inline]
            pub const fn new(v: $t) -> Self { $Atomic { v: UnsafeCell::new(v) } }
            #[inline(always)]
            fn get_value(&self, v: $t) -> $t { v }
            #[inline]
            pub fn get_mut(&mut self) -> &mut $t { self.v.get_mut() }
            #[inline]
            pub fn into_inner(self) -> $t { self.v.into_inner() }
            #[inline]
            pub const fn as_ptr(&self) -> *mut $t { self.v.get() }
            #[inline]
            pub fn fetch_add(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_xadd(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_sub(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_xsub(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_and(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_and(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_nand(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_nand(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_or(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_or(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_xor(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::atomic_xor(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_max(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::$max(self.v.get(), val) }
            }
            #[inline]
            pub fn fetch_min(&self, val: $t, _order: Ordering) -> $t {
                unsafe { intrinsics::$min(self.v.get(), val) }
            }
        }
    )* };
}

atomic_int! {
    AtomicI8 i8 1 atomic_max atomic_min; AtomicU8 u8 1 atomic_umax atomic_umin;
    AtomicI16 i16 2 atomic_max atomic_min; AtomicU16 u16 2 atomic_umax atomic_umin;
    AtomicI32 i32 4 atomic_max atomic_min; AtomicU32 u32 4 atomic_umax atomic_umin;
    AtomicI64 i64 8 atomic_max atomic_min; AtomicU64 u64 8 atomic_umax atomic_umin;
    AtomicIsize isize 8 atomic_max atomic_min; AtomicUsize usize 8 atomic_umax atomic_umin;
}

#[repr(C, align(1))]
pub struct AtomicBool {
    v: UnsafeCell<u8>,
}

impl Default for AtomicBool {
    #[inline]
    fn default() -> Self { Self::new(false) }
}

atomic_common! { AtomicBool [] bool }

impl AtomicBool {
    #[inline]
    pub const fn new(v: bool) -> AtomicBool { AtomicBool { v: UnsafeCell::new(v as u8) } }
    #[inline(always)]
    fn get_value(&self, v: u8) -> bool { v != 0 }
    #[inline]
    pub fn get_mut(&mut self) -> &mut bool { unsafe { &mut *(self.v.get() as *mut bool) } }
    #[inline]
    pub fn into_inner(self) -> bool { self.v.into_inner() != 0 }
    #[inline]
    pub fn fetch_and(&self, val: bool, _order: Ordering) -> bool {
        unsafe { intrinsics::atomic_and(self.v.get(), val as u8) != 0 }
    }
    #[inline]
    pub fn fetch_or(&self, val: bool, _order: Ordering) -> bool {
        unsafe { intrinsics::atomic_or(self.v.get(), val as u8) != 0 }
    }
    #[inline]
    pub fn fetch_xor(&self, val: bool, _order: Ordering) -> bool {
        unsafe { intrinsics::atomic_xor(self.v.get(), val as u8) != 0 }
    }
    #[inline]
    pub fn fetch_not(&self, order: Ordering) -> bool { self.fetch_xor(true, order) }
    #[inline]
    pub fn fetch_nand(&self, val: bool, order: Ordering) -> bool {
        if val { self.fetch_xor(true, order) } else { self.swap(true, order) }
    }
}

#[repr(C, align(8))]
pub struct AtomicPtr<T> {
    v: UnsafeCell<*mut T>,
}

impl<T> Default for AtomicPtr<T> {
    fn default() -> AtomicPtr<T> { AtomicPtr::new(crate::ptr::null_mut()) }
}

atomic_common! { AtomicPtr [T] *mut T }

impl<T> AtomicPtr<T> {
    #[inline]
    pub const fn new(p: *mut T) -> AtomicPtr<T> { AtomicPtr { v: UnsafeCell::new(p) } }
    #[inline(always)]
    fn get_value(&self, v: *mut T) -> *mut T { v }
    #[inline]
    pub fn get_mut(&mut self) -> &mut *mut T { self.v.get_mut() }
    #[inline]
    pub fn into_inner(self) -> *mut T { self.v.into_inner() }
}

impl<T> fmt::Pointer for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Pointer::fmt(&self.load(Relaxed), f) }
}

pub const ATOMIC_BOOL_INIT: AtomicBool = AtomicBool::new(false);
pub const ATOMIC_USIZE_INIT: AtomicUsize = AtomicUsize::new(0);
pub const ATOMIC_ISIZE_INIT: AtomicIsize = AtomicIsize::new(0);

#[inline]
#[track_caller]
pub fn fence(order: Ordering) {
    if let Relaxed = order {
        panic!("there is no such thing as a relaxed fence");
    }
    unsafe { intrinsics::atomic_fence() }
}

#[inline]
pub fn compiler_fence(order: Ordering) { fence(order) }

#[inline]
pub fn spin_loop_hint() {}
