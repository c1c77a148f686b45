//! `Clone`.


#[cfg(real)]
pub use crate::macros::derives::Clone;

#[lang = "clone"]
pub trait Clone: Sized {
    #[lang = "clone_fn"]
    fn clone(&self) -> Self;

    #[inline]
    fn clone_from(&mut self, source: &Self) { *self = source.clone() }
}

/// Says that `clone` is a plain copy; rustc's derive names it, nothing here depends on it.
#[lang = "trivial_clone"]
pub unsafe trait TrivialClone: Clone {}

pub struct AssertParamIsClone<T: Clone + ?Sized> {
    _field: crate::marker::PhantomData<T>,
}

pub struct AssertParamIsCopy<T: Copy + ?Sized> {
    _field: crate::marker::PhantomData<T>,
}

macro_rules! impl_clone {
    ($($t:ty)*) => { $(impl Clone for $t {
        #[inline(always)]
        fn clone(&self) -> Self { *self }
    })* };
}
impl_clone! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 bool char }

impl Clone for ! {
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> Clone for *const T {
    #[inline(always)]
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> Clone for *mut T {
    #[inline(always)]
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> Clone for &T {
    #[inline(always)]
    fn clone(&self) -> Self { *self }
}

impl<T: ?Sized> !Clone for &mut T {}
