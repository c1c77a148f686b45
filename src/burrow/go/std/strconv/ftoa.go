// Floats to text.  Shortest and exact digits come from the algorithm of Steele and White as Burger and Dybvig give it
// ("Printing floating-point numbers quickly and accurately", 1996), on natural numbers of any size; small integers and short
// decimals have a path of their own.  Go's own is strconv/ftoa.go with Ryu.
package strconv

import "math"

type floatInfo struct {
	mantbits uint
	expbits  uint
	bias     int
}

var float32info = floatInfo{23, 8, -127}
var float64info = floatInfo{52, 11, -1023}

// FormatFloat converts f, which was a float of bitSize bits, to text: fmt 'e', 'E', 'f', 'g', 'G', 'b', 'x', 'X'; prec -1 is as
// few digits as identify the value.
func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	return string(AppendFloat(make([]byte, 0, 24), f, fmt, prec, bitSize))
}

// AppendFloat appends what FormatFloat gives.
func AppendFloat(dst []byte, val float64, fmt byte, prec, bitSize int) []byte {
	var b uint64
	var flt *floatInfo
	switch bitSize {
	case 32:
		b = uint64(math.Float32bits(float32(val)))
		flt = &float32info
	case 64:
		b = math.Float64bits(val)
		flt = &float64info
	default:
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	neg := b>>(flt.expbits+flt.mantbits) != 0
	exp := int(b>>flt.mantbits) & (1<<flt.expbits - 1)
	mant := b & (uint64(1)<<flt.mantbits - 1)
	if exp == 1<<flt.expbits-1 {
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
		mant |= uint64(1) << flt.mantbits
	}
	exp += flt.bias
	if fmt == 'b' {
		return fmtB(dst, neg, mant, exp, flt)
	}
	if fmt == 'x' || fmt == 'X' {
		return fmtX(dst, prec, fmt, neg, mant, exp, flt)
	}
	var d decimalDigits
	shortest := prec < 0
	if shortest {
		d.shortest(mant, exp-int(flt.mantbits), flt)
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
			d.exact(mant, exp-int(flt.mantbits), prec+1, false)
		case 'f':
			d.exact(mant, exp-int(flt.mantbits), prec, true)
		case 'g', 'G':
			if prec == 0 {
				prec = 1
			}
			d.exact(mant, exp-int(flt.mantbits), prec, false)
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
func scale(mant uint64, exp int) (r, s nat, point int) {
	r, s = natOf(mant), natOf(1)
	if exp >= 0 {
		r = r.shl(exp)
	} else {
		s = s.shl(-exp)
	}
	// log10 of the value, rounded down or one less
	log2 := float64(natOf(mant).bitLen()+exp) - 1
	point = int(math.Floor(log2*0.30102999566398119521)) + 1
	if point > 0 {
		s = s.pow10(point)
	} else {
		r = r.pow10(-point)
	}
	return
}

// digit takes the next digit out of r/s×10.
func digit(r, s nat) (byte, nat) {
	r = r.mul(10, 0)
	k := byte(0)
	for r.cmp(s) >= 0 {
		r = r.sub(s)
		k++
	}
	return k, r
}

func (d *decimalDigits) trim() {
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
	if r.cmp(s) >= 0 {
		point++
		s = s.mul(10, 0)
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
		c := r.mul(2, 0).cmp(s)
		if c > 0 || c == 0 && d.n > 0 && d.d[d.n-1]&1 == 1 {
			d.roundUp()
		}
	}
	d.trim()
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
func (d *decimalDigits) shortest(mant uint64, exp int, flt *floatInfo) {
	d.d = d.buf[:0]
	if mant == 0 {
		return
	}
	if exp <= 0 && exp > -int(flt.mantbits)-1 && mant&(1<<uint(-exp)-1) == 0 { // an integer with an exact value
		v := mant >> uint(-exp)
		if v < 1<<53 && flt == &float64info || v < 1<<24 {
			d.d = AppendUint(d.d, v, 10)
			d.n = len(d.d)
			d.point = d.n
			d.trim()
			return
		}
	}
	r, s, point := scale(mant, exp)
	// everything times 2 (or 4 at a power of two, where the lower neighbour is nearer) so that half gaps are whole
	r = r.mul(4, 0)
	s = s.mul(4, 0)
	unit := natOf(1)
	if exp >= 0 {
		unit = unit.shl(exp)
	}
	if point <= 0 {
		unit = unit.pow10(-point)
	}
	plus := unit.clone().mul(2, 0)
	minus := unit.clone().mul(2, 0)
	if mant == uint64(1)<<flt.mantbits && exp > flt.bias+1-int(flt.mantbits) {
		minus = unit
	}
	even := mant&1 == 0
	high := func() bool {
		c := r.add(plus).cmp(s)
		return c > 0 || c == 0 && even
	}
	if high() {
		point++
	} else {
		r, plus, minus = r.mul(10, 0), plus.mul(10, 0), minus.mul(10, 0)
	}
	d.point = point
	for {
		k := byte(0)
		for r.cmp(s) >= 0 {
			r = r.sub(s)
			k++
		}
		c := r.cmp(minus)
		low := c < 0 || c == 0 && even
		up := high()
		if !low && !up {
			d.d = append(d.d, '0'+k)
			r, plus, minus = r.mul(10, 0), plus.mul(10, 0), minus.mul(10, 0)
			continue
		}
		if up {
			half := r.clone().mul(2, 0).cmp(s)
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
	d.trim()
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
func fmtB(dst []byte, neg bool, mant uint64, exp int, flt *floatInfo) []byte {
	dst = sign(dst, neg)
	dst = AppendUint(dst, mant, 10)
	dst = append(dst, 'p')
	exp -= int(flt.mantbits)
	if exp >= 0 {
		dst = append(dst, '+')
	}
	return AppendInt(dst, int64(exp), 10)
}

// fmtX writes 0x1.yyyp±dd.
func fmtX(dst []byte, prec int, fmt byte, neg bool, mant uint64, exp int, flt *floatInfo) []byte {
	if mant == 0 {
		exp = 0
	}
	mant <<= 60 - flt.mantbits
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
