//! Sets combined.

use super::set::{HashSet, Iter};
use crate::hash::{BuildHasher, Hash};
use crate::iter::Chain;
use crate::ops::{BitAnd, BitOr, BitXor, Sub};

pub struct Intersection<'a, T: 'a, S: 'a> {
    pub(super) iter: Iter<'a, T>,
    pub(super) other: &'a HashSet<T, S>,
}

pub struct Difference<'a, T: 'a, S: 'a> {
    pub(super) iter: Iter<'a, T>,
    pub(super) other: &'a HashSet<T, S>,
}

pub struct SymmetricDifference<'a, T: 'a, S: 'a> {
    pub(super) iter: Chain<Difference<'a, T, S>, Difference<'a, T, S>>,
}

pub struct Union<'a, T: 'a, S: 'a> {
    pub(super) iter: Chain<Iter<'a, T>, Difference<'a, T, S>>,
}

macro_rules! set_iterators {
    ($($Name:ident |$this:ident| $next:expr;)*) => { $(impl<'a, T, S> Iterator for $Name<'a, T, S>
    where
        T: Eq + Hash,
        S: BuildHasher,
    {
        type Item = &'a T;
        fn next(&mut self) -> Option<&'a T> {
            let $this = self;
            $next
        }
    })* };
}

set_iterators! {
    Intersection |this| loop {
        let elt = this.iter.next()?;
        if this.other.contains(elt) {
            return Some(elt);
        }
    };
    Difference |this| loop {
        let elt = this.iter.next()?;
        if !this.other.contains(elt) {
            return Some(elt);
        }
    };
    SymmetricDifference |this| this.iter.next();
    Union |this| this.iter.next();
}

macro_rules! set_operators {
    ($($Op:ident $op:ident $method:ident;)*) => { $(impl<T, S> $Op<&HashSet<T, S>> for &HashSet<T, S>
    where
        T: Eq + Hash + Clone,
        S: BuildHasher + Default,
    {
        type Output = HashSet<T, S>;
        fn $op(self, rhs: &HashSet<T, S>) -> HashSet<T, S> { self.$method(rhs).cloned().collect() }
    })* };
}

set_operators! {
    BitOr bitor union; BitAnd bitand intersection; BitXor bitxor symmetric_difference; Sub sub difference;
}
