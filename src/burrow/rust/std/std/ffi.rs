//! Text of the system.

pub use alloc_crate::ffi::*;
use core::borrow::Borrow;

use crate::fmt;
use crate::ops::Deref;

/// Bytes that are usually text.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct OsStr {
    inner: [u8],
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OsString {
    inner: Vec<u8>,
}

impl OsStr {
    pub fn new<S: AsRef<OsStr> + ?Sized>(s: &S) -> &OsStr { s.as_ref() }
    pub(crate) fn from_bytes(bytes: &[u8]) -> &OsStr { unsafe { &*(bytes as *const [u8] as *const OsStr) } }
    pub fn to_str(&self) -> Option<&str> { core::str::from_utf8(&self.inner).ok() }
    pub fn to_string_lossy(&self) -> crate::borrow::Cow<'_, str> { String::from_utf8_lossy(&self.inner) }
    pub fn to_os_string(&self) -> OsString { OsString { inner: self.inner.to_vec() } }
    pub fn is_empty(&self) -> bool { self.inner.is_empty() }
    pub fn len(&self) -> usize { self.inner.len() }
    pub fn as_encoded_bytes(&self) -> &[u8] { &self.inner }
}

impl OsString {
    pub const fn new() -> OsString { OsString { inner: Vec::new() } }
    pub(crate) fn from_bytes(bytes: &[u8]) -> OsString { OsString { inner: bytes.to_vec() } }
    pub fn as_os_str(&self) -> &OsStr { self }
    pub fn push<T: AsRef<OsStr>>(&mut self, s: T) { self.inner.extend_from_slice(&s.as_ref().inner) }
    pub fn into_string(self) -> Result<String, OsString> {
        String::from_utf8(self.inner).map_err(|e| OsString { inner: e.into_bytes() })
    }
}

impl Deref for OsString {
    type Target = OsStr;
    fn deref(&self) -> &OsStr { OsStr::from_bytes(&self.inner) }
}

impl Borrow<OsStr> for OsString {
    fn borrow(&self) -> &OsStr { self }
}

impl ToOwned for OsStr {
    type Owned = OsString;
    fn to_owned(&self) -> OsString { self.to_os_string() }
}

impl AsRef<OsStr> for OsStr {
    fn as_ref(&self) -> &OsStr { self }
}

impl AsRef<OsStr> for OsString {
    fn as_ref(&self) -> &OsStr { self }
}

impl AsRef<OsStr> for str {
    fn as_ref(&self) -> &OsStr { OsStr::from_bytes(self.as_bytes()) }
}

impl AsRef<OsStr> for String {
    fn as_ref(&self) -> &OsStr { OsStr::from_bytes(self.as_bytes()) }
}

impl<T: ?Sized + AsRef<OsStr>> From<&T> for OsString {
    fn from(s: &T) -> OsString { s.as_ref().to_os_string() }
}

impl From<String> for OsString {
    fn from(s: String) -> OsString { OsString { inner: s.into_bytes() } }
}

impl fmt::Debug for OsStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&*self.to_string_lossy(), f) }
}

impl fmt::Debug for OsString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}
