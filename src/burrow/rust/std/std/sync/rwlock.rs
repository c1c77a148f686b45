//! `RwLock`.

use super::futex::{self, Lock};
use super::poison::{self, LockResult, TryLockError, TryLockResult};
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::ops::{Deref, DerefMut};
use crate::sync::atomic::{AtomicU32, Ordering::SeqCst};

const WRITER: u32 = u32::MAX;

pub struct RwLock<T: ?Sized> {
    // So many readers, or `WRITER`.
    state: AtomicU32,
    poison: poison::Flag,
    data: UnsafeCell<T>,
}

unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}
impl<T: ?Sized> crate::panic::UnwindSafe for RwLock<T> {}
impl<T: ?Sized> crate::panic::RefUnwindSafe for RwLock<T> {}

pub struct RwLockReadGuard<'a, T: ?Sized + 'a> {
    lock: &'a RwLock<T>,
}

pub struct RwLockWriteGuard<'a, T: ?Sized + 'a> {
    lock: &'a RwLock<T>,
    poison: poison::Guard,
}

impl<T: ?Sized> !Send for RwLockReadGuard<'_, T> {}
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
impl<T: ?Sized> !Send for RwLockWriteGuard<'_, T> {}
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}

impl<T> RwLock<T> {
    #[inline]
    pub const fn new(t: T) -> RwLock<T> {
        RwLock { state: AtomicU32::new(0), poison: poison::Flag::new(), data: UnsafeCell::new(t) }
    }

    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.poison.get();
        poison::result(poisoned, self.data.into_inner())
    }
}

impl<T: ?Sized> RwLock<T> {
    fn acquire_read(&self) -> bool {
        self.state.fetch_update(SeqCst, SeqCst, |n| if n >= WRITER - 1 { None } else { Some(n + 1) }).is_ok()
    }

    fn acquire_write(&self) -> bool { self.state.compare_exchange(0, WRITER, SeqCst, SeqCst).is_ok() }

    fn release(&self) {
        let old = self.state.fetch_update(SeqCst, SeqCst, |n| if n == WRITER { Some(0) } else { Some(n - 1) });
        if old == Ok(WRITER) || old == Ok(1) {
            futex::wake_all(&self.state);
        }
    }

    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        while !self.acquire_read() {
            futex::wait(&self.state, WRITER, -1);
        }
        poison::result(self.poison.get(), RwLockReadGuard { lock: self })
    }

    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        if self.acquire_read() {
            Ok(poison::result(self.poison.get(), RwLockReadGuard { lock: self })?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }

    fn writer(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        poison::result(self.poison.get(), RwLockWriteGuard { lock: self, poison: self.poison.guard() })
    }

    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        while !self.acquire_write() {
            let n = self.state.load(SeqCst);
            if n != 0 {
                futex::wait(&self.state, n, -1);
            }
        }
        self.writer()
    }

    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        if self.acquire_write() { Ok(self.writer()?) } else { Err(TryLockError::WouldBlock) }
    }

    pub fn is_poisoned(&self) -> bool { self.poison.get() }
    pub fn clear_poison(&self) { self.poison.clear() }
    pub fn get_mut(&mut self) -> LockResult<&mut T> { poison::result(self.poison.get(), self.data.get_mut()) }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut d = f.debug_struct("RwLock");
        match self.try_read() {
            Ok(guard) => {
                d.field("data", &&*guard);
            }
            Err(TryLockError::Poisoned(err)) => {
                d.field("data", &&**err.get_ref());
            }
            Err(TryLockError::WouldBlock) => {
                d.field("data", &format_args!("<locked>"));
            }
        }
        d.field("poisoned", &self.poison.get());
        d.finish_non_exhaustive()
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> RwLock<T> { RwLock::new(Default::default()) }
}

impl<T> From<T> for RwLock<T> {
    fn from(t: T) -> Self { RwLock::new(t) }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T { unsafe { &*self.lock.data.get() } }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T { unsafe { &*self.lock.data.get() } }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T { unsafe { &mut *self.lock.data.get() } }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) { self.lock.release() }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.poison.done(&self.poison);
        self.lock.release();
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}
