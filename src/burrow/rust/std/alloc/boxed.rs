//! `Box`.

use core::any::Any;
use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::error::Error;
use core::fmt;
use core::future::Future;
use core::hash::{BuildHasher, Hash, Hasher};
use core::iter::FusedIterator;
use core::marker::{Tuple, Unsize};
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::ops::{CoerceUnsized, Deref, DerefMut, DispatchFromDyn, LegacyReceiver};
use core::pin::Pin;
use core::ptr::{self, NonNull, Unique};
use core::task::{Context, Poll};

use crate::alloc::{self, Layout};
use crate::borrow::Cow;
use crate::string::String;
use crate::vec::Vec;

mod convert;
pub use self::convert::ThinErrorString;

/// The compiler moves out of it, derefs it, and drops the contents before `Drop` gives back the memory.
#[lang = "owned_box"]
#[fundamental]
pub struct Box<T: ?Sized>(Unique<T>);

impl<T> Box<T> {
    #[inline(always)]
    pub fn new(x: T) -> Self {
        unsafe {
            let p = alloc::allocate(Layout::new::<T>()) as *mut T;
            ptr::write(p, x);
            Box::from_raw(p)
        }
    }

    #[inline]
    pub fn new_uninit() -> Box<MaybeUninit<T>> {
        unsafe { Box::from_raw(alloc::allocate(Layout::new::<T>()) as *mut MaybeUninit<T>) }
    }

    #[inline(always)]
    pub fn pin(x: T) -> Pin<Box<T>> { Box::new(x).into() }

    pub fn into_boxed_slice(boxed: Self) -> Box<[T]> {
        unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(Box::into_raw(boxed), 1)) }
    }

    #[inline]
    pub fn into_inner(boxed: Self) -> T { *boxed }
}

impl<T> Box<[T]> {
    pub fn new_uninit_slice(len: usize) -> Box<[MaybeUninit<T>]> {
        let layout = Layout::array::<T>(len).expect("capacity overflow");
        unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(alloc::allocate(layout) as *mut MaybeUninit<T>, len)) }
    }
}

impl<T> Box<MaybeUninit<T>> {
    #[inline]
    pub unsafe fn assume_init(self) -> Box<T> { unsafe { Box::from_raw(Box::into_raw(self) as *mut T) } }

    pub fn write(mut boxed: Self, value: T) -> Box<T> {
        unsafe {
            (*boxed).write(value);
            boxed.assume_init()
        }
    }
}

impl<T: ?Sized> Box<T> {
    #[inline]
    pub unsafe fn from_raw(raw: *mut T) -> Self { unsafe { Box(Unique::new_unchecked(raw)) } }

    #[inline]
    pub fn into_raw(b: Self) -> *mut T {
        let b = ManuallyDrop::new(b);
        b.0.as_ptr()
    }

    #[inline]
    pub fn into_non_null(b: Self) -> NonNull<T> { unsafe { NonNull::new_unchecked(Box::into_raw(b)) } }

    #[inline]
    pub unsafe fn from_non_null(p: NonNull<T>) -> Self { unsafe { Box::from_raw(p.as_ptr()) } }

    #[inline]
    pub fn as_ptr(b: &Self) -> *const T { b.0.as_ptr() }

    #[inline]
    pub fn as_mut_ptr(b: &mut Self) -> *mut T { b.0.as_ptr() }

    #[inline]
    pub fn leak<'a>(b: Self) -> &'a mut T
    where
        T: 'a,
    {
        unsafe { &mut *Box::into_raw(b) }
    }

    pub fn into_pin(boxed: Self) -> Pin<Self> { unsafe { Pin::new_unchecked(boxed) } }
}

unsafe impl<#[may_dangle] T: ?Sized> Drop for Box<T> {
    #[inline]
    fn drop(&mut self) {
        let ptr = self.0;
        unsafe {
            let layout = Layout::for_value_raw(ptr.as_ptr());
            alloc::deallocate(ptr.as_ptr() as *mut u8, layout);
        }
    }
}

impl<T: Default> Default for Box<T> {
    #[inline]
    fn default() -> Self { Box::new(T::default()) }
}

impl<T> Default for Box<[T]> {
    fn default() -> Self { Vec::new().into_boxed_slice() }
}

impl Default for Box<str> {
    fn default() -> Self { String::new().into_boxed_str() }
}

impl<T: Clone> Clone for Box<T> {
    #[inline]
    fn clone(&self) -> Self { Box::new((**self).clone()) }
    #[inline]
    fn clone_from(&mut self, source: &Self) { (**self).clone_from(&**source); }
}

impl<T: Clone> Clone for Box<[T]> {
    fn clone(&self) -> Self { self.to_vec().into_boxed_slice() }
}

impl Clone for Box<str> {
    fn clone(&self) -> Self { String::from(&**self).into_boxed_str() }
}

impl<T: ?Sized + PartialEq> PartialEq for Box<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool { PartialEq::eq(&**self, &**other) }
    #[inline]
    fn ne(&self, other: &Self) -> bool { PartialEq::ne(&**self, &**other) }
}

impl<T: ?Sized + PartialOrd> PartialOrd for Box<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> { PartialOrd::partial_cmp(&**self, &**other) }
}

impl<T: ?Sized + Ord> Ord for Box<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { Ord::cmp(&**self, &**other) }
}

impl<T: ?Sized + Eq> Eq for Box<T> {}

impl<T: ?Sized + Hash> Hash for Box<T> {
    fn hash<H: Hasher>(&self, state: &mut H) { (**self).hash(state); }
}

impl<T: ?Sized + Hasher> Hasher for Box<T> {
    fn finish(&self) -> u64 { (**self).finish() }
    fn write(&mut self, bytes: &[u8]) { (**self).write(bytes) }
}

impl<T: fmt::Display + ?Sized> fmt::Display for Box<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&**self, f) }
}

impl<T: fmt::Debug + ?Sized> fmt::Debug for Box<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

impl<T: ?Sized> fmt::Pointer for Box<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ptr: *const T = &**self;
        fmt::Pointer::fmt(&ptr, f)
    }
}

impl<T: ?Sized> Deref for Box<T> {
    type Target = T;
    // The compiler knows how to deref a box: this is no recursion.
    #[inline(always)]
    fn deref(&self) -> &T { &**self }
}

impl<T: ?Sized> DerefMut for Box<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T { &mut **self }
}

impl<T: ?Sized> LegacyReceiver for Box<T> {}

impl<I: Iterator + ?Sized> Iterator for Box<I> {
    type Item = I::Item;
    fn next(&mut self) -> Option<I::Item> { (**self).next() }
    fn size_hint(&self) -> (usize, Option<usize>) { (**self).size_hint() }
    fn nth(&mut self, n: usize) -> Option<I::Item> { (**self).nth(n) }
}

impl<I: DoubleEndedIterator + ?Sized> DoubleEndedIterator for Box<I> {
    fn next_back(&mut self) -> Option<I::Item> { (**self).next_back() }
    fn nth_back(&mut self, n: usize) -> Option<I::Item> { (**self).nth_back(n) }
}

impl<I: ExactSizeIterator + ?Sized> ExactSizeIterator for Box<I> {
    fn len(&self) -> usize { (**self).len() }
}

impl<I: FusedIterator + ?Sized> FusedIterator for Box<I> {}

impl<Args: Tuple, F: FnOnce<Args> + ?Sized> FnOnce<Args> for Box<F> {
    type Output = <F as FnOnce<Args>>::Output;
    extern "rust-call" fn call_once(self, args: Args) -> Self::Output { <F as FnOnce<Args>>::call_once(*self, args) }
}

impl<Args: Tuple, F: FnMut<Args> + ?Sized> FnMut<Args> for Box<F> {
    extern "rust-call" fn call_mut(&mut self, args: Args) -> Self::Output { <F as FnMut<Args>>::call_mut(self, args) }
}

impl<Args: Tuple, F: Fn<Args> + ?Sized> Fn<Args> for Box<F> {
    extern "rust-call" fn call(&self, args: Args) -> Self::Output { <F as Fn<Args>>::call(self, args) }
}

impl<T: ?Sized + Unsize<U>, U: ?Sized> CoerceUnsized<Box<U>> for Box<T> {}
impl<T: ?Sized + Unsize<U>, U: ?Sized> DispatchFromDyn<Box<U>> for Box<T> {}

impl<T: ?Sized> Borrow<T> for Box<T> {
    fn borrow(&self) -> &T { &**self }
}

impl<T: ?Sized> BorrowMut<T> for Box<T> {
    fn borrow_mut(&mut self) -> &mut T { &mut **self }
}

impl<T: ?Sized> AsRef<T> for Box<T> {
    fn as_ref(&self) -> &T { &**self }
}

impl<T: ?Sized> AsMut<T> for Box<T> {
    fn as_mut(&mut self) -> &mut T { &mut **self }
}

impl<T: ?Sized> Unpin for Box<T> {}

impl<F: ?Sized + Future + Unpin> Future for Box<F> {
    type Output = F::Output;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> { F::poll(Pin::new(&mut *self), cx) }
}

impl<E: Error> Error for Box<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> { Error::source(&**self) }
}

macro_rules! downcast {
    ($($t:ty)*) => { $(impl Box<$t> {
        #[inline]
        pub fn downcast<T: Any>(self) -> Result<Box<T>, Self> {
            if self.is::<T>() { unsafe { Ok(Box::from_raw(Box::into_raw(self) as *mut T)) } } else { Err(self) }
        }
    })* };
}

downcast! { (dyn Any) (dyn Any + Send) (dyn Any + Send + Sync) }

macro_rules! downcast_error {
    ($($t:ty)*) => { $(impl $t {
        #[rustc_allow_incoherent_impl]
        pub fn downcast<T: Error + 'static>(self: Box<Self>) -> Result<Box<T>, Box<Self>> {
            if self.is::<T>() { unsafe { Ok(Box::from_raw(Box::into_raw(self) as *mut T)) } } else { Err(self) }
        }
    })* };
}

downcast_error! { (dyn Error) (dyn Error + Send) (dyn Error + Send + Sync) }

impl<I> FromIterator<I> for Box<[I]> {
    fn from_iter<T: IntoIterator<Item = I>>(iter: T) -> Self { iter.into_iter().collect::<Vec<_>>().into_boxed_slice() }
}

impl FromIterator<char> for Box<str> {
    fn from_iter<T: IntoIterator<Item = char>>(iter: T) -> Self { String::from_iter(iter).into_boxed_str() }
}

impl<I> IntoIterator for Box<[I]> {
    type Item = I;
    type IntoIter = crate::vec::IntoIter<I>;
    fn into_iter(self) -> crate::vec::IntoIter<I> { self.into_vec().into_iter() }
}

impl<I> !Iterator for Box<[I]> {}
impl<'a, I> !Iterator for &'a Box<[I]> {}
impl<'a, I> !Iterator for &'a mut Box<[I]> {}

impl<'a, I> IntoIterator for &'a Box<[I]> {
    type Item = &'a I;
    type IntoIter = core::slice::Iter<'a, I>;
    fn into_iter(self) -> core::slice::Iter<'a, I> { self.iter() }
}

impl<'a, I> IntoIterator for &'a mut Box<[I]> {
    type Item = &'a mut I;
    type IntoIter = core::slice::IterMut<'a, I>;
    fn into_iter(self) -> core::slice::IterMut<'a, I> { self.iter_mut() }
}
