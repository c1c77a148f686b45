//! The process itself.

use core::runtime;

use crate::fmt;
use crate::io;

pub fn exit(code: i32) -> ! {
    io::flush_at_exit();
    unsafe { runtime::exit(code as isize) }
}

#[cold]
pub fn abort() -> ! { core::intrinsics::abort() }

pub fn id() -> u32 { crate::sys::getpid() }

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExitCode(u8);

impl ExitCode {
    pub const SUCCESS: ExitCode = ExitCode(0);
    pub const FAILURE: ExitCode = ExitCode(1);

    pub fn exit_process(self) -> ! { exit(self.0 as i32) }
}

impl From<u8> for ExitCode {
    fn from(code: u8) -> Self { ExitCode(code) }
}

/// What `main` may return.
#[lang = "termination"]
pub trait Termination {
    fn report(self) -> ExitCode;
}

impl Termination for () {
    fn report(self) -> ExitCode { ExitCode::SUCCESS }
}

impl Termination for ! {
    fn report(self) -> ExitCode { self }
}

impl Termination for core::convert::Infallible {
    fn report(self) -> ExitCode { match self {} }
}

impl Termination for ExitCode {
    fn report(self) -> ExitCode { self }
}

impl<T: Termination, E: fmt::Debug> Termination for Result<T, E> {
    fn report(self) -> ExitCode {
        match self {
            Ok(val) => val.report(),
            Err(err) => {
                crate::eprintln!("Error: {err:?}");
                ExitCode::FAILURE
            }
        }
    }
}
