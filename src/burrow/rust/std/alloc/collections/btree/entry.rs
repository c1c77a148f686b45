//! A place in an ordered map, full or free.

use super::map::BTreeMap;
use super::node::Node;
use core::fmt::{self, Debug};
use core::mem;

pub enum Entry<'a, K: 'a, V: 'a> {
    Vacant(VacantEntry<'a, K, V>),
    Occupied(OccupiedEntry<'a, K, V>),
}

pub struct VacantEntry<'a, K, V> {
    pub(super) key: K,
    pub(super) map: &'a mut BTreeMap<K, V>,
}

pub struct OccupiedEntry<'a, K, V> {
    pub(super) node: *mut Node<K, V>,
    pub(super) index: usize,
    pub(super) map: &'a mut BTreeMap<K, V>,
}

impl<'a, K: Ord, V> Entry<'a, K, V> {
    pub fn or_insert(self, default: V) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default),
        }
    }

    pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default()),
        }
    }

    pub fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let value = default(entry.key());
                entry.insert(value)
            }
        }
    }

    pub fn key(&self) -> &K {
        match *self {
            Entry::Occupied(ref entry) => entry.key(),
            Entry::Vacant(ref entry) => entry.key(),
        }
    }

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
}

impl<'a, K: Ord, V: Default> Entry<'a, K, V> {
    pub fn or_default(self) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Default::default()),
        }
    }
}

impl<'a, K: Ord, V> VacantEntry<'a, K, V> {
    pub fn key(&self) -> &K { &self.key }
    pub fn into_key(self) -> K { self.key }

    pub fn insert(self, value: V) -> &'a mut V {
        let VacantEntry { key, map } = self;
        // A probe for the same key finds the new element wherever splits have moved it.
        let probe: *const K = &key;
        let copy = unsafe { mem::ManuallyDrop::new(core::ptr::read(probe)) };
        map.insert(key, value);
        map.get_mut(&*copy).unwrap()
    }
}

impl<'a, K: Ord, V> OccupiedEntry<'a, K, V> {
    fn node(&self) -> &Node<K, V> { unsafe { &*self.node } }

    pub fn key(&self) -> &K { &self.node().keys[self.index] }

    pub fn remove_entry(self) -> (K, V) {
        let key: *const K = self.key();
        // The key stays where it is until it has been found.
        unsafe { self.map.remove_entry(&*key).unwrap() }
    }

    pub fn get(&self) -> &V { &self.node().vals[self.index] }
    pub fn get_mut(&mut self) -> &mut V { unsafe { &mut (&mut (*self.node).vals)[self.index] } }
    pub fn into_mut(self) -> &'a mut V { unsafe { &mut (&mut (*self.node).vals)[self.index] } }
    pub fn insert(&mut self, value: V) -> V { mem::replace(self.get_mut(), value) }
    pub fn remove(self) -> V { self.remove_entry().1 }
}

impl<K: Debug + Ord, V: Debug> Debug for Entry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Entry::Vacant(ref v) => f.debug_tuple("Entry").field(v.key()).finish(),
            Entry::Occupied(ref o) => f.debug_tuple("Entry").field(o.key()).finish(),
        }
    }
}
