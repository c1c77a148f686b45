//! A place in a map, full or free.

use super::table::Table;
use crate::fmt::{self, Debug};
use crate::mem;

pub enum Entry<'a, K: 'a, V: 'a> {
    Occupied(OccupiedEntry<'a, K, V>),
    Vacant(VacantEntry<'a, K, V>),
}

pub struct OccupiedEntry<'a, K: 'a, V: 'a> {
    pub(super) key: Option<K>,
    pub(super) index: usize,
    pub(super) table: &'a mut Table<(K, V)>,
}

pub struct VacantEntry<'a, K: 'a, V: 'a> {
    pub(super) hash: u64,
    pub(super) key: K,
    pub(super) table: &'a mut Table<(K, V)>,
}

impl<'a, K, V> Entry<'a, K, V> {
    #[inline]
    pub fn or_insert(self, default: V) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default),
        }
    }

    #[inline]
    pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default()),
        }
    }

    #[inline]
    pub fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let value = default(entry.key());
                entry.insert(value)
            }
        }
    }

    #[inline]
    pub fn key(&self) -> &K {
        match *self {
            Entry::Occupied(ref entry) => entry.key(),
            Entry::Vacant(ref entry) => entry.key(),
        }
    }

    #[inline]
    pub fn and_modify<F>(self, f: F) -> Self
    where
        F: FnOnce(&mut V),
    {
        match self {
            Entry::Occupied(mut entry) => {
                f(entry.get_mut());
                Entry::Occupied(entry)
            }
            Entry::Vacant(entry) => Entry::Vacant(entry),
        }
    }

    pub fn insert_entry(self, value: V) -> OccupiedEntry<'a, K, V> {
        match self {
            Entry::Occupied(mut entry) => {
                entry.insert(value);
                entry
            }
            Entry::Vacant(entry) => entry.insert_entry(value),
        }
    }
}

impl<'a, K, V: Default> Entry<'a, K, V> {
    #[inline]
    pub fn or_default(self) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Default::default()),
        }
    }
}

impl<'a, K, V> OccupiedEntry<'a, K, V> {
    fn pair(&self) -> &(K, V) { unsafe { &*self.table.bucket(self.index) } }

    pub fn key(&self) -> &K { &self.pair().0 }
    pub fn remove_entry(self) -> (K, V) { unsafe { self.table.remove(self.index) } }
    pub fn get(&self) -> &V { &self.pair().1 }
    pub fn get_mut(&mut self) -> &mut V { unsafe { &mut (*self.table.bucket(self.index)).1 } }
    pub fn into_mut(self) -> &'a mut V { unsafe { &mut (*self.table.bucket(self.index)).1 } }
    pub fn insert(&mut self, value: V) -> V { mem::replace(self.get_mut(), value) }
    pub fn remove(self) -> V { self.remove_entry().1 }
}

impl<'a, K: 'a, V: 'a> VacantEntry<'a, K, V> {
    pub fn key(&self) -> &K { &self.key }
    pub fn into_key(self) -> K { self.key }

    pub fn insert(self, value: V) -> &'a mut V {
        let VacantEntry { hash, key, table } = self;
        // `entry` made room: nothing is rehashed.
        let index = table.insert(hash, (key, value), |_| unreachable!());
        unsafe { &mut (*table.bucket(index)).1 }
    }

    pub fn insert_entry(self, value: V) -> OccupiedEntry<'a, K, V> {
        let VacantEntry { hash, key, table } = self;
        let index = table.insert(hash, (key, value), |_| unreachable!());
        OccupiedEntry { key: None, index, table }
    }
}

impl<K: Debug, V: Debug> Debug for Entry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Entry::Vacant(ref v) => f.debug_tuple("Entry").field(v).finish(),
            Entry::Occupied(ref o) => f.debug_tuple("Entry").field(o).finish(),
        }
    }
}

impl<K: Debug, V: Debug> Debug for OccupiedEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OccupiedEntry").field("key", self.key()).field("value", self.get()).finish_non_exhaustive()
    }
}

impl<K: Debug, V> Debug for VacantEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_tuple("VacantEntry").field(self.key()).finish() }
}
