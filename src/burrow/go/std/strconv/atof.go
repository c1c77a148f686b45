package strconv

import (
	"internal/strconv"
	"math"
)

// ParseFloat converts s to a float of bitSize bits (kept in a float64), rounded to the nearest, ties to even.
func ParseFloat(s string, bitSize int) (float64, error) {
	f, n, err := parseFloatPrefix(s, bitSize)
	if n != len(s) && (err == nil || err.(*NumError).Err != ErrSyntax) {
		return 0, syntaxError("ParseFloat", s)
	}
	return f, err
}

func special(s string) (float64, int, bool) {
	sign, n := 1, 0
	if n < len(s) && (s[n] == '+' || s[n] == '-') {
		if s[n] == '-' {
			sign = -1
		}
		n++
	}
	rest := s[n:]
	if fold(rest, "infinity") {
		return math.Inf(sign), n + 8, true
	}
	if fold(rest, "inf") {
		return math.Inf(sign), n + 3, true
	}
	if n == 0 && fold(rest, "nan") {
		return math.NaN(), 3, true
	}
	return 0, 0, false
}

// fold says whether s starts with the lower-case word, in any case.
func fold(s, word string) bool {
	if len(s) < len(word) {
		return false
	}
	for i := 0; i < len(word); i++ {
		if s[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}

func parseFloatPrefix(s string, bitSize int) (float64, int, error) {
	if f, n, ok := special(s); ok {
		return f, n, nil
	}
	flt := &strconv.Float64Info
	if bitSize == 32 {
		flt = &strconv.Float32Info
	}
	i := 0
	neg := false
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		neg = s[i] == '-'
		i++
	}
	base := uint64(10)
	if i+2 < len(s) && s[i] == '0' && s[i+1]|0x20 == 'x' {
		base = 16
		i += 2
	}
	var mant strconv.Nat
	var small uint64
	digits, used, exp := 0, 0, 0
	sawDot, sawDigits, underscores := false, false, false
loop:
	for ; i < len(s); i++ {
		c := s[i]
		var v uint64
		switch {
		case c == '_':
			underscores = true
			continue
		case c == '.':
			if sawDot {
				break loop
			}
			sawDot = true
			continue
		case '0' <= c && c <= '9':
			v = uint64(c - '0')
		case base == 16 && 'a' <= c|0x20 && c|0x20 <= 'f':
			v = uint64(c|0x20-'a') + 10
		default:
			break loop
		}
		sawDigits = true
		if sawDot {
			exp--
		}
		if v == 0 && digits == 0 {
			continue
		}
		digits++
		if digits <= 800 {
			used++
			if used <= 15 {
				small = small*base + v
			}
			if used == 16 {
				mant = strconv.NatOf(small)
			}
			if used >= 16 {
				mant = mant.Mul(uint32(base), uint32(v))
			}
		} else {
			exp++
			if v != 0 {
				mant[0] |= 1 // sticky
			}
		}
	}
	if !sawDigits {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	if base == 16 {
		exp *= 4
	}
	if i < len(s) && (base == 10 && s[i]|0x20 == 'e' || base == 16 && s[i]|0x20 == 'p') {
		j := i + 1
		esign := 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			if s[j] == '-' {
				esign = -1
			}
			j++
		}
		if j >= len(s) || s[j] < '0' || s[j] > '9' {
			return 0, 0, syntaxError("ParseFloat", s)
		}
		e := 0
		for ; j < len(s) && ('0' <= s[j] && s[j] <= '9' || s[j] == '_'); j++ {
			if s[j] == '_' {
				underscores = true
				continue
			}
			if e < 100000 {
				e = e*10 + int(s[j]-'0')
			}
		}
		exp += e * esign
		i = j
	} else if base == 16 {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	if underscores && !underscoreOK(s[:i]) {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	if used <= 15 {
		if f, ok := exactSmall(small, exp, base, flt); ok {
			if neg {
				f = -f
			}
			return f, i, nil
		}
		mant = strconv.NatOf(small)
	}
	b, overflow := assemble(mant, exp, base, flt)
	var f float64
	if bitSize == 32 {
		f = float64(math.Float32frombits(uint32(b)))
	} else {
		f = math.Float64frombits(b)
	}
	if neg {
		f = -f
	}
	if overflow {
		return f, i, rangeError("ParseFloat", s)
	}
	return f, i, nil
}

var pow10tab = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
	1e19, 1e20, 1e21, 1e22}

// exactSmall is Clinger's fast path: an exact integer times or over an exact power of ten.
func exactSmall(m uint64, exp int, base uint64, flt *strconv.Info) (float64, bool) {
	if m == 0 {
		return 0, true
	}
	if base != 10 || flt != &strconv.Float64Info || m >= 1<<53 {
		return 0, false
	}
	switch {
	case exp == 0:
		return float64(m), true
	case exp > 0 && exp <= 22 && m < 1<<53:
		f := float64(m)
		if exp > 22 || f > 1e15 && exp > 7 {
			return 0, false
		}
		return f * pow10tab[exp], true
	case exp < 0 && exp >= -22:
		return float64(m) / pow10tab[-exp], true
	}
	return 0, false
}

// assemble rounds mant × 10^exp (2^exp in base 16) to the bits of a float.
func assemble(mant strconv.Nat, exp int, base uint64, flt *strconv.Info) (uint64, bool) {
	if len(mant) == 0 {
		return 0, false
	}
	inf := uint64(1<<flt.Expbits-1) << flt.Mantbits
	num, den := mant.Clone(), strconv.NatOf(1)
	bin := 0
	if base == 10 {
		if exp > 400 {
			return inf, true
		}
		if exp < -1300 {
			return 0, false
		}
		if exp >= 0 {
			num = num.Pow10(exp)
		} else {
			den = den.Pow10(-exp)
		}
	} else {
		bin = exp
		if bin > 1<<20 {
			return inf, true
		}
		if bin < -1<<20 {
			return 0, false
		}
	}
	// scale so that the quotient has 64 bits
	shift := 64 - (num.BitLen() - den.BitLen())
	if shift > 0 {
		num = num.Shl(shift)
	} else {
		den = den.Shl(-shift)
	}
	// num/den is in [2^63, 2^65)
	den = den.Shl(64)
	var q uint64
	e := -shift + bin
	over := uint64(0)
	for i := 64; i >= 0; i-- {
		over = over<<1 | q>>63
		q <<= 1
		if num.Cmp(den) >= 0 {
			num = num.Sub(den)
			q |= 1
		}
		num = num.Mul(2, 0)
	}
	sticky := len(num) > 0
	if over != 0 {
		sticky = sticky || q&1 != 0
		q = q>>1 | 1<<63
		e++
	}
	for q>>63 == 0 {
		q <<= 1
		e--
	}
	// value = q × 2^e with the top bit of q set: exponent of the value is e+63
	ve := e + 63
	drop := 63 - int(flt.Mantbits)
	least := flt.Bias + 1
	if ve < least {
		drop += least - ve
		ve = least
	}
	if drop > 64 {
		return 0, false
	}
	var m uint64
	var half, rest bool
	if drop == 64 {
		m, half, rest = 0, q>>63 != 0, q<<1 != 0 || sticky
	} else {
		m = q >> uint(drop)
		half = q>>uint(drop-1)&1 != 0
		rest = q&(1<<uint(drop-1)-1) != 0 || sticky
	}
	if half && (rest || m&1 != 0) {
		m++
	}
	if m == 2<<flt.Mantbits {
		m >>= 1
		ve++
	}
	if ve > -flt.Bias {
		return inf, true
	}
	b := m & (1<<flt.Mantbits - 1)
	if m>>flt.Mantbits != 0 {
		b |= uint64(ve-flt.Bias) << flt.Mantbits
	}
	return b, false
}
