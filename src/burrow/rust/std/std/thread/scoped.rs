//! Threads that end before their scope does.

use core::runtime;

use super::builder::{launch, Packet};
use super::{Result, Thread};
use crate::fmt;
use crate::io;
use crate::marker::PhantomData;
use crate::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use crate::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use crate::sync::Arc;

struct ScopeData {
    running: AtomicU32,
    panicked: AtomicBool,
}

pub struct Scope<'scope, 'env: 'scope> {
    data: Arc<ScopeData>,
    // Invariant in 'scope, so that it cannot shrink.
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    packet: Arc<Packet<T>>,
    // The panic of a thread that was joined is the joiner's affair.
    data: Arc<ScopeData>,
    joined: Arc<AtomicBool>,
    marker: PhantomData<&'scope ()>,
}

unsafe impl<T> Send for ScopedJoinHandle<'_, T> {}
unsafe impl<T> Sync for ScopedJoinHandle<'_, T> {}

#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        data: Arc::new(ScopeData { running: AtomicU32::new(0), panicked: AtomicBool::new(false) }),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = catch_unwind(AssertUnwindSafe(|| f(&scope)));
    loop {
        let n = scope.data.running.load(Ordering::SeqCst);
        if n == 0 {
            break;
        }
        unsafe { runtime::futex_wait(scope.data.running.as_ptr(), n as usize, -1) };
    }
    match result {
        Err(e) => resume_unwind(e),
        Ok(_) if scope.data.panicked.load(Ordering::SeqCst) => panic!("a scoped thread panicked"),
        Ok(result) => result,
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.launch(None, f).expect("failed to spawn thread")
    }

    pub(super) fn launch<F, T>(&'scope self, name: Option<String>, f: F) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.data.running.fetch_add(1, Ordering::SeqCst);
        let data = self.data.clone();
        let joined = Arc::new(AtomicBool::new(false));
        let their_joined = joined.clone();
        let after = move |panicked: bool| {
            if panicked && !their_joined.load(Ordering::SeqCst) {
                data.panicked.store(true, Ordering::SeqCst);
            }
            if data.running.fetch_sub(1, Ordering::SeqCst) == 1 {
                unsafe { runtime::futex_wake(data.running.as_ptr(), i32::MAX as usize) };
            }
        };
        match launch(name, f, after) {
            Ok((thread, packet)) => {
                Ok(ScopedJoinHandle { thread, packet, data: self.data.clone(), joined, marker: PhantomData })
            }
            Err(e) => {
                self.data.running.fetch_sub(1, Ordering::SeqCst);
                Err(e)
            }
        }
    }
}

impl<'scope, T> ScopedJoinHandle<'scope, T> {
    pub fn thread(&self) -> &Thread { &self.thread }

    pub fn join(self) -> Result<T> {
        self.joined.store(true, Ordering::SeqCst);
        self.packet.wait();
        self.packet.take()
    }

    pub fn is_finished(&self) -> bool { self.packet.is_done() }
}
