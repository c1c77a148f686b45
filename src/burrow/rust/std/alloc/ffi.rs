//! `CString`.

pub use core::ffi::*;
use core::fmt;
use core::ops::Deref;

use crate::boxed::Box;
use crate::vec::Vec;

#[derive(PartialEq, PartialOrd, Eq, Ord, Hash, Clone)]
pub struct CString {
    inner: Box<[u8]>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NulError(usize, Vec<u8>);

impl CString {
    pub fn new<T: Into<Vec<u8>>>(t: T) -> Result<CString, NulError> {
        let mut bytes = t.into();
        match bytes.iter().position(|b| *b == 0) {
            Some(i) => Err(NulError(i, bytes)),
            None => {
                bytes.push(0);
                Ok(CString { inner: bytes.into_boxed_slice() })
            }
        }
    }

    pub fn as_c_str(&self) -> &CStr { &*self }
    pub fn into_bytes(self) -> Vec<u8> {
        let mut v = self.inner.into_vec();
        v.pop();
        v
    }
}

impl Deref for CString {
    type Target = CStr;
    fn deref(&self) -> &CStr { unsafe { CStr::from_bytes_with_nul_unchecked(&self.inner) } }
}

impl fmt::Debug for CString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&**self, f) }
}

impl fmt::Display for NulError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nul byte found in provided data at position: {}", self.0)
    }
}

impl core::error::Error for NulError {}
