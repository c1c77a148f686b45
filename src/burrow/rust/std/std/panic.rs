//! Panics caught and watched.

pub use crate::panicking::{set_hook, take_hook};
use crate::any::Any;
pub use core::panic::{
    panic_2021, unreachable_2015, unreachable_2021, AssertUnwindSafe, Location, PanicMessage, RefUnwindSafe, UnwindSafe,
};
pub use crate::std_panic_2015 as panic_2015;

use crate::fmt;

/// What a hook is told.
pub struct PanicHookInfo<'a> {
    payload: &'a (dyn Any + Send),
    location: &'a Location<'a>,
}

pub type PanicInfo<'a> = PanicHookInfo<'a>;

impl<'a> PanicHookInfo<'a> {
    pub(crate) fn new(location: &'a Location<'a>, payload: &'a (dyn Any + Send)) -> Self {
        PanicHookInfo { payload, location }
    }

    pub fn payload(&self) -> &(dyn Any + Send) { self.payload }

    pub fn payload_as_str(&self) -> Option<&str> { crate::panicking::payload_text(self.payload) }

    pub fn location(&self) -> Option<&Location<'_>> { Some(&self.location) }
}

impl fmt::Display for PanicHookInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("panicked at ")?;
        self.location.fmt(f)?;
        if let Some(payload) = self.payload_as_str() {
            write!(f, ":\n{payload}")?;
        }
        Ok(())
    }
}

pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(f: F) -> Result<R, Box<dyn Any + Send + 'static>> {
    unsafe { crate::panicking::catch(f) }
}

pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! { crate::panicking::raise(payload) }

#[track_caller]
pub fn panic_any<M: 'static + Any + Send>(msg: M) -> ! { crate::panicking::begin_panic(msg) }
