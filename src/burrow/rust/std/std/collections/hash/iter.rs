//! Iterators over maps.

use super::table::{Table, Walk};
use crate::fmt;
use crate::iter::FusedIterator;
use crate::marker::PhantomData;
use crate::mem;
use crate::ptr;

pub struct Iter<'a, K: 'a, V: 'a> {
    walk: Walk<(K, V)>,
    marker: PhantomData<&'a (K, V)>,
}

pub struct IterMut<'a, K: 'a, V: 'a> {
    walk: Walk<(K, V)>,
    marker: PhantomData<&'a mut (K, V)>,
}

pub struct IntoIter<K, V> {
    walk: Walk<(K, V)>,
    // Keeps the memory; its elements are given out or dropped here.
    table: mem::ManuallyDrop<Table<(K, V)>>,
}

/// Empties the map; what is not taken is dropped with it.
pub struct Drain<'a, K: 'a, V: 'a> {
    inner: IntoIter<K, V>,
    marker: PhantomData<&'a mut (K, V)>,
}

unsafe impl<K: Sync, V: Sync> Send for Iter<'_, K, V> {}
unsafe impl<K: Sync, V: Sync> Sync for Iter<'_, K, V> {}
unsafe impl<K: Send, V: Send> Send for IterMut<'_, K, V> {}
unsafe impl<K: Send, V: Send> Send for IntoIter<K, V> {}

impl<'a, K, V> Iter<'a, K, V> {
    pub(super) fn new(table: &'a Table<(K, V)>) -> Self { Iter { walk: table.walk(), marker: PhantomData } }
}

impl<'a, K, V> IterMut<'a, K, V> {
    pub(super) fn new(table: &'a mut Table<(K, V)>) -> Self { IterMut { walk: table.walk(), marker: PhantomData } }
}

impl<K, V> IntoIter<K, V> {
    pub(super) fn new(table: Table<(K, V)>) -> Self {
        IntoIter { walk: table.walk(), table: mem::ManuallyDrop::new(table) }
    }
}

impl<'a, K, V> Drain<'a, K, V> {
    pub(super) fn new(table: &'a mut Table<(K, V)>) -> Self {
        Drain { inner: IntoIter::new(mem::replace(table, Table::new())), marker: PhantomData }
    }
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self { Iter { walk: self.walk.clone(), marker: PhantomData } }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);
    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        let p = self.walk.next_bucket()?;
        let (k, v) = unsafe { &*p };
        Some((k, v))
    }
    fn size_hint(&self) -> (usize, Option<usize>) { (self.walk.len(), Some(self.walk.len())) }
}

impl<'a, K, V> Iterator for IterMut<'a, K, V> {
    type Item = (&'a K, &'a mut V);
    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a mut V)> {
        let p = self.walk.next_bucket()?;
        let (k, v) = unsafe { &mut *p };
        Some((k, v))
    }
    fn size_hint(&self) -> (usize, Option<usize>) { (self.walk.len(), Some(self.walk.len())) }
}

impl<K, V> Iterator for IntoIter<K, V> {
    type Item = (K, V);
    #[inline]
    fn next(&mut self) -> Option<(K, V)> {
        let p = self.walk.next_bucket()?;
        Some(unsafe { ptr::read(p) })
    }
    fn size_hint(&self) -> (usize, Option<usize>) { (self.walk.len(), Some(self.walk.len())) }
}

impl<K, V> Drop for IntoIter<K, V> {
    fn drop(&mut self) {
        while let Some(p) = self.walk.next_bucket() {
            unsafe { ptr::drop_in_place(p) };
        }
        let mut table = unsafe { mem::ManuallyDrop::take(&mut self.table) };
        table.forget_elements();
    }
}

impl<K, V> Iterator for Drain<'_, K, V> {
    type Item = (K, V);
    fn next(&mut self) -> Option<(K, V)> { self.inner.next() }
    fn size_hint(&self) -> (usize, Option<usize>) { self.inner.size_hint() }
}

macro_rules! exact {
    ($($Name:ident [$($g:tt)*];)*) => { $(
        impl<$($g)* K, V> ExactSizeIterator for $Name<$($g)* K, V> {}
        impl<$($g)* K, V> FusedIterator for $Name<$($g)* K, V> {}
    )* };
}

exact! { Iter ['a,]; IterMut ['a,]; IntoIter []; Drain ['a,]; Keys ['a,]; Values ['a,]; ValuesMut ['a,]; IntoKeys []; IntoValues []; }

macro_rules! halves {
    ($($Name:ident [$($g:tt)*] $Inner:ident $Item:ty, |$pair:ident| $e:expr;)*) => { $(
        pub struct $Name<$($g)* K, V> {
            pub(super) inner: $Inner<$($g)* K, V>,
        }

        impl<$($g)* K, V> Iterator for $Name<$($g)* K, V> {
            type Item = $Item;
            #[inline]
            fn next(&mut self) -> Option<$Item> {
                let $pair = self.inner.next()?;
                Some($e)
            }
            fn size_hint(&self) -> (usize, Option<usize>) { self.inner.size_hint() }
        }
    )* };
}

halves! {
    Keys ['a,] Iter &'a K, |pair| pair.0;
    Values ['a,] Iter &'a V, |pair| pair.1;
    ValuesMut ['a,] IterMut &'a mut V, |pair| pair.1;
    IntoKeys [] IntoIter K, |pair| pair.0;
    IntoValues [] IntoIter V, |pair| pair.1;
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
