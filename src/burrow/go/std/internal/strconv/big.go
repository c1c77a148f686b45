package strconv



// Nat is a natural number in 32-bit digits, least first, without leading zeros; big enough for any float's exact value.
type Nat []uint32

func NatOf(v uint64) Nat {
	n := Nat{uint32(v), uint32(v >> 32)}
	return n.Trim()
}

func (n Nat) Trim() Nat {
	for len(n) > 0 && n[len(n)-1] == 0 {
		n = n[:len(n)-1]
	}
	return n
}

// mul multiplies by a small number and adds another, in place where there is room.
func (n Nat) Mul(by, add uint32) Nat {
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

func (n Nat) Pow10(k int) Nat {
	for k >= 9 {
		n = n.Mul(1000000000, 0)
		k -= 9
	}
	for ; k > 0; k-- {
		n = n.Mul(10, 0)
	}
	return n
}

func (n Nat) Shl(k int) Nat {
	if len(n) == 0 {
		return n
	}
	words, rest := k/32, uint(k%32)
	out := make(Nat, len(n)+words+1)
	for i, d := range n {
		wide := uint64(d) << rest
		out[i+words] |= uint32(wide)
		out[i+words+1] = uint32(wide >> 32)
	}
	return out.Trim()
}

func (n Nat) Cmp(m Nat) int {
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
func (n Nat) Sub(m Nat) Nat {
	var borrow uint64
	for i := range n {
		d := uint64(n[i]) - borrow
		if i < len(m) {
			d -= uint64(m[i])
		}
		n[i] = uint32(d)
		borrow = d >> 63
	}
	return n.Trim()
}

func (n Nat) Add(m Nat) Nat {
	out := append(Nat(nil), n...)
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

func (n Nat) Clone() Nat { return append(Nat(nil), n...) }

func (n Nat) BitLen() int {
	if len(n) == 0 {
		return 0
	}
	return 32*(len(n)-1) + length(n[len(n)-1])
}

func length(x uint32) int {
	n := 0
	for x != 0 {
		x >>= 1
		n++
	}
	return n
}
