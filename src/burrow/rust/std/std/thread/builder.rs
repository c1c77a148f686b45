//! `spawn` and what it gives back.

use core::runtime;

use super::{local, set_current, Thread};
use crate::any::Any;
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::io;
use crate::marker::PhantomData;
use crate::sync::atomic::{AtomicU32, Ordering};
use crate::sync::Arc;

pub type Result<T> = crate::result::Result<T, Box<dyn Any + Send + 'static>>;

/// Where a thread leaves its result; `done` is 1 once it is there.
pub(super) struct Packet<T> {
    result: UnsafeCell<Option<Result<T>>>,
    done: AtomicU32,
}

unsafe impl<T: Send> Sync for Packet<T> {}

impl<T> Packet<T> {
    fn new() -> Packet<T> { Packet { result: UnsafeCell::new(None), done: AtomicU32::new(0) } }

    pub(super) fn wait(&self) {
        while self.done.load(Ordering::SeqCst) == 0 {
            unsafe { runtime::futex_wait(self.done.as_ptr(), 0, -1) };
        }
    }

    pub(super) fn is_done(&self) -> bool { self.done.load(Ordering::SeqCst) != 0 }

    pub(super) fn take(&self) -> Result<T> { unsafe { (*self.result.get()).take().unwrap() } }
}

#[derive(Debug)]
pub struct Builder {
    name: Option<String>,
    stack_size: Option<usize>,
}

/// The whole work of a new thread, behind one address.
struct Start<'a> {
    run: Box<dyn FnOnce() + 'a>,
}

extern "C" fn enter(start: *mut u8) {
    let start = unsafe { Box::from_raw(start as *mut Start<'static>) };
    let start = *start;
    (start.run)();
}

/// Starts a thread that calls `f`, says so through `packet`, and calls `after` last of all.
pub(super) fn launch<'a, F, T>(
    name: Option<String>,
    f: F,
    after: impl FnOnce(bool) + 'a,
) -> io::Result<(Thread, Arc<Packet<T>>)>
where
    F: FnOnce() -> T + 'a,
    T: 'a,
{
    let thread = Thread::new(name);
    let packet = Arc::new(Packet::new());
    let (their_thread, their_packet) = (thread.clone(), packet.clone());
    let run = move || {
        set_current(their_thread);
        let result = unsafe { crate::panicking::catch(f) };
        let panicked = result.is_err();
        unsafe { *their_packet.result.get() = Some(result) };
        local::end();
        their_packet.done.store(1, Ordering::SeqCst);
        unsafe { runtime::futex_wake(their_packet.done.as_ptr(), i32::MAX as usize) };
        drop(their_packet);
        after(panicked);
    };
    let start = Box::into_raw(Box::new(Start { run: Box::new(run) }));
    let id = unsafe { runtime::thread_spawn(enter, start as *mut u8) };
    if id < 0 {
        drop(unsafe { Box::from_raw(start) });
        return Err(io::Error::from_raw_os_error(-id as i32));
    }
    Ok((thread, packet))
}

impl Builder {
    pub fn new() -> Builder { Builder { name: None, stack_size: None } }

    pub fn name(mut self, name: String) -> Builder {
        self.name = Some(name);
        self
    }

    pub fn stack_size(mut self, size: usize) -> Builder {
        self.stack_size = Some(size);
        self
    }

    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T,
        F: Send + 'static,
        T: Send + 'static,
    {
        let (thread, packet) = launch(self.name, f, |_| {})?;
        Ok(JoinHandle { thread, packet })
    }

    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope super::Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<super::ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        scope.launch(self.name, f)
    }
}

#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T,
    F: Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(f).expect("failed to spawn thread")
}

pub struct JoinHandle<T> {
    thread: Thread,
    packet: Arc<Packet<T>>,
}

unsafe impl<T> Send for JoinHandle<T> {}
unsafe impl<T> Sync for JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub fn thread(&self) -> &Thread { &self.thread }

    pub fn join(self) -> Result<T> {
        self.packet.wait();
        self.packet.take()
    }

    pub fn is_finished(&self) -> bool { self.packet.is_done() }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("JoinHandle").finish_non_exhaustive() }
}
