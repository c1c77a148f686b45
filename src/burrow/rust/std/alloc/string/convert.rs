//! `String` from and into other things.

use super::String;
use crate::borrow::{Cow, ToOwned};
use crate::boxed::Box;
use crate::rc::Rc;
use crate::sync::Arc;
use crate::vec::Vec;

impl AsRef<str> for String {
    #[inline]
    fn as_ref(&self) -> &str { self }
}

impl AsMut<str> for String {
    #[inline]
    fn as_mut(&mut self) -> &mut str { self }
}

impl AsRef<[u8]> for String {
    #[inline]
    fn as_ref(&self) -> &[u8] { self.as_bytes() }
}

impl From<&str> for String {
    #[inline]
    fn from(s: &str) -> String { s.to_owned() }
}

impl From<&mut str> for String {
    #[inline]
    fn from(s: &mut str) -> String { (*s).to_owned() }
}

impl From<&String> for String {
    #[inline]
    fn from(s: &String) -> String { s.clone() }
}

impl From<Box<str>> for String {
    fn from(s: Box<str>) -> String { s.into_string() }
}

impl From<String> for Box<str> {
    fn from(s: String) -> Box<str> { s.into_boxed_str() }
}

impl<'a> From<Cow<'a, str>> for String {
    fn from(s: Cow<'a, str>) -> String { s.into_owned() }
}

impl<'a> From<&'a str> for Cow<'a, str> {
    #[inline]
    fn from(s: &'a str) -> Cow<'a, str> { Cow::Borrowed(s) }
}

impl<'a> From<String> for Cow<'a, str> {
    #[inline]
    fn from(s: String) -> Cow<'a, str> { Cow::Owned(s) }
}

impl<'a> From<&'a String> for Cow<'a, str> {
    #[inline]
    fn from(s: &'a String) -> Cow<'a, str> { Cow::Borrowed(s.as_str()) }
}

impl<'a> FromIterator<char> for Cow<'a, str> {
    fn from_iter<I: IntoIterator<Item = char>>(it: I) -> Cow<'a, str> { Cow::Owned(FromIterator::from_iter(it)) }
}

impl From<String> for Vec<u8> {
    fn from(string: String) -> Vec<u8> { string.into_bytes() }
}

impl From<char> for String {
    #[inline]
    fn from(c: char) -> Self {
        let mut s = String::new();
        s.push(c);
        s
    }
}

impl TryFrom<Vec<u8>> for String {
    type Error = super::FromUtf8Error;
    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> { Self::from_utf8(bytes) }
}
