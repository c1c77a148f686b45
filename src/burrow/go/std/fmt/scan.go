package fmt

import (
	"errors"
	"internal/abi"
	"io"
	"os"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// Scanning: the inverse of printing.  Go's own is fmt/scan.go; the differences: operands are told apart by the kinds of
// their descriptors, and there is no Scanner interface for types of their own.

func Scan(a ...any) (n int, err error)                 { return Fscan(os.Stdin, a...) }
func Scanln(a ...any) (n int, err error)               { return Fscanln(os.Stdin, a...) }
func Scanf(format string, a ...any) (n int, err error) { return Fscanf(os.Stdin, format, a...) }

func Sscan(str string, a ...any) (n int, err error) {
	return Fscan(&stringReader{str, 0, 0}, a...)
}

func Sscanln(str string, a ...any) (n int, err error) {
	return Fscanln(&stringReader{str, 0, 0}, a...)
}

func Sscanf(str string, format string, a ...any) (n int, err error) {
	return Fscanf(&stringReader{str, 0, 0}, format, a...)
}

// Fscan scans text read from r, storing successive space-separated values; newlines count as space.
func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r)
	s.nlIsSpace = true
	return s.all(a)
}

// Fscanln is similar to Fscan, but stops scanning at a newline.
func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r)
	s.nlEnds = true
	return s.all(a)
}

// Fscanf scans text read from r, storing values as the format tells.
func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	s := newScan(r)
	return s.formatted(format, a)
}

type stringReader struct {
	s    string
	i    int
	last int
}

func (r *stringReader) Read(p []byte) (int, error) {
	if r.i >= len(r.s) {
		return 0, io.EOF
	}
	n := copy(p, r.s[r.i:])
	r.i += n
	return n, nil
}

func (r *stringReader) ReadRune() (rune, int, error) {
	if r.i >= len(r.s) {
		r.last = 0
		return 0, 0, io.EOF
	}
	c, size := utf8.DecodeRuneInString(r.s[r.i:])
	r.i += size
	r.last = size
	return c, size, nil
}

func (r *stringReader) UnreadRune() error {
	r.i -= r.last
	r.last = 0
	return nil
}

// byteRunes reads runes from a reader that cannot; what is peeked at stays with it.
type byteRunes struct {
	r       io.Reader
	peeked  rune
	size    int
	waiting bool
}

func (b *byteRunes) ReadRune() (rune, int, error) {
	if b.waiting {
		b.waiting = false
		return b.peeked, b.size, nil
	}
	var buf [utf8.UTFMax]byte
	n := 0
	for {
		if _, err := io.ReadFull(b.r, buf[n:n+1]); err != nil {
			if n == 0 || err != io.EOF {
				return 0, 0, err
			}
			break
		}
		n++
		if utf8.FullRune(buf[:n]) {
			break
		}
	}
	b.peeked, b.size = utf8.DecodeRune(buf[:n])
	return b.peeked, b.size, nil
}

func (b *byteRunes) UnreadRune() error {
	b.waiting = true
	return nil
}

const eof = -1

type scan struct {
	r         io.RuneScanner
	nlIsSpace bool
	nlEnds    bool
	atEOF     bool
	count     int
	width     int // runes that the verb may still take
	buf       []byte
}

type scanError struct{ err error }

func newScan(r io.Reader) *scan {
	s := &scan{width: 1 << 30}
	if rs, ok := r.(io.RuneScanner); ok {
		s.r = rs
	} else {
		s.r = &byteRunes{r: r}
	}
	return s
}

func (s *scan) get() rune {
	if s.width <= 0 {
		return eof
	}
	c, _, err := s.r.ReadRune()
	if err != nil {
		if err == io.EOF {
			s.atEOF = true
			return eof
		}
		panic(scanError{err})
	}
	s.width--
	s.count++
	return c
}

func (s *scan) unget() {
	s.r.UnreadRune()
	s.atEOF = false
	s.width++
	s.count--
}

func (s *scan) fail(text string) { panic(scanError{errors.New(text)}) }

func (s *scan) catch(err *error) {
	if e := recover(); e != nil {
		if se, ok := e.(scanError); ok {
			*err = se.err
		} else if e == io.EOF {
			*err = io.EOF
		} else {
			panic(e)
		}
	}
}

func isSpace(c rune) bool {
	switch c {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x2028, 0x2029, 0x3000, 0x1680, 0x202F, 0x205F:
		return true
	}
	return 0x2000 <= c && c <= 0x200A
}

// skip passes over space; a newline ends it where it is no space.
func (s *scan) skip(stop bool) {
	for {
		c := s.get()
		if c == eof {
			return
		}
		if c == '\r' {
			d := s.get()
			if d == '\n' {
				c = d
			} else if d != eof {
				s.unget()
			}
		}
		if c == '\n' {
			if stop {
				s.unget()
				return
			}
			if s.nlIsSpace {
				continue
			}
			s.fail("unexpected newline")
		}
		if !isSpace(c) {
			s.unget()
			return
		}
	}
}

func (s *scan) all(a []any) (n int, err error) {
	defer s.catch(&err)
	for _, arg := range a {
		s.one('v', arg)
		n++
	}
	if s.nlEnds {
		for {
			c := s.get()
			if c == '\n' || c == eof {
				break
			}
			if !isSpace(c) {
				s.fail("expected newline")
			}
		}
	}
	return
}

// more panics at the end of the input.
func (s *scan) more() {
	if s.get() == eof {
		panic(scanError{io.EOF})
	}
	s.unget()
}

// one scans an operand.
func (s *scan) one(verb rune, arg any) {
	t := abi.TypeOf(arg)
	if t == nil || t.Kind != abi.Pointer {
		name := "<nil>"
		if t != nil {
			name = t.Str
		}
		s.fail("type not a pointer: " + name)
	}
	p := abi.EfaceOf(&arg).Data
	if verb != 'c' {
		s.skip(false)
	}
	s.more()
	e := t.Elem
	switch e.Kind {
	case abi.Bool:
		*(*bool)(p) = s.boolean(verb)
	case abi.Int, abi.Int8, abi.Int16, abi.Int32, abi.Int64:
		if verb == 'c' {
			s.store(p, e, int64(s.get()))
			return
		}
		s.store(p, e, s.integer(verb, int(e.Size)*8))
	case abi.Uint, abi.Uint8, abi.Uint16, abi.Uint32, abi.Uint64, abi.Uintptr:
		if verb == 'c' {
			s.store(p, e, int64(s.get()))
			return
		}
		s.store(p, e, int64(s.unsigned(verb, int(e.Size)*8)))
	case abi.Float32:
		*(*float32)(p) = float32(s.float(32))
	case abi.Float64:
		*(*float64)(p) = s.float(64)
	case abi.String:
		*(*string)(p) = s.text(verb)
	case abi.Slice:
		if e.Elem.Kind != abi.Uint8 {
			s.fail("can't scan type: " + t.Str)
		}
		*(*[]byte)(p) = []byte(s.text(verb))
	default:
		s.fail("can't scan type: " + t.Str)
	}
}

func (s *scan) store(p unsafe.Pointer, e *abi.Type, v int64) {
	switch e.Size {
	case 1:
		*(*int8)(p) = int8(v)
	case 2:
		*(*int16)(p) = int16(v)
	case 4:
		*(*int32)(p) = int32(v)
	default:
		*(*int64)(p) = v
	}
}

// accept takes the next rune if it is one of those.
func (s *scan) accept(of string) bool {
	c := s.get()
	if c == eof {
		return false
	}
	for _, x := range of {
		if x == c {
			s.buf = utf8.AppendRune(s.buf, c)
			return true
		}
	}
	s.unget()
	return false
}

func (s *scan) digits(of string) {
	for s.accept(of) {
	}
}

func (s *scan) base(verb rune) (int, string) {
	switch verb {
	case 'b':
		return 2, "01"
	case 'o':
		return 8, "01234567"
	case 'x', 'X':
		return 16, "0123456789aAbBcCdDeEfF_"
	}
	return 10, "0123456789_"
}

// number collects an integer's text and finds its base.
func (s *scan) number(verb rune, signed bool) (string, int) {
	s.buf = s.buf[:0]
	base, of := s.base(verb)
	if verb != 'v' && verb != 'd' && verb != 'b' && verb != 'o' && verb != 'x' && verb != 'X' && verb != 'U' {
		s.fail("bad verb '%" + string(verb) + "' for integer")
	}
	if signed {
		s.accept("+-")
	}
	start := len(s.buf)
	if verb == 'v' && s.accept("0") {
		switch {
		case s.accept("bB"):
			base, of = 0, "01_"
		case s.accept("oO"):
			base, of = 0, "01234567_"
		case s.accept("xX"):
			base, of = 0, "0123456789aAbBcCdDeEfF_"
		default:
			base, of = 0, "01234567_"
		}
	} else {
		s.more()
		if !s.accept(of) {
			s.fail("expected integer")
		}
	}
	s.digits(of)
	tok := string(s.buf)
	if verb == 'v' && base == 0 && len(tok) == start+1 {
		base = 10
	}
	return tok, base
}

func (s *scan) integer(verb rune, bits int) int64 {
	tok, base := s.number(verb, true)
	v, err := strconv.ParseInt(tok, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	if v<<(64-bits)>>(64-bits) != v {
		s.fail("integer overflow on token " + tok)
	}
	return v
}

func (s *scan) unsigned(verb rune, bits int) uint64 {
	tok, base := s.number(verb, false)
	v, err := strconv.ParseUint(tok, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	if v<<(64-bits)>>(64-bits) != v {
		s.fail("unsigned integer overflow on token " + tok)
	}
	return v
}

func (s *scan) float(bits int) float64 {
	s.buf = s.buf[:0]
	if s.accept("nN") && s.accept("aA") && s.accept("nN") {
		v, _ := strconv.ParseFloat("NaN", 64)
		return v
	}
	s.accept("+-")
	if s.accept("iI") && s.accept("nN") && s.accept("fF") {
		v, _ := strconv.ParseFloat(string(s.buf), 64)
		return v
	}
	of, exp := "0123456789_", "eEpP"
	if s.accept("0") && s.accept("xX") {
		of, exp = "0123456789aAbBcCdDeEfF_", "pP"
	}
	s.digits(of)
	if s.accept(".") {
		s.digits(of)
	}
	if s.accept(exp) {
		s.accept("+-")
		s.digits("0123456789_")
	}
	tok := string(s.buf)
	v, err := strconv.ParseFloat(tok, bits)
	if err != nil {
		panic(scanError{err})
	}
	return v
}

func (s *scan) boolean(verb rune) bool {
	switch s.get() {
	case '0':
		return false
	case '1':
		return true
	case 't', 'T':
		if s.accept("rR") && (!s.accept("uU") || !s.accept("eE")) {
			s.fail("syntax error scanning boolean")
		}
		return true
	case 'f', 'F':
		if s.accept("aA") && (!s.accept("lL") || !s.accept("sS") || !s.accept("eE")) {
			s.fail("syntax error scanning boolean")
		}
		return false
	}
	s.fail("syntax error scanning boolean")
	return false
}

func (s *scan) text(verb rune) string {
	s.buf = s.buf[:0]
	if verb == 'q' {
		quote := s.get()
		if quote != '"' && quote != '`' {
			s.fail("expected quoted string")
		}
		s.buf = append(s.buf, byte(quote))
		for {
			c := s.get()
			if c == eof {
				panic(scanError{io.ErrUnexpectedEOF})
			}
			s.buf = utf8.AppendRune(s.buf, c)
			if c == '\\' && quote == '"' {
				s.buf = utf8.AppendRune(s.buf, s.get())
			} else if c == quote {
				break
			}
		}
		v, err := strconv.Unquote(string(s.buf))
		if err != nil {
			panic(scanError{err})
		}
		return v
	}
	for {
		c := s.get()
		if c == eof {
			break
		}
		if isSpace(c) {
			s.unget()
			break
		}
		s.buf = utf8.AppendRune(s.buf, c)
	}
	if verb == 'x' || verb == 'X' {
		out := make([]byte, 0, len(s.buf)/2)
		for i := 0; i+1 < len(s.buf); i += 2 {
			v, err := strconv.ParseUint(string(s.buf[i:i+2]), 16, 8)
			if err != nil {
				s.fail("illegal hex digit")
			}
			out = append(out, byte(v))
		}
		return string(out)
	}
	return string(s.buf)
}

func (s *scan) formatted(format string, a []any) (n int, err error) {
	defer s.catch(&err)
	for i := 0; i < len(format); {
		c, size := utf8.DecodeRuneInString(format[i:])
		if c != '%' {
			i += size
			if isSpace(c) {
				newline := c == '\n'
				for i < len(format) && isSpace(rune(format[i])) {
					newline = newline || format[i] == '\n'
					i++
				}
				s.space(newline)
				continue
			}
			if got := s.get(); got != c {
				if got == eof {
					panic(scanError{io.ErrUnexpectedEOF})
				}
				s.unget()
				s.fail("input does not match format")
			}
			continue
		}
		i++
		width := 0
		for i < len(format) && '0' <= format[i] && format[i] <= '9' {
			width = width*10 + int(format[i]-'0')
			i++
		}
		if i >= len(format) {
			s.fail("too few operands for format '%'")
		}
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if verb == '%' {
			s.skip(true)
			if s.get() != '%' {
				s.fail("missing literal %")
			}
			continue
		}
		if n >= len(a) {
			s.fail("too few operands for format '%" + string(verb) + "'")
		}
		if verb != 'c' {
			s.skip(false)
		}
		if width > 0 {
			s.width = width
		}
		s.one(verb, a[n])
		s.width = 1 << 30
		n++
	}
	if n < len(a) {
		s.fail("too many operands")
	}
	return
}

// space matches space in a format: a newline there needs one in the input.
func (s *scan) space(newline bool) {
	for {
		c := s.get()
		switch {
		case c == eof:
			return
		case c == '\n':
			if newline {
				newline = false
				continue
			}
			s.unget()
			return
		case isSpace(c):
			continue
		}
		s.unget()
		if newline {
			s.fail("newline in format does not match input")
		}
		return
	}
}
