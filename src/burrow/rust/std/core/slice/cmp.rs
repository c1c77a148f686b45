//! Slices compared element by element.

use crate::cmp::Ordering;

impl<T, U> PartialEq<[U]> for [T]
where
    T: PartialEq<U>,
{
    #[inline]
    fn eq(&self, other: &[U]) -> bool {
        if self.len() != other.len() {
            return false;
        }
        let mut i = 0;
        while i < self.len() {
            if unsafe { *self.get_unchecked(i) != *other.get_unchecked(i) } {
                return false;
            }
            i += 1;
        }
        true
    }
}

impl<T: Eq> Eq for [T] {}

impl<T: Ord> Ord for [T] {
    fn cmp(&self, other: &[T]) -> Ordering {
        let n = crate::cmp::min(self.len(), other.len());
        for i in 0..n {
            match self[i].cmp(&other[i]) {
                Ordering::Equal => {}
                different => return different,
            }
        }
        self.len().cmp(&other.len())
    }
}

impl<T: PartialOrd> PartialOrd for [T] {
    fn partial_cmp(&self, other: &[T]) -> Option<Ordering> {
        let n = crate::cmp::min(self.len(), other.len());
        for i in 0..n {
            match self[i].partial_cmp(&other[i]) {
                Some(Ordering::Equal) => {}
                different => return different,
            }
        }
        self.len().partial_cmp(&other.len())
    }
}
