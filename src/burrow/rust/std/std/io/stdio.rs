//! The process's three streams.  Standard output is flushed after each line and when the process ends.

use super::{BufRead, Error, ErrorKind, Read, Result, Write};
use crate::cell::UnsafeCell;
use crate::fmt;
use crate::sync::{Mutex, MutexGuard, PoisonError};
use crate::sys;

/// What has been printed since the last line ended.
static STDOUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static STDERR: Mutex<()> = Mutex::new(());
static STDIN: Mutex<Input> = Mutex::new(Input { buf: Vec::new(), pos: 0 });

const CAPACITY: usize = 1024;

struct Input {
    buf: Vec<u8>,
    pos: usize,
}

fn send(buf: &mut Vec<u8>) -> Result<()> {
    if buf.is_empty() {
        return Ok(());
    }
    let r = sys::write(1, buf);
    buf.clear();
    r.map(|_| ())
}

/// Puts `data` behind what waits; writes up to the last line end.
fn put(buf: &mut Vec<u8>, data: &[u8]) -> Result<()> {
    match data.iter().rposition(|b| *b == b'\n') {
        Some(i) => {
            buf.extend_from_slice(&data[..i + 1]);
            send(buf)?;
            buf.extend_from_slice(&data[i + 1..]);
        }
        None => {
            buf.extend_from_slice(data);
            if buf.len() >= CAPACITY {
                send(buf)?;
            }
        }
    }
    Ok(())
}

pub(crate) fn flush_at_exit() {
    // Somebody who holds the lock now will never be done with it.
    if let Ok(mut buf) = STDOUT.try_lock() {
        let _ = send(&mut buf);
    }
}

#[derive(Debug)]
pub struct Stdout(());

pub struct StdoutLock<'a> {
    guard: MutexGuard<'a, Vec<u8>>,
}

pub fn stdout() -> Stdout { Stdout(()) }

impl Stdout {
    pub fn lock(&self) -> StdoutLock<'static> {
        StdoutLock { guard: STDOUT.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}

impl Write for Stdout {
    fn write(&mut self, buf: &[u8]) -> Result<usize> { self.lock().write(buf) }
    fn flush(&mut self) -> Result<()> { self.lock().flush() }
}

impl Write for &Stdout {
    fn write(&mut self, buf: &[u8]) -> Result<usize> { self.lock().write(buf) }
    fn flush(&mut self) -> Result<()> { self.lock().flush() }
}

impl Write for StdoutLock<'_> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        put(&mut self.guard, buf)?;
        Ok(buf.len())
    }
    fn flush(&mut self) -> Result<()> { send(&mut self.guard) }
}

#[derive(Debug)]
pub struct Stderr(());

pub struct StderrLock<'a> {
    _guard: MutexGuard<'a, ()>,
}

pub fn stderr() -> Stderr { Stderr(()) }

impl Stderr {
    pub fn lock(&self) -> StderrLock<'static> {
        StderrLock { _guard: STDERR.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}

impl Write for Stderr {
    fn write(&mut self, buf: &[u8]) -> Result<usize> { self.lock().write(buf) }
    fn flush(&mut self) -> Result<()> { Ok(()) }
}

impl Write for StderrLock<'_> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> { sys::write(2, buf) }
    fn flush(&mut self) -> Result<()> { Ok(()) }
}

#[derive(Debug)]
pub struct Stdin(());

pub struct StdinLock<'a> {
    guard: MutexGuard<'a, Input>,
}

pub fn stdin() -> Stdin { Stdin(()) }

impl Stdin {
    pub fn lock(&self) -> StdinLock<'static> {
        StdinLock { guard: STDIN.lock().unwrap_or_else(PoisonError::into_inner) }
    }

    pub fn read_line(&self, buf: &mut String) -> Result<usize> { self.lock().read_line(buf) }

    pub fn lines(self) -> super::Lines<StdinLock<'static>> { self.lock().lines() }
}

impl Read for Stdin {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> { self.lock().read(buf) }
}

impl Read for StdinLock<'_> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let n = {
            let mut rest = self.fill_buf()?;
            rest.read(buf)?
        };
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for StdinLock<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        let input = &mut *self.guard;
        if input.pos >= input.buf.len() {
            input.buf.resize(8192, 0);
            let n = sys::read(0, &mut input.buf);
            input.pos = 0;
            input.buf.truncate(match &n {
                Ok(n) => *n,
                Err(_) => 0,
            });
            n?;
        }
        Ok(&input.buf[input.pos..])
    }

    fn consume(&mut self, amount: usize) { self.guard.pos += amount; }
}

#[doc(hidden)]
pub fn _print(args: fmt::Arguments<'_>) {
    if let Err(e) = stdout().lock().write_fmt(args) {
        panic!("failed printing to stdout: {e}");
    }
}

#[doc(hidden)]
pub fn _eprint(args: fmt::Arguments<'_>) {
    if let Err(e) = stderr().lock().write_fmt(args) {
        panic!("failed printing to stderr: {e}");
    }
}
