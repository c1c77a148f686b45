//! Types of C.

use crate::fmt;

pub type c_char = i8;
pub type c_schar = i8;
pub type c_uchar = u8;
pub type c_short = i16;
pub type c_ushort = u16;
pub type c_int = i32;
pub type c_uint = u32;
pub type c_long = i64;
pub type c_ulong = u64;
pub type c_longlong = i64;
pub type c_ulonglong = u64;
pub type c_float = f32;
pub type c_double = f64;

#[lang = "c_void"]
#[repr(u8)]
pub enum c_void {
    #[doc(hidden)]
    __variant1,
    #[doc(hidden)]
    __variant2,
}

impl fmt::Debug for c_void {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.debug_struct("c_void").finish() }
}

/// Bytes that end with a NUL, which they include.
#[lang = "CStr"]
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CStr {
    inner: [u8],
}

impl CStr {
    pub unsafe fn from_ptr<'a>(ptr: *const c_char) -> &'a CStr {
        let mut n = 0;
        unsafe {
            while *ptr.add(n) != 0 {
                n += 1;
            }
            CStr::from_bytes_with_nul_unchecked(crate::slice::from_raw_parts(ptr as *const u8, n + 1))
        }
    }

    pub const unsafe fn from_bytes_with_nul_unchecked(bytes: &[u8]) -> &CStr {
        unsafe { &*(bytes as *const [u8] as *const CStr) }
    }

    pub fn as_ptr(&self) -> *const c_char { self.inner.as_ptr() as *const c_char }
    pub fn to_bytes(&self) -> &[u8] { &self.inner[..self.inner.len() - 1] }
    pub fn to_bytes_with_nul(&self) -> &[u8] { &self.inner }
    pub fn to_str(&self) -> Result<&str, crate::str::Utf8Error> { crate::str::from_utf8(self.to_bytes()) }
}

impl fmt::Debug for CStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for b in self.to_bytes() {
            fmt::Display::fmt(&crate::ascii::escape_default(*b), f)?;
        }
        f.write_str("\"")
    }
}
