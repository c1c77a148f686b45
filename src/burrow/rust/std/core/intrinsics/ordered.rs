//! rustc's atomics with their orderings, and the same without them. Only for `--cfg real`.

use crate::marker::ConstParamTy_;

#[derive(Debug, PartialEq, Eq)]
pub enum AtomicOrdering {
    Relaxed = 0,
    Release = 1,
    Acquire = 2,
    AcqRel = 3,
    SeqCst = 4,
}

impl ConstParamTy_ for AtomicOrdering {}

mod raw {
    use super::AtomicOrdering;

    #[rustc_intrinsic]
    pub unsafe fn atomic_load<T: Copy, const ORD: AtomicOrdering>(src: *const T) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_store<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, val: T);
    #[rustc_intrinsic]
    pub unsafe fn atomic_xchg<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: T) -> T;
    /// What was found, and whether it was replaced.
    #[rustc_intrinsic]
    pub unsafe fn atomic_cxchg<T: Copy, const ORD_SUCC: AtomicOrdering, const ORD_FAIL: AtomicOrdering>(
        dst: *mut T,
        old: T,
        src: T,
    ) -> (T, bool);
    #[rustc_intrinsic]
    pub unsafe fn atomic_xadd<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_xsub<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_and<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_nand<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_or<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_xor<T: Copy, U: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: U) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_max<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: T) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_min<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: T) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_umax<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: T) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_umin<T: Copy, const ORD: AtomicOrdering>(dst: *mut T, src: T) -> T;
    #[rustc_intrinsic]
    pub unsafe fn atomic_fence<const ORD: AtomicOrdering>();
}

pub unsafe fn atomic_load<T: Copy>(src: *const T) -> T { unsafe { raw::atomic_load::<T, { AtomicOrdering::SeqCst }>(src) } }

pub unsafe fn atomic_store<T: Copy>(dst: *mut T, val: T) { unsafe { raw::atomic_store::<T, { AtomicOrdering::SeqCst }>(dst, val) } }

pub unsafe fn atomic_xchg<T: Copy>(dst: *mut T, src: T) -> T { unsafe { raw::atomic_xchg::<T, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_cxchg<T: Copy>(dst: *mut T, old: T, src: T) -> (T, bool) { unsafe { raw::atomic_cxchg::<T, { AtomicOrdering::SeqCst }, { AtomicOrdering::SeqCst }>(dst, old, src) } }

pub unsafe fn atomic_xadd<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_xadd::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_xsub<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_xsub::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_and<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_and::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_nand<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_nand::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_or<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_or::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_xor<T: Copy, U: Copy>(dst: *mut T, src: U) -> T { unsafe { raw::atomic_xor::<T, U, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_max<T: Copy>(dst: *mut T, src: T) -> T { unsafe { raw::atomic_max::<T, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_min<T: Copy>(dst: *mut T, src: T) -> T { unsafe { raw::atomic_min::<T, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_umax<T: Copy>(dst: *mut T, src: T) -> T { unsafe { raw::atomic_umax::<T, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_umin<T: Copy>(dst: *mut T, src: T) -> T { unsafe { raw::atomic_umin::<T, { AtomicOrdering::SeqCst }>(dst, src) } }

pub unsafe fn atomic_fence() { unsafe { raw::atomic_fence::<{ AtomicOrdering::SeqCst }>() } }
