//! SipHash (Aumasson and Bernstein, 2012): 1-3 rounds for maps, 2-4 for the old `SipHasher`.

use super::Hasher;

#[derive(Clone, Debug)]
struct State {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
    // Bytes not yet mixed in, and how many there were in all.
    tail: u64,
    tail_len: usize,
    length: usize,
}

impl State {
    #[inline]
    fn new(k0: u64, k1: u64) -> State {
        State {
            v0: k0 ^ 0x736f6d6570736575,
            v1: k1 ^ 0x646f72616e646f6d,
            v2: k0 ^ 0x6c7967656e657261,
            v3: k1 ^ 0x7465646279746573,
            tail: 0,
            tail_len: 0,
            length: 0,
        }
    }

    #[inline]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline]
    fn block(&mut self, m: u64, rounds: u32) {
        self.v3 ^= m;
        let mut i = 0;
        while i < rounds {
            self.round();
            i += 1;
        }
        self.v0 ^= m;
    }

    /// Takes the lowest `n` <= 8 bytes of `x`.
    #[inline]
    fn short(&mut self, x: u64, n: usize, rounds: u32) {
        self.length = self.length.wrapping_add(n);
        self.tail |= x << (8 * self.tail_len);
        let needed = 8 - self.tail_len;
        if n < needed {
            self.tail_len += n;
            return;
        }
        let m = self.tail;
        self.block(m, rounds);
        self.tail_len = n - needed;
        self.tail = if needed < 8 { x >> (8 * needed) } else { 0 };
    }

    fn write(&mut self, bytes: &[u8], rounds: u32) {
        let n = bytes.len();
        let p = bytes.as_ptr();
        let mut i = 0;
        while i + 8 <= n {
            let x = u64::from_le(unsafe { (p.add(i) as *const u64).read_unaligned() });
            self.short(x, 8, rounds);
            i += 8;
        }
        if i < n {
            let mut x = 0;
            let mut j = 0;
            while i + j < n {
                x |= (bytes[i + j] as u64) << (8 * j);
                j += 1;
            }
            self.short(x, j, rounds);
        }
    }

    fn finish(&self, rounds: u32, last: u32) -> u64 {
        let mut s = self.clone();
        let m = (self.length as u64 & 0xff) << 56 | self.tail;
        s.block(m, rounds);
        s.v2 ^= 0xff;
        let mut i = 0;
        while i < last {
            s.round();
            i += 1;
        }
        s.v0 ^ s.v1 ^ s.v2 ^ s.v3
    }
}

macro_rules! hasher {
    ($Name:ident, $rounds:literal, $last:literal) => {
        #[derive(Clone, Debug)]
        pub struct $Name {
            state: State,
        }

        impl $Name {
            #[inline]
            pub fn new() -> $Name { $Name::new_with_keys(0, 0) }

            #[inline]
            pub fn new_with_keys(key0: u64, key1: u64) -> $Name { $Name { state: State::new(key0, key1) } }
        }

        impl Default for $Name {
            fn default() -> $Name { $Name::new() }
        }

        impl Hasher for $Name {
            #[inline]
            fn write(&mut self, msg: &[u8]) { self.state.write(msg, $rounds) }
            #[inline]
            fn write_u8(&mut self, i: u8) { self.state.short(i as u64, 1, $rounds) }
            #[inline]
            fn write_u16(&mut self, i: u16) { self.state.short(i as u64, 2, $rounds) }
            #[inline]
            fn write_u32(&mut self, i: u32) { self.state.short(i as u64, 4, $rounds) }
            #[inline]
            fn write_u64(&mut self, i: u64) { self.state.short(i, 8, $rounds) }
            #[inline]
            fn write_usize(&mut self, i: usize) { self.state.short(i as u64, 8, $rounds) }
            #[inline]
            fn finish(&self) -> u64 { self.state.finish($rounds, $last) }
        }
    };
}

hasher! { SipHasher13, 1, 3 }
hasher! { SipHasher, 2, 4 }
