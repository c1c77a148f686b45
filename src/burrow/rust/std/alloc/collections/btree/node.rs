//! The nodes of a B-tree (Bayer and McCreight, 1972), six to eleven keys each but for the root.

use core::borrow::Borrow;
use core::cmp::Ordering;
use core::mem;

use crate::boxed::Box;
use crate::vec::Vec;

const MAX: usize = 11;
const MIN: usize = 5;

pub(super) struct Node<K, V> {
    pub(super) keys: Vec<K>,
    pub(super) vals: Vec<V>,
    // One more than keys, or none in a leaf.
    pub(super) children: Vec<Box<Node<K, V>>>,
}

/// What comes up when a node splits: its middle, and what is right of it.
pub(super) struct Split<K, V> {
    key: K,
    val: V,
    right: Box<Node<K, V>>,
}

impl<K, V> Node<K, V> {
    pub(super) fn leaf() -> Node<K, V> { Node { keys: Vec::new(), vals: Vec::new(), children: Vec::new() } }

    pub(super) fn is_leaf(&self) -> bool { self.children.is_empty() }

    pub(super) fn len(&self) -> usize { self.keys.len() }

    /// Where `key` is, or which child it would be in.
    pub(super) fn search<Q: ?Sized + Ord>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        for i in 0..self.keys.len() {
            match key.cmp(self.keys[i].borrow()) {
                Ordering::Greater => {}
                Ordering::Equal => return Ok(i),
                Ordering::Less => return Err(i),
            }
        }
        Err(self.keys.len())
    }

    /// Puts a key that is not there yet into the subtree.
    pub(super) fn insert(&mut self, key: K, val: V) -> Option<Split<K, V>>
    where
        K: Ord,
    {
        let i = match self.search(&key) {
            Ok(i) | Err(i) => i,
        };
        if self.is_leaf() {
            self.keys.insert(i, key);
            self.vals.insert(i, val);
        } else {
            let up = self.children[i].insert(key, val)?;
            self.keys.insert(i, up.key);
            self.vals.insert(i, up.val);
            self.children.insert(i + 1, up.right);
        }
        if self.len() > MAX { Some(self.split()) } else { None }
    }

    fn split(&mut self) -> Split<K, V> {
        let mid = self.len() / 2;
        let right = Node {
            keys: self.keys.split_off(mid + 1),
            vals: self.vals.split_off(mid + 1),
            children: if self.is_leaf() { Vec::new() } else { self.children.split_off(mid + 1) },
        };
        let key = self.keys.pop().unwrap();
        let val = self.vals.pop().unwrap();
        Split { key, val, right: Box::new(right) }
    }

    /// As `insert`, where this node is the root and may get a new one above it.
    pub(super) fn insert_root(&mut self, key: K, val: V)
    where
        K: Ord,
    {
        if let Some(up) = self.insert(key, val) {
            let left = Box::new(mem::replace(self, Node::leaf()));
            self.keys.push(up.key);
            self.vals.push(up.val);
            self.children.push(left);
            self.children.push(up.right);
        }
    }

    /// Takes the element for which `find` says where it is.
    pub(super) fn remove<Q: ?Sized + Ord>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        match self.search(key) {
            Ok(i) if self.is_leaf() => Some((self.keys.remove(i), self.vals.remove(i))),
            Ok(i) => {
                // Its predecessor takes its place.
                let (k, v) = self.children[i].pop_last().unwrap();
                let old = (mem::replace(&mut self.keys[i], k), mem::replace(&mut self.vals[i], v));
                self.refill(i);
                Some(old)
            }
            Err(_) if self.is_leaf() => None,
            Err(i) => {
                let taken = self.children[i].remove(key)?;
                self.refill(i);
                Some(taken)
            }
        }
    }

    pub(super) fn pop_last(&mut self) -> Option<(K, V)> {
        if self.is_leaf() {
            let key = self.keys.pop()?;
            return Some((key, self.vals.pop().unwrap()));
        }
        let last = self.children.len() - 1;
        let taken = self.children[last].pop_last();
        self.refill(last);
        taken
    }

    pub(super) fn pop_first(&mut self) -> Option<(K, V)> {
        if self.is_leaf() {
            if self.keys.is_empty() {
                return None;
            }
            return Some((self.keys.remove(0), self.vals.remove(0)));
        }
        let taken = self.children[0].pop_first();
        self.refill(0);
        taken
    }

    /// Gives child `i` enough keys again: from a neighbour, or by merging with one.
    fn refill(&mut self, i: usize) {
        if self.children[i].len() >= MIN {
            return;
        }
        if i > 0 && self.children[i - 1].len() > MIN {
            let left = &mut self.children[i - 1];
            let (key, val, child) = (left.keys.pop().unwrap(), left.vals.pop().unwrap(), left.children.pop());
            let key = mem::replace(&mut self.keys[i - 1], key);
            let val = mem::replace(&mut self.vals[i - 1], val);
            let node = &mut self.children[i];
            node.keys.insert(0, key);
            node.vals.insert(0, val);
            if let Some(child) = child {
                node.children.insert(0, child);
            }
        } else if i + 1 < self.children.len() && self.children[i + 1].len() > MIN {
            let right = &mut self.children[i + 1];
            let (key, val) = (right.keys.remove(0), right.vals.remove(0));
            let child = if right.is_leaf() { None } else { Some(right.children.remove(0)) };
            let key = mem::replace(&mut self.keys[i], key);
            let val = mem::replace(&mut self.vals[i], val);
            let node = &mut self.children[i];
            node.keys.push(key);
            node.vals.push(val);
            if let Some(child) = child {
                node.children.push(child);
            }
        } else {
            let at = if i > 0 { i - 1 } else { i };
            let (key, val) = (self.keys.remove(at), self.vals.remove(at));
            let mut right = self.children.remove(at + 1);
            let left = &mut self.children[at];
            left.keys.push(key);
            left.vals.push(val);
            left.keys.append(&mut right.keys);
            left.vals.append(&mut right.vals);
            left.children.append(&mut right.children);
        }
    }

    /// A root without keys gives way to its only child.
    pub(super) fn shrink_root(&mut self) {
        if self.keys.is_empty() && !self.is_leaf() {
            let child = self.children.pop().unwrap();
            *self = *child;
        }
    }

    /// All elements in order, moved to `out`.
    pub(super) fn flatten(self, out: &mut Vec<(K, V)>) {
        let Node { keys, vals, children } = self;
        let mut children = children.into_iter();
        for (key, val) in keys.into_iter().zip(vals) {
            if let Some(child) = children.next() {
                (*child).flatten(out);
            }
            out.push((key, val));
        }
        if let Some(child) = children.next() {
            (*child).flatten(out);
        }
    }
}

impl<K: Clone, V: Clone> Clone for Node<K, V> {
    fn clone(&self) -> Self {
        Node { keys: self.keys.clone(), vals: self.vals.clone(), children: self.children.clone() }
    }
}
