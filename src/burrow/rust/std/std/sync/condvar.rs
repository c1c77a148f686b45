//! `Condvar`.

use super::futex;
use super::poison::{self, LockResult};
use super::MutexGuard;
use crate::fmt;
use crate::sync::atomic::{AtomicU32, Ordering::SeqCst};
use crate::time::{Duration, Instant};

#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool { self.0 }
}

pub struct Condvar {
    // Goes up with every notification.
    turn: AtomicU32,
}

impl Condvar {
    pub const fn new() -> Condvar { Condvar { turn: AtomicU32::new(0) } }

    fn sleep<T>(&self, guard: &MutexGuard<'_, T>, ns: i64) -> bool {
        let turn = self.turn.load(SeqCst);
        let lock = guard.raw();
        lock.unlock();
        let in_time = futex::wait(&self.turn, turn, ns);
        lock.lock();
        in_time
    }

    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.sleep(&guard, -1);
        poison::result(guard.poisoned(), guard)
    }

    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        dur: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let in_time = self.sleep(&guard, dur.as_nanos() as i64);
        poison::result(guard.poisoned(), (guard, WaitTimeoutResult(!in_time)))
    }

    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        dur: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        let start = Instant::now();
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = match dur.checked_sub(start.elapsed()) {
                Some(left) => left,
                None => return Ok((guard, WaitTimeoutResult(true))),
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    pub fn notify_one(&self) {
        self.turn.fetch_add(1, SeqCst);
        futex::wake(&self.turn, 1);
    }

    pub fn notify_all(&self) {
        self.turn.fetch_add(1, SeqCst);
        futex::wake_all(&self.turn);
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("Condvar").finish_non_exhaustive() }
}

impl Default for Condvar {
    fn default() -> Condvar { Condvar::new() }
}
