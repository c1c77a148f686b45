//! Comparison, `Default` and conversion to arrays of tuples up to twelve fields.

use crate::cmp::Ordering::{self, *};

macro_rules! tuple_impls {
    ($( $(($T:ident, $n:tt))+ ;)+) => { $(
        impl<$($T: PartialEq),+> PartialEq for ($($T,)+) {
            #[inline]
            fn eq(&self, other: &($($T,)+)) -> bool { true $(&& self.$n == other.$n)+ }
        }

        impl<$($T: Eq),+> Eq for ($($T,)+) {}

        impl<$($T: PartialOrd),+> PartialOrd for ($($T,)+) {
            #[inline]
            fn partial_cmp(&self, other: &($($T,)+)) -> Option<Ordering> {
                $(match PartialOrd::partial_cmp(&self.$n, &other.$n) {
                    Some(Equal) => {}
                    different => return different,
                })+
                Some(Equal)
            }
        }

        impl<$($T: Ord),+> Ord for ($($T,)+) {
            #[inline]
            fn cmp(&self, other: &($($T,)+)) -> Ordering {
                $(match Ord::cmp(&self.$n, &other.$n) {
                    Equal => {}
                    different => return different,
                })+
                Equal
            }
        }

        impl<$($T: Default),+> Default for ($($T,)+) {
            #[inline]
            fn default() -> ($($T,)+) { ($($T::default(),)+) }
        }
    )+ };
}

tuple_impls! {
    (A, 0);
    (A, 0) (B, 1);
    (A, 0) (B, 1) (C, 2);
    (A, 0) (B, 1) (C, 2) (D, 3);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6) (H, 7);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6) (H, 7) (I, 8);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6) (H, 7) (I, 8) (J, 9);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6) (H, 7) (I, 8) (J, 9) (K, 10);
    (A, 0) (B, 1) (C, 2) (D, 3) (E, 4) (F, 5) (G, 6) (H, 7) (I, 8) (J, 9) (K, 10) (L, 11);
}

macro_rules! tuple_arrays {
    ($( $n:literal $T:ident $($x:ident)+ ; )+) => { $(
        impl<$T> From<[$T; $n]> for ($(tuple_arrays!(@ $x $T),)+) {
            fn from(array: [$T; $n]) -> Self {
                let [$($x),+] = array;
                ($($x,)+)
            }
        }
    )+ };
    (@ $x:ident $T:ident) => { $T };
}

tuple_arrays! {
    1 T a; 2 T a b; 3 T a b c; 4 T a b c d;
}
