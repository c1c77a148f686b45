//! Arguments and environment of the process.

use core::runtime;

use crate::error::Error;
use crate::ffi::{OsStr, OsString};
use crate::fmt;
use crate::io;
use crate::path::PathBuf;
use crate::sys;
use crate::vec;

/// The addresses of `argv` and `envp`.
fn process() -> (usize, *const *const u8, *const *const u8) {
    unsafe {
        let words = runtime::args();
        (*words, *words.add(1) as *const *const u8, *words.add(2) as *const *const u8)
    }
}

pub struct Args {
    inner: vec::IntoIter<String>,
}

pub fn args() -> Args {
    let (argc, argv, _) = process();
    let mut list = Vec::with_capacity(argc);
    for i in 0..argc {
        let text = unsafe { sys::c_text(*argv.add(i)) };
        list.push(String::from_utf8(text.to_vec()).unwrap());
    }
    Args { inner: list.into_iter() }
}

impl Iterator for Args {
    type Item = String;
    fn next(&mut self) -> Option<String> { self.inner.next() }
    fn size_hint(&self) -> (usize, Option<usize>) { self.inner.size_hint() }
}

impl ExactSizeIterator for Args {}

impl DoubleEndedIterator for Args {
    fn next_back(&mut self) -> Option<String> { self.inner.next_back() }
}

impl fmt::Debug for Args {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Args").field("inner", &self.inner.as_slice()).finish()
    }
}

#[derive(Debug, PartialEq, Eq, Clone)]
pub enum VarError {
    NotPresent,
    NotUnicode(OsString),
}

impl fmt::Display for VarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VarError::NotPresent => f.write_str("environment variable not found"),
            VarError::NotUnicode(s) => write!(f, "environment variable was not valid unicode: {s:?}"),
        }
    }
}

impl Error for VarError {}

pub(crate) fn lookup(name: &str) -> Option<&'static [u8]> {
    let (_, _, envp) = process();
    let mut i = 0;
    unsafe {
        while !(*envp.add(i)).is_null() {
            let text = sys::c_text(*envp.add(i));
            let n = name.len();
            if text.len() > n && text[n] == b'=' && &text[..n] == name.as_bytes() {
                return Some(&text[n + 1..]);
            }
            i += 1;
        }
    }
    None
}

pub fn var<K: AsRef<OsStr>>(key: K) -> Result<String, VarError> {
    match var_os(key) {
        None => Err(VarError::NotPresent),
        Some(s) => s.into_string().map_err(VarError::NotUnicode),
    }
}

pub fn var_os<K: AsRef<OsStr>>(key: K) -> Option<OsString> {
    lookup(key.as_ref().to_str()?).map(|text| OsString::from_bytes(text))
}

pub fn vars() -> vec::IntoIter<(String, String)> {
    let (_, _, envp) = process();
    let mut list = Vec::new();
    let mut i = 0;
    unsafe {
        while !(*envp.add(i)).is_null() {
            let text = String::from_utf8_lossy(sys::c_text(*envp.add(i)));
            if let Some((name, value)) = text.split_once('=') {
                list.push((String::from(name), String::from(value)));
            }
            i += 1;
        }
    }
    list.into_iter()
}

pub fn current_dir() -> io::Result<PathBuf> {
    let mut buf = [0; 4096];
    let n = sys::getcwd(&mut buf)?;
    Ok(PathBuf::from(String::from_utf8_lossy(&buf[..n - 1]).into_owned()))
}

pub fn temp_dir() -> PathBuf {
    match var("TMPDIR") {
        Ok(dir) => PathBuf::from(dir),
        Err(_) => PathBuf::from("/tmp"),
    }
}
