//! System calls by name, over `runtime.syscall_blocking`.

use core::runtime;

use crate::io::Error;

const READ: usize = 0;
const CLOSE: usize = 3;
const STAT: usize = 4;
const LSEEK: usize = 8;
const FSYNC: usize = 74;
const FTRUNCATE: usize = 77;
const GETCWD: usize = 79;
const RENAME: usize = 82;
const MKDIR: usize = 83;
const RMDIR: usize = 84;
const UNLINK: usize = 87;
const GETPID: usize = 39;
const GETTID: usize = 186;
const OPEN: usize = 2;

fn check(r: isize) -> Result<usize, Error> {
    if r < 0 { Err(Error::from_raw_os_error(-r as i32)) } else { Ok(r as usize) }
}

fn call(nr: usize, a: usize, b: usize, c: usize) -> Result<usize, Error> {
    check(unsafe { runtime::syscall(nr, a, b, c, 0, 0, 0) })
}

pub fn read(fd: usize, buf: &mut [u8]) -> Result<usize, Error> { call(READ, fd, buf.as_mut_ptr() as usize, buf.len()) }

pub fn write(fd: usize, buf: &[u8]) -> Result<usize, Error> {
    check(unsafe { runtime::write(fd, buf.as_ptr(), buf.len()) })
}

pub fn close(fd: usize) { let _ = call(CLOSE, fd, 0, 0); }

pub fn seek(fd: usize, offset: i64, whence: usize) -> Result<usize, Error> { call(LSEEK, fd, offset as usize, whence) }

pub fn sync(fd: usize) -> Result<usize, Error> { call(FSYNC, fd, 0, 0) }

pub fn truncate(fd: usize, size: u64) -> Result<usize, Error> { call(FTRUNCATE, fd, size as usize, 0) }

/// The path with a NUL behind it.
fn with_nul<R>(path: &str, f: impl FnOnce(usize) -> R) -> R {
    let mut bytes = Vec::with_capacity(path.len() + 1);
    bytes.extend_from_slice(path.as_bytes());
    bytes.push(0);
    f(bytes.as_ptr() as usize)
}

pub fn open(path: &str, flags: usize, mode: usize) -> Result<usize, Error> {
    with_nul(path, |p| call(OPEN, p, flags, mode))
}

pub fn unlink(path: &str) -> Result<usize, Error> { with_nul(path, |p| call(UNLINK, p, 0, 0)) }
pub fn mkdir(path: &str) -> Result<usize, Error> { with_nul(path, |p| call(MKDIR, p, 0o777, 0)) }
pub fn rmdir(path: &str) -> Result<usize, Error> { with_nul(path, |p| call(RMDIR, p, 0, 0)) }

pub fn rename(from: &str, to: &str) -> Result<usize, Error> {
    with_nul(from, |a| with_nul(to, |b| call(RENAME, a, b, 0)))
}

/// Fills the kernel's `struct stat`, as words.
pub fn stat(path: &str, words: &mut [u64; 18]) -> Result<usize, Error> {
    with_nul(path, |p| call(STAT, p, words.as_mut_ptr() as usize, 0))
}

pub fn getcwd(buf: &mut [u8]) -> Result<usize, Error> { call(GETCWD, buf.as_mut_ptr() as usize, buf.len(), 0) }
pub fn getpid() -> u32 { call(GETPID, 0, 0, 0).unwrap_or(0) as u32 }
pub fn gettid() -> u64 { call(GETTID, 0, 0, 0).unwrap_or(0) as u64 }

/// The text of a C string of the process's arguments or environment.
pub unsafe fn c_text(p: *const u8) -> &'static [u8] {
    let mut n = 0;
    unsafe {
        while *p.add(n) != 0 {
            n += 1;
        }
        core::slice::from_raw_parts(p, n)
    }
}
