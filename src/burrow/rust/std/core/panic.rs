//! What a panic tells about itself.

use crate::any::Any;
use crate::fmt;

pub use crate::{panic_2015, panic_2021, unreachable_2015, unreachable_2021};

mod unwind_safe;
pub use self::unwind_safe::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe};

#[lang = "panic_location"]
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Location<'a> {
    file: &'a str,
    line: u32,
    col: u32,
}

impl<'a> Location<'a> {
    #[track_caller]
    #[inline]
    pub const fn caller() -> &'static Location<'static> { crate::intrinsics::caller_location() }

    pub const fn file(&self) -> &str { self.file }
    pub const fn line(&self) -> u32 { self.line }
    pub const fn column(&self) -> u32 { self.col }
}

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}:{}:{}", self.file, self.line, self.col) }
}

/// What the handler of a panic gets: the message, not yet formatted, and where.
#[lang = "panic_info"]
pub struct PanicInfo<'a> {
    message: &'a fmt::Arguments<'a>,
    location: &'a Location<'a>,
    can_unwind: bool,
}

pub struct PanicMessage<'a> {
    message: &'a fmt::Arguments<'a>,
}

impl<'a> PanicInfo<'a> {
    pub(crate) fn new(message: &'a fmt::Arguments<'a>, location: &'a Location<'a>, can_unwind: bool) -> Self {
        PanicInfo { message, location, can_unwind }
    }

    pub fn message(&self) -> PanicMessage<'_> { PanicMessage { message: self.message } }

    pub fn arguments(&self) -> &fmt::Arguments<'a> { self.message }

    pub fn location(&self) -> Option<&Location<'_>> { Some(&self.location) }

    pub fn can_unwind(&self) -> bool { self.can_unwind }
}

impl fmt::Display for PanicInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("panicked at ")?;
        self.location.fmt(f)?;
        f.write_str(":\n")?;
        fmt::Display::fmt(self.message, f)
    }
}

impl<'a> PanicMessage<'a> {
    pub fn as_str(&self) -> Option<&'static str> { self.message.as_str() }
}

impl fmt::Display for PanicMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self.message, f) }
}

impl fmt::Debug for PanicMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self.message, f) }
}
