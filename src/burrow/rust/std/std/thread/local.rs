//! What belongs to one thread: its block, whose address is the runtime's word for this thread, and `thread_local!`.

use core::runtime;

use super::Thread;
use crate::cell::{Cell, RefCell};
use crate::error::Error;
use crate::fmt;
use crate::ptr;
use crate::sync::atomic::{AtomicUsize, Ordering};

pub(crate) struct Block {
    pub(crate) panics: usize,
    pub(crate) is_main: bool,
    pub(crate) thread: Option<Thread>,
    values: Vec<Slot>,
}

/// The value of one key; `value` is null before it is made, and 1 while it is destroyed and after.
#[derive(Clone, Copy)]
struct Slot {
    value: *mut u8,
    destroy: unsafe fn(*mut u8),
    // When it was made: destroyed in this order.
    turn: usize,
}

unsafe fn nothing(_: *mut u8) {}

const DESTROYED: usize = 1;

pub(crate) fn block() -> &'static mut Block {
    unsafe {
        let word = runtime::thread_local();
        if *word == 0 {
            let is_main = runtime::thread_self() == 1;
            let block = Box::new(Block { panics: 0, is_main, thread: None, values: Vec::new() });
            *word = Box::into_raw(block) as usize;
        }
        &mut *(*word as *mut Block)
    }
}

/// Destroys the thread's values in the order they were made, also those that are made meanwhile.
pub fn run_destructors() {
    let mut turn = 0;
    loop {
        let mut next = usize::MAX;
        let mut least = usize::MAX;
        for (i, slot) in block().values.iter().enumerate() {
            if slot.value as usize > DESTROYED && slot.turn < least {
                least = slot.turn;
                next = i;
            }
        }
        if next == usize::MAX {
            break;
        }
        let slot = block().values[next];
        block().values[next].value = DESTROYED as *mut u8;
        unsafe { (slot.destroy)(slot.value) };
        turn += 1;
        if turn > 100_000 {
            break;
        }
    }
}

/// The end of a thread: its values, then its block.
pub(crate) fn end() {
    run_destructors();
    unsafe {
        let word = runtime::thread_local();
        if *word != 0 {
            let block = Box::from_raw(*word as *mut Block);
            *word = 0;
            drop(block);
        }
    }
}

/// The number of a `thread_local!`; 0 until it is first used.
pub struct Key {
    index: AtomicUsize,
}

static NEXT_KEY: AtomicUsize = AtomicUsize::new(1);

impl Key {
    pub const fn new() -> Key { Key { index: AtomicUsize::new(0) } }

    #[track_caller]
    fn index(&self) -> usize {
        let i = self.index.load(Ordering::SeqCst);
        if i != 0 {
            return i;
        }
        let new = NEXT_KEY.fetch_add(1, Ordering::SeqCst);
        match self.index.compare_exchange(0, new, Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) => new,
            Err(other) => other,
        }
    }
}

pub struct LocalKey<T: 'static> {
    key: &'static Key,
    init: fn() -> T,
}

unsafe fn destroy<T>(value: *mut u8) { unsafe { drop(Box::from_raw(value as *mut T)) } }

#[derive(Clone, Copy, Eq, PartialEq)]
pub struct AccessError;

impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("AccessError").finish() }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt("already destroyed", f) }
}

impl Error for AccessError {}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn new(key: &'static Key, init: fn() -> T) -> LocalKey<T> { LocalKey { key, init } }

    /// The value's address; null once it is destroyed.
    fn address(&self, first: &mut Option<T>) -> *const T {
        let index = self.key.index();
        if let Some(slot) = block().values.get(index) {
            if slot.value as usize > DESTROYED {
                return slot.value as *const T;
            }
            if slot.value as usize == DESTROYED {
                return ptr::null();
            }
        }
        let made = match first.take() {
            Some(value) => value,
            None => (self.init)(),
        };
        let values = &mut block().values;
        while values.len() <= index {
            values.push(Slot { value: ptr::null_mut(), destroy: nothing, turn: 0 });
        }
        let turn = values.iter().filter(|s| !s.value.is_null()).count();
        let value = Box::into_raw(Box::new(made)) as *mut u8;
        values[index] = Slot { value, destroy: destroy::<T>, turn };
        value as *const T
    }

    #[track_caller]
    pub fn with<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        match self.try_with(f) {
            Ok(r) => r,
            Err(err) => panic!("cannot access a Thread Local Storage value during or after destruction: {err:?}"),
        }
    }

    pub fn try_with<F, R>(&'static self, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        let p = self.address(&mut None);
        if p.is_null() { Err(AccessError) } else { Ok(f(unsafe { &*p })) }
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    pub fn set(&'static self, value: T) {
        let mut first = Some(Cell::new(value));
        let p = self.address(&mut first);
        if let Some(cell) = first {
            unsafe { (*p).set(cell.into_inner()) }
        }
    }

    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(|cell| cell.get())
    }

    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(|cell| cell.take())
    }

    pub fn replace(&'static self, value: T) -> T { self.with(|cell| cell.replace(value)) }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    pub fn with_borrow<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| f(&cell.borrow()))
    }

    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| f(&mut cell.borrow_mut()))
    }

    pub fn set(&'static self, value: T) { self.replace(value); }

    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(|cell| cell.take())
    }

    pub fn replace(&'static self, value: T) -> T { self.with(|cell| cell.replace(value)) }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("LocalKey").finish_non_exhaustive() }
}
