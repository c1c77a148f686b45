//! Backtraces: only their absence.

use crate::fmt;

pub struct Backtrace(());

impl Backtrace {
    pub fn capture() -> Backtrace { Backtrace(()) }
    pub fn force_capture() -> Backtrace { Backtrace(()) }
}

impl fmt::Display for Backtrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("disabled backtrace") }
}

impl fmt::Debug for Backtrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str("<disabled>") }
}
