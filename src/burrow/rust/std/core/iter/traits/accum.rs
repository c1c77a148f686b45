//! `sum` and `product`.

use crate::iter::try_process;
use crate::num::Wrapping;

pub trait Sum<A = Self>: Sized {
    fn sum<I: Iterator<Item = A>>(iter: I) -> Self;
}

pub trait Product<A = Self>: Sized {
    fn product<I: Iterator<Item = A>>(iter: I) -> Self;
}

macro_rules! sum_product {
    ($zero:expr, $one:expr; $($t:ty)*) => { $(
        impl Sum for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self { iter.fold($zero, |a, b| a + b) }
        }

        impl Product for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn product<I: Iterator<Item = Self>>(iter: I) -> Self { iter.fold($one, |a, b| a * b) }
        }

        impl<'a> Sum<&'a $t> for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self { iter.fold($zero, |a, b| a + *b) }
        }

        impl<'a> Product<&'a $t> for $t {
            #[inline]
            #[track_caller]
            #[rustc_inherit_overflow_checks]
            fn product<I: Iterator<Item = &'a Self>>(iter: I) -> Self { iter.fold($one, |a, b| a * *b) }
        }
    )* };
}

sum_product! { 0, 1; i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
sum_product! { -0.0, 1.0; f32 f64 }
sum_product! { Wrapping(0), Wrapping(1); Wrapping<i32> Wrapping<u32> Wrapping<i64> Wrapping<u64> Wrapping<usize> Wrapping<u8> }

impl<T, U, E> Sum<Result<U, E>> for Result<T, E>
where
    T: Sum<U>,
{
    fn sum<I: Iterator<Item = Result<U, E>>>(iter: I) -> Result<T, E> { try_process(iter, |i| i.sum()) }
}

impl<T, U, E> Product<Result<U, E>> for Result<T, E>
where
    T: Product<U>,
{
    fn product<I: Iterator<Item = Result<U, E>>>(iter: I) -> Result<T, E> { try_process(iter, |i| i.product()) }
}

impl<T, U> Sum<Option<U>> for Option<T>
where
    T: Sum<U>,
{
    fn sum<I: Iterator<Item = Option<U>>>(iter: I) -> Option<T> { try_process(iter, |i| i.sum()) }
}

impl<T, U> Product<Option<U>> for Option<T>
where
    T: Product<U>,
{
    fn product<I: Iterator<Item = Option<U>>>(iter: I) -> Option<T> { try_process(iter, |i| i.product()) }
}
