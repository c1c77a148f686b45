//! Walking a tree from both ends.

use super::map::BTreeMap;
use super::node::Node;
use core::borrow::Borrow;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::ops::{Bound, RangeBounds};

use crate::vec::{self, Vec};

/// A key's place: the nodes from the root to it, each with the number of the child taken; in the last the key's number.
pub(super) struct Place<K, V> {
    path: Vec<(*const Node<K, V>, usize)>,
}

impl<K, V> Clone for Place<K, V> {
    fn clone(&self) -> Self { Place { path: self.path.clone() } }
}

impl<K, V> Place<K, V> {
    fn top(&self) -> (*const Node<K, V>, usize) { self.path[self.path.len() - 1] }

    fn is(&self, other: &Place<K, V>) -> bool {
        let ((a, i), (b, j)) = (self.top(), other.top());
        a == b && i == j
    }

    unsafe fn pair(&self) -> (*mut K, *mut V) {
        let (node, i) = self.top();
        unsafe { ((*node).keys.as_ptr().add(i) as *mut K, (*node).vals.as_ptr().add(i) as *mut V) }
    }

    /// Goes down to the first key under `node`.
    fn descend_first(&mut self, mut node: *const Node<K, V>) {
        unsafe {
            loop {
                self.path.push((node, 0));
                if (*node).is_leaf() {
                    return;
                }
                node = &*(&(*node).children)[0];
            }
        }
    }

    fn descend_last(&mut self, mut node: *const Node<K, V>) {
        unsafe {
            loop {
                let n = (*node).len();
                if (*node).is_leaf() {
                    self.path.push((node, n.wrapping_sub(1)));
                    return;
                }
                self.path.push((node, n));
                node = &*(&(*node).children)[n];
            }
        }
    }

    /// Up to the next key after a subtree that is done; false at the end.
    fn ascend_next(&mut self) -> bool {
        while !self.path.is_empty() {
            let (node, i) = self.top();
            if i < unsafe { (*node).len() } {
                return true;
            }
            self.path.pop();
        }
        false
    }

    fn ascend_back(&mut self) -> bool {
        while let Some((node, i)) = self.path.pop() {
            if i > 0 {
                self.path.push((node, i - 1));
                return true;
            }
        }
        false
    }

    fn step(&mut self) -> bool {
        let (node, i) = self.top();
        let last = self.path.len() - 1;
        self.path[last].1 = i + 1;
        unsafe {
            if (*node).is_leaf() {
                self.ascend_next()
            } else {
                self.descend_first(&*(&(*node).children)[i + 1]);
                true
            }
        }
    }

    fn step_back(&mut self) -> bool {
        let (node, i) = self.top();
        unsafe {
            if (*node).is_leaf() {
                if i > 0 {
                    let last = self.path.len() - 1;
                    self.path[last].1 = i - 1;
                    true
                } else {
                    self.path.pop();
                    self.ascend_back()
                }
            } else {
                // The child left of the key, whose number the path keeps.
                self.descend_last(&*(&(*node).children)[i]);
                true
            }
        }
    }

    /// The first key for which `bound` holds from below.
    fn lower<Q: ?Sized + Ord>(root: *const Node<K, V>, bound: Bound<&Q>) -> Option<Place<K, V>>
    where
        K: Borrow<Q>,
    {
        let mut place = Place { path: Vec::new() };
        let (key, excluded) = match bound {
            Bound::Unbounded => {
                place.descend_first(root);
                return if place.ascend_next() { Some(place) } else { None };
            }
            Bound::Included(key) => (key, false),
            Bound::Excluded(key) => (key, true),
        };
        let mut node = root;
        unsafe {
            loop {
                match (*node).search(key) {
                    Ok(i) => {
                        place.path.push((node, i));
                        return if !excluded || place.step() { Some(place) } else { None };
                    }
                    Err(i) => {
                        place.path.push((node, i));
                        if (*node).is_leaf() {
                            return if place.ascend_next() { Some(place) } else { None };
                        }
                        node = &*(&(*node).children)[i];
                    }
                }
            }
        }
    }

    /// The last key for which `bound` holds from above.
    fn upper<Q: ?Sized + Ord>(root: *const Node<K, V>, bound: Bound<&Q>) -> Option<Place<K, V>>
    where
        K: Borrow<Q>,
    {
        let mut place = Place { path: Vec::new() };
        let (key, excluded) = match bound {
            Bound::Unbounded => {
                if unsafe { (*root).len() } == 0 {
                    return None;
                }
                place.descend_last(root);
                return Some(place);
            }
            Bound::Included(key) => (key, false),
            Bound::Excluded(key) => (key, true),
        };
        let mut node = root;
        unsafe {
            loop {
                match (*node).search(key) {
                    Ok(i) => {
                        place.path.push((node, i));
                        return if !excluded || place.step_back() { Some(place) } else { None };
                    }
                    Err(i) => {
                        place.path.push((node, i));
                        if (*node).is_leaf() {
                            return if place.ascend_back() { Some(place) } else { None };
                        }
                        node = &*(&(*node).children)[i];
                    }
                }
            }
        }
    }
}

/// What is between two places, both included; None: nothing.
pub(super) struct Span<K, V> {
    ends: Option<(Place<K, V>, Place<K, V>)>,
}

impl<K, V> Clone for Span<K, V> {
    fn clone(&self) -> Self { Span { ends: self.ends.clone() } }
}

impl<K, V> Span<K, V> {
    pub(super) fn all(root: &Node<K, V>) -> Span<K, V> {
        if root.len() == 0 {
            return Span { ends: None };
        }
        let (mut first, mut last) = (Place { path: Vec::new() }, Place { path: Vec::new() });
        first.descend_first(root);
        last.descend_last(root);
        Span { ends: Some((first, last)) }
    }

    #[track_caller]
    pub(super) fn range<Q: ?Sized + Ord, R: RangeBounds<Q>>(root: &Node<K, V>, range: R) -> Span<K, V>
    where
        K: Borrow<Q>,
    {
        match (range.start_bound(), range.end_bound()) {
            (Bound::Excluded(s), Bound::Excluded(e)) if s == e => {
                panic!("range start and end are equal and excluded in BTreeMap")
            }
            (Bound::Included(s) | Bound::Excluded(s), Bound::Included(e) | Bound::Excluded(e)) if s > e => {
                panic!("range start is greater than range end in BTreeMap")
            }
            _ => {}
        }
        let first = Place::lower(root, range.start_bound());
        let last = Place::upper(root, range.end_bound());
        match (first, last) {
            (Some(first), Some(last)) => {
                let in_order = unsafe { (*first.pair().0).borrow() <= (*last.pair().0).borrow() };
                Span { ends: if in_order { Some((first, last)) } else { None } }
            }
            _ => Span { ends: None },
        }
    }

    fn next(&mut self) -> Option<(*mut K, *mut V)> {
        let (first, last) = self.ends.as_mut()?;
        let pair = unsafe { first.pair() };
        if first.is(last) {
            self.ends = None;
        } else {
            first.step();
        }
        Some(pair)
    }

    fn next_back(&mut self) -> Option<(*mut K, *mut V)> {
        let (first, last) = self.ends.as_mut()?;
        let pair = unsafe { last.pair() };
        if first.is(last) {
            self.ends = None;
        } else {
            last.step_back();
        }
        Some(pair)
    }
}

macro_rules! tree_iterators {
    ($($Name:ident $Item:ty, $Marker:ty, |$k:ident, $v:ident| $borrow:expr;)*) => { $(
        pub struct $Name<'a, K: 'a, V: 'a> {
            pub(super) span: Span<K, V>,
            pub(super) len: usize,
            pub(super) marker: PhantomData<$Marker>,
        }

        impl<'a, K, V> Iterator for $Name<'a, K, V> {
            type Item = $Item;
            #[inline]
            fn next(&mut self) -> Option<$Item> {
                let ($k, $v) = self.span.next()?;
                self.len = self.len.saturating_sub(1);
                Some(unsafe { $borrow })
            }
        }

        impl<'a, K, V> DoubleEndedIterator for $Name<'a, K, V> {
            #[inline]
            fn next_back(&mut self) -> Option<$Item> {
                let ($k, $v) = self.span.next_back()?;
                self.len = self.len.saturating_sub(1);
                Some(unsafe { $borrow })
            }
        }

        impl<K, V> FusedIterator for $Name<'_, K, V> {}
    )* };
}

tree_iterators! {
    Range (&'a K, &'a V), &'a (K, V), |k, v| (&*k, &*v);
    RangeMut (&'a K, &'a mut V), &'a mut (K, V), |k, v| (&*k, &mut *v);
}

impl<K, V> Clone for Range<'_, K, V> {
    fn clone(&self) -> Self { Range { span: self.span.clone(), len: self.len, marker: PhantomData } }
}

macro_rules! counted {
    ($($Name:ident [$($g:tt)*] [$($b:tt)*] $Inner:ty, $Item:ty, |$pair:ident| $e:expr;)*) => { $(
        pub struct $Name<$($g)* K $($b)*, V $($b)*> {
            pub(super) inner: $Inner,
        }

        impl<$($g)* K, V> Iterator for $Name<$($g)* K, V> {
            type Item = $Item;
            #[inline]
            fn next(&mut self) -> Option<$Item> {
                let $pair = self.inner.next()?;
                Some($e)
            }
            fn size_hint(&self) -> (usize, Option<usize>) {
                let n = self.inner.left();
                (n, Some(n))
            }
        }

        impl<$($g)* K, V> DoubleEndedIterator for $Name<$($g)* K, V> {
            #[inline]
            fn next_back(&mut self) -> Option<$Item> {
                let $pair = self.inner.next_back()?;
                Some($e)
            }
        }

        impl<$($g)* K, V> ExactSizeIterator for $Name<$($g)* K, V> {}
        impl<$($g)* K, V> FusedIterator for $Name<$($g)* K, V> {}
    )* };
}

trait Left {
    fn left(&self) -> usize;
}

impl<K, V> Left for Range<'_, K, V> {
    fn left(&self) -> usize { self.len }
}

impl<K, V> Left for RangeMut<'_, K, V> {
    fn left(&self) -> usize { self.len }
}

impl<T> Left for vec::IntoIter<T> {
    fn left(&self) -> usize { self.len() }
}

counted! {
    Iter ['a,] [: 'a] Range<'a, K, V>, (&'a K, &'a V), |pair| pair;
    IterMut ['a,] [: 'a] RangeMut<'a, K, V>, (&'a K, &'a mut V), |pair| pair;
    IntoIter [] [] vec::IntoIter<(K, V)>, (K, V), |pair| pair;
    Keys ['a,] [: 'a] Range<'a, K, V>, &'a K, |pair| pair.0;
    Values ['a,] [: 'a] Range<'a, K, V>, &'a V, |pair| pair.1;
    ValuesMut ['a,] [: 'a] RangeMut<'a, K, V>, &'a mut V, |pair| pair.1;
    IntoKeys [] [] vec::IntoIter<(K, V)>, K, |pair| pair.0;
    IntoValues [] [] vec::IntoIter<(K, V)>, V, |pair| pair.1;
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self { Iter { inner: self.inner.clone() } }
}

impl<K, V> Clone for Keys<'_, K, V> {
    fn clone(&self) -> Self { Keys { inner: self.inner.clone() } }
}

impl<K, V> Clone for Values<'_, K, V> {
    fn clone(&self) -> Self { Values { inner: self.inner.clone() } }
}

impl<K: fmt::Debug, V> fmt::Debug for Keys<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_list().entries(self.clone()).finish() }
}

impl<K, V: fmt::Debug> fmt::Debug for Values<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_list().entries(self.clone()).finish() }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Iter<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_list().entries(self.clone()).finish() }
}
