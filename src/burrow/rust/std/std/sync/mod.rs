//! What threads share.

pub use alloc_crate::sync::{Arc, Weak};
pub use core::sync::atomic;

mod barrier;
mod condvar;
mod futex;
pub mod mpsc;
mod mutex;
mod once;
mod poison;
mod rwlock;

pub use self::barrier::{Barrier, BarrierWaitResult};
pub use self::condvar::{Condvar, WaitTimeoutResult};
pub use self::mutex::{Mutex, MutexGuard};
pub use self::once::{LazyLock, Once, OnceLock, OnceState, ONCE_INIT};
pub use self::poison::{LockResult, PoisonError, TryLockError, TryLockResult};
pub use self::rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
