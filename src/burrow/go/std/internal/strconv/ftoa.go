// Package strconv holds the conversions that package runtime needs as well: integers and floats to text.
//
// Floats to text.  Shortest and exact digits come from the algorithm of Steele and White as Burger and Dybvig give it
// ("Printing floating-point numbers quickly and accurately", 1996), on natural numbers of any size; small integers and short
// decimals have a path of their own.  Go's own is strconv/ftoa.go with Ryu.
package strconv

import "unsafe"

// Info is the layout of a float.
type Info struct {
	Mantbits uint
	Expbits  uint
	Bias     int
}

var Float32Info = Info{23, 8, -127}
var Float64Info = Info{52, 11, -1023}

// AppendFloat appends f, which was a float of bitSize bits, as text: fmt 'e', 'E', 'f', 'g', 'G', 'b', 'x', 'X'; prec -1 is as
// few digits as identify the value.
func AppendFloat(dst []byte, val float64, fmt byte, prec, bitSize int) []byte {
	var b uint64
	var flt *Info
	switch bitSize {
	case 32:
		f := float32(val)
		b = uint64(*(*uint32)(unsafe.Pointer(&f)))
		flt = &Float32Info
	case 64:
		b = *(*uint64)(unsafe.Pointer(&val))
		flt = &Float64Info
	default:
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	neg := b>>(flt.Expbits+flt.Mantbits) != 0
	exp := int(b>>flt.Mantbits) & (1<<flt.Expbits - 1)
	mant := b & (uint64(1)<<flt.Mantbits - 1)
	if exp == 1<<flt.Expbits-1 {
		switch {
		case mant != 0:
			return append(dst, "NaN"...)
		case neg:
			return append(dst, "-Inf"...)
		}
		return append(dst, "+Inf"...)
	}
	if exp == 0 {
		exp++
	} else {
		mant |= uint64(1) << flt.Mantbits
	}
	exp += flt.Bias
	if fmt == 'b' {
		return fmtB(dst, neg, mant, exp, flt)
	}
	if fmt == 'x' || fmt == 'X' {
		return fmtX(dst, prec, fmt, neg, mant, exp, flt)
	}
	var d decimalDigits
	shortest := prec < 0
	if shortest {
		d.shortest(mant, exp-int(flt.Mantbits), flt)
		switch fmt {
		case 'e', 'E':
			prec = d.n - 1
		case 'f':
			prec = max(d.n-d.point, 0)
		case 'g', 'G':
			prec = d.n
		}
	} else {
		switch fmt {
		case 'e', 'E':
			d.exact(mant, exp-int(flt.Mantbits), prec+1, false)
		case 'f':
			d.exact(mant, exp-int(flt.Mantbits), prec, true)
		case 'g', 'G':
			if prec == 0 {
				prec = 1
			}
			d.exact(mant, exp-int(flt.Mantbits), prec, false)
		}
	}
	switch fmt {
	case 'e', 'E':
		return fmtE(dst, neg, &d, prec, fmt)
	case 'f':
		return fmtF(dst, neg, &d, prec)
	case 'g', 'G':
		eprec := prec
		if eprec > d.n && d.n >= d.point {
			eprec = d.n
		}
		if shortest {
			eprec = 6
		}
		e := d.point - 1
		if e < -4 || e >= eprec {
			if prec > d.n {
				prec = d.n
			}
			return fmtE(dst, neg, &d, prec-1, fmt+'e'-'g')
		}
		if prec > d.point {
			prec = d.n
		}
		return fmtF(dst, neg, &d, max(prec-d.point, 0))
	}
	return append(dst, '%', fmt)
}

// decimalDigits is 0.d1d2d3… × 10^point.
type decimalDigits struct {
	d     []byte
	n     int
	point int
	buf   [32]byte
}

// scale gives r/s = mant × 2^exp / 10^point with 1/10 <= r/s < 1, or slightly above (the caller corrects it).
func scale(mant uint64, exp int) (r, s Nat, point int) {
	r, s = NatOf(mant), NatOf(1)
	if exp >= 0 {
		r = r.Shl(exp)
	} else {
		s = s.Shl(-exp)
	}
	// log10 of the value, rounded down or one less
	log2 := NatOf(mant).BitLen() + exp - 1
	if log2 >= 0 {
		point = log2*1233>>12 + 1
	} else {
		point = log2*1234>>12 + 1
	}
	if point > 0 {
		s = s.Pow10(point)
	} else {
		r = r.Pow10(-point)
	}
	return
}

// digit takes the next digit out of r/s×10.
func digit(r, s Nat) (byte, Nat) {
	r = r.Mul(10, 0)
	k := byte(0)
	for r.Cmp(s) >= 0 {
		r = r.Sub(s)
		k++
	}
	return k, r
}

func (d *decimalDigits) Trim() {
	for d.n > 0 && d.d[d.n-1] == '0' {
		d.n--
	}
	if d.n == 0 {
		d.point = 0
	}
}

// exact gives n digits (fixed: n digits after the decimal point), rounded half to even.
func (d *decimalDigits) exact(mant uint64, exp, n int, fixed bool) {
	d.d = d.buf[:0]
	if mant == 0 {
		return
	}
	r, s, point := scale(mant, exp)
	if r.Cmp(s) >= 0 {
		point++
		s = s.Mul(10, 0)
	}
	d.point = point
	if fixed {
		n += point
	}
	if n < 0 {
		d.point = 0
		return
	}
	var k byte
	for i := 0; i < n && len(r) > 0; i++ {
		k, r = digit(r, s)
		d.d = append(d.d, '0'+k)
	}
	d.n = len(d.d)
	if len(r) > 0 {
		c := r.Mul(2, 0).Cmp(s)
		if c > 0 || c == 0 && d.n > 0 && d.d[d.n-1]&1 == 1 {
			d.roundUp()
		}
	}
	d.Trim()
}

func (d *decimalDigits) roundUp() {
	for i := d.n - 1; i >= 0; i-- {
		if d.d[i] < '9' {
			d.d[i]++
			d.n = i + 1
			return
		}
	}
	d.d = append(d.d[:0], '1')
	d.n = 1
	d.point++
}

// shortest gives the fewest digits that lie between the neighbours' midpoints.
func (d *decimalDigits) shortest(mant uint64, exp int, flt *Info) {
	d.d = d.buf[:0]
	if mant == 0 {
		return
	}
	if exp <= 0 && exp > -int(flt.Mantbits)-1 && mant&(1<<uint(-exp)-1) == 0 { // an integer with an exact value
		v := mant >> uint(-exp)
		if v < 1<<53 && flt == &Float64Info || v < 1<<24 {
			d.d = AppendUint(d.d, v, 10)
			d.n = len(d.d)
			d.point = d.n
			d.Trim()
			return
		}
	}
	r, s, point := scale(mant, exp)
	// everything times 2 (or 4 at a power of two, where the lower neighbour is nearer) so that half gaps are whole
	r = r.Mul(4, 0)
	s = s.Mul(4, 0)
	unit := NatOf(1)
	if exp >= 0 {
		unit = unit.Shl(exp)
	}
	if point <= 0 {
		unit = unit.Pow10(-point)
	}
	plus := unit.Clone().Mul(2, 0)
	minus := unit.Clone().Mul(2, 0)
	if mant == uint64(1)<<flt.Mantbits && exp > flt.Bias+1-int(flt.Mantbits) {
		minus = unit
	}
	even := mant&1 == 0
	high := func() bool {
		c := r.Add(plus).Cmp(s)
		return c > 0 || c == 0 && even
	}
	if high() {
		point++
	} else {
		r, plus, minus = r.Mul(10, 0), plus.Mul(10, 0), minus.Mul(10, 0)
	}
	d.point = point
	for {
		k := byte(0)
		for r.Cmp(s) >= 0 {
			r = r.Sub(s)
			k++
		}
		c := r.Cmp(minus)
		low := c < 0 || c == 0 && even
		up := high()
		if !low && !up {
			d.d = append(d.d, '0'+k)
			r, plus, minus = r.Mul(10, 0), plus.Mul(10, 0), minus.Mul(10, 0)
			continue
		}
		if up {
			half := r.Clone().Mul(2, 0).Cmp(s)
			if !low || half > 0 || half == 0 && k&1 == 1 {
				k++
			}
		}
		d.d = append(d.d, '0'+k)
		break
	}
	d.n = len(d.d)
	if d.d[d.n-1] == '0'+10 {
		d.d[d.n-1] = '9'
		d.roundUp()
	}
	d.Trim()
}

func (d *decimalDigits) at(i int) byte {
	if i >= 0 && i < d.n {
		return d.d[i]
	}
	return '0'
}

func sign(dst []byte, neg bool) []byte {
	if neg {
		return append(dst, '-')
	}
	return dst
}

// fmtE writes d.ddddde±dd.
func fmtE(dst []byte, neg bool, d *decimalDigits, prec int, fmt byte) []byte {
	dst = sign(dst, neg)
	dst = append(dst, d.at(0))
	if prec > 0 {
		dst = append(dst, '.')
		for i := 1; i <= prec; i++ {
			dst = append(dst, d.at(i))
		}
	}
	exp := d.point - 1
	if d.n == 0 {
		exp = 0
	}
	dst = append(dst, fmt)
	return appendExp(dst, exp)
}

func appendExp(dst []byte, exp int) []byte {
	if exp < 0 {
		dst = append(dst, '-')
		exp = -exp
	} else {
		dst = append(dst, '+')
	}
	if exp < 10 {
		dst = append(dst, '0')
	}
	return AppendInt(dst, int64(exp), 10)
}

// fmtF writes ddddd.ddd.
func fmtF(dst []byte, neg bool, d *decimalDigits, prec int) []byte {
	dst = sign(dst, neg)
	if d.point > 0 {
		for i := 0; i < d.point; i++ {
			dst = append(dst, d.at(i))
		}
	} else {
		dst = append(dst, '0')
	}
	if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			dst = append(dst, d.at(d.point+i))
		}
	}
	return dst
}

// fmtB writes mantissa p±exponent.
func fmtB(dst []byte, neg bool, mant uint64, exp int, flt *Info) []byte {
	dst = sign(dst, neg)
	dst = AppendUint(dst, mant, 10)
	dst = append(dst, 'p')
	exp -= int(flt.Mantbits)
	if exp >= 0 {
		dst = append(dst, '+')
	}
	return AppendInt(dst, int64(exp), 10)
}

// fmtX writes 0x1.yyyp±dd.
func fmtX(dst []byte, prec int, fmt byte, neg bool, mant uint64, exp int, flt *Info) []byte {
	if mant == 0 {
		exp = 0
	}
	mant <<= 60 - flt.Mantbits
	for mant != 0 && mant&(1<<60) == 0 {
		mant <<= 1
		exp--
	}
	if prec >= 0 && prec < 15 {
		shift := uint(prec * 4)
		extra := (mant << shift) & (1<<60 - 1)
		mant >>= 60 - shift
		if extra|(mant&1) > 1<<59 {
			mant++
		}
		mant <<= 60 - shift
		if mant&(1<<61) != 0 {
			mant >>= 1
			exp++
		}
	}
	hex := "0123456789abcdef"
	if fmt == 'X' {
		hex = "0123456789ABCDEF"
	}
	dst = sign(dst, neg)
	dst = append(dst, '0', fmt, '0'+byte(mant>>60)&1)
	mant <<= 4
	if prec < 0 && mant != 0 {
		dst = append(dst, '.')
		for mant != 0 {
			dst = append(dst, hex[mant>>60&15])
			mant <<= 4
		}
	} else if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			dst = append(dst, hex[mant>>60&15])
			mant <<= 4
		}
	}
	if fmt == 'X' {
		dst = append(dst, 'P')
	} else {
		dst = append(dst, 'p')
	}
	return appendExp(dst, exp)
}
