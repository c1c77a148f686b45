//! `Vec` compared with anything that is a slice.

use super::Vec;
use crate::borrow::Cow;

macro_rules! slice_eq {
    ($([$($g:tt)*] $Left:ty, $Right:ty $(where $W:ty: $Bound:ident)?;)*) => { $(
        impl<T, U, $($g)*> PartialEq<$Right> for $Left
        where
            T: PartialEq<U>,
            $($W: $Bound,)?
        {
            #[inline]
            fn eq(&self, other: &$Right) -> bool { self[..] == other[..] }
        }
    )* };
}

slice_eq! {
    [] Vec<T>, Vec<U>;
    [] Vec<T>, &[U];
    [] Vec<T>, &mut [U];
    [] &[T], Vec<U>;
    [] &mut [T], Vec<U>;
    [] Vec<T>, [U];
    [] [T], Vec<U>;
    [] Cow<'_, [T]>, Vec<U> where T: Clone;
    [] Cow<'_, [T]>, &[U] where T: Clone;
    [const N: usize] Vec<T>, [U; N];
    [const N: usize] Vec<T>, &[U; N];
}
