//! The encoded profile.

use std::fmt;
use std::io::Write;

/// A profile in pprof's format, compressed as the tools like it.
#[derive(Clone, Default, PartialEq)]
pub struct Profile {
    bytes: Vec<u8>,
}

impl Profile {
    pub(crate) fn new(bytes: Vec<u8>) -> Profile { Profile { bytes } }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("bytes", &self.bytes.len()).finish()
    }
}

/// What programs call of `protobuf::Message` and `prost::Message`.
pub trait Message {
    fn write_to_writer(&self, w: &mut dyn Write) -> std::io::Result<()>;
    fn write_to_vec(&self, v: &mut Vec<u8>) -> std::io::Result<()>;
    fn write_to_bytes(&self) -> std::io::Result<Vec<u8>>;
    fn encode(&self, v: &mut Vec<u8>) -> std::io::Result<()>;
    fn encode_to_vec(&self) -> Vec<u8>;
}

impl Message for Profile {
    fn write_to_writer(&self, w: &mut dyn Write) -> std::io::Result<()> { w.write_all(&self.bytes) }

    fn write_to_vec(&self, v: &mut Vec<u8>) -> std::io::Result<()> {
        v.extend_from_slice(&self.bytes);
        Ok(())
    }

    fn write_to_bytes(&self) -> std::io::Result<Vec<u8>> { Ok(self.bytes.clone()) }

    fn encode(&self, v: &mut Vec<u8>) -> std::io::Result<()> { self.write_to_vec(v) }

    fn encode_to_vec(&self) -> Vec<u8> { self.bytes.clone() }
}
