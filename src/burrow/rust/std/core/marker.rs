//! Traits and types that say something about a type and hold nothing.

use crate::cell::UnsafeCell;
use crate::cmp;
use crate::fmt::Debug;
use crate::hash::{Hash, Hasher};

#[cfg(real)]
pub use crate::macros::derives::Copy;

pub unsafe auto trait Send {}

impl<T: ?Sized> !Send for *const T {}
impl<T: ?Sized> !Send for *mut T {}
unsafe impl<T: Sync + ?Sized> Send for &T {}

#[cfg(not(real))]
#[lang = "sized"]
#[fundamental]
pub trait Sized {}

#[cfg(real)]
mod sized {
    #[lang = "sized"]
    #[fundamental]
    #[rustc_specialization_trait]
    #[rustc_deny_explicit_impl]
    #[rustc_coinductive]
    pub trait Sized: MetaSized {}

    #[lang = "meta_sized"]
    #[fundamental]
    #[rustc_specialization_trait]
    #[rustc_deny_explicit_impl]
    #[rustc_coinductive]
    pub trait MetaSized: PointeeSized {}

    #[lang = "pointee_sized"]
    #[fundamental]
    #[rustc_specialization_trait]
    #[rustc_deny_explicit_impl]
    #[rustc_coinductive]
    pub trait PointeeSized {}
}
#[cfg(real)]
pub use sized::{MetaSized, PointeeSized, Sized};

#[lang = "unsize"]
#[rustc_deny_explicit_impl]
pub trait Unsize<T: ?Sized> {}

#[lang = "structural_peq"]
pub trait StructuralPartialEq {}

#[lang = "copy"]
pub trait Copy: Clone {}

macro_rules! impl_copy {
    ($($t:ty)*) => { $(impl Copy for $t {})* };
}
impl_copy! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 bool char }
impl Copy for ! {}
impl<T: ?Sized> Copy for *const T {}
impl<T: ?Sized> Copy for *mut T {}
impl<T: ?Sized> Copy for &T {}

#[lang = "sync"]
pub unsafe auto trait Sync {}

impl<T: ?Sized> !Sync for *const T {}
impl<T: ?Sized> !Sync for *mut T {}

#[lang = "freeze"]
pub unsafe auto trait Freeze {}

impl<T: ?Sized> !Freeze for UnsafeCell<T> {}
unsafe impl<T: ?Sized> Freeze for PhantomData<T> {}
unsafe impl<T: ?Sized> Freeze for *const T {}
unsafe impl<T: ?Sized> Freeze for *mut T {}
unsafe impl<T: ?Sized> Freeze for &T {}
unsafe impl<T: ?Sized> Freeze for &mut T {}

#[lang = "unsafe_unpin"]
pub unsafe auto trait UnsafeUnpin {}

#[lang = "phantom_data"]
pub struct PhantomData<T: ?Sized>;

impl<T: ?Sized> Hash for PhantomData<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T: ?Sized> cmp::PartialEq for PhantomData<T> {
    fn eq(&self, _other: &PhantomData<T>) -> bool { true }
}

impl<T: ?Sized> cmp::Eq for PhantomData<T> {}

impl<T: ?Sized> cmp::PartialOrd for PhantomData<T> {
    fn partial_cmp(&self, _other: &PhantomData<T>) -> Option<cmp::Ordering> { Option::Some(cmp::Ordering::Equal) }
}

impl<T: ?Sized> cmp::Ord for PhantomData<T> {
    fn cmp(&self, _other: &PhantomData<T>) -> cmp::Ordering { cmp::Ordering::Equal }
}

impl<T: ?Sized> Copy for PhantomData<T> {}

impl<T: ?Sized> Clone for PhantomData<T> {
    fn clone(&self) -> Self { Self }
}

impl<T: ?Sized> Default for PhantomData<T> {
    fn default() -> Self { Self }
}

impl<T: ?Sized> StructuralPartialEq for PhantomData<T> {}

#[lang = "discriminant_kind"]
#[rustc_deny_explicit_impl]
pub trait DiscriminantKind {
    #[lang = "discriminant_type"]
    type Discriminant: Clone + Copy + Debug + Eq + PartialEq + Hash + Send + Sync + Unpin;
}

#[lang = "unpin"]
pub auto trait Unpin {}

/// A type that is never `Unpin`.
#[derive(Debug, Default, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct PhantomPinned;

impl !Unpin for PhantomPinned {}

impl<T: ?Sized> Unpin for &T {}
impl<T: ?Sized> Unpin for &mut T {}
impl<T: ?Sized> Unpin for *const T {}
impl<T: ?Sized> Unpin for *mut T {}

#[lang = "destruct"]
#[rustc_deny_explicit_impl]
pub trait Destruct {}

#[lang = "tuple_trait"]
#[rustc_deny_explicit_impl]
pub trait Tuple {}

#[lang = "const_param_ty"]
pub trait ConstParamTy_: StructuralPartialEq + Eq {}

macro_rules! impl_const_param {
    ($($t:ty)*) => { $(impl ConstParamTy_ for $t {})* };
}
impl_const_param! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool char }
impl ConstParamTy_ for () {}

macro_rules! impl_structural {
    ($($t:ty)*) => { $(impl StructuralPartialEq for $t {})* };
}
impl_structural! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool char }
impl StructuralPartialEq for () {}

#[lang = "fn_ptr_trait"]
#[rustc_deny_explicit_impl]
pub trait FnPtr: Copy + Clone {
    #[lang = "fn_ptr_addr"]
    fn addr(self) -> *const ();
}

/// What a union's field must be; rustc asks for it by name.
#[lang = "bikeshed_guaranteed_no_drop"]
#[rustc_deny_explicit_impl]
#[cfg(real)]
pub trait BikeshedGuaranteedNoDrop {}
