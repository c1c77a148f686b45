package strconv

import "math/bits"

// nat is a natural number in 32-bit digits, least first, without leading zeros; big enough for any float's exact value.
type nat []uint32

func natOf(v uint64) nat {
	n := nat{uint32(v), uint32(v >> 32)}
	return n.trim()
}

func (n nat) trim() nat {
	for len(n) > 0 && n[len(n)-1] == 0 {
		n = n[:len(n)-1]
	}
	return n
}

// mul multiplies by a small number and adds another, in place where there is room.
func (n nat) mul(by, add uint32) nat {
	carry := uint64(add)
	for i, d := range n {
		carry += uint64(d) * uint64(by)
		n[i] = uint32(carry)
		carry >>= 32
	}
	if carry != 0 {
		n = append(n, uint32(carry))
	}
	return n
}

func (n nat) pow10(k int) nat {
	for k >= 9 {
		n = n.mul(1000000000, 0)
		k -= 9
	}
	for ; k > 0; k-- {
		n = n.mul(10, 0)
	}
	return n
}

func (n nat) shl(k int) nat {
	if len(n) == 0 {
		return n
	}
	words, rest := k/32, uint(k%32)
	out := make(nat, len(n)+words+1)
	for i, d := range n {
		wide := uint64(d) << rest
		out[i+words] |= uint32(wide)
		out[i+words+1] = uint32(wide >> 32)
	}
	return out.trim()
}

func (n nat) cmp(m nat) int {
	if len(n) != len(m) {
		if len(n) < len(m) {
			return -1
		}
		return 1
	}
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] != m[i] {
			if n[i] < m[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// sub subtracts m, which is not larger, in place.
func (n nat) sub(m nat) nat {
	var borrow uint64
	for i := range n {
		d := uint64(n[i]) - borrow
		if i < len(m) {
			d -= uint64(m[i])
		}
		n[i] = uint32(d)
		borrow = d >> 63
	}
	return n.trim()
}

func (n nat) add(m nat) nat {
	out := append(nat(nil), n...)
	var carry uint64
	for i := 0; i < len(m) || carry != 0; i++ {
		if i == len(out) {
			out = append(out, 0)
		}
		carry += uint64(out[i])
		if i < len(m) {
			carry += uint64(m[i])
		}
		out[i] = uint32(carry)
		carry >>= 32
	}
	return out
}

func (n nat) clone() nat { return append(nat(nil), n...) }

func (n nat) bitLen() int {
	if len(n) == 0 {
		return 0
	}
	return 32*(len(n)-1) + bits.Len32(n[len(n)-1])
}
