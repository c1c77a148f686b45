//! Streams of nothing, and copying.

use super::{BufRead, Read, Result, Write};

pub fn copy<R: ?Sized + Read, W: ?Sized + Write>(reader: &mut R, writer: &mut W) -> Result<u64> {
    let mut buf = [0; 8192];
    let mut total = 0;
    loop {
        let n = reader.read(&mut buf)?;
        if n == 0 {
            return Ok(total);
        }
        writer.write_all(&buf[..n])?;
        total += n as u64;
    }
}

pub fn read_to_string<R: Read>(mut reader: R) -> Result<String> {
    let mut buf = String::new();
    reader.read_to_string(&mut buf)?;
    Ok(buf)
}

#[derive(Copy, Clone, Debug, Default)]
pub struct Empty;

pub const fn empty() -> Empty { Empty }

impl Read for Empty {
    fn read(&mut self, _buf: &mut [u8]) -> Result<usize> { Ok(0) }
}

#[derive(Copy, Clone, Debug, Default)]
pub struct Sink;

pub const fn sink() -> Sink { Sink }

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> Result<usize> { Ok(buf.len()) }
    fn flush(&mut self) -> Result<()> { Ok(()) }
}

pub struct Repeat {
    byte: u8,
}

pub const fn repeat(byte: u8) -> Repeat { Repeat { byte } }

impl Read for Repeat {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        buf.fill(self.byte);
        Ok(buf.len())
    }
}
