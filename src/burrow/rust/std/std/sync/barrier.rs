//! `Barrier`.

use super::{Condvar, Mutex};
use crate::fmt;

pub struct Barrier {
    // How many have arrived, and how many times all had.
    state: Mutex<(usize, usize)>,
    cvar: Condvar,
    n: usize,
}

pub struct BarrierWaitResult(bool);

impl Barrier {
    pub const fn new(n: usize) -> Barrier { Barrier { state: Mutex::new((0, 0)), cvar: Condvar::new(), n } }

    pub fn wait(&self) -> BarrierWaitResult {
        let mut state = self.state.lock().unwrap();
        let generation = state.1;
        state.0 += 1;
        if state.0 < self.n {
            let _guard = self.cvar.wait_while(state, |s| s.1 == generation).unwrap();
            BarrierWaitResult(false)
        } else {
            *state = (0, generation.wrapping_add(1));
            self.cvar.notify_all();
            BarrierWaitResult(true)
        }
    }
}

impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool { self.0 }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("Barrier").finish_non_exhaustive() }
}
