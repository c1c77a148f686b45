//! What the compiler does itself, under rustc's names and signatures; a body-less function with `#[rustc_intrinsic]` is one.
//!
//! Integer operations work on every integer type; `*_f32`/`*_f64` names end in the type they are for.  All atomics
//! are sequentially consistent: x86-64 gains little from less, and rustc's constants for orderings need a language feature of their own.

use crate::marker::{ConstParamTy_, DiscriminantKind, StructuralPartialEq, Tuple};

// Types and layout.
#[rustc_intrinsic]
pub const fn size_of<T>() -> usize;
#[rustc_intrinsic]
pub const fn align_of<T>() -> usize;
#[rustc_intrinsic]
pub const unsafe fn size_of_val<T: ?Sized>(ptr: *const T) -> usize;
#[rustc_intrinsic]
pub const unsafe fn align_of_val<T: ?Sized>(ptr: *const T) -> usize;
#[rustc_intrinsic]
pub const fn needs_drop<T: ?Sized>() -> bool;
#[rustc_intrinsic]
pub const fn type_name<T: ?Sized>() -> &'static str;
#[rustc_intrinsic]
pub const fn type_id<T: ?Sized>() -> crate::any::TypeId;
#[cfg(real)]
#[rustc_intrinsic]
pub const fn discriminant_value<T>(v: &T) -> <T as DiscriminantKind>::Discriminant;
#[cfg(not(real))]
#[rustc_intrinsic]
pub const fn discriminant_value<T>(v: &T) -> isize;

// Values.
#[rustc_intrinsic]
pub const unsafe fn transmute<Src, Dst>(src: Src) -> Dst;
#[rustc_intrinsic]
pub const fn black_box<T>(dummy: T) -> T;
#[rustc_intrinsic]
pub const fn forget<T>(_: T);
#[rustc_intrinsic]
pub const unsafe fn read_via_copy<T>(ptr: *const T) -> T;
#[rustc_intrinsic]
pub const unsafe fn write_via_move<T>(ptr: *mut T, value: T);

// Control.
#[rustc_intrinsic]
pub fn abort() -> !;
#[rustc_intrinsic]
pub const unsafe fn unreachable() -> !;
#[rustc_intrinsic]
pub const unsafe fn assume(b: bool);
#[rustc_intrinsic]
pub const fn caller_location() -> &'static crate::panic::Location<'static>;
/// Calls `try_fn(data)`; if it unwinds, calls `catch_fn(data, exception)` and returns 1, else 0.
#[rustc_intrinsic]
pub unsafe fn catch_unwind(try_fn: fn(*mut u8), data: *mut u8, catch_fn: fn(*mut u8, *mut u8)) -> i32;

#[inline]
pub const fn likely(b: bool) -> bool { b }
#[inline]
pub const fn unlikely(b: bool) -> bool { b }

// Pointers.
#[rustc_intrinsic]
pub const unsafe fn offset<Ptr, Delta>(dst: Ptr, offset: Delta) -> Ptr;
#[rustc_intrinsic]
pub const unsafe fn arith_offset<T>(dst: *const T, offset: isize) -> *const T;
#[rustc_intrinsic]
pub const unsafe fn ptr_offset_from<T>(ptr: *const T, base: *const T) -> isize;
#[rustc_intrinsic]
pub const unsafe fn ptr_offset_from_unsigned<T>(ptr: *const T, base: *const T) -> usize;
/// The second word of a wide pointer.
#[rustc_intrinsic]
pub const fn ptr_metadata<P: ?Sized, M>(ptr: *const P) -> M;
/// A pointer from its two words.
#[rustc_intrinsic]
pub const fn aggregate_raw_ptr<P, D, M>(data: D, meta: M) -> P;
#[rustc_intrinsic]
pub const unsafe fn copy<T>(src: *const T, dst: *mut T, count: usize);
#[rustc_intrinsic]
pub const unsafe fn copy_nonoverlapping<T>(src: *const T, dst: *mut T, count: usize);
#[rustc_intrinsic]
pub const unsafe fn write_bytes<T>(dst: *mut T, val: u8, count: usize);
#[rustc_intrinsic]
pub const unsafe fn compare_bytes(left: *const u8, right: *const u8, bytes: usize) -> i32;
#[rustc_intrinsic]
pub unsafe fn volatile_load<T>(src: *const T) -> T;
#[rustc_intrinsic]
pub unsafe fn volatile_store<T>(dst: *mut T, val: T);

// Integers.
#[rustc_intrinsic]
pub const fn ctpop<T: Copy>(x: T) -> u32;
#[rustc_intrinsic]
pub const fn ctlz<T: Copy>(x: T) -> u32;
#[rustc_intrinsic]
pub const fn cttz<T: Copy>(x: T) -> u32;
#[rustc_intrinsic]
pub const fn bswap<T: Copy>(x: T) -> T;
#[rustc_intrinsic]
pub const fn bitreverse<T: Copy>(x: T) -> T;
#[rustc_intrinsic]
pub const fn rotate_left<T: Copy>(x: T, shift: u32) -> T;
#[rustc_intrinsic]
pub const fn rotate_right<T: Copy>(x: T, shift: u32) -> T;
#[rustc_intrinsic]
pub const fn add_with_overflow<T: Copy>(x: T, y: T) -> (T, bool);
#[rustc_intrinsic]
pub const fn sub_with_overflow<T: Copy>(x: T, y: T) -> (T, bool);
#[rustc_intrinsic]
pub const fn mul_with_overflow<T: Copy>(x: T, y: T) -> (T, bool);
#[rustc_intrinsic]
pub const fn wrapping_add<T: Copy>(a: T, b: T) -> T;
#[rustc_intrinsic]
pub const fn wrapping_sub<T: Copy>(a: T, b: T) -> T;
#[rustc_intrinsic]
pub const fn wrapping_mul<T: Copy>(a: T, b: T) -> T;
#[rustc_intrinsic]
pub const fn saturating_add<T: Copy>(a: T, b: T) -> T;
#[rustc_intrinsic]
pub const fn saturating_sub<T: Copy>(a: T, b: T) -> T;
#[rustc_intrinsic]
pub const unsafe fn unchecked_shl<T: Copy, U: Copy>(x: T, y: U) -> T;
#[rustc_intrinsic]
pub const unsafe fn unchecked_shr<T: Copy, U: Copy>(x: T, y: U) -> T;

// Floats.
macro_rules! floats {
    ($($t:ty: $sqrt:ident $floor:ident $ceil:ident $trunc:ident $round:ident $even:ident $fma:ident
        $sin:ident $cos:ident $exp:ident $exp2:ident $log:ident $log2:ident $log10:ident $pow:ident;)*) => { $(
        #[rustc_intrinsic]
        pub fn $sqrt(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $floor(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $ceil(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $trunc(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $round(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $even(x: $t) -> $t;
        #[rustc_intrinsic]
        pub const fn $fma(a: $t, b: $t, c: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $sin(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $cos(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $exp(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $exp2(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $log(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $log2(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $log10(x: $t) -> $t;
        #[rustc_intrinsic]
        pub fn $pow(a: $t, x: $t) -> $t;
    )* };
}

floats! {
    f32: sqrtf32 floorf32 ceilf32 truncf32 roundf32 round_ties_even_f32 fmaf32
         sinf32 cosf32 expf32 exp2f32 logf32 log2f32 log10f32 powf32;
    f64: sqrtf64 floorf64 ceilf64 truncf64 roundf64 round_ties_even_f64 fmaf64
         sinf64 cosf64 expf64 exp2f64 logf64 log2f64 log10f64 powf64;
}

// Atomics.
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_load<T: Copy>(src: *const T) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_store<T: Copy>(dst: *mut T, val: T);
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_xchg<T: Copy>(dst: *mut T, src: T) -> T;
/// What was found, and whether it was replaced.
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_cxchg<T: Copy>(
    dst: *mut T,
    old: T,
    src: T,
) -> (T, bool);
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_xadd<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_xsub<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_and<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_nand<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_or<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_xor<T: Copy, U: Copy>(dst: *mut T, src: U) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_max<T: Copy>(dst: *mut T, src: T) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_min<T: Copy>(dst: *mut T, src: T) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_umax<T: Copy>(dst: *mut T, src: T) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_umin<T: Copy>(dst: *mut T, src: T) -> T;
#[cfg(not(real))]
#[rustc_intrinsic]
pub unsafe fn atomic_fence();

#[cfg(real)]
mod ordered;
#[cfg(real)]
pub use ordered::*;
