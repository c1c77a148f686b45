//! A natural number of up to 40 32-bit digits, enough for any float's exact value.

const N: usize = 40;

#[derive(Copy, Clone)]
pub(crate) struct Big {
    size: usize,
    base: [u32; N],
}

impl Big {
    pub(crate) fn from_u64(v: u64) -> Big {
        let mut base = [0; N];
        base[0] = v as u32;
        base[1] = (v >> 32) as u32;
        Big { size: if base[1] != 0 { 2 } else { 1 }, base }
    }

    pub(crate) fn is_zero(&self) -> bool { self.base[..self.size].iter().all(|&d| d == 0) }

    pub(crate) fn add(&mut self, other: &Big) {
        let size = crate::cmp::max(self.size, other.size);
        let mut carry = 0u64;
        for i in 0..size {
            let sum = self.base[i] as u64 + other.base[i] as u64 + carry;
            self.base[i] = sum as u32;
            carry = sum >> 32;
        }
        self.size = size;
        if carry != 0 {
            self.base[size] = carry as u32;
            self.size += 1;
        }
    }

    /// `other` must not be larger.
    pub(crate) fn sub(&mut self, other: &Big) {
        let mut borrow = 0i64;
        for i in 0..self.size {
            let mut d = self.base[i] as i64 - other.base[i] as i64 - borrow;
            borrow = 0;
            if d < 0 {
                d += 1 << 32;
                borrow = 1;
            }
            self.base[i] = d as u32;
        }
        while self.size > 1 && self.base[self.size - 1] == 0 {
            self.size -= 1;
        }
    }

    pub(crate) fn mul_small(&mut self, factor: u32) {
        let mut carry = 0u64;
        for i in 0..self.size {
            let product = self.base[i] as u64 * factor as u64 + carry;
            self.base[i] = product as u32;
            carry = product >> 32;
        }
        if carry != 0 {
            self.base[self.size] = carry as u32;
            self.size += 1;
        }
    }

    pub(crate) fn mul_pow2(&mut self, bits: usize) {
        let (digits, bits) = (bits / 32, bits % 32);
        if digits > 0 {
            let mut i = self.size;
            while i > 0 {
                i -= 1;
                self.base[i + digits] = self.base[i];
                self.base[i] = 0;
            }
            for d in &mut self.base[..digits] {
                *d = 0;
            }
            self.size += digits;
        }
        if bits > 0 {
            let mut carry = 0u32;
            for i in 0..self.size {
                let d = self.base[i];
                self.base[i] = d << bits | carry;
                carry = d >> (32 - bits);
            }
            if carry != 0 {
                self.base[self.size] = carry;
                self.size += 1;
            }
        }
    }

    pub(crate) fn mul_pow10(&mut self, mut n: usize) {
        while n >= 9 {
            self.mul_small(1_000_000_000);
            n -= 9;
        }
        for _ in 0..n {
            self.mul_small(10);
        }
    }

    /// -1, 0 or 1.
    pub(crate) fn compare(&self, other: &Big) -> i32 {
        let mut i = crate::cmp::max(self.size, other.size);
        while i > 0 {
            i -= 1;
            if self.base[i] != other.base[i] {
                return if self.base[i] < other.base[i] { -1 } else { 1 };
            }
        }
        0
    }
}
