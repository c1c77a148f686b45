//! The runtime's functions (`memory/abi.py` says what each promises).  All numbers and addresses are one word.

macro_rules! runtime {
    ($($symbol:literal fn $name:ident($($arg:ident: $t:ty),*) $(-> $ret:ty)?;)*) => {
        #[cfg(not(real))]
        extern "burrow" {
            $(#[link_name = $symbol]
            pub fn $name($($arg: $t),*) $(-> $ret)?;)*
        }

        #[cfg(real)]
        extern "C" {
            $(#[link_name = $symbol]
            pub fn $name($($arg: $t),*) $(-> $ret)?;)*
        }
    };
}

runtime! {
    "runtime.alloc" fn alloc(size: usize, align: usize) -> *mut u8;
    "runtime.alloc_zeroed" fn alloc_zeroed(size: usize, align: usize) -> *mut u8;
    "runtime.realloc" fn realloc(p: *mut u8, old: usize, align: usize, new: usize) -> *mut u8;
    "runtime.free" fn free(p: *mut u8, size: usize, align: usize);
    "runtime.thread_spawn" fn thread_spawn(f: extern "C" fn(*mut u8), ctx: *mut u8) -> isize;
    "runtime.thread_self" fn thread_self() -> usize;
    "runtime.thread_local" fn thread_local() -> *mut usize;
    "runtime.thread_yield" fn thread_yield();
    "runtime.thread_sleep" fn thread_sleep(ns: i64);
    "runtime.futex_wait" fn futex_wait(addr: *const u32, expected: usize, ns: i64) -> isize;
    "runtime.futex_wake" fn futex_wake(addr: *const u32, n: usize) -> isize;
    "runtime.syscall_blocking" fn syscall(nr: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize) -> isize;
    "runtime.write" fn write(fd: usize, p: *const u8, n: usize) -> isize;
    "runtime.nanotime" fn nanotime() -> i64;
    "runtime.walltime" fn walltime() -> i64;
    "runtime.exit" fn exit(code: isize) -> !;
    "runtime.args" fn args() -> *const usize;
    "runtime.random" fn random() -> u64;
    "runtime.numcpu" fn numcpu() -> usize;
    "runtime.catch" fn catch(f: extern "C" fn(*mut u8), ctx: *mut u8) -> *mut u8;
    "runtime.raise" fn raise(payload: *mut u8) -> !;
    "runtime.panicking" fn panicking() -> usize;
    "runtime.profile_start" fn profile_start(hz: usize) -> isize;
    "runtime.profile_stop" fn profile_stop() -> usize;
    "runtime.host" fn host(op: usize, p: *mut u8, n: usize) -> isize;
}
