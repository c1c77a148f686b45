//! Before and after `main`.

use crate::panicking;
use crate::process::Termination;

pub use crate::panicking::begin_panic;
pub use core::panicking::{panic_display, panic_fmt};

/// The program's entry calls this with `main`; what it gives back is the exit status.
#[lang = "start"]
fn lang_start<T: Termination + 'static>(main: fn() -> T, _argc: isize, _argv: *const *const u8, _sigpipe: u8) -> isize {
    panicking::install();
    let mut status = 101;
    if let Ok(code) = crate::panic::catch_unwind(crate::panic::AssertUnwindSafe(|| main().report())) {
        status = exit_status(code);
    }
    crate::thread::local_impl::run_destructors();
    crate::io::flush_at_exit();
    status
}

fn exit_status(code: crate::process::ExitCode) -> isize { unsafe { core::mem::transmute::<_, u8>(code) as isize } }
