//! What a panic does: tells, then unwinds.
//!
//! rustc's message and order: the hook runs first, on the panicking thread; a panic while panicking aborts.

use core::mem::ManuallyDrop;
use core::panic::{Location, PanicInfo};
use core::runtime;

use crate::any::Any;
use crate::fmt;
use crate::io;
use crate::panic::PanicHookInfo;
use crate::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{PoisonError, RwLock};
use crate::thread;

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

static HOOK: RwLock<Option<Hook>> = RwLock::new(None);
/// The note about backtraces comes once a process.
static FIRST: AtomicBool = AtomicBool::new(true);

/// Makes panics come here.
pub(crate) fn install() {
    let handler: fn(&PanicInfo<'_>) -> ! = handle;
    unsafe { core::panicking::HANDLER = Some(handler) };
}

pub fn set_hook(hook: Hook) {
    if thread::panicking() {
        panic!("cannot modify the panic hook from a panicking thread");
    }
    let old = HOOK.write().unwrap_or_else(PoisonError::into_inner).replace(hook);
    drop(old);
}

pub fn take_hook() -> Hook {
    if thread::panicking() {
        panic!("cannot modify the panic hook from a panicking thread");
    }
    match HOOK.write().unwrap_or_else(PoisonError::into_inner).take() {
        Some(hook) => hook,
        None => Box::new(default_hook),
    }
}

/// The text of a payload that is one.
pub(crate) fn payload_text<'a>(payload: &'a (dyn Any + Send)) -> Option<&'a str> {
    if let Some(s) = payload.downcast_ref::<&'static str>() {
        Some(s)
    } else if let Some(s) = payload.downcast_ref::<String>() {
        Some(s)
    } else {
        None
    }
}

fn default_hook(info: &PanicHookInfo<'_>) {
    let text = payload_text(info.payload()).unwrap_or("Box<dyn Any>");
    let id = crate::sys::gettid();
    let location = info.location().unwrap();
    let message = thread::with_current_name(|name| {
        format!("\nthread '{}' ({id}) panicked at {location}:\n{text}\n", name.unwrap_or("<unnamed>"))
    });
    let _ = crate::sys::write(2, message.as_bytes());
    if FIRST.swap(false, Ordering::SeqCst) && !wants_backtrace() {
        let _ = crate::sys::write(
            2,
            b"note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
        );
    }
}

fn wants_backtrace() -> bool {
    match crate::env::lookup("RUST_BACKTRACE") {
        Some(value) => value != b"0",
        None => false,
    }
}

/// A panic with a format string: the payload is the text.
fn handle(info: &PanicInfo<'_>) -> ! {
    let location = info.location().unwrap();
    let payload: Box<dyn Any + Send> = match info.arguments().as_str() {
        Some(text) => Box::new(text),
        None => Box::new(format!("{}", info.message())),
    };
    go(payload, location, info.can_unwind())
}

/// A panic with a value of any type.
#[inline(never)]
#[cold]
#[track_caller]
#[lang = "begin_panic"]
pub fn begin_panic<M: Any + Send>(msg: M) -> ! { go(Box::new(msg), Location::caller(), true) }

fn go(payload: Box<dyn Any + Send>, location: &Location<'_>, can_unwind: bool) -> ! {
    let nested = thread::panic_count::increase();
    if nested > 2 {
        let _ = crate::sys::write(2, b"thread panicked while processing panic. aborting.\n");
        core::intrinsics::abort();
    }
    let info = PanicHookInfo::new(location, &*payload);
    {
        let hook = HOOK.read().unwrap_or_else(PoisonError::into_inner);
        match &*hook {
            Some(hook) => hook(&info),
            None => default_hook(&info),
        }
    }
    if !can_unwind {
        let _ = crate::sys::write(2, b"thread caused non-unwinding panic. aborting.\n");
        core::intrinsics::abort();
    }
    start(payload)
}

/// Unwinds with a payload, without telling anybody.
pub(crate) fn raise(payload: Box<dyn Any + Send>) -> ! {
    thread::panic_count::increase();
    start(payload)
}

/// The runtime carries one word: the address of a box that holds the payload.
fn start(payload: Box<dyn Any + Send>) -> ! {
    let word = Box::into_raw(Box::new(payload)) as *mut u8;
    unsafe { runtime::raise(word) }
}

/// A call to be made and its result, in the same place.
union Data<F, R> {
    f: ManuallyDrop<F>,
    r: ManuallyDrop<R>,
}

extern "C" fn call<F: FnOnce() -> R, R>(data: *mut u8) {
    unsafe {
        let data = &mut *(data as *mut Data<F, R>);
        let f = ManuallyDrop::take(&mut data.f);
        data.r = ManuallyDrop::new(f());
    }
}

/// Calls `f`; a panic that comes out of it is the error.
pub(crate) unsafe fn catch<F: FnOnce() -> R, R>(f: F) -> Result<R, Box<dyn Any + Send>> {
    let mut data = Data { f: ManuallyDrop::new(f) };
    unsafe {
        let payload = runtime::catch(call::<F, R>, &raw mut data as *mut u8);
        if payload.is_null() {
            return Ok(ManuallyDrop::into_inner(data.r));
        }
        thread::panic_count::decrease();
        Err(*Box::from_raw(payload as *mut Box<dyn Any + Send>))
    }
}
