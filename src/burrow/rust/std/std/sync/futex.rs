//! A lock of one word: 0 free, 1 taken, 2 taken and somebody waits (Drepper, "Futexes Are Tricky", 2011).

use core::runtime;
use core::sync::atomic::{AtomicU32, Ordering::SeqCst};

pub(super) struct Lock {
    word: AtomicU32,
}

impl Lock {
    pub(super) const fn new() -> Lock { Lock { word: AtomicU32::new(0) } }

    #[inline]
    pub(super) fn try_lock(&self) -> bool { self.word.compare_exchange(0, 1, SeqCst, SeqCst).is_ok() }

    #[inline]
    pub(super) fn lock(&self) {
        if !self.try_lock() {
            self.lock_slow();
        }
    }

    #[cold]
    fn lock_slow(&self) {
        let mut spins = 100;
        while spins > 0 {
            if self.word.load(SeqCst) == 0 && self.try_lock() {
                return;
            }
            spins -= 1;
        }
        while self.word.swap(2, SeqCst) != 0 {
            wait(&self.word, 2, -1);
        }
    }

    #[inline]
    pub(super) fn unlock(&self) {
        if self.word.swap(0, SeqCst) == 2 {
            wake(&self.word, 1);
        }
    }
}

/// Sleeps while the word is `expected`, at most `ns` (negative: for ever); false when the time is over.
pub(super) fn wait(word: &AtomicU32, expected: u32, ns: i64) -> bool {
    const ETIMEDOUT: isize = 110;
    unsafe { runtime::futex_wait(word.as_ptr(), expected as usize, ns) != -ETIMEDOUT }
}

pub(super) fn wake(word: &AtomicU32, n: usize) { unsafe { runtime::futex_wake(word.as_ptr(), n) }; }

pub(super) fn wake_all(word: &AtomicU32) { wake(word, i32::MAX as usize) }
