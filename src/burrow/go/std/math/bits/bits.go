// Package bits implements bit counting and manipulation functions; most are one instruction.
package bits

const UintSize = 64

//burrow:intrinsic ctlz
func lz64(x uint64) uint64

//burrow:intrinsic cttz
func tz64(x uint64) uint64

//burrow:intrinsic ctpop
func pop64(x uint64) uint64

//burrow:intrinsic mul_wide
func Mul64(x, y uint64) (hi, lo uint64)

//burrow:intrinsic bswap
func ReverseBytes64(x uint64) uint64

//burrow:intrinsic bswap
func ReverseBytes32(x uint32) uint32

//burrow:intrinsic bswap
func ReverseBytes16(x uint16) uint16

//burrow:intrinsic bitreverse
func Reverse64(x uint64) uint64

//burrow:intrinsic bitreverse
func Reverse32(x uint32) uint32

//burrow:intrinsic bitreverse
func Reverse16(x uint16) uint16

//burrow:intrinsic bitreverse
func Reverse8(x uint8) uint8

func Reverse(x uint) uint      { return uint(Reverse64(uint64(x))) }
func ReverseBytes(x uint) uint { return uint(ReverseBytes64(uint64(x))) }

func LeadingZeros(x uint) int     { return int(lz64(uint64(x))) }
func LeadingZeros8(x uint8) int   { return int(lz64(uint64(x))) - 56 }
func LeadingZeros16(x uint16) int { return int(lz64(uint64(x))) - 48 }
func LeadingZeros32(x uint32) int { return int(lz64(uint64(x))) - 32 }
func LeadingZeros64(x uint64) int { return int(lz64(x)) }

func TrailingZeros(x uint) int     { return int(tz64(uint64(x))) }
func TrailingZeros8(x uint8) int   { return int(tz64(uint64(x) | 1<<8)) }
func TrailingZeros16(x uint16) int { return int(tz64(uint64(x) | 1<<16)) }
func TrailingZeros32(x uint32) int { return int(tz64(uint64(x) | 1<<32)) }
func TrailingZeros64(x uint64) int { return int(tz64(x)) }

func OnesCount(x uint) int     { return int(pop64(uint64(x))) }
func OnesCount8(x uint8) int   { return int(pop64(uint64(x))) }
func OnesCount16(x uint16) int { return int(pop64(uint64(x))) }
func OnesCount32(x uint32) int { return int(pop64(uint64(x))) }
func OnesCount64(x uint64) int { return int(pop64(x)) }

func Len(x uint) int     { return 64 - int(lz64(uint64(x))) }
func Len8(x uint8) int   { return 64 - int(lz64(uint64(x))) }
func Len16(x uint16) int { return 64 - int(lz64(uint64(x))) }
func Len32(x uint32) int { return 64 - int(lz64(uint64(x))) }
func Len64(x uint64) int { return 64 - int(lz64(x)) }

func RotateLeft(x uint, k int) uint {
	s := uint(k) & 63
	return x<<s | x>>(64-s)
}
func RotateLeft8(x uint8, k int) uint8 {
	s := uint(k) & 7
	return x<<s | x>>(8-s)
}
func RotateLeft16(x uint16, k int) uint16 {
	s := uint(k) & 15
	return x<<s | x>>(16-s)
}
func RotateLeft32(x uint32, k int) uint32 {
	s := uint(k) & 31
	return x<<s | x>>(32-s)
}
func RotateLeft64(x uint64, k int) uint64 {
	s := uint(k) & 63
	return x<<s | x>>(64-s)
}

func Add64(x, y, carry uint64) (sum, carryOut uint64) {
	sum = x + y + carry
	carryOut = ((x & y) | ((x | y) &^ sum)) >> 63
	return
}
func Add32(x, y, carry uint32) (sum, carryOut uint32) {
	s := uint64(x) + uint64(y) + uint64(carry)
	return uint32(s), uint32(s >> 32)
}
func Add(x, y, carry uint) (sum, carryOut uint) {
	s, c := Add64(uint64(x), uint64(y), uint64(carry))
	return uint(s), uint(c)
}
func Sub64(x, y, borrow uint64) (diff, borrowOut uint64) {
	diff = x - y - borrow
	borrowOut = ((^x & y) | (^(x ^ y) & diff)) >> 63
	return
}
func Sub32(x, y, borrow uint32) (diff, borrowOut uint32) {
	diff = x - y - borrow
	borrowOut = ((^x & y) | (^(x ^ y) & diff)) >> 31
	return
}
func Sub(x, y, borrow uint) (diff, borrowOut uint) {
	d, b := Sub64(uint64(x), uint64(y), uint64(borrow))
	return uint(d), uint(b)
}
func Mul32(x, y uint32) (hi, lo uint32) {
	p := uint64(x) * uint64(y)
	return uint32(p >> 32), uint32(p)
}
func Mul(x, y uint) (hi, lo uint) {
	h, l := Mul64(uint64(x), uint64(y))
	return uint(h), uint(l)
}

type divError string

func (e divError) Error() string { return "runtime error: " + string(e) }
func (e divError) RuntimeError() {}

// Div64 divides the 128 bits hi, lo by y, a bit at a time.
func Div64(hi, lo, y uint64) (quo, rem uint64) {
	if y == 0 {
		panic(divError("integer divide by zero"))
	}
	if y <= hi {
		panic(divError("integer overflow"))
	}
	if hi == 0 {
		return lo / y, lo % y
	}
	rem = hi
	for i := 63; i >= 0; i-- {
		top := rem >> 63
		rem = rem<<1 | lo>>uint(i)&1
		quo <<= 1
		if top != 0 || rem >= y {
			rem -= y
			quo |= 1
		}
	}
	return
}
func Div32(hi, lo, y uint32) (quo, rem uint32) {
	if y != 0 && y <= hi {
		panic(divError("integer overflow"))
	}
	z := uint64(hi)<<32 | uint64(lo)
	return uint32(z / uint64(y)), uint32(z % uint64(y))
}
func Div(hi, lo, y uint) (quo, rem uint) {
	q, r := Div64(uint64(hi), uint64(lo), uint64(y))
	return uint(q), uint(r)
}
func Rem64(hi, lo, y uint64) uint64 {
	_, r := Div64(hi%y, lo, y)
	return r
}
