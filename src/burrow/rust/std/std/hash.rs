//! Hashing with random keys.

pub use core::hash::*;
use core::runtime;

#[derive(Clone, Debug)]
pub struct RandomState {
    k0: u64,
    k1: u64,
}

impl RandomState {
    pub fn new() -> RandomState { unsafe { RandomState { k0: runtime::random(), k1: runtime::random() } } }
}

impl BuildHasher for RandomState {
    type Hasher = DefaultHasher;
    #[inline]
    fn build_hasher(&self) -> DefaultHasher { DefaultHasher(SipHasher13::new_with_keys(self.k0, self.k1)) }
}

impl Default for RandomState {
    fn default() -> RandomState { RandomState::new() }
}

#[derive(Clone, Debug)]
pub struct DefaultHasher(SipHasher13);

impl DefaultHasher {
    pub fn new() -> DefaultHasher { DefaultHasher(SipHasher13::new_with_keys(0, 0)) }
}

impl Default for DefaultHasher {
    fn default() -> DefaultHasher { DefaultHasher::new() }
}

impl Hasher for DefaultHasher {
    #[inline]
    fn write(&mut self, msg: &[u8]) { self.0.write(msg) }
    #[inline]
    fn write_u8(&mut self, i: u8) { self.0.write_u8(i) }
    #[inline]
    fn write_u16(&mut self, i: u16) { self.0.write_u16(i) }
    #[inline]
    fn write_u32(&mut self, i: u32) { self.0.write_u32(i) }
    #[inline]
    fn write_u64(&mut self, i: u64) { self.0.write_u64(i) }
    #[inline]
    fn write_usize(&mut self, i: usize) { self.0.write_usize(i) }
    #[inline]
    fn finish(&self) -> u64 { self.0.finish() }
}
