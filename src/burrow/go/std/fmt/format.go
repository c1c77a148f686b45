package fmt

import (
	"strconv"
	"unicode/utf8"
)

// spec is one verb's flags, width and precision.
type spec struct {
	minus, plus, sharp, space, zero bool
	plusV, sharpV                   bool // %+v and %#v, which are no flags for what is inside
	wid, prec                       int
	hasWid, hasPrec                 bool
}

// printer collects the output of one call.
type printer struct {
	buf []byte
	spec
	arg        any
	erroring   bool // guards against methods of what an error message prints
	panicking  bool
	wrapErrs   bool
	wrapped    []int
	reordered  bool
	goodArgNum bool
}

func (p *printer) str(s string) { p.buf = append(p.buf, s...) }
func (p *printer) byte(c byte)  { p.buf = append(p.buf, c) }

func (p *printer) writePadding(n int, pad byte) {
	for ; n > 0; n-- {
		p.buf = append(p.buf, pad)
	}
}

// pad writes s in the width: blanks to the left or right, or zeros to the left.
func (p *printer) pad(s string) {
	if !p.hasWid || p.wid == 0 {
		p.buf = append(p.buf, s...)
		return
	}
	n := p.wid - utf8.RuneCountInString(s)
	if p.minus {
		p.buf = append(p.buf, s...)
		p.writePadding(n, ' ')
		return
	}
	c := byte(' ')
	if p.zero {
		c = '0'
	}
	p.writePadding(n, c)
	p.buf = append(p.buf, s...)
}

func (p *printer) fmtBool(v bool) {
	if v {
		p.pad("true")
	} else {
		p.pad("false")
	}
}

const ldigits = "0123456789abcdefx"
const udigits = "0123456789ABCDEFX"

// fmtInteger formats an integer in a base, with all the flags.
func (p *printer) fmtInteger(u uint64, base int, signed bool, verb rune, digits string) {
	negative := signed && int64(u) < 0
	if negative {
		u = -u
	}
	prec := 0
	if p.hasPrec {
		prec = p.prec
		if prec == 0 && u == 0 {
			zero := p.zero
			p.zero = false
			p.writePadding(p.wid, ' ')
			p.zero = zero
			return
		}
	} else if p.zero && !p.minus && p.hasWid {
		prec = p.wid
		if negative || p.plus || p.space {
			prec--
		}
	}
	var small [80]byte
	buf := small[:]
	if n := 3 + p.wid + prec; n > len(buf) {
		buf = make([]byte, n)
	}
	i := len(buf)
	b := uint64(base)
	for u >= b {
		i--
		q := u / b
		buf[i] = digits[u-q*b]
		u = q
	}
	i--
	buf[i] = digits[u]
	for i > 0 && prec > len(buf)-i {
		i--
		buf[i] = '0'
	}
	if p.sharp {
		switch base {
		case 2:
			i--
			buf[i] = 'b'
			i--
			buf[i] = '0'
		case 8:
			if buf[i] != '0' {
				i--
				buf[i] = '0'
			}
		case 16:
			i--
			buf[i] = digits[16]
			i--
			buf[i] = '0'
		}
	}
	if verb == 'O' {
		i--
		buf[i] = 'o'
		i--
		buf[i] = '0'
	}
	switch {
	case negative:
		i--
		buf[i] = '-'
	case p.plus:
		i--
		buf[i] = '+'
	case p.space:
		i--
		buf[i] = ' '
	}
	zero := p.zero
	p.zero = false
	p.pad(string(buf[i:]))
	p.zero = zero
}

// fmtUnicode is %U: U+0078 'x'.
func (p *printer) fmtUnicode(u uint64) {
	prec := 4
	if p.hasPrec && p.prec > 4 {
		prec = p.prec
	}
	s := strconv.FormatUint(u, 16)
	upper := []byte(s)
	for i, c := range upper {
		if c >= 'a' {
			upper[i] = c - 32
		}
	}
	out := "U+"
	for i := len(upper); i < prec; i++ {
		out += "0"
	}
	out += string(upper)
	if p.sharp && u <= utf8.MaxRune && strconv.IsPrint(rune(u)) {
		out += " '" + string(rune(u)) + "'"
	}
	zero := p.zero
	p.zero = false
	p.pad(out)
	p.zero = zero
}

func (p *printer) truncate(s string) string {
	if p.hasPrec {
		n := p.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

func (p *printer) fmtS(s string) { p.pad(p.truncate(s)) }

// fmtSbx is %x and %X of a string or of bytes.
func (p *printer) fmtSbx(s string, digits string) {
	n := len(s)
	if p.hasPrec && p.prec < n {
		n = p.prec
	}
	var out []byte
	for i := 0; i < n; i++ {
		if p.space && i > 0 {
			out = append(out, ' ')
		}
		if p.sharp && (p.space || i == 0) {
			out = append(out, '0', digits[16])
		}
		c := s[i]
		out = append(out, digits[c>>4], digits[c&15])
	}
	p.pad(string(out))
}

func (p *printer) fmtQ(s string) {
	s = p.truncate(s)
	switch {
	case p.sharp && strconv.CanBackquote(s):
		p.pad("`" + s + "`")
	case p.plus:
		p.pad(strconv.QuoteToASCII(s))
	default:
		p.pad(strconv.Quote(s))
	}
}

func (p *printer) fmtC(c uint64) {
	r := rune(c)
	if c > utf8.MaxRune {
		r = utf8.RuneError
	}
	p.pad(string(r))
}

func (p *printer) fmtQc(c uint64) {
	r := rune(c)
	if c > utf8.MaxRune {
		r = utf8.RuneError
	}
	if p.plus {
		p.pad(strconv.QuoteRuneToASCII(r))
	} else {
		p.pad(strconv.QuoteRune(r))
	}
}

// fmtFloat formats a float; the sign stands before padding zeros, and %#g keeps trailing zeros.
func (p *printer) fmtFloat(v float64, size int, verb rune, prec int) {
	num := strconv.AppendFloat([]byte{'+'}, v, byte(verb), prec, size)
	if num[1] == '-' || num[1] == '+' {
		num = num[1:]
	}
	if p.space && num[0] == '+' && !p.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		zero := p.zero
		p.zero = false
		if num[1] == 'N' && !p.space && !p.plus {
			num = num[1:]
		} else if num[0] == '+' && !p.plus {
			num = num[1:]
		}
		p.pad(string(num))
		p.zero = zero
		return
	}
	if p.sharp && verb != 'b' {
		num = p.keepZeros(num, v, verb, prec)
	}
	if p.plus || num[0] != '+' {
		if p.zero && !p.minus && p.hasWid && p.wid > len(num) {
			p.byte(num[0])
			p.writePadding(p.wid-len(num), '0')
			p.buf = append(p.buf, num[1:]...)
			return
		}
		p.pad(string(num))
		return
	}
	p.pad(string(num[1:]))
}

// keepZeros adds the decimal point and the zeros that %#g asks for.
func (p *printer) keepZeros(num []byte, v float64, verb rune, prec int) []byte {
	digits := 0
	switch verb {
	case 'v', 'g', 'G', 'x':
		digits = prec
		if digits < 0 {
			digits = 6
			if verb == 'x' {
				digits = 6
			}
		}
	}
	var tail []byte
	sawPoint, sawDigit := false, false
	for i := 1; i < len(num); i++ {
		c := num[i]
		if c == '.' {
			sawPoint = true
			continue
		}
		if (c == 'e' || c == 'E') && verb != 'x' && verb != 'X' || c == 'p' || c == 'P' {
			tail = append(tail, num[i:]...)
			num = num[:i]
			break
		}
		if c != '0' {
			sawDigit = true
		}
		if sawDigit {
			digits--
		}
	}
	if !sawPoint {
		if len(num) == 2 && num[1] == '0' {
			digits--
		}
		num = append(num, '.')
	}
	for ; digits > 0; digits-- {
		num = append(num, '0')
	}
	return append(num, tail...)
}
