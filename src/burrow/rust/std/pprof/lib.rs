//! The crate `pprof` as programs use it, over burrow's own sampler.
//!
//! Signatures are those of pprof 0.15 with `protobuf-codec`.  Samples are taken and encoded outside of the program: a report
//! is a range of samples, and `pprof()` asks the host for the encoded profile.
#![allow(dead_code)]

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub mod protos;
mod request;

#[derive(Debug)]
pub enum Error {
    CreatingError,
    Running,
    NotRunning,
    Io(std::io::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::CreatingError => f.write_str("create profiler error"),
            Error::Running => f.write_str("start running cpu profiler error"),
            Error::NotRunning => f.write_str("stop running cpu profiler error"),
            Error::Io(e) => fmt::Display::fmt(e, f),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Error { Error::Io(e) }
}

#[derive(Clone)]
pub struct ProfilerGuardBuilder {
    frequency: i32,
}

impl Default for ProfilerGuardBuilder {
    fn default() -> ProfilerGuardBuilder { ProfilerGuardBuilder { frequency: 99 } }
}

impl ProfilerGuardBuilder {
    pub fn frequency(self, frequency: std::os::raw::c_int) -> Self { Self { frequency, ..self } }

    /// Samples never stop in foreign libraries here: nothing has to be left out.
    pub fn blocklist<T: AsRef<str>>(self, _blocklist: &[T]) -> Self { self }

    pub fn build(self) -> Result<ProfilerGuard<'static>> { ProfilerGuard::new(self.frequency) }
}

/// Samples are taken as long as it lives.
pub struct ProfilerGuard<'a> {
    frequency: i32,
    first: usize,
    start: SystemTime,
    marker: PhantomData<&'a ()>,
}

impl ProfilerGuard<'_> {
    pub fn new(frequency: std::os::raw::c_int) -> Result<ProfilerGuard<'static>> {
        let first = request::start(frequency as usize);
        Ok(ProfilerGuard { frequency, first, start: SystemTime::now(), marker: PhantomData })
    }

    pub fn report(&self) -> ReportBuilder<'_> { ReportBuilder { guard: self } }
}

impl Drop for ProfilerGuard<'_> {
    fn drop(&mut self) { request::stop(); }
}

pub struct ReportBuilder<'a> {
    guard: &'a ProfilerGuard<'a>,
}

impl<'a> ReportBuilder<'a> {
    pub fn build(&self) -> Result<Report> {
        let guard = self.guard;
        let last = request::stop();
        request::start(guard.frequency as usize);
        let start_time = guard.start.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Ok(Report {
            first: guard.first,
            last,
            timing: ReportTiming {
                frequency: guard.frequency,
                start_time: guard.start,
                duration: guard.start.elapsed().unwrap_or(Duration::ZERO),
            },
            start: start_time,
        })
    }
}

#[derive(Clone, Debug)]
pub struct ReportTiming {
    pub frequency: i32,
    pub start_time: SystemTime,
    pub duration: Duration,
}

/// The samples taken up to a moment.
#[derive(Clone)]
pub struct Report {
    first: usize,
    last: usize,
    start: Duration,
    pub timing: ReportTiming,
}

impl Report {
    fn request(&self, op: usize) -> Vec<u8> {
        let duration = self.timing.duration.as_nanos() as usize;
        request::encode(op, self.first, self.last, self.timing.frequency as usize, self.start.as_nanos() as usize, duration)
    }

    pub fn pprof(&self) -> Result<protos::Profile> {
        let bytes = self.request(request::PROFILE);
        if bytes.is_empty() { Err(Error::CreatingError) } else { Ok(protos::Profile::new(bytes)) }
    }

    pub fn flamegraph<W>(&self, mut writer: W) -> Result<()>
    where
        W: std::io::Write,
    {
        let bytes = self.request(request::FLAMEGRAPH);
        if bytes.is_empty() {
            return Err(Error::CreatingError);
        }
        writer.write_all(&bytes)?;
        Ok(())
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("samples", &(self.last - self.first)).field("timing", &self.timing).finish()
    }
}
