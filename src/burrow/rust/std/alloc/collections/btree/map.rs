//! `BTreeMap`.

use super::iter::Span;
use super::node::Node;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt::{self, Debug};
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::mem;
use core::ops::{Index, RangeBounds};

use crate::vec::Vec;

pub use super::entry::{Entry, OccupiedEntry, VacantEntry};
pub use super::iter::{IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Range, RangeMut, Values, ValuesMut};

pub struct BTreeMap<K, V> {
    pub(super) root: Node<K, V>,
    pub(super) length: usize,
}

impl<K, V> BTreeMap<K, V> {
    pub const fn new() -> BTreeMap<K, V> {
        BTreeMap { root: Node { keys: Vec::new(), vals: Vec::new(), children: Vec::new() }, length: 0 }
    }

    pub fn clear(&mut self) { drop(mem::replace(self, BTreeMap::new())); }

    /// The node and number of a key.
    pub(super) fn find<Q: ?Sized + Ord>(&self, key: &Q) -> Option<(&Node<K, V>, usize)>
    where
        K: Borrow<Q>,
    {
        let mut node = &self.root;
        loop {
            match node.search(key) {
                Ok(i) => return Some((node, i)),
                Err(_) if node.is_leaf() => return None,
                Err(i) => node = &node.children[i],
            }
        }
    }

    pub(super) fn find_mut<Q: ?Sized + Ord>(&mut self, key: &Q) -> Option<(&mut Node<K, V>, usize)>
    where
        K: Borrow<Q>,
    {
        let mut node = &mut self.root;
        loop {
            match node.search(key) {
                Ok(i) => return Some((node, i)),
                Err(_) if node.is_leaf() => return None,
                Err(i) => node = &mut node.children[i],
            }
        }
    }

    pub fn get<Q: ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        let (node, i) = self.find(key)?;
        Some(&node.vals[i])
    }

    pub fn get_key_value<Q: ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        let (node, i) = self.find(key)?;
        Some((&node.keys[i], &node.vals[i]))
    }

    pub fn first_key_value(&self) -> Option<(&K, &V)>
    where
        K: Ord,
    {
        self.iter().next()
    }

    pub fn last_key_value(&self) -> Option<(&K, &V)>
    where
        K: Ord,
    {
        self.iter().next_back()
    }

    pub fn pop_first(&mut self) -> Option<(K, V)>
    where
        K: Ord,
    {
        let taken = self.root.pop_first()?;
        self.took_one();
        Some(taken)
    }

    pub fn pop_last(&mut self) -> Option<(K, V)>
    where
        K: Ord,
    {
        let taken = self.root.pop_last()?;
        self.took_one();
        Some(taken)
    }

    fn took_one(&mut self) {
        self.root.shrink_root();
        self.length -= 1;
    }

    pub fn contains_key<Q: ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        self.get(key).is_some()
    }

    pub fn get_mut<Q: ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        let (node, i) = self.find_mut(key)?;
        Some(&mut node.vals[i])
    }

    pub fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        K: Ord,
    {
        if let Some((node, i)) = self.find_mut(&key) {
            return Some(mem::replace(&mut node.vals[i], value));
        }
        self.root.insert_root(key, value);
        self.length += 1;
        None
    }

    pub fn remove<Q: ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        self.remove_entry(key).map(|(_, v)| v)
    }

    pub fn remove_entry<Q: ?Sized>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q> + Ord,
        Q: Ord,
    {
        let taken = self.root.remove(key)?;
        self.took_one();
        Some(taken)
    }

    pub fn retain<F>(&mut self, mut f: F)
    where
        K: Ord,
        F: FnMut(&K, &mut V) -> bool,
    {
        for (k, mut v) in mem::take(self) {
            if f(&k, &mut v) {
                self.insert(k, v);
            }
        }
    }

    pub fn append(&mut self, other: &mut Self)
    where
        K: Ord,
    {
        for (k, v) in mem::take(other) {
            self.insert(k, v);
        }
    }

    pub fn split_off<Q: ?Sized + Ord>(&mut self, key: &Q) -> Self
    where
        K: Borrow<Q> + Ord,
    {
        let mut right = BTreeMap::new();
        for (k, v) in mem::take(self) {
            if k.borrow() < key {
                self.insert(k, v);
            } else {
                right.insert(k, v);
            }
        }
        right
    }

    #[track_caller]
    pub fn range<T: ?Sized, R>(&self, range: R) -> Range<'_, K, V>
    where
        T: Ord,
        K: Borrow<T> + Ord,
        R: RangeBounds<T>,
    {
        Range { span: Span::range(&self.root, range), len: 0, marker: PhantomData }
    }

    #[track_caller]
    pub fn range_mut<T: ?Sized, R>(&mut self, range: R) -> RangeMut<'_, K, V>
    where
        T: Ord,
        K: Borrow<T> + Ord,
        R: RangeBounds<T>,
    {
        RangeMut { span: Span::range(&self.root, range), len: 0, marker: PhantomData }
    }

    pub fn entry(&mut self, key: K) -> Entry<'_, K, V>
    where
        K: Ord,
    {
        let place = self.find(&key).map(|(node, i)| (node as *const Node<K, V> as *mut Node<K, V>, i));
        match place {
            Some((node, index)) => Entry::Occupied(OccupiedEntry { node, index, map: self }),
            None => Entry::Vacant(VacantEntry { key, map: self }),
        }
    }

    pub fn first_entry(&mut self) -> Option<OccupiedEntry<'_, K, V>>
    where
        K: Ord,
    {
        let mut node = &self.root;
        if node.len() == 0 {
            return None;
        }
        while !node.is_leaf() {
            node = &node.children[0];
        }
        let node = node as *const Node<K, V> as *mut Node<K, V>;
        Some(OccupiedEntry { node, index: 0, map: self })
    }

    fn all(&self) -> Range<'_, K, V> { Range { span: Span::all(&self.root), len: self.length, marker: PhantomData } }

    fn all_mut(&mut self) -> RangeMut<'_, K, V> {
        RangeMut { span: Span::all(&self.root), len: self.length, marker: PhantomData }
    }

    fn into_all(self) -> crate::vec::IntoIter<(K, V)> {
        let mut out = Vec::with_capacity(self.length);
        self.root.flatten(&mut out);
        out.into_iter()
    }

    pub fn iter(&self) -> Iter<'_, K, V> { Iter { inner: self.all() } }
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> { IterMut { inner: self.all_mut() } }
    pub fn keys(&self) -> Keys<'_, K, V> { Keys { inner: self.all() } }
    pub fn values(&self) -> Values<'_, K, V> { Values { inner: self.all() } }
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> { ValuesMut { inner: self.all_mut() } }
    pub fn into_keys(self) -> IntoKeys<K, V> { IntoKeys { inner: self.into_all() } }
    pub fn into_values(self) -> IntoValues<K, V> { IntoValues { inner: self.into_all() } }
    pub const fn len(&self) -> usize { self.length }
    pub const fn is_empty(&self) -> bool { self.length == 0 }
}

impl<K: Clone, V: Clone> Clone for BTreeMap<K, V> {
    fn clone(&self) -> Self { BTreeMap { root: self.root.clone(), length: self.length } }
}

impl<K, V> Default for BTreeMap<K, V> {
    fn default() -> BTreeMap<K, V> { BTreeMap::new() }
}

impl<'a, K, V> IntoIterator for &'a BTreeMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;
    fn into_iter(self) -> Iter<'a, K, V> { self.iter() }
}

impl<'a, K, V> IntoIterator for &'a mut BTreeMap<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;
    fn into_iter(self) -> IterMut<'a, K, V> { self.iter_mut() }
}

impl<K, V> IntoIterator for BTreeMap<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;
    fn into_iter(self) -> IntoIter<K, V> { IntoIter { inner: self.into_all() } }
}

impl<K: Ord, V> FromIterator<(K, V)> for BTreeMap<K, V> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(iter: T) -> BTreeMap<K, V> {
        let mut map = BTreeMap::new();
        map.extend(iter);
        map
    }
}

impl<K: Ord, V> Extend<(K, V)> for BTreeMap<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, iter: T) {
        iter.into_iter().for_each(move |(k, v)| {
            self.insert(k, v);
        });
    }
}

impl<'a, K: Ord + Copy, V: Copy> Extend<(&'a K, &'a V)> for BTreeMap<K, V> {
    fn extend<I: IntoIterator<Item = (&'a K, &'a V)>>(&mut self, iter: I) {
        self.extend(iter.into_iter().map(|(&key, &value)| (key, value)));
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for BTreeMap<K, V> {
    fn from(arr: [(K, V); N]) -> Self { Self::from_iter(arr) }
}

impl<K: Hash, V: Hash> Hash for BTreeMap<K, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_length_prefix(self.len());
        for elt in self {
            elt.hash(state);
        }
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for BTreeMap<K, V> {
    fn eq(&self, other: &BTreeMap<K, V>) -> bool { self.len() == other.len() && self.iter().eq(other.iter()) }
}

impl<K: Eq, V: Eq> Eq for BTreeMap<K, V> {}

impl<K: PartialOrd, V: PartialOrd> PartialOrd for BTreeMap<K, V> {
    fn partial_cmp(&self, other: &BTreeMap<K, V>) -> Option<Ordering> { self.iter().partial_cmp(other.iter()) }
}

impl<K: Ord, V: Ord> Ord for BTreeMap<K, V> {
    fn cmp(&self, other: &BTreeMap<K, V>) -> Ordering { self.iter().cmp(other.iter()) }
}

impl<K: Debug, V: Debug> Debug for BTreeMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_map().entries(self.iter()).finish() }
}

impl<K, Q: ?Sized, V> Index<&Q> for BTreeMap<K, V>
where
    K: Borrow<Q> + Ord,
    Q: Ord,
{
    type Output = V;
    #[inline]
    #[track_caller]
    fn index(&self, key: &Q) -> &V { self.get(key).expect("no entry found for key") }
}
