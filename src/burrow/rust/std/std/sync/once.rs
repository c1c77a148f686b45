//! Things done once.

use super::futex;
use crate::cell::{Cell, UnsafeCell};
use crate::fmt;
use crate::mem::MaybeUninit;
use crate::ops::Deref;
use crate::sync::atomic::{AtomicU32, Ordering::SeqCst};

const NEW: u32 = 0;
const POISONED: u32 = 1;
const RUNNING: u32 = 2;
const DONE: u32 = 3;

pub struct Once {
    state: AtomicU32,
}

pub const ONCE_INIT: Once = Once::new();

pub struct OnceState {
    poisoned: bool,
}

impl OnceState {
    pub fn is_poisoned(&self) -> bool { self.poisoned }
}

impl crate::panic::UnwindSafe for Once {}
impl crate::panic::RefUnwindSafe for Once {}

/// Leaves `result` as the state, also when the function panics.
struct Finish<'a> {
    state: &'a AtomicU32,
    result: u32,
}

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.state.store(self.result, SeqCst);
        futex::wake_all(self.state);
    }
}

impl Once {
    pub const fn new() -> Once { Once { state: AtomicU32::new(NEW) } }

    #[track_caller]
    fn call(&self, ignore_poison: bool, f: &mut dyn FnMut(&OnceState)) {
        loop {
            match self.state.load(SeqCst) {
                DONE => return,
                POISONED if !ignore_poison => panic!("Once instance has previously been poisoned"),
                RUNNING => {
                    futex::wait(&self.state, RUNNING, -1);
                }
                old => {
                    if self.state.compare_exchange(old, RUNNING, SeqCst, SeqCst).is_ok() {
                        let mut finish = Finish { state: &self.state, result: POISONED };
                        f(&OnceState { poisoned: old == POISONED });
                        finish.result = DONE;
                        return;
                    }
                }
            }
        }
    }

    #[inline]
    #[track_caller]
    pub fn call_once<F>(&self, f: F)
    where
        F: FnOnce(),
    {
        if self.is_completed() {
            return;
        }
        let mut f = Some(f);
        self.call(false, &mut |_| f.take().unwrap()());
    }

    #[inline]
    pub fn call_once_force<F>(&self, f: F)
    where
        F: FnOnce(&OnceState),
    {
        if self.is_completed() {
            return;
        }
        let mut f = Some(f);
        self.call(true, &mut |p| f.take().unwrap()(p));
    }

    #[inline]
    pub fn is_completed(&self) -> bool { self.state.load(SeqCst) == DONE }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("Once").finish_non_exhaustive() }
}

pub struct OnceLock<T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
}

unsafe impl<T: Sync + Send> Sync for OnceLock<T> {}
unsafe impl<T: Send> Send for OnceLock<T> {}

impl<T> OnceLock<T> {
    pub const fn new() -> OnceLock<T> { OnceLock { once: Once::new(), value: UnsafeCell::new(None) } }

    #[inline]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() { unsafe { (*self.value.get()).as_ref() } } else { None }
    }

    pub fn get_mut(&mut self) -> Option<&mut T> { self.value.get_mut().as_mut() }

    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.once.call_once_force(|_| unsafe { *self.value.get() = value.take() });
        match value {
            None => Ok(()),
            Some(value) => Err(value),
        }
    }

    #[inline]
    #[track_caller]
    pub fn get_or_init<F>(&self, f: F) -> &T
    where
        F: FnOnce() -> T,
    {
        self.once.call_once_force(|_| {
            let value = f();
            unsafe { *self.value.get() = Some(value) }
        });
        unsafe { (*self.value.get()).as_ref().unwrap_unchecked() }
    }

    pub fn into_inner(self) -> Option<T> { self.value.into_inner() }

    pub fn take(&mut self) -> Option<T> {
        self.once = Once::new();
        self.value.get_mut().take()
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> OnceLock<T> { OnceLock::new() }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut d = f.debug_tuple("OnceLock");
        match self.get() {
            Some(v) => d.field(v),
            None => d.field(&format_args!("<uninit>")),
        };
        d.finish()
    }
}

pub struct LazyLock<T, F = fn() -> T> {
    cell: OnceLock<T>,
    init: Cell<Option<F>>,
}

unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    pub const fn new(f: F) -> LazyLock<T, F> { LazyLock { cell: OnceLock::new(), init: Cell::new(Some(f)) } }

    #[track_caller]
    pub fn force(this: &LazyLock<T, F>) -> &T {
        this.cell.get_or_init(|| match this.init.take() {
            Some(f) => f(),
            None => panic!("LazyLock instance has previously been poisoned"),
        })
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;
    fn deref(&self) -> &T { LazyLock::force(self) }
}
