//! Threads.

use core::runtime;

use crate::any::Any;
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::io;
use crate::marker::PhantomData;
use crate::num::NonZero;
use crate::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use crate::sync::Arc;
use crate::time::Duration;

mod builder;
mod local;
mod scoped;

pub use self::builder::{spawn, Builder, JoinHandle, Result};
pub use self::local::{AccessError, LocalKey};
pub use self::scoped::{scope, Scope, ScopedJoinHandle};

#[doc(hidden)]
pub mod local_impl {
    pub use super::local::{run_destructors, Key};
}

pub fn sleep(dur: Duration) {
    let nanos = dur.as_nanos();
    unsafe { runtime::thread_sleep(if nanos > i64::MAX as u128 { i64::MAX } else { nanos as i64 }) }
}

pub fn sleep_ms(ms: u32) { sleep(Duration::from_millis(ms as u64)) }

pub fn yield_now() { unsafe { runtime::thread_yield() } }

pub fn panicking() -> bool { panic_count::get() != 0 }

pub fn available_parallelism() -> io::Result<NonZero<usize>> {
    Ok(NonZero::<usize>::new(unsafe { runtime::numcpu() }).unwrap_or(NonZero::<usize>::new(1).unwrap()))
}

/// How many panics of this thread are under way.
pub(crate) mod panic_count {
    pub(crate) fn get() -> usize { super::local::block().panics }

    pub(crate) fn increase() -> usize {
        let block = super::local::block();
        block.panics += 1;
        block.panics
    }

    pub(crate) fn decrease() { super::local::block().panics -= 1; }
}

#[derive(Eq, PartialEq, Clone, Copy, Hash, Debug)]
pub struct ThreadId(u64);

pub(crate) struct Inner {
    name: Option<String>,
    id: u64,
    // 1: an unpark is waiting to be taken.
    token: AtomicU32,
}

#[derive(Clone)]
pub struct Thread {
    inner: Arc<Inner>,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(2);

impl Thread {
    pub(crate) fn new(name: Option<String>) -> Thread {
        let id = NEXT_ID.fetch_add(1, Ordering::SeqCst);
        Thread { inner: Arc::new(Inner { name, id, token: AtomicU32::new(0) }) }
    }

    fn main() -> Thread {
        Thread { inner: Arc::new(Inner { name: Some(String::from("main")), id: 1, token: AtomicU32::new(0) }) }
    }

    pub fn id(&self) -> ThreadId { ThreadId(self.inner.id) }

    pub fn name(&self) -> Option<&str> { self.inner.name.as_deref() }

    pub fn unpark(&self) {
        self.inner.token.store(1, Ordering::SeqCst);
        unsafe { runtime::futex_wake(self.inner.token.as_ptr(), 1) };
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread").field("id", &self.id()).field("name", &self.name()).finish_non_exhaustive()
    }
}

pub fn current() -> Thread {
    let block = local::block();
    if block.thread.is_none() {
        block.thread = Some(if block.is_main { Thread::main() } else { Thread::new(None) });
    }
    block.thread.as_ref().unwrap().clone()
}

pub(crate) fn set_current(thread: Thread) {
    let block = local::block();
    block.is_main = false;
    block.thread = Some(thread);
}

pub(crate) fn with_current_name<R>(f: impl FnOnce(Option<&str>) -> R) -> R {
    let block = local::block();
    match &block.thread {
        Some(thread) => f(thread.name()),
        None => f(if block.is_main { Some("main") } else { None }),
    }
}

pub fn park() {
    let thread = current();
    while thread.inner.token.swap(0, Ordering::SeqCst) == 0 {
        unsafe { runtime::futex_wait(thread.inner.token.as_ptr(), 0, -1) };
    }
}

pub fn park_timeout(dur: Duration) {
    let thread = current();
    if thread.inner.token.swap(0, Ordering::SeqCst) == 0 {
        unsafe { runtime::futex_wait(thread.inner.token.as_ptr(), 0, dur.as_nanos() as i64) };
        thread.inner.token.store(0, Ordering::SeqCst);
    }
}
