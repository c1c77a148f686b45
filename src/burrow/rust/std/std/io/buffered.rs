//! Buffers before streams.

use super::{BufRead, Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use crate::fmt;
use crate::thread;

const DEFAULT: usize = 8 * 1024;

pub struct BufReader<R: ?Sized> {
    buf: Vec<u8>,
    pos: usize,
    filled: usize,
    inner: R,
}

impl<R: Read> BufReader<R> {
    pub fn new(inner: R) -> BufReader<R> { BufReader::with_capacity(DEFAULT, inner) }

    pub fn with_capacity(capacity: usize, inner: R) -> BufReader<R> {
        BufReader { buf: crate::vec::from_elem(0, capacity), pos: 0, filled: 0, inner }
    }
}

impl<R> BufReader<R> {
    pub fn get_ref(&self) -> &R { &self.inner }
    pub fn get_mut(&mut self) -> &mut R { &mut self.inner }
    pub fn into_inner(self) -> R { self.inner }
    pub fn buffer(&self) -> &[u8] { &self.buf[self.pos..self.filled] }
}

impl<R: ?Sized + Read> Read for BufReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        if self.pos == self.filled && buf.len() >= self.buf.len() {
            return self.inner.read(buf);
        }
        let n = {
            let mut rest = self.fill_buf()?;
            rest.read(buf)?
        };
        self.consume(n);
        Ok(n)
    }
}

impl<R: ?Sized + Read> BufRead for BufReader<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.pos >= self.filled {
            self.filled = self.inner.read(&mut self.buf)?;
            self.pos = 0;
        }
        Ok(&self.buf[self.pos..self.filled])
    }

    fn consume(&mut self, amount: usize) { self.pos = crate::cmp::min(self.pos + amount, self.filled); }
}

pub struct BufWriter<W: ?Sized + Write> {
    buf: Vec<u8>,
    // A panic within `inner.write`: nothing is written again on drop.
    panicked: bool,
    inner: W,
}

impl<W: Write> BufWriter<W> {
    pub fn new(inner: W) -> BufWriter<W> { BufWriter::with_capacity(DEFAULT, inner) }

    pub fn with_capacity(capacity: usize, inner: W) -> BufWriter<W> {
        BufWriter { inner, buf: Vec::with_capacity(capacity), panicked: false }
    }

    pub fn into_inner(mut self) -> crate::result::Result<W, Error> {
        self.flush_buf()?;
        let mut this = crate::mem::ManuallyDrop::new(self);
        unsafe {
            crate::ptr::drop_in_place(&mut this.buf);
            Ok(crate::ptr::read(&this.inner))
        }
    }
}

impl<W: ?Sized + Write> BufWriter<W> {
    fn flush_buf(&mut self) -> Result<()> {
        self.panicked = true;
        let r = self.inner.write_all(&self.buf);
        self.panicked = false;
        self.buf.clear();
        r
    }

    pub fn get_ref(&self) -> &W { &self.inner }
    pub fn get_mut(&mut self) -> &mut W { &mut self.inner }
    pub fn buffer(&self) -> &[u8] { &self.buf }
}

impl<W: ?Sized + Write> Write for BufWriter<W> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        if self.buf.len() + buf.len() > self.buf.capacity() {
            self.flush_buf()?;
        }
        if buf.len() >= self.buf.capacity() {
            self.panicked = true;
            let r = self.inner.write(buf);
            self.panicked = false;
            return r;
        }
        self.buf.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.flush_buf()?;
        self.inner.flush()
    }
}

impl<W: ?Sized + Write> Drop for BufWriter<W> {
    fn drop(&mut self) {
        if !self.panicked {
            let _ = self.flush_buf();
        }
    }
}

/// Flushes at the end of each line.
pub struct LineWriter<W: Write> {
    inner: BufWriter<W>,
}

impl<W: Write> LineWriter<W> {
    pub fn new(inner: W) -> LineWriter<W> { LineWriter { inner: BufWriter::with_capacity(1024, inner) } }
    pub fn get_ref(&self) -> &W { self.inner.get_ref() }
}

impl<W: Write> Write for LineWriter<W> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        match buf.iter().rposition(|b| *b == b'\n') {
            None => self.inner.write(buf),
            Some(i) => {
                self.inner.write_all(&buf[..i + 1])?;
                self.inner.flush()?;
                self.inner.write_all(&buf[i + 1..])?;
                Ok(buf.len())
            }
        }
    }

    fn flush(&mut self) -> Result<()> { self.inner.flush() }
}
