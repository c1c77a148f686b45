//! `HashMap`.

use super::table::Table;
use crate::borrow::Borrow;
use crate::collections::TryReserveError;
use crate::fmt::{self, Debug};
use crate::hash::{BuildHasher, Hash, Hasher, RandomState};
use crate::mem;
use crate::ops::Index;

pub use super::entry::{Entry, OccupiedEntry, VacantEntry};
pub use super::iter::{Drain, IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};

pub struct HashMap<K, V, S = RandomState> {
    pub(super) hash_builder: S,
    pub(super) table: Table<(K, V)>,
}

impl<K, V> HashMap<K, V, RandomState> {
    #[inline]
    pub fn new() -> HashMap<K, V, RandomState> { Default::default() }

    #[inline]
    pub fn with_capacity(capacity: usize) -> HashMap<K, V, RandomState> {
        HashMap::with_capacity_and_hasher(capacity, Default::default())
    }
}

impl<K, V, S> HashMap<K, V, S> {
    #[inline]
    pub const fn with_hasher(hash_builder: S) -> HashMap<K, V, S> { HashMap { hash_builder, table: Table::new() } }

    #[inline]
    pub fn with_capacity_and_hasher(capacity: usize, hash_builder: S) -> HashMap<K, V, S> {
        HashMap { hash_builder, table: Table::with_capacity(capacity) }
    }

    pub fn capacity(&self) -> usize { self.table.capacity() }
    pub fn keys(&self) -> Keys<'_, K, V> { Keys { inner: self.iter() } }
    pub fn into_keys(self) -> IntoKeys<K, V> { IntoKeys { inner: self.into_iter() } }
    pub fn values(&self) -> Values<'_, K, V> { Values { inner: self.iter() } }
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> { ValuesMut { inner: self.iter_mut() } }
    pub fn into_values(self) -> IntoValues<K, V> { IntoValues { inner: self.into_iter() } }
    pub fn iter(&self) -> Iter<'_, K, V> { Iter::new(&self.table) }
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> { IterMut::new(&mut self.table) }
    pub fn len(&self) -> usize { self.table.len() }
    pub fn is_empty(&self) -> bool { self.len() == 0 }
    pub fn drain(&mut self) -> Drain<'_, K, V> { Drain::new(&mut self.table) }

    pub fn retain<F>(&mut self, mut f: F)
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        let mut walk = self.table.walk();
        while let Some(p) = walk.next_bucket() {
            unsafe {
                let (k, v) = &mut *p;
                if !f(k, v) {
                    drop(self.table.remove(walk.index()));
                }
            }
        }
    }

    pub fn clear(&mut self) { self.table.clear() }
    pub fn hasher(&self) -> &S { &self.hash_builder }
}

pub(super) fn hash_of<Q: Hash + ?Sized, S: BuildHasher>(build: &S, key: &Q) -> u64 {
    let mut hasher = build.build_hasher();
    key.hash(&mut hasher);
    hasher.finish()
}

impl<K, V, S> HashMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    pub fn reserve(&mut self, additional: usize) {
        let build = &self.hash_builder;
        self.table.reserve(additional, |x| hash_of(build, &x.0));
    }

    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.reserve(additional);
        Ok(())
    }

    pub fn shrink_to_fit(&mut self) { self.shrink_to(0) }

    pub fn shrink_to(&mut self, min_capacity: usize) {
        let build = &self.hash_builder;
        self.table.shrink_to(min_capacity, |x| hash_of(build, &x.0));
    }

    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let hash = hash_of(&self.hash_builder, &key);
        match self.table.find(hash, |x| x.0 == key) {
            Some(index) => Entry::Occupied(OccupiedEntry { key: Some(key), index, table: &mut self.table }),
            None => {
                // Room now, so that the entry needs no hasher.
                self.reserve(1);
                Entry::Vacant(VacantEntry { hash, key, table: &mut self.table })
            }
        }
    }

    #[inline]
    fn find<Q: ?Sized>(&self, k: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        if self.table.len() == 0 {
            return None;
        }
        self.table.find(hash_of(&self.hash_builder, k), |x| k == x.0.borrow())
    }

    #[inline]
    pub fn get<Q: ?Sized>(&self, k: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        match self.find(k) {
            Some(i) => Some(unsafe { &(*self.table.bucket(i)).1 }),
            None => None,
        }
    }

    #[inline]
    pub fn get_key_value<Q: ?Sized>(&self, k: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        match self.find(k) {
            Some(i) => {
                let (k, v) = unsafe { &*self.table.bucket(i) };
                Some((k, v))
            }
            None => None,
        }
    }

    #[inline]
    pub fn contains_key<Q: ?Sized>(&self, k: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        self.find(k).is_some()
    }

    #[inline]
    pub fn get_mut<Q: ?Sized>(&mut self, k: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        match self.find(k) {
            Some(i) => Some(unsafe { &mut (*self.table.bucket(i)).1 }),
            None => None,
        }
    }

    pub fn insert(&mut self, k: K, v: V) -> Option<V> {
        let hash = hash_of(&self.hash_builder, &k);
        match self.table.find(hash, |x| x.0 == k) {
            Some(i) => Some(mem::replace(unsafe { &mut (*self.table.bucket(i)).1 }, v)),
            None => {
                let build = &self.hash_builder;
                self.table.insert(hash, (k, v), |x| hash_of(build, &x.0));
                None
            }
        }
    }

    pub fn remove<Q: ?Sized>(&mut self, k: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        match self.remove_entry(k) {
            Some((_, v)) => Some(v),
            None => None,
        }
    }

    pub fn remove_entry<Q: ?Sized>(&mut self, k: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq,
    {
        let i = self.find(k)?;
        Some(unsafe { self.table.remove(i) })
    }
}

impl<K, V, S> Clone for HashMap<K, V, S>
where
    K: Clone,
    V: Clone,
    S: Clone,
{
    fn clone(&self) -> Self { HashMap { hash_builder: self.hash_builder.clone(), table: self.table.clone() } }
}

impl<K, V, S> PartialEq for HashMap<K, V, S>
where
    K: Eq + Hash,
    V: PartialEq,
    S: BuildHasher,
{
    fn eq(&self, other: &HashMap<K, V, S>) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key).map_or(false, |v| *value == *v))
    }
}

impl<K, V, S> Eq for HashMap<K, V, S>
where
    K: Eq + Hash,
    V: Eq,
    S: BuildHasher,
{
}

impl<K, V, S> Debug for HashMap<K, V, S>
where
    K: Debug,
    V: Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_map().entries(self.iter()).finish() }
}

impl<K, V, S> Default for HashMap<K, V, S>
where
    S: Default,
{
    fn default() -> HashMap<K, V, S> { HashMap::with_hasher(Default::default()) }
}

impl<K, Q: ?Sized, V, S> Index<&Q> for HashMap<K, V, S>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash,
    S: BuildHasher,
{
    type Output = V;
    #[inline]
    #[track_caller]
    fn index(&self, key: &Q) -> &V { self.get(key).expect("no entry found for key") }
}

impl<'a, K, V, S> IntoIterator for &'a HashMap<K, V, S> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;
    fn into_iter(self) -> Iter<'a, K, V> { self.iter() }
}

impl<'a, K, V, S> IntoIterator for &'a mut HashMap<K, V, S> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;
    fn into_iter(self) -> IterMut<'a, K, V> { self.iter_mut() }
}

impl<K, V, S> IntoIterator for HashMap<K, V, S> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;
    fn into_iter(self) -> IntoIter<K, V> { IntoIter::new(self.table) }
}

impl<K, V, S> FromIterator<(K, V)> for HashMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher + Default,
{
    fn from_iter<T: IntoIterator<Item = (K, V)>>(iter: T) -> HashMap<K, V, S> {
        let mut map = HashMap::with_hasher(Default::default());
        map.extend(iter);
        map
    }
}

impl<K, V, S> Extend<(K, V)> for HashMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, iter: T) {
        let iter = iter.into_iter();
        let hint = iter.size_hint().0;
        self.reserve(if self.is_empty() { hint } else { (hint + 1) / 2 });
        for (k, v) in iter {
            self.insert(k, v);
        }
    }
}

impl<'a, K, V, S> Extend<(&'a K, &'a V)> for HashMap<K, V, S>
where
    K: Eq + Hash + Copy,
    V: Copy,
    S: BuildHasher,
{
    fn extend<T: IntoIterator<Item = (&'a K, &'a V)>>(&mut self, iter: T) {
        for (k, v) in iter {
            self.insert(*k, *v);
        }
    }
}

impl<K, V, const N: usize> From<[(K, V); N]> for HashMap<K, V, RandomState>
where
    K: Eq + Hash,
{
    fn from(arr: [(K, V); N]) -> Self { Self::from_iter(arr) }
}
