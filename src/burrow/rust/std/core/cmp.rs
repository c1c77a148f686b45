//! Equality and order.

use self::Ordering::*;

#[cfg(real)]
pub use crate::macros::derives::{Eq, Ord, PartialEq, PartialOrd};

#[lang = "eq"]
pub trait PartialEq<Rhs: ?Sized = Self> {
    fn eq(&self, other: &Rhs) -> bool;

    #[inline]
    fn ne(&self, other: &Rhs) -> bool { !self.eq(other) }
}

pub trait Eq: PartialEq<Self> {
    #[doc(hidden)]
    #[inline]
    fn assert_fields_are_eq(&self) {}
}

pub struct AssertParamIsEq<T: Eq + ?Sized> {
    _field: crate::marker::PhantomData<T>,
}

#[lang = "Ordering"]
#[derive(Clone, Copy, Eq, PartialOrd, Ord, PartialEq, Debug, Hash)]
#[repr(i8)]
pub enum Ordering {
    Less = -1,
    Equal = 0,
    Greater = 1,
}

impl Ordering {
    #[inline]
    pub const fn is_eq(self) -> bool { self as i8 == 0 }
    #[inline]
    pub const fn is_ne(self) -> bool { self as i8 != 0 }
    #[inline]
    pub const fn is_lt(self) -> bool { (self as i8) < 0 }
    #[inline]
    pub const fn is_gt(self) -> bool { self as i8 > 0 }
    #[inline]
    pub const fn is_le(self) -> bool { self as i8 <= 0 }
    #[inline]
    pub const fn is_ge(self) -> bool { self as i8 >= 0 }

    #[inline]
    pub const fn reverse(self) -> Ordering {
        match self {
            Less => Greater,
            Equal => Equal,
            Greater => Less,
        }
    }

    #[inline]
    pub const fn then(self, other: Ordering) -> Ordering {
        match self {
            Equal => other,
            _ => self,
        }
    }

    #[inline]
    pub fn then_with<F: FnOnce() -> Ordering>(self, f: F) -> Ordering {
        match self {
            Equal => f(),
            _ => self,
        }
    }
}

#[derive(PartialEq, Eq, Debug, Copy, Clone, Default, Hash)]
#[repr(transparent)]
pub struct Reverse<T>(pub T);

impl<T: PartialOrd> PartialOrd for Reverse<T> {
    #[inline]
    fn partial_cmp(&self, other: &Reverse<T>) -> Option<Ordering> { other.0.partial_cmp(&self.0) }
}

impl<T: Ord> Ord for Reverse<T> {
    #[inline]
    fn cmp(&self, other: &Reverse<T>) -> Ordering { other.0.cmp(&self.0) }
}

pub trait Ord: Eq + PartialOrd<Self> {
    fn cmp(&self, other: &Self) -> Ordering;

    #[inline]
    fn max(self, other: Self) -> Self
    where
        Self: Sized,
    {
        if other < self { self } else { other }
    }

    #[inline]
    fn min(self, other: Self) -> Self
    where
        Self: Sized,
    {
        if other < self { other } else { self }
    }

    #[inline]
    fn clamp(self, min: Self, max: Self) -> Self
    where
        Self: Sized,
    {
        assert!(min <= max);
        if self < min {
            min
        } else if self > max {
            max
        } else {
            self
        }
    }
}

#[lang = "partial_ord"]
pub trait PartialOrd<Rhs: ?Sized = Self>: PartialEq<Rhs> {
    fn partial_cmp(&self, other: &Rhs) -> Option<Ordering>;

    #[inline]
    fn lt(&self, other: &Rhs) -> bool { matches!(self.partial_cmp(other), Some(Less)) }
    #[inline]
    fn le(&self, other: &Rhs) -> bool { matches!(self.partial_cmp(other), Some(Less | Equal)) }
    #[inline]
    fn gt(&self, other: &Rhs) -> bool { matches!(self.partial_cmp(other), Some(Greater)) }
    #[inline]
    fn ge(&self, other: &Rhs) -> bool { matches!(self.partial_cmp(other), Some(Greater | Equal)) }
}

#[inline]
pub fn min<T: Ord>(v1: T, v2: T) -> T { v1.min(v2) }

#[inline]
pub fn max<T: Ord>(v1: T, v2: T) -> T { v1.max(v2) }

#[inline]
pub fn min_by<T, F: FnOnce(&T, &T) -> Ordering>(v1: T, v2: T, compare: F) -> T {
    match compare(&v1, &v2) {
        Greater => v2,
        _ => v1,
    }
}

#[inline]
pub fn max_by<T, F: FnOnce(&T, &T) -> Ordering>(v1: T, v2: T, compare: F) -> T {
    match compare(&v1, &v2) {
        Greater => v1,
        _ => v2,
    }
}

#[inline]
pub fn min_by_key<T, F: FnMut(&T) -> K, K: Ord>(v1: T, v2: T, mut f: F) -> T {
    if f(&v2) < f(&v1) { v2 } else { v1 }
}

#[inline]
pub fn max_by_key<T, F: FnMut(&T) -> K, K: Ord>(v1: T, v2: T, mut f: F) -> T {
    if f(&v2) < f(&v1) { v1 } else { v2 }
}

// The compiler compares these types itself: `==` here is no recursion.
macro_rules! partial_eq_impl {
    ($($t:ty)*) => { $(impl PartialEq for $t {
        #[inline]
        fn eq(&self, other: &Self) -> bool { *self == *other }
        #[inline]
        fn ne(&self, other: &Self) -> bool { *self != *other }
    })* };
}

macro_rules! eq_impl {
    ($($t:ty)*) => { $(impl Eq for $t {})* };
}

macro_rules! partial_ord_methods {
    () => {
        #[inline]
        fn lt(&self, other: &Self) -> bool { *self < *other }
        #[inline]
        fn le(&self, other: &Self) -> bool { *self <= *other }
        #[inline]
        fn gt(&self, other: &Self) -> bool { *self > *other }
        #[inline]
        fn ge(&self, other: &Self) -> bool { *self >= *other }
    };
}

macro_rules! ord_impl {
    ($($t:ty)*) => { $(
        impl PartialOrd for $t {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(if *self < *other { Less } else if *self == *other { Equal } else { Greater })
            }
            partial_ord_methods!();
        }

        impl Ord for $t {
            #[inline]
            fn cmp(&self, other: &Self) -> Ordering {
                if *self < *other { Less } else if *self == *other { Equal } else { Greater }
            }
        }
    )* };
}

partial_eq_impl! { bool char usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 }
eq_impl! { () bool char usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }
ord_impl! { bool char usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }

macro_rules! float_ord_impl {
    ($($t:ty)*) => { $(impl PartialOrd for $t {
        #[inline]
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            match (*self <= *other, *self >= *other) {
                (false, false) => None,
                (false, true) => Some(Greater),
                (true, false) => Some(Less),
                (true, true) => Some(Equal),
            }
        }
        partial_ord_methods!();
    })* };
}
float_ord_impl! { f32 f64 }

impl PartialEq for () {
    #[inline]
    fn eq(&self, _other: &()) -> bool { true }
}

impl PartialOrd for () {
    #[inline]
    fn partial_cmp(&self, _: &()) -> Option<Ordering> { Some(Equal) }
}

impl Ord for () {
    #[inline]
    fn cmp(&self, _other: &()) -> Ordering { Equal }
}

impl PartialEq for ! {
    fn eq(&self, _: &!) -> bool { *self }
}

impl Eq for ! {}

impl PartialOrd for ! {
    fn partial_cmp(&self, _: &!) -> Option<Ordering> { *self }
}

impl Ord for ! {
    fn cmp(&self, _: &!) -> Ordering { *self }
}

impl<A: ?Sized, B: ?Sized> PartialEq<&B> for &A
where
    A: PartialEq<B>,
{
    #[inline]
    fn eq(&self, other: &&B) -> bool { PartialEq::eq(*self, *other) }
    #[inline]
    fn ne(&self, other: &&B) -> bool { PartialEq::ne(*self, *other) }
}

impl<A: ?Sized, B: ?Sized> PartialOrd<&B> for &A
where
    A: PartialOrd<B>,
{
    #[inline]
    fn partial_cmp(&self, other: &&B) -> Option<Ordering> { PartialOrd::partial_cmp(*self, *other) }
    #[inline]
    fn lt(&self, other: &&B) -> bool { PartialOrd::lt(*self, *other) }
    #[inline]
    fn le(&self, other: &&B) -> bool { PartialOrd::le(*self, *other) }
    #[inline]
    fn gt(&self, other: &&B) -> bool { PartialOrd::gt(*self, *other) }
    #[inline]
    fn ge(&self, other: &&B) -> bool { PartialOrd::ge(*self, *other) }
}

impl<A: ?Sized> Ord for &A
where
    A: Ord,
{
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { Ord::cmp(*self, *other) }
}

impl<A: ?Sized> Eq for &A where A: Eq {}

impl<A: ?Sized, B: ?Sized> PartialEq<&mut B> for &mut A
where
    A: PartialEq<B>,
{
    #[inline]
    fn eq(&self, other: &&mut B) -> bool { PartialEq::eq(*self, *other) }
    #[inline]
    fn ne(&self, other: &&mut B) -> bool { PartialEq::ne(*self, *other) }
}

impl<A: ?Sized, B: ?Sized> PartialOrd<&mut B> for &mut A
where
    A: PartialOrd<B>,
{
    #[inline]
    fn partial_cmp(&self, other: &&mut B) -> Option<Ordering> { PartialOrd::partial_cmp(*self, *other) }
}

impl<A: ?Sized> Ord for &mut A
where
    A: Ord,
{
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { Ord::cmp(*self, *other) }
}

impl<A: ?Sized> Eq for &mut A where A: Eq {}

impl<A: ?Sized, B: ?Sized> PartialEq<&mut B> for &A
where
    A: PartialEq<B>,
{
    #[inline]
    fn eq(&self, other: &&mut B) -> bool { PartialEq::eq(*self, *other) }
}

impl<A: ?Sized, B: ?Sized> PartialEq<&B> for &mut A
where
    A: PartialEq<B>,
{
    #[inline]
    fn eq(&self, other: &&B) -> bool { PartialEq::eq(*self, *other) }
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> PartialEq for F {
    #[inline]
    fn eq(&self, other: &Self) -> bool { self.addr() == other.addr() }
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> Eq for F {}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> PartialOrd for F {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> { self.addr().partial_cmp(&other.addr()) }
}

#[cfg(not(real))]
impl<F: crate::marker::FnPtr> Ord for F {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering { self.addr().cmp(&other.addr()) }
}
