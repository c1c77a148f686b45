//! Paths.

use core::borrow::Borrow;

use crate::borrow::Cow;
use crate::ffi::{OsStr, OsString};
use crate::fmt;
use crate::ops::Deref;

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Path {
    inner: OsStr,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PathBuf {
    inner: OsString,
}

pub const MAIN_SEPARATOR: char = '/';

impl Path {
    pub fn new<S: AsRef<OsStr> + ?Sized>(s: &S) -> &Path { unsafe { &*(s.as_ref() as *const OsStr as *const Path) } }
    pub fn as_os_str(&self) -> &OsStr { &self.inner }
    pub fn to_str(&self) -> Option<&str> { self.inner.to_str() }
    pub fn to_string_lossy(&self) -> Cow<'_, str> { self.inner.to_string_lossy() }
    pub fn to_path_buf(&self) -> PathBuf { PathBuf { inner: self.inner.to_os_string() } }
    pub fn display(&self) -> Display<'_> { Display { path: self } }
    pub fn is_absolute(&self) -> bool { self.inner.as_encoded_bytes().first() == Some(&b'/') }
    pub fn exists(&self) -> bool { crate::fs::metadata(self).is_ok() }
    pub fn is_file(&self) -> bool { crate::fs::metadata(self).map_or(false, |m| m.is_file()) }
    pub fn is_dir(&self) -> bool { crate::fs::metadata(self).map_or(false, |m| m.is_dir()) }

    pub fn join<P: AsRef<Path>>(&self, path: P) -> PathBuf {
        let mut buf = self.to_path_buf();
        buf.push(path);
        buf
    }

    /// The text without slashes at its end.
    fn trimmed(&self) -> &[u8] {
        let mut bytes = self.inner.as_encoded_bytes();
        while bytes.len() > 1 && bytes[bytes.len() - 1] == b'/' {
            bytes = &bytes[..bytes.len() - 1];
        }
        bytes
    }

    pub fn parent(&self) -> Option<&Path> {
        let bytes = self.trimmed();
        if bytes.is_empty() || bytes == b"/" {
            return None;
        }
        let end = match bytes.iter().rposition(|b| *b == b'/') {
            Some(0) => 1,
            Some(i) => i,
            None => 0,
        };
        Some(Path::new(OsStr::from_bytes(&bytes[..end])))
    }

    pub fn file_name(&self) -> Option<&OsStr> {
        let bytes = self.trimmed();
        let start = bytes.iter().rposition(|b| *b == b'/').map_or(0, |i| i + 1);
        let name = &bytes[start..];
        if name.is_empty() || name == b".." || name == b"." { None } else { Some(OsStr::from_bytes(name)) }
    }

    fn dot(name: &[u8]) -> Option<usize> {
        match name.iter().rposition(|b| *b == b'.') {
            Some(0) | None => None,
            at => at,
        }
    }

    pub fn extension(&self) -> Option<&OsStr> {
        let name = self.file_name()?.as_encoded_bytes();
        Some(OsStr::from_bytes(&name[Path::dot(name)? + 1..]))
    }

    pub fn file_stem(&self) -> Option<&OsStr> {
        let name = self.file_name()?.as_encoded_bytes();
        Some(OsStr::from_bytes(&name[..Path::dot(name).unwrap_or(name.len())]))
    }
}

impl PathBuf {
    pub fn new() -> PathBuf { PathBuf { inner: OsString::new() } }
    pub fn as_path(&self) -> &Path { self }
    pub fn into_os_string(self) -> OsString { self.inner }

    pub fn push<P: AsRef<Path>>(&mut self, path: P) {
        let path = path.as_ref();
        if path.is_absolute() {
            self.inner = path.inner.to_os_string();
            return;
        }
        let bytes = self.inner.as_encoded_bytes();
        if !bytes.is_empty() && bytes[bytes.len() - 1] != b'/' {
            self.inner.push("/");
        }
        self.inner.push(&path.inner);
    }
}


impl Deref for PathBuf {
    type Target = Path;
    fn deref(&self) -> &Path { Path::new(&self.inner) }
}

impl Borrow<Path> for PathBuf {
    fn borrow(&self) -> &Path { self }
}

impl ToOwned for Path {
    type Owned = PathBuf;
    fn to_owned(&self) -> PathBuf { self.to_path_buf() }
}

macro_rules! as_path {
    ($($t:ty)*) => { $(impl AsRef<Path> for $t {
        fn as_ref(&self) -> &Path { Path::new(self) }
    })* };
}

as_path! { str String OsStr OsString }

impl AsRef<Path> for Path {
    fn as_ref(&self) -> &Path { self }
}

impl AsRef<Path> for PathBuf {
    fn as_ref(&self) -> &Path { self }
}

impl AsRef<OsStr> for Path {
    fn as_ref(&self) -> &OsStr { &self.inner }
}

impl<T: ?Sized + AsRef<OsStr>> From<&T> for PathBuf {
    fn from(s: &T) -> PathBuf { PathBuf { inner: s.as_ref().to_os_string() } }
}

impl From<String> for PathBuf {
    fn from(s: String) -> PathBuf { PathBuf { inner: s.into() } }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&self.inner, f) }
}

impl fmt::Debug for PathBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

pub struct Display<'a> {
    path: &'a Path,
}

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&*self.path.to_string_lossy(), f) }
}

impl fmt::Debug for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(self.path, f) }
}
